//! Rounds folded into what later rounds need to know of them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::bank::{BankId, DimensionId, ItemId, Kind, Level, PhaseId, PromptId, Rating, TopicId};
use super::round::close::Known;
use super::round::{Drill, Envelope, Event, Exercise, Reveal, RoundId, State};
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
}

impl Scores {
    fn begin(drawn: &super::round::Drawn) -> Self {
        let budget_ms = drawn.budgets.iter().map(|budget| budget.budget_ms).sum();
        let subject = drawn.subject.clone();
        let difficulty = subject.as_ref().map(|subject| subject.difficulty);
        let subject = subject.unwrap_or_default();
        Self {
            topics: subject.topics,
            difficulty,
            dimension_of: subject.items,
            budget_ms,
            ..Self::default()
        }
    }

    fn rate(&mut self, dimension: &DimensionId, when: Reveal, rating: Option<Rating>) {
        let ratings = match when {
            Reveal::First => &mut self.first,
            Reveal::Final => &mut self.last,
        };
        match rating {
            Some(rating) => ratings.insert(dimension.clone(), rating),
            None => ratings.remove(dimension),
        };
    }

    fn tick(&mut self, item: &ItemId, hit: Option<bool>) {
        match hit {
            Some(hit) => self.ticks.insert(item.clone(), hit),
            None => self.ticks.remove(item),
        };
    }

    /// Ticks become counts: what a finished round has to say is short.
    fn finish(&mut self) {
        for (item, hit) in std::mem::take(&mut self.ticks) {
            if let Some(dimension) = self.dimension_of.get(&item) {
                let (shown, of) = self.items.entry(dimension.clone()).or_default();
                *shown += u32::from(hit);
                *of += 1;
            }
        }
        self.dimension_of.clear();
    }
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
                self.scores.finish();
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
            | Event::CapAdmitted { .. }
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

/// The time that a phase took in finished rounds, against what it had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhaseUse {
    /// The kind.
    pub kind: Kind,
    /// The phase.
    pub phase: PhaseId,
    /// In how many timed rounds it was entered.
    pub rounds: u32,
    /// The mean time, in milliseconds.
    pub spent_ms: u64,
    /// The mean budget with extensions, in milliseconds.
    pub budget_ms: u64,
    /// In how many of the rounds it ran over.
    pub over: u32,
}

/// The time that phases took, by kind, in the order in which they first came. Phases without a
/// limit and those never entered are left out.
pub fn phase_uses(rounds: &[State]) -> Vec<PhaseUse> {
    let mut uses: Vec<PhaseUse> = Vec::new();
    for round in rounds {
        for phase in round.phases.iter().filter(|phase| phase.entered) {
            let Some(budget_ms) = phase.budget_ms else {
                continue;
            };
            let (kind, id) = (round.drawn.kind, &phase.id);
            let known = uses
                .iter()
                .position(|known| known.kind == kind && known.phase == *id);
            let place = known.unwrap_or_else(|| {
                uses.push(PhaseUse {
                    kind,
                    phase: id.clone(),
                    rounds: 0,
                    spent_ms: 0,
                    budget_ms: 0,
                    over: 0,
                });
                uses.len() - 1
            });
            if let Some(sum) = uses.get_mut(place) {
                sum.rounds += 1;
                sum.spent_ms += phase.spent_ms;
                sum.budget_ms += budget_ms;
                sum.over += u32::from(phase.spent_ms > budget_ms);
            }
        }
    }
    for sum in &mut uses {
        sum.spent_ms /= u64::from(sum.rounds);
        sum.budget_ms /= u64::from(sum.rounds);
    }
    uses.sort_by_key(|sum| sum.kind);
    uses
}
