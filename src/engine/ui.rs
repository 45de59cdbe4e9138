//! What the engine needs of a human.

use crate::report::Manner;
use crate::report::bar::Bar;
use crate::report::document::Document;

/// What is awaited where something may be typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Awaited {
    /// A line of the candidate's own, which never stands in the history of lines.
    Line {
        /// What is already typed: a draft from before.
        draft: String,
    },
    /// One of a few single keys decides at once; a longer answer or a command may be typed, too.
    Key {
        /// The keys.
        keys: &'static str,
    },
    /// A command, with history and completion.
    Command,
}

/// Somebody who reads and types.
pub trait Ui {
    /// Says something now.
    fn say(&mut self, document: &Document);

    /// Says something when it does not disturb: the clock speaks by itself.
    fn announce(&mut self, document: &Document);

    /// Shows that a line may be typed.
    fn await_line(&mut self);

    /// Shows that something may be typed. Where single keys can't be read, a line is awaited.
    fn await_input(&mut self, awaited: &Awaited) {
        let _ = awaited;
        self.await_line();
    }

    /// How much a question spells out.
    fn manner(&self) -> Manner;

    /// Shows the round's clock, or takes it away.
    fn show_clock(&mut self, bar: Option<&Bar>) {
        let _ = bar;
    }

    /// A budget ran out: a sign besides words, where one is wanted.
    fn ring(&mut self) {}

    /// Opens an editor with a text; what comes of it arrives as an input. False if there is none.
    fn edit(&mut self, text: &str) -> bool {
        let _ = text;
        false
    }

    /// Gives the terminal back, stops the process, and takes the terminal again when it goes on.
    fn suspend(&mut self) {}

    /// Takes the terminal again after the process was stopped from outside.
    fn take_again(&mut self) {}
}
