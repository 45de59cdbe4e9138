//! `mockloop readiness` and what belongs to it: what the history says, and for which role.

use std::path::Path;

use clap::{Args, Subcommand};
use serde_json::Value;

use super::bank::Printed;
use crate::engine::{self, Arrived, DEFAULT_ROLE, Error, Inputs, Library};
use crate::io::clock::{self, Clock};
use crate::io::files;
use crate::io::store::Journal;
use crate::report::document::Document;
use crate::report::readiness as told;
use crate::report::words::count;

const EXAMPLES: &str = "\
Examples:
  mockloop readiness                      where you stand today, as a range
  mockloop readiness --at 2026-12-18      the same on the day of the interview
  mockloop readiness --role backend       for another role
  mockloop readiness --role my-role.toml --json";

const IMPORT_EXAMPLES: &str = "\
Examples:
  mockloop import attempts.jsonl
  sort -u attempts.jsonl | mockloop import -
One record a line; only at, kind and final have to be there:
  {\"at\":\"2026-11-24T18:00:00+01:00\",\"kind\":\"coding\",\"final\":{\"correctness\":3}}";

const ROLES_EXAMPLES: &str = "\
Examples:
  mockloop roles show backend             what the interviews for a job weigh
  mockloop roles new payments --from backend";

#[derive(Debug, Subcommand)]
pub(super) enum InsightCommand {
    /// Tell how ready you are for a role, as a range, and what would tell more
    #[command(before_help = EXAMPLES)]
    Readiness {
        #[command(flatten)]
        asked: Asked,
        /// As of a later day if you stop, and a forecast if you don't, such as 2026-12-18
        #[arg(long, value_name = "DATE")]
        at: Option<String>,
    },
    /// Look at roles, and begin one of your own
    #[command(before_help = ROLES_EXAMPLES)]
    Roles {
        #[command(subcommand)]
        command: RolesCommand,
    },
    /// Add attempts from elsewhere to the history; twice changes nothing
    #[command(before_help = IMPORT_EXAMPLES)]
    Import {
        /// A file with one record a line, or - for what is typed or piped
        file: String,
    },
}

/// For whom, and how it is printed.
#[derive(Debug, Args)]
pub(super) struct Asked {
    /// A role's name, or the path of its file
    #[arg(long, value_name = "ROLE", default_value = DEFAULT_ROLE)]
    role: String,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Subcommand)]
pub(super) enum RolesCommand {
    /// List the roles at hand
    List {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Read what a role weighs
    Show {
        /// Its name, or the path of its file
        #[arg(default_value = DEFAULT_ROLE)]
        role: String,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Begin a role in your own bank: a copy of another one, to be changed
    New {
        /// The name of the new role
        id: String,
        /// The role to copy
        #[arg(long, value_name = "ROLE", default_value = DEFAULT_ROLE)]
        from: String,
    },
}

/// What these commands work with.
pub(super) struct Place<'a> {
    pub(super) journal: &'a dyn Journal,
    pub(super) library: &'a Library,
    pub(super) clock: &'a dyn Clock,
    pub(super) data: &'a Path,
}

pub(super) async fn run<I: Inputs>(
    command: InsightCommand,
    place: &Place<'_>,
    inputs: impl FnOnce() -> Result<I, Error>,
) -> Result<Printed, Error> {
    match command {
        InsightCommand::Readiness { asked, at } => readiness(place, &asked, at.as_deref()),
        InsightCommand::Roles { command } => roles(place, command),
        InsightCommand::Import { file } => {
            let (source, text) = if file == "-" {
                ("the input".to_owned(), read_all(&mut inputs()?).await)
            } else {
                (file.clone(), read_file(&file)?)
            };
            let imported = engine::import(place.journal, place.clock, &source, &text)?;
            let known = match imported.known {
                0 => String::new(),
                known => format!(", {} known already", count(known, "attempt")),
            };
            let line = format!("{} imported{known}.", count(imported.new, "attempt"));
            Ok(Printed::ok(None, Document::line(line)))
        }
    }
}

fn readiness(place: &Place<'_>, asked: &Asked, at: Option<&str>) -> Result<Printed, Error> {
    let role = engine::role(place.library, &asked.role)?;
    let history = engine::history(place.journal)?;
    let now = place.clock.now().wall;
    let now_ms = clock::instant_ms(now.as_str()).unwrap_or(0);
    let until_ms = at
        .map(|day| later_day(day, now.as_str(), now_ms))
        .transpose()?;
    let reading = history.read(&role, until_ms.unwrap_or(now_ms));
    let forecast = until_ms.map(|until_ms| history.forecast(&role, now_ms, until_ms));
    let value = asked
        .json
        .then(|| told::reading_json(&reading, at.unwrap_or(now.as_str()), forecast.as_ref()));
    // In words today comes first, and the later day after it.
    let today = if at.is_some() {
        history.read(&role, now_ms)
    } else {
        reading
    };
    Ok(Printed::ok(
        value,
        told::reading(&today, at.zip(forecast.as_ref())),
    ))
}

/// The end of a day that is still to come.
fn later_day(day: &str, now: &str, now_ms: i64) -> Result<i64, Error> {
    let asked = format!("--at {day}");
    let Some(until_ms) = clock::end_of_day_ms(day, now).or_else(|| clock::instant_ms(day)) else {
        let remedy = "Write a day such as 2026-12-18.";
        return Err(Error::usage(format!("{asked}: this is no date."), remedy));
    };
    if until_ms < now_ms {
        let today: String = now.chars().take(10).collect();
        let remedy = format!("Today is {today}: name that or a later day.");
        return Err(Error::usage(format!("{asked}: this day is past."), remedy));
    }
    Ok(until_ms)
}

fn roles(place: &Place<'_>, command: RolesCommand) -> Result<Printed, Error> {
    match command {
        RolesCommand::List { json } => {
            let roles = place.library.roles();
            let named: Vec<_> = roles
                .iter()
                .map(|entry| (&entry.bank, &entry.role))
                .collect();
            let value = json.then(|| told::roles_json(&named));
            Ok(Printed::ok(value, told::roles(&named)))
        }
        RolesCommand::Show { role, json } => {
            let role = engine::role(place.library, &role)?;
            let value: Option<Value> = json.then(|| told::role_json(&role));
            Ok(Printed::ok(value, told::role(&role)))
        }
        RolesCommand::New { id, from } => {
            let own = place.data.join("question_banks/own");
            let path = engine::begin_role(place.library, &own, &id, &from)?;
            let path = path.display();
            let document = Document::line("Begun:")
                .verbatim(format!("  {path}"))
                .text("Shift its weights. This tells what does not add up, and this reads it:")
                .verbatim(format!(
                    "  mockloop bank lint {path}\n  mockloop readiness --role {id}"
                ));
            Ok(Printed::ok(None, document))
        }
    }
}

fn read_file(file: &str) -> Result<String, Error> {
    files::read_text(Path::new(file)).map_err(|problem| {
        let cause = format!("{file} can't be read: {problem}.");
        Error::usage(
            cause,
            "Name a file with one record a line, or - for what is piped.",
        )
    })
}

async fn read_all<I: Inputs>(inputs: &mut I) -> String {
    let mut text = String::new();
    loop {
        match inputs.next().await {
            Arrived::Line(line) => {
                text.push_str(&line);
                text.push('\n');
            }
            Arrived::Tick => {}
            Arrived::EndOfInput | Arrived::Signal(_) => return text,
        }
    }
}
