//! What an incident came to: its marks, its harm beside the decisions, a way that would have worked.

use super::super::document::Document;
use super::super::words::{clock, count, list, name};
use crate::domain::bank::ways::{Stride, Way};
use crate::domain::bank::{FactId, Prompt};
use crate::domain::round::aftermath::Aftermath;
use crate::domain::round::scenario::{DO_MINUTES, What};
use crate::domain::round::{Act, State, plan};

/// What the incident came to.
pub(super) fn debrief(prompt: &Prompt, state: &State) -> Document {
    let Some(aftermath) = Aftermath::of(prompt, state) else {
        return Document::default();
    };
    let incident = aftermath.scenario.incident();
    Document::default()
        .title("What the incident came to")
        .text(outcome(&aftermath))
        .items(marks(&aftermath))
        .title("The harm and your decisions")
        .items(timeline(&aftermath, state))
        .then(never_looked(&aftermath))
        .title("The shortest way that would have worked")
        .then(shortest(&aftermath))
        .title("What was behind it")
        .text(format!("{} {}", incident.cause, incident.trigger))
        .items(
            incident
                .contributing
                .iter()
                .map(|what| ("made it worse", what)),
        )
        .then(written(state))
}

fn outcome(aftermath: &Aftermath<'_>) -> String {
    let at = |ms| aftermath.scenario.clock(ms);
    match (aftermath.healthy_ms, aftermath.relieved_ms) {
        (Some(well_ms), _) => format!(
            "Over at {}: everything that has to hold holds.",
            at(well_ms)
        ),
        (None, relieved) => {
            let missing: Vec<String> = aftermath.missing.iter().map(name_of).collect();
            let harm = match relieved {
                Some(ms) => format!("The harm ended at {} at first", at(ms)),
                None => "The harm never ended".to_owned(),
            };
            format!(
                "{harm}; at {}, when you locked, it was not over. Missing: {}.",
                at(aftermath.end_ms),
                list(&missing)
            )
        }
    }
}

fn name_of(fact: &FactId) -> String {
    name(fact.as_str())
}

/// Size up, stabilise, update, verify; what can't be taken back.
fn marks(aftermath: &Aftermath<'_>) -> Vec<(String, String)> {
    let scenario = &aftermath.scenario;
    let at = |ms: Option<u64>| match ms {
        Some(ms) => format!("{}, minute {}", scenario.clock(ms), ms / 60_000),
        None => "never".to_owned(),
    };
    let mitigated = match (aftermath.acted_ms, aftermath.relieved_ms) {
        (Some(_), Some(ms)) => format!("; it had settled at {}", at(Some(ms))),
        (None, Some(ms)) => format!("; the harm ended by itself at {}", at(Some(ms))),
        (Some(_), None) => "; it had not settled".to_owned(),
        (None, None) => String::new(),
    };
    let lasting: Vec<String> = aftermath
        .irreversible
        .iter()
        .map(|step| {
            format!(
                "{} at {}",
                name(step.action.id.as_str()),
                scenario.clock(step.done_ms)
            )
        })
        .collect();
    let lasting = if lasting.is_empty() {
        "none".to_owned()
    } else {
        list(&lasting)
    };
    let mut marks = vec![
        (
            "size up".to_owned(),
            format!("first look {}", at(aftermath.sized_up_ms)),
        ),
        (
            "stabilise".to_owned(),
            format!(
                "the step that ended the harm {}{mitigated}",
                at(aftermath.acted_ms)
            ),
        ),
        (
            "update".to_owned(),
            format!("first word outside {}", at(aftermath.updated_ms)),
        ),
        (
            "verify".to_owned(),
            format!(
                "first look after the harm had ended {}",
                at(aftermath.verified_ms)
            ),
        ),
        ("steps that can't be undone".to_owned(), lasting),
    ];
    if aftermath.taken_back > 0 {
        marks.push((
            "taken back".to_owned(),
            count(aftermath.taken_back, "action"),
        ));
    }
    marks
}

/// What happened and what holds, beside what was done, by the incident's clock.
fn timeline(aftermath: &Aftermath<'_>, state: &State) -> Vec<(String, String)> {
    let scenario = &aftermath.scenario;
    let log = scenario.log().iter().zip(&state.moves);
    let moves = log.filter_map(|(entry, step)| {
        let (side, what) = match (&entry.what, &step.what) {
            (What::Looked(signal, _), _) => {
                ("you", format!("look at {}", name(signal.id.as_str())))
            }
            (What::Did(action, _), _) => ("you", name(action.id.as_str())),
            (What::Told(who, _), Act::Told { text, .. }) => ("you", format!("tell {who}: {text}")),
            (What::Told(who, _), _) => ("you", format!("tell {who}")),
            (What::TookBack(action), _) => {
                ("you", format!("take back {}", name(action.id.as_str())))
            }
            (What::Happened(inject), _) => (
                "harm",
                format!(
                    "{}: {} It asks: {}",
                    inject.sender, inject.text, inject.forces
                ),
            ),
            (What::Missed, _) => return None,
        };
        Some((entry.incident_ms, 0, side, what))
    });
    let holds = aftermath.states().into_iter();
    let holds = holds.map(|(at_ms, changed)| (at_ms, 1, "state", state_change(&changed)));
    let mut all: Vec<_> = moves.chain(holds).collect();
    all.sort_by_key(|(at_ms, order, ..)| (*at_ms, *order));
    all.into_iter()
        .map(|(at_ms, _, side, what)| (format!("{} {side}", scenario.clock(at_ms)), what))
        .collect()
}

/// What begins to hold, and what ends.
fn state_change(changed: &[(FactId, bool)]) -> String {
    let facts = |wanted: bool| {
        let facts = changed.iter().filter(|(_, holds)| *holds == wanted);
        facts.map(|(fact, _)| name_of(fact)).collect::<Vec<_>>()
    };
    match (facts(true).as_slice(), facts(false).as_slice()) {
        (begun, []) => list(begun),
        ([], ended) => format!("no longer {}", list(ended)),
        (begun, ended) => format!("{}; no longer {}", list(begun), list(ended)),
    }
}

fn never_looked(aftermath: &Aftermath<'_>) -> Document {
    let names: Vec<String> = aftermath
        .never_looked
        .iter()
        .map(|s| name(s.id.as_str()))
        .collect();
    let text = if names.is_empty() {
        "Nothing: you looked at all of it.".to_owned()
    } else {
        format!("{}.", list(&names))
    };
    Document::default().title("Never looked at").text(text)
}

fn shortest(aftermath: &Aftermath<'_>) -> Document {
    let Way::Found(strides) = &aftermath.way else {
        return Document::line("There are too many ways to try them all.");
    };
    let minutes = strides.iter().map(|stride| match stride {
        Stride::Act(action) if action.is_update() => 0,
        Stride::Act(action) => DO_MINUTES + action.settles,
        Stride::Wait(_) => 0,
    });
    let steps = strides.iter().enumerate().map(|(index, stride)| {
        let what = match stride {
            Stride::Act(action) if action.is_update() => {
                format!("tell people: {}", name(action.id.as_str()))
            }
            Stride::Act(action) => format!("do {}", name(action.id.as_str())),
            Stride::Wait(inject) => format!("wait for: {}, {}", inject.sender, inject.text),
        };
        ((index + 1).to_string(), what)
    });
    Document::default().items(steps).text(format!(
        "One after the other that takes {}, looks and words left out. Another way may be as good.",
        count(minutes.sum::<u32>(), "minute")
    ))
}

/// The plan in writing, where the round asks for one.
fn written(state: &State) -> Document {
    if !state
        .phases
        .iter()
        .any(|phase| phase.id.as_str() == plan::PHASE)
    {
        return Document::default();
    }
    let (runbook, actions) = plan::written(state);
    let document = Document::default().title("Your runbook and actions");
    if runbook.is_empty() && actions.is_empty() {
        return document.text("None.");
    }
    let lines = runbook.into_iter().chain(actions);
    document.items(lines.map(|line| (clock(line.at_ms), line.text.as_str())))
}
