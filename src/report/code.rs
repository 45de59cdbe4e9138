//! Banks' code: what may run, and what trying it out showed.

use serde_json::{Value, json};

use super::document::Document;
use super::words::count;
use crate::domain::bank::detail::Language;
use crate::domain::text::Safe;
use crate::domain::verify::Finding;

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
    let commands = trusting.commands.iter().map(|command| format!("  {command}"));
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
