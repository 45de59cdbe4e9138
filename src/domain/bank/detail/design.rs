//! What only a design prompt has: figures to check against, and changes of mind.

use crate::domain::bank::{EstimateId, ItemId, PhaseId, TwistId};
use crate::domain::text::Safe;

/// What only a design prompt has.
#[derive(Debug, Clone, PartialEq)]
pub struct Design {
    /// What the candidate may be asked to write down.
    pub artifacts: Vec<Safe>,
    /// Figures to check one's arithmetic against.
    pub estimates: Vec<Estimate>,
    /// The interviewer's changes of mind.
    pub twists: Vec<Twist>,
}

/// A figure that the statement and clarifications imply.
#[derive(Debug, Clone, PartialEq)]
pub struct Estimate {
    /// Its name.
    pub id: EstimateId,
    /// What is estimated.
    pub text: Safe,
    /// The figure.
    pub value: f64,
    /// Its unit.
    pub unit: Safe,
    /// How far off an answer may be, as a share of the figure.
    pub tolerance: f64,
    /// How it comes about.
    pub working: Safe,
}

/// A change that the interviewer makes when a phase ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Twist {
    /// Its name.
    pub id: TwistId,
    /// The phase after which it comes.
    pub after: PhaseId,
    /// What is said.
    pub text: Safe,
    /// The items that it brings out.
    pub shows: Vec<ItemId>,
}
