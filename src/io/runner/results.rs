//! The results that a harness wrote, read back: only lines with the nonce count.

use serde::Deserialize;

use crate::domain::code::{Broken, Status, TestResult};
use crate::domain::text::Safe;

/// A line of a harness.
#[derive(Debug, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
enum Line {
    /// Everything is compiled; the tests begin.
    Ready,
    /// A file can't be compiled.
    Broken {
        file: String,
        line: Option<u32>,
        message: String,
    },
    /// A test ended.
    Test {
        name: String,
        milestone: Option<u32>,
        status: Word,
        micros: u64,
        message: Option<String>,
    },
    /// Every test ended.
    Done,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Word {
    Passed,
    Failed,
    Skipped,
}

#[derive(Debug, Deserialize)]
struct Signed {
    nonce: String,
    #[serde(flatten)]
    line: Line,
}

/// What a harness wrote, put together.
#[derive(Debug, Default)]
pub(super) struct Results {
    pub(super) tests: Vec<TestResult>,
    pub(super) broken: Option<Broken>,
    pub(super) micros: u64,
    pub(super) is_done: bool,
}

/// Reads what a harness wrote with a nonce. Anything else in the file is passed over.
pub(super) fn read(text: &str, nonce: &str) -> Results {
    let mut results = Results::default();
    let signed = text
        .lines()
        .filter_map(|line| serde_json::from_str::<Signed>(line).ok());
    for Signed { line, .. } in signed.filter(|line| line.nonce == nonce) {
        match line {
            Line::Ready => {}
            Line::Broken {
                file,
                line,
                message,
            } => {
                results.broken = Some(Broken {
                    file: Safe::new(&file),
                    line,
                    message: Safe::new(message.trim()),
                });
            }
            Line::Test {
                name,
                milestone,
                status,
                micros,
                message,
            } => {
                results.micros = results.micros.saturating_add(micros);
                results.tests.push(TestResult {
                    name,
                    milestone,
                    status: match status {
                        Word::Passed => Status::Passed,
                        Word::Failed => Status::Failed,
                        Word::Skipped => Status::Skipped,
                    },
                    message: Safe::new(message.as_deref().unwrap_or_default().trim_end()),
                });
            }
            Line::Done => results.is_done = true,
        }
    }
    results
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_lines_with_the_nonce_count() {
        let text = r#"{"nonce":"n","event":"ready"}
{"nonce":"n","event":"test","name":"a","milestone":2,"status":"failed","micros":5,"line":1,"message":"no\n"}
{"nonce":"m","event":"test","name":"forged","milestone":null,"status":"passed","micros":1,"message":null}
not JSON
{"nonce":"m","event":"done","total":1}"#;
        let results = read(text, "n");
        let [only] = results.tests.as_slice() else {
            panic!("{results:?}");
        };
        assert_eq!((only.name.as_str(), only.milestone), ("a", Some(2)));
        assert_eq!((only.status, only.message.as_str()), (Status::Failed, "no"));
        assert!(!results.is_done);
        assert!(read(r#"{"nonce":"n","event":"done","total":0}"#, "n").is_done);
    }
}
