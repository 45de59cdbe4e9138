//! A bank's files read and checked, with every fault kept.

use crate::domain::bank::check::{self, Address, Shared, Topics};
use crate::domain::bank::format::{BankFile, PlansFile, PromptFile, RoleFile, RubricsFile};
use crate::domain::bank::{Kind, Prompt};
use crate::domain::fault::{Code, Fault, Faults, FaultyFile};
use crate::domain::raw::{Field, Span};
use crate::io::{BankFiles, toml};

/// A file's path in its bank, and its text.
pub(super) type Named = (String, String);

/// What the prompts of a bank share, with the texts that it was read from.
#[derive(Debug, Clone)]
pub(super) struct Common {
    pub(super) shared: Shared,
    pub(super) topics: Named,
    pub(super) phases: Named,
    pub(super) rubrics: Vec<Named>,
}

/// A prompt's file as far as it could be read.
#[derive(Debug)]
pub(super) struct PromptRead {
    pub(super) text: String,
    pub(super) file: Option<PromptFile>,
    pub(super) prompt: Option<Prompt>,
    pub(super) faults: Faults,
}

/// Reads `bank.toml`.
pub(super) fn bank(files: &dyn BankFiles) -> Result<BankFile, FaultyFile> {
    let path = "bank.toml";
    let (text, mut faults) = text(files, path);
    let bank: Option<BankFile> = if faults.is_empty() {
        toml::read(&text, &mut faults)
    } else {
        None
    };
    if let Some(bank) = &bank {
        check::bank(bank, &mut faults);
    }
    bank.filter(|_| faults.is_empty())
        .ok_or_else(|| faulty(files, path, text, faults))
}

/// The paths of a bank's prompt files.
pub(super) fn prompt_paths(files: &dyn BankFiles) -> Result<Vec<String>, FaultyFile> {
    let is_prompt = |path: &String| Address::of(path).is_some();
    match files.files() {
        Ok(paths) => Ok(paths.into_iter().filter(is_prompt).collect()),
        Err(error) => {
            let help = "make it a folder that can be read";
            let message = error.problem.to_string();
            let fault = Fault::error(Code::FILES, Span::default(), &message, help);
            Err(faulty(files, &error.path, String::new(), vec![fault]))
        }
    }
}

/// Reads what the prompts share.
pub(super) fn common(
    files: &dyn BankFiles,
    topics: &str,
    phases: &str,
    rubrics: &[&str],
) -> Result<Common, Vec<FaultyFile>> {
    let mut topics = record::<Topics>(files, topics);
    let mut plans = record::<PlansFile>(files, phases);
    let rubrics: Vec<Record<RubricsFile>> =
        rubrics.iter().map(|path| record(files, path)).collect();
    let (mut named, mut read, mut all) = (Vec::new(), Vec::new(), Vec::new());
    for rubric in rubrics {
        named.push(rubric.named.clone());
        match rubric.value {
            Some(value) => read.push((rubric.named, (value, rubric.faults))),
            None => all.push((rubric.named, rubric.faults)),
        }
    }
    let (read_named, mut read): (Vec<Named>, Vec<_>) = read.into_iter().unzip();
    let shared = topics
        .value
        .as_ref()
        .zip(plans.value.as_ref())
        .map(|(topic_file, plan_file)| {
            let topics = (topic_file, &mut topics.faults);
            check::shared(topics, (plan_file, &mut plans.faults), &mut read)
        });
    all.extend(
        read_named
            .into_iter()
            .zip(read.into_iter().map(|(_, faults)| faults)),
    );
    all.push((topics.named.clone(), topics.faults));
    all.push((plans.named.clone(), plans.faults));
    let faulty_files: Vec<FaultyFile> = all
        .into_iter()
        .filter(|(_, faults)| !faults.is_empty())
        .map(|((path, text), faults)| faulty(files, &path, text, faults))
        .collect();
    match shared.filter(|_| faulty_files.is_empty()) {
        Some(shared) => Ok(Common {
            shared,
            topics: topics.named,
            phases: plans.named,
            rubrics: named,
        }),
        None => Err(faulty_files),
    }
}

/// Reads and checks a prompt's file.
pub(super) fn prompt(files: &dyn BankFiles, path: &str, shared: &Shared) -> PromptRead {
    let Record {
        named: (_, text),
        value: file,
        mut faults,
    } = record::<PromptFile>(files, path);
    let address = Address::of(path);
    let prompt = file
        .as_ref()
        .zip(address)
        .and_then(|(file, address)| check::prompt(file, &address, shared, &mut faults));
    PromptRead {
        text,
        file,
        prompt,
        faults,
    }
}

/// A role's file as far as it could be read.
#[derive(Debug)]
pub(super) struct RoleRead {
    pub(super) text: String,
    pub(super) file: Option<RoleFile>,
    pub(super) faults: Faults,
}

/// Reads and checks the file of the role called `name`.
pub(super) fn role(
    files: &dyn BankFiles,
    (path, name): (&str, &str),
    kinds: &[Kind],
    shared: &Shared,
) -> RoleRead {
    let Record {
        named: (_, text),
        value: file,
        mut faults,
    } = record::<RoleFile>(files, path);
    if let Some(file) = &file {
        check::role(file, name, kinds, shared, &mut faults);
    }
    RoleRead { text, file, faults }
}

/// A file with its faults, in the order of their places.
pub(super) fn faulty(
    files: &dyn BankFiles,
    path: &str,
    text: String,
    mut faults: Faults,
) -> FaultyFile {
    faults.sort_by_key(|fault| fault.span);
    let file = files.shown(path);
    FaultyFile { file, text, faults }
}

struct Record<T> {
    named: Named,
    value: Option<T>,
    faults: Faults,
}

fn record<T: Field>(files: &dyn BankFiles, path: &str) -> Record<T> {
    let (text, mut faults) = text(files, path);
    let value = if faults.is_empty() {
        toml::read(&text, &mut faults)
    } else {
        None
    };
    Record {
        named: (path.to_owned(), text),
        value,
        faults,
    }
}

/// A file's text; empty, with a fault, if it can't be read.
fn text(files: &dyn BankFiles, path: &str) -> (String, Faults) {
    match files.read(path) {
        Ok(text) => (text, Faults::new()),
        Err(error) => {
            let help = "put an ordinary UTF-8 file there, inside the bank's folder";
            let message = error.problem.to_string();
            let fault = Fault::error(Code::FILES, Span::default(), &message, help);
            (String::new(), vec![fault])
        }
    }
}
