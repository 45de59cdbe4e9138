//! The closed sets of words that prompts are described by: kinds, levels, ratings, weights.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::domain::raw::Choice;

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
    /// How hard a prompt of a difficulty within this level is on the scale that all levels share:
    /// what is 3 for a senior is 2 at mid and 4 at staff.
    pub fn difficulty(self, within: u32) -> f64 {
        let within = f64::from(within);
        match self {
            Self::Mid => within - 1.0,
            Self::Senior => within,
            Self::Staff => within + 1.0,
        }
    }

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
