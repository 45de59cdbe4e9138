//! What only a negotiation prompt has: levers, a card and the counterpart's lines.

use crate::domain::bank::{ItemId, LeverId, TurnId};
use crate::domain::text::Safe;

/// What only a negotiation prompt has.
#[derive(Debug, Clone, PartialEq)]
pub struct Negotiation {
    /// The currency of its sums.
    pub currency: Safe,
    /// Who makes the offer.
    pub counterpart: Counterpart,
    /// What the candidate alone is told.
    pub card: Card,
    /// What can be talked about.
    pub levers: Vec<Lever>,
    /// The counterpart's lines.
    pub turns: Vec<Turn>,
}

/// Who makes the offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counterpart {
    /// Their name.
    pub name: Safe,
    /// Their position.
    pub role: Safe,
    /// How they talk.
    pub style: Safe,
    /// What they may agree to.
    pub authority: Safe,
}

/// What the candidate alone is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// What they have today.
    pub current: Safe,
    /// What they have if there is no agreement.
    pub alternative: Safe,
    /// What to write down before the talk.
    pub target_hint: Safe,
    /// What can't be moved.
    pub constraints: Vec<Safe>,
}

/// Something that can be talked about.
#[derive(Debug, Clone, PartialEq)]
pub struct Lever {
    /// Its name.
    pub id: LeverId,
    /// From where to where it can be moved.
    pub range: Range,
    /// What it is counted in.
    pub unit: Safe,
}

/// From where to where a lever can be moved: all numbers, or all texts.
#[derive(Debug, Clone, PartialEq)]
pub enum Range {
    /// Numbers, such as sums of money.
    Numbers(Ends<f64>),
    /// Texts, such as dates in words.
    Texts(Ends<Safe>),
}

/// Where a lever begins and how far it goes.
#[derive(Debug, Clone, PartialEq)]
pub struct Ends<T> {
    /// What is offered first.
    pub opening: T,
    /// What the counterpart can agree to alone.
    pub easy: Option<T>,
    /// What needs somebody's approval.
    pub approval: Option<T>,
}

/// A line of the counterpart's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// Its name.
    pub id: TurnId,
    /// When it is said.
    pub cue: Cue,
    /// What is said.
    pub text: Safe,
    /// The items that it brings out.
    pub shows: Vec<ItemId>,
}

/// When a line is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cue {
    /// At a minute of the talk.
    At(u32),
    /// When a line has one of these stems; at least one.
    Keys(Vec<String>),
}
