//! A power cut at any instant: what was acknowledged is there, and the journal is sound.
//!
//! The real program runs with a shim that writes down what it does to its files; a model of a disk
//! then makes of that what a power cut could have left, and the journal is opened from it. The
//! same is tried on a writer with `synchronous=NORMAL`, which loses lines: the test can tell.

mod disk;
mod full;
pub(crate) mod trace;

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use mockloop::domain::round::Event;
use mockloop::io::store::{Journal as _, Sqlite};
use rusqlite::Connection;

use self::disk::Disk;
use self::trace::{Deed, Record, traced};
use crate::chance::Chance;
use crate::promise::Promise;
use crate::skipped;

/// The prompt of every round here: what a draw would give changes with the shipped bank.
const PROMPT: &str = "des-webhook-delivery";
/// What is said of a line that was kept.
const KEPT: &str = " kept at ";
/// Names the data folder to the writer that is started under the shim.
const WRITER: &str = "MOCKLOOP_POWER_WRITER";

/// A folder, what a program did in it, and the lines that it was told.
struct Recording {
    home: tempfile::TempDir,
    shim: PathBuf,
    /// Copied away before anything was done.
    before: tempfile::TempDir,
    lines: Vec<String>,
    /// So many of the lines were kept before.
    kept_before: usize,
    /// So many lines are to be there in the end.
    acknowledged: usize,
}

impl Recording {
    /// None where there is no C compiler.
    fn new() -> Option<Self> {
        let home = tempfile::tempdir().unwrap();
        fs::create_dir(home.path().join("root")).unwrap();
        let shim = trace::shim(home.path())?;
        Some(Self {
            home,
            shim,
            before: tempfile::tempdir().unwrap(),
            lines: Vec::new(),
            kept_before: 0,
            acknowledged: 0,
        })
    }

    fn root(&self) -> PathBuf {
        self.home.path().join("root")
    }

    fn data(&self) -> PathBuf {
        self.root().join("new/data")
    }

    /// From here on what there is counts as lasting, and its lines as kept.
    fn begin_here(&mut self) {
        let _ = fs::remove_file(self.home.path().join("trace"));
        copy(&self.root(), self.before.path());
        self.kept_before = self.lines.len();
        self.acknowledged = self.lines.len();
    }

    /// Runs the program, tells it so many lines, and lets it end or kills it when it has kept all.
    fn session(&mut self, arguments: &[&str], lines: usize, is_killed: bool) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mockloop"));
        traced(
            &mut command,
            &self.shim,
            &self.root(),
            &self.home.path().join("trace"),
        );
        let mut child = command
            .args(arguments)
            .env("MOCKLOOP_DATA_DIR", self.data())
            .env_remove("MOCKLOOP_SPEED")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut input = child.stdin.take().unwrap();
        let said = std::io::BufReader::new(child.stdout.take().unwrap());
        for _ in 0..lines {
            let line = format!("line {} of what is kept", self.lines.len() + 1);
            writeln!(input, "{line}").unwrap();
            self.lines.push(line);
            self.acknowledged += 1;
        }
        let mut heard = std::io::BufRead::lines(said).map(Result::unwrap);
        let kept = heard.by_ref().filter(|line| line.contains(KEPT));
        assert_eq!(kept.take(lines).count(), lines);
        if is_killed {
            child.kill().unwrap();
        }
        drop(input);
        heard.for_each(drop);
        assert_eq!(child.wait().unwrap().success(), !is_killed);
    }

    /// Lets a writer keep so many lines under a setting of `synchronous`.
    fn write(&mut self, synchronous: &str, lines: usize) {
        let mut command = Command::new(std::env::current_exe().unwrap());
        traced(
            &mut command,
            &self.shim,
            &self.root(),
            &self.home.path().join("trace"),
        );
        let arguments = [
            "--exact",
            "power::a_writer_under_the_shim",
            "--include-ignored",
            "--nocapture",
        ];
        let done = command
            .args(arguments)
            .env(WRITER, format!("{synchronous} {lines}"))
            .env("MOCKLOOP_DATA_DIR", self.data())
            .output()
            .unwrap();
        assert!(done.status.success(), "{done:?}");
        self.lines.extend((1..=lines).map(written));
        self.acknowledged += lines;
    }

    /// Cuts the power so many times. The lines that were lost, summed up over all images.
    fn cut(&self, images: usize, chance: &mut Chance) -> Found {
        let records = trace::read(&self.home.path().join("trace"));
        let kept = kept_by(&records, self.kept_before);
        assert_eq!(kept.last(), Some(&self.acknowledged));
        let mut cuts: Vec<usize> = (0..images).map(|_| place(chance, &records)).collect();
        cuts.sort_unstable();
        let mut disk = Disk::moved(self.before.path(), &self.root());
        let (mut found, mut played) = (Found::default(), 0);
        for cut in cuts {
            for record in &records[played..cut] {
                disk.play(record);
            }
            played = cut;
            let image = tempfile::tempdir().unwrap();
            disk.cut(chance, &self.root(), image.path());
            let acknowledged = cut.checked_sub(1).map_or(self.kept_before, |at| kept[at]);
            found.unsynced += usize::from(disk.has_unsynced());
            let there = opened(&image.path().join("new/data"), &self.lines);
            let lost = acknowledged.saturating_sub(there);
            found.images += 1;
            found.with_loss += usize::from(lost > 0);
            found.most_lost = found.most_lost.max(lost);
        }
        found
    }
}

/// What came of power cuts.
#[derive(Debug, Default)]
struct Found {
    images: usize,
    /// Images in which bytes of the journal were not synced.
    unsynced: usize,
    /// Images that lack an acknowledged line.
    with_loss: usize,
    most_lost: usize,
}

/// An instant: any, or the one right after a line was acknowledged.
fn place(chance: &mut Chance, records: &[Record]) -> usize {
    let count = u64::try_from(records.len()).unwrap();
    let mut cut = usize::try_from(chance.below(count)).unwrap();
    if chance.one_in(3) {
        let is_said =
            |record: &Record| matches!(&record.deed, Deed::Said(text) if text.contains(KEPT));
        cut += records[cut..]
            .iter()
            .position(is_said)
            .map_or(0, |at| at + 1);
    }
    cut
}

/// How many lines were acknowledged after each record.
fn kept_by(records: &[Record], before: usize) -> Vec<usize> {
    let mut text = String::new();
    let mut kept = before;
    let count = |record: &Record| {
        if let Deed::Said(more) = &record.deed {
            text.push_str(more);
            // The end of a text may be the beginning of the words that are counted.
            if let Some(end) = text.rfind('\n') {
                let rest = text.split_off(end);
                kept += text.matches(KEPT).count();
                text = rest;
            }
        }
        kept
    };
    records.iter().map(count).collect()
}

/// Opens what a power cut left, which must be sound. How many of the lines are there: the first
/// ones, in order, and no other.
fn opened(data: &Path, lines: &[String]) -> usize {
    let journal = Sqlite::open(data).unwrap();
    let events = journal.all_events().unwrap();
    let rounds = journal.summaries().unwrap();
    let counted: u32 = rounds.iter().map(|round| round.events).sum();
    assert_eq!(usize::try_from(counted).unwrap(), events.len());
    drop(journal);
    let connection = Connection::open(data.join("journal.db")).unwrap();
    let sound: String = connection
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .unwrap();
    assert_eq!(sound, "ok");
    let mut kept = Vec::new();
    for envelope in &events {
        if let Event::Captured { text, .. } = &envelope.event {
            kept.push(text.as_str());
        }
    }
    assert!(kept.len() <= lines.len(), "lines from nowhere");
    assert_eq!(kept, lines[..kept.len()]);
    kept.len()
}

pub(crate) fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let place = to.join(entry.file_name());
        if entry.path().is_dir() {
            fs::create_dir(&place).unwrap();
            copy(&entry.path(), &place);
        } else {
            fs::copy(entry.path(), place).unwrap();
        }
    }
}

/// The making of the journal, lines, a kill, recovery, a checkpoint and the end.
#[test]
#[expect(
    clippy::print_stdout,
    reason = "how much was tried is part of the result"
)]
fn power_cuts_lose_nothing_that_was_acknowledged() {
    let promise = Promise::of("power-cut");
    let mut chance = Chance(41);
    let Some(mut recording) = Recording::new() else {
        return skipped("power cuts need a C compiler");
    };
    recording.begin_here();
    let practice = ["practice", "--prompt", PROMPT];
    recording.session(&practice, promise.times(10, 40), false);
    recording.session(&["resume"], promise.times(10, 60), true);
    // A thousand pages of the log, by default, are written back while lines are kept.
    recording.session(&["resume"], promise.times(10, 300), false);
    let found = recording.cut(promise.times(40, 1000), &mut chance);
    println!("{found:?}");
    assert_eq!(found.with_loss, 0, "{found:?}");
    assert!(found.unsynced > found.images / 4, "{found:?}");
    let words = format!("{} amid writing: 0 lost, all sound", found.unsynced);
    promise.held(found.images, &words);
}

/// The change of a format, with the backup before it.
#[test]
fn power_cuts_in_a_migration_leave_the_old_journal_or_the_new() {
    let promise = Promise::of("power-migration");
    let Some(mut recording) = Recording::new() else {
        return skipped("power cuts need a C compiler");
    };
    fs::create_dir_all(recording.data()).unwrap();
    let old = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/databases/format-1.db");
    fs::copy(&old, recording.data().join("journal.db")).unwrap();
    recording.lines = captures(&old);
    recording.begin_here();
    recording.session(&["resume", "2"], 3, false);
    let before = recording.data().join("backups/before-format-2.db");
    assert_eq!(captures(&before), captures(&old));
    let found = recording.cut(promise.times(30, 300), &mut Chance(47));
    assert_eq!(found.with_loss, 0, "{found:?}");
    promise.held(found.images, "0 lost, all sound");
}

/// The journal has a log beside it that must not be taken for the backup's.
#[test]
fn power_cuts_in_a_restore_leave_the_old_journal_or_the_backup() {
    let promise = Promise::of("power-restore");
    let Some(mut recording) = Recording::new() else {
        return skipped("power cuts need a C compiler");
    };
    recording.session(&["practice", "--prompt", PROMPT], 3, false);
    recording.session(&["backup"], 0, false);
    let in_backup = recording.lines.len();
    recording.session(&["resume"], 20, true);
    assert!(recording.data().join("journal.db-wal").exists());
    recording.begin_here();
    (recording.kept_before, recording.acknowledged) = (in_backup, in_backup);
    recording.session(&["restore", "latest"], 0, false);
    let restored = opened(&recording.data(), &recording.lines);
    assert_eq!(restored, in_backup);
    // The lines after the backup may be there or not; those in it are in both.
    let found = recording.cut(promise.times(30, 300), &mut Chance(53));
    assert_eq!(found.with_loss, 0, "{found:?}");
    promise.held(
        found.images,
        "all sound, with the old lines or the backup's",
    );
}

/// The lines in a journal.
fn captures(path: &Path) -> Vec<String> {
    let connection = Connection::open(path).unwrap();
    let sql = "SELECT fields ->> 'text' FROM events WHERE kind = 'captured' ORDER BY rowid";
    let mut statement = connection.prepare(sql).unwrap();
    let texts = statement.query_map([], |row| row.get(0)).unwrap();
    texts.map(Result::unwrap).collect()
}

/// The same writer, the same cuts: with FULL nothing is lost, with NORMAL acknowledged lines are.
#[test]
#[expect(
    clippy::print_stdout,
    reason = "how much was tried is part of the result"
)]
fn power_cuts_lose_lines_where_commits_are_not_synced() {
    let promise = Promise::of("power-normal");
    let (images, lines) = (promise.times(30, 300), promise.times(20, 100));
    let cut = |synchronous| {
        let mut recording = Recording::new()?;
        recording.session(&["practice", "--prompt", PROMPT], 1, false);
        recording.begin_here();
        recording.write(synchronous, lines);
        Some(recording.cut(images, &mut Chance(43)))
    };
    let (Some(full), Some(normal)) = (cut("FULL"), cut("NORMAL")) else {
        return skipped("power cuts need a C compiler");
    };
    println!("FULL {full:?}, NORMAL {normal:?}");
    assert_eq!(full.with_loss, 0, "{full:?}");
    assert!(normal.with_loss > images / 4, "{normal:?}");
    let words = format!(
        "FULL loses 0, NORMAL up to {} lines in {} images",
        normal.most_lost, normal.with_loss
    );
    promise.held(images, &words);
}

/// The line that the writer keeps as its so many.
fn written(number: impl std::fmt::Display) -> String {
    format!("written {number}")
}

/// Keeps lines as the store does, under the setting that it is told; started by the test above.
#[test]
#[ignore = "started under the shim by another test"]
#[expect(
    clippy::disallowed_methods,
    reason = "what to do is told by the test that starts it"
)]
fn a_writer_under_the_shim() {
    let Ok(asked) = std::env::var(WRITER) else {
        return;
    };
    let (synchronous, lines) = asked.split_once(' ').unwrap();
    let data = PathBuf::from(std::env::var_os("MOCKLOOP_DATA_DIR").unwrap());
    let mut connection = Connection::open(data.join("journal.db")).unwrap();
    connection
        .pragma_update(None, "journal_mode", "WAL")
        .unwrap();
    connection
        .pragma_update(None, "synchronous", synchronous)
        .unwrap();
    for number in 1..=lines.parse::<u32>().unwrap() {
        let transaction = connection
            .transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)
            .unwrap();
        let sql = "INSERT INTO events SELECT event_id || '-' || ?1, round,
            (SELECT max(seq) + 1 FROM events), v, active_ms, mono_ms, boot_ms, boot_id, wall, kind,
            json_set(fields, '$.text', ?2)
            FROM events WHERE kind = 'captured' ORDER BY seq LIMIT 1";
        let changed = transaction
            .execute(sql, rusqlite::params![number, written(number)])
            .unwrap();
        assert_eq!(changed, 1);
        let sql = "UPDATE rounds
            SET summary = json_set(summary, '$.events', json_extract(summary, '$.events') + 1)";
        transaction.execute(sql, []).unwrap();
        transaction.commit().unwrap();
        // Not through the macro: what a test prints may be held back.
        let mut out = std::io::stdout().lock();
        writeln!(out, "Note {number}{KEPT}once.").unwrap();
        out.flush().unwrap();
    }
}
