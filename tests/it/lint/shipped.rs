//! The fixtures and the shipped bank keep every rule.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use mockloop::domain::bank::format::PromptFile;
use mockloop::domain::bank::lint::{Names, bank};
use mockloop::domain::fault::{Fault, Severity};

use super::work::{BEHAVIORAL, DESIGN, SHORT, hold, lint, read, shared, subjects};

#[test]
fn good_prompts_have_no_faults() {
    hold(&[
        (DESIGN, &[], &[]),
        (BEHAVIORAL, &[], &[]),
        (SHORT, &[], &[]),
    ]);
}

/// Every prompt of the shipped bank, with its path.
fn texts() -> Vec<(String, String)> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/question_banks/core-backend");
    let mut texts = Vec::new();
    for kind in fs::read_dir(root).unwrap() {
        let kind = kind.unwrap().path();
        if !kind.is_dir() || kind.ends_with("shared") {
            continue;
        }
        for entry in fs::read_dir(kind).unwrap() {
            let path = entry.unwrap().path();
            let path = if path.is_dir() {
                path.join("prompt.toml")
            } else {
                path
            };
            let text = fs::read_to_string(&path).unwrap();
            texts.push((path.display().to_string(), text));
        }
    }
    texts.sort();
    texts
}

#[test]
fn shipped_prompts_have_no_faults() {
    for (path, text) in texts() {
        let faults = lint(&text);
        assert!(faults.is_empty(), "{path}: {faults:#?}");
    }
}

#[test]
fn shipped_prompts_have_no_errors_beside_each_other() {
    let texts: Vec<String> = texts().into_iter().map(|(_, text)| text).collect();
    let shared = shared();
    let files: Vec<PromptFile> = texts.iter().map(|text| read(text)).collect();
    let subjects = subjects(&files, &texts, &shared);
    let (retired, unread) = (BTreeMap::new(), BTreeSet::new());
    let names = Names {
        retired: &retired,
        unread: &unread,
    };
    let found = bank(&subjects, &names);
    let is_error = |(_, fault): &&(usize, Fault)| fault.severity == Severity::Error;
    let errors: Vec<_> = found.iter().filter(is_error).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}
