//! A prompt with everything that its interviewer knows, checked.

use std::collections::BTreeMap;

use super::detail::{Detail, Twist};
use super::{
    CapId, ClarificationId, DimensionId, ExemplarId, FollowUpId, ItemId, Kind, Level, MissId,
    PhaseId, PromptId, Rating, Status, TopicId, Value, Weight,
};
use crate::domain::text::Safe;

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

    /// Whether its answer is code that can be run: a short coding prompt is spoken.
    pub fn has_code(&self) -> bool {
        match &self.detail {
            Detail::Coding(coding) => !coding.languages.is_empty(),
            Detail::Design(_)
            | Detail::Incident(_)
            | Detail::Behavioral(_)
            | Detail::Screen(_)
            | Detail::Negotiation(_) => false,
        }
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
