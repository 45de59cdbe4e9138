//! What one kind has: B701, B702, B901 to B903.

use super::work::Edit::{Cut, Swap};
use super::work::{BEHAVIORAL, DESIGN, hold};

#[test]
fn estimates_can_be_checked() {
    hold(&[
        (
            DESIGN,
            &[Swap(
                "value = 8.75\nunit = \"million\"\ntolerance = 0.25",
                "value = 8.75\nunit = \"million\"\ntolerance = 0.05",
            )],
            &[("E B701", "tolerance = 0.05")],
        ),
        (
            DESIGN,
            &[Swap(
                "value = 8.75\nunit = \"million\"\ntolerance = 0.25",
                "value = 8.75\nunit = \"million\"\ntolerance = 0.51",
            )],
            &[("E B701", "tolerance = 0.51")],
        ),
        (
            DESIGN,
            &[Swap(
                "value = 8.75\nunit = \"million\"\ntolerance = 0.25",
                "value = 8.75\nunit = \"million\"\ntolerance = 0.5",
            )],
            &[],
        ),
        (
            DESIGN,
            &[Swap("\"7 x 347.2 = 2,430\"", "\" \"")],
            &[("E B701", "working = \" \"")],
        ),
        (
            DESIGN,
            &[Cut(
                "[[design.estimate]]\nid = \"healthy-in-flight\"",
                "# A change of mind",
            )],
            &[("E B701", "id = \"peak-rate\"")],
        ),
        (
            DESIGN,
            &[Cut(
                "[[design.estimate]]\nid = \"hanging-in-flight\"",
                "# A change of mind",
            )],
            &[],
        ),
    ]);
}

#[test]
fn twists_turn_something() {
    hold(&[
        (
            DESIGN,
            &[Cut("[[design.twist]]", "[debrief]")],
            &[("E B702", "kind       = ")],
        ),
        (
            DESIGN,
            &[Swap(
                "[\"endpoint-bound\", \"hour-without-egress\", \"age-page\"]",
                "[]",
            )],
            &[("E B702", "id = \"big-customer\"")],
        ),
    ]);
}

#[test]
fn shares_can_add_up() {
    hold(&[
        (
            BEHAVIORAL,
            &[Swap("action    = [0.35, 0.6]", "action    = [0.9, 0.95]")],
            &[("E B901", "[behavioral.time_shares]")],
        ),
        (
            BEHAVIORAL,
            &[Swap("action    = [0.35, 0.6]", "action    = [0.05, 0.1]")],
            &[("E B901", "[behavioral.time_shares]")],
        ),
        (
            BEHAVIORAL,
            &[Swap("action    = [0.35, 0.6]", "action    = [0.7, 0.75]")],
            &[],
        ),
        (
            BEHAVIORAL,
            &[Swap("action    = [0.35, 0.6]", "action    = [0.1, 0.15]")],
            &[],
        ),
    ]);
}

#[test]
fn stories_have_a_scope_and_a_start() {
    hold(&[
        (
            BEHAVIORAL,
            &[Cut("staff  = \"Several teams", "\n# Starts")],
            &[("E B902", "[behavioral.scope]")],
        ),
        (
            BEHAVIORAL,
            &[Cut(
                "[[behavioral.story_seed]]\ntext = \"A helpful",
                "[debrief]",
            )],
            &[("E B903", "text = \"A cleanup")],
        ),
        (
            BEHAVIORAL,
            &[Cut(
                "[[behavioral.story_seed]]\ntext = \"An estimate",
                "[debrief]",
            )],
            &[],
        ),
    ]);
}
