//! Good prompts, changed in one place and looked at.

use std::collections::BTreeMap;

use mockloop::domain::bank::check::{self, Shared, Topics};
use mockloop::domain::bank::format::{PlansFile, PromptFile, RubricsFile};
use mockloop::domain::bank::lint::{self, Subject};
use mockloop::domain::fault::{Fault, Faults, Severity};
use mockloop::domain::raw::Field;
use mockloop::io::toml;

pub(crate) const DESIGN: &str = include_str!("data/design.toml");
pub(crate) const BEHAVIORAL: &str = include_str!("data/behavioral.toml");
pub(crate) const SHORT: &str = include_str!("data/short.toml");

/// The prompts here are single files.
static NONE: BTreeMap<String, String> = BTreeMap::new();

/// A change to a text.
#[derive(Debug)]
pub(crate) enum Edit {
    /// Puts the second text where the first one stands, once.
    Swap(&'static str, &'static str),
    /// Removes from the first text up to the second one.
    Cut(&'static str, &'static str),
}

/// Edits of a prompt, and the faults that they cause: code and a piece of the line.
pub(crate) type Case = (
    &'static str,
    &'static [Edit],
    &'static [(&'static str, &'static str)],
);

pub(crate) fn read<T: Field>(text: &str) -> T {
    let mut faults = Faults::new();
    let record = toml::read(text, &mut faults);
    record.unwrap_or_else(|| panic!("{faults:?}"))
}

pub(crate) fn shared() -> Shared {
    let topics: Topics = read(include_str!(
        "../../../question_banks/core-backend/shared/topics.toml"
    ));
    let plans: PlansFile = read(include_str!(
        "../../../question_banks/core-backend/shared/phases.toml"
    ));
    let rubrics: RubricsFile = read(include_str!(
        "../../../question_banks/core-backend/shared/rubrics.toml"
    ));
    check::shared(
        (&topics, &mut Faults::new()),
        (&plans, &mut Faults::new()),
        &mut [(rubrics, Faults::new())],
    )
}

pub(crate) fn edited(text: &str, edits: &[Edit]) -> String {
    edits.iter().fold(text.to_owned(), |text, edit| match edit {
        Edit::Swap(old, new) => {
            assert_eq!(text.matches(old).count(), 1, "{old}");
            text.replace(old, new)
        }
        Edit::Cut(from, to) => {
            let start = text.find(from).unwrap_or_else(|| panic!("{from}"));
            let end = start + text[start..].find(to).unwrap_or_else(|| panic!("{to}"));
            format!("{}{}", &text[..start], &text[end..])
        }
    })
}

pub(crate) fn lint(text: &str) -> Faults {
    let (file, shared) = (read::<PromptFile>(text), shared());
    let mut faults = Faults::new();
    let subject = Subject {
        file: &file,
        shared: &shared,
        text,
        assets: &NONE,
    };
    lint::prompt(&subject, &mut faults);
    faults
}

pub(crate) fn subjects<'a>(
    files: &'a [PromptFile],
    texts: &'a [String],
    shared: &'a Shared,
) -> Vec<Subject<'a>> {
    let subject = |(file, text): (&'a PromptFile, &'a String)| Subject {
        file,
        shared,
        text,
        assets: &NONE,
    };
    files.iter().zip(texts).map(subject).collect()
}

/// The line on which a fault begins.
pub(crate) fn line<'a>(text: &'a str, fault: &Fault) -> &'a str {
    let start = text[..fault.span.start].rfind('\n').map_or(0, |at| at + 1);
    text[start..].split('\n').next().unwrap()
}

/// Severity and code, such as `E B402`.
pub(crate) fn name(fault: &Fault) -> String {
    let severity = match fault.severity {
        Severity::Error => 'E',
        Severity::Warning => 'W',
    };
    format!("{severity} {}", fault.code.as_str())
}

/// Every case has just its faults, each on its line.
pub(crate) fn hold(cases: &[Case]) {
    for (text, edits, expected) in cases {
        let text = edited(text, edits);
        let faults = lint(&text);
        let found: Vec<(String, &str)> = faults.iter().map(|f| (name(f), line(&text, f))).collect();
        let is_expected = found.len() == expected.len()
            && found
                .iter()
                .zip(*expected)
                .all(|((name, line), (code, piece))| name == code && line.contains(piece));
        assert!(
            is_expected,
            "{edits:#?}\nexpected {expected:#?}\nfound {faults:#?}\non {found:#?}"
        );
        for fault in &faults {
            assert!(fault.span.end > fault.span.start, "{fault:?}");
            assert!(!fault.help.is_blank(), "{fault:?}");
        }
    }
}
