//! Questions at a terminal, one line for each answer.

use crate::engine::inputs::{Arrived, Inputs, Signal};
use crate::engine::play::Outcome;
use crate::engine::ui::Ui;
use crate::report::document::Document;

/// Somebody who is asked.
pub struct Talk<'a, I> {
    /// Shows.
    pub ui: &'a mut dyn Ui,
    /// Reads.
    pub inputs: &'a mut I,
}

/// No more answers come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stopped {
    /// The input ended.
    EndOfInput,
    /// A signal came.
    Signal(Signal),
}

impl From<Stopped> for Outcome {
    fn from(stopped: Stopped) -> Self {
        match stopped {
            Stopped::EndOfInput => Self::EndOfInput,
            Stopped::Signal(signal) => Self::Signal(signal),
        }
    }
}

impl<I: Inputs> Talk<'_, I> {
    /// Says something.
    pub fn say(&mut self, document: &Document) {
        self.ui.say(document);
    }

    /// The next line, without white space around it.
    ///
    /// # Errors
    /// No line comes any more.
    pub async fn line(&mut self) -> Result<String, Stopped> {
        self.ui.await_line();
        loop {
            match self.inputs.next().await {
                Arrived::Suspend => self.ui.suspend(),
                Arrived::Continued => self.ui.take_again(),
                Arrived::Tick | Arrived::Draft(_) | Arrived::Edited(_) => {}
                Arrived::Line(line) => return Ok(line.trim().to_owned()),
                Arrived::EndOfInput => return Err(Stopped::EndOfInput),
                Arrived::Signal(signal) => return Err(Stopped::Signal(signal)),
            }
        }
    }

    /// Asks until a line can be read as an answer; a line that can't is told why.
    ///
    /// # Errors
    /// No line comes any more.
    pub async fn ask<T>(
        &mut self,
        question: &str,
        read: impl Fn(&str) -> Result<T, String>,
    ) -> Result<T, Stopped> {
        self.say(&Document::line(question));
        loop {
            let line = self.line().await?;
            match read(&line) {
                Ok(answer) => return Ok(answer),
                Err(why) => self.say(&Document::problem(why)),
            }
        }
    }
}
