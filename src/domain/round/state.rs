//! Where a round stands: what its events add up to.

use std::collections::{BTreeMap, BTreeSet};

use thiserror::Error;

use super::drawn::Drawn;
use super::event::{CloseLength, CodeRun, Envelope, Event, Pause, RoundId, Tag};
use super::moves::{Act, Move};
use super::step::{ASK_LIST, step};
use super::timer::RoundClock;
use crate::domain::bank::{
    CapId, ClarificationId, DimensionId, ExemplarId, FollowUpId, ItemId, PhaseId, Rating, TwistId,
};
use crate::domain::moment::Moment;
use crate::domain::text::Safe;

/// Where a round stands.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    /// The round.
    pub round: RoundId,
    /// What was drawn.
    pub drawn: Drawn,
    /// The part of the round that is on.
    pub stage: Stage,
    /// The round's clock.
    pub clock: RoundClock,
    /// The phases with their times, in order; at least one.
    pub phases: Vec<PhaseTime>,
    /// The number of the current phase, from 0.
    pub phase: usize,
    /// Active time at which the current phase was entered, in milliseconds.
    pub phase_since_ms: u64,
    /// The lines that the candidate wrote.
    pub captures: Vec<Capture>,
    /// What was done and what happened, in rounds that react.
    pub moves: Vec<Move>,
    /// The questions that the candidate asked.
    pub questions: Vec<Question>,
    /// The hints that were taken.
    pub hints: Vec<HintTaken>,
    /// The follow-ups that were asked.
    pub follow_ups: BTreeSet<FollowUpId>,
    /// The twists that were told.
    pub twists: BTreeSet<TwistId>,
    /// The runs of the candidate's code.
    pub code_runs: Vec<Ran>,
    /// The budgets that ran out; none for the whole round's.
    pub time_up: BTreeSet<Option<PhaseId>>,
    /// How much of the close is wanted, once locked.
    pub close: Option<CloseLength>,
    /// The dimensions to be rated, once locked.
    pub dimensions: Vec<DimensionId>,
    /// The hire call.
    pub hire_call: Rated,
    /// The ratings.
    pub ratings: BTreeMap<DimensionId, Rated>,
    /// The ticks; none where the question was left open.
    pub items: BTreeMap<ItemId, Option<bool>>,
    /// The mistakes admitted or denied; none where the question was left open.
    pub caps: BTreeMap<CapId, Option<bool>>,
    /// The exemplars that were shown.
    pub exemplars: BTreeSet<ExemplarId>,
    /// The one thing to do differently.
    pub focus: Option<Safe>,
    /// The story of the candidate's that was told, if they said which.
    pub story: Option<Safe>,
    /// What others rated, by their names: the ratings with what they wrote beside them.
    pub by_others: BTreeMap<Safe, BTreeMap<DimensionId, (Rating, Option<Safe>)>>,
    /// When the clock first started.
    pub started_at: Option<Safe>,
    /// When the close was done.
    pub finished_at: Option<Safe>,
    /// The number of the last event.
    pub seq: u32,
}

/// The part of a round that is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// A prompt is drawn, the clock has not started.
    Drawn,
    /// The candidate answers.
    Answering {
        /// Why the clock stands still, if it does.
        paused: Option<Pause>,
    },
    /// The answer is locked and is being rated.
    Closing,
    /// Done.
    Finished,
    /// Given up.
    Abandoned,
}

/// A phase's budget and the time spent in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhaseTime {
    /// The phase.
    pub id: PhaseId,
    /// Its budget in milliseconds, with extensions; none if untimed.
    pub budget_ms: Option<u64>,
    /// Time spent in it before it was last entered, in milliseconds.
    pub spent_ms: u64,
    /// Whether it was ever entered.
    pub entered: bool,
}

/// A line that the candidate wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capture {
    /// The number of its event.
    pub seq: u32,
    /// Active time, in milliseconds.
    pub at_ms: u64,
    /// The phase it was written in.
    pub phase: PhaseId,
    /// What sort of line it is.
    pub tag: Tag,
    /// The line.
    pub text: Safe,
}

/// A question that the candidate asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The number of its event.
    pub seq: u32,
    /// Active time, in milliseconds.
    pub at_ms: u64,
    /// The question.
    pub text: Safe,
    /// The clarification that answered it, if one did.
    pub matched: Option<ClarificationId>,
    /// Whether it was asked after a look at the list.
    pub prompted: bool,
}

/// A hint that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HintTaken {
    /// The number of its event.
    pub seq: u32,
    /// Active time, in milliseconds.
    pub at_ms: u64,
    /// The item that it is about.
    pub item: ItemId,
    /// 1, 2 or 3.
    pub rung: u8,
    /// Points that the item is worth less.
    pub cost: u32,
}

/// A run of the candidate's code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ran {
    /// Active time, in milliseconds.
    pub at_ms: u64,
    /// What it gave.
    pub run: CodeRun,
}

/// A rating before and after the reveal. The outer option is whether the question was answered,
/// the inner one whether a rating was given.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rated {
    /// Before the reveal; never changes.
    pub first: Option<Option<Rating>>,
    /// After the reveal.
    pub last: Option<Option<Rating>>,
    /// The line that shows it: none before it was asked for, empty if there is none.
    pub evidence: Option<Safe>,
}

impl Rated {
    /// The first rating, if one was given.
    pub fn first(&self) -> Option<Rating> {
        self.first.flatten()
    }

    /// The rating that counts: the final one, else the first.
    pub fn counting(&self) -> Option<Rating> {
        self.last.unwrap_or(self.first.flatten())
    }
}

/// Events that don't make a round.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("round {round} does not begin with the draw of a prompt")]
pub struct Broken {
    /// The round.
    pub round: String,
}

impl State {
    /// The state right after a prompt was drawn; nothing if this is another event.
    pub fn drawn(envelope: &Envelope) -> Option<Self> {
        let Event::Drawn(drawn) = &envelope.event else {
            return None;
        };
        let phase = |budget: &super::Budget| PhaseTime {
            id: budget.phase.clone(),
            budget_ms: budget.budget_ms,
            spent_ms: 0,
            entered: false,
        };
        Some(Self {
            round: envelope.round.clone(),
            drawn: (**drawn).clone(),
            stage: Stage::Drawn,
            clock: RoundClock::new(drawn.timekeeping),
            phases: drawn.budgets.iter().map(phase).collect(),
            phase: 0,
            phase_since_ms: 0,
            captures: Vec::new(),
            moves: Vec::new(),
            questions: Vec::new(),
            hints: Vec::new(),
            follow_ups: BTreeSet::new(),
            twists: BTreeSet::new(),
            code_runs: Vec::new(),
            time_up: BTreeSet::new(),
            close: None,
            dimensions: Vec::new(),
            hire_call: Rated::default(),
            ratings: BTreeMap::new(),
            items: BTreeMap::new(),
            caps: BTreeMap::new(),
            exemplars: BTreeSet::new(),
            focus: None,
            story: None,
            by_others: BTreeMap::new(),
            started_at: None,
            finished_at: None,
            seq: envelope.seq,
        })
    }

    /// Active milliseconds at a moment.
    pub fn active_ms(&self, at: &Moment) -> u64 {
        self.clock.active_ms(at)
    }

    /// The current phase.
    pub fn current(&self) -> Option<&PhaseTime> {
        self.phases.get(self.phase)
    }

    /// Time spent in a phase at an active time, in milliseconds.
    pub fn spent_ms(&self, phase: usize, active_ms: u64) -> u64 {
        let before = self.phases.get(phase).map_or(0, |phase| phase.spent_ms);
        let is_on = phase == self.phase && matches!(self.stage, Stage::Answering { .. });
        let now = if is_on {
            active_ms.saturating_sub(self.phase_since_ms)
        } else {
            0
        };
        before + now
    }

    /// The whole round's budget in milliseconds; none if untimed.
    pub fn budget_ms(&self) -> Option<u64> {
        self.phases.iter().map(|phase| phase.budget_ms).sum()
    }

    /// Whether the clock stands still although the candidate answers.
    pub fn is_paused(&self) -> bool {
        matches!(self.stage, Stage::Answering { paused: Some(_) })
    }

    /// The most that the hints taken cost an item, in points.
    pub fn hint_cost(&self, item: &ItemId) -> u32 {
        let costs = self
            .hints
            .iter()
            .filter(|hint| hint.item == *item)
            .map(|hint| hint.cost);
        costs.max().unwrap_or(0)
    }

    /// The highest rung taken for an item; 0 if none.
    pub fn hint_rung(&self, item: &ItemId) -> u8 {
        let rungs = self
            .hints
            .iter()
            .filter(|hint| hint.item == *item)
            .map(|hint| hint.rung);
        rungs.max().unwrap_or(0)
    }

    /// Everything that the candidate wrote or did, as lines, in order.
    pub fn lines(&self) -> Vec<Capture> {
        let own = self.moves.iter().filter_map(|step| {
            let text = match &step.what {
                Act::Looked { text, .. } | Act::Did { text, .. } => text.clone(),
                Act::Told { who, text, .. } => Safe::new(&format!("to {who}: {text}")),
                Act::AskedFor { amount, .. } => Safe::new(&format!("ask {amount}")),
                Act::TookBack | Act::Happened(_) => return None,
            };
            Some(Capture {
                seq: step.seq,
                at_ms: step.at_ms,
                phase: step.phase.clone(),
                tag: Tag::Note,
                text,
            })
        });
        let mut lines: Vec<Capture> = own.chain(self.captures.iter().cloned()).collect();
        lines.sort_by_key(|line| line.seq);
        lines
    }

    /// The questions that were put to the interviewer, without looks at the list.
    pub fn asked(&self) -> impl Iterator<Item = &Question> {
        self.questions
            .iter()
            .filter(|question| question.text.as_str() != ASK_LIST)
    }

    /// The runs of the tests that the candidate has.
    pub fn own_runs(&self) -> impl DoubleEndedIterator<Item = &Ran> {
        self.code_runs.iter().filter(|ran| !ran.run.hidden)
    }

    /// The run with the hidden tests, if there was one.
    pub fn hidden_run(&self) -> Option<&CodeRun> {
        let mut runs = self.code_runs.iter().rev().map(|ran| &ran.run);
        runs.find(|run| run.hidden)
    }

    /// When every test that the candidate has first passed, in milliseconds.
    pub fn first_green_ms(&self) -> Option<u64> {
        self.own_runs()
            .find(|ran| ran.run.is_green())
            .map(|ran| ran.at_ms)
    }

    /// How many runs in a row, up to the last one, were not green.
    pub fn red_streak(&self) -> usize {
        let runs = self.own_runs().rev();
        runs.take_while(|ran| !ran.run.is_green()).count()
    }

    /// The most runs in a row that were not green.
    pub fn longest_red_streak(&self) -> usize {
        let longer = |(longest, now): (usize, usize), ran: &Ran| {
            let now = if ran.run.is_green() { 0 } else { now + 1 };
            (longest.max(now), now)
        };
        self.own_runs().fold((0, 0), longer).0
    }

    /// Whether the list of what can be asked was looked at.
    pub fn was_prompted(&self) -> bool {
        self.questions.iter().any(|question| question.prompted)
    }

    /// The stage's name in data.
    pub fn stage_id(&self) -> &'static str {
        match self.stage {
            Stage::Drawn => "drawn",
            Stage::Answering { paused: None } => "answering",
            Stage::Answering { paused: Some(_) } => "paused",
            Stage::Closing => "closing",
            Stage::Finished => "finished",
            Stage::Abandoned => "abandoned",
        }
    }
}

/// Folds a round's events, in the order of their numbers, into its state.
pub fn replay(round: &RoundId, events: &[Envelope]) -> Result<State, Broken> {
    let broken = || Broken {
        round: round.0.clone(),
    };
    let (first, rest) = events.split_first().ok_or_else(broken)?;
    let state = State::drawn(first).ok_or_else(broken)?;
    Ok(rest
        .iter()
        .fold(state, |state, envelope| step(state, envelope).0))
}
