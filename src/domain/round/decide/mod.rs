//! What the human or the clock did, turned into events or into a reply that records nothing.

mod answering;
mod closing;
mod reactive;
mod turns;

pub use answering::{COMMANDS, EXTEND_MINUTES};
pub use closing::{SKIP, first_ratings};
pub use reactive::{Missing, Refusal, Verb};

use std::collections::BTreeMap;

use super::close::Known;
use super::drawn::Timekeeping;
use super::event::{CodeRun, Event, Pause, Tag};
use super::state::{Stage, State};
use crate::domain::bank::{ClarificationId, DimensionId, ItemId, Prompt, Rating};
use crate::domain::moment::Moment;
use crate::domain::text::Safe;

/// The longest line that is kept, in bytes.
pub const LINE_LIMIT_BYTES: usize = 64 * 1024;

/// A stop shorter than this is not worth a word.
const STOP_MS: u64 = 2_000;

/// What the human or the clock did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// The clock starts.
    Start,
    /// A line was entered.
    Line(String),
    /// Time passed.
    Tick,
    /// The round is taken up again; it was last known to be alive at this active time.
    Reopen {
        /// Active milliseconds of the last heartbeat, if there was one.
        alive_ms: Option<u64>,
    },
    /// The program goes on after it was stopped; it was last alive at this active time.
    Continue {
        /// Active milliseconds of the last sign of life.
        alive_ms: u64,
    },
    /// The input ended, or the program is being ended.
    End,
    /// The round is given up.
    Abandon,
    /// The candidate's code was run.
    Ran(CodeRun),
}

/// What a decision rests on besides the state.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The round's prompt.
    pub prompt: &'a Prompt,
    /// What the history knows about dimensions.
    pub known: &'a BTreeMap<DimensionId, Known>,
    /// How much of the close is wanted unless `/full` says otherwise.
    pub close: super::CloseLength,
    /// What the conversation is waiting for.
    pub pending: Option<&'a Pending>,
}

/// What the conversation is waiting for. Not part of the round: forgotten when it is left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pending {
    /// A hint's price was told; `/hint take` takes it.
    Hint {
        /// The item that it is about.
        item: ItemId,
        /// 1, 2 or 3.
        rung: u8,
    },
    /// A question could mean several things; a number picks one.
    WhichQuestion {
        /// The question as typed.
        text: Safe,
        /// What it could mean, in the order told.
        meanings: Vec<ClarificationId>,
    },
    /// A line with a verb could mean several things; a number picks one.
    WhichMove {
        /// The verb.
        verb: Verb,
        /// The line as typed.
        text: String,
        /// The ids of what it could mean, in the order told.
        meanings: Vec<Safe>,
    },
    /// A plan in writing was asked for; `/done` again does without.
    Plan,
}

/// What is to be recorded, said and awaited.
#[derive(Debug, Clone, PartialEq, Default)]
#[must_use]
pub struct Decision {
    /// What happened, in order.
    pub happenings: Vec<Happening>,
    /// What is answered without being recorded.
    pub replies: Vec<Reply>,
    /// What the conversation waits for from now on.
    pub pending: Option<Pending>,
    /// Whether the round is left for now.
    pub leave: bool,
    /// What is to be done outside the round.
    pub task: Option<Task>,
}

/// Something to be done outside the round, whose outcome comes back later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task {
    /// The candidate's tests are to be run.
    Run(Watch),
    /// The candidate's folder is to be shown.
    ShowCode,
}

/// Whether tests are run once, or whenever a file changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Watch {
    /// Once.
    Once,
    /// Now, and whenever a file changes; asked for again, no longer.
    Changes,
}

/// An event before it gets its envelope.
#[derive(Debug, Clone, PartialEq)]
pub struct Happening {
    /// The event.
    pub event: Event,
    /// The round's clock when it happened, in milliseconds.
    pub active_ms: u64,
}

/// An answer that is not recorded.
#[derive(Debug, Clone, PartialEq)]
pub enum Reply {
    /// The line was empty.
    Empty,
    /// The line has more bytes than are kept.
    TooLong(usize),
    /// A command that doesn't exist, with the nearest one.
    UnknownCommand(Safe, Option<&'static str>),
    /// A command that makes no sense in this part of the round.
    NotNow(&'static str),
    /// A capture without text.
    NothingToCapture(Tag),
    /// An extension that is not 1 to 120 minutes.
    BadExtension(Safe),
    /// Only timed rounds can be extended.
    Untimed,
    /// The clock stands still: nothing is kept until it goes on.
    Paused,
    /// The clock runs already.
    NotPaused,
    /// There is no phase after this one.
    LastPhase,
    /// There is no phase before this one.
    FirstPhase,
    /// The commands of this part of the round.
    Help,
    /// How much time is spent and left.
    Time,
    /// The statement and the lines so far.
    Show,
    /// A hint and its price.
    HintPrice {
        /// The item that it is about.
        item: ItemId,
        /// 1, 2 or 3.
        rung: u8,
    },
    /// All hints were taken, or there are none.
    NoHint,
    /// A question could mean several things.
    WhichQuestion(Vec<ClarificationId>),
    /// A line of a round that reacts was not kept, or asked for something that is only shown.
    Refused(Refusal),
    /// The answer is not locked yet: there were more questions, or phases were never entered.
    NotYetLocked,
    /// The close already asks for everything.
    AlreadyFull,
    /// An answer that the question doesn't offer.
    NotAnAnswer(Safe),
    /// The four ratings in words.
    AllRatings,
    /// The rating's lower words, after *below*.
    HowFarBelow,
    /// The change of a rating that can't be read.
    BadChange(Safe),
    /// A round that can't be taken up: it is done.
    Over,
}

impl Decision {
    fn reply(reply: Reply) -> Self {
        Self {
            replies: vec![reply],
            ..Self::default()
        }
    }

    fn task(task: Task) -> Self {
        Self {
            task: Some(task),
            ..Self::default()
        }
    }

    fn leave() -> Self {
        Self {
            leave: true,
            ..Self::default()
        }
    }
}

/// Decides what an input means in a state. Pure: the same arguments, the same decision.
pub fn decide(state: &State, input: &Input, at: &Moment, context: &Context<'_>) -> Decision {
    let now_ms = state.active_ms(at);
    let mut decision = match (input, state.stage) {
        (Input::Start, Stage::Drawn) => {
            let decision = record(now_ms, [Event::Started]);
            reactive::follow_on(decision, state, None, at, context.prompt)
        }
        (Input::Abandon, Stage::Drawn | Stage::Answering { .. } | Stage::Closing) => Decision {
            leave: true,
            ..record(now_ms, [Event::Abandoned])
        },
        (Input::Reopen { alive_ms }, _) => reopen(state, *alive_ms, at, context),
        (Input::Line(line), Stage::Answering { paused }) => {
            let decision = answering::line(state, line, paused, now_ms, context);
            reactive::follow_on(decision, state, Some(line), at, context.prompt)
        }
        (Input::Line(line), Stage::Closing) => closing::line(state, line, at, context),
        (Input::Continue { alive_ms }, Stage::Answering { paused: None }) => {
            go_on(state, *alive_ms, now_ms)
        }
        (Input::Tick, Stage::Answering { paused: None }) => {
            reactive::follow_on(tick(state, at), state, None, at, context.prompt)
        }
        (Input::End, Stage::Answering { paused: None }) => {
            let why = Pause::Interrupted;
            Decision {
                leave: true,
                ..record(now_ms, [Event::Paused { why }])
            }
        }
        (Input::Ran(run), Stage::Answering { .. } | Stage::Closing) => {
            record(now_ms, [Event::CodeRun(run.clone())])
        }
        (Input::End, _) => Decision::leave(),
        (Input::Line(_), Stage::Drawn | Stage::Finished | Stage::Abandoned)
        | (Input::Abandon, Stage::Finished | Stage::Abandoned) => Decision {
            leave: true,
            ..Decision::reply(Reply::Over)
        },
        (Input::Start | Input::Tick | Input::Continue { .. } | Input::Ran(_), _) => {
            Decision::default()
        }
    };
    keep_hint_offer(&mut decision, input, context);
    decision
}

/// A hint's price stays told while other lines are written; anything newer replaces it.
fn keep_hint_offer(decision: &mut Decision, input: &Input, context: &Context<'_>) {
    let taken = |happening: &Happening| matches!(happening.event, Event::HintTaken { .. });
    let is_offer = |pending: &&Pending| match pending {
        Pending::Hint { .. } => true,
        Pending::WhichQuestion { .. } | Pending::WhichMove { .. } | Pending::Plan => {
            matches!(input, Input::Tick | Input::Ran(_))
        }
    };
    if decision.pending.is_none() && !decision.happenings.iter().any(taken) {
        decision.pending = context.pending.filter(is_offer).cloned();
    }
}

fn record(active_ms: u64, events: impl IntoIterator<Item = Event>) -> Decision {
    let happenings = events
        .into_iter()
        .map(|event| Happening { event, active_ms })
        .collect();
    Decision {
        happenings,
        ..Decision::default()
    }
}

/// The time that a killed round was dead for is a pause: it goes on from the last sign of life. A
/// strict round goes on from where its clock would stand had nobody left, as far as the clocks can
/// tell: another boot tells nothing.
fn reopen(state: &State, alive_ms: Option<u64>, at: &Moment, context: &Context<'_>) -> Decision {
    let gathered_ms = state.clock.gathered_ms();
    let unbroken_ms = match state.clock.timekeeping() {
        Timekeeping::Active => gathered_ms,
        Timekeeping::Strict => state.clock.unbroken_ms(at),
    };
    match state.stage {
        Stage::Drawn => record(gathered_ms, [Event::Started]),
        Stage::Answering { paused: Some(_) } => record(unbroken_ms, [Event::Resumed]),
        Stage::Answering { paused: None } => {
            let last_ms = alive_ms.map_or(unbroken_ms, |alive_ms| alive_ms.max(unbroken_ms));
            record(
                last_ms,
                [
                    Event::Paused {
                        why: Pause::Interrupted,
                    },
                    Event::Resumed,
                ],
            )
        }
        Stage::Closing => closing::follow_on(state, Vec::new(), at, context),
        Stage::Finished | Stage::Abandoned => Decision {
            leave: true,
            ..Decision::reply(Reply::Over)
        },
    }
}

/// A stop becomes a pause, unless it was too short to matter or the round is strict.
fn go_on(state: &State, alive_ms: u64, now_ms: u64) -> Decision {
    let is_counted = state.clock.timekeeping() == Timekeeping::Strict;
    if is_counted || now_ms.saturating_sub(alive_ms) < STOP_MS {
        return Decision::default();
    }
    let why = Pause::Stopped;
    record(alive_ms, [Event::Paused { why }, Event::Resumed])
}

/// Sleep becomes a pause; budgets that ran out are recorded once.
fn tick(state: &State, at: &Moment) -> Decision {
    let now_ms = state.active_ms(at);
    let mut events = Vec::new();
    if state.clock.slept(at) {
        events.extend([Event::Paused { why: Pause::Slept }, Event::Resumed]);
    }
    let is_over = |budget_ms: Option<u64>, spent_ms: u64| {
        budget_ms.is_some_and(|budget_ms| spent_ms >= budget_ms)
    };
    if let Some(phase) = state.current() {
        let id = Some(phase.id.clone());
        let spent_ms = state.spent_ms(state.phase, now_ms);
        if is_over(phase.budget_ms, spent_ms) && !state.time_up.contains(&id) {
            events.push(Event::TimeUp { phase: id });
        }
    }
    if is_over(state.budget_ms(), now_ms) && !state.time_up.contains(&None) {
        events.push(Event::TimeUp { phase: None });
    }
    record(now_ms, events)
}

/// Reads a rating: a number, or the words of the bar.
fn rating(text: &str) -> Option<Rating> {
    match text {
        "met" => Some(Rating::BAR),
        "above" => Some(Rating::StrongHire),
        _ => text.parse().ok().and_then(Rating::from_number),
    }
}
