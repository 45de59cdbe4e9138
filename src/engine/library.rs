//! The banks that are at hand, read and checked.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::domain::bank::check::{self, Address, Shared, Topics};
use crate::domain::bank::format::{BankFile, PlansFile, PromptFile, RubricsFile};
use crate::domain::bank::prompt::Status;
use crate::domain::bank::{BankId, Kind, Prompt, PromptId};
use crate::domain::fault::{Code, Fault, Faults, FaultyFile};
use crate::domain::pick::Candidate;
use crate::domain::raw::{Field, Span};
use crate::domain::text::Safe;
use crate::io::{BankFiles, FileError, hash, toml};

/// The prompts at hand, and the files that could not be used.
#[derive(Debug, Default)]
pub struct Library {
    /// The prompts, in the order of their banks and ids.
    pub entries: Vec<Entry>,
    /// The files with faults.
    pub faulty: Vec<FaultyFile>,
    banks: BTreeSet<BankId>,
}

/// A prompt with where it comes from.
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

/// The texts that a prompt was made of: enough to read it again.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Pinned {
    topics: (String, String),
    phases: (String, String),
    rubrics: Vec<(String, String)>,
    prompt: (String, String),
}

/// What the prompts of a bank share, with the texts that it was read from.
struct Common {
    shared: Shared,
    topics: (String, String),
    phases: (String, String),
    rubrics: Vec<(String, String)>,
}

impl Library {
    /// Reads a bank and adds its prompts. What has faults is left out and kept among the faulty.
    pub fn add(&mut self, files: &dyn BankFiles) {
        let mut read = FileReader {
            files,
            faulty: &mut self.faulty,
        };
        let Some(bank) = read.record::<BankFile>("bank.toml", &mut |_, _| {}) else {
            return;
        };
        if !self.banks.insert(bank.id.clone()) {
            let message = format!(
                "there is a bank `{}` already; this one is left out",
                bank.id
            );
            read.report("bank.toml", Span::default(), &message, "give it another id");
            return;
        }
        let Some(common) = read.common(&bank) else {
            return;
        };
        for kind in &bank.kinds {
            for path in read.prompts(kind.as_str()) {
                self.entries.extend(read.prompt(&path, &bank, &common));
            }
        }
    }

    /// A prompt by its id, or by its bank and id with a slash between.
    pub fn find(&self, name: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| {
            entry.prompt.id.as_str() == name
                || format!("{}/{}", entry.bank, entry.prompt.id) == name
        })
    }

    /// The faulty file that would hold a prompt, by its name.
    pub fn faulty_prompt(&self, name: &str) -> Option<&FaultyFile> {
        let id = name.rsplit('/').next().unwrap_or(name);
        let holds = |file: &&FaultyFile| {
            let path = file
                .file
                .as_str()
                .trim_end_matches("/prompt.toml")
                .trim_end_matches(".toml");
            path.rsplit('/').next() == Some(id)
        };
        self.faulty.iter().find(holds)
    }

    /// What may be drawn: active prompts, of one kind if asked for.
    pub fn candidates(&self, kind: Option<Kind>) -> Vec<Candidate> {
        let is_wanted = |entry: &&Entry| {
            entry.prompt.status == Status::Active
                && kind.is_none_or(|kind| entry.prompt.kind() == kind)
        };
        let candidate = |entry: &Entry| Candidate {
            bank: entry.bank.clone(),
            prompt: entry.prompt.id.clone(),
            kind: entry.prompt.kind(),
            minutes: entry.prompt.minutes,
        };
        self.entries
            .iter()
            .filter(is_wanted)
            .map(candidate)
            .collect()
    }

    /// The ids of all prompts.
    pub fn ids(&self) -> impl Iterator<Item = &PromptId> {
        self.entries.iter().map(|entry| &entry.prompt.id)
    }
}

/// A prompt as it was when its texts were pinned.
///
/// # Errors
/// The texts were made for another version and no longer pass the checks.
pub(super) fn unpin(texts: &str) -> Result<Prompt, String> {
    let pinned: Pinned = serde_json::from_str(texts).map_err(|error| error.to_string())?;
    let mut library = Vec::new();
    let files = PinnedFiles { pinned: &pinned };
    let mut read = FileReader {
        files: &files,
        faulty: &mut library,
    };
    let rubrics: Vec<&str> = pinned
        .rubrics
        .iter()
        .map(|(path, _)| path.as_str())
        .collect();
    let common = read.shared(&pinned.topics.0, &pinned.phases.0, &rubrics);
    let prompt = common.and_then(|common| read.checked(&pinned.prompt.0, &common.shared));
    prompt.ok_or_else(|| {
        let first = library.first().and_then(|file| file.faults.first());
        first.map_or_else(
            || "a text is missing".to_owned(),
            |fault| fault.message.to_string(),
        )
    })
}

struct PinnedFiles<'a> {
    pinned: &'a Pinned,
}

impl BankFiles for PinnedFiles<'_> {
    fn name(&self) -> Safe {
        Safe::new("the journal")
    }

    fn prompts(&self, _: &str) -> Result<Vec<String>, FileError> {
        Ok(vec![self.pinned.prompt.0.clone()])
    }

    fn read(&self, path: &str) -> Result<String, FileError> {
        let Pinned {
            topics,
            phases,
            rubrics,
            prompt,
        } = self.pinned;
        let all = [topics, phases, prompt].into_iter().chain(rubrics);
        let text = all
            .into_iter()
            .find(|(known, _)| known == path)
            .map(|(_, text)| text.clone());
        let problem = crate::io::FileProblem::Missing;
        text.ok_or(FileError {
            path: path.to_owned(),
            problem,
        })
    }
}

/// Reads a bank's files and collects their faults.
struct FileReader<'a> {
    files: &'a dyn BankFiles,
    faulty: &'a mut Vec<FaultyFile>,
}

impl FileReader<'_> {
    /// A file's text; a fault if it can't be read.
    fn text(&mut self, path: &str) -> Option<String> {
        match self.files.read(path) {
            Ok(text) => Some(text),
            Err(FileError { problem, .. }) => {
                let help = "put an ordinary UTF-8 file there, inside the bank's folder";
                self.report(path, Span::default(), &problem.to_string(), help);
                None
            }
        }
    }

    fn report(&mut self, path: &str, span: Span, message: &str, help: &str) {
        let faults = vec![Fault::error(Code::FILES, span, message, help)];
        self.keep(path, "", faults);
    }

    fn keep(&mut self, path: &str, text: &str, mut faults: Faults) {
        if faults.is_empty() {
            return;
        }
        faults.sort_by_key(|fault| fault.span);
        let file = Safe::new(&format!("{}/{path}", self.files.name()));
        self.faulty.push(FaultyFile {
            file,
            text: text.to_owned(),
            faults,
        });
    }

    /// Reads a record, then checks it further.
    fn record<T: Field>(
        &mut self,
        path: &str,
        check: &mut dyn FnMut(&T, &mut Faults),
    ) -> Option<T> {
        let text = self.text(path)?;
        let mut faults = Faults::new();
        let record: Option<T> = toml::read(&text, &mut faults);
        if let Some(record) = &record {
            check(record, &mut faults);
        }
        let is_good = faults.is_empty();
        self.keep(path, &text, faults);
        record.filter(|_| is_good)
    }

    fn prompts(&mut self, folder: &str) -> Vec<String> {
        match self.files.prompts(folder) {
            Ok(paths) => paths,
            Err(error) => {
                let help = "make it a folder with prompt files";
                self.report(folder, Span::default(), &error.problem.to_string(), help);
                Vec::new()
            }
        }
    }

    fn common(&mut self, bank: &BankFile) -> Option<Common> {
        let rubrics: Vec<&str> = bank
            .rubrics
            .iter()
            .map(|path| path.value.as_str())
            .collect();
        self.shared(&bank.topics.value, &bank.phases.value, &rubrics)
    }

    fn shared(&mut self, topics: &str, phases: &str, rubrics: &[&str]) -> Option<Common> {
        let topics_text = self.text(topics);
        let phases_text = self.text(phases);
        let rubric_texts: Vec<_> = rubrics.iter().map(|path| self.text(path)).collect();
        let rubric_texts: Vec<String> = rubric_texts.into_iter().collect::<Option<_>>()?;
        let (topics_text, phases_text) = (topics_text?, phases_text?);
        let (mut topic_faults, mut phase_faults) = (Faults::new(), Faults::new());
        let topics_file: Option<Topics> = toml::read(&topics_text, &mut topic_faults);
        let plans_file: Option<PlansFile> = toml::read(&phases_text, &mut phase_faults);
        let mut rubric_files = Vec::new();
        for (path, text) in rubrics.iter().zip(&rubric_texts) {
            let mut faults = Faults::new();
            match toml::read::<RubricsFile>(text, &mut faults) {
                Some(file) => rubric_files.push((file, faults)),
                None => self.keep(path, text, faults),
            }
        }
        let checked = match (&topics_file, &plans_file) {
            (Some(topics), Some(plans)) => Some(check::shared(
                (topics, &mut topic_faults),
                (plans, &mut phase_faults),
                &mut rubric_files,
            )),
            _ => None,
        };
        let is_good = rubric_files.len() == rubrics.len()
            && topic_faults.is_empty()
            && phase_faults.is_empty()
            && rubric_files.iter().all(|(_, faults)| faults.is_empty());
        self.keep(topics, &topics_text, topic_faults);
        self.keep(phases, &phases_text, phase_faults);
        for ((_, faults), (path, text)) in rubric_files
            .into_iter()
            .zip(rubrics.iter().zip(&rubric_texts))
        {
            self.keep(path, text, faults);
        }
        let named = |(path, text): (&&str, &String)| ((*path).to_owned(), text.clone());
        checked.filter(|_| is_good).map(|shared| Common {
            shared,
            topics: (topics.to_owned(), topics_text),
            phases: (phases.to_owned(), phases_text),
            rubrics: rubrics.iter().zip(&rubric_texts).map(named).collect(),
        })
    }

    fn checked(&mut self, path: &str, shared: &Shared) -> Option<Prompt> {
        let mut prompt = None;
        let address = address(path);
        self.record::<PromptFile>(path, &mut |file, faults| {
            prompt = check::prompt(file, &address, shared, faults);
        });
        prompt
    }

    fn prompt(&mut self, path: &str, bank: &BankFile, common: &Common) -> Option<Entry> {
        let prompt = self.checked(path, &common.shared)?;
        let text = self.text(path)?;
        let pinned = Pinned {
            topics: common.topics.clone(),
            phases: common.phases.clone(),
            rubrics: common.rubrics.clone(),
            prompt: (path.to_owned(), text),
        };
        let named = [&pinned.topics, &pinned.phases, &pinned.prompt].into_iter();
        let all = named
            .chain(&pinned.rubrics)
            .map(|(path, text)| (path.as_str(), text.as_str()));
        let hash = hash::of_texts(all);
        Some(Entry {
            bank: bank.id.clone(),
            bank_version: bank.version.clone(),
            prompt,
            hash,
            texts: serde_json::to_string(&pinned).ok()?,
        })
    }
}

/// Folder and stem of a prompt's path: `KIND/ID.toml` or `KIND/ID/prompt.toml`.
fn address(path: &str) -> Address {
    let path = path
        .strip_suffix("/prompt.toml")
        .or_else(|| path.strip_suffix(".toml"));
    let (folder, stem) = path
        .and_then(|path| path.split_once('/'))
        .unwrap_or_default();
    Address {
        folder: folder.to_owned(),
        stem: stem.to_owned(),
    }
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.bank, self.prompt.id)
    }
}
