//! Exemplars that were rated, folded into sittings.

use crate::domain::bank::{BankId, PromptId};
use crate::domain::round::{Envelope, Event, Exercise, RoundId};
use crate::domain::text::Safe;

/// A sitting in the interviewer's chair: how ratings given stand to the known ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grading {
    /// The prompt's bank.
    pub bank: BankId,
    /// The prompt whose exemplars were rated.
    pub prompt: PromptId,
    /// When.
    pub at: Safe,
    /// Ratings as known.
    pub exact: usize,
    /// Ratings one apart.
    pub one_apart: usize,
    /// Ratings further apart.
    pub further: usize,
}

impl Grading {
    /// All ratings.
    pub fn total(&self) -> usize {
        self.exact + self.one_apart + self.further
    }
}

/// The sittings among what was practised outside of rounds, in order.
pub fn gradings(exercises: &[Envelope]) -> Vec<Grading> {
    let mut sittings: Vec<(&RoundId, Grading)> = Vec::new();
    for envelope in exercises {
        let Event::Exercised(exercise) = &envelope.event else {
            continue;
        };
        let Exercise::Graded {
            bank,
            prompt,
            given,
            known,
            ..
        } = &**exercise
        else {
            continue;
        };
        if sittings.last().is_none_or(|(id, _)| **id != envelope.round) {
            let sitting = Grading {
                bank: bank.clone(),
                prompt: prompt.clone(),
                at: envelope.at.wall.clone(),
                exact: 0,
                one_apart: 0,
                further: 0,
            };
            sittings.push((&envelope.round, sitting));
        }
        if let Some((_, sitting)) = sittings.last_mut() {
            match given.number().abs_diff(known.number()) {
                0 => sitting.exact += 1,
                1 => sitting.one_apart += 1,
                _ => sitting.further += 1,
            }
        }
    }
    sittings.into_iter().map(|(_, sitting)| sitting).collect()
}
