//! What only one kind of prompt has, checked.

mod behavioral;
mod coding;
mod design;
mod incident;
mod negotiation;
mod screen;

pub use behavioral::Behavioral;
pub use coding::{Coding, FilePath, Language, LanguageFiles, Milestone, Mutant, Version};
pub use design::{Design, Estimate, Twist};
pub use incident::{
    Action, Change, ClockTime, Condition, Due, Incident, Inject, Signal, Undo, View,
};
pub use negotiation::{Card, Counterpart, Cue, Ends, Lever, Negotiation, Range, Turn};
pub use screen::{Question, Reveal, Role, Screen, Who};

/// What only one kind of prompt has.
#[derive(Debug, Clone, PartialEq)]
pub enum Detail {
    /// Of a coding prompt.
    Coding(Coding),
    /// Of a design prompt.
    Design(Design),
    /// Of an incident prompt.
    Incident(Incident),
    /// Of a behavioral prompt.
    Behavioral(Behavioral),
    /// Of a screen prompt.
    Screen(Screen),
    /// Of a negotiation prompt.
    Negotiation(Negotiation),
}
