//! An incident: its clock, what a look shows and an action does, and what it came to.

use super::super::document::Document;
use super::super::words::{clock, count, list, name};
use crate::domain::bank::detail::{Action, Incident, Undo};
use crate::domain::bank::ways::{Stride, Way};
use crate::domain::bank::{FactId, Prompt};
use crate::domain::round::aftermath::Aftermath;
use crate::domain::round::scenario::{DO_MINUTES, LOOK_MINUTES, MISSES, Scenario, What};
use crate::domain::round::{Act, State, plan};

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
            acted(&scenario, does, action, *settled_ms, entry.incident_ms)
        }
        What::Told(who, Some((action, settled_ms))) => {
            let tells = format!("{now}, you tell {who}: {}.", name(action.id.as_str()));
            acted(&scenario, tells, action, *settled_ms, entry.incident_ms)
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
    understood: String,
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
        (_, None) => String::new(),
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
