//! One round, or one record from elsewhere, as evidence.

use std::collections::{BTreeMap, BTreeSet};

/// The dimension that the pace of a round speaks for.
pub const PACING: &str = "pacing";
/// The dimension that passed tests speak for.
pub const CORRECTNESS: &str = "correctness";

/// What was scored in one round. Names are free: nothing here has to be in a bank.
#[derive(Debug, Clone, PartialEq)]
pub struct Attempt {
    /// The round's or the record's own name.
    pub id: String,
    /// When, in milliseconds since 1970.
    pub at_ms: i64,
    /// When, as it is written.
    pub at: String,
    /// The kind.
    pub kind: String,
    /// The prompt, if it has a name.
    pub prompt: Option<String>,
    /// The prompt's topics.
    pub topics: Vec<String>,
    /// How hard the prompt is: 1 to 5 for a senior, one less for mid, one more for staff.
    pub difficulty: f64,
    /// The scale of the ratings: the lowest and the highest.
    pub scale: (f64, f64),
    /// Ratings before the reveal. They never enter readiness.
    pub first: BTreeMap<String, f64>,
    /// Ratings after the reveal.
    pub last: BTreeMap<String, f64>,
    /// Items shown, of those asked about.
    pub items: BTreeMap<String, (u32, u32)>,
    /// Tests passed, of all.
    pub tests: Option<(u32, u32)>,
    /// Hints taken.
    pub hints: u32,
    /// Whether the prompt was seen before.
    pub repeat: bool,
    /// Time taken as a multiple of the budget.
    pub overrun: Option<f64>,
    /// What others rated.
    pub external: BTreeMap<String, Vec<f64>>,
}

impl Attempt {
    /// A rating as points 1 to 5.
    pub fn points(&self, rating: f64) -> f64 {
        let (lowest, highest) = self.scale;
        1.0 + (rating - lowest) * 4.0 / (highest - lowest)
    }

    /// One step of the scale, in points.
    pub(super) fn step(&self) -> f64 {
        4.0 / (self.scale.1 - self.scale.0)
    }

    /// The dimensions that were scored: rated, ticked, tested, or rated by somebody else. The pace
    /// is observed, not scored: keeping time is no practice of it.
    pub fn scored(&self) -> BTreeSet<&str> {
        let ticked = self.items.iter().filter(|(_, (_, of))| *of > 0);
        let tested = self.tests.filter(|(_, of)| *of > 0).map(|_| CORRECTNESS);
        let rated = self.last.keys().map(String::as_str);
        let outside = self
            .external
            .iter()
            .filter(|(_, ratings)| !ratings.is_empty());
        rated
            .chain(ticked.map(|(dimension, _)| dimension.as_str()))
            .chain(outside.map(|(dimension, _)| dimension.as_str()))
            .chain(tested)
            .collect()
    }

    /// The dimensions that something is known of after it: those scored, and the pace.
    pub(super) fn observed(&self) -> BTreeSet<&str> {
        let mut observed = self.scored();
        if !observed.is_empty() && self.overrun.is_some() {
            observed.insert(PACING);
        }
        observed
    }

    /// Whether it says nothing: then it changes nothing.
    pub fn is_empty(&self) -> bool {
        self.scored().is_empty()
    }

    /// The pace as points: 5 within the budget, 1 beyond half as much again.
    pub(super) fn pace(&self) -> Option<f64> {
        self.overrun.map(|overrun| match overrun {
            ratio if ratio <= 1.0 => 5.0,
            ratio if ratio <= 1.1 => 4.0,
            ratio if ratio <= 1.25 => 3.0,
            ratio if ratio <= 1.5 => 2.0,
            _ => 1.0,
        })
    }
}
