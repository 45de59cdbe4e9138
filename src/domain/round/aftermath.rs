//! What an incident came to: when it was sized up, when its harm ended, what can't be taken back.

use std::collections::BTreeSet;

use super::scenario::{Entry, Scenario, Step, What};
use super::state::State;
use crate::domain::bank::detail::{Due, Inject, Signal, Undo};
use crate::domain::bank::ways::{Way, way};
use crate::domain::bank::{FactId, Prompt};

/// What an incident came to. Times are the incident's, in milliseconds from its start.
#[derive(Debug, Clone)]
pub struct Aftermath<'a> {
    /// The incident after its last move.
    pub scenario: Scenario<'a>,
    /// When the round's clock stood last.
    pub end_ms: u64,
    /// The first look.
    pub sized_up_ms: Option<u64>,
    /// When the step was taken that ended the harm.
    pub acted_ms: Option<u64>,
    /// When the harm ended.
    pub relieved_ms: Option<u64>,
    /// The first word to people outside.
    pub updated_ms: Option<u64>,
    /// The first look after the harm had ended.
    pub verified_ms: Option<u64>,
    /// Since when everything is well, if it is at the end.
    pub healthy_ms: Option<u64>,
    /// The healthy facts that don't hold at the end.
    pub missing: BTreeSet<FactId>,
    /// The steps that can't be undone, words to people left out.
    pub irreversible: Vec<Step<'a>>,
    /// How many actions were taken back.
    pub taken_back: usize,
    /// The signals that were never looked at.
    pub never_looked: Vec<&'a Signal>,
    /// A shortest way that would have worked.
    pub way: Way<'a>,
}

impl<'a> Aftermath<'a> {
    /// Folds a round; nothing if it is no incident.
    pub fn of(prompt: &'a Prompt, state: &'a State) -> Option<Self> {
        let scenario = Scenario::of(prompt, state)?;
        let incident = scenario.incident();
        let end_ms = scenario.now_ms(state.clock.gathered_ms());
        let looks = || {
            scenario
                .log()
                .iter()
                .filter(|entry| matches!(entry.what, What::Looked(..)))
        };
        let relieved_ms = first(&scenario, end_ms, |facts| facts.contains(&incident.relief));
        let seen = |signal: &&Signal| {
            let is_it = |entry: &Entry<'_>| matches!(entry.what, What::Looked(looked, _) if looked.id == signal.id);
            !scenario.log().iter().any(is_it)
        };
        let is_lasting = |step: &&Step<'_>| {
            let action = step.action;
            !step.taken_back && !step.told && action.undo == Undo::Never && !action.is_update()
        };
        let facts = scenario.facts(end_ms);
        let verified = looks().find(|look| relieved_ms.is_some_and(|at| look.incident_ms >= at));
        Some(Self {
            end_ms,
            sized_up_ms: looks().next().map(|look| look.incident_ms),
            acted_ms: acted(&scenario, relieved_ms),
            relieved_ms,
            updated_ms: updated(&scenario),
            verified_ms: verified.map(|look| look.incident_ms),
            healthy_ms: healthy_since(&scenario, end_ms),
            missing: incident.healthy_when.difference(&facts).cloned().collect(),
            irreversible: scenario
                .steps()
                .iter()
                .filter(is_lasting)
                .copied()
                .collect(),
            taken_back: scenario
                .steps()
                .iter()
                .filter(|step| step.taken_back)
                .count(),
            never_looked: incident.signals.iter().filter(seen).collect(),
            way: way(incident),
            scenario,
        })
    }

    /// The changes of the state by the end: when, and which facts begin to hold or end.
    pub fn states(&self) -> Vec<(u64, Vec<(FactId, bool)>)> {
        let mut before = BTreeSet::new();
        let mut changes = Vec::new();
        for (at_ms, facts) in states(&self.scenario, self.end_ms) {
            let turned = facts.symmetric_difference(&before);
            let turned = turned.map(|fact| (fact.clone(), facts.contains(fact)));
            changes.push((at_ms, turned.collect()));
            before = facts;
        }
        changes
    }
}

/// The states that came about: one for each time at which something changed.
fn states(scenario: &Scenario<'_>, end_ms: u64) -> Vec<(u64, BTreeSet<FactId>)> {
    let mut facts = BTreeSet::new();
    let mut states: Vec<(u64, BTreeSet<FactId>)> = Vec::new();
    for (at_ms, change) in scenario.changes(end_ms) {
        let before = facts.clone();
        change.apply(&mut facts);
        match states.last_mut().filter(|(last_ms, _)| *last_ms == at_ms) {
            Some((_, state)) => state.clone_from(&facts),
            None if facts != before => states.push((at_ms, facts.clone())),
            None => {}
        }
    }
    states
}

fn first(
    scenario: &Scenario<'_>,
    end_ms: u64,
    holds: impl Fn(&BTreeSet<FactId>) -> bool,
) -> Option<u64> {
    let states = states(scenario, end_ms);
    states
        .iter()
        .find(|(_, facts)| holds(facts))
        .map(|(at_ms, _)| *at_ms)
}

/// Since when everything is well, if it is at the end.
fn healthy_since(scenario: &Scenario<'_>, end_ms: u64) -> Option<u64> {
    let wanted = &scenario.incident().healthy_when;
    let states = states(scenario, end_ms);
    let healthy = states
        .iter()
        .rev()
        .take_while(|(_, facts)| wanted.is_subset(facts));
    healthy.last().map(|(at_ms, _)| *at_ms)
}

/// When the step was taken that ended the harm, or after which it ended by what that step had made
/// possible.
fn acted(scenario: &Scenario<'_>, relieved_ms: Option<u64>) -> Option<u64> {
    let incident = scenario.incident();
    let lasting = || scenario.steps().iter().filter(|step| !step.taken_back);
    let direct = lasting().find(|step| step.action.change.sets.contains(&incident.relief));
    if let Some(step) = direct {
        return Some(step.done_ms);
    }
    let relieved_ms = relieved_ms?;
    let brings_relief = |inject: &&Inject| inject.change.sets.contains(&incident.relief);
    let needed: BTreeSet<&FactId> = incident
        .injects
        .iter()
        .filter(brings_relief)
        .flat_map(|inject| match &inject.due {
            Due::At(_, condition) | Due::Once(condition) => &condition.when_set,
        })
        .collect();
    let made_it_possible = |step: &&Step<'_>| {
        step.settled_ms <= relieved_ms
            && step
                .action
                .change
                .sets
                .iter()
                .any(|fact| needed.contains(fact))
    };
    lasting()
        .filter(made_it_possible)
        .map(|step| step.done_ms)
        .max()
}

/// The first word to people outside that was not taken back.
fn updated(scenario: &Scenario<'_>) -> Option<u64> {
    let by_action = scenario.steps().iter();
    let by_action = by_action.filter(|step| !step.taken_back && step.action.is_update());
    let by_word = scenario.log().iter();
    let by_word = by_word.filter(|entry| matches!(entry.what, What::Told(_, None)));
    let times = by_action.map(|step| step.done_ms);
    times.chain(by_word.map(|entry| entry.incident_ms)).min()
}
