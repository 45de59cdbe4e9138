//! A disk that fills up at any write, and one that can't be written at all.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{KEPT, PROMPT, captures, skipped, trace};
use crate::kills::{Ended, Session, output, program};
use crate::promise::Promise;

/// A data folder on a disk that the shim makes bad.
struct Bad {
    home: tempfile::TempDir,
    shim: PathBuf,
}

impl Bad {
    fn new() -> Option<Self> {
        let home = tempfile::tempdir().unwrap();
        fs::create_dir(home.path().join("root")).unwrap();
        let shim = trace::shim(home.path())?;
        Some(Self { home, shim })
    }

    fn data(&self) -> PathBuf {
        self.home.path().join("root/data")
    }

    fn command(&self, arguments: &[&str], variable: (&str, &str)) -> Command {
        let mut command = program(&self.data(), arguments);
        let root = self.home.path().join("root");
        let trace = self.home.path().join("trace");
        trace::traced(&mut command, &self.shim, &root, &trace).env(variable.0, variable.1);
        command
    }
}

/// Types lines whatever becomes of them.
fn type_all(command: &mut Command, lines: &[String]) -> Ended {
    let mut session = Session::start(command);
    for line in lines {
        session.type_line(line);
    }
    session.type_line("/quit");
    session.end()
}

/// Holds what a program on a full disk said against what is there once there is room.
fn hold(data: &Path, ended: &Ended, lines: &[String]) -> usize {
    let told = format!("{} {}", ended.heard.join(" "), ended.errors).replace('\n', " ");
    assert!(!told.contains("panicked"), "{told}");
    assert!(
        matches!(ended.code, Some(0 | 73)),
        "{:?}: {told}",
        ended.code
    );
    let kept = told.matches(KEPT).count();
    if kept < lines.len() {
        let is_said = ["disk is full", "disk fails", "can't be written"]
            .iter()
            .any(|words| told.contains(words));
        assert!(is_said, "{kept} kept: {told}");
    }
    let practice = ["practice", "--prompt", PROMPT];
    let again = output(data, &practice);
    assert_eq!(again.status.code(), Some(0), "{told}: {again:?}");
    let there = captures(&data.join("journal.db"));
    assert!(
        (kept..=lines.len()).contains(&there.len()),
        "{there:?}: {told}"
    );
    assert_eq!(there, lines[..there.len()], "{told}");
    kept
}

#[test]
fn a_disk_that_fills_up_at_any_write_keeps_what_was_acknowledged() {
    let promise = Promise::of("full-disk");
    let lines: Vec<String> = (1..=4).map(|number| format!("line {number}")).collect();
    let (step, mut tries, mut kept) = (promise.times(16, 2), 0, 0);
    for room in (0..80).step_by(step) {
        let Some(bad) = Bad::new() else {
            return skipped("a full disk needs a C compiler");
        };
        let (data, room) = (bad.data(), room.to_string());
        let practice = ["practice", "--prompt", PROMPT];
        let variable = ("POWER_FULL_AFTER", room.as_str());
        let ended = type_all(&mut bad.command(&practice, variable), &lines);
        kept += hold(&data, &ended, &lines);
        // The same with a journal that is there already.
        fs::remove_dir_all(&data).unwrap();
        assert_eq!(output(&data, &practice).status.code(), Some(0));
        let ended = type_all(&mut bad.command(&["resume"], variable), &lines);
        kept += hold(&data, &ended, &lines);
        tries += 2;
    }
    assert!(kept > tries / 2, "{kept} lines kept");
    let found = format!("{kept} lines acknowledged: 0 lost, each refusal said");
    promise.held(tries, &found);
}

#[test]
fn a_disk_that_cannot_be_written_is_said_and_left_as_it_is() {
    let Some(bad) = Bad::new() else {
        return skipped("a read-only disk needs a C compiler");
    };
    let data = bad.data();
    let line = ["line 1".to_owned()];
    type_all(
        &mut program(&data, &["practice", "--prompt", PROMPT]),
        &line,
    );
    let read = || {
        let files = ["journal.db", "round.lock"].map(|name| fs::read(data.join(name)).unwrap());
        (files, fs::read_dir(&data).unwrap().count())
    };
    let before = read();
    for arguments in [
        &["practice", "--prompt", PROMPT][..],
        &["resume"],
        &["backup"],
        &["restore", "latest"],
        &["sessions"],
        &["doctor"],
    ] {
        let mut command = bad.command(arguments, ("POWER_READ_ONLY", "1"));
        let ended = Session::start(&mut command).end();
        let code = ended.code.unwrap();
        let allowed: &[i32] = match arguments[0] {
            "doctor" => &[0, 1],
            // What is there can be read.
            "sessions" => &[0],
            _ => &[73],
        };
        assert!(
            allowed.contains(&code),
            "{arguments:?} {code}: {}",
            ended.errors
        );
        assert!(!ended.errors.contains("panicked"), "{}", ended.errors);
        if code == 73 {
            let said = ended.errors.replace('\n', " ");
            assert!(said.contains("owner and mode"), "{arguments:?}: {said}");
        }
    }
    assert_eq!(read(), before);
    assert_eq!(captures(&data.join("journal.db")), line);
}
