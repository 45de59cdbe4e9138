//! How read-outs went over time, round by round.

use super::areas::{Area, Of};
use super::attempt::Attempt;
use super::filter::{Estimate, Filter, Functional};
use super::layout::Layout;
use super::outlook::Outlook;
use super::reading::{Change, History};
use super::role::Role;
use crate::domain::raw::Choice;

/// What is looked at one by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// Kinds.
    Kind,
    /// Dimensions across kinds.
    Dimension,
    /// Topics across kinds.
    Topic,
}

impl Choice for By {
    const WHAT: &'static str = "what gets a line";
    const WORDS: &'static [(&'static str, Self)] = &[
        ("kind", Self::Kind),
        ("dimension", Self::Dimension),
        ("topic", Self::Topic),
    ];
}

/// One read-out over time.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// What it is, and where it stands now.
    pub area: Area,
    /// Where it stood after each round in which it was scored.
    pub points: Vec<Point>,
    /// How it changed of late.
    pub change: Option<Change>,
}

/// Where a read-out stood after a round.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// When the round was, as it is written.
    pub at: String,
    /// The read-out, in points.
    pub estimate: Estimate,
}

/// How often each first rating became each final one: by first, then by final rating, from 1.
pub type Moves = [[u32; 4]; 4];

impl History {
    /// Everything of a sort that was scored at least once, over time.
    pub fn series(&self, role: &Role, at_ms: i64, by: By) -> Vec<Series> {
        let practised = |outlook: &Outlook<'_>| -> Vec<Area> {
            let areas = match by {
                By::Kind => outlook.kinds(),
                By::Dimension => outlook.dimensions(),
                By::Topic => outlook.topics(),
            };
            areas.into_iter().filter(|area| area.rounds > 0).collect()
        };
        let functionals = |outlook: &Outlook<'_>| -> Vec<Functional> {
            let areas = practised(outlook);
            areas
                .iter()
                .map(|area| outlook.functional(&area.of))
                .collect()
        };
        let (now, changes) = self.filter_with_changes(role, at_ms, functionals);
        let seen = self.seen();
        let mut filter = Filter::new(Layout::new(&self.attempts, [role]), self.start);
        let outlook = Outlook {
            filter: &now,
            role,
            seen: &seen,
        };
        let functionals = functionals(&outlook);
        let mut series: Vec<Series> = practised(&outlook)
            .into_iter()
            .zip(changes)
            .map(|(area, change)| Series {
                area,
                points: Vec::new(),
                change,
            })
            .collect();
        for attempt in self.attempts.iter().filter(|attempt| !attempt.is_empty()) {
            filter.take(attempt);
            for (series, functional) in series.iter_mut().zip(&functionals) {
                if is_about(attempt, &series.area.of) {
                    let estimate = filter.estimate(functional);
                    series.points.push(Point {
                        at: attempt.at.clone(),
                        estimate,
                    });
                }
            }
        }
        series
    }

    /// Where the index stood after each round that said something.
    pub fn index_over_time(&self, role: &Role) -> Vec<Point> {
        let seen = self.seen();
        let mut filter = Filter::new(Layout::new(&self.attempts, [role]), self.start);
        let functional = Outlook {
            filter: &filter,
            role,
            seen: &seen,
        }
        .index();
        let scored = self.attempts.iter().filter(|attempt| !attempt.is_empty());
        scored
            .map(|attempt| {
                filter.take(attempt);
                Point {
                    at: attempt.at.clone(),
                    estimate: filter.estimate(&functional),
                }
            })
            .collect()
    }

    /// How first ratings became final ones, where both are whole ratings from 1 to 4.
    pub fn moves(&self) -> Moves {
        let mut moves = Moves::default();
        for attempt in &self.attempts {
            for (dimension, first) in &attempt.first {
                let rating = |rating: &f64| attempt.rating(*rating)?.checked_sub(1);
                let from = rating(first);
                let to = attempt.last.get(dimension).and_then(rating);
                let cell = from
                    .zip(to)
                    .and_then(|(from, to)| moves.get_mut(from)?.get_mut(to));
                if let Some(cell) = cell {
                    *cell += 1;
                }
            }
        }
        moves
    }
}

impl Attempt {
    /// A rating as one of 1 to 4; none on another scale.
    fn rating(&self, rating: f64) -> Option<usize> {
        let is_ours =
            (self.points(1.0) - 1.0).abs() < 1e-9 && (self.points(4.0) - 5.0).abs() < 1e-9;
        let close = |whole: &u8| is_ours && (f64::from(*whole) - rating).abs() < 1e-9;
        (1..=4u8).find(close).map(usize::from)
    }
}

/// Whether an attempt scored an area.
pub(super) fn is_about(attempt: &Attempt, of: &Of) -> bool {
    match of {
        Of::Kind(kind) => attempt.kind == *kind,
        Of::Dimension(dimension) => attempt.observed().contains(dimension.as_str()),
        Of::Topic(topic) => attempt.topics.contains(topic),
        Of::Cell(kind, dimension) => {
            attempt.kind == *kind && attempt.observed().contains(dimension.as_str())
        }
    }
}
