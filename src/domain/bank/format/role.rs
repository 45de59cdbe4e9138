//! The file of a role: what the interviews for a job weigh.

use std::collections::BTreeMap;

use crate::domain::bank::{DimensionId, Kind, RoleId, TopicId};
use crate::domain::raw::At;
use crate::domain::text::Safe;
use crate::record;

/// Weights by name; those of a table sum to 1.
pub type Weights = BTreeMap<String, At<f64>>;

record! {
    /// `roles/ID.toml`: what the interviews for a job weigh.
    pub struct RoleFile {
        /// Generation of the format.
        pub schema: At<u32>,
        /// The role's name, which is the file's.
        pub id: At<RoleId>,
        /// What the job is called.
        pub title: Safe,
        /// The kinds of interviews that there are.
        pub kinds: At<Vec<At<Kind>>>,
        /// The dimensions that count.
        pub dimensions: At<Vec<At<DimensionId>>>,
        /// The topics that come up.
        pub topics: At<Vec<At<TopicId>>>,
        /// What each kind weighs; the weights sum to 1.
        pub w_kind: At<Weights>,
        /// What each dimension weighs, by kind; the weights of a kind sum to 1.
        pub w_kind_dim: At<BTreeMap<String, At<Weights>>>,
        /// What each topic weighs, by kind; the weights of a kind sum to 1.
        pub w_kind_topic: At<BTreeMap<String, At<Weights>>>,
        /// The rating that is asked for, 1 to 4.
        pub bar: At<u32>,
        /// The dimensions that have to reach the bar, whatever the others do.
        pub critical: Vec<At<DimensionId>>,
        /// How far from the bar a result is still close, in ratings.
        pub margin: At<f64>,
    }
}
