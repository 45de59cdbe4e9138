//! A bank linted: form, soundness and quality, everything at once.

use std::collections::{BTreeMap, BTreeSet};

use super::reader::{self, PromptRead};
use super::{common, index, stem};
use crate::domain::bank::lint::{self, Fingerprint, Names, Subject};
use crate::domain::fault::FaultyFile;
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
    let faulty = read
        .into_iter()
        .filter(|(_, read, _)| !read.faults.is_empty())
        .map(|(path, read, _)| reader::faulty(files, &path, read.text, read.faults));
    Linted {
        prompts,
        files: faulty.collect(),
    }
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
    shared: &crate::domain::bank::check::Shared,
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
        if let Some(file) = &read.file {
            places.push(place);
            marks.push(mark);
            subjects.push(Subject {
                file,
                shared,
                text: &read.text,
                assets: &none,
            });
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
