//! A bank linted: form, soundness and quality, everything at once.

use std::collections::{BTreeMap, BTreeSet};

use super::reader::{self, PromptRead};
use super::{common, index, stem};
use crate::domain::bank::Kind;
use crate::domain::bank::check::{self, Address, Shared};
use crate::domain::bank::lint::{self, Fingerprint, Names, Subject};
use crate::domain::fault::{Faults, FaultyFile};
use crate::domain::raw::Choice as _;
use crate::io::BankFiles;

/// What a linter found.
#[derive(Debug, Default)]
pub struct Linted {
    /// How many prompts were looked at.
    pub prompts: usize,
    /// The files with faults, in the order of their paths.
    pub files: Vec<FaultyFile>,
}

impl Linted {
    /// Adds what was found elsewhere.
    pub fn add(&mut self, other: Self) {
        self.prompts += other.prompts;
        self.files.extend(other.files);
    }
}

/// Lints a bank.
pub(in crate::engine) fn lint(files: &dyn BankFiles) -> Linted {
    let manifest = match reader::bank(files) {
        Ok(manifest) => manifest,
        Err(file) => {
            return Linted {
                prompts: 0,
                files: vec![file],
            };
        }
    };
    let common = match common(files, &manifest) {
        Ok(common) => common,
        Err(files) => return Linted { prompts: 0, files },
    };
    let paths = match reader::prompt_paths(files) {
        Ok(paths) => paths,
        Err(file) => {
            return Linted {
                prompts: 0,
                files: vec![file],
            };
        }
    };
    let prompts = paths.len();
    let all = files.files().unwrap_or_default();
    let mut read: Vec<(String, PromptRead, Fingerprint)> = index::in_parallel(paths, |path| {
        let mut read = reader::prompt(files, &path, &common.shared);
        if let Some(file) = &read.file {
            let assets = assets(files, &path, &all);
            let (shared, text) = (&common.shared, read.text.as_str());
            lint::prompt(
                &Subject {
                    file,
                    shared,
                    text,
                    assets: &assets,
                },
                &mut read.faults,
            );
        }
        let marks = Fingerprint::of(&read.text);
        (path, read, marks)
    });
    beside_each_other(&mut read, &manifest.retired, &common.shared);
    let mut all = roles(files, &all, &read, (&manifest.kinds, &common.shared));
    let prompt =
        |(path, read, _): (String, PromptRead, Fingerprint)| (path, (read.text, read.faults));
    all.extend(read.into_iter().map(prompt));
    all.sort_by(|(one, _), (other, _)| one.cmp(other));
    let faulty = all
        .into_iter()
        .filter(|(_, (_, faults))| !faults.is_empty())
        .map(|(path, (text, faults))| reader::faulty(files, &path, text, faults));
    Linted {
        prompts,
        files: faulty.collect(),
    }
}

/// The roles of a bank, each beside its prompts: paths, texts and faults.
fn roles(
    files: &dyn BankFiles,
    all: &[String],
    prompts: &[(String, PromptRead, Fingerprint)],
    (kinds, shared): (&[Kind], &Shared),
) -> Vec<(String, (String, Faults))> {
    let none = BTreeMap::new();
    let subjects: Vec<Subject<'_>> = prompts
        .iter()
        .filter_map(|(_, read, _)| subject(read, shared, &none))
        .collect();
    let unread: BTreeSet<Kind> = prompts
        .iter()
        .filter(|(_, read, _)| read.file.is_none())
        .filter_map(|(path, _, _)| Kind::from_word(&Address::of(path)?.folder))
        .collect();
    let named = all
        .iter()
        .filter_map(|path| Some((path, check::role_at(path)?)));
    let role = |(path, name): (&String, &str)| {
        let mut read = reader::role(files, (path, name), kinds, shared);
        if let Some(file) = &read.file {
            lint::role(file, shared, &subjects, &unread, &mut read.faults);
        }
        (path.clone(), (read.text, read.faults))
    };
    named.map(role).collect()
}

/// A prompt that could be read.
fn subject<'a>(
    read: &'a PromptRead,
    shared: &'a Shared,
    assets: &'a BTreeMap<String, String>,
) -> Option<Subject<'a>> {
    read.file.as_ref().map(|file| Subject {
        file,
        shared,
        text: &read.text,
        assets,
    })
}

/// The texts of the other files in a prompt's own folder, by their paths in it. One that can't be
/// read as text is missing: the rule on files tells it.
fn assets(files: &dyn BankFiles, path: &str, all: &[String]) -> BTreeMap<String, String> {
    let Some(folder) = path.strip_suffix("prompt.toml") else {
        return BTreeMap::new();
    };
    let inside = all
        .iter()
        .filter_map(|file| Some((file, file.strip_prefix(folder)?)));
    let others = inside.filter(|(file, _)| *file != path);
    others
        .filter_map(|(file, name)| Some((name.to_owned(), files.read(file).ok()?)))
        .collect()
}

/// The rules that look at all prompts of a bank.
fn beside_each_other(
    read: &mut [(String, PromptRead, Fingerprint)],
    retired: &BTreeMap<String, crate::domain::bank::format::RetiredId>,
    shared: &Shared,
) {
    let unread: BTreeSet<String> = read
        .iter()
        .filter(|(_, read, _)| read.file.is_none())
        .map(|(path, _, _)| stem(path).to_owned())
        .collect();
    let names = Names {
        retired,
        unread: &unread,
    };
    // What lies beside a prompt was looked at with it.
    let none = BTreeMap::new();
    let (mut places, mut subjects, mut marks) = (Vec::new(), Vec::new(), Vec::new());
    for (place, (_, read, mark)) in read.iter().enumerate() {
        if let Some(subject) = subject(read, shared, &none) {
            places.push(place);
            marks.push(mark);
            subjects.push(subject);
        }
    }
    let found = lint::bank(&subjects, &marks, &names);
    for (subject, fault) in found {
        let place = places.get(subject).and_then(|place| read.get_mut(*place));
        if let Some((_, read, _)) = place {
            read.faults.push(fault);
        }
    }
}
