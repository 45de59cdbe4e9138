//! Rounds folded into what later rounds need to know of them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::bank::{BankId, DimensionId, Kind, Level, PromptId, Rating};
use super::round::close::Known;
use super::round::{Drill, Envelope, Event, Exercise, RoundId};
use super::session::Seat;
use super::text::Safe;

/// What is known of a round without its prompt: kept beside the journal, rebuilt from it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// The round.
    pub round: RoundId,
    /// The prompt's bank.
    pub bank: BankId,
    /// The prompt.
    pub prompt: PromptId,
    /// The prompt's kind.
    pub kind: Kind,
    /// The level at which it was played.
    pub level: Level,
    /// How far it got.
    pub progress: Progress,
    /// When its prompt was drawn, by the wall clock.
    pub drawn_at: Safe,
    /// When something last happened in it, by the wall clock.
    pub last_at: Safe,
    /// Active time, in milliseconds.
    pub active_ms: u64,
    /// The number of its events.
    pub events: u32,
    /// The hire call that counts: the final one, else the first.
    pub hire_call: Option<Rating>,
    /// The ratings that count.
    pub ratings: BTreeMap<DimensionId, Rating>,
    /// The one thing to do differently.
    pub focus: Option<Safe>,
    /// Its place in a loop.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seat: Option<Box<Seat>>,
    /// The part of the prompt that was practised; none for all of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drill: Option<Drill>,
}

/// How far a round got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Progress {
    /// The answer is open.
    Answering,
    /// The answer is locked, the close is not done.
    Closing,
    /// Done.
    Finished,
    /// Given up.
    Abandoned,
}

impl Progress {
    /// Whether the round can be taken up again.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Answering | Self::Closing)
    }

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Answering => "answering",
            Self::Closing => "to be rated",
            Self::Finished => "finished",
            Self::Abandoned => "abandoned",
        }
    }
}

impl Summary {
    /// The summary of a round whose first event this is; nothing if no prompt was drawn by it.
    pub fn begin(envelope: &Envelope) -> Option<Self> {
        let Event::Drawn(drawn) = &envelope.event else {
            return None;
        };
        Some(Self {
            round: envelope.round.clone(),
            bank: drawn.bank.clone(),
            prompt: drawn.prompt.clone(),
            kind: drawn.kind,
            level: drawn.level,
            progress: Progress::Answering,
            drawn_at: envelope.at.wall.clone(),
            last_at: envelope.at.wall.clone(),
            active_ms: envelope.active_ms,
            events: 1,
            hire_call: None,
            ratings: BTreeMap::new(),
            focus: None,
            seat: drawn.seat.clone(),
            drill: drawn.drill.clone(),
        })
    }

    /// Folds a later event of the round.
    #[must_use]
    pub fn after(mut self, envelope: &Envelope) -> Self {
        self.events += 1;
        self.active_ms = self.active_ms.max(envelope.active_ms);
        if !envelope.event.is_late() {
            self.last_at = envelope.at.wall.clone();
        }
        match &envelope.event {
            Event::Locked { .. } => self.progress = Progress::Closing,
            Event::Finished => self.progress = Progress::Finished,
            Event::Abandoned => self.progress = Progress::Abandoned,
            Event::HireCall { rating, .. } => self.hire_call = rating.or(self.hire_call),
            Event::Rated {
                dimension,
                rating: Some(rating),
                ..
            } => {
                self.ratings.insert(dimension.clone(), *rating);
            }
            Event::FocusSet { text } => self.focus = Some(text.clone()),
            Event::Drawn(_)
            | Event::Started
            | Event::Rated { rating: None, .. }
            | Event::PhaseEntered { .. }
            | Event::Captured { .. }
            | Event::Asked { .. }
            | Event::HintTaken { .. }
            | Event::FollowUpShown { .. }
            | Event::TwistShown { .. }
            | Event::InjectShown { .. }
            | Event::Looked { .. }
            | Event::Acted { .. }
            | Event::Told { .. }
            | Event::TakenBack
            | Event::Offered { .. }
            | Event::CodeRun { .. }
            | Event::Paused { .. }
            | Event::Resumed
            | Event::Extended { .. }
            | Event::TimeUp { .. }
            | Event::ItemTicked { .. }
            | Event::CapAdmitted { .. }
            | Event::ExemplarShown { .. }
            | Event::Imported { .. }
            | Event::RatedByOther { .. }
            | Event::StoryTold { .. }
            | Event::Exercised(_) => {}
        }
        self
    }
}

/// What the rounds so far tell about each dimension.
pub fn known_dimensions(rounds: &[Summary]) -> BTreeMap<DimensionId, Known> {
    let mut sums: BTreeMap<DimensionId, (u32, u32)> = BTreeMap::new();
    for (dimension, rating) in rounds.iter().flat_map(|round| &round.ratings) {
        let (count, sum) = sums.entry(dimension.clone()).or_default();
        *count += 1;
        *sum += u32::from(rating.number());
    }
    sums.into_iter()
        .map(|(dimension, (rounds, sum))| {
            (
                dimension,
                Known {
                    rounds,
                    mean: f64::from(sum) / f64::from(rounds),
                },
            )
        })
        .collect()
}

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

/// The focus of the last round of a kind that set one.
pub fn last_focus(rounds: &[Summary], kind: Kind) -> Option<&Safe> {
    rounds
        .iter()
        .rev()
        .filter(|round| round.kind == kind)
        .find_map(|round| round.focus.as_ref())
}

/// The number of the last draw of each prompt, from 1: the order in which they were seen.
pub fn seen(rounds: &[Summary]) -> BTreeMap<(BankId, PromptId), usize> {
    let numbered = rounds.iter().enumerate();
    numbered
        .map(|(index, round)| ((round.bank.clone(), round.prompt.clone()), index + 1))
        .collect()
}

/// The rounds that can be taken up again, the latest last.
pub fn open(rounds: &[Summary]) -> Vec<&Summary> {
    let mut open: Vec<&Summary> = rounds
        .iter()
        .filter(|round| round.progress.is_open())
        .collect();
    open.sort_by(|a, b| a.last_at.cmp(&b.last_at));
    open
}
