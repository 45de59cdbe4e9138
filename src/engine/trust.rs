//! Whether a bank's code may be run: trust is of what was read, and any change revokes it.

use super::error::{Error, Kind as ErrorKind};
use crate::domain::bank::BankId;
use crate::io::runner::Origin;
use crate::io::trust::Trusted;
use crate::io::{BankFiles, hash};

/// Where the code of a bank lies: in the folders of its coding prompts.
const CODE: &str = "coding/";
/// The manifest: it names the bank.
const MANIFEST: &str = "bank.toml";

/// Everything of a bank that a run can see, read once: what is hashed is what is run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// The bank.
    pub bank: BankId,
    /// The files with their texts, sorted.
    pub files: Vec<(String, String)>,
    /// SHA-256 over names and texts.
    pub hash: String,
    /// Whether it came with the program.
    pub is_built_in: bool,
}

impl Content {
    /// Reads a bank's code. A link, a pipe, or a file that is no text makes all of it unreadable:
    /// what can't be read can't be trusted.
    ///
    /// # Errors
    /// A file can't be read.
    pub(super) fn read(
        bank: &BankId,
        files: &dyn BankFiles,
        is_built_in: bool,
    ) -> Result<Self, Error> {
        let all = files.files().map_err(|error| unreadable(bank, &error))?;
        let seen = all
            .into_iter()
            .filter(|path| path == MANIFEST || path.starts_with(CODE));
        let read = seen.map(|path| files.read(&path).map(|text| (path, text)));
        let files: Vec<(String, String)> = read
            .collect::<Result<_, _>>()
            .map_err(|error| unreadable(bank, &error))?;
        let named = files
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str()));
        Ok(Self {
            bank: bank.clone(),
            hash: hash::of_texts(named),
            files,
            is_built_in,
        })
    }

    /// A file's text.
    pub(super) fn text(&self, path: &str) -> Option<&str> {
        let found = self.files.iter().find(|(known, _)| known == path);
        found.map(|(_, text)| text.as_str())
    }

    /// Whose code it is, if it may be run.
    ///
    /// # Errors
    /// It is somebody's and not trusted as it is now.
    pub fn origin(&self, trusted: &Trusted) -> Result<Origin, Error> {
        if self.is_built_in {
            return Ok(Origin::BuiltIn);
        }
        let bank = &self.bank;
        let remedy = format!("`mockloop bank trust {bank}` shows what would run.");
        match trusted.hash(bank.as_str()) {
            Some(hash) if hash == self.hash => Ok(Origin::Trusted),
            Some(_) => Err(refused(
                format!("The code of bank {bank} has changed since it was trusted."),
                remedy,
            )),
            None => Err(refused(
                format!("The code of bank {bank} is not trusted."),
                remedy,
            )),
        }
    }
}

fn unreadable(bank: &BankId, error: &crate::io::FileError) -> Error {
    refused(
        format!("The code of bank {bank} can't be trusted: {error}."),
        "Only ordinary text files inside the bank's folder are run.",
    )
}

fn refused(cause: String, remedy: impl AsRef<str>) -> Error {
    Error::new(ErrorKind::Refused, cause, remedy)
}
