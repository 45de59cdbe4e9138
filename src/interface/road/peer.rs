//! `mockloop peer`.

use std::path::PathBuf;

use clap::Subcommand;

use super::Done;
use crate::engine::{Desk, Error, Inputs};
use crate::interface::session::Late;
use crate::report;

pub(super) const EXAMPLES: &str = "\
Examples:
  mockloop peer export                    what to send for the last round, without your ratings
  mockloop peer import answer.md          keep what came back, beside your own ratings
  mockloop peer again 3                   rate round 3 once more, a week later, old ratings hidden";

#[derive(Debug, Subcommand)]
pub(in crate::interface) enum PeerCommand {
    /// Write a round for somebody to rate: a Markdown file with a block to fill in
    Export {
        /// Its number, its id or `last`
        #[arg(default_value = "last")]
        round: String,
        /// The folder; `peer` in the data folder without it
        #[arg(long, value_name = "DIR")]
        to: Option<PathBuf>,
    },
    /// Keep a review that came back
    Import {
        /// The Markdown file or its twin
        file: PathBuf,
    },
    /// Rate an old round of your own again, old ratings hidden
    Again {
        /// Its number or its id
        round: String,
    },
    /// Show what others gave beside your own ratings
    Show {
        /// Its number, its id or `last`
        #[arg(default_value = "last")]
        round: String,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
}

pub(super) async fn run<I: Inputs>(
    command: PeerCommand,
    desk: &mut Desk<'_>,
    inputs: Late<'_, I>,
) -> Result<Done, Error> {
    Ok(match command {
        PeerCommand::Export { round, to } => {
            let [markdown, block] = desk.export_for_peer(&round, to.as_deref())?;
            let (markdown, block) = (markdown.display().to_string(), block.display().to_string());
            Done::Printed(None, report::peer::exported(&markdown, &block))
        }
        PeerCommand::Import { file } => {
            let (prompt, state, rater) = desk.import_from_peer(&file)?;
            Done::Printed(None, report::peer::agreement(&prompt, &state, &rater))
        }
        PeerCommand::Again { round } => Done::Talked(desk.rate_again(&round, inputs.get()?).await?),
        PeerCommand::Show { round, json } => {
            let (prompt, state) = desk.round(&round)?;
            let value = json.then(|| report::peer::json(&state));
            Done::Printed(value, report::peer::show(&prompt, &state))
        }
    })
}
