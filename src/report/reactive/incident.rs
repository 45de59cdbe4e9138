//! An incident: its clock, what a look shows and an action does, and what it came to.

use super::super::document::Document;
use super::super::words::{clock, count, list, name};
use crate::domain::bank::Prompt;
use crate::domain::bank::detail::{Action, Incident, Undo};
use crate::domain::round::ask::longest_key;
use crate::domain::round::scenario::{DO_MINUTES, LOOK_MINUTES, MISSES, Scenario, What};
use crate::domain::round::{Act, State};

/// The verbs with what they do.
pub(super) const HELP: [(&str, &str); 6] = [
    (
        "look WHAT",
        "shows a graph, a log, a query: look error log. One minute of the incident",
    ),
    (
        "do WHAT",
        "acts: do pause the queue. One minute, then the time until it shows",
    ),
    (
        "tell WHO WHAT",
        "an update: tell support one in twelve fails, next word at 14:20",
    ),
    ("undo", "takes the last action back before it has settled"),
    (
        "runbook TEXT",
        "keeps a line of the runbook, for the next time",
    ),
    (
        "action WHAT, owner WHO, by DATE",
        "keeps a post-incident action; none without an owner and a date",
    ),
];

pub(super) fn briefing(incident: &Incident) -> Document {
    Document::default()
        .title(format!(
            "The incident's clock stands at {}",
            incident.clock_start
        ))
        .text(format!(
            "It goes on by itself, and faster while you work: a look takes {}, an action {}. \
             `look WHAT` shows something, `do WHAT` acts and says how long undoing takes, \
             `tell WHO WHAT` is an update, `undo` takes the last action back before it has \
             settled. No slash is needed. Nothing waits for you.",
            count(LOOK_MINUTES, "minute"),
            count(DO_MINUTES, "minute"),
        ))
}

pub(super) fn time(prompt: &Prompt, state: &State, active_ms: u64) -> Document {
    let Some(scenario) = Scenario::of(prompt, state) else {
        return Document::default();
    };
    let now = scenario.clock(scenario.now_ms(active_ms));
    Document::line(format!("The incident's clock: {now}."))
}

/// What the last move came to. One line says what was understood.
pub(super) fn moved(prompt: &Prompt, state: &State) -> Document {
    let Some(scenario) = Scenario::of(prompt, state) else {
        return Document::default();
    };
    let Some(entry) = scenario.log().last() else {
        return Document::default();
    };
    let now = scenario.clock(entry.incident_ms);
    match &entry.what {
        What::Looked(signal, seen) => {
            Document::line(format!("{now}, you look at: {}.", name(signal.id.as_str()))).text(seen)
        }
        What::Did(action, settled_ms) => {
            let does = format!("{now}, you do: {}.", name(action.id.as_str()));
            acted(&scenario, &does, action, *settled_ms, entry.incident_ms)
        }
        What::Told(who, Some((action, settled_ms))) => {
            let tells = format!("{now}, you tell {who}: {}.", name(action.id.as_str()));
            acted(&scenario, &tells, action, *settled_ms, entry.incident_ms)
        }
        What::Told(who, None) => Document::line(format!("{now}, you tell {who}.")),
        What::TookBack(action) => Document::line(format!(
            "{now}, taken back before it settled: {}. Its time is gone.",
            name(action.id.as_str())
        )),
        What::Happened(inject) => {
            Document::default().item(format!("{now} {}", inject.sender), &inject.text)
        }
        What::Missed => missed(prompt, state, &scenario),
    }
}

fn acted(
    scenario: &Scenario<'_>,
    understood: &str,
    action: &Action,
    settled_ms: u64,
    done_ms: u64,
) -> Document {
    let at_once = settled_ms <= done_ms;
    let undo = match (&action.undo, at_once) {
        (Undo::Never, true) => {
            "It can't be undone; `undo` takes back within a minute what was not \
                                meant."
                .to_owned()
        }
        (Undo::Never, false) => {
            let until = scenario.clock(settled_ms);
            format!(
                "It settles at {until} and can't be undone from then on; until then `undo` takes it \
                 back."
            )
        }
        (Undo::In(time), true) => format!("Undoing it takes {time}."),
        (Undo::In(time), false) => {
            let until = scenario.clock(settled_ms);
            format!(
                "It shows at {until}; undoing it takes {time}. Until then `undo` takes it back."
            )
        }
    };
    Document::line(format!("{understood} {undo}")).text(&action.effect)
}

/// What a question gets that asks a person for what one has to see or do oneself.
pub(super) fn unanswered(incident: &Incident, question: &str) -> Option<&'static str> {
    let length = |keys: &Vec<String>| longest_key(question, keys);
    let look = incident.signals.iter().map(|signal| length(&signal.keys));
    let act = incident.actions.iter().map(|action| length(&action.keys));
    match (look.max().unwrap_or(0), act.max().unwrap_or(0)) {
        (0, 0) => None,
        (look, act) if look > act => {
            Some("Nobody here knows that better than you: `look WHAT` shows it.")
        }
        _ => Some("That is for you to decide: `do WHAT` does it."),
    }
}

fn missed(prompt: &Prompt, state: &State, scenario: &Scenario<'_>) -> Document {
    let looked = matches!(
        state.moves.last().map(|last| &last.what),
        Some(Act::Looked { .. })
    );
    let document = if looked {
        Document::default()
            .interviewer(&prompt.default_answer)
            .text("No minute was taken.")
    } else {
        Document::line(
            "Nobody here knows how to do that: say it in other words. No minute was taken.",
        )
    };
    if scenario.misses() < MISSES {
        return document;
    }
    let signals = scenario.incident().signals.iter();
    let names: Vec<String> = signals.map(|signal| name(signal.id.as_str())).collect();
    document.text(format!("What can be looked at: {}.", list(&names)))
}

/// The moves with the incident's own time.
pub(super) fn lines(prompt: &Prompt, state: &State) -> Vec<(u32, String, String)> {
    let Some(scenario) = Scenario::of(prompt, state) else {
        return Vec::new();
    };
    let log = scenario.log().iter().zip(&state.moves);
    log.map(|(entry, step)| {
        let (who, what) = match (&entry.what, &step.what) {
            (What::Looked(signal, seen), _) => (
                "look".to_owned(),
                format!("{}: {seen}", name(signal.id.as_str())),
            ),
            (What::Did(action, _), Act::Did { text, .. }) => (
                "do".to_owned(),
                format!("{} (\"{text}\")", name(action.id.as_str())),
            ),
            (What::Did(action, _), _) => ("do".to_owned(), name(action.id.as_str())),
            (What::Told(who, _), Act::Told { text, .. }) => {
                ("tell".to_owned(), format!("{who}: {text}"))
            }
            (What::Told(who, _), _) => ("tell".to_owned(), who.to_string()),
            (What::TookBack(action), _) => ("undo".to_owned(), name(action.id.as_str())),
            (What::Happened(inject), _) => (inject.sender.to_string(), inject.text.to_string()),
            (What::Missed, Act::Looked { text, .. } | Act::Did { text, .. }) => {
                ("nothing found".to_owned(), text.to_string())
            }
            (What::Missed, _) => ("nothing found".to_owned(), String::new()),
        };
        let now = scenario.clock(entry.incident_ms);
        (
            step.seq,
            format!("{} ({now}) {who}", clock(entry.at_ms)),
            what,
        )
    })
    .collect()
}
