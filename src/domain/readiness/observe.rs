//! What one round says: its scores as observations, and what each of them moved.

use super::attempt::{Attempt, CORRECTNESS, PACING};
use super::dense::{Sparse, dot};
use super::filter::{Estimate, Filter, Functional};
use super::layout::Part;
use super::outlook::rating as as_rating;
use super::params::{
    MOST_HINTS, OUTSIDE_NOISE, OWN_NOISE, PACE_NOISE, PER_DIFFICULTY, PER_HINT, REPEAT, TICK_NOISE,
};

/// What moved a read-out, and by how much: the parts of a change sum to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Cause {
    /// What it was.
    pub what: What,
    /// By how many points it moved the read-out.
    pub by: f64,
}

/// What can move a read-out.
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// So many days without a round.
    Idle(f64),
    /// Ticked items of a dimension: shown, of those asked about.
    Items(String, u32, u32),
    /// Tests passed, of all.
    Tests(u32, u32),
    /// Somebody else's rating of a dimension, 1 to 4.
    External(String, f64),
    /// The own final rating of a dimension, 1 to 4.
    Own(String, f64),
    /// Time taken as a multiple of the budget.
    Pace(f64),
    /// What a round of practice adds.
    Practice,
}

/// An observation: its row, its value, its noise.
pub(super) struct Observation {
    pub(super) row: Sparse,
    pub(super) value: f64,
    pub(super) noise: f64,
    pub(super) what: What,
}

/// Which biases an observation has.
#[derive(Clone, Copy)]
pub(super) enum Stream {
    Tests,
    Ticks,
    Outside,
    Own,
}

impl Filter {
    /// Takes what was scored in one dimension: ticks, tests, outside ratings, the own rating, and
    /// the pace.
    pub(super) fn score(
        &mut self,
        attempt: &Attempt,
        (kind, (number, name), topics, offset): (usize, (usize, &str), &Sparse, f64),
        watched: &Functional,
        causes: &mut Vec<Cause>,
    ) {
        let row = self.layout.row(kind, number, topics);
        if let Some((hit, of)) = attempt.items.get(name).filter(|(_, of)| *of > 0) {
            let what = What::Items(name.to_owned(), *hit, *of);
            let observed = self.counted(&row, Stream::Ticks, (*hit, *of), offset, what);
            push_update(self, observed, watched, causes);
        }
        let tests = attempt
            .tests
            .filter(|(_, of)| *of > 0 && name == CORRECTNESS);
        if let Some((passed, of)) = tests {
            let what = What::Tests(passed, of);
            let observed = self.counted(&row, Stream::Tests, (passed, of), offset, what);
            push_update(self, observed, watched, causes);
        }
        for rating in attempt.external.get(name).into_iter().flatten() {
            let observed = Observation {
                row: self.observed_row(&row, Stream::Outside),
                value: attempt.points(*rating) - offset,
                noise: OUTSIDE_NOISE * OUTSIDE_NOISE,
                what: What::External(name.to_owned(), as_rating(attempt.points(*rating))),
            };
            push_update(self, observed, watched, causes);
        }
        if let Some(rating) = attempt.last.get(name) {
            let observed = Observation {
                row: self.observed_row(&row, Stream::Own),
                value: attempt.points(*rating) - offset,
                noise: OWN_NOISE * OWN_NOISE + rounding_variance(attempt.step()),
                what: What::Own(name.to_owned(), as_rating(attempt.points(*rating))),
            };
            push_update(self, observed, watched, causes);
        }
        if let Some((ratio, pace)) = attempt
            .overrun
            .zip(attempt.pace())
            .filter(|_| name == PACING)
        {
            let observed = Observation {
                row: self.observed_row(&row, Stream::Outside),
                value: pace - offset,
                noise: PACE_NOISE * PACE_NOISE,
                what: What::Pace(ratio),
            };
            push_update(self, observed, watched, causes);
        }
    }

    /// So many of so many, as points: its noise is that of a share, and some of its own.
    pub(super) fn counted(
        &self,
        row: &Sparse,
        stream: Stream,
        (hit, of): (u32, u32),
        offset: f64,
        what: What,
    ) -> Observation {
        let row = self.observed_row(row, stream);
        let expected = dot(&row, &self.mean) + offset;
        let share = ((expected - 1.0) / 4.0).clamp(0.1, 0.9);
        let of = f64::from(of);
        Observation {
            value: 1.0 + 4.0 * f64::from(hit) / of - offset,
            noise: TICK_NOISE * TICK_NOISE + 16.0 * share * (1.0 - share) / of,
            row,
            what,
        }
    }

    /// What an own rating would come out as on a fresh day, noise included.
    pub(super) fn next_own(&self, row: &Sparse, offset: f64, rounding: f64) -> Estimate {
        let row = self.observed_row(row, Stream::Own);
        let mut day = self.clone();
        day.forget_the_day();
        let variance = dot(&row, &day.spread.times(&row)) + OWN_NOISE * OWN_NOISE + rounding;
        Estimate {
            mean: dot(&row, &day.mean) + offset,
            sd: variance.sqrt(),
        }
    }

    fn observed_row(&self, row: &Sparse, stream: Stream) -> Sparse {
        let mut row = self.with_rate(row);
        row.push((self.layout.part(Part::Day), 1.0));
        match stream {
            Stream::Tests | Stream::Outside => {}
            Stream::Ticks => row.push((self.layout.part(Part::TickBias), 1.0)),
            Stream::Own => {
                row.push((self.layout.part(Part::OwnBias), 1.0));
                row.push((self.layout.part(Part::Mood), 1.0));
            }
        }
        row
    }
}

fn push_update(
    filter: &mut Filter,
    observed: Observation,
    watched: &Functional,
    causes: &mut Vec<Cause>,
) {
    let before = filter.mean_of(watched);
    filter.update(&observed);
    push(causes, observed.what, filter.mean_of(watched) - before);
}

pub(super) fn push(causes: &mut Vec<Cause>, what: What, by: f64) {
    causes.push(Cause { what, by });
}

/// What circumstances add to a score: the prompt's difficulty, hints, having seen it before.
pub(super) fn offset(difficulty: f64, hints: u32, repeat: bool) -> f64 {
    let repeat = if repeat { REPEAT } else { 0.0 };
    PER_DIFFICULTY * (difficulty - 3.0) + PER_HINT * f64::from(hints.min(MOST_HINTS)) + repeat
}

/// The variance of a uniform distribution as wide as one step of a scale.
pub(super) fn rounding_variance(step: f64) -> f64 {
    step * step / 12.0
}
