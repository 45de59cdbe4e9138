//! An incident's own clock and state, folded from a round's moves.
//!
//! The clock goes on with the round's own; looking and doing take it further. An action settles
//! after its minutes: from then on its facts hold, signals show it and injects ask for it.

use std::collections::BTreeSet;

use super::moves::{Act, Move};
use super::state::State;
use crate::domain::bank::detail::{
    Action, Change, ClockTime, Detail, Due, Incident, Inject, Signal, Undo,
};
use crate::domain::bank::{FactId, Prompt};
use crate::domain::pick;
use crate::domain::text::Safe;

/// What a look costs of the incident's time.
pub const LOOK_MINUTES: u32 = 1;

/// What an action costs of the incident's time before it begins to settle.
pub const DO_MINUTES: u32 = 1;

/// So many lines in a row that find nothing bring the names of what can be looked at.
pub const MISSES: usize = 3;

const MINUTE_MS: u64 = 60_000;

/// Where an incident stands after a round's moves.
#[derive(Debug, Clone)]
pub struct Scenario<'a> {
    incident: &'a Incident,
    /// The incident's milliseconds in so many of the round's clock.
    scale: (u64, u64),
    draw: (u64, u64),
    /// What looks and actions took.
    taken_ms: u64,
    steps: Vec<Step<'a>>,
    shown: Vec<(u64, &'a Inject)>,
    log: Vec<Entry<'a>>,
}

/// An action that was done.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step<'a> {
    /// The action.
    pub action: &'a Action,
    /// When it was done, in milliseconds of the incident.
    pub done_ms: u64,
    /// When it has settled.
    pub settled_ms: u64,
    /// Whether it was taken back before.
    pub taken_back: bool,
    /// Whether it was done by telling somebody.
    pub told: bool,
}

/// What a move came to.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry<'a> {
    /// The round's clock, in milliseconds.
    pub at_ms: u64,
    /// The incident's clock when it was done, in milliseconds.
    pub incident_ms: u64,
    /// What it was.
    pub what: What<'a>,
}

/// What a move of an incident was.
#[derive(Debug, Clone, PartialEq)]
pub enum What<'a> {
    /// A look, and what was seen.
    Looked(&'a Signal, &'a Safe),
    /// An action, and when it has settled.
    Did(&'a Action, u64),
    /// A word to somebody, with the action that it was and when that has settled.
    Told(&'a Safe, Option<(&'a Action, u64)>),
    /// The last action was taken back.
    TookBack(&'a Action),
    /// Something happened.
    Happened(&'a Inject),
    /// A line that found nothing.
    Missed,
}

impl<'a> Scenario<'a> {
    /// Folds a round's moves; nothing if the round is no incident.
    pub fn of(prompt: &'a Prompt, state: &'a State) -> Option<Self> {
        let Detail::Incident(incident) = &prompt.detail else {
            return None;
        };
        let budgets = state.drawn.budgets.iter().map(|budget| budget.budget_ms);
        let drawn_ms: Option<u64> = budgets.sum();
        let prompt_ms = u64::from(prompt.minutes) * MINUTE_MS;
        let mut scenario = Self {
            incident,
            scale: (prompt_ms, drawn_ms.unwrap_or(prompt_ms).max(1)),
            draw: (state.drawn.seed, state.drawn.draw),
            taken_ms: 0,
            steps: Vec::new(),
            shown: Vec::new(),
            log: Vec::new(),
        };
        for step in &state.moves {
            scenario.fold(step);
        }
        Some(scenario)
    }

    fn fold(&mut self, step: &'a Move) {
        let what = match &step.what {
            Act::Looked { matched, .. } => self.looked(matched.as_ref(), step.at_ms),
            Act::Did { matched, .. } => self
                .done(matched.as_ref(), step.at_ms, false)
                .map(|step| What::Did(step.action, step.settled_ms)),
            Act::Told { who, matched, .. } => {
                let done = self.done(matched.as_ref(), step.at_ms, true);
                Some(What::Told(
                    who,
                    done.map(|step| (step.action, step.settled_ms)),
                ))
            }
            Act::TookBack => self.took_back(),
            Act::Happened(id) => self.happened(id, step.at_ms),
            Act::AskedFor { .. } => None,
        };
        let incident_ms = match (&what, self.shown.last()) {
            (Some(What::Happened(_)), Some((due_ms, _))) => *due_ms,
            _ => self.now_ms(step.at_ms),
        };
        self.log.push(Entry {
            at_ms: step.at_ms,
            incident_ms,
            what: what.unwrap_or(What::Missed),
        });
    }

    fn looked(&mut self, matched: Option<&Safe>, at_ms: u64) -> Option<What<'a>> {
        let signals = self.incident.signals.iter();
        let mut signals = signals.filter(|s| Some(s.id.as_str()) == matched.map(Safe::as_str));
        let signal = signals.next()?;
        self.taken_ms += u64::from(LOOK_MINUTES) * MINUTE_MS;
        let facts = self.facts(self.now_ms(at_ms));
        Some(What::Looked(signal, signal.shows(&facts)))
    }

    fn done(&mut self, matched: Option<&Safe>, at_ms: u64, told: bool) -> Option<Step<'a>> {
        let actions = self.incident.actions.iter();
        let mut actions = actions.filter(|a| Some(a.id.as_str()) == matched.map(Safe::as_str));
        let action = actions.next()?;
        if !told {
            self.taken_ms += u64::from(DO_MINUTES) * MINUTE_MS;
        }
        let done_ms = self.now_ms(at_ms);
        let step = Step {
            action,
            done_ms,
            settled_ms: self.settled_ms(action, done_ms),
            taken_back: false,
            told,
        };
        self.steps.push(step);
        Some(step)
    }

    /// When an action done at a time has settled: not before an earlier one on the same facts.
    fn settled_ms(&self, action: &Action, done_ms: u64) -> u64 {
        let own_ms = done_ms + u64::from(action.settles) * MINUTE_MS;
        let touches = |change: &Change| {
            let mut facts = change.sets.iter().chain(&change.clears);
            facts.any(|fact| {
                action.change.sets.contains(fact) || action.change.clears.contains(fact)
            })
        };
        let earlier = self.steps.iter();
        let earlier = earlier.filter(|step| !step.taken_back && touches(&step.action.change));
        earlier.map(|step| step.settled_ms).fold(own_ms, u64::max)
    }

    fn took_back(&mut self) -> Option<What<'a>> {
        let last = self.steps.iter_mut().rfind(|step| !step.taken_back)?;
        last.taken_back = true;
        Some(What::TookBack(last.action))
    }

    fn happened(&mut self, id: &Safe, at_ms: u64) -> Option<What<'a>> {
        let mut injects = self.incident.injects.iter();
        let inject = injects.find(|inject| inject.id.as_str() == id.as_str())?;
        let due_ms = match inject.due {
            Due::At(..) => self.due_ms(inject),
            Due::Once(_) => self.now_ms(at_ms),
        };
        self.shown.push((due_ms, inject));
        Some(What::Happened(inject))
    }

    /// The incident.
    pub fn incident(&self) -> &'a Incident {
        self.incident
    }

    /// The incident's clock when the round's shows a time, in milliseconds from its start.
    pub fn now_ms(&self, active_ms: u64) -> u64 {
        let (ours, theirs) = self.scale;
        let scaled = u128::from(active_ms) * u128::from(ours) / u128::from(theirs);
        u64::try_from(scaled).unwrap_or(u64::MAX) + self.taken_ms
    }

    /// The time of day at a time of the incident.
    pub fn clock(&self, incident_ms: u64) -> ClockTime {
        let minutes = u32::try_from(incident_ms / MINUTE_MS).unwrap_or(u32::MAX);
        self.incident.clock_start.after(minutes)
    }

    /// The moves with what they came to, in order: one for each.
    pub fn log(&self) -> &[Entry<'a>] {
        &self.log
    }

    /// The actions that were done, in order.
    pub fn steps(&self) -> &[Step<'a>] {
        &self.steps
    }

    /// The changes that have come about by a time, the earliest first.
    pub fn changes(&self, incident_ms: u64) -> Vec<(u64, &'a Change)> {
        let steps = self.steps.iter().filter(|step| !step.taken_back);
        let steps = steps.map(|step| (step.settled_ms, &step.action.change));
        let injects = self
            .shown
            .iter()
            .map(|(at_ms, inject)| (*at_ms, &inject.change));
        let mut changes: Vec<_> = steps.chain(injects).collect();
        changes.retain(|(at_ms, _)| *at_ms <= incident_ms);
        changes.sort_by_key(|(at_ms, _)| *at_ms);
        changes
    }

    /// The facts that hold at a time of the incident.
    pub fn facts(&self, incident_ms: u64) -> BTreeSet<FactId> {
        let mut facts = BTreeSet::new();
        for (_, change) in self.changes(incident_ms) {
            change.apply(&mut facts);
        }
        facts
    }

    /// Whether an action changes anything as things will stand once all has settled.
    pub fn can_do(&self, action: &Action) -> bool {
        action.condition.holds(&self.facts(u64::MAX))
    }

    /// The last action, if it can still be taken back: until it has settled, and for a minute at
    /// least.
    pub fn can_take_back(&self, incident_ms: u64) -> Option<&'a Action> {
        let last = self.steps.iter().rfind(|step| !step.taken_back)?;
        let until_ms = last.settled_ms.max(last.done_ms + MINUTE_MS);
        (incident_ms < until_ms).then_some(last.action)
    }

    /// How many lines in a row found nothing.
    pub fn misses(&self) -> usize {
        let is_own = |entry: &&Entry<'_>| !matches!(entry.what, What::Happened(_));
        let own = self.log.iter().rev().filter(is_own);
        own.take_while(|entry| entry.what == What::Missed).count()
    }

    /// When an inject with a minute comes: the seed may bring it a little later.
    fn due_ms(&self, inject: &Inject) -> u64 {
        let minute = match inject.due {
            Due::At(minute, _) => minute,
            Due::Once(_) => 0,
        };
        let (seed, draw) = self.draw;
        let later = pick::up_to(inject.vary, seed, draw, inject.id.as_str());
        u64::from(minute.saturating_add(later)) * MINUTE_MS
    }

    /// The injects that have come by a time and were not shown yet, in order. One with a minute
    /// looks at the facts of that minute; the others come as soon as their facts hold.
    pub fn due(&self, incident_ms: u64) -> Vec<&'a Inject> {
        let mut ahead = self.clone();
        let mut due = Vec::new();
        let is_new = |ahead: &Self, inject: &Inject| {
            ahead.shown.iter().all(|(_, shown)| shown.id != inject.id)
        };
        let mut timed: Vec<&Inject> = self.incident.injects.iter().collect();
        timed.retain(|inject| matches!(inject.due, Due::At(..)) && is_new(self, inject));
        timed.sort_by_key(|inject| self.due_ms(inject));
        for inject in timed {
            let at_ms = self.due_ms(inject);
            if let Due::At(_, condition) = &inject.due
                && at_ms <= incident_ms
                && condition.holds(&ahead.facts(at_ms))
            {
                ahead.shown.push((at_ms, inject));
                due.push(inject);
            }
        }
        loop {
            let facts = ahead.facts(incident_ms);
            let mut injects = self.incident.injects.iter();
            let next = injects.find(|inject| match &inject.due {
                Due::Once(condition) => is_new(&ahead, inject) && condition.holds(&facts),
                Due::At(..) => false,
            });
            let Some(inject) = next else {
                return due;
            };
            ahead.shown.push((incident_ms, inject));
            due.push(inject);
        }
    }
}

impl Action {
    /// Whether it is a word to people outside: sent at once, for good, and found by such words.
    pub fn is_update(&self) -> bool {
        const WORDS: [&str; 6] = [
            "update",
            "status page",
            "inform",
            "notify",
            "support",
            "tell",
        ];
        let speaks = |key: &String| WORDS.iter().any(|word| key.contains(word));
        self.settles == 0 && self.undo == Undo::Never && self.keys.iter().any(speaks)
    }
}
