//! What choosing and listing need to know of a prompt, so that only the drawn one is read whole.

use serde::{Deserialize, Serialize};

use super::Status;
use super::{BankId, DimensionId, Kind, Level, Prompt, PromptId, TopicId};
use crate::domain::text::Safe;

/// A prompt's line in an index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listing {
    /// Its bank.
    pub bank: BankId,
    /// Its id.
    pub id: PromptId,
    /// Where its file lies in the bank.
    pub path: String,
    /// Its kind.
    pub kind: Kind,
    /// Whether it may be drawn.
    pub status: Status,
    /// Its title.
    pub title: Safe,
    /// Its summary.
    pub summary: Safe,
    /// The level that it is made for.
    pub level: Level,
    /// The levels that it can be run at.
    pub levels: Vec<Level>,
    /// 1 to 5 within its level.
    pub difficulty: u32,
    /// Length of the round.
    pub minutes: u32,
    /// Its revision.
    pub revision: u32,
    /// Its topics.
    pub topics: Vec<TopicId>,
    /// The dimensions that it rates.
    pub dimensions: Vec<DimensionId>,
}

impl Listing {
    /// The line of a prompt whose file lies at `path` in its bank.
    pub fn of(prompt: &Prompt, bank: &BankId, path: &str) -> Self {
        Self {
            bank: bank.clone(),
            id: prompt.id.clone(),
            path: path.to_owned(),
            kind: prompt.kind(),
            status: prompt.status,
            title: prompt.title.clone(),
            summary: prompt.summary.clone(),
            level: prompt.level,
            levels: prompt.levels.clone(),
            difficulty: prompt.difficulty,
            minutes: prompt.minutes,
            revision: prompt.revision,
            topics: prompt.topics.clone(),
            dimensions: prompt
                .rubric
                .iter()
                .map(|row| row.dimension.clone())
                .collect(),
        }
    }

    /// Whether a name means this prompt: its id, or its bank and id with a slash between.
    pub fn is_named(&self, name: &str) -> bool {
        match name.split_once('/') {
            Some((bank, id)) => self.bank.as_str() == bank && self.id.as_str() == id,
            None => self.id.as_str() == name,
        }
    }
}
