//! `mockloop` alone: commands one after another, in the same grammar as on the command line.

use super::cli::Cli;
use super::command::{Session, perform};
use super::exit;
use crate::engine::{Arrived, Course, Error, Inputs, Outcome};
use crate::report::document::Document;
use crate::report::home::{self, Next};

/// Takes commands until there are no more; gives the exit code.
pub(super) async fn run<I: Inputs>(session: &mut Session<'_, I>) -> Result<u8, Error> {
    // Inputs come first: what is said on the first screen can then be answered at once.
    session.inputs()?;
    let document = first_screen(session)?;
    session.say(&document);
    loop {
        session.await_command();
        match next(session).await? {
            Said::Line(line) => {
                if let Some(code) = command(&line, session).await? {
                    return Ok(code);
                }
            }
            Said::End(outcome) => return Ok(exit::of_outcome(outcome)),
        }
    }
}

/// What was said where a command was awaited.
enum Said {
    Line(String),
    End(Outcome),
}

async fn next<I: Inputs>(session: &mut Session<'_, I>) -> Result<Said, Error> {
    loop {
        match session.inputs()?.next().await {
            Arrived::Line(line) => return Ok(Said::Line(line)),
            Arrived::EndOfInput => return Ok(Said::End(Outcome::EndOfInput)),
            Arrived::Signal(signal) => return Ok(Said::End(Outcome::Signal(signal))),
            Arrived::Suspend => session.suspend(),
            Arrived::Continued => session.take_again(),
            // No round is on: there is no clock and no draft.
            Arrived::Tick | Arrived::Draft(_) | Arrived::Edited(_) => {}
        }
    }
}

fn first_screen<I: Inputs>(session: &mut Session<'_, I>) -> Result<Document, Error> {
    let (rounds, plan) = session.standing()?;
    let today = plan.as_ref().map(Course::as_of_today);
    Ok(home::first_screen(Next::after(&rounds, today), today))
}

/// Runs one line. An exit code if there won't be another.
async fn command<I: Inputs>(line: &str, session: &mut Session<'_, I>) -> Result<Option<u8>, Error> {
    let Some(words) = shlex::split(line) else {
        session.say(&Document::problem(
            "A quotation mark in this line has no partner; nothing was done.",
        ));
        return Ok(None);
    };
    let mut words: Vec<String> = words;
    if words.is_empty() {
        let (rounds, plan) = session.standing()?;
        let today = plan.as_ref().map(Course::as_of_today);
        let command = Next::after(&rounds, today).command();
        words.extend(command.split_whitespace().map(str::to_owned));
    }
    // What people type by habit: the program's own name, and a round's slash.
    if words.first().is_some_and(|first| first == "mockloop") {
        if words.len() == 1 {
            let document = first_screen(session)?;
            session.say(&document);
            return Ok(None);
        }
        words.remove(0);
    }
    if let Some(first) = words.first_mut()
        && let Some(bare) = first.strip_prefix('/')
    {
        *first = bare.to_owned();
    }
    match words.first().map(String::as_str) {
        Some("quit" | "exit" | "q") => return Ok(Some(exit::OK)),
        Some("help" | "?") => {
            words.remove(0);
            words.push("--help".to_owned());
        }
        Some(_) | None => {}
    }
    words.insert(0, "mockloop".to_owned());
    let code = match Cli::read(&words) {
        Ok(Cli {
            everywhere,
            command: Some(command),
        }) => {
            let asked = session.asked.and(&everywhere);
            let code = Box::pin(perform(command, &asked, session)).await;
            code.unwrap_or_else(|error| session.tell(&error))
        }
        Ok(Cli { command: None, .. }) => {
            session.say(&Document::problem(
                "Commands are awaited already. `help` lists them, `quit` leaves.",
            ));
            return Ok(None);
        }
        Err(error) => {
            session.print_usage(error);
            return Ok(None);
        }
    };
    // Ctrl-C leaves a round; what ends the program ends it here, too.
    Ok(exit::is_sudden(code).then_some(code))
}
