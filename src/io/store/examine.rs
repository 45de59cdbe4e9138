//! A look at a journal that changes nothing: is it sound, and is what is derived from it right?

use std::path::Path;

use rusqlite::Connection;

use super::backup::is_there;
use super::opening::{JOURNAL, read_only};
use super::rows::{fold, from_json, select};
use super::sqlite::translate;
use super::{StoreError, schema};
use crate::domain::history::Summary;

/// The most faults that SQLite tells.
const FAULTS: u32 = 5;

/// What was found in a journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Examined {
    /// Its format.
    pub format: i64,
    /// The latest format.
    pub latest: i64,
    /// How SQLite keeps its transactions; `wal`.
    pub mode: String,
    /// What is wrong with the file.
    pub faults: Vec<String>,
    /// Why nothing could be kept in it.
    pub obstacle: Option<String>,
    /// Its events.
    pub events: usize,
    /// Its rounds.
    pub rounds: usize,
    /// Whether the list of rounds is what the events say.
    pub is_list_right: bool,
}

/// Looks at a data folder's journal; none if there is none.
///
/// # Errors
/// It can't be read to its end.
pub fn examine(data: &Path) -> Result<Option<Examined>, StoreError> {
    if !is_there(data) {
        return Ok(None);
    }
    let path = data.join(JOURNAL);
    look(&path).map(Some).map_err(|error| error.at(&path))
}

/// Begins to write, and takes that back.
fn obstacle(path: &Path) -> Option<String> {
    let tried = Connection::open(path).and_then(|connection| {
        connection.busy_timeout(std::time::Duration::from_secs(5))?;
        connection.execute_batch("BEGIN IMMEDIATE; ROLLBACK")
    });
    match tried.map_err(translate) {
        // Somebody else keeps something just now.
        Ok(()) | Err(StoreError::Busy) => None,
        Err(error) => Some(error.to_string()),
    }
}

fn look(path: &Path) -> Result<Examined, StoreError> {
    let connection = read_only(path)?;
    let format = schema::format_of(&connection)?;
    let mode = connection
        .pragma_query_value(None, "journal_mode", |row| row.get(0))
        .map_err(translate)?;
    let mut statement = connection
        .prepare(&format!("PRAGMA integrity_check({FAULTS})"))
        .map_err(translate)?;
    let faults: Vec<String> = statement
        .query_map([], |row| row.get(0))
        .and_then(Iterator::collect)
        .map_err(translate)?;
    let mut faults: Vec<String> = faults.into_iter().filter(|fault| fault != "ok").collect();
    if faults.is_empty() && format > 0 {
        let sql = "SELECT count(*) FROM pinned WHERE NOT json_valid(texts)";
        let unreadable: i64 = connection
            .query_row(sql, [], |row| row.get(0))
            .map_err(translate)?;
        if unreadable > 0 {
            faults.push("the text of a prompt can't be read".to_owned());
        }
    }
    let mut found = Examined {
        format,
        latest: schema::latest(),
        mode,
        faults,
        obstacle: None,
        events: 0,
        rounds: 0,
        is_list_right: true,
    };
    // The rest of a damaged file would only say the same in other words.
    if found.faults.is_empty() && format > 0 {
        let events = select(&connection, "ORDER BY rowid", None)?;
        found.events = events.len();
        let told = fold(&events);
        let mut statement = connection
            .prepare("SELECT summary FROM rounds ORDER BY number")
            .map_err(translate)?;
        let listed: Vec<String> = statement
            .query_map([], |row| row.get(0))
            .and_then(Iterator::collect)
            .map_err(translate)?;
        let listed: Result<Vec<Summary>, StoreError> =
            listed.iter().map(|text| from_json(text)).collect();
        found.rounds = told.len();
        found.obstacle = obstacle(path);
        found.is_list_right = listed.is_ok_and(|listed| listed == told);
    }
    Ok(found)
}
