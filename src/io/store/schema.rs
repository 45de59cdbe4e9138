//! The journal's tables, by format. A released format is never edited; a new one is added.

use std::path::PathBuf;

use rusqlite::{Connection, TransactionBehavior};

use super::StoreError;
use super::sqlite::translate;

/// Marks a database as a mockloop journal: "mklp".
pub(super) const APPLICATION_ID: i64 = 0x6d6b_6c70;

/// What each format adds; the first makes a new journal.
const MIGRATIONS: [&str; 2] = [
    "
    CREATE TABLE events (
        event_id  TEXT    NOT NULL PRIMARY KEY,
        round     TEXT    NOT NULL,
        seq       INTEGER NOT NULL,
        v         INTEGER NOT NULL,
        active_ms INTEGER NOT NULL,
        mono_ms   INTEGER NOT NULL,
        boot_ms   INTEGER NOT NULL,
        boot_id   TEXT    NOT NULL,
        wall      TEXT    NOT NULL,
        kind      TEXT    NOT NULL,
        fields    TEXT    NOT NULL,
        UNIQUE (round, seq)
    ) STRICT;
    CREATE UNIQUE INDEX one_end ON events (round) WHERE kind = 'finished';

    -- Derived from the events; can be dropped and made again.
    CREATE TABLE rounds (
        number  INTEGER NOT NULL PRIMARY KEY,
        round   TEXT    NOT NULL UNIQUE,
        summary TEXT    NOT NULL
    ) STRICT;

    CREATE TABLE drafts (
        round     TEXT    NOT NULL PRIMARY KEY,
        text      TEXT    NOT NULL,
        active_ms INTEGER NOT NULL,
        mono_ms   INTEGER NOT NULL,
        boot_ms   INTEGER NOT NULL,
        boot_id   TEXT    NOT NULL,
        wall      TEXT    NOT NULL
    ) STRICT;

    -- The texts that drawn prompts were made of, by their hash.
    CREATE TABLE pinned (
        hash  TEXT NOT NULL PRIMARY KEY,
        texts TEXT NOT NULL
    ) STRICT;
",
    // The readings of other histories are found without a look at every event.
    "CREATE INDEX imports ON events (kind) WHERE kind = 'imported';",
];

/// The latest format.
pub(super) fn latest() -> i64 {
    i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX)
}

/// The format of a database, after a look that writes nothing. 0 is an empty one.
pub(super) fn format_of(connection: &Connection) -> Result<i64, StoreError> {
    let pragma = |name| {
        connection
            .pragma_query_value(None, name, |row| row.get::<_, i64>(0))
            .map_err(translate)
    };
    let (application_id, found) = (pragma("application_id")?, pragma("user_version")?);
    let tables: i64 = connection
        .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
        .map_err(translate)?;
    match (application_id, found) {
        (0, 0) if tables == 0 => Ok(0),
        (APPLICATION_ID, found) if found > latest() => Err(StoreError::Newer {
            found,
            known: latest(),
        }),
        (APPLICATION_ID, found) => Ok(found),
        _ => Err(StoreError::NotOurs(PathBuf::new())),
    }
}

/// Brings a database to the latest format, one transaction a step.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    loop {
        let transaction = connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(translate)?;
        // Read inside the transaction: another process may have migrated meanwhile.
        let found = format_of(&transaction)?;
        let Some(step) = usize::try_from(found)
            .ok()
            .and_then(|found| MIGRATIONS.get(found))
        else {
            return Ok(());
        };
        transaction.execute_batch(step).map_err(translate)?;
        transaction
            .pragma_update(None, "application_id", APPLICATION_ID)
            .map_err(translate)?;
        transaction
            .pragma_update(None, "user_version", found + 1)
            .map_err(translate)?;
        transaction.commit().map_err(translate)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schema(connection: &Connection) -> Vec<(String, Option<String>)> {
        let sql = "SELECT name, sql FROM sqlite_schema ORDER BY name";
        let mut statement = connection.prepare(sql).unwrap();
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
        rows.unwrap().map(Result::unwrap).collect()
    }

    /// A database of each format is kept from the time when it was the latest.
    #[test]
    fn no_released_format_was_edited() {
        let kept = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/databases");
        for format in 1..=latest() {
            let path = format!("{kept}/format-{format}.db");
            let folder = tempfile::tempdir().unwrap();
            let copy = folder.path().join("journal.db");
            std::fs::copy(&path, &copy).unwrap();
            let kept = Connection::open(copy).unwrap();
            assert_eq!(format_of(&kept).unwrap(), format, "{path}");
            let made = Connection::open_in_memory().unwrap();
            let steps = usize::try_from(format).unwrap();
            for step in MIGRATIONS.iter().take(steps) {
                made.execute_batch(step).unwrap();
            }
            assert_eq!(schema(&kept), schema(&made), "{path}");
        }
    }
}
