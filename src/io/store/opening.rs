//! The journal's file and folder before the first statement: made private, looked at, made to last.

use std::fs::{self, File, OpenOptions};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags, OptionalExtension as _};

use super::sqlite::translate;
use super::{StoreError, backup, damaged, schema};

/// The journal's name in its data folder.
pub(super) const JOURNAL: &str = "journal.db";

/// Creates the folder (0700) and the file (0600) before SQLite sees them, so that its own files
/// inherit the mode.
pub(super) fn create(data: &Path, path: &Path) -> Result<(), StoreError> {
    let is_empty = fs::metadata(path).map_or(true, |file| file.len() == 0);
    if is_empty && !backup::names(data).is_empty() {
        return Err(damaged(
            "it is missing or empty, and there are backups of it",
        ));
    }
    create_folder(data)?;
    let made = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path);
    match made {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(unwritable(&error)),
    }
}

/// Creates a folder (0700) with the ones above it, to last.
///
/// # Errors
/// The system says no.
pub fn create_folder(folder: &Path) -> Result<(), StoreError> {
    let missing: Vec<PathBuf> = folder
        .ancestors()
        .take_while(|folder| !folder.exists())
        .map(Path::to_path_buf)
        .collect();
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .map_err(|error| unwritable(&error))?;
    for parent in missing.iter().filter_map(|folder| folder.parent()) {
        sync_folder(parent).map_err(|error| unwritable(&error))?;
    }
    Ok(())
}

/// The system's errors in our words.
pub(super) fn unwritable(error: &std::io::Error) -> StoreError {
    use std::io::ErrorKind::{QuotaExceeded, StorageFull};
    if matches!(error.kind(), StorageFull | QuotaExceeded) {
        return StoreError::Full;
    }
    StoreError::Unwritable(error.to_string())
}

/// The format of a database, looked up without writing to it. Only one whose last transaction was
/// cut off is opened for writing: it has to be rolled back before it can be read.
pub(super) fn look(path: &Path) -> Result<i64, StoreError> {
    match schema::format_of(&read_only(path)?) {
        Err(StoreError::Unwritable(_)) => {
            schema::format_of(&Connection::open(path).map_err(translate)?)
        }
        looked => looked,
    }
}

/// A connection that writes nothing.
pub(super) fn read_only(path: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(translate)?;
    let waits = std::time::Duration::from_secs(5);
    connection.busy_timeout(waits).map_err(translate)?;
    Ok(connection)
}

/// The settings that every connection to the journal has.
pub(super) fn configure(connection: &Connection) -> Result<(), StoreError> {
    // The waiting time comes first: the change to WAL already needs it.
    for (name, value) in [
        ("busy_timeout", "5000"),
        ("journal_mode", "WAL"),
        ("synchronous", "FULL"),
        ("foreign_keys", "ON"),
        ("mmap_size", "0"),
        ("trusted_schema", "OFF"),
        ("cell_size_check", "ON"),
        ("secure_delete", "ON"),
        #[cfg(target_os = "macos")]
        ("fullfsync", "ON"),
    ] {
        // Some settings answer with a row, some don't.
        connection
            .pragma_update_and_check(None, name, value, |_| Ok(()))
            .optional()
            .map_err(translate)?;
    }
    Ok(())
}

/// Makes a new journal last before anything is kept in it.
pub(super) fn settle(connection: &Connection, data: &Path) -> Result<(), StoreError> {
    connection
        .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
        .map_err(translate)?;
    // The file itself was synced by the checkpoint; opening it here would drop SQLite's locks.
    let synced = [Some(data), data.parent()]
        .into_iter()
        .flatten()
        .try_for_each(sync_folder);
    synced.map_err(|error| StoreError::Unwritable(error.to_string()))
}

pub(super) fn sync_folder(folder: &Path) -> std::io::Result<()> {
    let folder = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    File::open(folder)?.sync_all()
}
