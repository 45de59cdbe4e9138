//! How an incident can come to its end: a shortest order of actions and injects.

use std::collections::{BTreeMap, BTreeSet};

use super::FactId;
use super::detail::{Action, Change, Condition, Due, Incident, Inject};
use super::states::{self, MOST_FACTS, State, Step};

/// Whether an incident can end well, and how.
#[derive(Debug, Clone, PartialEq)]
pub enum Way<'a> {
    /// A shortest order of steps.
    Found(Vec<Stride<'a>>),
    /// No order of steps leads there.
    Nowhere {
        /// The healthy facts that no order of steps sets.
        never: BTreeSet<&'a FactId>,
        /// The healthy facts that the nearest state lacks.
        missing: BTreeSet<&'a FactId>,
    },
    /// There are more facts than can be tried while somebody waits.
    TooMany,
}

/// A step of a way.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Stride<'a> {
    /// Something is done.
    Act(&'a Action),
    /// Something happens by itself.
    Wait(&'a Inject),
}

impl<'a> Stride<'a> {
    fn condition(self) -> &'a Condition {
        match self {
            Self::Act(action) => &action.condition,
            Self::Wait(inject) => match &inject.due {
                Due::At(_, condition) | Due::Once(condition) => condition,
            },
        }
    }

    fn change(self) -> &'a Change {
        match self {
            Self::Act(action) => &action.change,
            Self::Wait(inject) => &inject.change,
        }
    }
}

/// Tries all orders of actions and injects. Time is left out: an inject may come whenever its
/// condition holds, and again, so a way that only the clock forbids counts as one. Among equally
/// short ways, one that acts comes before one that waits.
pub fn way(incident: &Incident) -> Way<'_> {
    let actions = incident.actions.iter().map(Stride::Act);
    let strides: Vec<Stride<'_>> = actions
        .chain(incident.injects.iter().map(Stride::Wait))
        .collect();
    let facts = deciding(incident, &strides);
    if facts.len() > MOST_FACTS {
        return Way::TooMany;
    }
    let bits: BTreeMap<&FactId, State> = facts
        .into_iter()
        .zip((0..State::BITS).map(|at| 1 << at))
        .collect();
    let state = |facts: &BTreeSet<FactId>| {
        let known = facts.iter().filter_map(|fact| bits.get(fact));
        known.fold(0, |state, bit| state | bit)
    };
    let step = |stride: &Stride<'_>| Step {
        needs: state(&stride.condition().when_set),
        forbids: state(&stride.condition().unless),
        sets: state(&stride.change().sets),
        clears: state(&stride.change().clears),
    };
    let steps: Vec<Step> = strides.iter().map(step).collect();
    let goal = state(&incident.healthy_when);
    match states::search(&steps, goal) {
        Ok(way) => Way::Found(
            way.into_iter()
                .filter_map(|at| strides.get(at).copied())
                .collect(),
        ),
        Err(reached) => nowhere(incident, &bits, &reached, goal),
    }
}

fn nowhere<'a>(
    incident: &'a Incident,
    bits: &BTreeMap<&FactId, State>,
    reached: &[State],
    goal: State,
) -> Way<'a> {
    let lacks = |state: State| {
        let is_set = |fact: &FactId| bits.get(fact).is_some_and(|bit| state & bit != 0);
        let facts = incident.healthy_when.iter();
        facts.filter(|fact| !is_set(fact)).collect::<BTreeSet<_>>()
    };
    let ever = reached.iter().fold(0, |ever, state| ever | state);
    let nearest = reached
        .iter()
        .max_by_key(|state| (**state & goal).count_ones());
    Way::Nowhere {
        never: lacks(ever),
        missing: lacks(nearest.copied().unwrap_or_default()),
    }
}

/// The facts that decide what can be done, or whether it is over.
fn deciding<'a>(incident: &'a Incident, strides: &[Stride<'a>]) -> BTreeSet<&'a FactId> {
    let read = strides.iter().flat_map(|stride| {
        let condition = stride.condition();
        condition.when_set.iter().chain(&condition.unless)
    });
    read.chain(&incident.healthy_when).collect()
}
