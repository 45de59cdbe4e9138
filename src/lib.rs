//! mockloop: mock-interview practice in the terminal. A timed round against an interviewer who
//! answers back, a self-score you can believe, everything local.
//!
//! This page is the architecture document. `README.md` says how to use the program.
//!
//! # Bird's-eye view
//!
//! ```text
//! question_banks/*.toml ─read─▶ bank ──┐
//!                                      ├─pick─▶ prompt ─▶ round ──events──▶ journal (SQLite)
//! journal ─fold─▶ history, readiness ──┘                                      │
//! state, history ─▶ document ─▶ plain text, JSON ◀────────────fold────────────┘
//! ```
//!
//! A round is a fold over its events. [`domain::round::decide`] turns what the human or the clock
//! did into events, or into a reply that records nothing; [`domain::round::step`] folds one event
//! into the state and says what is to be told. The engine keeps the events before it tells
//! anything, so what was acknowledged is on disk. Resuming is replaying.
//!
//! # The floors
//!
//! A folder is a floor, and imports point down only.
//!
//! | floor | folder | what is there | what is never there |
//! | --- | --- | --- | --- |
//! | 4 | [`interface`] | the command line, the conversation, exit codes | rules of a round |
//! | 3 | [`engine`] | the loop over lines, ticks and signals; drawing, resuming | wording, SQL |
//! | 2 | [`io`] | one outside thing per file: clocks, chance, files, TOML, the journal | each other |
//! | 1 | [`report`] | domain values into documents, documents into text and JSON | files, clocks |
//! | 0 | [`domain`] | what a round is: banks, rounds, draws, history | IO, clocks, chance, async |
//!
//! # Code map
//!
//! - [`domain::bank`]: the format of a bank's files, and the check that makes prompts of them.
//! - [`domain::raw`]: records that read themselves from a table and report every fault.
//! - [`domain::round`]: events, state, [`decide`](domain::round::decide),
//!   [`step`](domain::round::step), the close, scoring.
//! - [`domain::round::scenario`], [`domain::round::call`], [`domain::round::talk`]: what a round's
//!   moves lead to in an incident, a screen, a negotiation; [`domain::bank::ways`]: how an incident
//!   can end.
//! - [`domain::session`]: loops, which each round carries with it. [`domain::plan`]: days up to a
//!   date. [`domain::story`], [`domain::outcome`], [`domain::peer`]: what the candidate and others
//!   write in files of their own.
//! - [`domain::history`]: what rounds add up to. [`domain::readiness`]: what they say about the next
//!   one, as a range. [`domain::pick`]: which prompt a seed draws, from what each is worth.
//! - [`domain::offer`]: scorecards, compensation, what would change the answer; `engine::offers` keeps
//!   the files, `interface` has the commands.
//! - [`domain::code`], [`domain::verify`]: what runs of tests gave, and what that says of code.
//! - [`domain::pick`]: which prompt a seed draws. [`domain::history`]: what rounds add up to.
//! - [`report`]: one place words every number, time and plural.
//! - [`io::store`]: one trait, two journals (SQLite and memory), one conformance suite.
//! - [`io::runner`]: tests run in child processes, kept from the machine by a sandbox that this
//!   program sets up by starting itself. [`io::trust`]: whose code may run.
//! - [`engine`]: `select!` only names an input; a synchronous function decides.
//! - [`interface`]: everything of the process comes in as a [`World`](interface::World), so that
//!   tests run whole conversations on a virtual clock. On a terminal lines are edited on a thread
//!   of their own, the clock has the last row, and [`io::terminal`] knows what was taken and gives
//!   it back.
//! - [`domain::config`]: what somebody wants of every session.
//!
//! # Invariants
//!
//! - Time and seeds are arguments. Only [`io::clock`] reads a clock, only [`io::entropy`] draws.
//! - Text of banks and candidates is [`Safe`](domain::text::Safe): a document takes no other, so
//!   no control character can reach a terminal.
//! - A prompt that exists is sound: every reference in it resolves. Faults are reported all at
//!   once, with file, line, column and remedy.
//! - Events are append-only and the only truth; the table of rounds is derived from them.
//! - A refused line records nothing. A rating that was not given is never zero.
//! - No code of a bank runs before that bank is trusted as it is now; the built-in one is.
//! - Nothing here opens a network connection.

pub mod domain;
pub mod engine;
pub mod interface;
pub mod io;
pub mod report;
