//! Loops: what a day holds, the breaks, the debrief.

use serde_json::{Value, json};

use super::document::Document;
use super::words::{capital, clock, count, list};
use crate::domain::bank::Rating;
use crate::domain::history::Progress;
use crate::domain::session::{Loop, Part, Session, StrongNo, Verdict};

/// All loops by name.
pub fn loops(loops: &[Loop]) -> Document {
    Document::default().items(loops.iter().map(|plan| {
        let parts: Vec<String> = plan
            .parts
            .iter()
            .map(|part| part.title.to_string())
            .collect();
        (
            plan.id.as_str(),
            format!("{}: {}.", plan.title, list(&parts)),
        )
    }))
}

/// A loop that begins: its rounds with their breaks.
pub fn begin(plan: &Loop, seed: u64) -> Document {
    let rounds = plan.parts.iter().enumerate().map(|(index, part)| {
        let length = part.minutes.map_or_else(String::new, |minutes| {
            format!(", {}", count(minutes, "minute"))
        });
        let pause = match part.break_minutes {
            0 => String::new(),
            minutes => format!(", after a break of {}", count(minutes, "minute")),
        };
        let line = format!("{}{length}{pause}", part.title);
        ((index + 1).to_string(), line)
    });
    let rule = match plan.strong_no {
        StrongNo::Decides => "one strong no decides",
        StrongNo::Counts => "a strong no counts as one call",
    };
    Document::default()
        .title(&plan.title)
        .items(rounds)
        .text(format!(
            "Seed {seed}. After each round its close, after the last one the debrief: {rule}.\n\n\
             Enter begins; /quit leaves."
        ))
}

/// A loop that goes on.
pub fn goes_on(session: &Session<'_>) -> Document {
    let done = session.rounds.iter().flatten();
    let done = done.filter(|round| !round.progress.is_open()).count();
    Document::default().title(format!(
        "{} goes on: {done} of {} done",
        session.plan.title,
        count(session.rounds.len(), "round")
    ))
}

/// The break before a round.
pub fn pause(part: &Part) -> Document {
    Document::default()
        .title(format!("Break: {}", count(part.break_minutes, "minute")))
        .text(format!(
            "Next: {}. Enter ends the break; /quit leaves, and `mockloop loop` goes on from here.",
            part.title
        ))
}

/// A round of the loop begins.
pub fn part(index: usize, part: &Part, of: usize) -> Document {
    let title = format!("Interview {} of {of}: {}", index + 1, part.title);
    Document::default().title(title)
}

/// A loop that was left.
pub fn left() -> Document {
    Document::line("The loop is kept. `mockloop loop` goes on from here.")
}

/// The hire calls side by side, what the committee says, the one thing to fix.
pub fn debrief(session: &Session<'_>) -> Document {
    let lines = session.calls().into_iter().map(|(part, round, call)| {
        let line = match (round, call) {
            (Some(round), Some(call)) => {
                let focus = round.focus.as_ref();
                let focus = focus.map_or_else(String::new, |focus| format!("; focus: {focus}"));
                format!(
                    "{call}, {} ({}, {}){focus}",
                    call.words(),
                    round.prompt,
                    clock(round.active_ms)
                )
            }
            (Some(round), None) => match round.progress {
                Progress::Abandoned => format!("given up ({})", round.prompt),
                Progress::Answering | Progress::Closing | Progress::Finished => {
                    format!("no call ({})", round.prompt)
                }
            },
            (None, _) => "not played".to_owned(),
        };
        (capital(part.title.as_str()), line)
    });
    Document::default()
        .title(format!("Debrief: {}", session.plan.title))
        .items(lines)
        .item("The committee", committee(session))
        .then(to_fix(session))
}

fn committee(session: &Session<'_>) -> String {
    match session.verdict() {
        Verdict::StrongNo(part) => format!(
            "no hire: the strong no of the {} round decides, whatever the others say.",
            part.title
        ),
        Verdict::Hire => format!("hire: {} at the bar or above.", at_bar(session)),
        Verdict::NoHire => format!(
            "no hire: {} at the bar or above; more than half are needed.",
            at_bar(session)
        ),
        Verdict::Open(parts) => {
            let parts: Vec<String> = parts.iter().map(|part| part.title.to_string()).collect();
            format!("open: no call for {}.", list(&parts))
        }
    }
}

fn at_bar(session: &Session<'_>) -> String {
    let calls = session.calls();
    let at_bar = calls.iter().filter(|(.., call)| *call >= Some(Rating::BAR));
    format!("{} of {}", at_bar.count(), count(calls.len(), "call"))
}

fn to_fix(session: &Session<'_>) -> Document {
    let Some(fix) = session.to_fix() else {
        return Document::default();
    };
    let what = match fix.lowest {
        Some((dimension, rating)) => format!(
            "{dimension} in the {} round, which you rated {rating}, {}.",
            fix.part.title,
            rating.words()
        ),
        None => format!(
            "the {} round, which you called {}, {}.",
            fix.part.title,
            fix.call,
            fix.call.words()
        ),
    };
    let document = Document::default()
        .title("The one thing to fix")
        .text(capital(&what));
    match fix.focus {
        Some(focus) => document.text(format!("Your focus there: {focus}")),
        None => document,
    }
}

/// A debrief for programs.
pub fn json(session: &Session<'_>) -> Value {
    let rounds = session.calls().into_iter().map(|(part, round, call)| {
        json!({
            "kind": part.kind,
            "title": part.title,
            "round": round.map(|round| &round.round.0),
            "prompt": round.map(|round| &round.prompt),
            "progress": round.map(|round| round.progress),
            "call": call.map(Rating::number),
            "focus": round.and_then(|round| round.focus.as_ref()),
        })
    });
    let (verdict, because) = match session.verdict() {
        Verdict::StrongNo(part) => ("no-hire", vec![&part.title]),
        Verdict::Hire => ("hire", Vec::new()),
        Verdict::NoHire => ("no-hire", Vec::new()),
        Verdict::Open(parts) => ("open", parts.iter().map(|part| &part.title).collect()),
    };
    json!({
        "schema": 1,
        "loop": session.plan.id,
        "session": session.id,
        "seed": session.seed,
        "strong_no": session.plan.strong_no,
        "rounds": rounds.collect::<Vec<_>>(),
        "verdict": verdict,
        "because_of": because,
        "to_fix": session.to_fix().map(|fix| json!({
            "title": fix.part.title,
            "call": fix.call.number(),
            "dimension": fix.lowest.map(|(dimension, _)| dimension),
            "rating": fix.lowest.map(|(_, rating)| rating.number()),
            "focus": fix.focus,
        })),
    })
}
