//! `mockloop outcome`.

use clap::Subcommand;

use super::Done;
use crate::engine::{Desk, Error, Inputs};
use crate::interface::session::Late;
use crate::report;
use crate::report::document::Document;

pub(super) const EXAMPLES: &str = "\
Examples:
  mockloop outcome add north --company North    write an interview down, or add the next one
  mockloop outcome list                         all of them; from three on, beside practice
  mockloop outcome show north --evidence        what was promised, for an offer's file";

#[derive(Debug, Subcommand)]
pub(in crate::interface) enum OutcomeCommand {
    /// Write a company's interviews down, or add to them
    Add {
        /// A name for it, such as north-2026
        id: String,
        /// What you call the company; asked for without it
        #[arg(long, value_name = "NAME")]
        company: Option<String>,
    },
    /// List all real interviews
    List {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Read one company's interviews
    Show {
        /// Its name
        id: String,
        /// Print what was promised as the TOML that an offer's file takes
        #[arg(long, conflicts_with = "json")]
        evidence: bool,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
}

pub(super) async fn run<I: Inputs>(
    command: OutcomeCommand,
    desk: &mut Desk<'_>,
    inputs: Late<'_, I>,
) -> Result<Done, Error> {
    Ok(match command {
        OutcomeCommand::Add { id, company } => {
            let company = company.as_deref();
            Done::Talked(desk.add_outcome(&id, company, inputs.get()?).await?)
        }
        OutcomeCommand::List { json } => {
            let (all, beside) = desk.outcomes()?;
            let value = json.then(|| report::outcome::json(&all, &beside));
            Done::Printed(value, report::outcome::list(&all, &beside))
        }
        OutcomeCommand::Show {
            id, evidence: true, ..
        } => {
            let text = desk.outcome_evidence(&id)?;
            let document = if text.is_empty() {
                Document::line("Nothing was promised.")
            } else {
                Document::default().verbatim(text)
            };
            Done::Printed(None, document)
        }
        OutcomeCommand::Show { id, json, .. } => {
            let one = desk.outcome(&id)?;
            let document = report::outcome::show(&one);
            Done::Printed(json.then(|| report::outcome::json(&[one], &[])), document)
        }
    })
}
