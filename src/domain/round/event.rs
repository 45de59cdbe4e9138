//! Everything that can happen in a round, and the envelope in which it is kept.
//!
//! The list is closed and the journal append-only: a later kind is an addition with its own
//! format number. What an event does not say can't be known after a restart.

use serde::{Deserialize, Serialize};

use super::drawn::Drawn;
use crate::domain::bank::{
    BankId, CapId, ClarificationId, DimensionId, ExemplarId, FollowUpId, ItemId, PhaseId, PromptId,
    Rating, TwistId,
};
use crate::domain::moment::Moment;
use crate::domain::readiness::Record;
use crate::domain::text::Safe;

/// The first format: that of every kind and field that was there from the beginning.
pub const FORMAT: u32 = 1;

/// The latest format that this version reads.
pub const LATEST_FORMAT: u32 = FORMAT + 1;

/// Names a round, and with it all its events: a `UUIDv7`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RoundId(pub String);

/// An event as it is kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Envelope {
    /// Names the event: a `UUIDv7`. Keeping the same event twice changes nothing.
    pub event_id: String,
    /// The round that it belongs to.
    pub round: RoundId,
    /// Its number in the round, from 1.
    pub seq: u32,
    /// Its format.
    pub v: u32,
    /// The round's clock: milliseconds of active time.
    pub active_ms: u64,
    /// When it happened, by all clocks.
    #[serde(flatten)]
    pub at: Moment,
    /// What happened.
    #[serde(flatten)]
    pub event: Event,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// A prompt was drawn for the round.
    Drawn(Box<Drawn>),
    /// The clock started.
    Started,
    /// A phase began, or was gone back to.
    PhaseEntered {
        /// The phase.
        phase: PhaseId,
        /// Whether it comes before the one that was left.
        back: bool,
    },
    /// The candidate wrote a line.
    Captured {
        /// What sort of line.
        tag: Tag,
        /// The line.
        text: Safe,
    },
    /// The candidate asked the interviewer something.
    Asked {
        /// The question.
        text: Safe,
        /// The clarification that answered it, if one did.
        matched: Option<ClarificationId>,
        /// Whether the list of what can be asked had been shown before.
        prompted: bool,
    },
    /// A hint was taken.
    HintTaken {
        /// The item that it is about.
        item: ItemId,
        /// 1, 2 or 3.
        rung: u8,
        /// Points that the item is worth less from now on.
        cost: u32,
    },
    /// The interviewer asked a follow-up.
    FollowUpShown {
        /// The follow-up.
        follow_up: FollowUpId,
    },
    /// The interviewer changed something.
    TwistShown {
        /// The twist.
        twist: TwistId,
    },
    /// Something happened to the candidate: an incident's inject, a screen's question, a line of
    /// the counterpart's.
    InjectShown {
        /// Its id.
        inject: Safe,
    },
    /// The candidate looked at a signal.
    Looked {
        /// The line.
        text: Safe,
        /// The signal that it matched.
        matched: Option<Safe>,
    },
    /// The candidate acted: did something in an incident, ended a negotiation.
    Acted {
        /// The line.
        text: Safe,
        /// The action that it matched.
        matched: Option<Safe>,
    },
    /// The candidate told somebody something; in a negotiation, gave something.
    Told {
        /// Who was told.
        who: Safe,
        /// What was said.
        text: Safe,
        /// The action that it was, if it was one.
        #[serde(default)]
        matched: Option<Safe>,
    },
    /// The last action was taken back before it had settled.
    TakenBack,
    /// The candidate asked for something in a negotiation.
    Offered {
        /// The lever.
        lever: Safe,
        /// The amount.
        amount: Safe,
    },
    /// The candidate's code was run.
    CodeRun(CodeRun),
    /// The clock stopped.
    Paused {
        /// Why.
        why: Pause,
    },
    /// The clock went on.
    Resumed,
    /// The candidate took more time for the current phase.
    Extended {
        /// How much.
        minutes: u32,
    },
    /// A budget ran out.
    TimeUp {
        /// The phase whose budget it was; none for the whole round.
        phase: Option<PhaseId>,
    },
    /// The answer was closed; from here it can't be edited. Recorded again when the close grows.
    Locked {
        /// How much of the close is wanted.
        close: CloseLength,
        /// The dimensions to be rated, in order.
        dimensions: Vec<DimensionId>,
    },
    /// The candidate's hire call.
    HireCall {
        /// Before or after the reveal.
        when: Reveal,
        /// The call; none if it was skipped.
        rating: Option<Rating>,
    },
    /// The candidate rated a dimension.
    Rated {
        /// The dimension.
        dimension: DimensionId,
        /// Before or after the reveal.
        when: Reveal,
        /// The rating; none if it was left unrated.
        rating: Option<Rating>,
        /// The line that shows it: none before it was asked for, empty if there is none.
        evidence: Option<Safe>,
    },
    /// The candidate ticked an item, or did not.
    ItemTicked {
        /// The item.
        item: ItemId,
        /// Whether the answer showed it; none if that was left open.
        hit: Option<bool>,
    },
    /// The candidate admitted a mistake, or did not.
    CapAdmitted {
        /// The cap.
        cap: CapId,
        /// Whether the mistake was made; none if that was left open.
        made: Option<bool>,
    },
    /// An exemplar was shown.
    ExemplarShown {
        /// The exemplar.
        exemplar: ExemplarId,
    },
    /// The candidate named the one thing to do differently.
    FocusSet {
        /// The line.
        text: Safe,
    },
    /// The close was done.
    Finished,
    /// The round was given up.
    Abandoned,
    /// An attempt came from another history.
    Imported {
        /// Where it came from.
        source: Safe,
        /// What was scored in it.
        record: Box<Record>,
    },
    /// Somebody else rated a dimension.
    RatedByOther {
        /// Who.
        who: Safe,
        /// The dimension.
        dimension: DimensionId,
        /// The rating.
        rating: Rating,
        /// What they wrote beside it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text: Option<Safe>,
    },
    /// The candidate said which of their stories they told; a later word replaces an earlier one.
    StoryTold {
        /// The story.
        story: Safe,
    },
    /// Something was practised outside of rounds. It stands under an id of its own.
    Exercised(Box<Exercise>),
}

impl Event {
    /// Whether it may come long after the round: it says nothing about when the round was played.
    pub fn is_late(&self) -> bool {
        matches!(self, Self::RatedByOther { .. } | Self::StoryTold { .. })
    }

    /// The format in which it is kept: kinds and fields that came later have a later one.
    pub fn format(&self) -> u32 {
        match self {
            Self::Drawn(drawn) if drawn.seat.is_some() || drawn.drill.is_some() => LATEST_FORMAT,
            Self::StoryTold { .. }
            | Self::Exercised(_)
            | Self::RatedByOther { text: Some(_), .. } => LATEST_FORMAT,
            Self::Drawn(_)
            | Self::Started
            | Self::PhaseEntered { .. }
            | Self::Captured { .. }
            | Self::Asked { .. }
            | Self::HintTaken { .. }
            | Self::FollowUpShown { .. }
            | Self::TwistShown { .. }
            | Self::InjectShown { .. }
            | Self::Looked { .. }
            | Self::Acted { .. }
            | Self::TakenBack
            | Self::Told { .. }
            | Self::Offered { .. }
            | Self::CodeRun { .. }
            | Self::Paused { .. }
            | Self::Resumed
            | Self::Extended { .. }
            | Self::TimeUp { .. }
            | Self::Locked { .. }
            | Self::HireCall { .. }
            | Self::Rated { .. }
            | Self::ItemTicked { .. }
            | Self::CapAdmitted { .. }
            | Self::ExemplarShown { .. }
            | Self::FocusSet { .. }
            | Self::Finished
            | Self::Abandoned
            | Self::Imported { .. }
            | Self::RatedByOther { text: None, .. } => FORMAT,
        }
    }
}

/// What was practised outside of rounds. It says nothing about readiness.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "exercise", rename_all = "snake_case")]
pub enum Exercise {
    /// A story was told aloud against the clock.
    Rehearsed {
        /// The story.
        story: Safe,
        /// The time that it was to take.
        target_ms: u64,
        /// The time that each of its parts took.
        parts_ms: Vec<u64>,
        /// What to do about it.
        note: Option<Safe>,
    },
    /// A story was written, or gone through again.
    Written {
        /// The story.
        story: Safe,
    },
    /// An exemplar was rated before its label was seen.
    Graded {
        /// The prompt's bank.
        bank: BankId,
        /// The prompt.
        prompt: PromptId,
        /// Its revision.
        revision: u32,
        /// The exemplar.
        exemplar: ExemplarId,
        /// The dimension; none for the hire call.
        dimension: Option<DimensionId>,
        /// The rating given.
        given: Rating,
        /// The rating that the bank knows.
        known: Rating,
    },
}

/// What a run of the candidate's code gave.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CodeRun {
    /// Tests that passed.
    pub passed: u32,
    /// Tests that failed, of the milestone that is being worked on.
    pub failed: u32,
    /// Tests of later milestones that failed.
    #[serde(default)]
    pub later: u32,
    /// Whether the hidden tests were run too: after the answer was locked.
    #[serde(default)]
    pub hidden: bool,
    /// The names of the tests that failed, the later ones too.
    #[serde(default)]
    pub failing: Vec<Safe>,
    /// How the run ended, if not every test did.
    #[serde(default)]
    pub ended: Option<Safe>,
}

impl CodeRun {
    /// Whether every test passed.
    pub fn is_green(&self) -> bool {
        self.failed == 0 && self.later == 0 && self.ended.is_none()
    }
}

/// What sort of line a capture is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tag {
    /// Something taken as given.
    Assumption,
    /// A choice with its price.
    Tradeoff,
    /// The unlikely thing that happens.
    EdgeCase,
    /// Anything else.
    Note,
}

impl Tag {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Assumption, Self::Tradeoff, Self::EdgeCase, Self::Note];

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Assumption => "assumption",
            Self::Tradeoff => "tradeoff",
            Self::EdgeCase => "edge case",
            Self::Note => "note",
        }
    }

    /// The word for it in data.
    pub fn id(self) -> &'static str {
        match self {
            Self::Assumption => "assumption",
            Self::Tradeoff => "tradeoff",
            Self::EdgeCase => "edge-case",
            Self::Note => "note",
        }
    }
}

/// Why a clock stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Pause {
    /// The candidate asked for it.
    Asked,
    /// The candidate left, to resume later.
    Left,
    /// The input ended, or the program was ended from outside.
    Interrupted,
    /// The machine slept.
    Slept,
    /// The program was stopped, as Ctrl-Z does.
    Stopped,
}

/// How much of the close is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CloseLength {
    /// About four minutes: three dimensions, the must items, one exemplar.
    Short,
    /// Everything.
    Full,
}

/// Before or after the reveal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reveal {
    /// Before anything was revealed.
    First,
    /// After the reveal.
    Final,
}
