//! Values for programs: `--json`.

use serde_json::{Value, json};

use crate::domain::bank::index::Listing;
use crate::domain::bank::{FactId, Prompt, Rating};
use crate::domain::config::{Config, KEYS};
use crate::domain::fault::{FaultyFile, Severity};
use crate::domain::history::Summary;
use crate::domain::round::aftermath::Aftermath;
use crate::domain::round::close::{self, Step};
use crate::domain::round::talk::{End, Talk, Total};
use crate::domain::round::{Act, Move, Rated, Stage, State, scoring, verbal};

/// The generation of the JSON that commands print.
pub(super) const SCHEMA: u32 = 1;

/// What somebody wants of every session.
pub fn config(config: &Config, path: &str) -> Value {
    let lines = KEYS.iter().zip(config.values());
    let values: serde_json::Map<String, Value> = lines
        .map(|((key, ..), value)| {
            // What is written in TOML reads the same in JSON: words, numbers, true and false.
            let value = value.and_then(|value| serde_json::from_str(&value).ok());
            ((*key).to_owned(), value.unwrap_or(Value::Null))
        })
        .collect();
    json!({ "schema": SCHEMA, "path": path, "values": values })
}

/// A round in every detail, as of its last event.
pub fn round(prompt: &Prompt, state: &State) -> Value {
    let (drawn, active_ms) = (&state.drawn, state.clock.gathered_ms());
    json!({
        "schema": SCHEMA,
        "id": state.round.0,
        "prompt": drawn.prompt,
        "bank": drawn.bank,
        "revision": drawn.revision,
        "kind": drawn.kind,
        "level": drawn.level,
        "seed": drawn.seed,
        "draw": drawn.draw,
        "started_at": state.started_at,
        "finished_at": state.finished_at,
        "stage": stage(prompt, state),
        "active_ms": active_ms,
        "phases": phases(state, active_ms),
        "captures": captures(state),
        "moves": moves(state),
        "outcome": outcome(prompt, state),
        "questions": questions(state),
        "hints": hints(state),
        "hire_call": { "first": rating(state.hire_call.first()), "final": last(&state.hire_call) },
        "ratings": ratings(prompt, state),
        "items": items(prompt, state),
        "caps": caps(prompt, state),
        "code_runs": code_runs(state),
        "verbal_steps": verbal_steps(prompt, state),
        "focus": state.focus,
        "story": state.story,
        "by_others": by_others(state),
        "events": state.seq,
    })
}

/// All rounds.
pub fn rounds(rounds: &[Summary]) -> Value {
    let rounds = rounds.iter().enumerate().map(|(index, round)| {
        json!({
            "number": index + 1,
            "id": round.round.0,
            "prompt": round.prompt,
            "bank": round.bank,
            "kind": round.kind,
            "level": round.level,
            "progress": round.progress,
            "drawn_at": round.drawn_at,
            "last_at": round.last_at,
            "active_ms": round.active_ms,
            "hire_call": rating(round.hire_call),
            "focus": round.focus,
            "events": round.events,
        })
    });
    json!({ "schema": SCHEMA, "rounds": rounds.collect::<Vec<_>>() })
}

/// Prompts.
pub fn listings(listings: &[&Listing]) -> Value {
    json!({ "schema": SCHEMA, "prompts": listings })
}

/// What a linter found in so many prompts.
pub fn lint(prompts: usize, files: &[FaultyFile]) -> Value {
    let faults = files.iter().flat_map(|file| {
        file.faults.iter().map(|fault| {
            let (line, column) = file.place(fault.span.start);
            json!({
                "code": fault.code.as_str(),
                "severity": match fault.severity {
                    Severity::Error => "error",
                    Severity::Warning => "warning",
                },
                "file": file.file,
                "line": line,
                "column": column,
                "message": fault.message,
                "help": fault.help,
            })
        })
    });
    json!({ "schema": SCHEMA, "prompts": prompts, "faults": faults.collect::<Vec<_>>() })
}

/// What others rated.
fn by_others(state: &State) -> Vec<Value> {
    let rated = state.by_others.iter().flat_map(|(who, ratings)| {
        ratings.iter().map(move |(dimension, (rating, text))| {
            json!({ "who": who, "dimension": dimension, "rating": rating.number(), "text": text })
        })
    });
    rated.collect()
}

/// The stage, and in the close the question that is open.
fn stage(prompt: &Prompt, state: &State) -> &'static str {
    match state.stage {
        Stage::Drawn => "drawn",
        Stage::Answering { paused: None } => "answering",
        Stage::Answering { paused: Some(_) } => "paused",
        Stage::Finished => "finished",
        Stage::Abandoned => "abandoned",
        Stage::Closing => match close::next(prompt, state) {
            Step::HireCall => "hire-call",
            Step::Rate(_) | Step::Evidence(..) => "first-ratings",
            Step::Tick(_) => "items",
            Step::Admit(_) => "caps",
            Step::Hear(_) => "verbal-steps",
            Step::Show(_) => "exemplars",
            Step::Revise => "final-ratings",
            Step::Focus | Step::Nothing => "focus",
        },
    }
}

fn phases(state: &State, active_ms: u64) -> Vec<Value> {
    let phase = |(index, phase): (usize, &crate::domain::round::PhaseTime)| {
        json!({
            "id": phase.id,
            "budget_ms": phase.budget_ms,
            "spent_ms": state.spent_ms(index, active_ms),
        })
    };
    state.phases.iter().enumerate().map(phase).collect()
}

fn captures(state: &State) -> Vec<Value> {
    let capture = |capture: &crate::domain::round::Capture| {
        json!({
            "at_ms": capture.at_ms,
            "phase": capture.phase,
            "tag": capture.tag,
            "text": capture.text,
        })
    };
    state.captures.iter().map(capture).collect()
}

fn questions(state: &State) -> Vec<Value> {
    let question = |question: &crate::domain::round::Question| {
        json!({
            "at_ms": question.at_ms,
            "text": question.text,
            "matched": question.matched,
            "prompted": question.prompted,
        })
    };
    state.asked().map(question).collect()
}

/// What an incident or a negotiation came to; null for the other kinds, and before the first
/// ratings are given. Times of an incident are its own, in milliseconds from its start.
fn outcome(prompt: &Prompt, state: &State) -> Value {
    if state.close.is_none() || close::is_before_reveal(prompt, state) {
        return Value::Null;
    }
    if let Some(aftermath) = Aftermath::of(prompt, state) {
        let missing: Vec<&str> = aftermath.missing.iter().map(FactId::as_str).collect();
        let steps = aftermath.irreversible.iter();
        let lasting: Vec<&str> = steps.map(|step| step.action.id.as_str()).collect();
        let signals = aftermath.never_looked.iter();
        let unseen: Vec<&str> = signals.map(|signal| signal.id.as_str()).collect();
        return json!({
            "sized_up_ms": aftermath.sized_up_ms,
            "acted_ms": aftermath.acted_ms,
            "relieved_ms": aftermath.relieved_ms,
            "updated_ms": aftermath.updated_ms,
            "verified_ms": aftermath.verified_ms,
            "healthy_ms": aftermath.healthy_ms,
            "end_ms": aftermath.end_ms,
            "missing": missing,
            "irreversible": lasting,
            "never_looked": unseen,
        });
    }
    let Some(talk) = Talk::of(prompt, state) else {
        return Value::Null;
    };
    let total = |total: Total| json!({ "yearly": total.yearly, "once": total.once });
    json!({
        "currency": talk.negotiation().currency,
        "opened": total(talk.opening()),
        "agreed": total(talk.agreed()),
        "if_approved": total(talk.if_approved()),
        "left": total(talk.left()),
        "ended": talk.ended().map(|(_, end)| match end {
            End::Accepted => "accepted",
            End::Declined => "declined",
        }),
    })
}

/// What was done and what happened, in rounds that react.
fn moves(state: &State) -> Vec<Value> {
    let value = |step: &Move| {
        let (kind, text, matched) = match &step.what {
            Act::Happened(id) => ("happened", None, Some(id)),
            Act::Looked { text, matched } => ("looked", Some(text), matched.as_ref()),
            Act::Did { text, matched } => ("did", Some(text), matched.as_ref()),
            Act::Told { text, matched, .. } => ("told", Some(text), matched.as_ref()),
            Act::TookBack => ("took-back", None, None),
            Act::AskedFor { lever, amount } => ("asked-for", Some(amount), Some(lever)),
        };
        let who = match &step.what {
            Act::Told { who, .. } => Some(who),
            Act::Happened(_)
            | Act::Looked { .. }
            | Act::Did { .. }
            | Act::TookBack
            | Act::AskedFor { .. } => None,
        };
        json!({
            "at_ms": step.at_ms,
            "phase": step.phase,
            "kind": kind,
            "text": text,
            "matched": matched,
            "who": who,
        })
    };
    state.moves.iter().map(value).collect()
}

fn hints(state: &State) -> Vec<Value> {
    let hint = |hint: &crate::domain::round::HintTaken| json!({ "at_ms": hint.at_ms, "item": hint.item, "rung": hint.rung, "cost": hint.cost });
    state.hints.iter().map(hint).collect()
}

fn ratings(prompt: &Prompt, state: &State) -> Vec<Value> {
    let scores = scoring::dimensions(prompt, state);
    let line = |score: &scoring::DimensionScore<'_>| {
        let rated = state.ratings.get(&score.row.dimension)?;
        Some(json!({
            "dimension": score.row.dimension,
            "first": rating(rated.first()),
            "final": last(rated),
            "counts": rating(score.counts()),
            "evidence": rated.evidence.as_ref().filter(|line| !line.is_blank()),
        }))
    };
    scores.iter().filter_map(line).collect()
}

fn items(prompt: &Prompt, state: &State) -> Vec<Value> {
    let item = |score: &scoring::ItemScore<'_>| {
        json!({
            "id": score.item.id,
            "hit": score.hit,
            "worth": score.worth(),
            "got": score.got(),
        })
    };
    scoring::items(prompt, state).iter().map(item).collect()
}

fn caps(prompt: &Prompt, state: &State) -> Vec<Value> {
    let cap = |cap: &crate::domain::bank::prompt::Cap| {
        json!({
            "id": cap.id,
            "dimension": cap.dimension,
            "max": cap.max,
            "made": state.caps.get(&cap.id),
        })
    };
    prompt.caps.iter().map(cap).collect()
}

fn code_runs(state: &State) -> Vec<Value> {
    let run = |ran: &crate::domain::round::Ran| {
        json!({
            "at_ms": ran.at_ms,
            "passed": ran.run.passed,
            "failed": ran.run.failed,
            "later": ran.run.later,
            "hidden": ran.run.hidden,
            "failing": ran.run.failing,
            "ended": ran.run.ended,
        })
    };
    state.code_runs.iter().map(run).collect()
}

fn verbal_steps(prompt: &Prompt, state: &State) -> Vec<Value> {
    let step =
        |verbal: verbal::Verbal| Some(json!({ "id": verbal.id(), "heard": verbal.tick(state)? }));
    verbal::asked(prompt).filter_map(step).collect()
}

fn rating(rating: Option<Rating>) -> Option<u8> {
    rating.map(Rating::number)
}

fn last(rated: &Rated) -> Option<u8> {
    rating(rated.last.flatten())
}
