//! The banks that are at hand: an index for choosing and listing, one prompt at a time whole.

mod index;
mod lint;
mod pinned;
mod reader;
mod roles;

use std::fmt;

pub use lint::Linted;
pub(super) use lint::lint;
pub(super) use pinned::{belongs_to, unpin};
pub use roles::RoleEntry;

use self::pinned::Pinned;
use super::code::coding;
use super::error::Error;
use super::trust::Content;
use crate::domain::bank::Status;
use crate::domain::bank::format::BankFile;
use crate::domain::bank::index::Listing;
use crate::domain::bank::{BankId, Kind, Prompt};
use crate::domain::fault::{Code, Fault, FaultyFile};
use crate::domain::pick::Candidate;
use crate::domain::raw::Span;
use crate::domain::text::Safe;
use crate::io::BankFiles;
use crate::io::cache::Cache;
use crate::io::embedded::{Core, Taste};
use crate::report::words::list;

/// The banks at hand, and the files that keep others from being so.
#[derive(Default)]
pub struct Library {
    banks: Vec<Bank>,
    faulty: Vec<FaultyFile>,
    cache: Option<Cache>,
}

/// A bank at hand.
struct Bank {
    manifest: BankFile,
    files: Box<dyn BankFiles>,
    listings: Vec<Listing>,
    /// The paths of its prompts that have faults.
    faulty: Vec<String>,
    /// Whether it came with the program.
    is_built_in: bool,
}

/// A prompt, read whole, with where it comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Its bank.
    pub bank: BankId,
    /// Its bank's version.
    pub bank_version: Safe,
    /// The prompt.
    pub prompt: Prompt,
    /// SHA-256 over the texts that it was made of.
    pub hash: String,
    /// Those texts, as JSON.
    pub texts: String,
}

impl Library {
    /// The built-in bank alone; the indexes of others will be kept in `cache`.
    pub fn new(cache: Option<Cache>) -> Self {
        let mut library = Self {
            cache,
            ..Self::default()
        };
        // The index was made with the program; if it can't be read, it is made anew.
        match (reader::bank(&Core), serde_json::from_str(Core::index())) {
            (Ok(manifest), Ok(listings)) => {
                let faulty = Vec::new();
                library.banks.push(Bank {
                    manifest,
                    files: Box::new(Core),
                    listings,
                    faulty,
                    is_built_in: true,
                });
            }
            _ => library.add(Box::new(Core)),
        }
        library
    }

    /// The bank of the one prompt that is played for a taste; it is in no other library.
    pub(super) fn taste() -> Self {
        let mut library = Self::default();
        library.add(Box::new(Taste));
        library
    }

    /// Adds a bank. One with faults that concern all its prompts is left out.
    pub fn add(&mut self, files: Box<dyn BankFiles>) {
        let manifest = match reader::bank(&*files) {
            Ok(manifest) => manifest,
            Err(file) => return self.faulty.push(file),
        };
        if self
            .banks
            .iter()
            .any(|bank| bank.manifest.id == manifest.id)
        {
            let message = format!("there is a bank `{}` already", manifest.id);
            let fault = Fault::error(
                Code::ID,
                Span::default(),
                &message,
                "give this one another id",
            );
            let file = reader::faulty(&*files, "bank.toml", String::new(), vec![fault]);
            return self.faulty.push(file);
        }
        match common(&*files, &manifest) {
            Ok(common) => match index::index(&*files, &manifest.id, &common, self.cache.as_ref()) {
                Ok(index::Index { listings, faulty }) => {
                    self.banks.push(Bank {
                        manifest,
                        files,
                        listings,
                        faulty,
                        is_built_in: false,
                    });
                }
                Err(file) => self.faulty.push(file),
            },
            Err(files) => self.faulty.extend(files),
        }
    }

    /// Every sound prompt, in the order of banks and paths.
    pub fn listings(&self) -> impl Iterator<Item = &Listing> {
        self.banks.iter().flat_map(|bank| &bank.listings)
    }

    /// A prompt by its id, or by its bank and id with a slash between.
    pub fn find(&self, name: &str) -> Option<&Listing> {
        self.listings().find(|listing| listing.is_named(name))
    }

    /// Reads a prompt whole; its faults if it has any by now.
    pub fn read(&self, listing: &Listing) -> Result<Entry, Vec<FaultyFile>> {
        let bank = self
            .banks
            .iter()
            .find(|bank| bank.manifest.id == listing.bank);
        let bank = bank.ok_or_else(Vec::new)?;
        let common = common(&*bank.files, &bank.manifest)?;
        let read = reader::prompt(&*bank.files, &listing.path, &common.shared);
        let Some(prompt) = read.prompt else {
            let file = reader::faulty(&*bank.files, &listing.path, read.text, read.faults);
            return Err(vec![file]);
        };
        let code = code_files(&*bank.files, &listing.path, &prompt);
        let pinned = Pinned::new(&common, &listing.path, read.text);
        Ok(Entry {
            bank: bank.manifest.id.clone(),
            bank_version: bank.manifest.version.clone(),
            prompt,
            hash: pinned.hash(&code),
            texts: serde_json::to_string(&pinned).unwrap_or_default(),
        })
    }

    /// The banks at hand, by their ids.
    pub fn banks(&self) -> impl Iterator<Item = &BankId> {
        self.banks.iter().map(|bank| &bank.manifest.id)
    }

    /// Everything of a bank that a run can see.
    ///
    /// # Errors
    /// There is no such bank, or a file of it can't be read.
    pub fn content(&self, name: &str) -> Result<Content, Error> {
        let is_named = |bank: &&Bank| bank.manifest.id.as_str() == name;
        let Some(bank) = self.banks.iter().find(is_named) else {
            let cause = format!("There is no bank {}.", Safe::new(name));
            let known: Vec<String> = self.banks().map(ToString::to_string).collect();
            let remedy = format!("There are {}; --bank adds one.", list(&known));
            return Err(Error::usage(cause, remedy));
        };
        Content::read(&bank.manifest.id, &*bank.files, bank.is_built_in)
    }

    /// The prompts that can't be used, as they are called: bank and id with a slash between.
    pub fn faulty_prompts(&self) -> impl Iterator<Item = String> {
        self.banks.iter().flat_map(|bank| {
            bank.faulty
                .iter()
                .map(|path| format!("{}/{}", bank.manifest.id, stem(path)))
        })
    }

    /// The faults of a prompt that can't be used, by its id, or its bank and id.
    pub fn faults_of(&self, name: &str) -> Option<FaultyFile> {
        let (bank, path) = self.banks.iter().find_map(|bank| {
            let is_named = |path: &&String| {
                let stem = stem(path);
                stem == name || format!("{}/{stem}", bank.manifest.id) == name
            };
            bank.faulty.iter().find(is_named).map(|path| (bank, path))
        })?;
        let common = common(&*bank.files, &bank.manifest).ok()?;
        let read = reader::prompt(&*bank.files, path, &common.shared);
        Some(reader::faulty(&*bank.files, path, read.text, read.faults))
    }

    /// Lints every bank at hand, and tells those that could not be added.
    pub fn lint(&self) -> Linted {
        let mut linted = Linted {
            prompts: 0,
            files: self.faulty.clone(),
        };
        for bank in &self.banks {
            linted.add(lint(&*bank.files));
        }
        linted
    }

    /// The files that keep whole banks from being at hand.
    pub fn faulty_banks(&self) -> &[FaultyFile] {
        &self.faulty
    }

    /// What may be drawn: active prompts, of one kind if asked for.
    pub fn candidates(&self, kind: Option<Kind>) -> Vec<Candidate> {
        let is_wanted = |listing: &&Listing| {
            listing.status == Status::Active && kind.is_none_or(|kind| listing.kind == kind)
        };
        self.listings().filter(is_wanted).map(candidate).collect()
    }
}

/// A listed prompt as one that may be drawn.
pub(super) fn candidate(listing: &Listing) -> Candidate {
    Candidate {
        bank: listing.bank.clone(),
        prompt: listing.id.clone(),
        kind: listing.kind,
        minutes: listing.minutes,
        difficulty: listing.level.difficulty(listing.difficulty),
        dimensions: listing.dimensions.clone(),
        topics: listing.topics.clone(),
    }
}

fn common(files: &dyn BankFiles, manifest: &BankFile) -> Result<reader::Common, Vec<FaultyFile>> {
    let rubrics: Vec<&str> = manifest
        .rubrics
        .iter()
        .map(|path| path.value.as_str())
        .collect();
    reader::common(
        files,
        &manifest.topics.value,
        &manifest.phases.value,
        &rubrics,
    )
}

/// The files that a coding prompt names, as far as they can be read.
fn code_files(files: &dyn BankFiles, path: &str, prompt: &Prompt) -> Vec<reader::Named> {
    let Some(coding) = coding(prompt) else {
        return Vec::new();
    };
    let folder = path.strip_suffix("prompt.toml").unwrap_or(path);
    let named = coding.languages.iter().flat_map(|own| {
        [
            &own.starter,
            &own.visible_tests,
            &own.hidden_tests,
            &own.reference,
        ]
    });
    let read = named.filter_map(|path| {
        let path = format!("{folder}{}", path.as_str());
        files.read(&path).ok().map(|text| (path, text))
    });
    read.collect()
}

/// The id that a prompt file's path stands for.
fn stem(path: &str) -> &str {
    let path = path
        .strip_suffix("/prompt.toml")
        .or_else(|| path.strip_suffix(".toml"));
    path.and_then(|path| path.rsplit('/').next())
        .unwrap_or_default()
}

impl fmt::Debug for Library {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let banks = self.banks.iter().map(|bank| bank.manifest.id.as_str());
        f.debug_list().entries(banks).finish()
    }
}
