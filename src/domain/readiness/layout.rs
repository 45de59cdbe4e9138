//! Where in the filter's state each name has its place.

use std::collections::{BTreeMap, BTreeSet};

use super::attempt::Attempt;
use super::dense::Sparse;
use super::role::Role;

/// The names that a state has places for. Those of the history and of a role together, in the
/// order of the alphabet: so a role adds places and changes none.
#[derive(Debug, Clone, PartialEq)]
pub struct Layout {
    kinds: Names,
    dimensions: Names,
    topics: Names,
    cells: BTreeMap<(usize, usize), usize>,
}

/// Names, each with its number.
type Names = BTreeMap<String, usize>;

/// The parts of a state that stand for no name, counted from behind the others.
#[derive(Debug, Clone, Copy)]
pub(super) enum Part {
    OwnBias = 0,
    TickBias = 1,
    Rate = 2,
    Day = 3,
    Mood = 4,
}

impl Layout {
    /// The layout of some attempts and of the roles that they are read for.
    pub fn new<'a>(attempts: &[Attempt], roles: impl IntoIterator<Item = &'a Role>) -> Self {
        let (mut kinds, mut dimensions, mut topics) =
            (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        let mut cells: BTreeSet<(&str, &str)> = BTreeSet::new();
        for attempt in attempts.iter().filter(|attempt| !attempt.is_empty()) {
            kinds.insert(attempt.kind.as_str());
            topics.extend(attempt.topics.iter().map(String::as_str));
            for dimension in attempt.observed() {
                dimensions.insert(dimension);
                cells.insert((&attempt.kind, dimension));
            }
        }
        for role in roles {
            kinds.extend(role.kinds().map(String::as_str));
            dimensions.extend(role.dimensions().map(String::as_str));
            topics.extend(role.topics().map(String::as_str));
            cells.extend(role.cells());
        }
        let names = |names: BTreeSet<&str>| names.into_iter().map(ToOwned::to_owned).collect();
        let (kinds, dimensions, topics) = (names(kinds), names(dimensions), names(topics));
        Self::of(kinds, dimensions, topics, cells)
    }

    /// A layout in a given order.
    pub fn of<'a>(
        kinds: Vec<String>,
        dimensions: Vec<String>,
        topics: Vec<String>,
        cells: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Self {
        let numbered = |names: Vec<String>| -> Names { names.into_iter().zip(0..).collect() };
        let (kinds, dimensions, topics) = (numbered(kinds), numbered(dimensions), numbered(topics));
        let pairs: BTreeSet<(usize, usize)> = cells
            .into_iter()
            .filter_map(|(kind, dimension)| Some((*kinds.get(kind)?, *dimensions.get(dimension)?)))
            .collect();
        Self {
            kinds,
            dimensions,
            topics,
            cells: pairs.into_iter().zip(0..).collect(),
        }
    }

    /// The number of a kind.
    pub(super) fn kind(&self, name: &str) -> Option<usize> {
        self.kinds.get(name).copied()
    }

    /// The number of a dimension.
    pub(super) fn dimension(&self, name: &str) -> Option<usize> {
        self.dimensions.get(name).copied()
    }

    /// The number of a topic.
    pub(super) fn topic(&self, name: &str) -> Option<usize> {
        self.topics.get(name).copied()
    }

    /// Every kind with its place.
    pub(super) fn kind_places(&self) -> impl Iterator<Item = (&str, usize)> {
        self.kinds
            .iter()
            .map(|(name, number)| (name.as_str(), Self::kind_place(*number)))
    }

    /// Every dimension with its place.
    pub(super) fn dimension_places(&self) -> impl Iterator<Item = (&str, usize)> {
        let places = self.dimensions.iter();
        places.map(|(name, number)| (name.as_str(), self.dimension_place(*number)))
    }

    /// Every topic with its place.
    pub(super) fn topic_places(&self) -> impl Iterator<Item = (&str, usize)> {
        self.topics
            .iter()
            .map(|(name, number)| (name.as_str(), self.topic_place(*number)))
    }

    /// Every cell by the places of its kind and its dimension, with its own.
    pub(super) fn cell_places(&self) -> impl Iterator<Item = ((usize, usize), usize)> {
        self.cells.keys().filter_map(|(kind, dimension)| {
            let of = (Self::kind_place(*kind), self.dimension_place(*dimension));
            Some((of, self.cell_place(*kind, *dimension)?))
        })
    }

    pub(super) fn kind_place(kind: usize) -> usize {
        1 + kind
    }

    pub(super) fn dimension_place(&self, dimension: usize) -> usize {
        1 + self.kinds.len() + dimension
    }

    pub(super) fn topic_place(&self, topic: usize) -> usize {
        1 + self.kinds.len() + self.dimensions.len() + topic
    }

    /// The place of a dimension in a kind; none if nobody asked for it.
    pub(super) fn cell_place(&self, kind: usize, dimension: usize) -> Option<usize> {
        let before = 1 + self.kinds.len() + self.dimensions.len() + self.topics.len();
        self.cells.get(&(kind, dimension)).map(|cell| before + cell)
    }

    /// How many places stand for abilities: they come first.
    pub(super) fn abilities(&self) -> usize {
        1 + self.kinds.len() + self.dimensions.len() + self.topics.len() + self.cells.len()
    }

    pub(super) fn part(&self, part: Part) -> usize {
        self.abilities() + part as usize
    }

    /// How many places there are.
    pub fn size(&self) -> usize {
        self.abilities() + 5
    }

    /// The row of a dimension in a kind, with its topics by weight: what a score there says of
    /// each ability.
    pub(super) fn row(&self, kind: usize, dimension: usize, topics: &Sparse) -> Sparse {
        let mut row = vec![
            (0, 1.0),
            (Self::kind_place(kind), 1.0),
            (self.dimension_place(dimension), 1.0),
        ];
        row.extend(
            topics
                .iter()
                .map(|(topic, weight)| (self.topic_place(*topic), *weight)),
        );
        row.extend(self.cell_place(kind, dimension).map(|place| (place, 1.0)));
        row
    }

    /// Each part's variance before anything is known, by place.
    pub(super) fn prior_variances(&self) -> Vec<f64> {
        use super::params::{
            CELL_SD, DAY_SD, DIMENSION_SD, KIND_SD, LEVEL, MOOD_SD, OWN_BIAS, RATE, TICK_BIAS,
            TOPIC_SD,
        };
        let times = |sd: f64, names: usize| std::iter::repeat_n(sd, names);
        std::iter::once(LEVEL.1)
            .chain(times(KIND_SD, self.kinds.len()))
            .chain(times(DIMENSION_SD, self.dimensions.len()))
            .chain(times(TOPIC_SD, self.topics.len()))
            .chain(times(CELL_SD, self.cells.len()))
            .chain([OWN_BIAS.1, TICK_BIAS.1, RATE.1, DAY_SD, MOOD_SD])
            .map(|sd| sd * sd)
            .collect()
    }
}
