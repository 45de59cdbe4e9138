//! What only a screen prompt has: who asks what, and what they give away.

use crate::domain::bank::QuestionId;
use crate::domain::raw::Choice;
use crate::domain::text::Safe;

/// Who asks in a screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Who {
    /// A recruiter.
    Recruiter,
    /// The manager of the team.
    HiringManager,
    /// An engineer.
    Technical,
}

impl Choice for Who {
    const WHAT: &'static str = "an interviewer";
    const WORDS: &'static [(&'static str, Self)] = &[
        ("recruiter", Self::Recruiter),
        ("hiring-manager", Self::HiringManager),
        ("technical", Self::Technical),
    ];
}

/// What only a screen prompt has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Screen {
    /// Who asks.
    pub who: Who,
    /// The person who asks.
    pub role: Role,
    /// The questions in order.
    pub questions: Vec<Question>,
    /// What is given away when asked about.
    pub reveals: Vec<Reveal>,
}

/// The person who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    /// Their name.
    pub name: Safe,
    /// Their position.
    pub title: Safe,
    /// What they hope for.
    pub wants: Safe,
    /// What they fear.
    pub worries: Vec<Safe>,
}

/// A question of a screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Its name.
    pub id: QuestionId,
    /// How long its answer takes.
    pub minutes: u32,
    /// The question.
    pub ask: Safe,
    /// What a good answer has; for the close.
    pub good: Safe,
    /// What a poor answer sounds like; for the close.
    pub poor: Safe,
}

/// Something that is given away when asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reveal {
    /// Stems that find it in a typed question.
    pub keys: Vec<String>,
    /// What is said.
    pub text: Safe,
}
