//! Rounds that react: incidents, screens, negotiations. A file for each kind.

mod call;
mod debrief;
mod incident;
mod refusal;
mod talk;

pub(super) use refusal::refusal;

use super::document::Document;
use crate::domain::bank::Prompt;
use crate::domain::bank::detail::Detail;
use crate::domain::round::call::Call;
use crate::domain::round::{State, close};

/// What the candidate is told before the clock runs: the verbs and their price, who calls, the
/// card.
pub(super) fn briefing(prompt: &Prompt) -> Document {
    match &prompt.detail {
        Detail::Incident(incident) => incident::briefing(incident),
        Detail::Screen(screen) => call::briefing(screen),
        Detail::Negotiation(negotiation) => talk::briefing(negotiation),
        Detail::Coding(_) | Detail::Design(_) | Detail::Behavioral(_) => Document::default(),
    }
}

/// The verbs of the round's kind, for `/help`.
pub(super) fn help(prompt: &Prompt) -> Document {
    let verbs: &[(&str, &str)] = match &prompt.detail {
        Detail::Incident(_) => &incident::HELP,
        Detail::Screen(_) => &call::HELP,
        Detail::Negotiation(_) => &talk::HELP,
        Detail::Coding(_) | Detail::Design(_) | Detail::Behavioral(_) => &[],
    };
    Document::default().items(verbs.iter().copied())
}

/// What the last move came to.
pub(super) fn moved(prompt: &Prompt, state: &State) -> Document {
    match &prompt.detail {
        Detail::Incident(_) => incident::moved(prompt, state),
        Detail::Screen(_) => call::moved(prompt, state),
        Detail::Negotiation(_) => talk::moved(prompt, state),
        Detail::Coding(_) | Detail::Design(_) | Detail::Behavioral(_) => Document::default(),
    }
}

/// The moves as lines: the number of the event, what it was, and what it came to.
pub(super) fn lines(prompt: &Prompt, state: &State) -> Vec<(u32, String, String)> {
    match &prompt.detail {
        Detail::Incident(_) => incident::lines(prompt, state),
        Detail::Screen(_) => call::lines(prompt, state),
        Detail::Negotiation(_) => talk::lines(prompt, state),
        Detail::Coding(_) | Detail::Design(_) | Detail::Behavioral(_) => Vec::new(),
    }
}

/// What `/time` says besides the round's own.
pub(super) fn time(prompt: &Prompt, state: &State, active_ms: u64) -> Document {
    match &prompt.detail {
        Detail::Incident(_) => incident::time(prompt, state, active_ms),
        Detail::Screen(_) => call::time(prompt, state, active_ms),
        Detail::Negotiation(_) | Detail::Coding(_) | Detail::Design(_) | Detail::Behavioral(_) => {
            Document::default()
        }
    }
}

/// What the interviewer says to a question that nothing answers.
pub(super) fn unanswered<'a>(prompt: &'a Prompt, question: &str) -> &'a str {
    let own = match &prompt.detail {
        Detail::Incident(incident) => incident::unanswered(incident, question),
        Detail::Coding(_)
        | Detail::Design(_)
        | Detail::Behavioral(_)
        | Detail::Screen(_)
        | Detail::Negotiation(_) => None,
    };
    own.unwrap_or(prompt.default_answer.as_str())
}

/// What the clock says by itself in a round that reacts.
pub fn time_left(prompt: &Prompt, state: &State, before_ms: u64, now_ms: u64) -> Document {
    match Call::of(prompt, state) {
        Some(call) => call::time_left(&call, before_ms, now_ms),
        None => Document::default(),
    }
}

/// What the round came to; nothing before the first ratings are given.
pub(super) fn debrief(prompt: &Prompt, state: &State) -> Document {
    let is_open = state.close.is_none();
    if is_open || close::is_before_reveal(prompt, state) {
        return Document::default();
    }
    match &prompt.detail {
        Detail::Incident(_) => debrief::debrief(prompt, state),
        Detail::Screen(_) => call::debrief(prompt, state),
        Detail::Negotiation(_) => talk::debrief(prompt, state),
        Detail::Coding(_) | Detail::Design(_) | Detail::Behavioral(_) => Document::default(),
    }
}
