//! `mockloop report`: everything that the history says as one page.

use std::path::PathBuf;

use clap::Args;

use super::Done;
use crate::engine::{Course, Desk, Error, hand_out};
use crate::interface::readiness::{Asked, Place};
use crate::report::Manner;
use crate::report::document::Document;
use crate::report::readiness as told;

pub(super) const EXAMPLES: &str = "\
Examples:
  mockloop report --to report.html        one file for a browser or a printer; nothing is sent
  mockloop report --to report.html --force --role backend
  mockloop report --json                  the same for programs";

#[derive(Debug, Args)]
pub(in crate::interface) struct ReportArgs {
    /// Write the page to this file; without it the page is printed
    #[arg(long, value_name = "FILE", visible_alias = "out")]
    to: Option<PathBuf>,
    /// Replace the file if it is there
    #[arg(long, requires = "to")]
    force: bool,
    #[command(flatten)]
    asked: Asked,
}

pub(super) fn run(args: &ReportArgs, desk: &Desk<'_>) -> Result<Done, Error> {
    let place = Place {
        journal: desk.table.journal,
        library: &desk.library,
        clock: desk.table.clock,
        data: &desk.data,
        manner: Manner::Plain,
        target: &desk.target,
    };
    let course = desk.plan()?;
    let plan = course.as_ref().map(
        |Course {
             aim,
             standing,
             today,
         }| (aim, standing.as_slice(), *today),
    );
    let (now, _) = place.now();
    let report = place.report(&args.asked, &now, plan)?;
    if args.asked.json {
        let value = told::report_json(&report);
        let document = Document::default();
        return Ok(Done::Printed(Some(value), document));
    }
    let page = told::page(&report);
    let Some(path) = &args.to else {
        return Ok(Done::Text(page));
    };
    hand_out(path, &page, args.force)?;
    let document = Document::line("Written; a browser shows and prints it:")
        .verbatim(format!("  {}", path.display()));
    Ok(Done::Printed(None, document))
}
