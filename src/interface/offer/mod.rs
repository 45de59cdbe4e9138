//! `mockloop offer`: weighing offers, from the first figure to the answer.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::bank::Printed;
use crate::domain::offer::check::Given;
use crate::domain::offer::sensitivity::sensitivity;
use crate::engine::Error;
use crate::engine::offers::{Search, threads};
use crate::report::document::Document;
use crate::report::offer::json;

pub(super) const EXAMPLES: &str = "\
Examples:
  mockloop offer compare                          all offers side by side";

/// The offers of a search, weighed.
#[derive(Debug, Args)]
pub(super) struct Offer {
    /// Folder of scorecard.toml and offers/ID.toml; `offers` in the data folder without it
    #[arg(long, global = true, value_name = "DIR")]
    dir: Option<PathBuf>,
    #[command(subcommand)]
    command: OfferCommand,
}

#[derive(Debug, Subcommand)]
enum OfferCommand {
    /// Put the offers side by side
    Compare {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Tell what would change the answer
    Sensitivity {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
}

pub(super) fn run(offer: Offer, data: &Path, given: &Given) -> Result<Printed, Error> {
    let search = Search::new(offer.dir.unwrap_or_else(|| data.join("offers")));
    match offer.command {
        OfferCommand::Compare { .. } => {
            let comparison = search.load(given)?.compare();
            Ok(Printed { value: Some(json::comparison(&comparison)), document: Document::default(), code: 0 })
        }
        OfferCommand::Sensitivity { .. } => {
            let comparison = search.load(given)?.compare();
            let sensitivity = sensitivity(&comparison, threads());
            Ok(Printed { value: Some(json::sensitivity(&comparison, &sensitivity)), document: Document::default(), code: 0 })
        }
    }
}
