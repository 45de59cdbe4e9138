//! What the ticks add up to, shown as arithmetic: hints lower an item's worth, caps limit a
//! rating. There is no score of ours on prose.

use super::state::State;
use crate::domain::bank::Rating;
use crate::domain::bank::prompt::{Cap, Item, Row};
use crate::domain::bank::{DimensionId, Prompt};

/// What an item is worth and what it got, in points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemScore<'a> {
    /// The item.
    pub item: &'a Item,
    /// Points by weight: must 3, should 2, stretch 1.
    pub points: u32,
    /// What the hints taken cost.
    pub hint_cost: u32,
    /// Whether the answer showed it; none if it was not ticked.
    pub hit: Option<bool>,
}

impl ItemScore<'_> {
    /// Points after hints.
    pub fn worth(&self) -> u32 {
        self.points.saturating_sub(self.hint_cost)
    }

    /// Points got: the worth if hit, else 0.
    pub fn got(&self) -> u32 {
        if self.hit == Some(true) {
            self.worth()
        } else {
            0
        }
    }
}

/// Every item of the round's level, in the order of the phases.
pub fn items<'a>(prompt: &'a Prompt, state: &State) -> Vec<ItemScore<'a>> {
    prompt
        .items_at(state.drawn.level)
        .into_iter()
        .map(|item| score(item, state))
        .collect()
}

/// One item.
pub fn score<'a>(item: &'a Item, state: &State) -> ItemScore<'a> {
    ItemScore {
        item,
        points: item.weight.points(),
        hint_cost: state.hint_cost(&item.id),
        hit: state.items.get(&item.id).copied().flatten(),
    }
}

/// A dimension's ticked items and its rating under the caps that were admitted.
#[derive(Debug, Clone, PartialEq)]
pub struct DimensionScore<'a> {
    /// The dimension.
    pub row: &'a Row,
    /// Points got by its ticked items.
    pub got: u32,
    /// Points that its ticked items could have got: their points before hints.
    pub of: u32,
    /// The candidate's rating: the final one, else the first.
    pub rating: Option<Rating>,
    /// The strictest admitted cap, where it is below the rating.
    pub cap: Option<&'a Cap>,
}

impl DimensionScore<'_> {
    /// The rating that counts: the candidate's, limited by the cap.
    pub fn counts(&self) -> Option<Rating> {
        let limit = self.cap.map_or(Rating::StrongHire, |cap| cap.max);
        self.rating.map(|rating| rating.min(limit))
    }
}

/// Every dimension in use, in the rubric's order.
pub fn dimensions<'a>(prompt: &'a Prompt, state: &State) -> Vec<DimensionScore<'a>> {
    let scores = items(prompt, state);
    prompt
        .rubric
        .iter()
        .map(|row| {
            let ticked = || {
                scores
                    .iter()
                    .filter(|score| score.item.dimension == row.dimension && score.hit.is_some())
            };
            let rating = state
                .ratings
                .get(&row.dimension)
                .and_then(super::state::Rated::counting);
            DimensionScore {
                row,
                got: ticked().map(ItemScore::got).sum(),
                of: ticked().map(|score| score.points).sum(),
                rating,
                cap: strictest_cap(prompt, state, &row.dimension)
                    .filter(|cap| rating.is_some_and(|rating| cap.max < rating)),
            }
        })
        .collect()
}

fn strictest_cap<'a>(
    prompt: &'a Prompt,
    state: &State,
    dimension: &DimensionId,
) -> Option<&'a Cap> {
    let admitted =
        |cap: &&Cap| cap.dimension == *dimension && state.caps.get(&cap.id) == Some(&Some(true));
    prompt
        .caps
        .iter()
        .filter(admitted)
        .min_by_key(|cap| cap.max)
}
