//! How much a prompt is worth practising now: what it would add to the index, whether it is hard
//! enough and not too hard, and whether it is something else than the last one.

use std::collections::HashMap;

use super::filter::count;
use super::outlook::Outlook;
use super::params::{CEILING, GAIN, PER_DIFFICULTY, SPLIT};

/// The predicted score, in points, that teaches most, and how wide that zone is.
const ZONE: (f64, f64) = (3.0, 0.8);
/// What a prompt of the last one's kind is worth, and one for each shared topic.
const SAME_KIND: f64 = 0.7;
const SAME_TOPIC: f64 = 0.8;

/// Scores prompts for a role, as of one state of the filter.
#[derive(Debug)]
pub struct Chooser<'a> {
    places: Places<'a>,
    /// The present ability by place.
    ability: Vec<f64>,
    /// What the index weighs, by place.
    weight: Vec<f64>,
    last: Option<(&'a str, Vec<&'a str>)>,
}

/// Where names have their places; looked up for each prompt of a bank.
#[derive(Debug)]
struct Places<'a> {
    kinds: HashMap<&'a str, usize>,
    dimensions: HashMap<&'a str, usize>,
    topics: HashMap<&'a str, usize>,
    cells: HashMap<(usize, usize), usize>,
}

/// Why a prompt scores what it does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Worth {
    /// What decides.
    pub score: f64,
    /// The expected gain of the index, in points.
    pub gain: f64,
    /// The score that is expected on it, in points.
    pub predicted: f64,
    /// How near that is to what teaches most, 0 to 1.
    pub zone: f64,
    /// How much of it is something else than the last one, 0 to 1.
    pub variety: f64,
}

/// How hard a prompt is for somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stretch {
    /// Harder than what teaches most.
    Steep,
    /// What teaches most.
    Good,
    /// Easier.
    Easy,
}

impl Worth {
    /// How hard the prompt is.
    pub fn stretch(&self) -> Stretch {
        match self.predicted - ZONE.0 {
            off if off < -ZONE.1 => Stretch::Steep,
            off if off > ZONE.1 => Stretch::Easy,
            _ => Stretch::Good,
        }
    }
}

impl<'a> Chooser<'a> {
    /// Scores prompts after a round of a kind on some topics.
    pub fn new(outlook: &Outlook<'a>, last: Option<(&'a str, Vec<&'a str>)>) -> Self {
        let layout = outlook.filter.layout();
        let mut weight = vec![0.0; layout.size()];
        for (place, value) in outlook.index().0 {
            if let Some(cell) = weight.get_mut(place) {
                *cell = value;
            }
        }
        Self {
            places: Places {
                kinds: layout.kind_places().collect(),
                dimensions: layout.dimension_places().collect(),
                topics: layout.topic_places().collect(),
                cells: layout.cell_places().collect(),
            },
            ability: outlook.filter.abilities(),
            weight,
            last,
        }
    }

    /// What a prompt is worth.
    pub fn worth<'p>(
        &self,
        kind: &str,
        dimensions: impl Iterator<Item = &'p str>,
        topics: impl Iterator<Item = &'p str> + Clone,
        difficulty: f64,
    ) -> Worth {
        let [of_level, of_kind, of_dimension, of_topic, of_cell] = SPLIT;
        let kind_place = self.places.kinds.get(kind).copied();
        let topic_count = count(topics.clone().count().max(1));
        let known = topics
            .clone()
            .filter_map(|topic| self.places.topics.get(topic));
        let (mut topic_ability, mut topic_weight) = (0.0, 0.0);
        for place in known {
            topic_ability += at(&self.ability, Some(*place)) / topic_count;
            topic_weight += at(&self.weight, Some(*place)) / topic_count;
        }
        let common = at(&self.ability, Some(0)) + at(&self.ability, kind_place) + topic_ability;
        let (mut gains, mut gain, mut sum, mut number) = (0.0, 0.0, 0.0, 0.0);
        for dimension in dimensions {
            let place = self.places.dimensions.get(dimension).copied();
            let cell = kind_place
                .zip(place)
                .and_then(|cell| self.places.cells.get(&cell))
                .copied();
            let ability = common + at(&self.ability, place) + at(&self.ability, cell);
            let own = GAIN * (CEILING - ability).max(0.0);
            gain +=
                own * (of_dimension * at(&self.weight, place) + of_cell * at(&self.weight, cell));
            gains += own;
            sum += ability;
            number += 1.0;
        }
        let number = f64::max(number, 1.0);
        let shared = of_level * at(&self.weight, Some(0))
            + of_kind * at(&self.weight, kind_place)
            + of_topic * topic_weight;
        gain += gains / number * shared;
        let predicted = sum / number + PER_DIFFICULTY * (difficulty - 3.0);
        let off = (predicted - ZONE.0) / ZONE.1;
        let zone = libm::exp(-off * off / 2.0);
        let variety = self.variety(kind, topics);
        Worth {
            score: gain.max(0.0).sqrt() * zone * variety,
            gain,
            predicted,
            zone,
            variety,
        }
    }

    fn variety<'p>(&self, kind: &str, topics: impl Iterator<Item = &'p str>) -> f64 {
        let Some((last_kind, last_topics)) = &self.last else {
            return 1.0;
        };
        let start = if *last_kind == kind { SAME_KIND } else { 1.0 };
        let shared = topics.filter(|topic| last_topics.contains(topic));
        shared.fold(start, |variety, _| variety * SAME_TOPIC)
    }
}

fn at(values: &[f64], place: Option<usize>) -> f64 {
    place
        .and_then(|place| values.get(place))
        .copied()
        .unwrap_or(0.0)
}
