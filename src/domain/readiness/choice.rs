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
    /// What everybody's ability is made of first.
    level: Share,
    /// Kinds, each with the dimensions as they stand in it.
    kinds: HashMap<&'a str, InKind<'a>>,
    /// Dimensions in a kind that is not known.
    elsewhere: HashMap<&'a str, Share>,
    topics: HashMap<&'a str, Share>,
    last: Option<(&'a str, Vec<&'a str>)>,
}

/// A part of an ability: how good the candidate is at it, and what practice at it adds to the index
/// for each point of gain.
#[derive(Debug, Clone, Copy, Default)]
struct Share {
    ability: f64,
    weight: f64,
}

/// A kind, and the dimensions as they stand in it.
#[derive(Debug)]
struct InKind<'a> {
    own: Share,
    dimensions: HashMap<&'a str, Share>,
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
        let [of_level, of_kind, of_dimension, of_topic, of_cell] = SPLIT;
        let layout = outlook.filter.layout();
        let ability = outlook.filter.abilities();
        let mut weight = vec![0.0; layout.size()];
        for (place, value) in outlook.index().0 {
            if let Some(cell) = weight.get_mut(place) {
                *cell = value;
            }
        }
        let share = |place: usize, of: f64| Share {
            ability: ability.get(place).copied().unwrap_or(0.0),
            weight: of * weight.get(place).copied().unwrap_or(0.0),
        };
        let cells: HashMap<(usize, usize), usize> = layout.cell_places().collect();
        let dimensions = |kind: Option<usize>| {
            let places = layout.dimension_places();
            let in_kind = places.map(|(name, place)| {
                let own = share(place, of_dimension);
                let cell = kind.and_then(|kind| cells.get(&(kind, place)));
                let cell = cell.map_or_else(Share::default, |cell| share(*cell, of_cell));
                (name, own.and(cell))
            });
            in_kind.collect()
        };
        let kinds = layout.kind_places().map(|(name, place)| {
            let in_kind = InKind {
                own: share(place, of_kind),
                dimensions: dimensions(Some(place)),
            };
            (name, in_kind)
        });
        let topics = layout.topic_places();
        Self {
            level: share(0, of_level),
            kinds: kinds.collect(),
            elsewhere: dimensions(None),
            topics: topics
                .map(|(name, place)| (name, share(place, of_topic)))
                .collect(),
            last,
        }
    }

    /// What a prompt is worth.
    pub fn worth<'p>(
        &self,
        kind: &str,
        dimensions: impl Iterator<Item = &'p str>,
        topics: impl Iterator<Item = &'p str>,
        difficulty: f64,
    ) -> Worth {
        let in_kind = self.kinds.get(kind);
        let of_kind = in_kind.map_or_else(Share::default, |kind| kind.own);
        let places = in_kind.map_or(&self.elsewhere, |kind| &kind.dimensions);
        let mut variety = match &self.last {
            Some((last, _)) if *last == kind => SAME_KIND,
            Some(_) | None => 1.0,
        };
        let (mut of_topics, mut number) = (Share::default(), 0);
        for topic in topics {
            number += 1;
            if let Some(share) = self.topics.get(topic) {
                of_topics = of_topics.and(*share);
            }
            if self
                .last
                .as_ref()
                .is_some_and(|(_, last)| last.contains(&topic))
            {
                variety *= SAME_TOPIC;
            }
        }
        let number = count(number.max(1));
        let shared = self.level.and(of_kind).and(Share {
            ability: of_topics.ability / number,
            weight: of_topics.weight / number,
        });
        let (mut gains, mut gain, mut sum, mut number) = (0.0, 0.0, 0.0, 0.0);
        for dimension in dimensions {
            let own = places.get(dimension).copied().unwrap_or_default();
            let ability = shared.ability + own.ability;
            let to_win = GAIN * (CEILING - ability).max(0.0);
            gain += to_win * own.weight;
            gains += to_win;
            sum += ability;
            number += 1.0;
        }
        let number = f64::max(number, 1.0);
        gain += gains / number * shared.weight;
        let predicted = sum / number + PER_DIFFICULTY * (difficulty - 3.0);
        let off = (predicted - ZONE.0) / ZONE.1;
        let zone = libm::exp(-off * off / 2.0);
        Worth {
            score: gain.max(0.0).sqrt() * zone * variety,
            gain,
            predicted,
            zone,
            variety,
        }
    }
}

impl Share {
    fn and(self, other: Self) -> Self {
        Self {
            ability: self.ability + other.ability,
            weight: self.weight + other.weight,
        }
    }
}
