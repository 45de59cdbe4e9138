//! What only a behavioral prompt has: shares of time, and scope at each level.

use std::collections::BTreeMap;

use crate::domain::bank::{Level, PhaseId};
use crate::domain::text::Safe;

/// What only a behavioral prompt has.
#[derive(Debug, Clone, PartialEq)]
pub struct Behavioral {
    /// What the question is about.
    pub competency: Safe,
    /// How the story is told, such as `star-l`.
    pub framework: Safe,
    /// The share of speaking time of a phase: lowest and highest.
    pub time_shares: BTreeMap<PhaseId, (f64, f64)>,
    /// What scope sounds like at each level.
    pub scope: BTreeMap<Level, Safe>,
    /// Starts for finding a story of one's own.
    pub story_seeds: Vec<Safe>,
}
