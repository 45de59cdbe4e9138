//! Banks' code: what may run, and what trying it out showed.

use serde_json::{Value, json};

use super::document::Document;
use super::words::{clock, count};
use crate::domain::bank::Prompt;
use crate::domain::bank::detail::{Coding, Detail, Language};
use crate::domain::code::{End, Run};
use crate::domain::round::{CodeRun, State};
use crate::domain::text::Safe;
use crate::domain::verify::{Finding, ended};

/// What trying out one prompt in one language showed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tried {
    /// Bank and id, with a slash between.
    pub address: String,
    /// The language.
    pub language: Language,
    /// How many tests there are.
    pub tests: usize,
    /// How many runs of the reference were green.
    pub green: u32,
    /// How long the tests took on the reference at most, in microseconds.
    pub micros: u64,
    /// How many known-wrong variants there are.
    pub mutants: usize,
    /// How many of them fail every test that they name.
    pub killed: usize,
    /// What is wrong.
    pub findings: Vec<Finding>,
    /// Why nothing was run, if nothing was.
    pub skipped: Option<Safe>,
}

/// What trying out prompts showed.
pub fn verified(all: &[Tried]) -> Document {
    let mut document = Document::default();
    for tried in all {
        document = document.then(one(tried));
    }
    let faults: usize = all.iter().map(|tried| tried.findings.len()).sum();
    let skipped = all.iter().filter(|tried| tried.skipped.is_some()).count();
    let mutants: usize = all.iter().map(|tried| tried.mutants).sum();
    let killed: usize = all.iter().map(|tried| tried.killed).sum();
    let skipped = match skipped {
        0 => String::new(),
        some => format!(" {some} skipped."),
    };
    document.gap().text(format!(
        "{}: {}; {killed} of {} killed.{skipped}",
        count(all.len(), "solution"),
        count(faults, "fault"),
        count(mutants, "mutant"),
    ))
}

fn one(tried: &Tried) -> Document {
    let name = format!("{} ({})", tried.address, tried.language.as_str());
    if let Some(why) = &tried.skipped {
        return Document::line(format!("{name}: skipped. {why}"));
    }
    let document = Document::line(format!(
        "{name}: reference green in {}, {} in {} ms; {} of {} killed.",
        count(tried.green, "run"),
        count(tried.tests, "test"),
        tried.micros / 1000,
        tried.killed,
        count(tried.mutants, "mutant"),
    ));
    tried.findings.iter().fold(document, |document, finding| {
        let document = document.item(finding.rule.as_str(), &finding.what);
        if finding.seen.is_blank() {
            document
        } else {
            document.verbatim(indented(&finding.seen))
        }
    })
}

fn indented(text: &Safe) -> String {
    let lines = text.as_str().lines().map(|line| format!("      {line}"));
    lines.collect::<Vec<_>>().join("\n")
}

/// The same for programs.
pub fn verified_json(all: &[Tried]) -> Value {
    let prompts = all.iter().map(|tried| {
        let findings = tried.findings.iter().map(|finding| {
            json!({ "rule": finding.rule.as_str(), "what": finding.what, "seen": finding.seen })
        });
        json!({
            "prompt": tried.address,
            "language": tried.language.as_str(),
            "tests": tried.tests,
            "reference_green": tried.green,
            "slowest_micros": tried.micros,
            "mutants": tried.mutants,
            "mutants_killed": tried.killed,
            "skipped": tried.skipped,
            "findings": findings.collect::<Vec<_>>(),
        })
    });
    json!({ "schema": 1, "prompts": prompts.collect::<Vec<_>>() })
}

/// What a bank's trust is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trusting<'a> {
    /// The bank.
    pub bank: &'a str,
    /// Its files with their texts.
    pub files: &'a [(String, String)],
    /// SHA-256 over them.
    pub hash: &'a str,
    /// What would be run, a line each.
    pub commands: Vec<String>,
    /// How far it would be kept from the machine.
    pub level: String,
}

/// What would run if a bank was trusted.
pub fn would_run(trusting: &Trusting<'_>) -> Document {
    let files = trusting.files.iter().map(|(path, text)| {
        let lines = count(text.lines().count(), "line");
        format!("  {path}  ({lines}, {})", count(text.len(), "byte"))
    });
    let commands = trusting
        .commands
        .iter()
        .map(|command| format!("  {command}"));
    Document::default()
        .title(format!("The code of bank {}", trusting.bank))
        .text("Its tests are programs. Read them before you let them run.")
        .verbatim(files.collect::<Vec<_>>().join("\n"))
        .text("What would run, in a fresh copy in a temporary folder:")
        .verbatim(commands.collect::<Vec<_>>().join("\n"))
        .text(format!("How far from the machine: {}", trusting.level))
        .text("SHA-256 over these files:")
        .verbatim(format!("  {}", trusting.hash))
}

/// The first characters of a hash: enough to say which content is meant.
pub const HASH_START: usize = 12;

/// What to type to trust a bank.
pub fn how_to_trust(trusting: &Trusting<'_>) -> Document {
    let start: String = trusting.hash.chars().take(HASH_START).collect();
    Document::line("Nothing was trusted yet. This trusts exactly these files:").verbatim(format!(
        "  mockloop bank trust {} --hash {start}",
        trusting.bank
    ))
}

/// The most failures that are shown, and the lines shown of each.
const FAILURES: usize = 8;
const FAILURE_LINES: usize = 6;

/// Where the solution is written and how far from the machine its tests run, or why they can't be
/// run.
pub fn workspace(folder: &str, level: Result<&str, &Safe>) -> Document {
    let document = Document::default()
        .title("Your code")
        .text("Write it here; STATEMENT.md, a starter and tests are in it:")
        .verbatim(format!("  {folder}"));
    match level {
        Ok(level) => document.text(format!(
            "/run runs the tests, /run --watch whenever a file changes, /code says this. They run \
             at {level}."
        )),
        Err(why) => document.text(format!(
            "No test can be run here. {why} The round goes on with the checklist."
        )),
    }
}

/// A run of the candidate's tests has begun.
pub fn running() -> Document {
    Document::line("The tests run; the clock goes on. Ctrl-C ends them.")
}

/// Files are watched from now on.
pub fn watched() -> Document {
    Document::line("The tests run whenever a file changes; /run --watch once more ends that.")
}

/// Files are no longer watched.
pub fn no_longer_watched() -> Document {
    Document::line("Files are no longer watched. /run runs the tests.")
}

/// A run was ended by hand.
pub fn stopped() -> Document {
    Document::line("The run was ended. The round goes on.")
}

/// The outcome of a run of the candidate's tests: counts, and at most eight failures in short.
pub fn ran(run: &Run, prompt: &Prompt, state: &State) -> Document {
    let standing = run.standing();
    let mut parts = vec![format!("{} pass", standing.passed)];
    if !standing.failing.is_empty() {
        parts.push(format!("{} fail", standing.failing.len()));
    }
    if !standing.later.is_empty() {
        parts.push(format!("{} later", standing.later.len()));
    }
    let counts = format!("Tests: {}.", parts.join(", "));
    let document = if run.end == End::Complete {
        let goal = coding(prompt).and_then(|coding| standing.milestone(&coding.milestones));
        let goal = goal.map_or_else(String::new, |milestone| {
            format!(" Milestone {}: {}.", milestone.number, milestone.goal)
        });
        Document::line(format!("{counts}{goal}"))
    } else {
        let how = ended(&run.end);
        let how = format!("Not run to the end: {}.", how.trim_end_matches('.'));
        Document::problem(how).text(counts)
    };
    let shown = standing.failing.iter().take(FAILURES);
    let document = shown.fold(document, |document, test| {
        document
            .item("fails", &test.name)
            .verbatim(shortened(&test.message))
    });
    let more = standing.failing.len().saturating_sub(FAILURES);
    let document = match more {
        0 => document,
        more => document.text(format!("And {more} more.")),
    };
    document.then(streak(state))
}

/// Whether this is the first green run, or one more red one.
fn streak(state: &State) -> Document {
    let green = state.own_runs().filter(|ran| ran.run.is_green()).count();
    match (green, state.red_streak(), state.first_green_ms()) {
        (1, 0, Some(at_ms)) => {
            Document::line(format!("Green for the first time, at {}.", clock(at_ms)))
        }
        (_, red @ 3.., _) => Document::line(format!("Red {red} times in a row.")),
        _ => Document::default(),
    }
}

/// The first lines of a message, without what all of them are indented by.
fn shortened(message: &Safe) -> String {
    let lines = || {
        let lines = message.as_str().lines();
        lines.filter(|line| !line.trim().is_empty())
    };
    let indent = |line: &str| line.len() - line.trim_start().len();
    let common = lines().map(indent).min().unwrap_or(0);
    let lines = lines().take(FAILURE_LINES).map(|line| {
        let own = line.get(common..).unwrap_or(line);
        format!("    {}", own.trim_end())
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The outcome of the hidden tests.
pub fn hidden(run: &CodeRun) -> Document {
    let failing = run.failing.len();
    let all = usize::try_from(run.passed).unwrap_or(0) + failing;
    let document = Document::default()
        .title("All tests, the hidden ones too")
        .text(match &run.ended {
            Some(how) => format!("Not run to the end: {how}. {} passed.", run.passed),
            None if failing == 0 => format!("All {all} pass."),
            None => format!("{} of {all} pass.", run.passed),
        });
    let names = run.failing.iter().map(|name| ("fails", name.as_str()));
    document.items(names)
}

/// The runs of a round, for those who read it again; nothing if there were none.
pub fn timeline(state: &State) -> Document {
    if state.code_runs.is_empty() {
        return Document::default();
    }
    let lines = state.code_runs.iter().map(|ran| {
        let run = &ran.run;
        let what = match &run.ended {
            Some(how) => how.to_string(),
            None => format!(
                "{} pass, {} fail, {} later",
                run.passed, run.failed, run.later
            ),
        };
        let label = if run.hidden { "all tests" } else { "tests" };
        (format!("{} {label}", clock(ran.at_ms)), what)
    });
    let green = match state.first_green_ms() {
        Some(at_ms) => format!("First green at {}.", clock(at_ms)),
        None => "Never green.".to_owned(),
    };
    Document::default()
        .title("Runs of the code")
        .items(lines)
        .text(format!(
            "{green} Longest red streak: {}.",
            count(state.longest_red_streak(), "run")
        ))
}

fn coding(prompt: &Prompt) -> Option<&Coding> {
    match &prompt.detail {
        Detail::Coding(coding) => Some(coding),
        Detail::Design(_)
        | Detail::Incident(_)
        | Detail::Behavioral(_)
        | Detail::Screen(_)
        | Detail::Negotiation(_) => None,
    }
}
