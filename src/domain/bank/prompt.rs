//! A prompt with everything that its interviewer knows, checked.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::detail::{Detail, Twist};
use super::{
    CapId, ClarificationId, DimensionId, ExemplarId, FollowUpId, ItemId, MissId, PhaseId, PromptId,
    TopicId,
};
use crate::domain::raw::Choice;
use crate::domain::text::Safe;

/// What sort of interview a prompt belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A problem solved in code.
    Coding,
    /// A design on a whiteboard.
    SystemDesign,
    /// An outage that goes on while you act.
    Incident,
    /// A story from one's own work.
    Behavioral,
    /// The first call with a company.
    Screen,
    /// The talk about an offer.
    Negotiation,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 6] = [
        Self::Coding,
        Self::SystemDesign,
        Self::Incident,
        Self::Behavioral,
        Self::Screen,
        Self::Negotiation,
    ];

    /// Whether this version plays rounds of it. The prompts of the others can be read and linted.
    pub fn is_played(self) -> bool {
        match self {
            Self::SystemDesign | Self::Behavioral => true,
            Self::Coding | Self::Incident | Self::Screen | Self::Negotiation => false,
        }
    }

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Coding => "coding",
            Self::SystemDesign => "system-design",
            Self::Incident => "incident",
            Self::Behavioral => "behavioral",
            Self::Screen => "screen",
            Self::Negotiation => "negotiation",
        }
    }

    /// What the ids of its prompts start with.
    pub fn prefix(self) -> &'static str {
        match self {
            Self::Coding => "cod-",
            Self::SystemDesign => "des-",
            Self::Incident => "inc-",
            Self::Behavioral => "beh-",
            Self::Screen => "scr-",
            Self::Negotiation => "neg-",
        }
    }

    /// The table that only its prompts have.
    pub fn table(self) -> &'static str {
        match self {
            Self::SystemDesign => "design",
            Self::Coding | Self::Incident | Self::Behavioral | Self::Screen | Self::Negotiation => {
                self.as_str()
            }
        }
    }
}

impl Choice for Kind {
    const WHAT: &'static str = "a kind";
    const WORDS: &'static [(&'static str, Self)] = &[
        ("coding", Self::Coding),
        ("system-design", Self::SystemDesign),
        ("incident", Self::Incident),
        ("behavioral", Self::Behavioral),
        ("screen", Self::Screen),
        ("negotiation", Self::Negotiation),
    ];
}

/// Seniority; never a rating.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Works on a part of a system.
    Mid,
    /// Answers for a system that others depend on.
    Senior,
    /// Answers for several teams' systems or a policy.
    Staff,
}

impl Level {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Mid => "mid",
            Self::Senior => "senior",
            Self::Staff => "staff",
        }
    }
}

impl Choice for Level {
    const WHAT: &'static str = "a level";
    const WORDS: &'static [(&'static str, Self)] = &[
        ("mid", Self::Mid),
        ("senior", Self::Senior),
        ("staff", Self::Staff),
    ];
}

/// A rating of a dimension, or the hire call for the whole round: 1 to 4, 3 is the bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub enum Rating {
    /// 1: strong no hire.
    StrongNoHire,
    /// 2: lean no hire.
    LeanNoHire,
    /// 3: lean hire, the bar.
    LeanHire,
    /// 4: strong hire.
    StrongHire,
}

impl Rating {
    /// All four, the lowest first.
    pub const ALL: [Self; 4] = [
        Self::StrongNoHire,
        Self::LeanNoHire,
        Self::LeanHire,
        Self::StrongHire,
    ];
    /// The bar.
    pub const BAR: Self = Self::LeanHire;

    /// The rating of a number from 1 to 4.
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|rating| rating.number() == number)
    }

    /// 1 to 4.
    pub fn number(self) -> u8 {
        match self {
            Self::StrongNoHire => 1,
            Self::LeanNoHire => 2,
            Self::LeanHire => 3,
            Self::StrongHire => 4,
        }
    }

    /// The words of the hire call.
    pub fn words(self) -> &'static str {
        match self {
            Self::StrongNoHire => "strong no hire",
            Self::LeanNoHire => "lean no hire",
            Self::LeanHire => "lean hire",
            Self::StrongHire => "strong hire",
        }
    }
}

impl From<Rating> for u8 {
    fn from(rating: Rating) -> Self {
        rating.number()
    }
}

impl TryFrom<u8> for Rating {
    type Error = String;

    fn try_from(number: u8) -> Result<Self, String> {
        Self::from_number(number).ok_or_else(|| format!("a rating is 1 to 4, not {number}"))
    }
}

impl fmt::Display for Rating {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.number())
    }
}

/// How much an item counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weight {
    /// 1 point: beyond what the level asks.
    Stretch,
    /// 2 points: a strong answer has most of these.
    Should,
    /// 3 points: the bar asks for these.
    Must,
}

impl Weight {
    /// Points of an item before hints.
    pub fn points(self) -> u32 {
        match self {
            Self::Stretch => 1,
            Self::Should => 2,
            Self::Must => 3,
        }
    }

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Stretch => "stretch",
            Self::Should => "should",
            Self::Must => "must",
        }
    }
}

impl Choice for Weight {
    const WHAT: &'static str = "a weight";
    const WORDS: &'static [(&'static str, Self)] = &[
        ("must", Self::Must),
        ("should", Self::Should),
        ("stretch", Self::Stretch),
    ];
}

/// How much a clarification matters for the solution.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Value {
    /// Nice to know.
    Low,
    /// Shapes a part.
    Medium,
    /// Decides between solutions.
    High,
}

impl Value {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

impl Choice for Value {
    const WHAT: &'static str = "a value";
    const WORDS: &'static [(&'static str, Self)] = &[
        ("high", Self::High),
        ("medium", Self::Medium),
        ("low", Self::Low),
    ];
}

/// Whether a prompt may be drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Being written.
    Draft,
    /// Waiting for a second reading.
    Review,
    /// Drawn.
    Active,
    /// Kept for old attempts only.
    Retired,
}

impl Choice for Status {
    const WHAT: &'static str = "a status";
    const WORDS: &'static [(&'static str, Self)] = &[
        ("draft", Self::Draft),
        ("review", Self::Review),
        ("active", Self::Active),
        ("retired", Self::Retired),
    ];
}

/// One interview question with everything that its interviewer knows.
#[derive(Debug, Clone, PartialEq)]
pub struct Prompt {
    /// Its name.
    pub id: PromptId,
    /// Rises when meaning or scoring changes.
    pub revision: u32,
    /// Whether it may be drawn.
    pub status: Status,
    /// A title that gives nothing away.
    pub title: Safe,
    /// One line that gives nothing away.
    pub summary: Safe,
    /// The level that it is made for.
    pub level: Level,
    /// The levels that it can be run at, ascending; `level` is among them.
    pub levels: Vec<Level>,
    /// 1 to 5 within its level.
    pub difficulty: u32,
    /// Length of the round; the sum of the phases.
    pub minutes: u32,
    /// Stacks that it needs; none means any.
    pub stack: Vec<Safe>,
    /// Topics, from the bank's list.
    pub topics: Vec<TopicId>,
    /// Free words.
    pub tags: Vec<Safe>,
    /// What the candidate reads.
    pub statement: Safe,
    /// What the interviewer says when no clarification matches.
    pub default_answer: Safe,
    /// What the interviewer knows and tells when asked.
    pub clarifications: Vec<Clarification>,
    /// The phases with their budgets, in order; at least one.
    pub phases: Vec<Phase>,
    /// What a strong answer covers.
    pub items: Vec<Item>,
    /// Common slips that cost nothing beyond the unmet items.
    pub misses: Vec<Miss>,
    /// Mistakes that limit a dimension.
    pub caps: Vec<Cap>,
    /// Hint ladders, in the order of the file.
    pub ladders: Vec<Ladder>,
    /// Follow-up questions.
    pub follow_ups: Vec<FollowUp>,
    /// The dimensions in use.
    pub rubric: Vec<Row>,
    /// Answers at known ratings.
    pub exemplars: Vec<Exemplar>,
    /// What is told after the round.
    pub debrief: Debrief,
    /// What only this kind of prompt has.
    pub detail: Detail,
}

/// A fact that the interviewer gives when asked the right thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clarification {
    /// Its name.
    pub id: ClarificationId,
    /// How much it matters.
    pub value: Value,
    /// Lower-case stems that find it in a typed question.
    pub keys: Vec<String>,
    /// The question as the interviewer understood it.
    pub ask: Safe,
    /// The answer as spoken.
    pub answer: Safe,
    /// What the answer changes; for the close.
    pub effect: Safe,
}

/// A named part of a round with its own budget.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phase {
    /// Its name.
    pub id: PhaseId,
    /// Its budget.
    pub minutes: u32,
    /// What it is for.
    pub goal: Safe,
    /// How to tell that it is done.
    pub exit: Safe,
    /// What this prompt's interviewer says at its start.
    pub cue: Option<Safe>,
}

/// One observable thing that a strong answer covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its name.
    pub id: ItemId,
    /// The phase in which it is expected.
    pub phase: PhaseId,
    /// The dimension that it speaks for.
    pub dimension: DimensionId,
    /// How much it counts.
    pub weight: Weight,
    /// The lowest level that is expected to show it.
    pub from: Level,
    /// What an observer could point at.
    pub seen: Safe,
    /// What the interviewer would ask about it.
    pub probe: Safe,
    /// Lower-case fragments by which a line shows it.
    pub cues: Vec<String>,
}

/// A common slip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Miss {
    /// Its name.
    pub id: MissId,
    /// What it is.
    pub text: Safe,
}

/// A mistake that limits a dimension's rating.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cap {
    /// Its name.
    pub id: CapId,
    /// The dimension that it limits.
    pub dimension: DimensionId,
    /// The highest rating that it allows.
    pub max: Rating,
    /// What the mistake is.
    pub text: Safe,
}

/// Three hints for one item, each saying more and costing more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ladder {
    /// The item that the hints are about.
    pub item: ItemId,
    /// The hints, from a nudge to nearly giving it away.
    pub rungs: [Rung; 3],
}

/// One hint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rung {
    /// Points that the item is worth less once this hint was taken; not added to earlier rungs'.
    pub cost: u32,
    /// The hint.
    pub text: Safe,
}

/// When a follow-up is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum When {
    /// In every round.
    Always,
    /// When there is time left at the end.
    TimeLeft,
    /// When a line shows the item.
    Hit(ItemId),
    /// When no line shows the item.
    Miss(ItemId),
}

/// A question that the interviewer adds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowUp {
    /// Its name.
    pub id: FollowUpId,
    /// When it is asked.
    pub when: When,
    /// The lowest level at which it is asked.
    pub from: Level,
    /// How long an answer takes.
    pub minutes: u32,
    /// Stacks that it is about; none means any.
    pub stack: Vec<Safe>,
    /// The question.
    pub ask: Safe,
    /// What an answer should touch; for the close.
    pub listen_for: Vec<Safe>,
}

/// A dimension in use: its weight and its four ratings in words.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Its name.
    pub dimension: DimensionId,
    /// Its title.
    pub title: Safe,
    /// The question that it answers.
    pub asks: Safe,
    /// Its share among the prompt's dimensions, relative.
    pub weight: f64,
    /// The four ratings in words, the lowest first.
    pub words: [Safe; 4],
}

impl Row {
    /// A rating of this dimension in words.
    pub fn word(&self, rating: Rating) -> &Safe {
        let [one, two, three, four] = &self.words;
        match rating {
            Rating::StrongNoHire => one,
            Rating::LeanNoHire => two,
            Rating::LeanHire => three,
            Rating::StrongHire => four,
        }
    }
}

/// An answer at a known rating.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exemplar {
    /// Its name.
    pub id: ExemplarId,
    /// The hire call that it earns.
    pub rating: Rating,
    /// The answer.
    pub text: Safe,
    /// The items that it shows.
    pub covers: Vec<ItemId>,
    /// The rating that it earns on every dimension in use.
    pub ratings: BTreeMap<DimensionId, Rating>,
}

/// What is told after the round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Debrief {
    /// A strong answer in a paragraph.
    pub model: Safe,
    /// What the prompt turns on.
    pub deciding_moment: Safe,
    /// Prompts to take next.
    pub next: Vec<PromptId>,
}

impl Prompt {
    /// What sort of interview it belongs to.
    pub fn kind(&self) -> Kind {
        match self.detail {
            Detail::Coding(_) => Kind::Coding,
            Detail::Design(_) => Kind::SystemDesign,
            Detail::Incident(_) => Kind::Incident,
            Detail::Behavioral(_) => Kind::Behavioral,
            Detail::Screen(_) => Kind::Screen,
            Detail::Negotiation(_) => Kind::Negotiation,
        }
    }

    /// The items that a round at `level` is rated on, in the order of the phases.
    pub fn items_at(&self, level: Level) -> Vec<&Item> {
        let in_phase = |phase: &Phase| {
            let id = phase.id.clone();
            self.items
                .iter()
                .filter(move |item| item.phase == id && item.from <= level)
        };
        self.phases.iter().flat_map(in_phase).collect()
    }

    /// The row of a dimension.
    pub fn row(&self, dimension: &DimensionId) -> Option<&Row> {
        self.rubric.iter().find(|row| row.dimension == *dimension)
    }

    /// An item by its name.
    pub fn item(&self, id: &ItemId) -> Option<&Item> {
        self.items.iter().find(|item| item.id == *id)
    }

    /// The twists; none but a design prompt has any.
    pub fn twists(&self) -> &[Twist] {
        match &self.detail {
            Detail::Design(design) => &design.twists,
            Detail::Coding(_)
            | Detail::Incident(_)
            | Detail::Behavioral(_)
            | Detail::Screen(_)
            | Detail::Negotiation(_) => &[],
        }
    }
}
