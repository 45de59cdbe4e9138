//! A bank's files, wherever they lie.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::domain::text::Safe;

/// The files of a bank. Paths are relative and have `/` between their parts.
pub trait BankFiles: Sync {
    /// What the bank's place is called.
    fn name(&self) -> Safe;

    /// What a file of the bank is called.
    fn shown(&self, path: &str) -> Safe {
        let name = self.name();
        Safe::new(&format!("{}/{path}", name.as_str().trim_end_matches('/')))
    }

    /// Every file in the bank, sorted. Links and other odd files are listed like files.
    fn files(&self) -> Result<Vec<String>, FileError>;

    /// A file's text.
    fn read(&self, path: &str) -> Result<String, FileError>;

    /// What tells without reading it whether a file is still the same; none if nothing does.
    fn stamp(&self, path: &str) -> Option<Stamp>;
}

/// What the system says of a file: if all of it is the same, so are the bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// Bytes.
    pub size: u64,
    /// Nanoseconds at which the bytes were last written.
    pub written_ns: i128,
    /// Nanoseconds at which anything about the file last changed.
    pub changed_ns: i128,
    /// The file's number on its disk.
    pub inode: u64,
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
