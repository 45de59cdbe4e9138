//! Rounds folded into what later rounds need to know of them.

mod grading;
mod phases;
mod scores;

pub use grading::{Grading, gradings};
pub use phases::{PhaseUse, phase_uses};
pub use scores::Scores;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::bank::{BankId, DimensionId, Kind, Level, PromptId, Rating};
use super::day::instant_ms;
use super::round::close::Known;
use super::round::{Drill, Envelope, Event, RoundId};
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
    /// What readiness is made of.
    #[serde(default)]
    pub scores: Scores,
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
            scores: Scores::begin(drawn),
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
            Event::Locked { .. } => {
                self.progress = Progress::Closing;
                // Recorded again when the close grows: the answer was closed the first time.
                self.scores.answer_ms.get_or_insert(envelope.active_ms);
            }
            Event::Finished => {
                self.progress = Progress::Finished;
                self.scores.finish(&mut self.ratings);
            }
            Event::Abandoned => self.progress = Progress::Abandoned,
            Event::HireCall { rating, .. } => self.hire_call = rating.or(self.hire_call),
            Event::Rated {
                dimension,
                when,
                rating,
                ..
            } => {
                self.scores.rate(dimension, *when, *rating);
                if let Some(rating) = rating {
                    self.ratings.insert(dimension.clone(), *rating);
                }
            }
            Event::ItemTicked { item, hit } => self.scores.tick(item, *hit),
            Event::CapAdmitted { cap, made } => self.scores.admit(cap, *made),
            Event::HintTaken { .. } => self.scores.hints += 1,
            Event::CodeRun(run) => {
                let all = run.passed + run.failed + run.later;
                self.scores.tests = Some((run.passed, all));
            }
            Event::RatedByOther {
                who,
                dimension,
                rating,
                ..
            } => {
                let rated = (who.clone(), dimension.clone(), *rating);
                self.scores.others.push(rated);
            }
            Event::FocusSet { text } => self.focus = Some(text.clone()),
            Event::Drawn(_)
            | Event::Started
            | Event::PhaseEntered { .. }
            | Event::Captured { .. }
            | Event::Asked { .. }
            | Event::FollowUpShown { .. }
            | Event::TwistShown { .. }
            | Event::InjectShown { .. }
            | Event::Looked { .. }
            | Event::Acted { .. }
            | Event::Told { .. }
            | Event::TakenBack
            | Event::Offered { .. }
            | Event::Paused { .. }
            | Event::Resumed
            | Event::Extended { .. }
            | Event::TimeUp { .. }
            | Event::ExemplarShown { .. }
            | Event::Imported { .. }
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
    // Not as they are written: an hour comes twice when summer time ends.
    open.sort_by_key(|round| instant_ms(&round.last_at));
    open
}

/// A finished design round on a prompt, played on a day, for tests.
#[cfg(test)]
pub(crate) fn finished(prompt: &str, day: &str) -> Summary {
    let wall = Safe::new(&format!("{day}T20:00:00+01:00"));
    Summary {
        round: RoundId(format!("{prompt} {day}")),
        bank: BankId::new("core").unwrap(),
        prompt: PromptId::new(prompt).unwrap(),
        kind: Kind::SystemDesign,
        level: Level::Senior,
        progress: Progress::Finished,
        drawn_at: wall.clone(),
        last_at: wall,
        active_ms: 0,
        events: 1,
        hire_call: None,
        ratings: BTreeMap::new(),
        focus: None,
        seat: None,
        drill: None,
        scores: Scores::default(),
    }
}
