//! The bank that ships inside the binary, packed by the build script.

use std::io::Read as _;

use flate2::read::ZlibDecoder;

use super::{BankFiles, FileError, FileProblem, Stamp};
use crate::domain::bank::Kind;
use crate::domain::text::Safe;

include!(concat!(env!("OUT_DIR"), "/core.rs"));

/// The core bank.
#[derive(Debug, Clone, Copy)]
pub struct Core;

impl Core {
    /// The index of its prompts, as JSON.
    pub fn index() -> &'static str {
        INDEX
    }
}

impl BankFiles for Core {
    fn name(&self) -> Safe {
        Safe::new("core-backend")
    }

    fn files(&self) -> Result<Vec<String>, FileError> {
        Ok(FILES.iter().map(|(path, _)| (*path).to_owned()).collect())
    }

    fn read(&self, path: &str) -> Result<String, FileError> {
        let error = |problem| FileError {
            path: path.to_owned(),
            problem,
        };
        let packed = FILES.iter().find(|(known, _)| *known == path);
        let (_, packed) = packed.ok_or_else(|| error(FileProblem::Missing))?;
        let mut text = String::new();
        ZlibDecoder::new(*packed)
            .read_to_string(&mut text)
            .map_err(|cause| error(FileProblem::System(cause.to_string())))?;
        Ok(text)
    }

    fn stamp(&self, _: &str) -> Option<Stamp> {
        None
    }
}

/// The bank of the one prompt that `taste` plays. It is never drawn from.
#[derive(Debug, Clone, Copy)]
pub struct Taste;

/// Its files.
const TASTE: [(&str, &str); 5] = [
    (
        "bank.toml",
        include_str!("../../question_banks/taste/bank.toml"),
    ),
    (
        "shared/topics.toml",
        include_str!("../../question_banks/taste/shared/topics.toml"),
    ),
    (
        "shared/phases.toml",
        include_str!("../../question_banks/taste/shared/phases.toml"),
    ),
    (
        "shared/rubrics.toml",
        include_str!("../../question_banks/taste/shared/rubrics.toml"),
    ),
    (
        "incident/inc-doors.toml",
        include_str!("../../question_banks/taste/incident/inc-doors.toml"),
    ),
];

impl BankFiles for Taste {
    fn name(&self) -> Safe {
        Safe::new("taste")
    }

    fn files(&self) -> Result<Vec<String>, FileError> {
        Ok(TASTE.iter().map(|(path, _)| (*path).to_owned()).collect())
    }

    fn read(&self, path: &str) -> Result<String, FileError> {
        let found = TASTE.iter().find(|(known, _)| *known == path);
        let (_, text) = found.ok_or_else(|| FileError {
            path: path.to_owned(),
            problem: FileProblem::Missing,
        })?;
        Ok((*text).to_owned())
    }

    fn stamp(&self, _: &str) -> Option<Stamp> {
        None
    }
}

/// The files of a new bank: a manifest, and what the core bank shares.
pub fn new_bank() -> Vec<(String, String)> {
    let shared = FILES
        .iter()
        .map(|(path, _)| *path)
        .filter(|path| path.starts_with("shared/"));
    let shared = shared.filter_map(|path| Some((path.to_owned(), Core.read(path).ok()?)));
    let manifest = include_str!("../../question_banks/templates/bank.toml");
    std::iter::once(("bank.toml".to_owned(), manifest.to_owned()))
        .chain(shared)
        .collect()
}

/// The loops that ship: their names and their files' texts.
pub fn loops() -> [(&'static str, &'static str); 3] {
    [
        (
            "phone-screen",
            include_str!("../../question_banks/loops/phone-screen.toml"),
        ),
        (
            "onsite-senior",
            include_str!("../../question_banks/loops/onsite-senior.toml"),
        ),
        (
            "elixir-full",
            include_str!("../../question_banks/loops/elixir-full.toml"),
        ),
    ]
}

/// The text of a new prompt: everything that its kind needs, to be written where `<...>` stands.
pub fn new_prompt(kind: Kind, id: &str) -> String {
    let template = match kind {
        Kind::Coding => include_str!("../../question_banks/templates/coding.toml"),
        Kind::SystemDesign => include_str!("../../question_banks/templates/system-design.toml"),
        Kind::Incident => include_str!("../../question_banks/templates/incident.toml"),
        Kind::Behavioral => include_str!("../../question_banks/templates/behavioral.toml"),
        Kind::Screen => include_str!("../../question_banks/templates/screen.toml"),
        Kind::Negotiation => include_str!("../../question_banks/templates/negotiation.toml"),
    };
    template.replace("PROMPT-ID", id)
}
