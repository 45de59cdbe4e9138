//! The road to a date, around practice: stories and what else prepares for the real interview.

mod day;
mod drill;
mod grade;
mod outcome;
mod peer;
mod plan;
mod report;
mod story;

use std::path::PathBuf;

use clap::Subcommand;

use self::day::LoopArgs;
use self::drill::DrillArgs;
use self::grade::GradeArgs;
use self::outcome::OutcomeCommand;
use self::peer::PeerCommand;
use self::plan::PlanCommand;
use self::report::ReportArgs;
use self::story::StoryCommand;
use super::cli::Everywhere;
use super::exit;
use super::session::{Session, library, say_left_out};
use crate::engine::{Error, Imported, Inputs, Outcome, write_text};
use crate::report::document::Document;
use crate::report::takeaway;
use crate::report::words::count;

const IMPORT_EXAMPLES: &str = "\
Examples:
  mockloop import history.jsonl           what `mockloop export --out history.jsonl` wrote
  sort -u attempts.jsonl | mockloop import -
An attempt from elsewhere is one record a line; only at, kind and final have to be there:
  {\"at\":\"2026-11-24T18:00:00+01:00\",\"kind\":\"coding\",\"final\":{\"correctness\":3}}";

const EXPORT_EXAMPLES: &str = "\
Examples:
  mockloop export --out history.jsonl     everything; `mockloop import` takes it in elsewhere
  mockloop export --anki --out missed.txt
  mockloop export --csv --out ratings.csv";

#[derive(Debug, Subcommand)]
pub(super) enum RoadCommand {
    /// Play a whole interview day: rounds in order, breaks, a debrief
    #[command(before_help = day::EXAMPLES)]
    Loop(LoopArgs),
    /// Practise one part of a prompt for five to twelve minutes
    #[command(before_help = drill::EXAMPLES)]
    Drill(DrillArgs),
    /// Print the whole history, one event on a line, with the texts of its prompts; or a part of it
    /// for another program
    #[command(before_help = EXPORT_EXAMPLES)]
    Export {
        /// Items that you missed, as text that Anki takes in; again updates the cards
        #[arg(long, conflicts_with = "csv")]
        anki: bool,
        /// Ratings as a table for a spreadsheet, a row for each round and dimension
        #[arg(long)]
        csv: bool,
        /// Write it to this file instead
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Take in what `export` wrote, or attempts from elsewhere; what is there already is passed over
    #[command(before_help = IMPORT_EXAMPLES)]
    Import {
        /// A file with one JSON object a line; - reads the input
        file: PathBuf,
    },
    /// Make one page of readiness, weak areas and plan, to look at, to print, to take away
    #[command(before_help = report::EXAMPLES)]
    Report(ReportArgs),
    /// Rate exemplars before their labels are seen: the interviewer's chair
    #[command(before_help = grade::EXAMPLES)]
    Grade(GradeArgs),
    /// Plan the days up to an interview
    #[command(before_help = plan::EXAMPLES)]
    Plan {
        #[command(subcommand)]
        command: PlanCommand,
    },
    /// Write your stories, tell them against the clock, see which competencies have none
    #[command(before_help = story::EXAMPLES)]
    Story {
        #[command(subcommand)]
        command: StoryCommand,
    },
    /// Write real interviews down: what was asked, what surprised, what was promised
    #[command(before_help = outcome::EXAMPLES)]
    Outcome {
        #[command(subcommand)]
        command: OutcomeCommand,
    },
    /// Have a round rated by somebody else, or by yourself a week later
    #[command(before_help = peer::EXAMPLES)]
    Peer {
        #[command(subcommand)]
        command: PeerCommand,
    },
}

/// What a command comes to.
enum Done {
    /// Something to print.
    Printed(Option<serde_json::Value>, Document),
    /// A conversation that ended.
    Talked(Outcome),
    /// A text as it is.
    Text(String),
}

pub(super) async fn run<I: Inputs>(
    command: RoadCommand,
    asked: &Everywhere,
    session: &mut Session<'_, I>,
) -> Result<u8, Error> {
    let place = session.place()?;
    let library = library(asked, &session.data)?;
    let width = session.world.width();
    say_left_out(&library, session.world.err, width);
    let manner = session.manner;
    let (mut ui, inputs) = session.counter();
    let mut desk = place.desk(&mut *ui, library);
    let done = match command {
        RoadCommand::Loop(asked) => day::run(asked, &mut desk, inputs).await?,
        RoadCommand::Drill(asked) => drill::run(asked, &mut desk, inputs).await?,
        RoadCommand::Export { anki, csv, out } => {
            let text = match (anki, csv) {
                (true, _) => takeaway::anki(&desk.missed()?),
                (false, true) => takeaway::csv(&desk.rating_rows()?),
                (false, false) => desk.export()?,
            };
            export(text, out)?
        }
        RoadCommand::Import { file } => {
            let imported = desk.import(&file, || inputs.get()).await?;
            Done::Printed(None, imported_in_words(&imported))
        }
        RoadCommand::Report(asked) => report::run(&asked, &desk)?,
        RoadCommand::Grade(asked) => grade::run(asked, &mut desk, inputs).await?,
        RoadCommand::Plan { command } => plan::run(command, &desk)?,
        RoadCommand::Story { command } => story::run(command, &mut desk, manner, inputs).await?,
        RoadCommand::Outcome { command } => outcome::run(command, &mut desk, inputs).await?,
        RoadCommand::Peer { command } => peer::run(command, &mut desk, inputs).await?,
    };
    drop(desk);
    drop(ui);
    match done {
        Done::Talked(outcome) => Ok(exit::of_outcome(outcome)),
        Done::Text(text) => {
            session.print_text(&text);
            Ok(exit::OK)
        }
        Done::Printed(value, document) => {
            session.print(value, &document);
            Ok(exit::OK)
        }
    }
}

fn export(text: String, out: Option<PathBuf>) -> Result<Done, Error> {
    let Some(path) = out else {
        return Ok(Done::Text(text));
    };
    write_text(&path, &text)?;
    let document = Document::line("Written:").verbatim(format!("  {}", path.display()));
    Ok(Done::Printed(None, document))
}

fn imported_in_words(imported: &Imported) -> Document {
    let mut said = Vec::new();
    let attempts = imported.attempts + imported.known_attempts;
    if imported.events + imported.known > 0 || attempts == 0 {
        said.push(format!(
            "{} taken in, of {} that are new; {} there already.",
            count(imported.events, "event"),
            count(imported.rounds, "round"),
            count(imported.known, "event"),
        ));
    }
    if attempts > 0 {
        said.push(format!(
            "{} from elsewhere taken in; {} there already.",
            count(imported.attempts, "attempt"),
            count(imported.known_attempts, "attempt"),
        ));
    }
    Document::line(said.join(" "))
}
