//! One function for each command.

use std::io::Write;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::bank::{self, BankCommand, Printed};
use super::cli::{Cli, Command, Everywhere, Practice, RoundCommand};
use super::exit;
use super::plain::Plain;
use super::readiness;
use super::world::World;
use crate::domain::history;
use crate::engine::{Desk, Error, Inputs, Kind, Library, Table};
use crate::io::cache::Cache;
use crate::io::dirs;
use crate::io::files::Folder;
use crate::io::store::Sqlite;
use crate::report::document::Document;
use crate::report::{self, Manner, json, plain};

/// Runs a command; gives the exit code.
pub(super) async fn run<I: Inputs>(cli: Cli, mut world: World<'_, I>) -> u8 {
    match perform(cli, &mut world).await {
        Ok(code) => code,
        Err(error) => exit::of_error(&error, world.err, world.width),
    }
}

async fn perform<I: Inputs>(cli: Cli, world: &mut World<'_, I>) -> Result<u8, Error> {
    let data = data_folder(&cli.everywhere, world)?;
    let first = || Command::Round(RoundCommand::Practice(Practice::default()));
    match cli.command.unwrap_or_else(first) {
        Command::Round(command) => rounds(command, &cli.everywhere, data, world).await,
        Command::Insight(command) => {
            let journal = Sqlite::open(&data)?;
            let library = library(&cli.everywhere, &data)?;
            say_left_out(&library, world.err, world.width);
            let place = readiness::Place {
                journal: &journal,
                library: &library,
                clock: world.clock,
                data: &data,
                manner: picture_manner(&cli.everywhere, world),
            };
            let inputs = || (world.inputs)().map_err(|error| Error::usage(format!("{error}."), ""));
            let (manner, prompts) = (place.manner, asks(world));
            let mut ui = Plain::new(&mut *world.out, world.width, manner, prompts);
            let Printed {
                value,
                document,
                code,
            } = readiness::run(command, &place, inputs, &mut ui).await?;
            print(world.out, value, &document, world.width);
            Ok(code)
        }
        Command::Bank { command } => {
            let library = library(&cli.everywhere, &data)?;
            // The linter tells all faults, and these commands look at no prompt.
            let tells_itself = matches!(
                command,
                BankCommand::Lint { .. } | BankCommand::Explain { .. } | BankCommand::New { .. }
            );
            if !tells_itself {
                say_left_out(&library, world.err, world.width);
            }
            let Printed {
                value,
                document,
                code,
            } = bank::run(command, &library, &data)?;
            print(world.out, value, &document, world.width);
            Ok(code)
        }
    }
}

async fn rounds<I: Inputs>(
    command: RoundCommand,
    asked: &Everywhere,
    data: PathBuf,
    world: &mut World<'_, I>,
) -> Result<u8, Error> {
    let journal = Sqlite::open(&data)?;
    // Only a draw looks into banks: a round that goes on has its prompt in the journal.
    let library = match &command {
        RoundCommand::Practice(_) => library(asked, &data)?,
        RoundCommand::Resume { .. }
        | RoundCommand::Sessions { .. }
        | RoundCommand::Show { .. }
        | RoundCommand::Abandon { .. } => Library::default(),
    };
    say_left_out(&library, world.err, world.width);
    let manner = manner(asked, world);
    let (width, prompts) = (world.width, asks(world));
    let mut ui = Plain::new(&mut *world.out, width, manner, prompts);
    let (clock, entropy) = (world.clock, world.entropy);
    let table = Table {
        journal: &journal,
        clock,
        entropy,
        ui: &mut ui,
    };
    let mut desk = Desk {
        table,
        library,
        data,
    };
    let inputs = || (world.inputs)().map_err(|error| Error::usage(format!("{error}."), ""));
    let (value, document) = match command {
        RoundCommand::Practice(practice) => {
            say_waiting(&mut desk)?;
            let outcome = desk.practice(&practice.options(), &mut inputs()?).await?;
            return Ok(exit::of_outcome(outcome));
        }
        RoundCommand::Resume { round } => {
            let outcome = desk.resume(round.as_deref(), &mut inputs()?).await?;
            return Ok(exit::of_outcome(outcome));
        }
        RoundCommand::Abandon { round } => return desk.abandon(&round).map(|()| exit::OK),
        RoundCommand::Sessions { json: as_json } => {
            let all = desk.rounds()?;
            (
                as_json.then(|| json::rounds(&all)),
                report::rounds::list(&all),
            )
        }
        RoundCommand::Show {
            round,
            json: as_json,
        } => {
            let (prompt, state) = desk.round(&round)?;
            (
                as_json.then(|| json::round(&prompt, &state)),
                report::rounds::show(&prompt, &state),
            )
        }
    };
    print(world.out, value, &document, width);
    Ok(exit::OK)
}

/// Data on stdout, as JSON or as text. A closed pipe is no error.
fn print(out: &mut dyn Write, value: Option<Value>, document: &Document, width: usize) {
    let text = match value {
        Some(value) => format!("{value:#}\n"),
        None => plain::render(document, width),
    };
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

fn say_waiting(desk: &mut Desk<'_>) -> Result<(), Error> {
    let all = desk.rounds()?;
    if let Some(round) = history::open(&all).pop() {
        let number = all.iter().position(|known| known.round == round.round);
        let document = report::rounds::waiting(number.map_or(0, |index| index + 1), round);
        desk.table.ui.say(&document);
    }
    Ok(())
}

fn data_folder<I>(asked: &Everywhere, world: &World<'_, I>) -> Result<PathBuf, Error> {
    let variable = world
        .variables
        .get("MOCKLOOP_DATA_DIR")
        .filter(|path| !path.is_empty());
    let asked = asked.data_dir.as_deref().or(variable.map(Path::new));
    dirs::data(asked).map_err(|error| {
        Error::usage(
            format!("The data folder is not known: {error}."),
            "Give one: --data-dir DIR.",
        )
    })
}

/// The built-in bank, the data folder's and those asked for; what has faults is left out.
fn library(asked: &Everywhere, data: &Path) -> Result<Library, Error> {
    let mut library = Library::new(Some(Cache::new(data.join("cache"))));
    for folder in Folder::all_in(&data.join("question_banks")) {
        library.add(Box::new(folder));
    }
    for path in &asked.bank {
        let before = library.faulty_banks().len();
        library.add(Box::new(Folder::new(path)));
        let faulty = library.faulty_banks().get(before..).unwrap_or_default();
        if !faulty.is_empty() {
            let cause = format!("The bank in {} can't be used.", path.display());
            return Err(Error::new(
                Kind::BadFile(faulty.to_vec()),
                cause,
                "Mend these faults.",
            ));
        }
    }
    Ok(library)
}

/// Tells which prompts and banks are left out for their faults.
fn say_left_out(library: &Library, err: &mut dyn Write, width: usize) {
    let banks = library
        .faulty_banks()
        .iter()
        .map(|file| file.file.to_string());
    for name in banks.chain(library.faulty_prompts()) {
        let text = format!("{name} has faults and is left out. `mockloop bank lint` shows them.");
        let text = plain::render(&Document::line(text), width);
        let _ = err.write_all(text.as_bytes());
    }
}

/// Whether a prompt is shown where a line may be typed.
fn asks<I>(world: &World<'_, I>) -> bool {
    world.input_is_terminal && world.output_is_terminal
}

/// Pictures need a screen that is wide enough; elsewhere they are told in lines.
fn picture_manner<I>(asked: &Everywhere, world: &World<'_, I>) -> Manner {
    if world.width < report::readiness::PICTURE_COLUMNS {
        return Manner::Plain;
    }
    manner(asked, world)
}

fn manner<I>(asked: &Everywhere, world: &World<'_, I>) -> Manner {
    let variable = |name: &str| world.variables.get(name).map(String::as_str);
    let is_plain = asked.plain
        || variable("ACCESSIBLE").is_some_and(|value| !value.is_empty() && value != "0")
        || variable("TERM") == Some("dumb")
        || !world.output_is_terminal;
    if is_plain {
        Manner::Plain
    } else {
        Manner::Screen
    }
}
