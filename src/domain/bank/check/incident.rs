//! An incident prompt's own table.

use std::collections::BTreeSet;

use super::parts::Names;
use super::{unique, unresolved, values};
use crate::domain::bank::FactId;
use crate::domain::bank::detail::{
    Action, Change, ClockTime, Condition, Due, Incident, Inject, Signal, Undo, View,
};
use crate::domain::bank::format::{
    ActionTable, IncidentTable, InjectTable, SignalTable, ViewTable,
};
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
    Some(Incident {
        clock_start: clock_start?,
        cause: table.cause.value.clone(),
        trigger: table.trigger.value.clone(),
        contributing: values(&table.contributing),
        healthy_when: values(&table.healthy_when.value).into_iter().collect(),
        signals: signals?,
        actions: actions?,
        injects: injects?,
    })
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
