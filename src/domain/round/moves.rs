//! What was done and what happened in a round that reacts, in order.

use crate::domain::bank::PhaseId;
use crate::domain::text::Safe;

/// One thing that was done or that happened. What it leads to is folded from all of them with the
/// prompt: [`Scenario`](super::scenario::Scenario) for incidents, [`Talk`](super::talk::Talk) for
/// negotiations, [`Call`](super::call::Call) for screens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    /// The number of its event.
    pub seq: u32,
    /// Active time, in milliseconds.
    pub at_ms: u64,
    /// The phase it fell into.
    pub phase: PhaseId,
    /// What it was.
    pub what: Act,
}

/// What was done, or what happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// Something happened: its id.
    Happened(Safe),
    /// The candidate looked at something.
    Looked {
        /// The line.
        text: Safe,
        /// The signal.
        matched: Option<Safe>,
    },
    /// The candidate did something.
    Did {
        /// The line.
        text: Safe,
        /// The action.
        matched: Option<Safe>,
    },
    /// The candidate told somebody something, or gave something.
    Told {
        /// Who was told.
        who: Safe,
        /// What was said.
        text: Safe,
        /// The action that it was.
        matched: Option<Safe>,
    },
    /// The last action was taken back.
    TookBack,
    /// The candidate asked for something.
    AskedFor {
        /// The lever.
        lever: Safe,
        /// The amount, as typed, with its reason.
        amount: Safe,
    },
}
