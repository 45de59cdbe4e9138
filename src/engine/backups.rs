//! Copies of the journal: made, thinned, and put back.

use std::path::{Path, PathBuf};

use super::desk::hold;
use super::error::{Error, Kind};
use crate::domain::backup::{is_due, name, name_replaced, newest_first, surplus};
use crate::io::clock::Clock;
use crate::io::store::{self, Found, Journal as _, Sqlite, StoreError};

/// What a backup did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackedUp {
    /// The copy.
    pub path: PathBuf,
    /// What is in it.
    pub found: Found,
    /// Older copies that were removed, by their names.
    pub removed: Vec<String>,
}

/// What a restore did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// The copy.
    pub from: PathBuf,
    /// What is in it.
    pub found: Found,
    /// Where the journal is that was replaced, if there was one.
    pub aside: Option<PathBuf>,
    /// Newer copies that are damaged, by their names.
    pub passed_over: Vec<String>,
}

/// Copies the journal, to a file or among the copies of the data folder, which are thinned.
pub fn back_up(data: &Path, to: Option<&Path>, clock: &dyn Clock) -> Result<BackedUp, Error> {
    let now_ms = clock.unix_ms();
    if let Some(to) = to {
        // A name alone would be one among the data folder's copies.
        let to = std::path::absolute(to).map_err(|error| {
            Error::new(
                Kind::CantWrite,
                format!("{error}."),
                "Give the file's whole path.",
            )
        })?;
        let (path, found) = store::back_up(data, &to)?;
        return Ok(BackedUp {
            path,
            found,
            removed: Vec::new(),
        });
    }
    let (path, found) = store::back_up(data, Path::new(&name(now_ms)))?;
    let names = store::names(data);
    let removed = surplus(&names, now_ms);
    store::remove(data, &removed)?;
    Ok(BackedUp {
        path,
        found,
        removed: removed.into_iter().map(ToOwned::to_owned).collect(),
    })
}

/// Copies the journal if a day has gone by without a copy. Cheap where none has.
pub fn back_up_daily(data: &Path, clock: &dyn Clock) -> Result<Option<BackedUp>, Error> {
    if !store::is_there(data) || !is_due(&store::names(data), clock.unix_ms()) {
        return Ok(None);
    }
    let done = back_up(data, None, clock).map_err(|error| {
        let cause = format!("The daily backup was not made. {}", error.cause);
        Error::new(error.kind, cause, error.remedy)
    });
    done.map(Some)
}

/// How long ago the last copy was made, in milliseconds; none if there is no copy.
pub fn age_ms(data: &Path, clock: &dyn Clock) -> Option<u64> {
    let names = store::names(data);
    let (_, made_ms) = newest_first(&names).first().copied()?;
    Some(clock.unix_ms().saturating_sub(made_ms))
}

/// Puts a copy in the journal's place: a file, or the latest that is sound.
pub fn restore(data: &Path, from: &str, clock: &dyn Clock) -> Result<Restored, Error> {
    let mut passed_over = Vec::new();
    let from = if from == "latest" {
        latest(data, &mut passed_over)?
    } else {
        named(data, from)?
    };
    let live = data.join("journal.db");
    if is_same(&from, &live) {
        let cause = format!("{} is the journal itself.", from.display());
        return Err(Error::usage(cause, "Name a copy of it, or `latest`."));
    }
    // Before anything is touched; the folder may be a new one.
    store::check(&from)?;
    store::create_folder(data)?;
    let _lock = hold(data, clock)?;
    let aside = name_replaced(clock.unix_ms());
    let (found, aside) = store::replace(data, &from, &aside)?;
    // Opened as the next command will, which brings an older format up to date.
    Sqlite::open(data)?.summaries()?;
    Ok(Restored {
        from,
        found,
        aside,
        passed_over,
    })
}

fn latest(data: &Path, passed_over: &mut Vec<String>) -> Result<PathBuf, Error> {
    let names = store::names(data);
    // Those from before a change of format have no time; they are older than what came after.
    let timed = newest_first(&names);
    let others = names.iter().rev().filter(|name| {
        let is_timed = timed.iter().any(|(timed, _)| timed == name);
        !is_timed
    });
    let all = timed.iter().map(|(name, _)| *name);
    for name in all.chain(others.map(String::as_str)) {
        let path = store::backups(data).join(name);
        match store::check(&path) {
            Ok(_) => return Ok(path),
            Err(StoreError::Damaged { .. } | StoreError::NotOurs(_)) => {
                passed_over.push(name.to_owned());
            }
            Err(error) => return Err(error.into()),
        }
    }
    let folder = store::backups(data);
    let cause = format!("There is no sound backup in {}.", folder.display());
    let remedy = "Name a file: `mockloop restore FILE`. `mockloop backup` makes one.";
    Err(Error::usage(cause, remedy))
}

/// A file by its path, or by its name among the copies.
fn named(data: &Path, from: &str) -> Result<PathBuf, Error> {
    let among = store::backups(data).join(from);
    let found = [PathBuf::from(from), among]
        .into_iter()
        .find(|path| path.is_file());
    found.ok_or_else(|| {
        let cause = format!("There is no file {from}.");
        let names = store::names(data);
        let newest = newest_first(&names);
        let remedy = match newest.first() {
            Some((name, _)) => format!("The latest backup is {name}: `mockloop restore latest`."),
            None => "`mockloop backup` makes one.".to_owned(),
        };
        Error::usage(cause, remedy)
    })
}

fn is_same(one: &Path, other: &Path) -> bool {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        (Ok(_) | Err(_), _) => false,
    }
}
