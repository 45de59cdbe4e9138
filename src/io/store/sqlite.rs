//! The journal in SQLite: one connection on one thread, a channel in front.

use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread;

use rusqlite::{
    Connection, ErrorCode, OptionalExtension as _, Transaction, TransactionBehavior, params,
};

use super::backup::before_format;
use super::opening::{JOURNAL, configure, create, look, settle};
use super::rows::{from_json, insert, project, rebuild, select, signed, unsigned};
use super::{Draft, Journal, StoreError, damaged, schema};
use crate::domain::history::Summary;
use crate::domain::moment::Moment;
use crate::domain::round::{Envelope, RoundId};
use crate::domain::text::Safe;

/// The oldest SQLite without the fault that lost data when a WAL was reset: 3.51.3.
const OLDEST_SQLITE: i32 = 3_051_003;

/// The journal of a data folder. When it is dropped, what was asked is done and the file closed.
#[derive(Debug)]
pub struct Sqlite {
    path: PathBuf,
    jobs: Option<mpsc::Sender<Job>>,
    worker: Option<thread::JoinHandle<()>>,
}

type Job = Box<dyn FnOnce(&mut Connection) + Send>;

impl Sqlite {
    /// Opens the journal of a data folder, creating both if need be.
    ///
    /// # Errors
    /// A journal of a later version and a foreign database are refused and left as they are.
    pub fn open(data: &Path) -> Result<Self, StoreError> {
        if !is_sqlite_sound() {
            return Err(StoreError::OldSqlite(rusqlite::version().to_owned()));
        }
        let path = data.join(JOURNAL);
        let connection = connect(data, &path).map_err(|error| error.at(&path))?;
        Self::work(path, connection)
    }

    /// Gives a connection a thread of its own.
    fn work(path: PathBuf, mut connection: Connection) -> Result<Self, StoreError> {
        let (jobs, queue) = mpsc::channel::<Job>();
        let thread = thread::Builder::new().name("journal".to_owned());
        let worker = thread.spawn(move || {
            for job in queue {
                job(&mut connection);
            }
        });
        let worker = worker.map_err(|error| StoreError::Other(error.to_string()))?;
        Ok(Self {
            path,
            jobs: Some(jobs),
            worker: Some(worker),
        })
    }

    /// Does something on the connection's thread and waits for what comes of it.
    fn ask<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let gone = || StoreError::Other("the journal's thread has ended".to_owned());
        let (answer, answered) = mpsc::channel();
        let job: Job = Box::new(move |connection| {
            // Nobody waits any more: then nobody needs the answer.
            let _ = answer.send(job(connection));
        });
        self.jobs
            .as_ref()
            .ok_or_else(gone)?
            .send(job)
            .map_err(|_| gone())?;
        let answer = answered.recv().map_err(|_| gone())?;
        answer.map_err(|error| error.at(&self.path))
    }

    /// Makes what is derived from the events anew. How many rounds there are.
    ///
    /// # Errors
    /// An event can't be read, or the table can't be written.
    pub fn rebuild(&self) -> Result<usize, StoreError> {
        self.ask(rebuild)
    }
}

fn connect(data: &Path, path: &Path) -> Result<Connection, StoreError> {
    create(data, path)?;
    let format = look(path)?;
    before_format(data, path, format)?;
    let mut connection = Connection::open(path).map_err(translate)?;
    configure(&connection)?;
    schema::migrate(&mut connection)?;
    if format == 0 {
        settle(&connection, data)?;
    }
    Ok(connection)
}

impl Sqlite {
    /// The events that a clause selects, with the value that it names.
    fn select(
        &self,
        clause: &'static str,
        value: Option<&str>,
    ) -> Result<Vec<Envelope>, StoreError> {
        let value = value.map(ToOwned::to_owned);
        self.ask(move |connection| select(connection, clause, value))
    }
}

impl Drop for Sqlite {
    fn drop(&mut self) {
        self.jobs = None;
        if let Some(worker) = self.worker.take() {
            // A job that panicked has told its caller already.
            let _ = worker.join();
        }
    }
}

/// Keeps events and what goes with them in one transaction.
fn keep(
    connection: &mut Connection,
    events: &[Envelope],
    besides: impl FnOnce(&Transaction<'_>) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let behavior = TransactionBehavior::Immediate;
    let transaction = connection
        .transaction_with_behavior(behavior)
        .map_err(translate)?;
    for envelope in events {
        if insert(&transaction, envelope)? {
            project(&transaction, envelope)?;
        }
    }
    besides(&transaction)?;
    transaction.commit().map_err(translate)
}

/// The version of SQLite that is built in.
pub fn sqlite_version() -> &'static str {
    rusqlite::version()
}

/// Whether that version is free of the faults that lose data.
pub fn is_sqlite_sound() -> bool {
    rusqlite::version_number() >= OLDEST_SQLITE
}

/// SQLite's errors in our words.
#[expect(
    clippy::needless_pass_by_value,
    reason = "it stands in map_err, which gives the value"
)]
pub(super) fn translate(error: rusqlite::Error) -> StoreError {
    use ErrorCode::{
        CannotOpen, DatabaseBusy, DatabaseCorrupt, DatabaseLocked, DiskFull, NotADatabase,
        PermissionDenied, ReadOnly, SystemIoFailure, Unknown,
    };
    let text = error.to_string();
    match error.sqlite_error_code() {
        Some(DiskFull) => StoreError::Full,
        Some(ReadOnly | CannotOpen | PermissionDenied) => StoreError::Unwritable(text),
        // Our statements are sound: a table or column that they miss was there once. What has no
        // code is a value that is not what was kept.
        Some(DatabaseCorrupt | Unknown) | None => damaged(text),
        Some(NotADatabase) => StoreError::NotOurs(PathBuf::new()),
        Some(DatabaseBusy | DatabaseLocked) => StoreError::Busy,
        Some(SystemIoFailure) => StoreError::Disk(text),
        Some(_) => StoreError::Other(text),
    }
}

impl Journal for Sqlite {
    fn append(&self, events: &[Envelope]) -> Result<(), StoreError> {
        let events = events.to_vec();
        self.ask(move |connection| keep(connection, &events, |_| Ok(())))
    }

    fn append_line(&self, events: &[Envelope]) -> Result<(), StoreError> {
        let events = events.to_vec();
        self.ask(move |connection| {
            keep(connection, &events, |transaction| {
                let sql = "UPDATE drafts SET text = '' WHERE round = ?1";
                let mut rounds: Vec<&str> = events.iter().map(|e| e.round.0.as_str()).collect();
                rounds.dedup();
                rounds.into_iter().try_for_each(|round| {
                    let emptied = transaction.execute(sql, [round]);
                    emptied.map(|_| ()).map_err(translate)
                })
            })
        })
    }

    fn events(&self, round: &RoundId) -> Result<Vec<Envelope>, StoreError> {
        self.select("WHERE round = ?1 ORDER BY seq", Some(&round.0))
    }

    fn all_events(&self) -> Result<Vec<Envelope>, StoreError> {
        self.select("ORDER BY rowid", None)
    }

    fn exercises(&self) -> Result<Vec<Envelope>, StoreError> {
        self.select("WHERE kind = ?1 ORDER BY rowid", Some("exercised"))
    }

    fn imported(&self) -> Result<Vec<Envelope>, StoreError> {
        self.select("WHERE kind = ?1 ORDER BY rowid", Some("imported"))
    }

    fn summaries(&self) -> Result<Vec<Summary>, StoreError> {
        self.ask(|connection| {
            let mut statement = connection
                .prepare_cached("SELECT summary FROM rounds ORDER BY number")
                .map_err(translate)?;
            let rows = statement
                .query_map([], |row| row.get::<_, String>(0))
                .map_err(translate)?;
            rows.map(|row| row.map_err(translate).and_then(|text| from_json(&text)))
                .collect()
        })
    }

    fn pin(&self, hash: &str, texts: &str) -> Result<(), StoreError> {
        let (hash, texts) = (hash.to_owned(), texts.to_owned());
        self.ask(move |connection| {
            let sql = "INSERT INTO pinned (hash, texts) VALUES (?1, ?2) ON CONFLICT DO NOTHING";
            connection
                .execute(sql, params![hash, texts])
                .map(|_| ())
                .map_err(translate)
        })
    }

    fn pinned(&self, hash: &str) -> Result<Option<String>, StoreError> {
        let hash = hash.to_owned();
        self.ask(move |connection| {
            let sql = "SELECT texts FROM pinned WHERE hash = ?1";
            connection
                .query_row(sql, [hash], |row| row.get(0))
                .optional()
                .map_err(translate)
        })
    }

    fn save_draft(&self, draft: &Draft) -> Result<(), StoreError> {
        let draft = draft.clone();
        self.ask(move |connection| {
            let sql = "INSERT OR REPLACE INTO drafts
                (round, text, active_ms, mono_ms, boot_ms, boot_id, wall)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
            let Draft {
                round,
                text,
                active_ms,
                at,
            } = draft;
            let values = params![
                round.0,
                text.as_str(),
                signed(active_ms),
                signed(at.mono_ms),
                signed(at.boot_ms),
                at.boot_id,
                at.wall.as_str()
            ];
            connection
                .execute(sql, values)
                .map(|_| ())
                .map_err(translate)
        })
    }

    fn draft(&self, round: &RoundId) -> Result<Option<Draft>, StoreError> {
        let round = round.clone();
        self.ask(move |connection| {
            let sql = "SELECT text, active_ms, mono_ms, boot_ms, boot_id, wall
                FROM drafts WHERE round = ?1";
            let draft = connection.query_row(sql, [&round.0], |row| {
                Ok(Draft {
                    round: round.clone(),
                    text: Safe::from(row.get::<_, String>(0)?),
                    active_ms: unsigned(row.get(1)?),
                    at: Moment {
                        mono_ms: unsigned(row.get(2)?),
                        boot_ms: unsigned(row.get(3)?),
                        boot_id: row.get(4)?,
                        wall: Safe::from(row.get::<_, String>(5)?),
                    },
                })
            });
            draft.optional().map_err(translate)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::os::unix::fs::PermissionsExt as _;

    #[test]
    fn the_settings_are_the_promised_ones() {
        let data = tempfile::tempdir().unwrap();
        let journal = Sqlite::open(data.path()).unwrap();
        let read = |name: &'static str| {
            journal
                .ask(move |connection| {
                    let value = connection.pragma_query_value(None, name, |row| {
                        row.get::<_, rusqlite::types::Value>(0)
                    });
                    value.map_err(translate)
                })
                .unwrap()
        };
        for (name, value) in [
            ("synchronous", 2.into()),
            ("foreign_keys", 1.into()),
            ("trusted_schema", 0.into()),
            ("cell_size_check", 1.into()),
            ("secure_delete", 1.into()),
            ("busy_timeout", 5000.into()),
            ("journal_mode", "wal".to_owned().into()),
            ("application_id", schema::APPLICATION_ID.into()),
            ("user_version", schema::latest().into()),
        ] {
            assert_eq!(read(name), value, "{name}");
        }
    }

    #[test]
    fn private_files_are_private() {
        let home = tempfile::tempdir().unwrap();
        let data = home.path().join("a/b");
        let _journal = Sqlite::open(&data).unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&data), 0o700);
        for entry in fs::read_dir(&data).unwrap() {
            let path = entry.unwrap().path();
            assert_eq!(mode(&path), 0o600, "{}", path.display());
        }
    }

    #[test]
    fn a_later_format_and_a_foreign_file_are_refused_and_left_as_they_are() {
        let data = tempfile::tempdir().unwrap();
        let path = data.path().join("journal.db");
        drop(Sqlite::open(data.path()).unwrap());
        let later = Connection::open(&path).unwrap();
        later.pragma_update(None, "user_version", 99).unwrap();
        later.close().unwrap();
        let before = fs::read(&path).unwrap();
        let error = Sqlite::open(data.path()).unwrap_err();
        assert_eq!(
            error,
            StoreError::Newer {
                found: 99,
                known: schema::latest()
            }
        );
        assert_eq!(fs::read(&path).unwrap(), before);

        fs::write(
            &path,
            "not a database, but long enough to look at ".repeat(40),
        )
        .unwrap();
        let before = fs::read(&path).unwrap();
        assert_eq!(
            Sqlite::open(data.path()).unwrap_err(),
            StoreError::NotOurs(path.clone())
        );
        assert_eq!(fs::read(&path).unwrap(), before);
    }
}
