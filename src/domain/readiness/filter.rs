//! The anchored readiness Kalman filter: what a history says, as a normal distribution.
//!
//! A score is `ability + personal rate * practice credit + circumstances + noise`. Ticks and tests
//! anchor the ability; own ratings carry a bias that the filter learns against them. Given the
//! credit, which is known, all of this is linear, so an ordinary Kalman filter applies (Kalman, A
//! new approach to linear filtering and prediction problems, 1960), one scalar observation at a
//! time.

use std::collections::BTreeSet;

use super::attempt::Attempt;
use super::dense::{Sparse, Symmetric, dot};
use super::layout::{Layout, Part};
use super::observe::{Cause, Observation, What, offset, push};
use super::params::{
    CEILING, DRIFT_PER_DAY, DRIFT_PER_ROUND, GAIN, HALF_LIFE_DAYS, LEAST_VARIANCE, LEVEL, OWN_BIAS,
    OWN_BIAS_DRIFT, RATE, SPLIT, TICK_BIAS,
};

/// Milliseconds of a day.
pub const DAY_MS: i64 = 86_400_000;

/// What is known after some attempts, as of some time.
#[derive(Debug, Clone, PartialEq)]
pub struct Filter {
    pub(super) layout: Layout,
    /// The mean of each part.
    pub(super) mean: Vec<f64>,
    /// How uncertain the parts are, and how they hang together.
    pub(super) spread: Symmetric,
    /// Practice credit by ability, as if everybody learned at the usual rate.
    credit: Vec<f64>,
    prior: Vec<f64>,
    at_ms: Option<i64>,
    marks: Vec<Mark>,
    rounds: u64,
}

/// A read-out as it was at some time, kept beside the state, so that the difference to the same
/// read-out today has an exact mean and deviation.
#[derive(Debug, Clone, PartialEq)]
struct Mark {
    mean: f64,
    variance: f64,
    with_state: Vec<f64>,
}

/// A mean with its standard deviation, in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The mean.
    pub mean: f64,
    /// The standard deviation.
    pub sd: f64,
}

/// Weights of abilities: a read-out is linear in the state.
#[derive(Debug, Clone, PartialEq)]
pub struct Functional(pub(super) Sparse);

impl Filter {
    /// What is known before the first attempt. `start` is where a strict assessor would put the
    /// candidate, in points, if the candidate said so.
    pub fn new(layout: Layout, start: Option<f64>) -> Self {
        let prior = layout.prior_variances();
        let mut mean = vec![0.0; prior.len()];
        let parts = [
            (0, start.unwrap_or(LEVEL.0)),
            (layout.part(Part::OwnBias), OWN_BIAS.0),
            (layout.part(Part::TickBias), TICK_BIAS.0),
            (layout.part(Part::Rate), RATE.0),
        ];
        for (place, value) in parts {
            if let Some(cell) = mean.get_mut(place) {
                *cell = value;
            }
        }
        Self {
            mean,
            spread: Symmetric::diagonal(&prior),
            credit: vec![0.0; layout.abilities()],
            prior,
            layout,
            at_ms: None,
            marks: Vec::new(),
            rounds: 0,
        }
    }

    /// The names that it has places for.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// How many attempts it has taken.
    pub fn rounds(&self) -> u64 {
        self.rounds
    }

    /// The time as of which it stands, in milliseconds since 1970; none before the first attempt.
    pub fn at_ms(&self) -> Option<i64> {
        self.at_ms
    }

    /// Lets time pass until an instant. One that lies before changes nothing.
    pub fn advance(&mut self, at_ms: i64) {
        let before = *self.at_ms.get_or_insert(at_ms);
        if at_ms > before {
            self.at_ms = Some(at_ms);
            self.idle(days(before, at_ms));
        }
    }

    /// Days without a round: what practice added fades, the range grows.
    pub(super) fn idle(&mut self, days: f64) {
        let kept = libm::pow(0.5, days / HALF_LIFE_DAYS);
        self.credit.iter_mut().for_each(|credit| *credit *= kept);
        self.drift(days * DRIFT_PER_DAY);
    }

    /// Takes an attempt. One that says nothing changes nothing.
    pub fn take(&mut self, attempt: &Attempt) {
        self.take_watching(attempt, &Functional(Sparse::new()));
    }

    /// Takes an attempt, and tells what moved a read-out by how much.
    pub fn take_watching(&mut self, attempt: &Attempt, watched: &Functional) -> Vec<Cause> {
        let Some(kind) = self
            .layout
            .kind(&attempt.kind)
            .filter(|_| !attempt.is_empty())
        else {
            return Vec::new();
        };
        let mut causes = Vec::new();
        let (before_ms, before) = (self.at_ms, self.mean_of(watched));
        self.advance(attempt.at_ms);
        let idle = What::Idle(before_ms.map_or(0.0, |before| days(before, attempt.at_ms)));
        push(&mut causes, idle, self.mean_of(watched) - before);
        self.forget_the_day();
        let topics = self.topic_weights(attempt.topics.iter().map(String::as_str));
        let offset = offset(attempt.difficulty, attempt.hints, attempt.repeat);
        for dimension in self.in_order(attempt.observed()) {
            self.score(
                attempt,
                (kind, dimension, &topics, offset),
                watched,
                &mut causes,
            );
        }
        self.forget_the_day();
        let scored: Vec<usize> = self
            .in_order(attempt.scored())
            .map(|(number, _)| number)
            .collect();
        let before = self.mean_of(watched);
        self.practise(kind, &scored, &topics);
        push(&mut causes, What::Practice, self.mean_of(watched) - before);
        let place = self.layout.part(Part::OwnBias);
        self.spread.raise(place, OWN_BIAS_DRIFT * OWN_BIAS_DRIFT);
        self.rounds += 1;
        causes
    }

    /// What a round of practice does without any observation.
    pub(super) fn practise(&mut self, kind: usize, scored: &[usize], topics: &Sparse) {
        for (place, credit) in self.credit_of(kind, scored, topics) {
            if let Some(sum) = self.credit.get_mut(place) {
                *sum += credit;
            }
        }
        self.drift(DRIFT_PER_ROUND / (LEVEL.1 * LEVEL.1));
    }

    /// The practice credit that a round of these dimensions gives, by ability: less the nearer the
    /// ceiling.
    pub(super) fn credit_of(&self, kind: usize, scored: &[usize], topics: &Sparse) -> Sparse {
        let [level, of_kind, of_dimension, of_topic, of_cell] = SPLIT;
        let mut credit = Sparse::new();
        let mut sum = 0.0;
        for dimension in scored {
            let row = self.layout.row(kind, *dimension, topics);
            let gain = GAIN * (CEILING - self.ability(&row)).max(0.0);
            sum += gain;
            credit.push((self.layout.dimension_place(*dimension), of_dimension * gain));
            let cell = self.layout.cell_place(kind, *dimension);
            credit.extend(cell.map(|place| (place, of_cell * gain)));
        }
        let mean = sum / count(scored.len().max(1));
        credit.push((0, level * mean));
        credit.push((Layout::kind_place(kind), of_kind * mean));
        let topics = topics.iter();
        credit
            .extend(topics.map(|(topic, weight)| {
                (self.layout.topic_place(*topic), of_topic * mean * weight)
            }));
        credit
    }

    /// A read-out's mean and deviation.
    pub fn estimate(&self, functional: &Functional) -> Estimate {
        let row = self.with_rate(&functional.0);
        let variance = dot(&row, &self.spread.times(&row));
        Estimate {
            mean: dot(&row, &self.mean),
            sd: variance.max(LEAST_VARIANCE).sqrt(),
        }
    }

    pub(super) fn mean_of(&self, functional: &Functional) -> f64 {
        self.ability(&functional.0)
    }

    /// How far own ratings sit above ticks: the only one of the two biases' combinations that can
    /// be told from the data.
    pub fn own_above_ticks(&self) -> Estimate {
        let (own, ticks) = (
            self.layout.part(Part::OwnBias),
            self.layout.part(Part::TickBias),
        );
        let row = vec![(own, 1.0), (ticks, -1.0)];
        let variance = dot(&row, &self.spread.times(&row));
        Estimate {
            mean: dot(&row, &self.mean),
            sd: variance.max(LEAST_VARIANCE).sqrt(),
        }
    }

    /// The personal rate of learning, as a multiple of the usual one.
    pub fn rate(&self) -> Estimate {
        let place = self.layout.part(Part::Rate);
        Estimate {
            mean: self.mean.get(place).copied().unwrap_or(RATE.0),
            sd: self.spread.at(place, place).max(LEAST_VARIANCE).sqrt(),
        }
    }

    /// Keeps a read-out as it is now; gives the number by which the difference is asked for.
    pub fn mark(&mut self, functional: &Functional) -> usize {
        let row = self.with_rate(&functional.0);
        let with_state = self.spread.times(&row);
        self.marks.push(Mark {
            mean: dot(&row, &self.mean),
            variance: dot(&row, &with_state),
            with_state,
        });
        self.marks.len() - 1
    }

    /// How much a read-out has changed since it was marked.
    pub fn since(&self, mark: usize, functional: &Functional) -> Option<Estimate> {
        let mark = self.marks.get(mark)?;
        let row = self.with_rate(&functional.0);
        let now = dot(&row, &self.spread.times(&row));
        let variance = now + mark.variance - 2.0 * dot(&row, &mark.with_state);
        Some(Estimate {
            mean: dot(&row, &self.mean) - mark.mean,
            sd: variance.max(LEAST_VARIANCE).sqrt(),
        })
    }

    /// The present ability on a row: what was there, and what practice added.
    pub(super) fn ability(&self, row: &Sparse) -> f64 {
        dot(&self.with_rate(row), &self.mean)
    }

    /// The present ability of every place.
    pub(super) fn abilities(&self) -> Vec<f64> {
        let rate = self.rate().mean;
        let own = self.mean.iter().zip(&self.credit);
        own.map(|(mean, credit)| mean + rate * credit).collect()
    }

    /// Topics with equal weights that sum to 1; unknown names are passed over.
    pub(super) fn topic_weights<'a>(&self, names: impl Iterator<Item = &'a str>) -> Sparse {
        let topics: BTreeSet<usize> = names.filter_map(|name| self.layout.topic(name)).collect();
        let weight = 1.0 / count(topics.len().max(1));
        topics.into_iter().map(|topic| (topic, weight)).collect()
    }

    /// Dimensions with their numbers, in the order of the layout.
    pub(super) fn in_order<'a>(
        &self,
        names: BTreeSet<&'a str>,
    ) -> impl Iterator<Item = (usize, &'a str)> + use<'a> {
        let numbered = names.into_iter();
        let known: BTreeSet<(usize, &str)> = numbered
            .filter_map(|name| Some((self.layout.dimension(name)?, name)))
            .collect();
        known.into_iter()
    }

    /// A row of abilities with the learning rate that stands behind the practice credit.
    pub(super) fn with_rate(&self, row: &Sparse) -> Sparse {
        let mut row = row.clone();
        row.push((self.layout.part(Part::Rate), dot(&row, &self.credit)));
        row
    }

    /// One scalar observation: the Kalman update.
    pub(super) fn update(&mut self, observed: &Observation) {
        let with_state = self.spread.times(&observed.row);
        let variance = dot(&observed.row, &with_state) + observed.noise;
        let surprise = observed.value - dot(&observed.row, &self.mean);
        let step = surprise / variance;
        for (mean, with) in self.mean.iter_mut().zip(&with_state) {
            *mean += with * step;
        }
        for mark in &mut self.marks {
            let with_mark = dot(&observed.row, &mark.with_state);
            mark.mean += with_mark * step;
            mark.variance -= with_mark * with_mark / variance;
            for (shared, with) in mark.with_state.iter_mut().zip(&with_state) {
                *shared -= with_mark * with / variance;
            }
        }
        let root = variance.sqrt();
        let scaled: Vec<f64> = with_state.iter().map(|with| with / root).collect();
        self.spread.take_away(&scaled);
    }

    /// The form of the day and the mood are those of one round.
    pub(super) fn forget_the_day(&mut self) {
        for part in [Part::Day, Part::Mood] {
            let place = self.layout.part(part);
            let variance = self.prior.get(place).copied().unwrap_or(0.0);
            self.spread.isolate(place, variance);
            if let Some(mean) = self.mean.get_mut(place) {
                *mean = 0.0;
            }
            for mark in &mut self.marks {
                if let Some(shared) = mark.with_state.get_mut(place) {
                    *shared = 0.0;
                }
            }
        }
    }

    /// Some of the prior's variance comes back to every ability.
    fn drift(&mut self, share: f64) {
        for (place, variance) in self.prior.iter().take(self.layout.abilities()).enumerate() {
            self.spread.raise(place, share * variance);
        }
    }
}

/// The days between two instants; a clock that went backwards gives none.
#[expect(
    clippy::cast_precision_loss,
    reason = "milliseconds of a lifetime fit a double exactly"
)]
pub(super) fn days(from_ms: i64, to_ms: i64) -> f64 {
    to_ms.saturating_sub(from_ms).max(0) as f64 / DAY_MS as f64
}

/// A number of things.
pub(super) fn count(number: usize) -> f64 {
    u32::try_from(number).map_or(f64::INFINITY, f64::from)
}
