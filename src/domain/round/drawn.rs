//! What a draw pins: the prompt, its budgets, and as much of it as the history needs.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::bank::prompt::Item;
use crate::domain::bank::{
    BankId, CapId, DimensionId, ItemId, Kind, Level, PhaseId, Prompt, PromptId, Rating, TopicId,
};
use crate::domain::session::Seat;
use crate::domain::text::Safe;

/// What was drawn, pinned: an old round still reads when its prompt was edited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drawn {
    /// The prompt's bank.
    pub bank: BankId,
    /// The bank's version.
    pub bank_version: Safe,
    /// The prompt.
    pub prompt: PromptId,
    /// Its revision.
    pub revision: u32,
    /// SHA-256 over the files that it was made of, in hexadecimal.
    pub hash: String,
    /// Its kind. The envelope's own `kind` names the event.
    #[serde(rename = "round_kind")]
    pub kind: Kind,
    /// The level at which it is played.
    pub level: Level,
    /// The seed of the session.
    pub seed: u64,
    /// The number of the draw, from 1: with the seed it decides the prompt.
    pub draw: u64,
    /// The stack that follow-ups may be about; none means any.
    pub stack: Option<Safe>,
    /// What the round's clock counts.
    #[serde(default, skip_serializing_if = "Timekeeping::is_active")]
    pub timekeeping: Timekeeping,
    /// The phases with their budgets, in order.
    pub budgets: Vec<Budget>,
    /// Its place in a loop.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seat: Option<Box<Seat>>,
    /// The part of the prompt that is practised; none for all of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drill: Option<Drill>,
    /// What the prompt is about; none in rounds drawn before this was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<Subject>,
    /// The version of the formulas that weighed the draw; none if the prompt was named, or all came
    /// up alike.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub formula: Option<u32>,
}

/// A part of a prompt: one dimension, or one item of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drill {
    /// The dimension that is rated.
    pub dimension: DimensionId,
    /// The only item that is ticked; none for all of the dimension's.
    pub item: Option<ItemId>,
}

impl Drill {
    /// Whether an item is of this part.
    pub fn has(&self, item: &Item) -> bool {
        match &self.item {
            Some(only) => item.id == *only,
            None => item.dimension == self.dimension,
        }
    }
}

/// What a round's clock counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Timekeeping {
    /// Active time: a sleep, a stop and the time away are pauses.
    #[default]
    Active,
    /// All time, as in a real interview: nothing stops the clock before the lock.
    Strict,
}

impl Timekeeping {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks by reference")]
    fn is_active(&self) -> bool {
        *self == Self::Active
    }
}

/// The bank of the round that is played for a taste.
pub const TASTE_BANK: &str = "mockloop-taste";

impl Drawn {
    /// Whether it is a taste: nothing of it is kept.
    pub fn is_taste(&self) -> bool {
        self.bank.as_str() == TASTE_BANK
    }
}

/// What a prompt is about: as much as the history needs to be read without the prompt.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Subject {
    /// Its topics.
    pub topics: Vec<TopicId>,
    /// 1 to 5 within its level.
    pub difficulty: u32,
    /// The dimension that each of its items speaks for.
    pub items: BTreeMap<ItemId, DimensionId>,
    /// The dimension that each of its caps limits, and to what.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub caps: BTreeMap<CapId, (DimensionId, Rating)>,
}

impl Subject {
    /// What a prompt is about.
    pub fn of(prompt: &Prompt) -> Self {
        let (items, caps) = (prompt.items.iter(), prompt.caps.iter());
        Self {
            topics: prompt.topics.clone(),
            difficulty: prompt.difficulty,
            items: items
                .map(|item| (item.id.clone(), item.dimension.clone()))
                .collect(),
            caps: caps
                .map(|cap| (cap.id.clone(), (cap.dimension.clone(), cap.max)))
                .collect(),
        }
    }
}

/// A phase's time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Budget {
    /// The phase.
    pub phase: PhaseId,
    /// Its time in milliseconds; none if the round is untimed.
    pub budget_ms: Option<u64>,
}
