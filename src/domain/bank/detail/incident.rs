//! What only an incident prompt has: a state of facts, what shows it and what changes it.

use std::collections::BTreeSet;
use std::fmt;

use super::coding::number;
use crate::domain::bank::{ActionId, FactId, InjectId, ItemId, SignalId};
use crate::domain::text::Safe;

/// A time of day, to the minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClockTime(u32);

impl ClockTime {
    const DAY_MINUTES: u32 = 24 * 60;

    /// The time of a text such as `14:02`.
    pub fn new(text: &str) -> Option<Self> {
        let (hour, minute) = text.split_once(':')?;
        let two_digits = |part: &str, below: u32| {
            let value = number(part).filter(|value| *value < below);
            value.filter(|_| part.len() == 2)
        };
        let (hour, minute) = (two_digits(hour, 24)?, two_digits(minute, 60)?);
        Some(Self(hour * 60 + minute))
    }

    /// The time some minutes later, past midnight if need be.
    #[must_use]
    pub fn after(self, minutes: u32) -> Self {
        Self((self.0 + minutes % Self::DAY_MINUTES) % Self::DAY_MINUTES)
    }
}

impl fmt::Display for ClockTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

/// What only an incident prompt has. Its state is a set of facts, empty at the start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incident {
    /// The time of day at which it starts.
    pub clock_start: ClockTime,
    /// What is behind it.
    pub cause: Safe,
    /// What set it off.
    pub trigger: Safe,
    /// What made it worse.
    pub contributing: Vec<Safe>,
    /// The facts that hold once it is over; at least one.
    pub healthy_when: BTreeSet<FactId>,
    /// The first of them: with it the harm ends.
    pub relief: FactId,
    /// What can be looked at.
    pub signals: Vec<Signal>,
    /// What can be done.
    pub actions: Vec<Action>,
    /// What happens by itself.
    pub injects: Vec<Inject>,
}

/// Facts that must hold, and facts that must not; none is in both.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Condition {
    /// All of these hold.
    pub when_set: BTreeSet<FactId>,
    /// None of these holds.
    pub unless: BTreeSet<FactId>,
}

impl Condition {
    /// Whether a state fulfils it.
    pub fn holds(&self, facts: &BTreeSet<FactId>) -> bool {
        self.when_set.is_subset(facts) && self.unless.is_disjoint(facts)
    }

    /// Whether every state fulfils it.
    pub fn is_always(&self) -> bool {
        self.when_set.is_empty() && self.unless.is_empty()
    }
}

/// What becomes of a state: facts that begin to hold, and facts that end; none is in both.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Change {
    /// These hold afterwards.
    pub sets: BTreeSet<FactId>,
    /// These don't.
    pub clears: BTreeSet<FactId>,
}

impl Change {
    /// Changes a state.
    pub fn apply(&self, facts: &mut BTreeSet<FactId>) {
        facts.retain(|fact| !self.clears.contains(fact));
        facts.extend(self.sets.iter().cloned());
    }
}

/// Something that can be looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signal {
    /// Its name.
    pub id: SignalId,
    /// Stems that find it in a typed line.
    pub keys: Vec<String>,
    /// What it shows in some states; the first that fits counts.
    pub views: Vec<View>,
    /// What it shows in every other state.
    pub otherwise: Safe,
}

impl Signal {
    /// What it shows in a state.
    pub fn shows(&self, facts: &BTreeSet<FactId>) -> &Safe {
        let fitting = self.views.iter().find(|view| view.condition.holds(facts));
        fitting.map_or(&self.otherwise, |view| &view.text)
    }
}

/// What a signal shows in some states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    /// The states; never all.
    pub condition: Condition,
    /// What is seen.
    pub text: Safe,
}

/// Something that can be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// Its name.
    pub id: ActionId,
    /// Stems that find it in a typed line.
    pub keys: Vec<String>,
    /// When it can be done.
    pub condition: Condition,
    /// What it does to the state.
    pub change: Change,
    /// How it is undone.
    pub undo: Undo,
    /// Minutes until signals show what it did.
    pub settles: u32,
    /// What is told when it is done.
    pub effect: Safe,
}

/// How an action is undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Undo {
    /// It can't be undone.
    Never,
    /// It can, in the time that the text gives.
    In(Safe),
}

/// Something that happens by itself, once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inject {
    /// Its name.
    pub id: InjectId,
    /// When it happens.
    pub due: Due,
    /// Minutes by which the seed may bring it later.
    pub vary: u32,
    /// What it does to the state.
    pub change: Change,
    /// Who says it.
    pub sender: Safe,
    /// What is said.
    pub text: Safe,
    /// The decision that it forces.
    pub forces: Safe,
    /// The items that it brings out.
    pub shows: Vec<ItemId>,
}

/// When an inject happens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Due {
    /// At a minute of the scenario, if the condition holds.
    At(u32, Condition),
    /// As soon as the condition holds; some states don't fulfil it.
    Once(Condition),
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(names: &[&str]) -> BTreeSet<FactId> {
        names.iter().filter_map(|name| FactId::new(name)).collect()
    }

    #[test]
    fn a_clock_goes_past_midnight() {
        let late = ClockTime::new("23:50").unwrap();
        assert_eq!(late.after(15).to_string(), "00:05");
        assert_eq!(late.after(u32::MAX).after(0).to_string(), "04:05");
        for bad in [
            "", "24:00", "12:60", "1:02", "14.02", "14:2", "+1:02", "14:02:00",
        ] {
            assert!(ClockTime::new(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn a_condition_asks_for_facts_and_for_their_absence() {
        let condition = Condition {
            when_set: facts(&["paused"]),
            unless: facts(&["calm"]),
        };
        assert!(condition.holds(&facts(&["paused", "led"])));
        assert!(!condition.holds(&facts(&["led"])));
        assert!(!condition.holds(&facts(&["paused", "calm"])));
        assert!(!condition.is_always() && Condition::default().is_always());
    }

    #[test]
    fn a_signal_shows_the_first_view_that_fits() {
        let view = |name: &str| View {
            condition: Condition {
                when_set: facts(&[name]),
                unless: BTreeSet::new(),
            },
            text: Safe::new(name),
        };
        let signal = Signal {
            id: SignalId::new("queue").unwrap(),
            keys: Vec::new(),
            views: vec![view("paused"), view("calm")],
            otherwise: Safe::new("growing"),
        };
        let mut state = facts(&["calm"]);
        assert_eq!(signal.shows(&state).as_str(), "calm");
        let pause = Change {
            sets: facts(&["paused"]),
            clears: facts(&["calm"]),
        };
        pause.apply(&mut state);
        assert_eq!(state, facts(&["paused"]));
        assert_eq!(signal.shows(&state).as_str(), "paused");
        assert_eq!(signal.shows(&BTreeSet::new()).as_str(), "growing");
    }
}
