//! A coding prompt's files, as a run needs them.

use super::error::{Error, Kind as ErrorKind};
use super::trust::Content;
use crate::domain::bank::detail::{Coding, Detail, FilePath, LanguageFiles};
use crate::domain::bank::index::Listing;
use crate::domain::bank::prompt::Prompt;
use crate::domain::text::Safe;
use crate::io::runner::{Job, Origin, TestFile};

/// The texts of a prompt's files in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sources {
    pub(super) files: LanguageFiles,
    pub(super) starter: String,
    pub(super) visible_tests: String,
    pub(super) hidden_tests: String,
    pub(super) reference: String,
}

impl Sources {
    /// The files of a prompt in a language; `at` is where the prompt lies in its bank.
    pub(super) fn read(files: &LanguageFiles, content: &Content, at: &str) -> Result<Self, Error> {
        let folder = at.strip_suffix("prompt.toml").unwrap_or(at);
        let text = |path: &FilePath| {
            let path = format!("{folder}{}", path.as_str());
            content.text(&path).map(ToOwned::to_owned).ok_or_else(|| {
                let cause = format!("Bank {} has no file {}.", content.bank, Safe::new(&path));
                Error::new(
                    ErrorKind::BadFile(Vec::new()),
                    cause,
                    "`mockloop bank lint` tells more.",
                )
            })
        };
        Ok(Self {
            files: files.clone(),
            starter: text(&files.starter)?,
            visible_tests: text(&files.visible_tests)?,
            hidden_tests: text(&files.hidden_tests)?,
            reference: text(&files.reference)?,
        })
    }

    /// A run of a solution with all tests.
    pub(super) fn job(&self, solution: &str, origin: Origin) -> Job {
        Job {
            language: self.files.language,
            min_version: self.files.min_version,
            solution: solution.to_owned(),
            tests: vec![
                visible(self.visible_tests.clone()),
                TestFile {
                    name: "hidden_test",
                    text: self.hidden_tests.clone(),
                },
            ],
            limit_s: self.files.timeout_s,
            origin,
        }
    }
}

/// The tests that a candidate has from the start.
pub(super) fn visible(text: String) -> TestFile {
    TestFile {
        name: "visible_test",
        text,
    }
}

/// What only a coding prompt has.
pub(super) fn coding(prompt: &Prompt) -> Option<&Coding> {
    match &prompt.detail {
        Detail::Coding(coding) => Some(coding),
        Detail::Design(_)
        | Detail::Incident(_)
        | Detail::Behavioral(_)
        | Detail::Screen(_)
        | Detail::Negotiation(_) => None,
    }
}

/// Whether a prompt of the index has code: those of its kind do.
pub(super) fn has_code(listing: &Listing) -> bool {
    listing.kind == crate::domain::bank::Kind::Coding
}
