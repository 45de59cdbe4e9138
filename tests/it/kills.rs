//! The real program, killed at any instant and put on a full disk: what was acknowledged is kept.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Output, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use rusqlite::Connection;
use serde_json::Value;

use crate::chance::Chance;
use crate::promise::Promise;

/// The signal that no process can catch.
const SIGKILL: i32 = 9;

/// Longer than any answer takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// The prompt of every round here: what a draw would give changes with the shipped bank.
pub(crate) const PROMPT: &str = "des-webhook-delivery";

/// What is said of a line that could not be kept.
const NOT_KEPT: &str = "was not kept";

/// The program with a data folder, its three streams at pipes.
pub(crate) fn program(data: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mockloop"));
    at_home(&mut command, data).args(arguments);
    command
}

pub(crate) fn at_home<'a>(command: &'a mut Command, data: &Path) -> &'a mut Command {
    command
        .env("MOCKLOOP_DATA_DIR", data)
        .env_remove("MOCKLOOP_SPEED")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
}

/// A running program whose lines are heard on threads of their own, so that it never waits for a
/// reader.
pub(crate) struct Session {
    child: Child,
    stdin: Option<ChildStdin>,
    lines: Receiver<String>,
    errors: thread::JoinHandle<String>,
    heard: Vec<String>,
}

impl Session {
    pub(crate) fn start(command: &mut Command) -> Self {
        let mut child = command.spawn().unwrap();
        let (sender, lines) = mpsc::channel();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        thread::spawn(move || {
            for line in stdout.lines() {
                if sender.send(line.unwrap()).is_err() {
                    break;
                }
            }
        });
        let stderr = child.stderr.take().unwrap();
        let errors = thread::spawn(move || std::io::read_to_string(stderr).unwrap());
        Self {
            stdin: child.stdin.take(),
            child,
            lines,
            errors,
            heard: Vec::new(),
        }
    }

    /// Types a line. A program that has ended takes none, which its end tells later.
    pub(crate) fn type_line(&mut self, line: &str) {
        if let Some(stdin) = &mut self.stdin {
            let _ = writeln!(stdin, "{line}").and_then(|()| stdin.flush());
        }
    }

    /// Listens until the text heard from here on is what is waited for. Its lines are joined,
    /// since the program breaks them at its width. False if the program ends before.
    pub(crate) fn hear(&mut self, is_wanted: impl Fn(&str) -> bool) -> bool {
        let mut text = String::new();
        loop {
            match self.lines.recv_timeout(PATIENCE) {
                Ok(line) => {
                    text = format!("{text} {line}");
                    self.heard.push(line);
                }
                Err(RecvTimeoutError::Disconnected) => return false,
                Err(RecvTimeoutError::Timeout) => panic!("no answer; heard {:#?}", self.heard),
            }
            if is_wanted(&text) {
                return true;
            }
        }
    }

    /// Kills the program, unless it has ended by itself.
    pub(crate) fn kill(mut self) -> Ended {
        self.child.kill().unwrap();
        self.end()
    }

    /// Types nothing more, waits for the end, and hears the rest.
    pub(crate) fn end(mut self) -> Ended {
        drop(self.stdin.take());
        let status = self.child.wait().unwrap();
        self.heard.extend(self.lines.iter());
        Ended {
            was_killed: status.signal() == Some(SIGKILL),
            code: status.code(),
            heard: self.heard,
            errors: self.errors.join().unwrap(),
        }
    }
}

/// A program that ran.
pub(crate) struct Ended {
    pub(crate) was_killed: bool,
    pub(crate) code: Option<i32>,
    pub(crate) heard: Vec<String>,
    pub(crate) errors: String,
}

/// Runs a command that types nothing.
pub(crate) fn output(data: &Path, arguments: &[&str]) -> Output {
    program(data, arguments)
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

pub(crate) fn json(data: &Path, arguments: &[&str]) -> Value {
    let output = output(data, arguments);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Waits without a clock: the kill should hit any instant of what the program does.
#[expect(
    clippy::disallowed_methods,
    reason = "the program runs in real time, so a random instant of it takes a real pause"
)]
fn pause(ms: u64) {
    thread::sleep(Duration::from_millis(ms));
}

/// An event as it stands in the journal.
struct Stored {
    seq: i64,
    active_ms: i64,
    kind: String,
    fields: Value,
}

impl Stored {
    fn text(&self, field: &str) -> Option<&str> {
        self.fields[field].as_str()
    }
}

/// The rounds of a journal, in order, each with its events.
type Rounds = Vec<Vec<Stored>>;

/// Reads a journal after a kill from a copy, so that the next session meets exactly what the kill
/// left. It is sound, and so are the numbers and times in it.
fn look(data: &Path) -> Rounds {
    let copy = tempfile::tempdir().unwrap();
    for name in ["journal.db", "journal.db-wal", "journal.db-journal"] {
        if data.join(name).exists() {
            fs::copy(data.join(name), copy.path().join(name)).unwrap();
        }
    }
    let connection = Connection::open(copy.path().join("journal.db")).unwrap();
    let sound: String = connection
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .unwrap();
    assert_eq!(sound, "ok");
    let is_made: bool = connection
        .query_row("SELECT count(*) > 0 FROM sqlite_schema", [], |row| {
            row.get(0)
        })
        .unwrap();
    if !is_made {
        return Rounds::new();
    }
    let rounds = column(&connection, "SELECT round FROM rounds ORDER BY number");
    let rounds: Rounds = rounds
        .iter()
        .map(|round| events(&connection, round))
        .collect();
    let all: i64 = connection
        .query_row("SELECT count(*) FROM events", [], |row| row.get(0))
        .unwrap();
    let listed: usize = rounds.iter().map(Vec::len).sum();
    assert_eq!(i64::try_from(listed).unwrap(), all, "events of no round");
    rounds
}

fn column(connection: &Connection, sql: &str) -> Vec<String> {
    let mut statement = connection.prepare(sql).unwrap();
    let rows = statement.query_map([], |row| row.get(0)).unwrap();
    rows.map(Result::unwrap).collect()
}

fn events(connection: &Connection, round: &str) -> Vec<Stored> {
    let sql = "SELECT seq, active_ms, kind, fields FROM events WHERE round = ?1 ORDER BY seq";
    let mut statement = connection.prepare(sql).unwrap();
    let rows = statement.query_map([round], |row| {
        let fields: String = row.get(3)?;
        Ok(Stored {
            seq: row.get(0)?,
            active_ms: row.get(1)?,
            kind: row.get(2)?,
            fields: serde_json::from_str(&fields).unwrap(),
        })
    });
    let events: Vec<Stored> = rows.unwrap().map(Result::unwrap).collect();
    for (event, number) in events.iter().zip(1..) {
        assert_eq!(event.seq, number, "a gap in round {round}");
    }
    for pair in events.windows(2) {
        let (before, after) = (pair[0].active_ms, pair[1].active_ms);
        assert!(before <= after, "{before} ms, then {after} ms");
    }
    events
}

/// A capture: its tag in data, and its text.
type Capture = (String, String);

fn captures(events: &[Stored]) -> Vec<Capture> {
    let captured = events.iter().filter(|event| event.kind == "captured");
    captured
        .map(|event| {
            let field = |name| event.text(name).unwrap().to_owned();
            (field("tag"), field("text"))
        })
        .collect()
}

/// Where a round stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Standing {
    /// Drawn, the clock not started yet.
    Drawn,
    Answering,
    Closing,
    Over,
}

fn standing(events: &[Stored]) -> Standing {
    let has = |kind| events.iter().any(|event| event.kind == kind);
    match (has("finished"), has("locked"), has("started")) {
        (true, ..) => Standing::Over,
        (false, true, _) => Standing::Closing,
        (false, false, true) => Standing::Answering,
        (false, false, false) => Standing::Drawn,
    }
}

/// What was typed into a round that is not over.
#[derive(Default)]
struct Round {
    /// Everything typed.
    typed: BTreeSet<String>,
    /// The captures that are known to be kept.
    kept: Vec<Capture>,
}

/// Kill after kill on one data folder.
struct Feeder {
    data: tempfile::TempDir,
    chance: Chance,
    round: Round,
    rounds_before: usize,
    lines: usize,
    kills: usize,
    acknowledged: usize,
    kills_at: Vec<Standing>,
}

impl Feeder {
    /// Goes on, or draws, types some lines and kills the program.
    fn session(&mut self) {
        let data = self.data.path().to_owned();
        let before = look(&data);
        let now = before.last().map_or(Standing::Over, |last| standing(last));
        let seed = (before.len() + 1).to_string();
        let mut command = match now {
            Standing::Over => program(&data, &["practice", "--seed", &seed, "--prompt", PROMPT]),
            Standing::Drawn | Standing::Answering | Standing::Closing => {
                program(&data, &["resume"])
            }
        };
        if now == Standing::Over {
            self.round = Round::default();
            self.rounds_before = before.len();
        }
        let mut session = Session::start(&mut command);
        if self.chance.one_in(2) {
            session.hear(|_| true);
        }
        let mut is_closing = now == Standing::Closing;
        let mut sent = Vec::new();
        // Without a line the kill falls into the start.
        let lines = self.chance.below(20).saturating_sub(4);
        for left in (0..lines).rev() {
            self.lines += 1;
            if is_closing {
                let line = self.answer();
                self.type_into(&mut session, line);
            } else if self.chance.one_in(20) {
                self.type_into(&mut session, "/done".to_owned());
                // What comes next depends on what this did.
                let is_locked = |text: &str| text.contains("The answer is locked");
                is_closing = left > 0
                    && session.hear(|text| is_locked(text) || text.contains("Not locked yet"))
                    && session.heard.iter().any(|line| is_locked(line));
            } else {
                let (line, capture) = self.line();
                sent.extend(capture);
                self.type_into(&mut session, line);
            }
            if self.chance.one_in(3) {
                session.hear(|_| true);
            }
        }
        pause(2 + self.chance.below(61));
        let ended = session.kill();
        self.check(&ended, &sent, &before);
    }

    fn type_into(&mut self, session: &mut Session, line: String) {
        session.type_line(&line);
        self.round.typed.insert(line);
    }

    /// A line of an answer, and the capture that it is.
    fn line(&mut self) -> (String, Option<Capture>) {
        let number = self.lines;
        let mut captured = |tag: &str, command: &str, text: String| {
            let line = format!("{command}{text}");
            self.round.typed.insert(text.clone());
            (line, Some((tag.to_owned(), text)))
        };
        let line = match self.chance.below(16) {
            0..=4 => return captured("note", "", format!("note {number}")),
            5 => return captured("assumption", "/a ", format!("assumption {number}")),
            6 => return captured("tradeoff", "/t ", format!("tradeoff {number}")),
            7 => return captured("edge-case", "/e ", format!("edge case {number}")),
            8 => format!("how many events in case {number}?"),
            9 => "/next".to_owned(),
            10 => "/back".to_owned(),
            11 => "/hint".to_owned(),
            12 => "/hint take".to_owned(),
            13 => "/nope".to_owned(),
            14 => "/a".to_owned(),
            _ => String::new(),
        };
        (line, None)
    }

    /// A line of the close, fit for some of its questions.
    fn answer(&mut self) -> String {
        let number = self.lines;
        match self.chance.below(9) {
            0 | 1 => "3".to_owned(),
            2 => "2".to_owned(),
            3 | 4 => "y".to_owned(),
            5 => "n".to_owned(),
            6 => "skip".to_owned(),
            7 => format!("words {number}"),
            _ => ["/nope", ""][usize::from(self.chance.one_in(2))].to_owned(),
        }
    }

    /// Holds what was heard against what is in the journal.
    fn check(&mut self, ended: &Ended, sent: &[Capture], before: &Rounds) {
        assert_eq!(ended.errors, "", "{:#?}", ended.heard);
        assert!(
            ended.was_killed || ended.code == Some(0),
            "{:?}",
            ended.code
        );
        let after = look(self.data.path());
        for (before, after) in before.iter().zip(&after) {
            assert!(before.len() <= after.len(), "events went away");
        }
        let now = after.get(self.rounds_before).map_or(&[][..], Vec::as_slice);
        if ended.was_killed {
            self.kills += 1;
            self.kills_at.push(standing(now));
        }
        self.check_captures(ended, sent, now);
        self.check_words(ended, before, now);
    }

    /// Every acknowledged capture is there once and in order, and at most the one that was being
    /// kept besides.
    fn check_captures(&mut self, ended: &Ended, sent: &[Capture], now: &[Stored]) {
        let told: Vec<&String> = ended
            .heard
            .iter()
            .filter(|line| line.contains(" kept at "))
            .collect();
        self.acknowledged += told.len();
        let mut expected = self.round.kept.clone();
        for (told, capture) in told.iter().zip(sent) {
            expected.push(capture.clone());
            let count = expected.iter().filter(|(tag, _)| *tag == capture.0).count();
            let tag = capture.0.replace('-', " ");
            let told = told.to_lowercase();
            assert!(told.starts_with(&format!("{tag} {count} kept")), "{told}");
        }
        assert!(told.len() <= sent.len(), "{told:?} for {sent:?}");
        let kept = captures(now);
        if kept.len() > expected.len() {
            expected.extend(sent.get(told.len()).cloned());
        }
        assert_eq!(kept, expected, "{:#?}", ended.heard);
        self.round.kept = kept;
    }

    /// Nothing is there that was never typed, no numbered line twice, and no acknowledged answer
    /// of the close is missing.
    fn check_words(&mut self, ended: &Ended, before: &Rounds, now: &[Stored]) {
        let mut numbered = BTreeSet::new();
        for event in now {
            let text = match event.kind.as_str() {
                "captured" | "asked" | "focus_set" => event.text("text"),
                "rated" => event.text("evidence"),
                _ => None,
            };
            let Some(text) = text.filter(|text| !text.is_empty()) else {
                continue;
            };
            assert!(self.round.typed.contains(text), "{text} was never typed");
            // A capture that was offered as evidence stands in the journal a second time.
            let is_own = event.kind != "rated" || text.starts_with("words");
            if is_own && text.contains(|c: char| c.is_ascii_digit()) && text.len() > 1 {
                assert!(numbered.insert(text.to_owned()), "{text} is there twice");
            }
        }
        let answers = |events: &[Stored]| {
            let kinds = [
                "hire_call",
                "rated",
                "item_ticked",
                "cap_admitted",
                "focus_set",
            ];
            let answers = events
                .iter()
                .filter(|event| kinds.contains(&event.kind.as_str()));
            answers.count()
        };
        let answers_before = before
            .get(self.rounds_before)
            .map_or(0, |events| answers(events));
        let mut told = 0;
        for line in &ended.heard {
            let words = line
                .strip_prefix("Kept: ")
                .or_else(|| line.strip_prefix("Focus kept: "));
            told += usize::from(words.is_some() || line == "Left open.");
            if let Some(words) = words.filter(|words| words.starts_with("words ")) {
                assert!(
                    numbered.contains(words),
                    "{words} was acknowledged and is not there"
                );
            }
        }
        self.acknowledged += told;
        assert!(
            answers(now) - answers_before >= told,
            "{told} answers were acknowledged: {:#?}",
            ended.heard
        );
    }
}

/// A hundred kills at random instants, from the start of the program to the end of a close.
#[test]
#[expect(
    clippy::print_stdout,
    reason = "how much was tried is part of the result"
)]
fn a_hundred_kills_take_nothing_that_was_acknowledged() {
    let promise = Promise::of("kill-close");
    let kills = promise.times(50, 100);
    let mut feeder = Feeder {
        data: tempfile::tempdir().unwrap(),
        chance: Chance(17),
        round: Round::default(),
        rounds_before: 0,
        lines: 0,
        kills: 0,
        acknowledged: 0,
        kills_at: Vec::new(),
    };
    let mut sessions = 0;
    while feeder.kills < kills {
        feeder.session();
        sessions += 1;
        assert!(sessions < 4 * kills, "the program ends before it is killed");
    }
    let rounds = look(feeder.data.path());
    let over = rounds
        .iter()
        .filter(|events| standing(events) == Standing::Over)
        .count();
    let at = |standing| feeder.kills_at.iter().filter(|at| **at == standing).count();
    let (answering, closing) = (at(Standing::Answering), at(Standing::Closing));
    let found = format!(
        "{answering} kills in answering, {closing} in the close, {} lines typed, {} \
         acknowledged, {} rounds, {over} of them finished: 0 lost",
        feeder.lines,
        feeder.acknowledged,
        rounds.len(),
    );
    println!("{} kills: {found}", feeder.kills);
    assert!(answering > 10, "{answering} kills in answering");
    assert!(closing > 10, "{closing} kills in the close");
    assert!(over > promise.times(0, 1), "{over} rounds were finished");
    // The list and the rounds read again say the same as the events.
    let listed = json(feeder.data.path(), &["sessions", "--json"]);
    assert_eq!(listed["rounds"].as_array().unwrap().len(), rounds.len());
    for (index, events) in rounds.iter().enumerate() {
        assert_eq!(listed["rounds"][index]["events"], events.len());
        let shown = json(
            feeder.data.path(),
            &["show", &(index + 1).to_string(), "--json"],
        );
        let shown: Vec<Capture> = shown["captures"]
            .as_array()
            .unwrap()
            .iter()
            .map(|capture| {
                let field = |name: &str| capture[name].as_str().unwrap().to_owned();
                (field("tag"), field("text"))
            })
            .collect();
        assert_eq!(shown, captures(events));
    }
    promise.held(feeder.kills, &found);
}

/// A kill while the folder, the journal and the first round are being made.
#[test]
fn a_kill_during_the_first_start_leaves_a_folder_that_can_be_used() {
    let mut chance = Chance(4);
    for _ in 0..40 {
        let data = tempfile::tempdir().unwrap();
        let folder = data.path().join("new");
        let session = Session::start(&mut program(&folder, &["practice", "--prompt", PROMPT]));
        pause(chance.below(40));
        session.kill();
        let rounds = look(&folder);
        let next = output(&folder, &["practice", "--prompt", PROMPT]);
        assert_eq!(next.status.code(), Some(0), "{next:?}");
        let next = output(&folder, &["resume", "1"]);
        assert_eq!(next.status.code(), Some(0), "{next:?}");
        let after = look(&folder);
        assert_eq!(after.len(), rounds.len() + 1);
        assert_eq!(standing(&after[0]), Standing::Answering);
    }
}

/// The same for the one instant that a random kill seldom hits: the file has its first page, and
/// SQLite's rollback journal would take it back.
#[test]
fn a_journal_whose_making_is_to_be_rolled_back_is_made_anew() {
    let (making, data) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let connection = Connection::open(making.path().join("journal.db")).unwrap();
    // More than the cache holds is written before the transaction ends.
    let begun = "PRAGMA cache_size = 1; BEGIN; CREATE TABLE events (text TEXT);
        WITH RECURSIVE number (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM number WHERE n < 200)
        INSERT INTO events SELECT hex(zeroblob(2000)) FROM number;";
    connection.execute_batch(begun).unwrap();
    for name in ["journal.db", "journal.db-journal"] {
        fs::copy(making.path().join(name), data.path().join(name)).unwrap();
    }
    let next = output(data.path(), &["practice", "--prompt", PROMPT]);
    assert_eq!(next.status.code(), Some(0), "{next:?}");
    assert_eq!(look(data.path()).len(), 1);
}

/// One round at a time in a data folder; reading goes on meanwhile.
#[test]
fn two_processes_exclude_each_other() {
    let data = tempfile::tempdir().unwrap();
    let mut holder = Session::start(&mut program(data.path(), &["practice", "--prompt", PROMPT]));
    assert!(holder.hear(|text| text.contains("Phase 1 of")));
    let second = output(data.path(), &["practice", "--prompt", PROMPT]);
    let said = String::from_utf8(second.stderr).unwrap();
    assert_eq!(second.status.code(), Some(75), "{said}");
    let who = format!("process {} since", holder.child.id());
    assert!(said.replace('\n', " ").contains(&who), "{said}");
    for reading in [&["sessions"][..], &["show", "1"]] {
        let read = output(data.path(), reading);
        assert_eq!(read.status.code(), Some(0), "{read:?}");
        assert!(!read.stdout.is_empty());
    }
    assert_eq!(look(data.path()).len(), 1, "the second drew a round");
    holder.type_line("/quit");
    assert_eq!(holder.end().code, Some(0));
    assert_eq!(output(data.path(), &["resume"]).status.code(), Some(0));
}

/// A line that a full disk refuses is said not to be kept; every other stays.
#[test]
fn a_full_disk_is_said_at_once_and_what_was_kept_stays() {
    let data = tempfile::tempdir().unwrap();
    let first = output(
        data.path(),
        &["practice", "--seed", "1", "--prompt", PROMPT],
    );
    assert_eq!(first.status.code(), Some(0), "{first:?}");
    // The blocks of `ulimit` have 512 bytes. No file can outgrow the limit: the write-ahead log
    // has room for some lines more, then it is full.
    let sizes = ["journal.db", "journal.db-wal", "journal.db-shm"].map(|name| {
        let file = fs::metadata(data.path().join(name));
        file.map_or(0, |file| file.len())
    });
    let limit = (sizes.into_iter().max().unwrap() / 512 + 256).to_string();
    let script = "trap '' XFSZ; ulimit -f \"$1\"; exec \"$0\" resume";
    let mut command = Command::new("sh");
    at_home(&mut command, data.path());
    command.args(["-c", script, env!("CARGO_BIN_EXE_mockloop"), &limit]);
    let mut session = Session::start(&mut command);
    assert!(session.hear(|text| text.contains("The clock runs")));
    let (mut kept, mut refused) = (Vec::new(), 0);
    for number in 1..=200 {
        let line = format!("note {number} {}", "of many words ".repeat(30).trim());
        session.type_line(&line);
        let is_answer = |text: &str| text.contains(" kept at ") || text.contains(NOT_KEPT);
        assert!(session.hear(is_answer), "ended: {:#?}", session.heard);
        let told = session.heard.join(" ");
        if told.matches(NOT_KEPT).count() > refused {
            refused += 1;
        } else {
            kept.push(line);
        }
        if refused == 3 {
            break;
        }
    }
    assert!(
        kept.len() > 2 && refused == 3,
        "{} kept, {refused} refused",
        kept.len()
    );
    drop(session.stdin.take());
    let ended = session.end();
    let code = ended.code.expect("no signal ends it");
    assert!([0, 73].contains(&code), "{code}: {}", ended.errors);
    assert!(!ended.errors.contains("panicked"), "{}", ended.errors);
    // Once there is room again, the same line is kept.
    let mut session = Session::start(&mut program(data.path(), &["resume"]));
    let again = "note again".to_owned();
    session.type_line(&again);
    assert!(session.hear(|text| text.contains(" kept at ")));
    kept.push(again);
    assert!(session.kill().was_killed);
    let events = look(data.path()).pop().unwrap();
    let texts: Vec<String> = captures(&events)
        .into_iter()
        .map(|(_, text)| text)
        .collect();
    assert_eq!(texts, kept);
}
