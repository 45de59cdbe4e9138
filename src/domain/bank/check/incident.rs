//! An incident prompt's own table.

use std::collections::BTreeSet;

use super::parts::Names;
use super::{listed, unique, unresolved, values};
use crate::domain::bank::FactId;
use crate::domain::bank::detail::{
    Action, Change, ClockTime, Condition, Due, Incident, Inject, Signal, Undo, View,
};
use crate::domain::bank::format::{
    ActionTable, IncidentTable, InjectTable, SignalTable, ViewTable,
};
use crate::domain::bank::ways::{Way, way};
use crate::domain::fault::{Code, Fault, Faults};
use crate::domain::raw::{At, Span};
use crate::domain::text::Safe;

pub(super) fn incident(
    table: &IncidentTable,
    names: &Names<'_>,
    faults: &mut Faults,
) -> Option<Incident> {
    unique_names(table, faults);
    let facts = Facts::of(table);
    facts.known(&table.healthy_when.value, faults);
    if table.healthy_when.value.is_empty() {
        let message = "nothing says when it is over";
        let help = "list the facts that hold at a good end";
        let span = table.healthy_when.span;
        faults.push(Fault::error(Code::FORM, span, message, help));
    }
    let clock_start = ClockTime::new(&table.clock_start.value);
    if clock_start.is_none() {
        let message = format!("`{}` is not a time of day", table.clock_start.value);
        let help = "write hours and minutes, such as 14:02";
        let span = table.clock_start.span;
        faults.push(Fault::error(Code::FORM, span, &message, help));
    }
    let signals = each(&table.signal, |signal| facts.signal(signal, faults));
    let actions = each(&table.action, |action| facts.action(action, faults));
    let injects = each(&table.inject, |inject| facts.inject(inject, names, faults));
    let healthy_when = values(&table.healthy_when.value);
    let incident = Incident {
        clock_start: clock_start?,
        cause: table.cause.value.clone(),
        trigger: table.trigger.value.clone(),
        contributing: values(&table.contributing),
        relief: healthy_when.first()?.clone(),
        healthy_when: healthy_when.into_iter().collect(),
        signals: signals?,
        actions: actions?,
        injects: injects?,
    };
    can_end(&incident, table, faults);
    Some(incident)
}

/// An outage that no order of actions ends is refused.
fn can_end(incident: &Incident, table: &IncidentTable, faults: &mut Faults) {
    let Way::Nowhere { never, missing } = way(incident) else {
        return;
    };
    let help = "follow the way that you meant, and see which `if` or `unless` stops it";
    let goal = &table.healthy_when;
    // A fact that nothing sets is reported where references are looked up.
    let set = Facts::of(table).set_somewhere;
    for fact in &goal.value {
        if never.contains(&fact.value) && set.contains(fact.value.as_str()) {
            let name = &fact.value;
            let message = format!("`{name}` can't be reached: no order of actions sets it");
            faults.push(Fault::error(Code::HEALTHY, fact.span, &message, help));
        }
    }
    if never.is_empty() {
        let missing = listed(missing.iter().map(|fact| fact.as_str()));
        let message =
            format!("the healthy state can't be reached: the nearest state lacks {missing}");
        faults.push(Fault::error(Code::HEALTHY, goal.span, &message, help));
    }
}

/// Checks every table before giving up, so that each one's faults are reported.
fn each<T, U>(tables: &[T], check: impl FnMut(&T) -> Option<U>) -> Option<Vec<U>> {
    let checked: Vec<Option<U>> = tables.iter().map(check).collect();
    checked.into_iter().collect()
}

fn unique_names(table: &IncidentTable, faults: &mut Faults) {
    let signals = table.signal.iter();
    let signals = signals.map(|t| (t.id.value.as_str(), t.id.span));
    unique("signal", signals, faults);
    let actions = table.action.iter();
    let actions = actions.map(|t| (t.id.value.as_str(), t.id.span));
    unique("action", actions, faults);
    let injects = table.inject.iter();
    let injects = injects.map(|t| (t.id.value.as_str(), t.id.span));
    unique("inject", injects, faults);
}

/// The facts that can come about: those that an action or an inject sets.
struct Facts<'a> {
    set_somewhere: BTreeSet<&'a str>,
}

impl<'a> Facts<'a> {
    fn of(table: &'a IncidentTable) -> Self {
        let by_actions = table.action.iter().flat_map(|action| &action.sets);
        let by_injects = table.inject.iter().flat_map(|inject| &inject.sets);
        let set = by_actions.chain(by_injects);
        Self {
            set_somewhere: set.map(|fact| fact.value.as_str()).collect(),
        }
    }

    fn known(&self, facts: &[At<FactId>], faults: &mut Faults) {
        for fact in facts {
            let name = fact.value.as_str();
            if !self.set_somewhere.contains(name) {
                let known = self.set_somewhere.iter().copied();
                unresolved("fact that is set", name, fact.span, known, faults);
            }
        }
    }

    fn condition(
        &self,
        when_set: &[At<FactId>],
        unless: &[At<FactId>],
        faults: &mut Faults,
    ) -> Condition {
        self.known(when_set, faults);
        self.known(unless, faults);
        apart("must hold and must not", when_set, unless, faults);
        Condition {
            when_set: values(when_set).into_iter().collect(),
            unless: values(unless).into_iter().collect(),
        }
    }

    fn change(&self, sets: &[At<FactId>], clears: &[At<FactId>], faults: &mut Faults) -> Change {
        self.known(clears, faults);
        apart("is set and cleared", sets, clears, faults);
        Change {
            sets: values(sets).into_iter().collect(),
            clears: values(clears).into_iter().collect(),
        }
    }

    fn signal(&self, table: &SignalTable, faults: &mut Faults) -> Option<Signal> {
        let view = |table: &ViewTable, faults: &mut Faults| View {
            condition: self.condition(&table.when_set, &table.unless, faults),
            text: table.text.value.clone(),
        };
        let mut views: Vec<(Span, View)> = table
            .view
            .value
            .iter()
            .map(|table| (table.span, view(table, faults)))
            .collect();
        let last = views.pop().filter(|(_, view)| view.condition.is_always());
        if last.is_none() {
            let message = format!("signal `{}` shows nothing in some states", table.id.value);
            let help = "end `view` with a text that has neither `if` nor `unless`";
            faults.push(Fault::error(Code::VIEWS, table.view.span, &message, help));
        }
        for (span, _) in views.iter().filter(|(_, view)| view.condition.is_always()) {
            let message = "the views after this one are never shown";
            let help = "give it `if` or `unless`, or move it to the end";
            faults.push(Fault::error(Code::VIEWS, *span, message, help));
        }
        let (_, last) = last?;
        Some(Signal {
            id: table.id.value.clone(),
            keys: values(&table.keys),
            views: views.into_iter().map(|(_, view)| view).collect(),
            otherwise: last.text,
        })
    }

    fn action(&self, table: &ActionTable, faults: &mut Faults) -> Option<Action> {
        let condition = self.condition(&table.when_set, &table.unless, faults);
        let change = self.change(&table.sets, &table.clears, faults);
        Some(Action {
            id: table.id.value.clone(),
            keys: values(&table.keys),
            condition,
            change,
            undo: undo(&table.undo, faults)?,
            settles: table.settles.value,
            effect: table.effect.value.clone(),
        })
    }

    fn inject(
        &self,
        table: &InjectTable,
        names: &Names<'_>,
        faults: &mut Faults,
    ) -> Option<Inject> {
        table.shows.iter().for_each(|item| names.item(item, faults));
        let condition = self.condition(&table.when_set, &table.unless, faults);
        let change = self.change(&table.sets, &table.clears, faults);
        let vary = table.vary.as_ref().filter(|vary| vary.value > 0);
        if let Some(vary) = vary.filter(|_| table.at.is_none()) {
            let message = "only an inject with `at` can come later";
            let help = "write `at = MINUTE`, or remove `vary`";
            faults.push(Fault::error(Code::FORM, vary.span, message, help));
        }
        let due = match &table.at {
            Some(at) => Due::At(at.value, condition),
            None if condition.is_always() => {
                let message = format!("nothing says when `{}` happens", table.id.value);
                let help = "write `at = MINUTE`, or a condition with `if` or `unless`";
                faults.push(Fault::error(Code::FORM, table.id.span, &message, help));
                return None;
            }
            None => Due::Once(condition),
        };
        Some(Inject {
            id: table.id.value.clone(),
            due,
            vary: vary.map_or(0, |vary| vary.value),
            change,
            sender: table.sender.value.clone(),
            text: table.text.value.clone(),
            forces: table.forces.value.clone(),
            shows: values(&table.shows),
        })
    }
}

/// Reports every fact that is in both lists.
fn apart(what: &str, first: &[At<FactId>], second: &[At<FactId>], faults: &mut Faults) {
    let is_here = |fact: &&At<FactId>| first.iter().any(|other| other.value == fact.value);
    for fact in second.iter().filter(is_here) {
        let message = format!("`{}` {what}", fact.value);
        let help = "keep it in one of the two lists";
        faults.push(Fault::error(Code::FORM, fact.span, &message, help));
    }
}

fn undo(text: &At<Safe>, faults: &mut Faults) -> Option<Undo> {
    if text.value.is_blank() {
        let message = "nothing says how it is undone";
        let help = "write how long it takes, such as \"1 min\", or \"never\"";
        faults.push(Fault::error(Code::FORM, text.span, message, help));
        return None;
    }
    Some(match text.value.as_str() {
        "never" => Undo::Never,
        _ => Undo::In(text.value.clone()),
    })
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use crate::domain::bank::Kind;
    use crate::domain::bank::detail::{Detail, Due, Undo};
    use crate::domain::bank::ways::{Stride, Way, way};

    const GOOD: &str = r#"
[incident]
clock_start = "14:02"
cause = "A call inside a transaction"
trigger = "The partner slowed down"
contributing = ["one pool for all"]
healthy_when = ["calm"]
[[incident.signal]]
id = "queue"
keys = ["queue"]
view = [
  { if = ["paused"], text = "Nothing runs." },
  { text = "60 run." },
]
[[incident.action]]
id = "pause"
keys = ["pause"]
unless = ["paused"]
sets = ["paused", "calm"]
undo = "1 min"
settles = 2
effect = "Jobs end."
[[incident.action]]
id = "resume"
keys = ["resume"]
if = ["paused"]
clears = ["paused"]
undo = "never"
settles = 0
effect = "Jobs start."
[[incident.inject]]
id = "support"
at = 4
sender = "Support"
text = "What do we tell them?"
forces = "Say something true."
shows = ["says-why"]
[[incident.inject]]
id = "relapse"
if = ["calm"]
unless = ["paused"]
sets = ["worse"]
clears = ["calm"]
sender = "Pager"
text = "Errors again."
forces = "Pause again."
"#;

    fn fault(from: &str, to: &str) -> [String; 3] {
        let faults = sample::faults(Kind::Incident, GOOD, from, to);
        let [only] = faults.try_into().unwrap();
        only
    }

    #[test]
    fn a_sound_table_says_what_shows_and_changes_its_state() {
        let Detail::Incident(incident) = sample::detail(Kind::Incident, GOOD) else {
            panic!("another kind");
        };
        assert_eq!(incident.clock_start.after(60).to_string(), "15:02");
        let mut state = std::collections::BTreeSet::new();
        let queue = &incident.signals[0];
        assert_eq!(queue.shows(&state).as_str(), "60 run.");
        incident.actions[0].change.apply(&mut state);
        assert!(incident.healthy_when.is_subset(&state));
        assert_eq!(queue.shows(&state).as_str(), "Nothing runs.");
        assert_eq!(incident.actions[1].undo, Undo::Never);
        assert!(matches!(&incident.injects[0].due, Due::At(4, always) if always.is_always()));
        assert!(matches!(&incident.injects[1].due, Due::Once(when) if !when.holds(&state)));
        assert_eq!(incident.relief.as_str(), "calm");
        let way = way(&incident);
        assert_eq!(way, Way::Found(vec![Stride::Act(&incident.actions[0])]));
    }

    #[test]
    fn a_fact_is_set_somewhere() {
        let goal = fault("healthy_when = [\"calm\"]", "healthy_when = [\"clam\"]");
        assert_eq!(goal, ["B006", "\"clam\"", "no fact that is set `clam`"]);
        for (from, to) in [
            ("{ if = [\"paused\"]", "{ if = [\"pause\"]"),
            ("unless = [\"paused\"]\nsets", "unless = [\"pause\"]\nsets"),
            ("clears = [\"paused\"]", "clears = [\"pause\"]"),
            ("if = [\"calm\"]", "if = [\"pause\"]"),
        ] {
            assert_eq!(fault(from, to)[..2], ["B006", "\"pause\""]);
        }
        assert_eq!(
            fault("[\"says-why\"]", "[\"says\"]")[..2],
            ["B006", "\"says\""]
        );
    }

    #[test]
    fn a_fact_is_in_one_of_two_lists() {
        let both = fault("clears = [\"calm\"]", "clears = [\"worse\"]");
        assert_eq!(both, ["B001", "\"worse\"", "`worse` is set and cleared"]);
        let never = fault(
            "unless = [\"paused\"]\nsets = [\"worse\"]",
            "unless = [\"calm\"]\nsets = [\"worse\"]",
        );
        assert_eq!(never, ["B001", "\"calm\"", "`calm` must hold and must not"]);
    }

    #[test]
    fn a_signal_ends_in_an_unconditional_view() {
        let open = fault(
            "{ text = \"60 run.\" }",
            "{ unless = [\"paused\"], text = \"60 run.\" }",
        );
        assert_eq!(open[0], "B806");
        assert!(open[1].starts_with('['), "{}", open[1]);
        let hidden = fault("{ if = [\"paused\"], text", "{ text");
        assert_eq!(hidden[..2], ["B806", "{ text = \"Nothing runs.\" }"]);
        let start = GOOD.find("view = ").unwrap();
        let end = GOOD.find("[[incident.action]]").unwrap();
        assert_eq!(fault(&GOOD[start..end], "view = []\n")[..2], ["B806", "[]"]);
    }

    #[test]
    fn an_outage_that_no_order_of_actions_ends_is_refused() {
        // Who pauses no longer rests, and who rests is no longer calm.
        let pauses = GOOD.replace(
            "sets = [\"paused\", \"calm\"]",
            "sets = [\"paused\", \"calm\"]\nclears = [\"resting\"]",
        );
        let rests = pauses.replace(
            "clears = [\"paused\"]",
            "sets = [\"resting\"]\nclears = [\"paused\", \"calm\"]",
        );
        let goal = "healthy_when = [\"calm\"]";
        let both = "healthy_when = [\"calm\", \"resting\"]";
        let [both] = sample::faults(Kind::Incident, &rests, goal, both)
            .try_into()
            .unwrap();
        assert_eq!(
            both,
            [
                "B802",
                "[\"calm\", \"resting\"]",
                "the healthy state can't be reached: the nearest state lacks `calm`"
            ]
        );
        let never = fault(
            "unless = [\"paused\"]\nsets = [\"paused\", \"calm\"]",
            "if = [\"calm\"]\nsets = [\"paused\", \"calm\"]",
        );
        assert_eq!(
            never,
            [
                "B802",
                "\"calm\"",
                "`calm` can't be reached: no order of actions sets it"
            ]
        );
    }

    #[test]
    fn only_an_inject_with_a_minute_varies() {
        let once = fault(
            "if = [\"calm\"]\nunless",
            "vary = 2\nif = [\"calm\"]\nunless",
        );
        assert_eq!(once[..2], ["B001", "2"]);
        let sound = GOOD.replace("at = 4", "at = 4\nvary = 2");
        let Detail::Incident(incident) = sample::detail(Kind::Incident, &sound) else {
            panic!("another kind");
        };
        assert_eq!(incident.injects[0].vary, 2);
    }

    #[test]
    fn times_have_their_form() {
        let clock = fault("\"14:02\"", "\"24:00\"");
        assert_eq!(clock, ["B001", "\"24:00\"", "`24:00` is not a time of day"]);
        assert_eq!(fault("\"1 min\"", "\" \"")[..2], ["B001", "\" \""]);
        assert_eq!(
            fault("healthy_when = [\"calm\"]", "healthy_when = []")[..2],
            ["B001", "[]"]
        );
        let inject = fault("at = 4\n", "");
        assert_eq!(
            inject,
            ["B001", "\"support\"", "nothing says when `support` happens"]
        );
    }

    #[test]
    fn ids_are_unique() {
        for (from, to) in [
            ("\"resume\"\nkeys", "\"pause\"\nkeys"),
            ("id = \"relapse\"", "id = \"support\""),
        ] {
            assert_eq!(fault(from, to)[0], "B003");
        }
        let signal = "[[incident.signal]]\nid = \"queue\"\nkeys = []\nview = [{ text = \"a\" }]\n";
        let twice = fault(
            "[[incident.action]]",
            &format!("{signal}[[incident.action]]"),
        );
        assert_eq!(twice[..2], ["B003", "\"queue\""]);
    }
}
