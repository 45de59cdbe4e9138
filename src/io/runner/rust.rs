//! Rust: a program of the solution, its tests and a harness, compiled, then run.
//!
//! Tests are top-level functions of a test file that say `use crate::solution::...`. The compiler's
//! own harness reports on standard output, which belongs to the solution: so the tests are called
//! by ours, and their attributes are taken off.

use std::fmt::Write as _;
use std::io::Error;
use std::time::Duration;

use serde::Deserialize;

use super::child::{Ended, How};
use super::folder::Folder;
use super::sandbox::{self, Modes};
use super::system::Program;
use super::{Job, Toolchain};
use crate::domain::code::{Broken, End, NotRun, Run};
use crate::domain::text::Safe;

/// The program that runs tests.
const HARNESS: &str = include_str!("harness/rust.rs");

/// How long a compiler may take.
pub(super) const COMPILE_LIMIT: Duration = Duration::from_secs(18);

/// Address space of a solution, in bytes.
const MEMORY_BYTES: u64 = 2 << 30;

/// Puts the files of a job in.
pub(super) fn put(job: &Job, folder: &Folder) -> Result<(), Error> {
    folder.put("harness.rs", HARNESS)?;
    folder.put("solution.rs", &job.solution)?;
    // A solution may hold more than its tests use.
    let mut main = "#![allow(dead_code)]\nmod harness;\nmod solution;\n".to_owned();
    let mut calls = String::new();
    for test in &job.tests {
        folder.put(&format!("{}.rs", test.name), &called(&test.text))?;
        // Writing into a String can't fail.
        let _ = writeln!(main, "mod {};", test.name);
        let _ = writeln!(calls, "    {}::__run(&mut harness);", test.name);
    }
    let _ = write!(
        main,
        "fn main() {{\n    let mut harness = harness::Harness::begin();\n{calls}    harness.end();\n}}\n"
    );
    folder.put("main.rs", &main)?;
    Ok(())
}

/// A test file whose tests are called by a function at its end. Its lines keep their numbers.
fn called(text: &str) -> String {
    let (mut file, mut calls) = (String::new(), String::new());
    let (mut is_test, mut is_ignored, mut expected) = (false, false, None);
    for line in text.lines() {
        let code = line.trim();
        if code == "#[test]" {
            is_test = true;
        } else if is_test && code.starts_with("#[ignore") {
            is_ignored = true;
        } else if is_test && code.starts_with("#[should_panic") {
            let text = code
                .split_once('"')
                .and_then(|(_, text)| text.rsplit_once('"'));
            expected = Some(text.map_or("", |(text, _)| text).to_owned());
        } else {
            file.push_str(line);
            if is_test && let Some(name) = function(code) {
                let _ = match (is_ignored, expected.take()) {
                    (true, _) => writeln!(calls, "    harness.skip(\"{name}\");"),
                    (false, None) => writeln!(calls, "    harness.run(\"{name}\", None, {name});"),
                    (false, Some(text)) => {
                        writeln!(
                            calls,
                            "    harness.run(\"{name}\", Some(\"{text}\"), {name});"
                        )
                    }
                };
                (is_test, is_ignored) = (false, false);
            }
        }
        file.push('\n');
    }
    let _ = write!(
        file,
        "pub fn __run(harness: &mut crate::harness::Harness) {{\n    let _ = &harness;\n{calls}}}\n"
    );
    file
}

/// The name of the function that a line begins.
fn function(code: &str) -> Option<&str> {
    let rest = code.strip_prefix("pub ").unwrap_or(code);
    let (name, _) = rest.strip_prefix("fn ")?.split_once('(')?;
    Some(name.trim())
}

/// The compiler at its work.
pub(super) fn compiler(toolchain: &Toolchain, folder: &Folder) -> Program {
    let (main, tests) = (
        folder.input().join("main.rs"),
        folder.output().join("tests"),
    );
    let mut arguments: Vec<std::ffi::OsString> = [
        "--edition=2021",
        "--crate-type=bin",
        "--crate-name=tests",
        "--error-format=json",
        "-Cdebuginfo=0",
        "-Coverflow-checks=on",
        "-o",
    ]
    .map(Into::into)
    .to_vec();
    arguments.extend([tests.into(), main.into()]);
    Program {
        path: toolchain.program.clone(),
        arguments,
        environment: Vec::new(),
        memory_bytes: None,
        modes: Modes::Change,
    }
}

/// The compiled tests.
pub(super) fn tests(folder: &Folder) -> Program {
    Program {
        path: folder.output().join("tests"),
        arguments: Vec::new(),
        environment: vec![("RUST_BACKTRACE", "0".to_owned())],
        memory_bytes: Some(MEMORY_BYTES),
        modes: Modes::Keep,
    }
}

/// What the compiler says, a line each.
#[derive(Debug, Deserialize)]
struct Said {
    level: String,
    message: String,
    rendered: Option<String>,
    #[serde(default)]
    spans: Vec<Place>,
}

#[derive(Debug, Deserialize)]
struct Place {
    file_name: String,
    line_start: u32,
    is_primary: bool,
}

/// What became of the compiler: its warnings, or the run that its mistakes are.
pub(super) fn compiled(ended: &Ended) -> Result<String, Box<Run>> {
    let text = String::from_utf8_lossy(&ended.stderr);
    let said: Vec<Said> = text
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect();
    let of = |level: &str| {
        let said = said.iter().filter(|said| said.level == level);
        said.collect::<Vec<_>>()
    };
    match ended.how {
        How::Exit(0) => {
            let warnings = of("warning").into_iter();
            Ok(warnings
                .filter(|said| !said.spans.is_empty())
                .filter_map(|said| said.rendered.as_deref())
                .collect())
        }
        How::Exit(code) if code == i32::from(sandbox::REFUSED) => {
            let text = format!("The sandbox: {}", text.trim());
            Err(Box::new(Run::not_run(NotRun::Refused(text))))
        }
        How::Exit(_) | How::Killed(_) => Err(Box::new(broken(&of("error"), &text))),
        How::TooLong => {
            let text = format!(
                "the compiler took longer than {} s",
                COMPILE_LIMIT.as_secs()
            );
            Err(Box::new(Run::ended(End::Vanished(text))))
        }
        How::TooMuch(what) => Err(Box::new(Run::ended(End::TooMuch(what)))),
    }
}

fn broken(errors: &[&Said], text: &str) -> Run {
    let place = errors
        .iter()
        .flat_map(|said| said.spans.iter().map(move |span| (said, span)))
        .find(|(_, place)| place.is_primary);
    let all: Vec<&str> = errors
        .iter()
        .filter_map(|said| said.rendered.as_deref())
        .collect();
    let file = |place: &Place| {
        let name = place.file_name.rsplit('/').next();
        Safe::new(name.unwrap_or(&place.file_name))
    };
    let broken = match (place, errors.first()) {
        (Some((said, place)), _) => Broken {
            file: file(place),
            line: Some(place.line_start),
            message: Safe::new(&said.message),
        },
        (None, Some(said)) => Broken {
            file: Safe::new("solution.rs"),
            line: None,
            message: Safe::new(&said.message),
        },
        (None, None) => Broken {
            file: Safe::new("solution.rs"),
            line: None,
            message: Safe::from(text.chars().take(500).collect::<String>()),
        },
    };
    Run {
        printed: Safe::from(all.concat().chars().take(4_000).collect::<String>()),
        ..Run::ended(End::Broken(broken))
    }
}

#[cfg(test)]
mod tests {
    use super::called;

    #[test]
    fn tests_are_called_and_lines_keep_their_numbers() {
        let text = "use crate::solution::add;\n\n#[test]\nfn adds() {\n}\n#[test]\n\
                    #[should_panic(expected = \"no\")]\nfn refuses() {}\n#[test]\n#[ignore]\nfn later() {}\n\
                    fn helper() {}\n";
        let file = called(text);
        let lines: Vec<&str> = file.lines().collect();
        assert_eq!(
            (lines[2], lines[3], lines[7]),
            ("", "fn adds() {", "fn refuses() {}")
        );
        for call in [
            "harness.run(\"adds\", None, adds);",
            "harness.run(\"refuses\", Some(\"no\"), refuses);",
            "harness.skip(\"later\");",
        ] {
            assert!(file.contains(call), "{file}");
        }
        assert!(!file.contains("\"helper\""));
    }
}
