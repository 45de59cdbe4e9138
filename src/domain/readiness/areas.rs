//! The parts of a role, each with what is known of it and what may be said of that.

use std::collections::BTreeSet;

use super::filter::{Estimate, Functional};
use super::outlook::Outlook;

/// A read-out less sure than this, in points, is not known well enough.
const UNSURE: f64 = 0.45;

/// A part of the role with what is known of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Area {
    /// What it is.
    pub of: Of,
    /// In how many rounds it was scored.
    pub rounds: u32,
    /// How good the candidate is at it, in points.
    pub estimate: Estimate,
    /// The chance that this lies above the bar.
    pub p_ready: f64,
    /// What it weighs in the role, 0 to 1.
    pub weight: f64,
}

/// What an area is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Of {
    /// A kind.
    Kind(String),
    /// A dimension across kinds.
    Dimension(String),
    /// A topic across kinds.
    Topic(String),
    /// A dimension in a kind.
    Cell(String, String),
}

impl Of {
    /// The dimension that it is, in one kind or across kinds.
    pub fn dimension(&self) -> Option<&str> {
        match self {
            Self::Dimension(name) | Self::Cell(_, name) => Some(name),
            Self::Kind(_) | Self::Topic(_) => None,
        }
    }

    /// The name that says most of it.
    pub fn last(&self) -> &str {
        match self {
            Self::Kind(name) | Self::Dimension(name) | Self::Topic(name) | Self::Cell(_, name) => {
                name
            }
        }
    }
}

/// What may be said of an area.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Below the bar, with at least four chances of five.
    Weak,
    /// Below the bar, with at least three chances of five.
    ProbablyWeak,
    /// Near the bar.
    NearBar,
    /// Not enough is known.
    Unknown,
    /// Above the bar, with at least seven chances of ten.
    Above,
}

impl Area {
    /// The chance that this lies below the bar.
    pub fn p_weak(&self) -> f64 {
        1.0 - self.p_ready
    }

    /// What may be said of it. Nothing that was never scored is called weak while it is unsure.
    pub fn standing(&self) -> Standing {
        let is_unsure = self.estimate.sd > UNSURE;
        match self.p_weak() {
            _ if is_unsure && self.rounds == 0 => Standing::Unknown,
            p if p >= 0.8 => Standing::Weak,
            p if p >= 0.6 => Standing::ProbablyWeak,
            _ if is_unsure => Standing::Unknown,
            p if p >= 0.3 => Standing::NearBar,
            _ => Standing::Above,
        }
    }

    /// How much there is to win: what it weighs, how surely it is below the bar, and how far.
    pub fn urgency(&self, bar: f64) -> f64 {
        self.weight * self.p_weak() * (bar - self.estimate.mean).max(0.0)
    }
}

impl Outlook<'_> {
    /// Every kind of the role, and every other one that was practised.
    pub fn kinds(&self) -> Vec<Area> {
        let names: BTreeSet<&String> = self.role.kinds().chain(self.seen.kinds.keys()).collect();
        let area = |name: &String| {
            let weight = self
                .role
                .by_kind
                .get(name)
                .map_or(0.0, |weights| weights.weight);
            let rounds = self.seen.kinds.get(name).copied().unwrap_or(0);
            self.area(Of::Kind(name.clone()), rounds, weight)
        };
        names.into_iter().map(area).collect()
    }

    /// Every dimension of the role, and every other one that was scored.
    pub fn dimensions(&self) -> Vec<Area> {
        let own = self.role.dimensions();
        let names: BTreeSet<&String> = own.chain(self.seen.dimensions.keys()).collect();
        let area = |name: &String| {
            let kinds = self.role.kinds();
            let weight = kinds.map(|kind| self.role.weight_of_cell(kind, name)).sum();
            let rounds = self.seen.dimensions.get(name).copied().unwrap_or(0);
            self.area(Of::Dimension(name.clone()), rounds, weight)
        };
        names.into_iter().map(area).collect()
    }

    /// Every topic of the role, and every other one that came up.
    pub fn topics(&self) -> Vec<Area> {
        let names: BTreeSet<&String> = self.role.topics().chain(self.seen.topics.keys()).collect();
        let area = |name: &String| {
            let kinds = self.role.by_kind.values();
            let share = |name: &String| {
                kinds
                    .map(|kind| kind.weight * kind.topics.get(name).copied().unwrap_or(0.0))
                    .sum()
            };
            let rounds = self.seen.topics.get(name).copied().unwrap_or(0);
            self.area(Of::Topic(name.clone()), rounds, share(name))
        };
        names.into_iter().map(area).collect()
    }

    /// Every dimension in its kind that the role weighs or that was scored.
    pub fn cells(&self) -> Vec<Area> {
        let scored = self.seen.cells.keys();
        let scored = scored.map(|(kind, dimension)| (kind.as_str(), dimension.as_str()));
        let names: BTreeSet<(&str, &str)> = self.role.cells().chain(scored).collect();
        let area = |(kind, dimension): (&str, &str)| {
            let cell = (kind.to_owned(), dimension.to_owned());
            let rounds = self.seen.cells.get(&cell).copied().unwrap_or(0);
            let weight = self.role.weight_of_cell(kind, dimension);
            self.area(Of::Cell(cell.0, cell.1), rounds, weight)
        };
        names.into_iter().map(area).collect()
    }

    /// What an area is made of.
    pub fn functional(&self, of: &Of) -> Functional {
        match of {
            Of::Kind(kind) => self.kind(kind),
            Of::Dimension(dimension) => self.dimension(dimension),
            Of::Topic(topic) => self.topic(topic),
            Of::Cell(kind, dimension) => self.cell(kind, dimension),
        }
    }

    fn area(&self, of: Of, rounds: u32, weight: f64) -> Area {
        let functional = &self.functional(&of);
        Area {
            of,
            rounds,
            estimate: self.filter.estimate(functional),
            p_ready: self.chance(functional, self.bar()),
            weight,
        }
    }
}
