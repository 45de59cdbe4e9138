//! What was scored in a round: as much as readiness needs.

use std::collections::{BTreeMap, BTreeSet};
use std::mem::take;

use serde::{Deserialize, Serialize};

use crate::domain::bank::{CapId, DimensionId, ItemId, Rating, TopicId};
use crate::domain::round::{Drawn, Reveal};
use crate::domain::text::Safe;

/// What was scored in a round, and under which circumstances.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Scores {
    /// The prompt's topics.
    pub topics: Vec<TopicId>,
    /// The prompt's difficulty within its level, 1 to 5; none where the draw did not keep it.
    pub difficulty: Option<u32>,
    /// The first ratings.
    pub first: BTreeMap<DimensionId, Rating>,
    /// The final ratings.
    pub last: BTreeMap<DimensionId, Rating>,
    /// Items shown, of those asked about, by dimension; once the round is finished.
    pub items: BTreeMap<DimensionId, (u32, u32)>,
    /// Tests passed, of all, in the last run.
    pub tests: Option<(u32, u32)>,
    /// Hints taken.
    pub hints: u32,
    /// The time that the round had when it was drawn; none if untimed.
    pub budget_ms: Option<u64>,
    /// The time that the answer took, once locked.
    pub answer_ms: Option<u64>,
    /// What others rated: who, which dimension, what.
    pub others: Vec<(Safe, DimensionId, Rating)>,
    /// The ticks of a round that is not finished.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    ticks: BTreeMap<ItemId, bool>,
    /// The dimension of each item, until the round is finished.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    dimension_of: BTreeMap<ItemId, DimensionId>,
    /// What each cap limits, until the round is finished.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    caps: BTreeMap<CapId, (DimensionId, Rating)>,
    /// The caps that were admitted in a round that is not finished.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    admitted: BTreeSet<CapId>,
}

impl Scores {
    pub(super) fn begin(drawn: &Drawn) -> Self {
        let budget_ms = drawn.budgets.iter().map(|budget| budget.budget_ms).sum();
        let subject = drawn.subject.clone();
        let difficulty = subject.as_ref().map(|subject| subject.difficulty);
        let subject = subject.unwrap_or_default();
        Self {
            topics: subject.topics,
            difficulty,
            dimension_of: subject.items,
            caps: subject.caps,
            budget_ms,
            ..Self::default()
        }
    }

    pub(super) fn rate(&mut self, dimension: &DimensionId, when: Reveal, rating: Option<Rating>) {
        let ratings = match when {
            Reveal::First => &mut self.first,
            Reveal::Final => &mut self.last,
        };
        match rating {
            Some(rating) => ratings.insert(dimension.clone(), rating),
            None => ratings.remove(dimension),
        };
    }

    pub(super) fn tick(&mut self, item: &ItemId, hit: Option<bool>) {
        match hit {
            Some(hit) => self.ticks.insert(item.clone(), hit),
            None => self.ticks.remove(item),
        };
    }

    pub(super) fn admit(&mut self, cap: &CapId, made: Option<bool>) {
        if made == Some(true) {
            self.admitted.insert(cap.clone());
        } else {
            self.admitted.remove(cap);
        }
    }

    /// Ticks become counts, and caps limit the final ratings and those that count: what a finished
    /// round has to say is short.
    pub(super) fn finish(&mut self, counting: &mut BTreeMap<DimensionId, Rating>) {
        let (caps, admitted) = (take(&mut self.caps), take(&mut self.admitted));
        for (dimension, most) in admitted.iter().filter_map(|cap| caps.get(cap)) {
            for ratings in [&mut self.last, &mut *counting] {
                let rating = ratings.entry(dimension.clone());
                rating.and_modify(|rating| *rating = (*rating).min(*most));
            }
        }
        for (item, hit) in take(&mut self.ticks) {
            if let Some(dimension) = self.dimension_of.get(&item) {
                let (shown, of) = self.items.entry(dimension.clone()).or_default();
                *shown += u32::from(hit);
                *of += 1;
            }
        }
        self.dimension_of.clear();
    }
}
