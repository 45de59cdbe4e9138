//! What a filter says of a role: every read-out is a weighted sum of abilities, so its mean and
//! deviation are exact.

use std::collections::{BTreeMap, BTreeSet};

use super::attempt::Attempt;
use super::dense::Sparse;
use super::filter::{Estimate, Filter, Functional};
use super::normal::phi;
use super::params::DAY_SD;
use super::role::Role;

/// A filter, read for a role.
#[derive(Debug, Clone, Copy)]
pub struct Outlook<'a> {
    /// What is known.
    pub filter: &'a Filter,
    /// The role.
    pub role: &'a Role,
    /// What was practised.
    pub seen: &'a Seen,
}

/// In how many rounds each name was scored.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Seen {
    /// Kinds.
    pub kinds: BTreeMap<String, u32>,
    /// Dimensions.
    pub dimensions: BTreeMap<String, u32>,
    /// Topics.
    pub topics: BTreeMap<String, u32>,
    /// Dimensions by kind.
    pub cells: BTreeMap<(String, String), u32>,
    /// Topics by kind.
    pub kind_topics: BTreeMap<(String, String), u32>,
}

impl Seen {
    /// What some attempts scored.
    pub fn of(attempts: &[Attempt]) -> Self {
        let mut seen = Self::default();
        for attempt in attempts.iter().filter(|attempt| !attempt.is_empty()) {
            let kind = || attempt.kind.clone();
            *seen.kinds.entry(kind()).or_default() += 1;
            for dimension in attempt.observed() {
                *seen.dimensions.entry(dimension.to_owned()).or_default() += 1;
                *seen
                    .cells
                    .entry((kind(), dimension.to_owned()))
                    .or_default() += 1;
            }
            let topics: BTreeSet<&String> = attempt.topics.iter().collect();
            for topic in topics {
                *seen.topics.entry(topic.clone()).or_default() += 1;
                *seen.kind_topics.entry((kind(), topic.clone())).or_default() += 1;
            }
        }
        seen
    }
}

/// The chance of clearing the bar: of the index, and of each critical dimension coming close.
#[derive(Debug, Clone, PartialEq)]
pub struct Ready {
    /// The smallest of all: what is shown.
    pub chance: f64,
    /// The index's.
    pub index: f64,
    /// The critical dimensions', in the role's order.
    pub critical: Vec<(String, f64)>,
}

/// A rating 1 to 4 as points 1 to 5.
pub fn points(rating: f64) -> f64 {
    1.0 + (rating - 1.0) * 4.0 / 3.0
}

/// Points 1 to 5 as a rating 1 to 4.
pub fn rating(points: f64) -> f64 {
    1.0 + (points - 1.0) * 3.0 / 4.0
}

/// Abilities by place, with weights added up.
#[derive(Default)]
struct Mix(BTreeMap<usize, f64>);

impl Mix {
    fn add(&mut self, row: &Sparse, weight: f64) {
        for (place, value) in row {
            *self.0.entry(*place).or_default() += weight * value;
        }
    }

    fn functional(self) -> Functional {
        Functional(self.0.into_iter().collect())
    }
}

impl Outlook<'_> {
    /// The bar, in points.
    pub fn bar(&self) -> f64 {
        points(self.role.bar)
    }

    /// The index: the rating that a strict assessor would give today across the role.
    pub fn index(&self) -> Functional {
        let mut mix = Mix::default();
        for (kind, weights) in &self.role.by_kind {
            self.mix_kind(&mut mix, kind, weights.weight);
        }
        mix.functional()
    }

    /// A kind as the role weighs it; one outside the role as it was practised.
    pub fn kind(&self, kind: &str) -> Functional {
        let mut mix = Mix::default();
        self.mix_kind(&mut mix, kind, 1.0);
        mix.functional()
    }

    /// A dimension in a kind.
    pub fn cell(&self, kind: &str, dimension: &str) -> Functional {
        let mut mix = Mix::default();
        self.mix_cell(&mut mix, (kind, dimension), &self.topics_of(kind), 1.0);
        mix.functional()
    }

    /// A dimension across the role's kinds; one outside the role across the kinds in which it was
    /// scored.
    pub fn dimension(&self, dimension: &str) -> Functional {
        let kinds = self.role.kinds();
        let weighed: Vec<(&str, f64)> = kinds
            .map(|kind| (kind.as_str(), self.role.weight_of_cell(kind, dimension)))
            .filter(|(_, weight)| *weight > 0.0)
            .collect();
        let kinds = if weighed.is_empty() {
            let cells = self.seen.cells.iter();
            let scored = cells.filter(|((_, scored), _)| scored == dimension);
            scored
                .map(|((kind, _), rounds)| (kind.as_str(), f64::from(*rounds)))
                .collect()
        } else {
            weighed
        };
        let sum: f64 = kinds.iter().map(|(_, weight)| weight).sum();
        let mut mix = Mix::default();
        for (kind, weight) in kinds {
            self.mix_cell(
                &mut mix,
                (kind, dimension),
                &self.topics_of(kind),
                weight / sum,
            );
        }
        mix.functional()
    }

    /// A topic across the role's kinds; one outside the role across the kinds in which it came up.
    pub fn topic(&self, topic: &str) -> Functional {
        let own = self.role.by_kind.iter().map(|(kind, weights)| {
            let share = weights.topics.get(topic).copied().unwrap_or(0.0);
            (kind.as_str(), weights.weight * share)
        });
        let weighed: Vec<(&str, f64)> = own.filter(|(_, weight)| *weight > 0.0).collect();
        let kinds = if weighed.is_empty() {
            let topics = self.seen.kind_topics.iter();
            let came_up = topics.filter(|((_, seen), _)| seen == topic);
            came_up
                .map(|((kind, _), rounds)| (kind.as_str(), f64::from(*rounds)))
                .collect()
        } else {
            weighed
        };
        let alone = self.filter.topic_weights(std::iter::once(topic));
        let sum: f64 = kinds.iter().map(|(_, weight)| weight).sum();
        let mut mix = Mix::default();
        for (kind, weight) in kinds {
            for (dimension, share) in self.dimensions_of(kind) {
                self.mix_cell(&mut mix, (kind, dimension), &alone, share * weight / sum);
            }
        }
        mix.functional()
    }

    /// The chance that the present ability clears the bar.
    pub fn ready(&self) -> Ready {
        let index = self.chance(&self.index(), self.bar());
        let close = self.bar() - self.role.margin * 4.0 / 3.0;
        let critical: Vec<(String, f64)> = self
            .role
            .critical
            .iter()
            .map(|name| (name.clone(), self.chance(&self.dimension(name), close)))
            .collect();
        let chance = critical
            .iter()
            .map(|(_, chance)| *chance)
            .fold(index, f64::min);
        Ready {
            chance,
            index,
            critical,
        }
    }

    /// The chance of passing one interview: the luck of that day included.
    pub fn pass(&self) -> f64 {
        let Estimate { mean, sd } = self.filter.estimate(&self.index());
        phi((mean - self.bar()) / (sd * sd + DAY_SD * DAY_SD).sqrt())
    }

    /// The chance that a read-out lies above a number of points.
    pub fn chance(&self, functional: &Functional, above: f64) -> f64 {
        let Estimate { mean, sd } = self.filter.estimate(functional);
        phi((mean - above) / sd)
    }

    fn mix_kind(&self, mix: &mut Mix, kind: &str, weight: f64) {
        let topics = self.topics_of(kind);
        for (dimension, share) in self.dimensions_of(kind) {
            self.mix_cell(mix, (kind, dimension), &topics, weight * share);
        }
    }

    fn mix_cell(
        &self,
        mix: &mut Mix,
        (kind, dimension): (&str, &str),
        topics: &Sparse,
        weight: f64,
    ) {
        let layout = self.filter.layout();
        if let Some((kind, dimension)) = layout.kind(kind).zip(layout.dimension(dimension)) {
            mix.add(&layout.row(kind, dimension, topics), weight);
        }
    }

    /// What a kind's dimensions weigh: by the role, else as they were practised.
    fn dimensions_of(&self, kind: &str) -> Vec<(&str, f64)> {
        if let Some(weights) = self.role.by_kind.get(kind) {
            return weights
                .dimensions
                .iter()
                .map(|(name, share)| (name.as_str(), *share))
                .collect();
        }
        practised(&self.seen.cells, kind)
    }

    /// What a kind's topics weigh: by the role, else as they came up.
    fn topics_of(&self, kind: &str) -> Sparse {
        let shares: Vec<(&str, f64)> = match self.role.by_kind.get(kind) {
            Some(weights) => weights
                .topics
                .iter()
                .map(|(name, share)| (name.as_str(), *share))
                .collect(),
            None => practised(&self.seen.kind_topics, kind),
        };
        let layout = self.filter.layout();
        shares
            .into_iter()
            .filter_map(|(name, share)| Some((layout.topic(name)?, share)))
            .collect()
    }
}

/// The names that came up in a kind, by how often they did.
fn practised<'a>(counts: &'a BTreeMap<(String, String), u32>, kind: &str) -> Vec<(&'a str, f64)> {
    let of_kind: Vec<(&str, u32)> = counts
        .iter()
        .filter(|((known, _), _)| known == kind)
        .map(|((_, name), rounds)| (name.as_str(), *rounds))
        .collect();
    let sum: u32 = of_kind.iter().map(|(_, rounds)| rounds).sum();
    let sum = f64::from(sum.max(1));
    of_kind
        .into_iter()
        .map(|(name, rounds)| (name, f64::from(rounds) / sum))
        .collect()
}

/// The chances of the five points of a scale for a score that is about to be given.
pub fn next_score(score: Estimate) -> [f64; 5] {
    let below = [1.5, 2.5, 3.5, 4.5].map(|edge| phi((edge - score.mean) / score.sd));
    let [one, two, three, four] = below;
    [one, two - one, three - two, four - three, 1.0 - four]
}

impl Outlook<'_> {
    /// What a round's own rating of a dimension would come out as, noise and rounding included.
    pub fn next_rating(&self, attempt: &Attempt, dimension: &str) -> Option<Estimate> {
        let layout = self.filter.layout();
        let (kind, number) = layout
            .kind(&attempt.kind)
            .zip(layout.dimension(dimension))?;
        let topics = self
            .filter
            .topic_weights(attempt.topics.iter().map(String::as_str));
        let row = layout.row(kind, number, &topics);
        let offset = super::observe::offset(attempt.difficulty, attempt.hints, attempt.repeat);
        let rounding = super::observe::rounding_variance(attempt.step());
        Some(self.filter.next_own(&row, offset, rounding))
    }
}
