//! The shipped prompts with edits, for the tests of the rules of each kind.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::domain::bank::check::{self, Shared, Topics};
use crate::domain::bank::format::{PlansFile, PromptFile, RubricsFile};
use crate::domain::bank::lint::Subject;
use crate::domain::fault::{Faults, Severity};
use crate::domain::raw::Field;
use crate::io::toml;

pub(super) const CODING: &str = "coding/cod-quote-gate/prompt.toml";
pub(super) const DESIGN: &str = "system-design/des-webhook-delivery.toml";
pub(super) const INCIDENT: &str = "incident/inc-slow-captures.toml";
pub(super) const SCREEN: &str = "screen/scr-hm-first-call.toml";
pub(super) const BEHAVIORAL: &str = "behavioral/beh-made-it-worse.toml";
pub(super) const NEGOTIATION: &str = "negotiation/neg-expiring-offer.toml";

/// A pair of texts: what is replaced, and by what.
type Edit<'a> = (&'a str, &'a str);

fn bank() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("question_banks/core-backend")
}

/// The text of a shipped prompt.
pub(super) fn text(prompt: &str) -> String {
    fs::read_to_string(bank().join(prompt)).unwrap()
}

/// The text of another file of the shipped coding prompt.
pub(super) fn asset(path: &str) -> String {
    text(CODING.replace("prompt.toml", path).as_str())
}

fn assets(prompt: &str) -> BTreeMap<String, String> {
    if prompt != CODING {
        return BTreeMap::new();
    }
    let names = [
        "starter.ex",
        "visible_test.exs",
        "hidden_test.exs",
        "reference.ex",
    ];
    let paths = names.map(|name| format!("elixir/{name}"));
    paths.map(|path| (path.clone(), asset(&path))).into()
}

fn read<T: Field>(text: &str) -> T {
    let mut faults = Faults::new();
    toml::read(text, &mut faults).unwrap_or_else(|| panic!("{faults:?}"))
}

fn shared() -> Shared {
    let (topics, plans): (Topics, PlansFile) = (
        read(&text("shared/topics.toml")),
        read(&text("shared/phases.toml")),
    );
    let rubrics: RubricsFile = read(&text("shared/rubrics.toml"));
    check::shared(
        (&topics, &mut Faults::new()),
        (&plans, &mut Faults::new()),
        &mut [(rubrics, Faults::new())],
    )
}

fn lint(
    prompt: &str,
    code: &str,
    edits: &[Edit<'_>],
    assets: &BTreeMap<String, String>,
) -> Vec<String> {
    let mut text = text(prompt);
    for (from, to) in edits {
        assert!(text.contains(from), "{from}");
        text = text.replacen(from, to, 1);
    }
    let (file, shared): (PromptFile, Shared) = (read(&text), shared());
    let subject = Subject {
        file: &file,
        shared: &shared,
        text: &text,
        assets,
    };
    let mut faults = Faults::new();
    super::rules(&subject, &mut faults);
    faults.retain(|fault| fault.code.as_str().starts_with(code));
    faults.sort_by_key(|fault| fault.span);
    let shown = faults.iter().map(|fault| {
        assert!(!fault.help.is_blank());
        let severity = match fault.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let place = text[fault.span.start..fault.span.end].trim();
        format!("{severity} `{place}`: {}", fault.message)
    });
    shown.collect()
}

/// The faults of a code, or of all that begin so, in a prompt that was edited, with files added to its own: severity, what
/// stands at the place, message.
pub(super) fn found(
    prompt: &str,
    code: &str,
    edits: &[Edit<'_>],
    files: &[(&str, &str)],
) -> Vec<String> {
    let mut assets = assets(prompt);
    let files = files
        .iter()
        .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
    assets.extend(files);
    lint(prompt, code, edits, &assets)
}

/// The faults of a code when none of the prompt's other files is there.
pub(super) fn found_without_files(prompt: &str, code: &str) -> Vec<String> {
    lint(prompt, code, &[], &BTreeMap::new())
}

/// Compares the faults of a code after each list of edits with what is expected.
pub(super) fn table(prompt: &str, code: &str, cases: &[(&[Edit<'_>], &[&str])]) {
    for (edits, expected) in cases {
        assert_eq!(found(prompt, code, edits, &[]), *expected, "{edits:?}");
    }
}
