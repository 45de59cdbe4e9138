//! What stops a command: a kind, which fixes the exit code, a cause and a remedy.

use std::fmt;

use crate::domain::fault::FaultyFile;
use crate::domain::text::Safe;
use crate::io::store::StoreError;

/// Why a command can't do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    /// The kind.
    pub kind: Kind,
    /// What went wrong.
    pub cause: Safe,
    /// What to do about it.
    pub remedy: Safe,
}

/// The kinds of errors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// The command line asks for something that isn't there.
    Usage,
    /// An input file is bad.
    BadFile(Vec<FaultyFile>),
    /// The configuration is bad.
    BadConfig(Vec<FaultyFile>),
    /// The journal can't be made or written.
    CantWrite,
    /// The journal can't be read.
    CantRead,
    /// Another session holds the data folder.
    Held,
    /// Code may not be run.
    Refused,
}

impl Error {
    /// An error of a kind.
    pub fn new(kind: Kind, cause: impl AsRef<str>, remedy: impl AsRef<str>) -> Self {
        Self {
            kind,
            cause: Safe::new(cause.as_ref()),
            remedy: Safe::new(remedy.as_ref()),
        }
    }

    /// Something asked for that isn't there.
    pub fn usage(cause: impl AsRef<str>, remedy: impl AsRef<str>) -> Self {
        Self::new(Kind::Usage, cause, remedy)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.cause, self.remedy)
    }
}

impl std::error::Error for Error {}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        let cause = crate::report::words::capital(&error.to_string());
        let (kind, remedy) = match &error {
            StoreError::Newer { .. } => (
                Kind::CantRead,
                "Use the mockloop that wrote it, or another --data-dir. If no later one did, \
                 `mockloop restore latest` takes the last backup.",
            ),
            StoreError::NotOurs(_) => (
                Kind::CantRead,
                "`mockloop doctor` tells more, `mockloop restore latest` takes the last backup; or \
                 choose another folder with --data-dir.",
            ),
            StoreError::Full => (Kind::CantWrite, "Free some space; what was kept is safe."),
            StoreError::Unwritable(_) => (
                Kind::CantWrite,
                "Check the folder's owner and mode, or choose another --data-dir; `mockloop doctor` \
                 tells more.",
            ),
            StoreError::Damaged { .. } => (
                Kind::CantRead,
                "`mockloop doctor` tells more; `mockloop restore latest` takes the last backup and \
                 keeps this file beside it.",
            ),
            StoreError::Missing(_) => (Kind::Usage, "`mockloop practice` begins one."),
            StoreError::Exists(_) => (Kind::CantWrite, "Choose another name."),
            StoreError::Disk(_) => (
                Kind::CantWrite,
                "See to the disk and its space; what was kept is safe. `mockloop doctor` tells more.",
            ),
            StoreError::Busy | StoreError::Overtaken { .. } => {
                (Kind::Held, "Close the other session, then try again.")
            }
            StoreError::OldSqlite(_) => {
                (Kind::CantRead, "Build mockloop with the SQLite it bundles.")
            }
            StoreError::Other(_) => (Kind::CantWrite, "Try again; what was kept is safe."),
        };
        Self::new(kind, format!("{cause}."), remedy)
    }
}
