//! One function for each command.

use super::bank::{self, BankCommand, Printed};
use super::cli::{Cli, Command, Everywhere, RoundCommand};
use super::code::Hands;
use super::config::{self, Settings};
use super::offer::{self, Around, Offer};
use super::session::{Session, data_asked, drafts, library, say_left_out};
use super::world::World;
use super::{backups, doctor, exit, readiness, repl, road, shell};
use crate::domain::history;
use crate::domain::offer::check::Given;
use crate::domain::offer::money::date_of;
use crate::engine::{self, Desk, Error, Inputs, Library};
use crate::io::store::{Journal as _, Sqlite};
use crate::report::document::Document;
use crate::report::{self, json, plain, timeline};

/// Runs a command line; gives the exit code.
pub(super) async fn run<I: Inputs>(cli: Cli, world: World<'_, I>) -> u8 {
    let width = world.width;
    let mut session = match Session::new(&cli, world) {
        Ok(session) => session,
        Err((error, err)) => return exit::of_error(&error, err, width),
    };
    let keeps = cli.command.as_ref().is_none_or(Command::keeps);
    let done = match cli.command {
        Some(command) => perform(command, &cli.everywhere, &mut session).await,
        None => repl::run(&mut session).await,
    };
    if keeps && done.as_ref().is_ok_and(|code| !exit::is_sudden(*code)) {
        session.back_up_daily();
    }
    done.unwrap_or_else(|error| session.tell(&error))
}

/// Runs one command; gives its exit code.
pub(super) async fn perform<I: Inputs>(
    command: Command,
    asked: &Everywhere,
    session: &mut Session<'_, I>,
) -> Result<u8, Error> {
    let printed = match command {
        Command::Doctor { rebuild, json } => {
            if rebuild {
                Sqlite::open(&session.data)?.rebuild()?;
            }
            doctor::run(json, &session.data, &session.world).await
        }
        Command::Backup(command) => backups::run(&command, &session.data, session.world.clock)?,
        Command::Round(command) => return rounds(command, asked, session).await,
        Command::Road(command) => return road::run(command, asked, session).await,
        Command::Offer(offer) => offers(offer, session).await?,
        Command::Insight(command) => insight(command, asked, session)?,
        Command::Taste => {
            let (clock, entropy) = (session.world.clock, session.world.entropy);
            let runner = session.world.runner;
            let (mut ui, inputs) = session.table()?;
            let outcome = engine::taste(clock, entropy, runner, &mut *ui, inputs).await?;
            return Ok(exit::of_outcome(outcome));
        }
        Command::Bank { command } => banks(command, asked, session).await?,
        Command::Shell(command) => shell::run(command, || library(asked, &session.data))?,
        Command::Config { command } => {
            let variables = session.world.variables;
            let asked = data_asked(asked, variables);
            let printed = config::run(&command, asked, variables, &drafts(&session.data))?;
            // Later commands go by what was changed; a file with faults is told when it is used.
            if let Ok(settings) = Settings::read(asked) {
                session.settings = settings;
            }
            printed
        }
    };
    match printed.text {
        Some(text) => session.print_text(&text),
        None => session.print(printed.value, &printed.document),
    }
    Ok(printed.code)
}

fn insight<I: Inputs>(
    command: readiness::InsightCommand,
    asked: &Everywhere,
    session: &mut Session<'_, I>,
) -> Result<Printed, Error> {
    let here = session.place()?;
    let library = library(asked, &session.data)?;
    let width = session.world.width();
    say_left_out(&library, session.world.err, width);
    let place = readiness::Place {
        journal: &here.journal,
        library: &library,
        clock: here.clock,
        data: &session.data,
        manner: session.picture_manner(),
        target: &here.target,
    };
    readiness::run(command, &place)
}

async fn banks<I: Inputs>(
    command: BankCommand,
    asked: &Everywhere,
    session: &mut Session<'_, I>,
) -> Result<Printed, Error> {
    let library = library(asked, &session.data)?;
    // The linter tells all faults, and these commands look at no prompt.
    let tells_itself = matches!(
        command,
        BankCommand::Lint { .. } | BankCommand::Explain { .. } | BankCommand::New { .. }
    );
    if !tells_itself {
        let width = session.world.width();
        say_left_out(&library, session.world.err, width);
    }
    let (err, width) = (&mut *session.world.err, session.world.width);
    let mut tell = |document: &Document| {
        let _ = err.write_all(plain::render(document, width).as_bytes());
    };
    let hands = Hands {
        runner: session.world.runner,
        tell: &mut tell,
    };
    bank::run(command, &library, &session.data, hands).await
}

async fn offers<I: Inputs>(offer: Offer, session: &mut Session<'_, I>) -> Result<Printed, Error> {
    let (clock, entropy) = (session.world.clock, session.world.entropy);
    let (data, editor) = (session.data.clone(), session.editor());
    let (mut ui, inputs) = session.counter();
    let around = Around {
        data: &data,
        given: Given {
            today: date_of(clock.now().wall.as_str()).unwrap_or_default(),
            seed: None,
            draws: None,
        },
        seed: entropy.seed(),
        editor,
        ui: &mut *ui,
    };
    offer::run(offer, around, inputs).await
}

async fn rounds<I: Inputs>(
    command: RoundCommand,
    asked: &Everywhere,
    session: &mut Session<'_, I>,
) -> Result<u8, Error> {
    let place = session.place()?;
    let (value, document) = match command {
        RoundCommand::Practice(practice) => {
            let library = library(asked, &session.data)?;
            let width = session.world.width();
            say_left_out(&library, session.world.err, width);
            let options = practice.options(&session.settings.config);
            let (mut ui, inputs) = session.table()?;
            let mut desk = place.desk(&mut *ui, library);
            if let Some(role) = practice.role {
                desk.target.role = role;
            }
            say_waiting(&mut desk)?;
            let outcome = desk.practice(&options, inputs).await?;
            return Ok(exit::of_outcome(outcome));
        }
        RoundCommand::Resume { round } => {
            // A round that goes on has its prompt in the journal; only its tests are in the bank.
            let library = library(asked, &session.data)?;
            let (mut ui, inputs) = session.table()?;
            let mut desk = place.desk(&mut *ui, library);
            let outcome = desk.resume(round.as_deref(), inputs).await?;
            return Ok(exit::of_outcome(outcome));
        }
        RoundCommand::Abandon { round } => {
            let mut ui = session.ui();
            place.desk(&mut *ui, Library::default()).abandon(&round)?;
            return Ok(exit::OK);
        }
        RoundCommand::Sessions { json: as_json } => {
            let all = place.journal.summaries()?;
            (
                as_json.then(|| json::rounds(&all)),
                report::rounds::list(&all),
            )
        }
        RoundCommand::Replay {
            round,
            json: as_json,
        } => {
            let mut ui = session.ui();
            let desk = place.desk(&mut *ui, Library::default());
            let (prompt, state, events) = desk.course(&round)?;
            let course = timeline::Course {
                prompt: &prompt,
                state: &state,
                events: &events,
            };
            (
                as_json.then(|| timeline::timeline_json(&course)),
                timeline::timeline(&course),
            )
        }
        RoundCommand::Show {
            round,
            json: as_json,
        } => {
            let mut ui = session.ui();
            let desk = place.desk(&mut *ui, Library::default());
            let (prompt, state) = desk.round(&round)?;
            (
                as_json.then(|| json::round(&prompt, &state)),
                report::rounds::show(&prompt, &state),
            )
        }
    };
    session.print(value, &document);
    Ok(exit::OK)
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
