//! Which parts of a role are below the bar, which are not known well enough, and what the misses
//! of coding rounds were.

use std::collections::BTreeMap;

use super::areas::{Area, Of, Standing};
use super::outlook::points;
use super::reading::{History, Reading};
use crate::domain::text::Safe;

/// The parts of a role that ask for work.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct WeakAreas {
    /// Below the bar, the most to win first.
    pub weak: Vec<Area>,
    /// Near the bar: it may be either side.
    pub near: Vec<Area>,
    /// Not known well enough, the heaviest in the role first.
    pub unknown: Vec<Area>,
}

/// What a round says about an area.
#[derive(Debug, Clone, PartialEq)]
pub struct RoundEvidence {
    /// The round's number, from 1.
    pub number: usize,
    /// When its prompt was drawn.
    pub at: Safe,
    /// Its prompt.
    pub prompt: Safe,
    /// The final rating of the area's dimension, if it is one.
    pub rating: Option<u8>,
    /// What an admitted cap left of it.
    pub limited: Option<u8>,
    /// Items shown, of those ticked either way.
    pub items: (usize, usize),
    /// What was not shown.
    pub missed: Vec<Safe>,
    /// The line that stood for the rating.
    pub own_line: Option<Safe>,
    /// What the interviewer would have told, the most valuable first; for assumptions and topics.
    pub never_asked: Vec<Safe>,
    /// Phases that ran over: name, time and budget in milliseconds.
    pub overrun: Vec<(Safe, u64, u64)>,
    /// The focus.
    pub focus: Option<Safe>,
}

/// What a coding round's items are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Craft {
    /// Assumptions, tradeoffs, saying it.
    Communication,
    /// Odd input, limits, failures.
    EdgeCases,
    /// Whether it works.
    Correctness,
    /// Whether a colleague would merge it.
    Craft,
}

impl Craft {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Communication => "communication",
            Self::EdgeCases => "edge cases",
            Self::Correctness => "correctness",
            Self::Craft => "craft",
        }
    }

    /// Where a dimension of a coding round belongs; none for one that is not known.
    fn of(dimension: &str) -> Option<Self> {
        match dimension {
            "communication" | "assumptions" | "tradeoffs" => Some(Self::Communication),
            "edge-cases" | "failure-handling" => Some(Self::EdgeCases),
            "correctness" => Some(Self::Correctness),
            "code-craft" | "otp-judgement" => Some(Self::Craft),
            _ => None,
        }
    }
}

impl Reading {
    /// The dimensions, the topics and the cells of the role that ask for work; with a kind, only
    /// its cells.
    pub fn weak_areas(&self, kind: Option<&str>) -> WeakAreas {
        let is_wanted = |area: &&Area| match (&area.of, kind) {
            (Of::Cell(of, _), Some(kind)) => of == kind,
            (Of::Cell(..) | Of::Dimension(_) | Of::Topic(_), None) => true,
            (Of::Kind(_), _) | (Of::Dimension(_) | Of::Topic(_), Some(_)) => false,
        };
        let mut areas = WeakAreas::default();
        let all = self
            .dimensions
            .iter()
            .chain(&self.topics)
            .chain(&self.cells);
        for area in all.filter(is_wanted).filter(|area| area.weight > 0.0) {
            match area.standing() {
                Standing::Weak | Standing::ProbablyWeak => areas.weak.push(area.clone()),
                Standing::NearBar => areas.near.push(area.clone()),
                Standing::Unknown => areas.unknown.push(area.clone()),
                Standing::Above => {}
            }
        }
        let bar = points(self.role.bar);
        areas
            .weak
            .sort_by(|a, b| b.urgency(bar).total_cmp(&a.urgency(bar)));
        areas.near.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        areas.unknown.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        areas
    }
}

impl History {
    /// Items shown, of those asked about, in coding rounds, by what they are about.
    pub fn coding_items(&self) -> BTreeMap<Craft, (u32, u32)> {
        let mut items: BTreeMap<Craft, (u32, u32)> = BTreeMap::new();
        for attempt in self
            .attempts
            .iter()
            .filter(|attempt| attempt.kind == "coding")
        {
            for (dimension, (hit, of)) in &attempt.items {
                if let Some(craft) = Craft::of(dimension) {
                    let (all_hit, all) = items.entry(craft).or_default();
                    *all_hit += hit;
                    *all += of;
                }
            }
        }
        items
    }
}
