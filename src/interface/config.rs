//! `mockloop config`: what somebody wants of every session, in one TOML file.

use std::path::{Path, PathBuf};

use clap::Subcommand;

use super::bank::Printed;
use super::world::Variables;
use crate::domain::config::{Config, ConfigFile, KEYS, check, template};
use crate::domain::fault::{Faults, FaultyFile};
use crate::domain::names::nearest;
use crate::domain::text::Safe;
use crate::engine::{Error, Kind};
use crate::io::edit::{Editing, Set};
use crate::io::files::{self, Plain};
use crate::io::{dirs, editor, toml};
use crate::report::document::Document;
use crate::report::{config, json};

pub(super) const EXAMPLES: &str = "\
Examples:
  mockloop config show                    every key, its value, and what it does
  mockloop config set start 2.5           where a strict assessor would put you before round 1
  mockloop config set role backend        the role that readiness is read for
  mockloop config edit                    open the file in your editor; begun if there is none
  mockloop config path                    where the file is";

#[derive(Debug, Subcommand)]
pub(super) enum ConfigCommand {
    /// Tell where the file is
    Path,
    /// Show every key with its value
    Show {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Set a key; the rest of the file stays as it is
    Set {
        /// Its name: `config show` lists them
        key: String,
        /// Its value
        value: String,
    },
    /// Open the file in your editor, and check it
    Edit,
}

/// A configuration and where it came from.
#[derive(Debug, Default)]
pub(super) struct Settings {
    pub(super) path: PathBuf,
    pub(super) config: Config,
}

impl Settings {
    /// Reads the configuration; one that is not there is empty.
    ///
    /// # Errors
    /// The file can't be read or has faults.
    pub(super) fn read(data_asked: Option<&Path>) -> Result<Self, Error> {
        let path = dirs::config(data_asked).map_err(|error| {
            let cause = format!("The configuration folder is not known: {error}.");
            Error::usage(cause, "Give a data folder: --data-dir DIR.")
        })?;
        let config = read(&text_at(&path)?.unwrap_or_default(), &path)?;
        Ok(Self { path, config })
    }

    /// The command that opens the editor: the file's, else VISUAL, else EDITOR.
    pub(super) fn editor(&self, variables: &Variables) -> Option<String> {
        let variable = |name: &str| variables.get(name).filter(|value| !value.trim().is_empty());
        let asked = self.config.editor.as_ref().map(ToString::to_string);
        asked
            .or_else(|| variable("VISUAL").cloned())
            .or_else(|| variable("EDITOR").cloned())
    }
}

fn parse(text: &str, path: &Path) -> Result<ConfigFile, Error> {
    let mut faults = Faults::new();
    toml::read(text, &mut faults).ok_or_else(|| faulty(text, path, faults))
}

fn read(text: &str, path: &Path) -> Result<Config, Error> {
    let mut faults = Faults::new();
    let config = check(&parse(text, path)?, &mut faults);
    if faults.is_empty() {
        Ok(config)
    } else {
        Err(faulty(text, path, faults))
    }
}

fn faulty(text: &str, path: &Path, faults: Faults) -> Error {
    let file = FaultyFile {
        file: Safe::new(&path.display().to_string()),
        text: text.to_owned(),
        faults,
    };
    Error::new(
        Kind::BadConfig(vec![file]),
        "The configuration has faults.",
        "Mend them: `mockloop config edit` opens the file.",
    )
}

/// Runs a command on the configuration.
pub(super) fn run(
    command: &ConfigCommand,
    data_asked: Option<&Path>,
    variables: &Variables,
    drafts: &Path,
) -> Result<Printed, Error> {
    match command {
        ConfigCommand::Path => {
            let path = Settings::read(data_asked).map(|settings| settings.path);
            let path =
                path.or_else(|_| dirs::config(data_asked).map_err(|e| Error::usage(e, "")))?;
            Ok(Printed::ok(
                None,
                Document::default().verbatim(path.display().to_string()),
            ))
        }
        ConfigCommand::Show { json: as_json } => {
            let settings = Settings::read(data_asked)?;
            let path = settings.path.display().to_string();
            let value = as_json.then(|| json::config(&settings.config, &path));
            Ok(Printed::ok(value, config::show(&settings.config, &path)))
        }
        ConfigCommand::Set { key, value } => set(data_asked, key, value),
        ConfigCommand::Edit => edit(data_asked, variables, drafts),
    }
}

/// Sets one key, if the file is sound with it.
fn set(data_asked: Option<&Path>, key: &str, value: &str) -> Result<Printed, Error> {
    let known = || KEYS.iter().map(|(key, ..)| *key);
    if !known().any(|known| known == key) {
        let cause = format!("There is no key {} in the configuration.", Safe::new(key));
        let remedy = match nearest(key, known()) {
            Some(near) => format!("Did you mean {near}?"),
            None => "`mockloop config show` lists the keys.".to_owned(),
        };
        return Err(Error::usage(cause, remedy));
    }
    let path = dirs::config(data_asked).map_err(|error| Error::usage(error, ""))?;
    let before = text_at(&path)?.unwrap_or_default();
    read(&before, &path)?;
    let refused = || {
        let cause = format!("{} is no value for {key}.", Safe::new(value));
        let usual = KEYS.iter().find(|(known, ..)| *known == key);
        let remedy = usual.map_or_else(String::new, |(_, usual, what)| {
            format!("Such as {usual}. {what}")
        });
        Error::usage(cause, remedy)
    };
    let mut editing = Editing::of(&before).ok_or_else(refused)?;
    if !editing.set(key, &Set::typed(value, false)) {
        return Err(refused());
    }
    let text = editing.text();
    read(&text, &path).map_err(|_| refused())?;
    keep(&path, &text)?;
    let document = Document::line(format!("Kept in {}.", path.display()));
    Ok(Printed::ok(None, document))
}

/// The text of the file, if there is one.
fn text_at(path: &Path) -> Result<Option<String>, Error> {
    match files::read_plain(path) {
        Plain::Text(text) => Ok(Some(text)),
        Plain::Missing => Ok(None),
        Plain::Unreadable(why) => {
            let cause = format!("{} can't be read: {why}.", path.display());
            Err(Error::new(Kind::CantRead, cause, "Mend or remove it."))
        }
    }
}

fn keep(path: &Path, text: &str) -> Result<(), Error> {
    files::write_private(path, text).map_err(|error| {
        let cause = format!("{} can't be written: {error}.", path.display());
        Error::new(Kind::CantWrite, cause, "Check the folder's owner and mode.")
    })
}

/// The file is written only when it is sound; what was typed is kept beside it otherwise.
fn edit(data_asked: Option<&Path>, variables: &Variables, drafts: &Path) -> Result<Printed, Error> {
    let path = dirs::config(data_asked).map_err(|error| Error::usage(error, ""))?;
    let before = text_at(&path)?.unwrap_or_else(template);
    // A file with faults still opens: its editor is asked for where it can be read, else outside.
    let asked = read(&before, &path).ok().and_then(|config| config.editor);
    let named = |name: &str| variables.get(name).filter(|value| !value.trim().is_empty());
    let command = asked
        .map(|editor| editor.to_string())
        .or_else(|| named("VISUAL").or(named("EDITOR")).cloned())
        .ok_or_else(|| {
            let cause = "No editor is known.";
            let remedy = format!(
                "Set VISUAL or EDITOR, or write {} yourself.",
                path.display()
            );
            Error::usage(cause, remedy)
        })?;
    let written = editor::edit(&command, drafts, &before)
        .map_err(|why| Error::new(Kind::CantRead, why, ""))?;
    if let Err(error) = read(&written, &path) {
        let aside = path.with_extension("toml.rejected");
        keep(&aside, &written)?;
        let remedy = format!(
            "The file is as it was; what you wrote is in {}.",
            aside.display()
        );
        return Err(Error::new(error.kind, error.cause, remedy));
    }
    keep(&path, &written)?;
    let document = Document::line(format!("Kept: {}.", path.display()));
    Ok(Printed::ok(None, document))
}
