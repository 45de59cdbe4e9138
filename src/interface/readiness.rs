//! `mockloop readiness` and what belongs to it: what the history says, and for which role.

use std::path::Path;

use clap::{Args, Subcommand};
use serde_json::Value;

use super::bank::Printed;
use super::cli::word;
use crate::domain::config::STARTS;
use crate::domain::day::Day;
use crate::domain::plan::{Aim, Standing};
use crate::domain::readiness::{By, History, Reading, Role};
use crate::engine::{self, DEFAULT_ROLE, Error, Library, Target};
use crate::io::clock::{self, Clock};
use crate::io::store::Journal;
use crate::report::document::Document;
use crate::report::readiness as told;
use crate::report::words::list;
use crate::report::{Manner, draw};

const EXAMPLES: &str = "\
Examples:
  mockloop readiness                      where you stand today, as a range
  mockloop readiness --at 2026-12-18      the same on the day of the interview
  mockloop readiness --role backend       for another role
  mockloop readiness --role my-role.toml --json";

const TRENDS_EXAMPLES: &str = "\
Examples:
  mockloop trends                         a line for each kind
  mockloop trends --by dimension --plain  the same of dimensions, as text to be read aloud";

const WEAK_EXAMPLES: &str = "\
Examples:
  mockloop weak                           what to work on, the most to win first
  mockloop weak --kind coding             only in coding rounds";

const WHY_EXAMPLES: &str = "\
Examples:
  mockloop why                            what moved readiness last
  mockloop why des-webhook-delivery       what speaks for this prompt now";

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
    /// Show how things went over time: lines with their ranges, a map of kinds and dimensions
    #[command(before_help = TRENDS_EXAMPLES)]
    Trends {
        #[command(flatten)]
        asked: Asked,
        /// What gets a line: kind, dimension or topic
        #[arg(long, default_value = "kind", value_parser = word::<By>)]
        by: By,
    },
    /// Tell what is below the bar, with the evidence of your own rounds
    #[command(before_help = WEAK_EXAMPLES)]
    Weak {
        #[command(flatten)]
        asked: Asked,
        /// Only this kind's dimensions
        #[arg(long, value_name = "KIND")]
        kind: Option<String>,
    },
    /// Set ratings beside the evidence for them: first and final, ticks, tests, other raters
    Calibration {
        #[command(flatten)]
        asked: Asked,
    },
    /// Tell what moved readiness last; with a prompt, what speaks for drawing it now
    #[command(before_help = WHY_EXAMPLES)]
    Why {
        /// A prompt's id
        prompt: Option<String>,
        #[command(flatten)]
        asked: Asked,
    },
    /// Look at roles, and begin one of your own
    #[command(before_help = ROLES_EXAMPLES)]
    Roles {
        #[command(subcommand)]
        command: RolesCommand,
    },
}

/// For whom, and how it is printed.
#[derive(Debug, Args)]
pub(super) struct Asked {
    /// A role's name, or the path of its file; without it the configuration's
    #[arg(long, value_name = "ROLE")]
    role: Option<String>,
    /// Where a strict assessor would have put you before the first round, 1 to 4; without it the
    /// configuration's
    #[arg(long, value_name = "RATING", value_parser = start)]
    start: Option<f64>,
    /// Print JSON
    #[arg(long)]
    pub(super) json: bool,
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

fn start(text: &str) -> Result<f64, String> {
    let rating: Option<f64> = text.parse().ok();
    let rating = rating.filter(|rating| STARTS.contains(rating));
    rating.ok_or_else(|| "write a rating from 1 to 4, such as 2.5".to_owned())
}

/// What these commands work with.
pub(super) struct Place<'a> {
    pub(super) journal: &'a dyn Journal,
    pub(super) library: &'a Library,
    pub(super) clock: &'a dyn Clock,
    pub(super) data: &'a Path,
    pub(super) manner: Manner,
    pub(super) target: &'a Target,
}

impl Place<'_> {
    /// What the history is read for: as asked, else as the configuration has it.
    fn target(&self, asked: &Asked) -> Target {
        let role = asked.role.clone();
        Target {
            role: role.unwrap_or_else(|| self.target.role.clone()),
            start: asked.start.or(self.target.start),
        }
    }

    /// The history from where it began, and the role that it is read for.
    fn read(&self, asked: &Asked) -> Result<(Role, History), Error> {
        let target = self.target(asked);
        let role = engine::role(self.library, &target.role)?;
        Ok((role, engine::history(self.journal, target.start)?))
    }

    /// The time as it is written, and in milliseconds since 1970.
    pub(super) fn now(&self) -> (String, i64) {
        let now = self.clock.now().wall.to_string();
        let now_ms = clock::instant_ms(&now).unwrap_or(0);
        (now, now_ms)
    }

    fn trends(
        &self,
        (history, role): (&History, &Role),
        now_ms: i64,
        by: By,
    ) -> Result<told::Trends, Error> {
        Ok(told::Trends {
            series: history.series(role, now_ms, by),
            cells: history.read(role, now_ms).cells,
            moves: history.moves(),
            phases: engine::phase_uses(self.journal)?,
            bar: role.bar,
        })
    }

    fn weak(
        &self,
        history: &History,
        reading: &Reading,
        kind: Option<&str>,
    ) -> Result<told::Weak, Error> {
        let areas = reading.weak_areas(kind);
        let told_areas = areas.weak.iter().take(told::WEAK_TOLD);
        let evidence = told_areas.map(|area| engine::evidence(self.journal, &area.of));
        let evidence = evidence.collect::<Result<_, _>>()?;
        Ok(told::Weak {
            areas,
            evidence,
            coding: history.coding_items(),
        })
    }

    /// Everything for a page, as of an instant.
    pub(super) fn report<'r>(
        &self,
        asked: &Asked,
        now: &'r str,
        plan: Option<(&'r Aim, &'r [Standing], Day)>,
    ) -> Result<told::Report<'r>, Error> {
        let (role, history) = self.read(asked)?;
        let now_ms = clock::instant_ms(now).unwrap_or(0);
        let reading = history.read(&role, now_ms);
        Ok(told::Report {
            at: now,
            index: history.index_over_time(&role),
            trends: self.trends((&history, &role), now_ms, By::Kind)?,
            weak: self.weak(&history, &reading, None)?,
            ledger: history.ledger(),
            reading,
            plan,
        })
    }
}

pub(super) fn run(command: InsightCommand, place: &Place<'_>) -> Result<Printed, Error> {
    match command {
        InsightCommand::Readiness { asked, at } => readiness(place, &asked, at.as_deref()),
        InsightCommand::Trends { asked, by } => trends(place, &asked, by),
        InsightCommand::Weak { asked, kind } => weak(place, &asked, kind.as_deref()),
        InsightCommand::Calibration { asked } => calibration(place, &asked),
        InsightCommand::Why { prompt, asked } => why(place, &asked, prompt.as_deref()),
        InsightCommand::Roles { command } => roles(place, command),
    }
}

fn readiness(place: &Place<'_>, asked: &Asked, at: Option<&str>) -> Result<Printed, Error> {
    let (role, history) = place.read(asked)?;
    let (now, now_ms) = place.now();
    let until_ms = at.map(|day| later_day(day, &now, now_ms)).transpose()?;
    let today = history.read(&role, now_ms);
    let Some((until_ms, day)) = until_ms.zip(at) else {
        let value = asked.json.then(|| told::reading_json(&today, &now));
        return Ok(Printed::ok(value, told::reading(&today, None)));
    };
    let forecast = history.forecast(&role, now_ms, until_ms);
    let value = asked.json.then(|| {
        let then = history.read(&role, until_ms);
        told::forecast_json((&then, day), (&today, &now), &forecast)
    });
    Ok(Printed::ok(
        value,
        told::reading(&today, Some((day, &forecast))),
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

fn trends(place: &Place<'_>, asked: &Asked, by: By) -> Result<Printed, Error> {
    let (role, history) = place.read(asked)?;
    let now = place.now();
    let trends = place.trends((&history, &role), now.1, by)?;
    let value = asked
        .json
        .then(|| told::trends_json(&trends, &now.0, &role.id));
    Ok(Printed::ok(value, told::trends(&trends, place.manner)))
}

fn weak(place: &Place<'_>, asked: &Asked, kind: Option<&str>) -> Result<Printed, Error> {
    let (role, history) = place.read(asked)?;
    let (now, now_ms) = place.now();
    let reading = history.read(&role, now_ms);
    let kinds: Vec<String> = reading
        .kinds
        .iter()
        .map(|area| area.of.last().to_owned())
        .collect();
    if let Some(kind) = kind.filter(|kind| !kinds.iter().any(|known| known == kind)) {
        let cause = format!("There is no kind {kind} in the role or the history.");
        return Err(Error::usage(cause, format!("There are {}.", list(&kinds))));
    }
    let weak = place.weak(&history, &reading, kind)?;
    let value = asked.json.then(|| told::weak_json(&weak, &now, &role.id));
    Ok(Printed::ok(value, told::weak(&weak)))
}

fn calibration(place: &Place<'_>, asked: &Asked) -> Result<Printed, Error> {
    let (role, history) = place.read(asked)?;
    let (now, now_ms) = place.now();
    let (ledger, reading) = (history.ledger(), history.read(&role, now_ms));
    let offset = reading.own_above_ticks;
    let value = asked
        .json
        .then(|| told::calibration_json(&ledger, offset, &now));
    Ok(Printed::ok(
        value,
        told::calibration(&ledger, offset, reading.rounds),
    ))
}

fn why(place: &Place<'_>, asked: &Asked, prompt: Option<&str>) -> Result<Printed, Error> {
    if let Some(prompt) = prompt {
        let because = engine::because(
            place.library,
            place.journal,
            place.clock,
            place.data,
            (prompt, &place.target(asked)),
        )?;
        let value = asked.json.then(|| draw::because_json(&because));
        return Ok(Printed::ok(value, draw::because(&because)));
    }
    let (role, history) = place.read(asked)?;
    let why = history.why(&role, place.now().1);
    let value = asked.json.then(|| told::why_json(why.as_ref()));
    Ok(Printed::ok(value, told::why(why.as_ref())))
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
