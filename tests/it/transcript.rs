//! Transcripts: whole conversations on a virtual clock, expected to the letter.
//!
//! A transcript is what stands on the screen. `$ mockloop ...` runs a command, `> text` is typed
//! where the prompt stands. In place of a line, `(5m)` lets time pass, `(asleep 2h)` lets the
//! machine sleep, `^D` ends the input and `(killed)` ends the process on the spot. Between
//! commands, `# 14h` lets time pass, `# reboot` starts the machine anew, and `# x/a.toml is written
//! to b.toml` copies a file or a folder from beside the transcripts into the data folder, which is
//! `DATA` in a command. `# next run: 2 pass | 1 fails: NAME` scripts the outcome of a run of tests: how many pass, and one that fails, with the
//! number of its milestone; `broken: 3: TEXT` is a mistake on a line, `too long` a run without end.
//! `[exit 65]` follows a command whose exit code is not 0.

use std::path::{Path, PathBuf};

use mockloop::domain::code::{Broken, End, Run, Status, TestResult};
use mockloop::domain::text::Safe;

use crate::world::{Machine, Step};

/// Compares a transcript with what is seen when it is played. With `MOCKLOOP_BLESS=1` it is
/// written instead.
pub(crate) fn check(file: &str) {
    let path = folder().join(file);
    let expected = std::fs::read_to_string(&path).unwrap();
    let seen = play(&expected);
    if bless() {
        std::fs::write(&path, seen).unwrap();
    } else {
        same(file, &expected, &seen);
    }
}

/// Where transcripts lie.
pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/transcripts")
}

/// Whether transcripts are to be written.
pub(crate) fn bless() -> bool {
    #[expect(clippy::disallowed_methods, reason = "asked for by hand, never in CI")]
    std::env::var_os("MOCKLOOP_BLESS").is_some()
}

/// Fails at the first line that differs.
pub(crate) fn same(name: &str, expected: &str, seen: &str) {
    let mut lines = expected.lines().zip(seen.lines()).enumerate();
    if let Some((index, (expected, seen))) = lines.find(|(_, (a, b))| a != b) {
        panic!(
            "{name}:{}\n  expected: {expected}\n  seen:     {seen}",
            index + 1
        );
    }
    assert_eq!(
        expected.lines().count(),
        seen.lines().count(),
        "{name}: lines"
    );
}

/// Plays a transcript's inputs on a new machine and gives what stood on the screen.
pub(crate) fn play(script: &str) -> String {
    play_on(&Machine::default(), script)
}

/// Plays a transcript's inputs on a machine and gives what stood on the screen.
pub(crate) fn play_on(machine: &Machine, script: &str) -> String {
    let mut seen = String::new();
    let mut lines = script.lines().peekable();
    while let Some(line) = lines.next() {
        if let Some(command) = line.strip_prefix("$ ") {
            let mut steps = Vec::new();
            while let Some(line) =
                lines.next_if(|line| !line.starts_with("$ ") && !is_directive(line))
            {
                steps.extend(line.strip_prefix('>').map(|typed| step(typed.trim_start())));
            }
            seen.push_str(&run(machine, command, steps));
        } else if let Some(directive) = line.strip_prefix("# ") {
            match (directive, directive.split_once(" is written to ")) {
                ("reboot", _) => machine.clock.reboot(),
                (_, _) if directive.starts_with("next run: ") => {
                    let outcome = outcome(&directive["next run: ".len()..]);
                    machine.runner.outcomes.borrow_mut().push_back(outcome);
                }
                (_, Some((from, to))) => {
                    copy(&folder().join(from), &machine.data().join(to));
                }
                _ => machine.clock.pass(duration(directive).expect("a duration")),
            }
            seen.extend([line, "\n"]);
        } else {
            panic!("neither a command nor what follows one: {line}");
        }
    }
    seen
}

/// Copies a file or a folder, with the folders that it needs.
pub(crate) fn copy(from: &Path, to: &Path) {
    if from.is_dir() {
        for entry in std::fs::read_dir(from).unwrap() {
            let entry = entry.unwrap();
            copy(&entry.path(), &to.join(entry.file_name()));
        }
    } else {
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::copy(from, to).unwrap();
    }
}

/// Whether a line is a directive: other lines that begin with # are output.
fn is_directive(line: &str) -> bool {
    line.strip_prefix("# ").is_some_and(|directive| {
        let is_known = directive == "reboot" || directive.contains(" is written to ");
        is_known || duration(directive).is_some()
    })
}

fn run(machine: &Machine, command: &str, steps: Vec<Step>) -> String {
    let data = machine.data().display().to_string();
    let (screen, code) = machine.run(&command.replace("DATA", &data), steps);
    let screen = screen.replace(&data, "DATA");
    let exit = match code {
        Some(0) | None => String::new(),
        Some(code) => format!("[exit {code}]\n"),
    };
    // An empty line after a prompt would leave trailing space in the file.
    let lines: Vec<&str> = screen.lines().map(str::trim_end).collect();
    let newline = if lines.is_empty() { "" } else { "\n" };
    let screen = lines.join("\n") + newline;
    format!("$ {command}\n{screen}{exit}")
}

/// The outcome of a run, as a script has it.
fn outcome(text: &str) -> Run {
    let mut run = Run::ended(End::Complete);
    for part in text.split(" | ") {
        let ended = |name: &str, milestone, status| TestResult {
            name: name.to_owned(),
            milestone: Some(milestone),
            status,
            message: Safe::default(),
        };
        if let Some((line, message)) = part
            .strip_prefix("broken: ")
            .and_then(|broken| broken.split_once(": "))
        {
            run.end = End::Broken(Broken {
                file: "solution.ex".into(),
                line: Some(line.parse().unwrap()),
                message: message.into(),
            });
        } else if part == "too long" {
            run.end = End::TooLong(20);
        } else if let Some(count) = part.strip_suffix(" pass") {
            let names = 1..=count.parse::<u32>().unwrap();
            let passed = names.map(|n| ended(&format!("test {n}"), 1, Status::Passed));
            run.tests.extend(passed);
        } else if let Some((milestone, name)) = part.split_once(" fails: ") {
            let milestone = milestone.parse().unwrap();
            run.tests.push(TestResult {
                message: "Assertion with == failed\nleft:  1\nright: 2".into(),
                ..ended(name, milestone, Status::Failed)
            });
        } else {
            panic!("no outcome of a run: {part}");
        }
    }
    run
}

fn step(typed: &str) -> Step {
    let inner = typed
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'))
        .unwrap_or("");
    let asleep = inner.strip_prefix("asleep ").and_then(duration);
    match (typed, asleep, duration(inner)) {
        ("^D", ..) => Step::End,
        ("(killed)", ..) => Step::Kill,
        (_, Some(ms), _) => Step::Sleep(ms, typed.to_owned()),
        (_, None, Some(ms)) => Step::Pass(ms, typed.to_owned()),
        (_, None, None) => Step::Line(typed.to_owned()),
    }
}

/// `5m`, `30s`, `14h`, `9m30s` in milliseconds.
fn duration(text: &str) -> Option<u64> {
    text.parse::<jiff::SignedDuration>()
        .ok()
        .map(|d| u64::try_from(d.as_millis()).unwrap())
}
