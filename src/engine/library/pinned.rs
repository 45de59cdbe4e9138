//! The texts that a prompt was made of, kept with a round: it reads the same whatever becomes of
//! its bank.

use serde::{Deserialize, Serialize};

use super::reader::{self, Common, Named};
use crate::domain::bank::Prompt;
use crate::domain::text::Safe;
use crate::io::{BankFiles, FileError, FileProblem, Stamp, hash};

/// The texts that a prompt was made of: enough to read it again.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Pinned {
    topics: Named,
    phases: Named,
    rubrics: Vec<Named>,
    prompt: Named,
}

impl Pinned {
    /// The texts of a prompt and of what it shares with its bank.
    pub(super) fn new(common: &Common, path: &str, text: String) -> Self {
        Self {
            topics: common.topics.clone(),
            phases: common.phases.clone(),
            rubrics: common.rubrics.clone(),
            prompt: (path.to_owned(), text),
        }
    }

    /// SHA-256 over all of them, and over the files that a coding prompt names.
    pub(super) fn hash(&self, code: &[Named]) -> String {
        let all = self.all().chain(code);
        hash::of_texts(all.map(|(path, text)| (path.as_str(), text.as_str())))
    }

    fn all(&self) -> impl Iterator<Item = &Named> {
        [&self.topics, &self.phases, &self.prompt]
            .into_iter()
            .chain(&self.rubrics)
    }
}

/// Whether texts may have been pinned under a hash. The hash of a coding prompt covers its files,
/// too, which are not pinned: there only the texts themselves can be looked at.
///
/// # Errors
/// They are no pinned texts.
pub(in crate::engine) fn belongs_to(texts: &str, hash: &str) -> Result<bool, String> {
    let pinned: Pinned = serde_json::from_str(texts).map_err(|error| error.to_string())?;
    Ok(pinned.hash(&[]) == hash || unpin(texts)?.has_code())
}

/// A prompt as it was when its texts were pinned.
///
/// # Errors
/// The texts no longer pass the checks of this version.
pub(in crate::engine) fn unpin(texts: &str) -> Result<Prompt, String> {
    let pinned: Pinned = serde_json::from_str(texts).map_err(|error| error.to_string())?;
    let rubrics: Vec<&str> = pinned
        .rubrics
        .iter()
        .map(|(path, _)| path.as_str())
        .collect();
    let first = |faults: &[crate::domain::fault::Fault]| {
        faults
            .first()
            .map_or_else(String::new, |fault| fault.message.to_string())
    };
    let common =
        reader::common(&pinned, &pinned.topics.0, &pinned.phases.0, &rubrics).map_err(|files| {
            files
                .first()
                .map_or_else(String::new, |file| first(&file.faults))
        })?;
    let read = reader::prompt(&pinned, &pinned.prompt.0, &common.shared);
    read.prompt.ok_or_else(|| first(&read.faults))
}

impl BankFiles for Pinned {
    fn name(&self) -> Safe {
        Safe::new("the journal")
    }

    fn files(&self) -> Result<Vec<String>, FileError> {
        Ok(self.all().map(|(path, _)| path.clone()).collect())
    }

    fn read(&self, path: &str) -> Result<String, FileError> {
        let text = self
            .all()
            .find(|(known, _)| known == path)
            .map(|(_, text)| text.clone());
        text.ok_or(FileError {
            path: path.to_owned(),
            problem: FileProblem::Missing,
        })
    }

    fn stamp(&self, _: &str) -> Option<Stamp> {
        None
    }
}
