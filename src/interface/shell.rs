//! What shells and manuals want of the grammar: completions and man pages.

use std::path::{Path, PathBuf};

use clap::builder::PossibleValuesParser;
use clap::{Command, Subcommand};

use super::bank::Printed;
use super::cli::{grammar, word};
use crate::domain::bank::{Kind, Level};
use crate::domain::config::Colour;
use crate::domain::raw::Choice;
use crate::domain::readiness::By;
use crate::engine::{Error, Library, write_text};
use crate::report::document::Document;
use crate::report::words::count;

/// Shells with completions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shell {
    Bash,
    Zsh,
    Fish,
}

impl Choice for Shell {
    const WHAT: &'static str = "a shell";
    const WORDS: &'static [(&'static str, Self)] = &[
        ("bash", Self::Bash),
        ("zsh", Self::Zsh),
        ("fish", Self::Fish),
    ];
}

#[derive(Debug, Subcommand)]
pub(super) enum ShellCommand {
    /// Print completions for a shell
    Completions {
        /// bash, zsh or fish
        #[arg(value_parser = word::<Shell>)]
        shell: Shell,
    },
    /// Print the manual's page, or write the pages of all commands
    Man {
        /// The folder that they are written into
        dir: Option<PathBuf>,
    },
}

pub(super) fn run(
    command: ShellCommand,
    library: impl FnOnce() -> Result<Library, Error>,
) -> Result<Printed, Error> {
    Ok(match command {
        ShellCommand::Completions { shell } => Printed::raw(completions(shell, &library()?)),
        ShellCommand::Man { dir: None } => Printed::raw(page()?),
        ShellCommand::Man { dir: Some(dir) } => Printed::ok(None, pages(&dir)?),
    })
}

/// Completions for a shell: commands, options, and the words that an argument may be. Prompts and
/// roles are those at hand when the completions are made.
fn completions(shell: Shell, library: &Library) -> String {
    let prompts: Vec<String> = library.listings().map(|one| one.id.to_string()).collect();
    let roles = library.roles();
    let roles: Vec<String> = roles.iter().map(|entry| entry.role.id.clone()).collect();
    let mut command = with_words(grammar(), "", &|path, argument| {
        let words = |words: &[String]| Some(words.to_vec());
        match (path, argument) {
            // The kinds of emails are others.
            ("offer email", "kind") => None,
            (_, "kind") => Some(choices::<Kind>()),
            (_, "level") => Some(choices::<Level>()),
            (_, "color") => Some(choices::<Colour>()),
            (_, "by") => Some(choices::<By>()),
            ("completions", "shell") => Some(choices::<Shell>()),
            (_, "prompt") | ("bank show", "id") => words(&prompts),
            (_, "role") => words(&roles),
            _ => None,
        }
    });
    let shell = match shell {
        Shell::Bash => clap_complete::Shell::Bash,
        Shell::Zsh => clap_complete::Shell::Zsh,
        Shell::Fish => clap_complete::Shell::Fish,
    };
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut command, "mockloop", &mut text);
    String::from_utf8_lossy(&text).into_owned()
}

fn choices<T: Choice>() -> Vec<String> {
    T::WORDS
        .iter()
        .map(|(word, _)| (*word).to_owned())
        .collect()
}

/// A grammar whose arguments know their words, where they have some.
fn with_words(
    command: Command,
    path: &str,
    words: &dyn Fn(&str, &str) -> Option<Vec<String>>,
) -> Command {
    let command = command.mut_args(|argument| {
        match words(path, argument.get_id().as_str()).filter(|words| !words.is_empty()) {
            Some(words) => argument.value_parser(PossibleValuesParser::new(words)),
            None => argument,
        }
    });
    let names: Vec<String> = command
        .get_subcommands()
        .map(|below| below.get_name().to_owned())
        .collect();
    names.into_iter().fold(command, |command, name| {
        let path = format!("{path} {name}").trim_start().to_owned();
        command.mut_subcommand(&name, |own| with_words(own, &path, words))
    })
}

/// The page of mockloop itself.
fn page() -> Result<String, Error> {
    rendered(grammar(), "mockloop")
}

/// Writes a page for every command into a folder.
fn pages(folder: &Path) -> Result<Document, Error> {
    let mut written = 0;
    write_pages(grammar(), "mockloop", folder, &mut written)?;
    Ok(Document::line(format!(
        "{} written. This reads one of them:",
        count(written, "page")
    ))
    .verbatim(format!("  man {}", folder.join("mockloop.1").display())))
}

fn write_pages(
    command: Command,
    name: &str,
    folder: &Path,
    written: &mut usize,
) -> Result<(), Error> {
    for below in command.get_subcommands() {
        let name = format!("{name}-{}", below.get_name());
        write_pages(below.clone(), &name, folder, written)?;
    }
    write_text(&folder.join(format!("{name}.1")), &rendered(command, name)?)?;
    *written += 1;
    Ok(())
}

/// A command's page; its examples stand at the end, as pages have it.
fn rendered(command: Command, name: &str) -> Result<String, Error> {
    let examples = command.get_before_help().cloned();
    let command = match examples {
        Some(examples) => command.after_help(examples),
        None => command,
    };
    let command = command.name(name.to_owned()).disable_help_subcommand(true);
    let mut text = Vec::new();
    let page = clap_mangen::Man::new(command);
    page.render(&mut text)
        .map_err(|error| Error::usage(format!("The page {name} can't be made: {error}."), ""))?;
    Ok(String::from_utf8_lossy(&text).into_owned())
}
