//! What the interviews for a job weigh. A role enters read-outs and choice only, never the filter.

use std::collections::BTreeMap;

use crate::domain::bank::format::{RoleFile, Weights};
use crate::domain::text::Safe;

/// A role: weights by name, and the bar.
#[derive(Debug, Clone, PartialEq)]
pub struct Role {
    /// Its name.
    pub id: String,
    /// What the job is called.
    pub title: Safe,
    /// The rating that is asked for.
    pub bar: f64,
    /// The dimensions that have to come close to the bar, whatever the others do.
    pub critical: Vec<String>,
    /// How close, in ratings.
    pub margin: f64,
    /// What each kind weighs.
    pub by_kind: BTreeMap<String, KindWeights>,
}

/// What a kind of interview weighs, and what counts in it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct KindWeights {
    /// Its share of the whole.
    pub weight: f64,
    /// The shares of the dimensions in it.
    pub dimensions: BTreeMap<String, f64>,
    /// The shares of the topics in it.
    pub topics: BTreeMap<String, f64>,
}

impl Role {
    /// The role of a file that was checked.
    pub fn of(file: &RoleFile) -> Self {
        let plain = |weights: Option<&Weights>| -> BTreeMap<String, f64> {
            let weights = weights.into_iter().flatten();
            weights.map(|(name, at)| (name.clone(), at.value)).collect()
        };
        let by_kind = file.kinds.value.iter().map(|kind| {
            let name = kind.value.as_str();
            let table = |tables: &BTreeMap<String, crate::domain::raw::At<Weights>>| {
                plain(tables.get(name).map(|at| &at.value))
            };
            let weights = KindWeights {
                weight: file.w_kind.value.get(name).map_or(0.0, |at| at.value),
                dimensions: table(&file.w_kind_dim.value),
                topics: table(&file.w_kind_topic.value),
            };
            (name.to_owned(), weights)
        });
        Self {
            id: file.id.value.to_string(),
            title: file.title.clone(),
            bar: f64::from(file.bar.value),
            critical: file
                .critical
                .iter()
                .map(|at| at.value.to_string())
                .collect(),
            margin: file.margin.value,
            by_kind: by_kind.collect(),
        }
    }

    /// Its kinds.
    pub fn kinds(&self) -> impl Iterator<Item = &String> {
        self.by_kind.keys()
    }

    /// Every dimension that it names; one may come more than once.
    pub fn dimensions(&self) -> impl Iterator<Item = &String> {
        let weighed = self
            .by_kind
            .values()
            .flat_map(|kind| kind.dimensions.keys());
        weighed.chain(&self.critical)
    }

    /// Every topic that it names; one may come more than once.
    pub fn topics(&self) -> impl Iterator<Item = &String> {
        self.by_kind.values().flat_map(|kind| kind.topics.keys())
    }

    /// Every dimension that weighs something, in its kind.
    pub(super) fn cells(&self) -> impl Iterator<Item = (&str, &str)> {
        self.by_kind.iter().flat_map(|(kind, weights)| {
            let weighed = weights
                .dimensions
                .iter()
                .filter(|(_, weight)| **weight > 0.0);
            weighed.map(|(dimension, _)| (kind.as_str(), dimension.as_str()))
        })
    }

    /// What a dimension weighs in the whole.
    pub fn weight_of_cell(&self, kind: &str, dimension: &str) -> f64 {
        self.by_kind.get(kind).map_or(0.0, |weights| {
            weights.weight * weights.dimensions.get(dimension).copied().unwrap_or(0.0)
        })
    }
}
