//! Prompts beside each other: B003, B006, B103.

use std::collections::{BTreeMap, BTreeSet};

use mockloop::domain::bank::PromptId;
use mockloop::domain::bank::format::{PromptFile, RetiredId};
use mockloop::domain::bank::lint::{Fingerprint, Names, bank};
use mockloop::domain::raw::Span;

use super::work::Edit::{self, Swap};
use super::work::{BEHAVIORAL, DESIGN, SHORT, edited, line, name, read, shared, subjects};

fn retired(replaced_by: Option<&str>) -> RetiredId {
    RetiredId {
        span: Span::default(),
        since: "0.2.0".into(),
        replaced_by: replaced_by.and_then(PromptId::new),
        why: "a duplicate".into(),
    }
}

/// The design prompt, the behavioral one with edits, and the short one; what is found in each.
fn found(edits: &[Edit]) -> Vec<(usize, String, String)> {
    let no_next = |text: &str| {
        let (before, after) = text.split_once("\nnext = [").unwrap();
        format!("{before}\nnext = []{}", after.split_once(']').unwrap().1)
    };
    let texts = [
        no_next(DESIGN),
        edited(&no_next(BEHAVIORAL), edits),
        SHORT.to_owned(),
    ];
    let shared = shared();
    let files: Vec<PromptFile> = texts.iter().map(|text| read(text)).collect();
    let subjects = subjects(&files, &texts, &shared);
    let retired = BTreeMap::from([
        ("beh-old".to_owned(), retired(None)),
        ("beh-older".to_owned(), retired(Some("beh-made-it-worse"))),
    ]);
    let unread = BTreeSet::from(["des-unread".to_owned()]);
    let names = Names {
        retired: &retired,
        unread: &unread,
    };
    let marks: Vec<Fingerprint> = texts.iter().map(|text| Fingerprint::of(text)).collect();
    let marks: Vec<&Fingerprint> = marks.iter().collect();
    bank(&subjects, &marks, &names)
        .into_iter()
        .map(|(at, fault)| (at, name(&fault), line(&texts[at], &fault).to_owned()))
        .collect()
}

/// Edits of the behavioral prompt, and the faults that they cause: prompt, code, piece of the line.
type Case = (
    &'static [Edit],
    &'static [(usize, &'static str, &'static str)],
);

fn hold(cases: &[Case]) {
    for (edits, expected) in cases {
        let found = found(edits);
        assert_eq!(found.len(), expected.len(), "{edits:?}: {found:#?}");
        for ((at, name, line), (wanted, code, piece)) in found.iter().zip(*expected) {
            assert_eq!((at, name.as_str()), (wanted, *code), "{edits:?}");
            assert!(line.contains(piece), "{line}");
        }
    }
}

#[test]
fn ids_are_given_once() {
    hold(&[
        (&[], &[]),
        (
            &[Swap("\"beh-made-it-worse\"", "\"inc-full-disk\"")],
            &[(2, "E B003", "id         = ")],
        ),
        (
            &[Swap("\"beh-made-it-worse\"", "\"beh-old\"")],
            &[(1, "E B003", "id         = ")],
        ),
        (
            &[Swap(
                "minutes    = 20",
                "minutes    = 20\naliases = ['des-webhook-delivery']",
            )],
            &[(1, "E B003", "aliases = ")],
        ),
        (
            &[Swap(
                "minutes    = 20",
                "minutes    = 20\naliases = [\"beh-made-it-worse\"]",
            )],
            &[(1, "E B003", "aliases = ")],
        ),
        (
            &[Swap(
                "minutes    = 20",
                "minutes    = 20\naliases = [\"beh-old\"]",
            )],
            &[(1, "E B003", "aliases = ")],
        ),
        (
            &[Swap(
                "minutes    = 20",
                "minutes    = 20\naliases = [\"beh-older\", \"beh-new\"]",
            )],
            &[],
        ),
    ]);
}

#[test]
fn what_comes_next_is_there() {
    hold(&[
        (
            &[Swap(
                "next = []",
                "next = [\"inc-full-disk\", \"des-unread\"]",
            )],
            &[],
        ),
        (
            &[Swap(
                "next = []",
                "next = [\n  \"inc-full-disc\",\n  \"beh-old\",\n]",
            )],
            &[(1, "W B006", "inc-full-disc"), (1, "W B006", "beh-old")],
        ),
        (
            &[
                Swap("next = []", "next = [\"beh-later\"]"),
                Swap(
                    "[rubric]\nuse",
                    "[lint]\nallow = { B006 = \"to come\" }\n[rubric]\nuse",
                ),
            ],
            &[],
        ),
        (
            &[Swap(
                "[rubric]\nuse",
                "[lint]\nallow = { B006 = \"to come\" }\n[rubric]\nuse",
            )],
            &[(1, "W B009", "allow = ")],
        ),
    ]);
}

#[test]
fn texts_share_no_sentence() {
    hold(&[
        (
            &[Swap(
                "Choose one story",
                "Talk through it as you would\nat a whiteboard. Choose one story",
            )],
            &[(1, "W B103", "Talk through it as you would")],
        ),
        (
            &[Swap(
                "Choose one story",
                "Talk through it as you would on a call. Choose one story",
            )],
            &[],
        ),
    ]);
}
