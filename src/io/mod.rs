//! Floor 2: one outside thing per file. Siblings never import each other.

pub mod clock;
pub mod dirs;
pub mod embedded;
pub mod entropy;
pub mod files;
pub mod hash;
pub mod lock;
pub mod store;
pub mod terminal;
pub mod toml;

use thiserror::Error;

use crate::domain::text::Safe;

/// The files of a bank, wherever they lie. Paths are relative and have `/` between their parts.
pub trait BankFiles {
    /// What the bank's place is called.
    fn name(&self) -> Safe;

    /// The prompt files below a kind's folder: `STEM.toml` and `STEM/prompt.toml`, sorted. A
    /// folder that isn't there holds none.
    fn prompts(&self, folder: &str) -> Result<Vec<String>, FileError>;

    /// A file's text.
    fn read(&self, path: &str) -> Result<String, FileError>;
}

/// A file that can't be read as text.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{path}: {problem}")]
pub struct FileError {
    /// The file.
    pub path: String,
    /// Why.
    pub problem: FileProblem,
}

/// Why a file can't be read as text.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FileProblem {
    /// There is none.
    #[error("there is no such file")]
    Missing,
    /// The path leaves the bank's folder.
    #[error("the path leaves the bank's folder")]
    Outside,
    /// It is a link.
    #[error("this is a link; links are not followed")]
    Link,
    /// It is a folder, a pipe, a device.
    #[error("this is not an ordinary file")]
    NotAFile,
    /// It is larger than what is read.
    #[error("this file has more than 4 MiB")]
    TooLarge,
    /// It is not UTF-8.
    #[error("this file is not UTF-8 text (byte {at})")]
    NotText {
        /// The first byte that isn't.
        at: usize,
    },
    /// The system says no.
    #[error("{0}")]
    System(String),
}
