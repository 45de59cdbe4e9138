//! Roles: R001, B013 and what a role shares with the other files.

use std::collections::BTreeSet;

use mockloop::domain::bank::Kind;
use mockloop::domain::bank::check;
use mockloop::domain::bank::format::{PromptFile, RoleFile};
use mockloop::domain::bank::lint;
use mockloop::domain::fault::Faults;

use super::work::Edit::{self, Cut, Swap};
use super::work::{BEHAVIORAL, DESIGN, edited, line, name, read, shared, subjects};

/// A role for the design and the behavioral prompt.
const ROLE: &str = r#"schema = 1
id = "storyteller"
title = "Storyteller"
kinds = ["system-design", "behavioral"]
dimensions = ["tradeoffs", "data-design", "story", "communication"]
topics = ["jobs.retries", "people.failure"]
bar = 3
critical = ["tradeoffs"]
margin = 0.5
w_kind = { system-design = 0.6, behavioral = 0.4 }
[w_kind_dim.system-design]
tradeoffs = 0.5
data-design = 0.5
[w_kind_dim.behavioral]
story = 0.3
communication = 0.7
[w_kind_topic.system-design]
"jobs.retries" = 1
[w_kind_topic.behavioral]
"people.failure" = 1
"#;

/// Edits of the role, and its faults in the order of their places: code, message, piece of the line.
type Case = (
    &'static [Edit],
    &'static [(&'static str, &'static str, &'static str)],
);

fn hold(cases: &[Case], unread: &[Kind]) {
    let shared = shared();
    let texts = [DESIGN.to_owned(), BEHAVIORAL.to_owned()];
    let files: Vec<PromptFile> = texts.iter().map(|text| read(text)).collect();
    let subjects = subjects(&files, &texts, &shared);
    let unread: BTreeSet<Kind> = unread.iter().copied().collect();
    let kinds = [Kind::SystemDesign, Kind::Behavioral, Kind::Coding];
    for (edits, expected) in cases {
        let (text, mut faults) = (edited(ROLE, edits), Faults::new());
        let file: RoleFile = read(&text);
        check::role(&file, "storyteller", &kinds, &shared, &mut faults);
        lint::role(&file, &shared, &subjects, &unread, &mut faults);
        faults.sort_by_key(|fault| fault.span);
        assert_eq!(faults.len(), expected.len(), "{edits:?}: {faults:#?}");
        for (fault, (code, message, piece)) in faults.iter().zip(*expected) {
            assert_eq!(name(fault), *code, "{edits:?}");
            assert_eq!(fault.message.as_str(), *message);
            assert!(line(&text, fault).contains(piece), "{fault:?}");
            assert!(fault.span.end > fault.span.start, "{fault:?}");
            assert!(!fault.help.is_blank(), "{fault:?}");
        }
    }
}

#[test]
fn weights_are_there_and_sum_to_1() {
    hold(
        &[
            (&[], &[]),
            (&[Swap("story = 0.3", "story = 0.30009")], &[]),
            (
                &[Swap("story = 0.3", "story = 0.30011")],
                &[(
                    "E R001",
                    "the weights of `w_kind_dim.behavioral` sum to 1.00011",
                    "[w_kind_dim.behavioral]",
                )],
            ),
            (
                &[Swap("behavioral = 0.4", "behavioral = 0.3")],
                &[("E R001", "the weights of `w_kind` sum to 0.9", "w_kind =")],
            ),
            (
                &[Swap("\"people.failure\" = 1\n", "\"people.failure\" = 0\n")],
                &[(
                    "E R001",
                    "the weights of `w_kind_topic.behavioral` sum to 0",
                    "[w_kind_topic.behavioral]",
                )],
            ),
            (
                &[
                    Swap("tradeoffs = 0.5", "tradeoffs = -0.5"),
                    Swap("data-design = 0.5", "data-design = 1.5"),
                ],
                &[(
                    "E R001",
                    "`tradeoffs` weighs -0.5 in `w_kind_dim.system-design`",
                    "tradeoffs = -0.5",
                )],
            ),
        ],
        &[],
    );
}

#[test]
fn every_kind_has_weights() {
    hold(
        &[
            (
                &[Swap("behavioral = 0.4", "system-desing = 0.4")],
                &[
                    (
                        "E R001",
                        "`behavioral` has no weights in `w_kind`",
                        "kinds =",
                    ),
                    ("E B006", "no kind of this role `system-desing`", "w_kind ="),
                ],
            ),
            (
                &[Cut("[w_kind_dim.behavioral]", "[w_kind_topic.system")],
                &[(
                    "E R001",
                    "`behavioral` has no weights in `w_kind_dim`",
                    "kinds =",
                )],
            ),
            (
                &[Swap("[w_kind_topic.behavioral]", "[w_kind_topic.coding]")],
                &[
                    (
                        "E R001",
                        "`behavioral` has no weights in `w_kind_topic`",
                        "kinds =",
                    ),
                    (
                        "E B006",
                        "no kind of this role `coding`",
                        "[w_kind_topic.coding]",
                    ),
                ],
            ),
        ],
        &[],
    );
}

#[test]
fn names_are_known() {
    hold(
        &[
            (
                &[Swap(
                    "\"system-design\", \"behavioral\"]",
                    "\"system-design\", \"behavioral\", \"screen\"]",
                )],
                &[
                    ("E B006", "no kind `screen`", "kinds ="),
                    ("E R001", "`screen` has no weights in `w_kind`", "kinds ="),
                    (
                        "E R001",
                        "`screen` has no weights in `w_kind_dim`",
                        "kinds =",
                    ),
                    (
                        "E R001",
                        "`screen` has no weights in `w_kind_topic`",
                        "kinds =",
                    ),
                ],
            ),
            (
                &[Swap("\"story\", ", "\"story\", \"storey\", ")],
                &[("E B006", "no dimension `storey`", "dimensions =")],
            ),
            (
                &[Swap("\"story\", ", "\"story\", \"story\", ")],
                &[("E B003", "dimension `story` is there twice", "dimensions =")],
            ),
            (
                &[Swap(
                    "[\"jobs.retries\"",
                    "[\"jobs.retries\", \"jobs.retrys\"",
                )],
                &[("E B006", "no topic `jobs.retrys`", "topics =")],
            ),
            (
                &[Swap("\"jobs.retries\" = 1", "\"jobs.oban\" = 1")],
                &[("E B006", "no topic of this role `jobs.oban`", "jobs.oban")],
            ),
            (
                &[Swap("story = 0.3", "ownership = 0.3")],
                &[(
                    "E B006",
                    "no dimension of this role `ownership`",
                    "ownership",
                )],
            ),
            (
                &[Swap("critical = [\"tradeoffs\"", "critical = [\"rapport\"")],
                &[(
                    "E B006",
                    "no dimension of this role `rapport`",
                    "critical =",
                )],
            ),
            (&[Cut("critical", "margin")], &[]),
            (
                &[Swap("\"storyteller\"", "\"teller\"")],
                &[(
                    "E B002",
                    "the file is called `storyteller`, the role `teller`",
                    "id =",
                )],
            ),
        ],
        &[],
    );
}

#[test]
fn bar_and_margin_are_ratings() {
    hold(
        &[
            (&[Swap("bar = 3", "bar = 1")], &[]),
            (&[Swap("bar = 3", "bar = 4")], &[]),
            (
                &[Swap("bar = 3", "bar = 0")],
                &[("E B007", "a rating is 1, 2, 3 or 4", "bar =")],
            ),
            (
                &[Swap("bar = 3", "bar = 5")],
                &[("E B007", "a rating is 1, 2, 3 or 4", "bar =")],
            ),
            (&[Swap("margin = 0.5", "margin = 0")], &[]),
            (
                &[Swap("margin = 0.5", "margin = -0.5")],
                &[("E B007", "a margin of -0.5 ratings", "margin =")],
            ),
            (
                &[Swap("margin = 0.5", "margin = 50")],
                &[("E B007", "a margin of 50 ratings", "margin =")],
            ),
        ],
        &[],
    );
}

/// The behavioral prompt rates no data design.
const UNRATED: &[Edit] = &[Swap("story = 0.3", "story = 0.2\ndata-design = 0.1")];

#[test]
fn what_is_weighed_is_rated() {
    hold(
        &[
            (
                UNRATED,
                &[(
                    "W B013",
                    "no behavioral prompt rates `data-design`",
                    "data-design = 0.1",
                )],
            ),
            (&[Swap("story = 0.3", "story = 0.3\ndata-design = 0")], &[]),
            (
                &[Swap("story = 0.3", "story = 0.2\nstorey = 0.1")],
                &[("E B006", "no dimension of this role `storey`", "storey")],
            ),
        ],
        &[],
    );
}

#[test]
fn nothing_is_said_of_kinds_with_a_prompt_that_could_not_be_read() {
    hold(&[(UNRATED, &[])], &[Kind::Behavioral]);
}
