//! Questions outside of rounds: one line is asked for at a time.

use super::desk::Desk;
use super::error::Error;
use super::inputs::{Arrived, Inputs};
use super::play::Outcome;
use super::ui::Ui;
use crate::domain::bank::Rating;
use crate::domain::round::LINE_LIMIT_BYTES;
use crate::io::store::StoreError;
use crate::report::document::Document;
use crate::report::words::count;

/// What ends a conversation before its last question.
#[derive(Debug)]
pub(super) enum Stop {
    /// The human left, the input ended, or a signal came.
    Out(Outcome),
    /// Something failed.
    Failed(Error),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.into())
    }
}

/// How a conversation ended, for a command: leaving early is no failure.
pub(super) fn settle(ended: Result<(), Stop>) -> Result<Outcome, Error> {
    match ended {
        Ok(()) => Ok(Outcome::Left),
        Err(Stop::Out(outcome)) => Ok(outcome),
        Err(Stop::Failed(error)) => Err(error),
    }
}

impl Desk<'_> {
    /// Begins a conversation.
    pub(super) fn talk<'u, 'i, I>(&'u mut self, inputs: &'i mut I) -> Talk<'u, 'i, I> {
        Talk {
            ui: &mut *self.table.ui,
            inputs,
        }
    }
}

/// A conversation of questions and lines.
pub(super) struct Talk<'u, 'i, I> {
    pub(super) ui: &'u mut dyn Ui,
    pub(super) inputs: &'i mut I,
}

/// What is heard while a line is awaited.
pub(super) enum Heard {
    /// Time went by.
    Tick,
    /// A line was entered.
    Line(String),
}

impl<I: Inputs> Talk<'_, '_, I> {
    /// Waits for what comes next; what the terminal needs is dealt with meanwhile.
    pub(super) async fn hear(&mut self) -> Result<Heard, Stop> {
        loop {
            match self.inputs.next().await {
                Arrived::Tick => return Ok(Heard::Tick),
                Arrived::Line(line) => return Ok(Heard::Line(line)),
                Arrived::EndOfInput => return Err(Stop::Out(Outcome::EndOfInput)),
                Arrived::Signal(signal) => return Err(Stop::Out(Outcome::Signal(signal))),
                Arrived::Suspend => self.ui.suspend(),
                Arrived::Continued => self.ui.take_again(),
                // Outside of rounds no draft is kept and no editor is open.
                Arrived::Draft(_) | Arrived::Edited(_) => {}
            }
        }
    }

    /// Asks, and gives the line without the space around it. `/quit` leaves.
    pub(super) async fn ask(&mut self, question: &Document) -> Result<String, Stop> {
        if !question.is_empty() {
            self.ui.say(question);
        }
        loop {
            self.ui.await_line();
            let line = loop {
                match self.hear().await? {
                    Heard::Tick => {}
                    Heard::Line(line) => break line,
                }
            };
            match line.trim() {
                "/quit" | "/q" => return Err(Stop::Out(Outcome::Left)),
                line if line.len() > LINE_LIMIT_BYTES => self.ui.say(&Document::problem(format!(
                    "This line has {}; at most {LINE_LIMIT_BYTES} are kept. Nothing was kept: \
                     shorten it.",
                    count(line.len(), "byte"),
                ))),
                line => return Ok(line.to_owned()),
            }
        }
    }

    /// Asks until a line fits; what does not fit is told why.
    pub(super) async fn ask_for<T>(
        &mut self,
        question: &Document,
        mut read: impl FnMut(&str) -> Result<T, Document>,
    ) -> Result<T, Stop> {
        let mut line = self.ask(question).await?;
        loop {
            match read(&line) {
                Ok(value) => return Ok(value),
                Err(why) => line = self.ask(&why).await?,
            }
        }
    }

    /// Asks for a rating; nothing if it is left out.
    pub(super) async fn rating(
        &mut self,
        question: &Document,
        all: &Document,
    ) -> Result<Option<Rating>, Stop> {
        self.ask_for(question, |line| match line.to_lowercase().as_str() {
            "" => Err(Document::problem("An empty line keeps nothing.")),
            "skip" => Ok(None),
            "?" => Err(all.clone()),
            "met" => Ok(Some(Rating::BAR)),
            "above" => Ok(Some(Rating::StrongHire)),
            other => match other.parse().ok().and_then(Rating::from_number) {
                Some(rating) => Ok(Some(rating)),
                None => Err(Document::problem(
                    "Type 1, 2, 3 or 4, or skip; ? reads all four.",
                )),
            },
        })
        .await
    }
}
