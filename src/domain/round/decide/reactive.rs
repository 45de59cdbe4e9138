//! Rounds that react: verbs that need no slash, and what comes by itself.

use super::closing::after;
use super::{Context, Decision, Happening, Reply};
use crate::domain::bank::Prompt;
use crate::domain::bank::detail::Detail;
use crate::domain::moment::Moment;
use crate::domain::round::call::Call;
use crate::domain::round::event::{Event, Tag};
use crate::domain::round::scenario::Scenario;
use crate::domain::round::state::{Stage, State};
use crate::domain::round::talk::Talk;
use crate::domain::round::{call, plan};
use crate::domain::text::Safe;

mod incident;
mod talk;

pub use incident::{Missing, Verb};

/// Why a line of a round that reacts was not kept.
#[derive(Debug, Clone, PartialEq)]
pub enum Refusal {
    /// A verb without what it needs.
    Bare(Missing),
    /// A line could mean several things: their ids.
    Which(Vec<Safe>),
    /// An action that changes nothing as things stand: its id.
    NoUse(Safe),
    /// Nothing was done that can still be taken back.
    NothingToTakeBack,
    /// A post-incident action that lacks something.
    Unowned(plan::Lacks),
    /// The answer is not locked before there is a runbook and an action.
    NoPlan,
    /// An ask that could not be read.
    Unread(crate::domain::round::talk::Unread),
    /// The talk has not begun, or is over.
    NoTalk,
    /// The card was for preparing.
    CardAway,
    /// The card.
    Card,
    /// What is on the table.
    Terms,
}

/// What a line means that begins with a verb of the round's kind; nothing if it is another line.
pub(super) fn line(
    state: &State,
    text: &str,
    now_ms: u64,
    context: &Context<'_>,
) -> Option<Decision> {
    let (verb, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let verb = verb.trim_end_matches(':').to_lowercase();
    let rest = rest.trim();
    match &context.prompt.detail {
        Detail::Incident(_) => incident::line(state, (&verb, text, rest), now_ms, context),
        Detail::Screen(_) if verb == "mind" => Some(if rest.is_empty() {
            Decision::refusal(Refusal::Bare(Missing::Mind))
        } else {
            note(&call::mind(rest), now_ms)
        }),
        Detail::Negotiation(negotiation) => talk::line(
            state,
            (&verb, text, rest),
            now_ms,
            context.prompt,
            negotiation,
        ),
        Detail::Coding(_) | Detail::Design(_) | Detail::Behavioral(_) | Detail::Screen(_) => None,
    }
}

fn note(text: &str, now_ms: u64) -> Decision {
    let (tag, text) = (Tag::Note, Safe::new(text));
    super::record(now_ms, [Event::Captured { tag, text }])
}

/// What `/next` means where a phase has steps of its own: the next question of a screen.
pub(super) fn next(state: &State, now_ms: u64, prompt: &Prompt) -> Option<Decision> {
    let question = Call::of(prompt, state)?.next()?;
    Some(super::record(now_ms, [happened(question.id.as_str())]))
}

/// Whether the answer may be locked: an incident wants its plan in writing first, and asks once.
pub(super) fn lacks_plan(state: &State, context: &Context<'_>) -> Option<Decision> {
    let wants = matches!(context.prompt.detail, Detail::Incident(_))
        && state
            .phases
            .iter()
            .any(|phase| phase.id.as_str() == plan::PHASE);
    let (runbook, actions) = plan::written(state);
    let is_written = !runbook.is_empty() && !actions.is_empty();
    let was_asked = context.pending == Some(&super::Pending::Plan);
    (wants && !is_written && !was_asked).then(|| Decision {
        pending: Some(super::Pending::Plan),
        ..Decision::refusal(Refusal::NoPlan)
    })
}

fn happened(id: &str) -> Event {
    Event::InjectShown {
        inject: Safe::new(id),
    }
}

/// Adds what comes by itself after a decision: injects, the counterpart's lines, a screen's
/// first question.
pub(super) fn follow_on(
    mut decision: Decision,
    state: &State,
    line: Option<&str>,
    at: &Moment,
    prompt: &Prompt,
) -> Decision {
    if matches!(
        prompt.detail,
        Detail::Coding(_) | Detail::Design(_) | Detail::Behavioral(_)
    ) {
        return decision;
    }
    let active_ms = state.active_ms(at);
    let mut ahead = state.clone();
    for happening in &decision.happenings {
        ahead = after(ahead, &happening.event, happening.active_ms, at);
    }
    // A line that was not kept was not said.
    let line = line.filter(|_| !decision.happenings.is_empty());
    if ahead.stage == (Stage::Answering { paused: None }) {
        let events = due(&ahead, line, active_ms, prompt).into_iter();
        let events = events.map(|event| Happening { event, active_ms });
        decision.happenings.extend(events);
    }
    decision
}

fn due(state: &State, line: Option<&str>, active_ms: u64, prompt: &Prompt) -> Vec<Event> {
    if let Some(scenario) = Scenario::of(prompt, state) {
        let injects = scenario.due(scenario.now_ms(active_ms));
        return injects
            .iter()
            .map(|inject| happened(inject.id.as_str()))
            .collect();
    }
    if let Some(talk) = Talk::of(prompt, state) {
        let turns = talk.due(active_ms, line);
        return turns
            .iter()
            .map(|turn| happened(turn.id.as_str()))
            .collect();
    }
    let call = Call::of(prompt, state);
    let first = call
        .filter(|call| call.on().is_none())
        .and_then(|call| call.next());
    first
        .iter()
        .map(|question| happened(question.id.as_str()))
        .collect()
}

impl Decision {
    fn refusal(refusal: Refusal) -> Self {
        Self::reply(Reply::Refused(refusal))
    }
}
