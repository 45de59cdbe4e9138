//! What a bank's author asks for: list, read, lint, begin a prompt.

use std::path::{Path, PathBuf};

use super::archive;
use super::error::{Error, Kind as ErrorKind};
use super::library::{Entry, Library, Linted, lint};
use crate::domain::bank::{Kind, PromptId, RoleId};
use crate::domain::names::nearest_few;
use crate::domain::text::Safe;
use crate::io::BankFiles as _;
use crate::io::files::{self, Folder};
use crate::report::words::list;

/// Lints a bank's folder, or one file in it; every bank at hand without a path.
///
/// # Errors
/// The path is in no bank.
pub fn lint_at(path: Option<&Path>, library: &Library) -> Result<Linted, Error> {
    let Some(path) = path else {
        return Ok(library.lint());
    };
    let (root, inside) = files::bank_of(path).ok_or_else(|| {
        let cause = format!("{} is in no bank.", path.display());
        Error::usage(cause, "A bank is a folder with a `bank.toml`.")
    })?;
    let folder = Folder::new(&root);
    let mut linted = lint(&folder);
    if path.is_file() {
        let name = folder.shown(&inside.display().to_string());
        linted.files.retain(|file| file.file == name);
        linted.prompts = 1;
    }
    Ok(linted)
}

/// Reads a prompt whole.
///
/// # Errors
/// There is none of that name, or it has faults.
pub fn read(library: &Library, name: &str) -> Result<Entry, Error> {
    let unusable = |faulty| {
        let cause = format!("Prompt {} can't be used.", Safe::new(name));
        Error::new(
            ErrorKind::BadFile(faulty),
            cause,
            "Mend these faults, or choose another prompt.",
        )
    };
    if let Some(listing) = library.find(name) {
        return library.read(listing).map_err(unusable);
    }
    if let Some(file) = library.faults_of(name) {
        return Err(unusable(vec![file]));
    }
    let ids: Vec<&str> = library
        .listings()
        .map(|listing| listing.id.as_str())
        .collect();
    let near: Vec<String> = nearest_few(name, ids.iter().copied(), 3)
        .into_iter()
        .map(ToOwned::to_owned)
        .collect();
    let remedy = if near.is_empty() {
        "`mockloop bank list` lists all.".to_owned()
    } else {
        format!("The nearest: {}.", list(&near))
    };
    Err(Error::usage(
        format!("There is no prompt {}.", Safe::new(name)),
        remedy,
    ))
}

/// Begins a prompt: writes a file that the linter will ask to be completed. A bank is begun where
/// the folder holds none.
///
/// # Errors
/// The id has the wrong form, or the file is there already, or can't be written.
pub fn begin(bank: &Path, kind: Kind, id: &str) -> Result<PathBuf, Error> {
    let good = PromptId::new(id).filter(|id| id.as_str().starts_with(kind.prefix()));
    let Some(id) = good else {
        let prefix = kind.prefix();
        let cause = format!(
            "`{}` is no id for a {} prompt.",
            Safe::new(id),
            kind.as_str()
        );
        let remedy = format!("Begin it with {prefix}, then a-z, 0-9 and single hyphens.");
        return Err(Error::usage(cause, remedy));
    };
    let unwritable = |error| unwritable("prompt", bank, error, "Choose another folder with --to.");
    begin_bank(bank).map_err(unwritable)?;
    // A coding prompt has files of its own, and so a folder of its own.
    let file = if kind == Kind::Coding {
        format!("{id}/prompt.toml")
    } else {
        format!("{id}.toml")
    };
    let path = bank.join(kind.as_str()).join(file);
    let text = crate::io::embedded::new_prompt(kind, id.as_str());
    match files::create_new(&path, &text) {
        Ok(()) => Ok(path),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            let cause = format!("There is a prompt {id} already; it was left as it is.");
            Err(Error::new(
                ErrorKind::CantWrite,
                cause,
                "Choose another id.",
            ))
        }
        Err(error) => Err(unwritable(error)),
    }
}

/// Begins a role: a copy of another one under a new name. A bank is begun where the folder holds
/// none.
///
/// # Errors
/// The id has the wrong form, there is no role to copy, or the file is there already or can't be
/// written.
pub fn begin_role(library: &Library, bank: &Path, id: &str, from: &str) -> Result<PathBuf, Error> {
    let Some(id) = RoleId::new(id) else {
        let cause = format!("`{}` is no id for a role.", Safe::new(id));
        return Err(Error::usage(cause, "Use a-z, 0-9 and single hyphens."));
    };
    let entry = archive::role_entry(library, from)?;
    if let Some(known) = library.role(id.as_str()) {
        let bank = known.map_or_else(|_| "one's own".to_owned(), |known| known.bank.to_string());
        let cause = format!("There is a role {id} already, in bank {bank}.");
        return Err(Error::usage(cause, "Choose another id."));
    }
    let unwritable = |error| unwritable("role", bank, error, "Check the folder's owner and mode.");
    begin_bank(bank).map_err(unwritable)?;
    let path = bank.join(format!("roles/{id}.toml"));
    let line = |line: &str| match line.split('=').next().unwrap_or_default().trim() {
        "id" => format!("id     = \"{id}\""),
        _ => line.to_owned(),
    };
    let lines: Vec<String> = entry.text.lines().map(line).collect();
    files::create_new(&path, &(lines.join("\n") + "\n")).map_err(unwritable)?;
    Ok(path)
}

fn begin_bank(bank: &Path) -> std::io::Result<()> {
    if !bank.join("bank.toml").exists() {
        for (path, text) in crate::io::embedded::new_bank() {
            files::create_new(&bank.join(path), &text)?;
        }
    }
    Ok(())
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "it stands in map_err, which gives the value"
)]
fn unwritable(what: &str, bank: &Path, error: std::io::Error, remedy: &str) -> Error {
    let cause = format!(
        "The {what} can't be written below {}: {error}.",
        bank.display()
    );
    Error::new(ErrorKind::CantWrite, cause, remedy)
}
