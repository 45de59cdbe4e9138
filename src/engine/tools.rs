//! The tools of a round: the editor, and a calculator with units.

use super::calc::calculate;
use super::error::Error;
use super::play::Game;
use crate::domain::round::{Input, Stage, State};
use crate::report::document::Document;
use crate::report::reply;

/// A line that is for the tools at hand, not for the round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tool<'a> {
    /// Opens the editor with a text.
    Edit(&'a str),
    /// Calculates.
    Calc(&'a str),
    /// Keeps the last calculation as a note.
    KeepCalc,
}

impl<'a> Tool<'a> {
    /// The tool that a line asks for, if it may be used now.
    pub(super) fn of(line: &'a str, state: &State) -> Option<Self> {
        let (name, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        match (name, rest.trim(), state.stage) {
            ("/edit", text, Stage::Answering { paused: None }) => Some(Self::Edit(text)),
            ("/calc", "keep", Stage::Answering { .. }) => Some(Self::KeepCalc),
            ("/calc", expression, Stage::Answering { .. } | Stage::Closing) => {
                Some(Self::Calc(expression))
            }
            _ => None,
        }
    }
}

impl Game<'_, '_> {
    /// Does what a tool is for. True when the round is left.
    pub(super) fn take_up(&mut self, tool: Tool<'_>) -> Result<bool, Error> {
        match tool {
            Tool::Edit(text) => self.edit(text),
            Tool::Calc(expression) => self.calculate(expression),
            Tool::KeepCalc => return self.keep_calculated(),
        }
        Ok(false)
    }

    fn edit(&mut self, text: &str) {
        self.table.ui.show_clock(None);
        self.is_editing = self.table.ui.edit(text);
        if !self.is_editing {
            self.table.ui.say(&reply::no_editor());
        }
    }

    /// The lines of the editor's text, each entered as if it had been typed.
    pub(super) fn take_edited(&mut self, written: Result<String, String>) -> Result<(), Error> {
        let text = match written {
            Ok(text) => text,
            Err(why) => {
                self.table.ui.say(&Document::problem(why));
                return Ok(());
            }
        };
        let lines = text
            .lines()
            .filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
        for line in lines {
            self.handle(&Input::Line(line.to_owned()))?;
        }
        Ok(())
    }

    fn calculate(&mut self, expression: &str) {
        let document = match calculate(expression) {
            Ok(result) => {
                let line = format!("{expression} = {result}");
                let document = reply::calculated(&line);
                self.calculated = Some(line);
                document
            }
            Err(why) => reply::not_calculated(expression, &why),
        };
        self.table.ui.say(&document);
    }

    fn keep_calculated(&mut self) -> Result<bool, Error> {
        if let Some(line) = self.calculated.take() {
            return self.handle(&Input::Line(format!("/n {line}")));
        }
        self.table.ui.say(&reply::nothing_calculated());
        Ok(false)
    }
}
