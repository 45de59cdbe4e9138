//! Copies of the journal, made while it is in use, and back again.

use std::fs::{self, File, OpenOptions};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};
use rustix::fs::{FlockOperation, fcntl_lock};
use rustix::io::Errno;

use super::opening::{JOURNAL, create_folder, read_only, sync_folder, unwritable};
use super::sqlite::translate;
use super::{StoreError, damaged, rows, schema};
use crate::domain::backup::name_before_format;
use crate::domain::text::Safe;

/// Where copies lie, in the data folder.
const FOLDER: &str = "backups";

/// What is in a journal or a copy of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its format.
    pub format: i64,
    /// Its events.
    pub events: usize,
    /// Its rounds.
    pub rounds: usize,
    /// When the last event was kept, by the wall clock.
    pub last_at: Option<Safe>,
}

/// Whether a data folder has a journal.
pub fn is_there(data: &Path) -> bool {
    fs::metadata(data.join(JOURNAL)).is_ok_and(|file| file.len() > 0)
}

/// Where a data folder's copies lie.
pub fn backups(data: &Path) -> PathBuf {
    data.join(FOLDER)
}

/// The names of the files in a data folder's folder of copies, sorted.
pub fn names(data: &Path) -> Vec<String> {
    let entries = fs::read_dir(backups(data)).into_iter().flatten();
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let mut names: Vec<String> = names
        .filter(|name| name.strip_suffix(".db").is_some() && !name.starts_with('.'))
        .collect();
    names.sort();
    names
}

/// Removes copies by their names.
///
/// # Errors
/// The system says no.
pub fn remove(data: &Path, names: &[&str]) -> Result<(), StoreError> {
    for name in names {
        match fs::remove_file(backups(data).join(name)) {
            // Another process thins as well.
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(unwritable(&error));
            }
            Ok(()) | Err(_) => {}
        }
    }
    Ok(())
}

/// Copies a data folder's journal, which may be in use: into its folder of copies under a name, or
/// to a path. The copy is whole, checked and on disk, or not there.
///
/// # Errors
/// There is no journal, it is damaged, or the copy can't be written.
pub fn back_up(data: &Path, to: &Path) -> Result<(PathBuf, Found), StoreError> {
    let live = data.join(JOURNAL);
    if !is_there(data) {
        return Err(StoreError::Missing(data.to_owned()));
    }
    let is_name = to.components().count() == 1 && !to.is_absolute();
    let to = if is_name {
        create_folder(&backups(data))?;
        backups(data).join(to)
    } else {
        to.to_owned()
    };
    if to.exists() && !is_name {
        return Err(StoreError::Exists(to));
    }
    let half = Half::beside(&to);
    let found = copy(&live, &half.0)?;
    fs::rename(&half.0, &to).map_err(|error| unwritable(&error))?;
    let folder = to.parent().unwrap_or(Path::new("."));
    sync_folder(folder).map_err(|error| unwritable(&error))?;
    Ok((to, found))
}

/// What is in a copy, or in a journal that nobody has open: it is read from end to end.
///
/// # Errors
/// It is damaged, of a later format, or no journal.
pub fn check(path: &Path) -> Result<Found, StoreError> {
    let found = || {
        if !path.is_file() {
            return Err(StoreError::Missing(path.to_owned()));
        }
        let connection = read_only(path)?;
        let found = look_over(&connection)?;
        // A sound file may hold an event that nobody can read.
        rows::select(&connection, "ORDER BY rowid", None)?;
        Ok(found)
    };
    found().map_err(|error| error.at(path))
}

/// Puts a copy in the place of a data folder's journal, which stays beside it under another name.
/// What is in the copy, and where the replaced journal is, if there was one.
///
/// # Errors
/// The copy is not sound, or the journal is in use: then nothing has changed.
pub fn replace(
    data: &Path,
    from: &Path,
    aside: &str,
) -> Result<(Found, Option<PathBuf>), StoreError> {
    create_folder(data)?;
    let live = data.join(JOURNAL);
    let half = Half::beside(&live);
    let found = copy(from, &half.0)?;
    let _held = hold(&live)?;
    let put = || {
        let aside = set_aside(data, aside)?;
        sync_folder(data)?;
        // A log of the old journal must not be found beside the new one: it is gone, and on disk
        // so, before the new one comes.
        for extra in ["-wal", "-shm", "-journal"] {
            match fs::remove_file(with(&live, extra)) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
                Ok(()) | Err(_) => {}
            }
        }
        sync_folder(data)?;
        fs::rename(&half.0, &live)?;
        sync_folder(data)?;
        Ok(aside)
    };
    let aside = put().map_err(|error| unwritable(&error))?;
    Ok((found, aside))
}

/// Copies a journal that is about to change its format.
pub(super) fn before_format(data: &Path, live: &Path, format: i64) -> Result<(), StoreError> {
    if format == 0 || format >= schema::latest() {
        return Ok(());
    }
    let folder = backups(data);
    create_folder(&folder)?;
    let mut numbers = 1..;
    let to = numbers
        .by_ref()
        .map(|number| folder.join(name_before_format(schema::latest(), number)))
        .find(|path| !path.exists())
        .unwrap_or(folder);
    let half = Half::beside(&to);
    let found = copy(live, &half.0)?;
    // Another process may have changed it meanwhile, and has made a copy before.
    if found.format < schema::latest() {
        fs::rename(&half.0, &to)
            .and_then(|()| sync_folder(&backups(data)))
            .map_err(|error| unwritable(&error))?;
    }
    Ok(())
}

/// A file that is not whole yet; gone when it is dropped, unless it was renamed.
struct Half(PathBuf);

impl Half {
    fn beside(path: &Path) -> Self {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        Self(path.with_file_name(format!(".{name}.{}", std::process::id())))
    }
}

impl Drop for Half {
    fn drop(&mut self) {
        for extra in ["", "-journal", "-wal", "-shm"] {
            // What is half written is of no use to anybody.
            let _ = fs::remove_file(with(&self.0, extra));
        }
    }
}

/// Copies a journal to a new file that stands alone, without a log beside it.
fn copy(from: &Path, to: &Path) -> Result<Found, StoreError> {
    if !from.is_file() {
        return Err(StoreError::Missing(from.to_owned()));
    }
    let source = read_only(from)?;
    schema::format_of(&source).map_err(|error| error.at(from))?;
    let made = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(to);
    drop(made.map_err(|error| unwritable(&error))?);
    let mut target = Connection::open(to).map_err(translate)?;
    let step = Backup::new(&source, &mut target)
        .and_then(|backup| backup.step(-1))
        .map_err(|error| translate(error).at(from))?;
    if step != StepResult::Done {
        return Err(StoreError::Busy);
    }
    target.close().map_err(|(_, error)| translate(error))?;
    // The mode stands in the file's beginning, which is the source's.
    let target = Connection::open(to).map_err(translate)?;
    target
        .pragma_update_and_check(None, "journal_mode", "DELETE", |_| Ok(()))
        .map_err(|error| translate(error).at(from))?;
    let found = look_over(&target).map_err(|error| error.at(from))?;
    target.close().map_err(|(_, error)| translate(error))?;
    File::open(to)
        .and_then(|file| file.sync_all())
        .map_err(|error| unwritable(&error))?;
    Ok(found)
}

/// Says whether a journal's file is sound, and what is in it.
fn look_over(connection: &Connection) -> Result<Found, StoreError> {
    let format = schema::format_of(connection)?;
    if format == 0 {
        return Err(StoreError::NotOurs(PathBuf::new()));
    }
    let fault: String = connection
        .query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))
        .map_err(translate)?;
    if fault != "ok" {
        return Err(damaged(fault));
    }
    let sql = "SELECT (SELECT count(*) FROM events), (SELECT count(*) FROM rounds),
        (SELECT wall FROM events ORDER BY rowid DESC LIMIT 1)";
    let counted = |count: i64| usize::try_from(count).unwrap_or(0);
    connection
        .query_row(sql, [], |row| {
            Ok(Found {
                format,
                events: counted(row.get(0)?),
                rounds: counted(row.get(1)?),
                last_at: row.get::<_, Option<String>>(2)?.map(Safe::from),
            })
        })
        .map_err(translate)
}

/// Holds a journal's file against every other process; none if there is no file.
///
/// Whoever has the journal open holds a lock on some of its bytes, sound or not.
fn hold(live: &Path) -> Result<Option<File>, StoreError> {
    let opened = OpenOptions::new().read(true).write(true).open(live);
    let file = match opened {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unwritable(&error)),
    };
    match fcntl_lock(&file, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => Ok(Some(file)),
        Err(Errno::AGAIN | Errno::ACCESS) => Err(StoreError::Busy),
        Err(error) => Err(unwritable(&error.into())),
    }
}

/// Gives a journal and its logs a second name.
fn set_aside(data: &Path, aside: &str) -> std::io::Result<Option<PathBuf>> {
    let (live, aside) = (data.join(JOURNAL), data.join(aside));
    if !live.exists() {
        return Ok(None);
    }
    for extra in ["", "-wal", "-journal"] {
        let from = with(&live, extra);
        let has_content = fs::metadata(&from).is_ok_and(|file| file.len() > 0);
        if extra.is_empty() || has_content {
            fs::hard_link(from, with(&aside, extra))?;
        }
    }
    Ok(Some(aside))
}

fn with(path: &Path, extra: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(extra);
    PathBuf::from(name)
}
