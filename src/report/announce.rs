//! What the clock says by itself.

use super::document::Document;
use super::words::{capital, clock, spent};
use crate::domain::round::State;
use crate::domain::round::timer::Mark;

/// What is to be said when the round's clock went from one time to another: at half of a phase,
/// at five and at one minute before its end. At most one sentence, the latest.
pub fn time_left(state: &State, before_ms: u64, now_ms: u64) -> Document {
    let Some(phase) = state.current() else {
        return Document::default();
    };
    let Some(budget_ms) = phase.budget_ms else {
        return Document::default();
    };
    let spent_at = |active_ms| state.spent_ms(state.phase, active_ms);
    match Mark::crossed(budget_ms, spent_at(before_ms), spent_at(now_ms)) {
        None => Document::default(),
        Some(mark) => {
            let said = match mark {
                Mark::Half => "half of the time is gone",
                Mark::FiveMinutes => "five minutes left",
                Mark::OneMinute => "one minute left",
            };
            let left_ms = budget_ms.saturating_sub(spent_at(now_ms));
            Document::line(format!(
                "Phase {}: {said} ({} left; round {}).",
                phase.id,
                clock(left_ms),
                spent(now_ms, state.budget_ms())
            ))
        }
    }
}

/// A kind's last focus, brought back.
pub fn last_focus(kind: &str, focus: &crate::domain::text::Safe) -> Document {
    Document::line(format!("{} last time, your focus: {focus}", capital(kind)))
}
