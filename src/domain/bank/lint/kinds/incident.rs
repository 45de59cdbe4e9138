//! An incident prompt's facts, what reads them, and whether it can be won.

use std::collections::BTreeSet;

use super::keys;
use crate::domain::bank::FactId;
use crate::domain::bank::format::{ActionTable, IncidentTable, InjectTable, SignalTable};
use crate::domain::bank::lint::Subject;
use crate::domain::bank::states::MOST_FACTS;
use crate::domain::fault::{Code, Fault, Faults};
use crate::domain::raw::At;

/// Fewer injects than this leave people alone with a graph.
const FEWEST_INJECTS: usize = 4;

/// At the start people still read.
const QUIET_START_MINUTES: u32 = 3;

/// At the end nothing can follow any more.
const QUIET_END_MINUTES: u32 = 5;

/// With fewer signals that change, nobody can tell whether a step helped.
const FEWEST_CHANGING: usize = 2;

pub(super) fn rules(subject: &Subject<'_>, table: &IncidentTable, faults: &mut Faults) {
    unread(table, faults);
    healthy(table, faults);
    injects(subject, table, faults);
    forcing(table, faults);
    consequences(table, faults);
    views(table, faults);
    keys::rules(subject, table, faults);
}

/// Lists of facts, one after the other.
fn facts<'a>(
    lists: impl IntoIterator<Item = &'a Vec<At<FactId>>>,
) -> impl Iterator<Item = &'a At<FactId>> {
    lists.into_iter().flatten()
}

fn values<'a>(facts: impl Iterator<Item = &'a At<FactId>>) -> BTreeSet<&'a FactId> {
    facts.map(|fact| &fact.value).collect()
}

/// What actions and injects set.
fn set(table: &IncidentTable) -> impl Iterator<Item = &At<FactId>> {
    let by_actions = table.action.iter().map(|action| &action.sets);
    let by_injects = table.inject.iter().map(|inject| &inject.sets);
    facts(by_actions.chain(by_injects))
}

/// Facts that nothing asks for change nothing; one that is read and never set is not sound at all.
fn unread(table: &IncidentTable, faults: &mut Faults) {
    let views = table.signal.iter().flat_map(|signal| &signal.view.value);
    let by_views = views.flat_map(|view| [&view.when_set, &view.unless]);
    let by_actions = table.action.iter();
    let by_actions = by_actions.flat_map(|action| [&action.when_set, &action.unless]);
    let by_injects = table.inject.iter();
    let by_injects = by_injects.flat_map(|inject| [&inject.when_set, &inject.unless]);
    let by_end = std::iter::once(&table.healthy_when.value);
    let lists = by_views.chain(by_actions).chain(by_injects).chain(by_end);
    let mut known = values(facts(lists));
    for fact in set(table) {
        if known.insert(&fact.value) {
            let message = format!("`{}` is set, and nothing reads it", fact.value);
            let help = "let a view, an action or an inject ask for it, or remove it";
            faults.push(Fault::warning(Code::FACTS, fact.span, &message, help));
        }
    }
}

/// The check refuses an outage that can't end; with too many facts nobody knows.
fn healthy(table: &IncidentTable, faults: &mut Faults) {
    let count = deciding(table).len();
    if count > MOST_FACTS {
        let message = format!("{count} facts have too many states to try them all");
        let help = format!("with {MOST_FACTS} facts or fewer it is found out whether this can end");
        let span = table.healthy_when.span;
        faults.push(Fault::warning(Code::HEALTHY, span, &message, &help));
    }
}

/// The facts that decide what can be done, or whether it is over.
fn deciding(table: &IncidentTable) -> BTreeSet<&FactId> {
    let by_actions = table.action.iter();
    let by_actions = by_actions.flat_map(|action| [&action.when_set, &action.unless]);
    let by_injects = table.inject.iter();
    let by_injects = by_injects.flat_map(|inject| [&inject.when_set, &inject.unless]);
    let by_end = std::iter::once(&table.healthy_when.value);
    let read = values(facts(by_actions.chain(by_injects).chain(by_end)));
    let set = values(set(table));
    read.intersection(&set).copied().collect()
}

fn injects(subject: &Subject<'_>, table: &IncidentTable, faults: &mut Faults) {
    let count = table.inject.len();
    if count < FEWEST_INJECTS {
        let message = format!("{count} injects");
        let help = "add [[incident.inject]] tables until there are four";
        let last = table.inject.last();
        let span = last.map_or(subject.file.kind.span, |inject| inject.id.span);
        faults.push(Fault::error(Code::INJECTS, span, &message, help));
    }
    let minutes = subject.file.minutes.value;
    let last = minutes.saturating_sub(QUIET_END_MINUTES);
    let mut before = 0;
    for inject in &table.inject {
        let Some(at) = &inject.at else { continue };
        let (id, minute) = (&inject.id.value, at.value);
        if let Some(vary) = &inject.vary
            && (QUIET_START_MINUTES..=last).contains(&minute)
            && minute.saturating_add(vary.value) > last
        {
            let latest = minute.saturating_add(vary.value);
            let message =
                format!("`{id}` may come at minute {latest} of {minutes}, when nothing can follow");
            let help = format!("let it vary by {} or less", last - minute);
            faults.push(Fault::error(Code::INJECTS, vary.span, &message, &help));
        }
        let message = if minute < QUIET_START_MINUTES {
            format!("`{id}` comes at minute {minute}, while people still read")
        } else if minute > last {
            format!("`{id}` comes at minute {minute} of {minutes}, when nothing can follow")
        } else if minute < before {
            format!("`{id}` comes at minute {minute}, and the one above it at {before}")
        } else {
            before = minute;
            continue;
        };
        let help = format!("sort injects by `at`, all from minute {QUIET_START_MINUTES} to {last}");
        faults.push(Fault::error(Code::INJECTS, at.span, &message, &help));
    }
}

fn forcing(table: &IncidentTable, faults: &mut Faults) {
    for inject in &table.inject {
        let id = &inject.id.value;
        if inject.forces.value.is_blank() {
            let message = format!("`{id}` forces nothing");
            let help = "write in `forces` what has to be decided now";
            let span = inject.forces.span;
            faults.push(Fault::error(Code::FORCING, span, &message, help));
        }
        if inject.shows.is_empty() {
            let message = format!("no item is seen after `{id}`");
            let help = "list in `shows` the items that it brings out";
            faults.push(Fault::error(Code::FORCING, inject.id.span, &message, help));
        }
    }
    let done = table.action.iter();
    let done = values(facts(
        done.flat_map(|action| [&action.sets, &action.clears]),
    ));
    let depends = |inject: &InjectTable| {
        let mut asked = facts([&inject.when_set, &inject.unless]);
        asked.any(|fact| done.contains(&fact.value))
    };
    if let Some(first) = table.inject.first()
        && !table.inject.iter().any(depends)
    {
        let message = "every inject comes whatever was done or left undone";
        let help = "tie most of them to facts that actions set, with `if` or `unless`";
        faults.push(Fault::warning(Code::FORCING, first.id.span, message, help));
    }
}

fn consequences(table: &IncidentTable, faults: &mut Faults) {
    let Some(first) = table.action.first() else {
        return;
    };
    let set = values(facts(table.action.iter().map(|action| &action.sets)));
    let cleared = values(facts(table.action.iter().map(|action| &action.clears)));
    let follows = |inject: &InjectTable| {
        let has = |list: &[At<FactId>], facts: &BTreeSet<&FactId>| {
            list.iter().any(|fact| facts.contains(&fact.value))
        };
        has(&inject.when_set, &set) || has(&inject.unless, &cleared)
    };
    if !table.inject.iter().any(follows) {
        let message = "no action has a later consequence";
        let help = "let an inject ask with `if` for a fact that an action sets";
        let span = first.id.span;
        faults.push(Fault::error(Code::CONSEQUENCES, span, message, help));
    }
    let can_be_undone = |action: &ActionTable| action.undo.value.as_str() != "never";
    if table.action.iter().all(can_be_undone) {
        let message = "every action can be undone";
        let help = "give an action that can't be taken back `undo = \"never\"`";
        let span = first.undo.span;
        faults.push(Fault::warning(Code::CONSEQUENCES, span, message, help));
    }
}

/// Whether a signal shows another text in some state.
fn changes(signal: &SignalTable) -> bool {
    let texts: BTreeSet<&str> = signal
        .view
        .value
        .iter()
        .map(|v| v.text.value.as_str())
        .collect();
    texts.len() > 1
}

fn views(table: &IncidentTable, faults: &mut Faults) {
    let changing = table.signal.iter().filter(|signal| changes(signal));
    let changing: Vec<&str> = changing.map(|signal| signal.id.value.as_str()).collect();
    if changing.len() < FEWEST_CHANGING {
        let message = match changing.first() {
            None => "no signal changes with what is done".to_owned(),
            Some(only) => format!("only `{only}` changes with what is done"),
        };
        let help = "give two signals a view with `if` for each state that people can bring about";
        let still = table.signal.iter().find(|signal| !changes(signal));
        let span = still.map_or(table.span, |signal| signal.view.span);
        faults.push(Fault::warning(Code::VIEWS, span, &message, help));
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{self, INCIDENT};

    #[test]
    fn a_fact_that_is_set_is_read() {
        let told = "sets = [\"told\"]";
        sample::table(
            INCIDENT,
            "B801",
            &[
                (&[], &[]),
                (
                    &[(told, "sets = [\"told\", \"seen\"]")],
                    &["warning `\"seen\"`: `seen` is set, and nothing reads it"],
                ),
            ],
        );
    }

    #[test]
    fn more_facts_than_can_be_tried_are_told() {
        let facts: Vec<String> = (0..20).map(|n| format!("\"more-{n}\"")).collect();
        let facts = facts.join(", ");
        let sets = format!("sets = [\"told\", {facts}]");
        let goal = format!("healthy_when = [\"calm\", {facts}, ");
        let edits = [
            ("sets = [\"told\"]", sets.as_str()),
            ("healthy_when = [\"calm\", ", &goal),
        ];
        let [only] = sample::found(INCIDENT, "B802", &edits, &[])
            .try_into()
            .unwrap();
        assert!(only.starts_with("warning"), "{only}");
        assert!(
            only.ends_with("facts have too many states to try them all"),
            "{only}"
        );
    }

    #[test]
    fn injects_come_in_order_and_leave_time() {
        let minutes = "minutes    = 35";
        sample::table(
            INCIDENT,
            "B803",
            &[
                (&[], &[]),
                (&[("at = 5\n", "at = 4\n")], &[]),
                (&[("at = 5\n", "")], &[]),
                (&[("vary = 1\n", "vary = 25\n")], &[]),
                (
                    &[("vary = 1\n", "vary = 26\n")],
                    &[
                        "error `26`: `who-leads` may come at minute 31 of 35, when nothing can \
                       follow",
                    ],
                ),
                (
                    &[("at = 4\n", "at = 2\n")],
                    &["error `2`: `support-asks` comes at minute 2, while people still read"],
                ),
                (
                    &[("at = 5\n", "at = 3\n")],
                    &["error `3`: `who-leads` comes at minute 3, and the one above it at 4"],
                ),
                (
                    &[(minutes, "minutes = 32")],
                    &[
                        "error `28`: `repeats-late` comes at minute 28 of 32, when nothing can \
                       follow",
                    ],
                ),
            ],
        );
        let text = sample::text(INCIDENT);
        let start = text.find("[[incident.inject]]").unwrap();
        let end = text.find("[[incident.inject]]\nid = \"relapse\"").unwrap();
        let edit = [(&text[start..end], "")];
        let found = sample::found(INCIDENT, "B803", &edit, &[]);
        assert_eq!(found, ["error `\"repeats-late\"`: 3 injects"]);
    }

    #[test]
    fn an_inject_forces_a_move_that_an_item_sees() {
        let forces = "forces = \"Act on a suspect before it is proven, or say what you still wait \
                      for.\"";
        sample::table(
            INCIDENT,
            "B804",
            &[
                (&[], &[]),
                (
                    &[(forces, "forces = \" \"")],
                    &["error `\" \"`: `worse` forces nothing"],
                ),
                (
                    &[("shows = [\"plain-refusal\", \"hold-reason\"]", "")],
                    &["error `\"vp-hurry\"`: no item is seen after `vp-hurry`"],
                ),
            ],
        );
    }

    /// The injects with what they need and what they set cut off.
    fn injects_without(keys: &[&str]) -> (String, String) {
        let text = sample::text(INCIDENT);
        let start = text.find("[[incident.inject]]").unwrap();
        let end = text.find("[debrief]").unwrap();
        let lines = text[start..end].lines();
        let kept = lines.filter(|line| !keys.iter().any(|key| line.starts_with(key)));
        let kept: Vec<&str> = kept.collect();
        (text[start..end].to_owned(), kept.join("\n") + "\n")
    }

    #[test]
    fn what_was_done_has_consequences() {
        let (injects, always) = injects_without(&["if = ", "unless = "]);
        let edits = [(injects.as_str(), always.as_str())];
        assert_eq!(
            sample::found(INCIDENT, "B804", &edits, &[]),
            ["warning `\"support-asks\"`: every inject comes whatever was done or left undone"]
        );
        let none = "error `\"declare\"`: no action has a later consequence";
        assert_eq!(sample::found(INCIDENT, "B805", &edits, &[]), [none]);
        let (injects, unasked) = injects_without(&["if = "]);
        let kept = unasked
            .replace("unless = [\"pool-raised\"]", "")
            .replace("unless = [\"paused\"", "unless = [\"told\"");
        let kept = kept
            .replace("\"paused\", ", "")
            .replace("unless = [\"calm\"", "unless = [\"led\"");
        let edits = [(injects.as_str(), kept.as_str())];
        assert_eq!(sample::found(INCIDENT, "B805", &edits, &[]), [none]);
        assert!(sample::found(INCIDENT, "B804", &edits, &[]).is_empty());
    }

    #[test]
    fn a_step_cannot_be_undone() {
        let text = sample::text(INCIDENT);
        let undone = text.replace("undo = \"never\"", "undo = \"5 min\"");
        assert_eq!(
            sample::found(INCIDENT, "B805", &[(&text, &undone)], &[]),
            ["warning `\"1 min\"`: every action can be undone"]
        );
        assert!(sample::found(INCIDENT, "B805", &[], &[]).is_empty());
    }

    #[test]
    fn two_signals_change() {
        let text = sample::text(INCIDENT);
        let start = text.find("[[incident.signal]]").unwrap();
        let still = text.find("[[incident.signal]]\nid = \"changes\"").unwrap();
        let last = text.find("[[incident.signal]]\nid = \"traffic\"").unwrap();
        let nodes = text.find("[[incident.signal]]\nid = \"nodes\"").unwrap();
        for (until, expected) in [
            (still, Some("no signal changes with what is done")),
            (last, Some("only `traffic` changes with what is done")),
            (nodes, None),
        ] {
            let found = sample::found(INCIDENT, "B806", &[(&text[start..until], "")], &[]);
            let found = found
                .iter()
                .map(|fault| fault.split_once("]`: ").unwrap().1);
            assert_eq!(found.collect::<Vec<_>>(), Vec::from_iter(expected));
        }
    }
}
