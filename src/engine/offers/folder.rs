//! The folder of a search, read and written.

use std::path::{Path, PathBuf};

use crate::domain::fault::{Faults, FaultyFile};
use crate::domain::offer::check::{self, Given};
use crate::domain::offer::compare::{Comparison, compare};
use crate::domain::offer::format::{OfferFile, ScorecardFile};
use crate::domain::offer::model::{Offer, Scorecard};
use crate::domain::text::Safe;
use crate::engine::error::{Error, Kind as ErrorKind};
use crate::io::files::{self, Folder};
use crate::io::{BankFiles as _, FileError, FileProblem, toml};

/// The scorecard's place in the folder.
pub(super) const SCORECARD: &str = "scorecard.toml";

/// The folder of a search.
#[derive(Debug, Clone)]
pub struct Search {
    dir: PathBuf,
}

/// A scorecard and its offers, with the texts that they were read from.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// What counts.
    pub card: Scorecard,
    /// The offers, by name.
    pub offers: Vec<Offer>,
    /// The texts by their names in the folder, in the order of the names.
    pub texts: Vec<(String, String)>,
}

impl Loaded {
    /// The offers side by side.
    pub fn compare(&self) -> Comparison {
        compare(&self.card, self.offers.clone(), threads())
    }

    /// The hash of all that was read.
    pub fn hash(&self) -> String {
        let texts = self.texts.iter();
        crate::io::hash::of_texts(texts.map(|(name, text)| (name.as_str(), text.as_str())))
    }
}

/// On how many threads draws are made.
pub fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

impl Search {
    /// The search in a folder.
    pub fn new(dir: impl Into<PathBuf>) -> Self {
        Self { dir: dir.into() }
    }

    /// The folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Where a file of the search lies.
    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }

    /// The name of an offer's file in the folder.
    pub fn offer_file(id: &str) -> String {
        format!("offers/{id}.toml")
    }

    /// Whether there is a scorecard.
    pub fn has_scorecard(&self) -> bool {
        self.path(SCORECARD).is_file()
    }

    /// The names of all offers.
    ///
    /// # Errors
    /// The folder can't be read.
    pub fn ids(&self) -> Result<Vec<String>, Error> {
        let folder = self.path("offers");
        if !folder.exists() {
            return Ok(Vec::new());
        }
        let files = Folder::new(&folder)
            .files()
            .map_err(|error| unreadable(&self.dir, &error))?;
        let ids = files.iter().filter(|file| !file.starts_with('.'));
        Ok(ids
            .filter_map(|file| file.strip_suffix(".toml"))
            .map(ToOwned::to_owned)
            .collect())
    }

    /// Reads a file of the search.
    ///
    /// # Errors
    /// It can't be read.
    pub fn text(&self, name: &str) -> Result<String, Error> {
        Folder::new(&self.dir)
            .read(name)
            .map_err(|error| unreadable(&self.dir, &error))
    }

    /// Writes a file of the search, readable by its owner alone, whole or not at all.
    ///
    /// # Errors
    /// The system says no.
    pub fn write(&self, name: &str, text: &str) -> Result<(), Error> {
        let path = self.path(name);
        files::write_private(&path, text).map_err(|error| {
            let cause = format!("{} can't be written: {error}.", path.display());
            let remedy =
                "What stood there is as it was. Check the folder, or give another: --dir DIR.";
            Error::new(ErrorKind::CantWrite, cause, remedy)
        })
    }

    /// Removes a draft; one that is left does no harm.
    pub(super) fn remove(&self, name: &str) {
        let _ = files::remove(&self.path(name));
    }

    /// Reads and checks everything.
    ///
    /// # Errors
    /// There is no scorecard, or a file has faults; all of them are told.
    pub fn load(&self, given: &Given) -> Result<Loaded, Error> {
        self.load_with(given, None)
    }

    /// The same, with another text in place of a file's: what it would be after an edit.
    ///
    /// # Errors
    /// As above.
    pub fn load_with(&self, given: &Given, changed: Option<(&str, &str)>) -> Result<Loaded, Error> {
        if !self.has_scorecard() && changed.is_none_or(|(name, _)| name != SCORECARD) {
            let cause = format!("There is no scorecard in {}.", self.dir.display());
            let remedy = "`mockloop offer quick ID` begins one with your first offer, `mockloop offer \
                          example` shows three invented ones.";
            return Err(Error::usage(cause, remedy));
        }
        let read = |name: &str| match changed {
            Some((other, text)) if other == name => Ok(text.to_owned()),
            Some(_) | None => self.text(name),
        };
        let mut ids = self.ids()?;
        let new = changed.and_then(|(name, _)| name.strip_prefix("offers/")?.strip_suffix(".toml"));
        if let Some(new) = new.filter(|new| !ids.iter().any(|id| id == new)) {
            ids.push(new.to_owned());
            ids.sort();
        }
        let mut told = Vec::new();
        let card_text = read(SCORECARD)?;
        let mut faults = Faults::new();
        let file: Option<ScorecardFile> = toml::read(&card_text, &mut faults);
        let card = file.and_then(|file| check::scorecard(&file, given, &mut faults));
        self.tell(SCORECARD, &card_text, faults, &mut told);
        let mut texts = vec![(SCORECARD.to_owned(), card_text)];
        let mut offers = Vec::new();
        let names: Vec<&str> = ids.iter().map(String::as_str).collect();
        for id in &ids {
            let name = Self::offer_file(id);
            let own = read(&name)?;
            let mut faults = Faults::new();
            let file: Option<OfferFile> = toml::read(&own, &mut faults);
            // Without a sound scorecard only an offer's form can be checked.
            if let Some((file, card)) = file.as_ref().zip(card.as_ref()) {
                offers.extend(check::offer(file, id, card, &names, &mut faults));
            }
            self.tell(&name, &own, faults, &mut told);
            texts.push((name, own));
        }
        match card {
            Some(card) if told.is_empty() => Ok(Loaded {
                card,
                offers,
                texts,
            }),
            Some(_) | None => Err(Error::new(
                ErrorKind::BadFile(told),
                "The offers can't be weighed.",
                "Mend these faults; nothing was changed.",
            )),
        }
    }

    fn tell(&self, name: &str, text: &str, mut faults: Faults, told: &mut Vec<FaultyFile>) {
        if faults.is_empty() {
            return;
        }
        faults.sort_by_key(|fault| fault.span);
        told.push(FaultyFile {
            file: Safe::new(&self.path(name).display().to_string()),
            text: text.to_owned(),
            faults,
        });
    }
}

fn unreadable(dir: &Path, error: &FileError) -> Error {
    let path = dir.join(&error.path);
    let why = match &error.problem {
        FileProblem::Missing => "it isn't there".to_owned(),
        FileProblem::Link => "it is a link".to_owned(),
        FileProblem::NotAFile => "it is no ordinary file".to_owned(),
        FileProblem::TooLarge => "it has more than 4 MiB".to_owned(),
        FileProblem::Outside => "it lies outside the folder".to_owned(),
        FileProblem::NotText { at } => format!("byte {at} is no UTF-8"),
        FileProblem::System(why) => why.clone(),
    };
    let cause = format!("{} can't be read: {why}.", path.display());
    Error::new(
        ErrorKind::CantRead,
        cause,
        "Check the file, or give another folder: --dir DIR.",
    )
}
