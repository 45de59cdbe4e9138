//! The first screen.

use super::document::Document;
use crate::domain::history::{Progress, Summary};

/// What this is, and what to do next.
pub fn first_screen(waiting: Option<(usize, &Summary)>) -> Document {
    let document = Document::line(
        "mockloop: mock interviews against the clock, rated by yourself, kept on this machine.",
    )
    .text("Talk aloud; type only what you would put on the whiteboard.")
    .gap();
    let document = match waiting {
        Some((number, round)) => {
            let what = match round.progress {
                Progress::Closing => "waits to be rated",
                Progress::Answering | Progress::Finished | Progress::Abandoned => "waits",
            };
            document
                .text(format!("Round {number} ({}) {what}.", round.prompt))
                .item("Enter", "takes it up")
                .item("practice", "draws another")
        }
        None => document.item("Enter", "draws a round and starts its clock"),
    };
    document
        .item(
            "practice system-design --fit 30",
            "draws one that fits half an hour",
        )
        .item("sessions, show, bank list", "look back, and around")
        .item("help, quit", "tells all commands; leaves")
}
