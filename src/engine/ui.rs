//! What the engine needs of a human.

use crate::report::Manner;
use crate::report::document::Document;

/// Somebody who reads and types.
pub trait Ui {
    /// Says something now.
    fn say(&mut self, document: &Document);

    /// Says something when it does not disturb: the clock speaks by itself.
    fn announce(&mut self, document: &Document);

    /// Shows that a line may be typed.
    fn await_line(&mut self);

    /// How much a question spells out.
    fn manner(&self) -> Manner;
}
