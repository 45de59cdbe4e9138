//! Format 1: the keys of a bank's files. Only form is checked here; [`super::check`] does the rest.
//!
//! Here is what all prompts have; the tables of the six kinds and the roles are in files of their
//! own.

mod kinds;
mod role;

use std::collections::BTreeMap;

use super::{
    BankId, CapId, ClarificationId, DimensionId, ExemplarId, FollowUpId, ItemId, Kind, Level,
    MissId, PhaseId, PlanId, PromptId, TopicId,
};
use super::{Status, Value, Weight};
use crate::domain::raw::At;
use crate::domain::text::Safe;
use crate::record;

pub use kinds::{
    ActionTable, Amount, BehavioralTable, CardTable, CodingTable, CounterpartTable, DesignTable,
    EstimateTable, IncidentTable, InjectTable, LanguageTable, LeverTable, MilestoneTable,
    MutantTable, NegotiationTable, QuestionTable, ReachTable, RevealTable, RoleTable, ScreenTable,
    SeedTable, SignalTable, TurnTable, TwistTable, ViewTable,
};
pub use role::{RoleFile, Weights};

/// The only generation of the format so far.
pub const SCHEMA: u32 = 1;

/// A table in which anything may stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anything;

impl crate::domain::raw::Field for Anything {
    const WHAT: &'static str = "anything";

    fn read(_: &crate::domain::raw::Node, _: &mut crate::domain::raw::Reader<'_>) -> Option<Self> {
        Some(Self)
    }

    fn shape() -> crate::domain::raw::Shape {
        crate::domain::raw::Shape::Anything
    }
}

record! {
    /// `bank.toml`: what a bank is, and where its shared files are.
    pub struct BankFile {
        /// Generation of the format.
        pub schema: At<u32>,
        /// The bank's name; never changes.
        pub id: BankId,
        /// What the bank is called.
        pub title: Safe,
        /// Version of the content: patch for wording, minor for prompts, major for removals.
        pub version: Safe,
        /// Versions of mockloop that can read it.
        pub engine: Option<Safe>,
        /// Licence of the prose, as an SPDX id.
        pub licence: Safe,
        /// Licence of the code, as an SPDX id.
        pub code_licence: Option<Safe>,
        /// Language of the text, as a BCP 47 tag.
        pub language: Safe,
        /// Who wrote it.
        pub authors: Vec<Safe>,
        /// Where it lives.
        pub homepage: Option<Safe>,
        /// One line about it.
        pub summary: Safe,
        /// The file with the topics.
        pub topics: At<String>,
        /// The file with the time plans.
        pub phases: At<String>,
        /// The files with the dimensions.
        pub rubrics: Vec<At<String>>,
        /// The kinds that it has, one folder each.
        pub kinds: Vec<Kind>,
        /// Ids that must not be used again.
        pub retired: BTreeMap<String, RetiredId>,
        /// Room for experiments.
        pub x: Option<Anything>,
    }
}

record! {
    /// What became of an id.
    pub struct RetiredId {
        /// The bank's version that retired it.
        pub since: Safe,
        /// The prompt to take instead.
        pub replaced_by: Option<PromptId>,
        /// Why.
        pub why: Safe,
    }
}

record! {
    /// An area of the topics file.
    pub struct AreaTable {
        /// What the area is called.
        pub title: Safe,
        /// Its topics, without the area.
        pub topics: Vec<At<String>>,
    }
}

record! {
    /// `phases.toml`: the time plans.
    pub struct PlansFile {
        /// Generation of the format.
        pub schema: At<u32>,
        /// The plans.
        pub plan: Vec<PlanTable>,
    }
}

record! {
    /// A time plan.
    pub struct PlanTable {
        /// Its name.
        pub id: At<PlanId>,
        /// The kind that it is for.
        pub kind: Kind,
        /// Its phases in order.
        pub phase: Vec<PlanPhase>,
    }
}

record! {
    /// A phase of a plan.
    pub struct PlanPhase {
        /// Its name.
        pub id: At<PhaseId>,
        /// Its budget.
        pub minutes: At<u32>,
        /// What it is for.
        pub goal: Safe,
        /// How to tell that it is done.
        pub exit: Safe,
    }
}

record! {
    /// `rubrics.toml`: the dimensions.
    pub struct RubricsFile {
        /// Generation of the format.
        pub schema: At<u32>,
        /// The dimensions.
        pub dimension: Vec<DimensionTable>,
    }
}

record! {
    /// A dimension.
    pub struct DimensionTable {
        /// Its name.
        pub id: At<DimensionId>,
        /// What it is called.
        pub title: Safe,
        /// The kinds that may rate it.
        pub kinds: Vec<Safe>,
        /// The question that it answers.
        pub asks: Safe,
        /// Rating 1 in general words.
        pub r1: Safe,
        /// Rating 2 in general words.
        pub r2: Safe,
        /// Rating 3 in general words.
        pub r3: Safe,
        /// Rating 4 in general words.
        pub r4: Safe,
    }
}

record! {
    /// A prompt's file.
    pub struct PromptFile {
        /// Generation of the format.
        pub schema: At<u32>,
        /// The prompt's name.
        pub id: At<PromptId>,
        /// Rises when meaning or scoring changes.
        pub revision: At<u32>,
        /// What sort of interview it belongs to.
        pub kind: At<Kind>,
        /// Whether it may be drawn.
        pub status: At<Status>,
        /// A title that gives nothing away.
        pub title: At<Safe>,
        /// One line that gives nothing away.
        pub summary: At<Safe>,
        /// The level that it is made for.
        pub level: At<Level>,
        /// The levels that it can be run at.
        pub levels: At<Vec<Level>>,
        /// 1 to 5 within its level.
        pub difficulty: At<u32>,
        /// Length of the round.
        pub minutes: At<u32>,
        /// The time plan.
        pub phases: At<PlanId>,
        /// Stacks that it needs.
        pub stack: Vec<Safe>,
        /// Topics from the bank's list.
        pub topics: Vec<At<TopicId>>,
        /// Free words.
        pub tags: Vec<Safe>,
        /// Earlier ids.
        pub aliases: Vec<PromptId>,
        /// What the candidate reads.
        pub statement: At<Safe>,
        /// What the interviewer says when no clarification matches.
        pub default_answer: At<Safe>,
        /// Where it comes from.
        pub source: SourceTable,
        /// What the interviewer tells when asked.
        pub clarify: Vec<ClarifyTable>,
        /// Changes to the time plan.
        pub phase: Vec<PhaseTable>,
        /// What a strong answer covers.
        pub expect: Vec<ExpectTable>,
        /// Common slips.
        pub miss: Vec<MissTable>,
        /// Mistakes that limit a dimension.
        pub cap: Vec<CapTable>,
        /// Hints.
        pub hint: Vec<HintTable>,
        /// Follow-up questions.
        pub followup: Vec<FollowUpTable>,
        /// The dimensions in use.
        pub rubric: RubricTable,
        /// Answers at known ratings.
        pub exemplar: Vec<ExemplarTable>,
        /// What is told after the round.
        pub debrief: DebriefTable,
        /// What only a coding prompt has.
        pub coding: Option<CodingTable>,
        /// What only a design prompt has.
        pub design: Option<DesignTable>,
        /// What only an incident prompt has.
        pub incident: Option<IncidentTable>,
        /// What only a behavioral prompt has.
        pub behavioral: Option<BehavioralTable>,
        /// What only a screen prompt has.
        pub screen: Option<ScreenTable>,
        /// What only a negotiation prompt has.
        pub negotiation: Option<NegotiationTable>,
        /// Warnings that are right to allow.
        pub lint: Option<LintTable>,
        /// Room for experiments.
        pub x: Option<Anything>,
    }
}

record! {
    /// Where a prompt comes from.
    pub struct SourceTable {
        /// `original` or `adapted`.
        pub kind: At<Safe> = "type",
        /// Who wrote it.
        pub authors: Vec<Safe>,
        /// Works that it was made after.
        pub inspired_by: Vec<InspirationTable>,
    }
}

record! {
    /// A work that a prompt was made after.
    pub struct InspirationTable {
        /// Its title.
        pub title: Safe,
        /// Its address.
        pub url: Safe,
        /// Its licence.
        pub licence: At<Safe>,
    }
}

record! {
    /// A clarification.
    pub struct ClarifyTable {
        /// Its name.
        pub id: At<ClarificationId>,
        /// How much it matters.
        pub value: Value,
        /// Lower-case stems that find it.
        pub keys: Vec<At<String>>,
        /// The question as understood.
        pub ask: At<Safe>,
        /// The answer as spoken.
        pub answer: At<Safe>,
        /// What the answer changes.
        pub effect: At<Safe>,
    }
}

record! {
    /// A change to a phase of the plan.
    pub struct PhaseTable {
        /// The phase.
        pub id: At<PhaseId>,
        /// Its budget in this prompt.
        pub minutes: Option<u32>,
        /// What the interviewer says at its start.
        pub cue: Option<Safe>,
    }
}

record! {
    /// An item.
    pub struct ExpectTable {
        /// Its name.
        pub id: At<ItemId>,
        /// The phase in which it is expected.
        pub phase: At<PhaseId>,
        /// The dimension that it speaks for.
        pub dimension: At<DimensionId>,
        /// How much it counts.
        pub weight: At<Weight>,
        /// The lowest level that is expected to show it.
        pub from: At<Level>,
        /// What an observer could point at.
        pub seen: At<Safe>,
        /// What the interviewer would ask.
        pub probe: At<Safe>,
        /// Fragments by which a line shows it.
        pub cues: Vec<At<String>>,
        /// The item that it stands for since its meaning changed.
        pub replaces: Option<ItemId>,
    }
}

record! {
    /// A common slip.
    pub struct MissTable {
        /// Its name.
        pub id: At<MissId>,
        /// What it is.
        pub text: At<Safe>,
    }
}

record! {
    /// A mistake that limits a dimension.
    pub struct CapTable {
        /// Its name.
        pub id: At<CapId>,
        /// The dimension that it limits.
        pub dimension: At<DimensionId>,
        /// The highest rating that it allows.
        pub max: At<u32>,
        /// What the mistake is.
        pub text: At<Safe>,
    }
}

record! {
    /// A hint.
    pub struct HintTable {
        /// The item that it is about.
        pub unlocks: At<ItemId>,
        /// 1 nudges, 2 points, 3 nearly gives it.
        pub rung: At<u32>,
        /// Points that the item is worth less.
        pub cost: At<u32>,
        /// The hint.
        pub text: At<Safe>,
    }
}

record! {
    /// A follow-up question.
    pub struct FollowUpTable {
        /// Its name.
        pub id: At<FollowUpId>,
        /// `always`, `time-left`, `hit:ITEM` or `miss:ITEM`.
        pub when: At<String>,
        /// The lowest level at which it is asked.
        pub from: At<Level>,
        /// How long an answer takes.
        pub minutes: u32,
        /// Stacks that it is about.
        pub stack: Vec<Safe>,
        /// The question.
        pub ask: At<Safe>,
        /// What an answer should touch.
        pub listen_for: Vec<At<Safe>>,
    }
}

record! {
    /// The dimensions in use.
    pub struct RubricTable {
        /// Their ids.
        pub used: At<Vec<At<DimensionId>>> = "use",
        /// Their shares; equal if left out.
        pub weights: Option<At<BTreeMap<String, At<f64>>>>,
        /// Their four ratings in words.
        pub anchors: At<BTreeMap<String, AnchorTable>>,
    }
}

record! {
    /// Four ratings in words.
    pub struct AnchorTable {
        /// Strong no hire.
        pub r1: At<Safe>,
        /// Lean no hire.
        pub r2: At<Safe>,
        /// Lean hire, the bar.
        pub r3: At<Safe>,
        /// Strong hire.
        pub r4: At<Safe>,
    }
}

record! {
    /// An answer at a known rating.
    pub struct ExemplarTable {
        /// Its name.
        pub id: At<ExemplarId>,
        /// The hire call that it earns.
        pub rating: At<u32>,
        /// The answer.
        pub text: At<Safe>,
        /// The items that it shows.
        pub covers: Vec<At<ItemId>>,
        /// The rating that it earns on every dimension.
        pub ratings: At<BTreeMap<String, At<u32>>>,
    }
}

record! {
    /// What is told after the round.
    pub struct DebriefTable {
        /// A strong answer in a paragraph.
        pub model: At<Safe>,
        /// What the prompt turns on.
        pub deciding_moment: At<Safe>,
        /// Prompts to take next.
        pub next: Vec<At<PromptId>>,
    }
}

record! {
    /// Warnings that are right to allow.
    pub struct LintTable {
        /// Code to reason.
        pub allow: BTreeMap<String, At<Safe>>,
    }
}
