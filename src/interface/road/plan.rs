//! `mockloop plan`.

use std::path::PathBuf;

use clap::Subcommand;

use super::Done;
use crate::domain::day::Day;
use crate::domain::text::Safe;
use crate::engine::{Desk, Error, write_text};
use crate::report;
use crate::report::document::Document;

pub(super) const EXAMPLES: &str = "\
Examples:
  mockloop plan new --interview 2027-01-15                        six hours a week up to then
  mockloop plan new --interview 2027-01-15 --hours-per-week 10 --weak incident,edge-cases
  mockloop plan show                                              today, and all days
  mockloop plan ics --out plan.ics                                for your calendar";

#[derive(Debug, Subcommand)]
pub(in crate::interface) enum PlanCommand {
    /// Plan from today to the day before the interview, instead of the plan before
    New {
        /// The day of the interview, such as 2027-01-15
        #[arg(long, value_name = "DATE")]
        interview: Day,
        /// Hours a week
        #[arg(long, value_name = "H", default_value_t = 6, value_parser = clap::value_parser!(u32).range(1..=40))]
        hours_per_week: u32,
        /// Kinds and dimensions that come first, with commas; from your ratings without it
        #[arg(long, value_name = "LIST", value_delimiter = ',')]
        weak: Vec<String>,
    },
    /// Show today's part, all days, and what moved
    Show {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Print the plan as a calendar (RFC 5545)
    Ics {
        /// Write it to this file instead
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
}

pub(super) fn run(command: PlanCommand, desk: &Desk<'_>) -> Result<Done, Error> {
    let no_plan = || {
        Error::usage(
            "There is no plan yet.",
            "Make one: `mockloop plan new --interview DATE`.",
        )
    };
    let (course, json) = match command {
        PlanCommand::New {
            interview,
            hours_per_week,
            weak,
        } => {
            let weak: Vec<Safe> = weak.iter().map(|name| Safe::new(name.trim())).collect();
            (desk.new_plan(interview, hours_per_week, &weak)?, false)
        }
        PlanCommand::Show { json } => (desk.plan()?.ok_or_else(no_plan)?, json),
        PlanCommand::Ics { out } => {
            let course = desk.plan()?.ok_or_else(no_plan)?;
            let text = report::plan::ics(&course.aim, &course.standing, &desk.stamp());
            let Some(path) = out else {
                return Ok(Done::Text(text));
            };
            write_text(&path, &text)?;
            let document = Document::line("Written:").verbatim(format!("  {}", path.display()));
            return Ok(Done::Printed(None, document));
        }
    };
    let (aim, standing, today) = (&course.aim, &course.standing, course.today);
    let value = json.then(|| report::plan::json(aim, standing, today));
    Ok(Done::Printed(
        value,
        report::plan::show(aim, standing, today),
    ))
}
