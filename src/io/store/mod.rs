//! The journal: events, append-only, and what is derived from them.
//!
//! One trait, two stores: SQLite for use, memory for tests; one conformance suite holds both to
//! the same behaviour. "Kept" is said only after a commit.

mod backup;
mod examine;
mod memory;
mod opening;
mod rows;
mod schema;
mod sqlite;

pub use backup::{Found, back_up, backups, check, is_there, names, remove, replace};
pub use examine::{Examined, examine};
pub use memory::Memory;
pub use opening::create_folder;
pub use sqlite::{Sqlite, is_sqlite_sound, sqlite_version};

use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::domain::history::Summary;
use crate::domain::moment::Moment;
use crate::domain::round::{Envelope, RoundId};
use crate::domain::text::Safe;

/// The journal and what lies beside it.
pub trait Journal {
    /// Keeps events in one transaction: all or none. An event that was kept before is passed over,
    /// and so is a second end of a finished round.
    fn append(&self, events: &[Envelope]) -> Result<(), StoreError>;

    /// Keeps what came of an entered line, as [`append`](Self::append) does, and empties the
    /// round's draft with it: a line is never both kept and still being typed.
    fn append_line(&self, events: &[Envelope]) -> Result<(), StoreError>;

    /// A round's events in the order of their numbers; none if there is no such round.
    fn events(&self, round: &RoundId) -> Result<Vec<Envelope>, StoreError>;

    /// Every event, in the order in which they were kept.
    fn all_events(&self) -> Result<Vec<Envelope>, StoreError>;

    /// What was practised outside of rounds, in the order in which it was kept.
    fn exercises(&self) -> Result<Vec<Envelope>, StoreError>;

    /// All rounds, in the order in which their prompts were drawn: the first is round 1.
    fn summaries(&self) -> Result<Vec<Summary>, StoreError>;

    /// The attempts that came from elsewhere, in the order in which they came.
    fn imported(&self) -> Result<Vec<Envelope>, StoreError>;

    /// Keeps the texts that a prompt was made of, by their hash. Keeping them twice changes nothing.
    fn pin(&self, hash: &str, texts: &str) -> Result<(), StoreError>;

    /// The texts kept under a hash.
    fn pinned(&self, hash: &str) -> Result<Option<String>, StoreError>;

    /// Keeps the unsent line and the sign of life of a round, instead of the ones before.
    fn save_draft(&self, draft: &Draft) -> Result<(), StoreError>;

    /// The unsent line and the last sign of life of a round.
    fn draft(&self, round: &RoundId) -> Result<Option<Draft>, StoreError>;
}

/// The unsent line of a round, which is also its sign of life.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The round.
    pub round: RoundId,
    /// What was typed and not sent.
    pub text: Safe,
    /// The round's clock, in milliseconds.
    pub active_ms: u64,
    /// When it was kept.
    pub at: Moment,
}

/// Why the journal can't be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum StoreError {
    /// A later version wrote it.
    #[error("the journal has format {found}; this version knows formats up to {known}")]
    Newer {
        /// Its format.
        found: i64,
        /// The latest known format.
        known: i64,
    },
    /// It is a database of another program, or no database.
    #[error("{} is not a mockloop journal, or its beginning is damaged", .0.display())]
    NotOurs(PathBuf),
    /// The disk is full.
    #[error("the disk is full")]
    Full,
    /// The folder or file can't be written.
    #[error("the journal can't be written: {0}")]
    Unwritable(String),
    /// The file is damaged.
    #[error("the journal {} is damaged: {what}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        what: String,
    },
    /// There is none.
    #[error("there is no journal in {}", .0.display())]
    Missing(PathBuf),
    /// A file that is to be made is there already.
    #[error("{} is there already", .0.display())]
    Exists(PathBuf),
    /// The disk does not do what it is told.
    #[error("the disk fails: {0}")]
    Disk(String),
    /// Another process holds it for too long.
    #[error("another process is writing the journal")]
    Busy,
    /// Another process continued the round.
    #[error("the round went on elsewhere: event {seq} is there already")]
    Overtaken {
        /// The number of the event.
        seq: u32,
    },
    /// SQLite is too old to be trusted.
    #[error("SQLite {0} is too old: 3.51.3 mended a fault that loses data")]
    OldSqlite(String),
    /// Anything else.
    #[error("{0}")]
    Other(String),
}

impl StoreError {
    /// The same, with the file that it is about.
    fn at(mut self, file: &Path) -> Self {
        if let Self::Damaged { path, .. } | Self::NotOurs(path) = &mut self
            && path.as_os_str().is_empty()
        {
            file.clone_into(path);
        }
        self
    }
}

/// Damage in a file that is named later.
fn damaged(what: impl Into<String>) -> StoreError {
    StoreError::Damaged {
        path: PathBuf::new(),
        what: what.into(),
    }
}

#[cfg(test)]
mod conformance;
