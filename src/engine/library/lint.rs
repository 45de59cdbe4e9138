//! A bank linted: form, soundness and quality, everything at once.

use std::collections::BTreeSet;

use super::reader::{self, PromptRead};
use super::{common, index, stem};
use crate::domain::bank::lint::{self, Names, Subject};
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
    let mut read: Vec<(String, PromptRead)> = index::in_parallel(paths, |path| {
        let mut read = reader::prompt(files, &path, &common.shared);
        if let Some(file) = &read.file {
            let subject = Subject {
                file,
                shared: &common.shared,
                text: &read.text,
            };
            lint::prompt(&subject, &mut read.faults);
        }
        (path, read)
    });
    beside_each_other(&mut read, &manifest.retired, &common.shared);
    let faulty = read
        .into_iter()
        .filter(|(_, read)| !read.faults.is_empty())
        .map(|(path, read)| reader::faulty(files, &path, read.text, read.faults));
    Linted {
        prompts,
        files: faulty.collect(),
    }
}

/// The rules that look at all prompts of a bank.
fn beside_each_other(
    read: &mut [(String, PromptRead)],
    retired: &std::collections::BTreeMap<String, crate::domain::bank::format::RetiredId>,
    shared: &crate::domain::bank::check::Shared,
) {
    let unread: BTreeSet<String> = read
        .iter()
        .filter(|(_, read)| read.file.is_none())
        .map(|(path, _)| stem(path).to_owned())
        .collect();
    let names = Names {
        retired,
        unread: &unread,
    };
    let (mut places, mut subjects) = (Vec::new(), Vec::new());
    for (place, (_, read)) in read.iter().enumerate() {
        if let Some(file) = &read.file {
            places.push(place);
            subjects.push(Subject {
                file,
                shared,
                text: &read.text,
            });
        }
    }
    let found = lint::bank(&subjects, &names);
    for (subject, fault) in found {
        let place = places.get(subject).and_then(|place| read.get_mut(*place));
        if let Some((_, read)) = place {
            read.faults.push(fault);
        }
    }
}
