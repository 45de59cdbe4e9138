//! The rules of roles: R001.

use super::Gravity::Error;
use super::Rule;
use crate::domain::fault::Code;

pub(super) const RULES: &[Rule] = &[Rule::new(
    Code::ROLE_WEIGHTS,
    Error,
    "Every kind of a role has weights, and the weights of each table sum to 1",
    "Weights are shares of a whole. If a table sums to 0.9, every result that it is part of comes \
     out too low, and a kind without weights counts for nothing.",
    "Give each of the `kinds` a weight in `[w_kind]` and tables below `[w_kind_dim]` and \
     `[w_kind_topic]`. None is below 0, and the sum may be off by 0.0001.",
)
.example(
    "coding = 0.5, incident = 0.4",
    "coding = 0.6, incident = 0.4",
)];
