//! Phase changes, and the twists and follow-ups that they bring.

use super::{Decision, Reply, record};
use crate::domain::bank::prompt::{FollowUp, When};
use crate::domain::bank::{PhaseId, Prompt};
use crate::domain::round::ask::shows;
use crate::domain::round::event::Event;
use crate::domain::round::state::State;

/// Enters the next phase. Leaving one brings its twists and the follow-ups on its items; entering
/// the last one brings those that are always asked.
pub(super) fn next_phase(state: &State, now_ms: u64, prompt: &Prompt) -> Decision {
    let (Some(left), Some(entered)) = (state.current(), state.phases.get(state.phase + 1)) else {
        return Decision::reply(Reply::LastPhase);
    };
    let mut events = vec![Event::PhaseEntered {
        phase: entered.id.clone(),
        back: false,
    }];
    events.extend(twists(state, &left.id, prompt));
    let is_last = state.phase + 2 == state.phases.len();
    let due = |follow_up: &&FollowUp| match &follow_up.when {
        When::Always => is_last,
        When::Hit(_) | When::Miss(_) => holds(state, follow_up, Some(&left.id), prompt),
        When::TimeLeft => false,
    };
    events.extend(follow_ups(state, prompt).filter(due).map(shown));
    record(now_ms, events)
}

/// Goes back to the phase before.
pub(super) fn previous_phase(state: &State, now_ms: u64) -> Decision {
    match state
        .phase
        .checked_sub(1)
        .and_then(|before| state.phases.get(before))
    {
        Some(phase) => record(
            now_ms,
            [Event::PhaseEntered {
                phase: phase.id.clone(),
                back: true,
            }],
        ),
        None => Decision::reply(Reply::FirstPhase),
    }
}

/// What the interviewer still asks before the answer is locked: what is always asked, what the
/// lines call for, and once what fits the time left.
pub(super) fn last_questions(state: &State, now_ms: u64, prompt: &Prompt) -> Vec<Event> {
    let due = |follow_up: &&FollowUp| match &follow_up.when {
        When::Always => true,
        When::Hit(_) | When::Miss(_) => holds(state, follow_up, None, prompt),
        When::TimeLeft => false,
    };
    let mut events: Vec<Event> = follow_ups(state, prompt).filter(due).map(shown).collect();
    let is_time_left = |follow_up: &FollowUp| follow_up.when == When::TimeLeft;
    let had_one = prompt
        .follow_ups
        .iter()
        .any(|follow_up| is_time_left(follow_up) && state.follow_ups.contains(&follow_up.id));
    if !had_one {
        let left_ms = state
            .budget_ms()
            .map(|budget_ms| budget_ms.saturating_sub(now_ms));
        let fits = |follow_up: &&FollowUp| {
            let needed_ms = u64::from(follow_up.minutes) * 60_000;
            is_time_left(follow_up) && left_ms.is_none_or(|left_ms| left_ms >= needed_ms)
        };
        let first = follow_ups(state, prompt).find(fits).map(shown);
        events.extend(first);
    }
    events
}

fn shown(follow_up: &FollowUp) -> Event {
    Event::FollowUpShown {
        follow_up: follow_up.id.clone(),
    }
}

/// The follow-ups of the round's level and stack that were not asked yet.
fn follow_ups<'a>(state: &'a State, prompt: &'a Prompt) -> impl Iterator<Item = &'a FollowUp> + 'a {
    let of_stack = |follow_up: &FollowUp| match &state.drawn.stack {
        Some(stack) => follow_up.stack.is_empty() || follow_up.stack.contains(stack),
        None => true,
    };
    prompt.follow_ups.iter().filter(move |follow_up| {
        follow_up.from <= state.drawn.level
            && of_stack(follow_up)
            && of_drill(state, follow_up, prompt)
            && !state.follow_ups.contains(&follow_up.id)
    })
}

/// In a drill only what is asked about its items.
fn of_drill(state: &State, follow_up: &FollowUp, prompt: &Prompt) -> bool {
    let Some(drill) = &state.drawn.drill else {
        return true;
    };
    match &follow_up.when {
        When::Hit(id) | When::Miss(id) => prompt.item(id).is_some_and(|item| drill.has(item)),
        When::Always | When::TimeLeft => false,
    }
}

/// Whether the lines call for a follow-up on an item; with a phase, only for items of that phase.
fn holds(state: &State, follow_up: &FollowUp, phase: Option<&PhaseId>, prompt: &Prompt) -> bool {
    let (id, wanted) = match &follow_up.when {
        When::Hit(id) => (id, true),
        When::Miss(id) => (id, false),
        When::Always | When::TimeLeft => return false,
    };
    let Some(item) = prompt.item(id) else {
        return false;
    };
    let in_phase = phase.is_none_or(|phase| item.phase == *phase);
    let shown = state.lines().iter().any(|line| shows(&line.text, item));
    in_phase && shown == wanted
}

fn twists(state: &State, left: &PhaseId, prompt: &Prompt) -> Vec<Event> {
    let due = prompt
        .twists()
        .iter()
        .filter(|twist| twist.after == *left && !state.twists.contains(&twist.id));
    due.map(|twist| Event::TwistShown {
        twist: twist.id.clone(),
    })
    .collect()
}
