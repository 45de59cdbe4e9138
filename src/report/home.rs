//! The first screen.

use super::document::Document;
use crate::domain::history::{self, Progress, Summary};

/// What an empty line on the first screen does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next<'a> {
    /// There is no round yet: three minutes show what one is like.
    Taste,
    /// A round waits: its number, and what is known of it.
    Resume(usize, &'a Summary),
    /// A round is drawn.
    Draw,
}

impl<'a> Next<'a> {
    /// What comes next after all rounds so far.
    pub fn after(rounds: &'a [Summary]) -> Self {
        match history::open(rounds).pop() {
            Some(round) => {
                let number = rounds.iter().position(|known| known.round == round.round);
                Self::Resume(number.map_or(0, |index| index + 1), round)
            }
            None if rounds.is_empty() => Self::Taste,
            None => Self::Draw,
        }
    }

    /// The command that does it.
    pub fn command(self) -> &'static str {
        match self {
            Self::Taste => "taste",
            Self::Resume(..) => "resume",
            Self::Draw => "practice",
        }
    }
}

/// What this is, and what to do next.
pub fn first_screen(next: Next<'_>) -> Document {
    let document = Document::line(
        "mockloop: mock interviews against the clock, rated by yourself, kept on this machine.",
    )
    .text("Talk aloud; type only what you would put on the whiteboard.")
    .gap();
    let draws = ("practice", "draws a round and starts its clock");
    let document = match next {
        Next::Taste => document
            .item(
                "Enter",
                "three minutes of an incident, to see what a round is like",
            )
            .item(draws.0, draws.1),
        Next::Resume(number, round) => {
            let what = match round.progress {
                Progress::Closing => "waits to be rated",
                Progress::Answering | Progress::Finished | Progress::Abandoned => "waits",
            };
            document
                .text(format!("Round {number} ({}) {what}.", round.prompt))
                .item("Enter", "takes it up")
                .item("practice", "draws another")
        }
        Next::Draw => document.item("Enter", draws.1),
    };
    document
        .item(
            "practice system-design --fit 30",
            "draws one that fits half an hour",
        )
        .item("sessions, show, bank list", "look back, and around")
        .item("help, quit", "tells all commands; leaves")
}
