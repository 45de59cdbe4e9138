//! What every kind has: B201 to B503.

use super::work::Edit::{Cut, Swap};
use super::work::{BEHAVIORAL, DESIGN, SHORT, hold, lint, name};

#[test]
fn enough_is_left_to_ask() {
    hold(&[
        (
            DESIGN,
            &[
                Swap(
                    "id = \"ordering\"\nvalue = \"high\"",
                    "id = \"ordering\"\nvalue = \"low\"",
                ),
                Swap(
                    "id = \"loss\"\nvalue = \"high\"",
                    "id = \"loss\"\nvalue = \"low\"",
                ),
            ],
            &[],
        ),
        (
            DESIGN,
            &[
                Swap(
                    "id = \"volume\"\nvalue = \"high\"",
                    "id = \"volume\"\nvalue = \"low\"",
                ),
                Cut(
                    "[[clarify]]\nid = \"ordering\"",
                    "[[clarify]]\nid = \"loss\"",
                ),
                Swap(
                    "id = \"loss\"\nvalue = \"high\"",
                    "id = \"loss\"\nvalue = \"low\"",
                ),
            ],
            &[("E B201", "id = \"team\"")],
        ),
        (
            BEHAVIORAL,
            &[Cut(
                "[[clarify]]\nid = \"own-step\"",
                "[[phase]]\nid = \"action\"",
            )],
            &[("E B201", "kind       = \"behavioral\"")],
        ),
    ]);
}

#[test]
fn keys_find_their_own() {
    hold(&[
        (
            SHORT,
            &[Swap(
                "[\"grow\", \"how fast\", \"what fills\"]",
                "[\"grow\", \"fills\"]",
            )],
            &[("W B202", "id = \"growth\"")],
        ),
        (
            SHORT,
            &[Swap("\"what fills\"", "\"What fills\"")],
            &[("W B202", "keys = ")],
        ),
        (
            SHORT,
            &[Swap("\"what fills\"", "\"How-Fast\", \"?\"")],
            &[("W B202", "keys = "); 3],
        ),
        (
            DESIGN,
            &[Swap("\"overtake\"", "\"per second\"")],
            &[("W B202", "\"per second\", \"unordered\"")],
        ),
        (DESIGN, &[Swap("\"overtake\"", "\"overtakes\"")], &[]),
    ]);
}

#[test]
fn answers_answer() {
    hold(&[
        (
            SHORT,
            &[Swap("A trace log that somebody", "It depends. Somebody")],
            &[("E B203", "It depends")],
        ),
        (
            SHORT,
            &[Swap(
                "A trace log that somebody",
                "The app it depends upon: somebody",
            )],
            &[],
        ),
    ]);
    for (length, faults) in [(60, 0), (61, 1)] {
        let words = "word ".repeat(length);
        let text = SHORT.replace(
            "A trace log that somebody switched on at noon.",
            words.trim(),
        );
        let found: Vec<String> = lint(&text).iter().map(name).collect();
        assert_eq!(found, vec!["W B203"; faults], "{length}");
    }
}

#[test]
fn levels_have_enough_items() {
    hold(&[
        (
            SHORT,
            &[Swap("minutes    = 10", "minutes    = 13")],
            &[
                ("E B301", "levels     ="),
                ("W B301", "levels     ="),
                ("E B301", "levels     ="),
                ("W B301", "levels     ="),
                ("E B302", "phases     ="),
                ("E B302", "phases     ="),
                ("E B201", "id = \"growth\""),
            ],
        ),
        (
            SHORT,
            &[Swap(
                "dimension = \"communication\"\nweight = \"should\"\nfrom = \"mid\"\nseen = \"Says",
                "dimension = \"communication\"\nweight = \"must\"\nfrom = \"senior\"\nseen = \"Says",
            )],
            &[("W B301", "levels     =")],
        ),
        (
            SHORT,
            &[Swap(
                "weight = \"must\"\nfrom = \"mid\"\nseen = \"Holds",
                "weight = \"must\"\nfrom = \"senior\"\nseen = \"Holds",
            )],
            &[("E B301", "levels     =")],
        ),
    ]);
}

#[test]
fn phases_and_dimensions_have_items() {
    hold(&[
        (
            DESIGN,
            &[Swap("phase = \"observability\"", "phase = \"failure\"")],
            &[("E B302", "phases     = \"design-60\"")],
        ),
        (
            BEHAVIORAL,
            &[Swap("phase = \"probing\"", "phase = \"learning\"")],
            &[],
        ),
        (
            SHORT,
            &[Swap(
                "id = \"next-word\"\nphase = \"triage\"\ndimension = \"communication\"",
                "id = \"next-word\"\nphase = \"triage\"\ndimension = \"failure-handling\"",
            )],
            &[("W B303", "use = ")],
        ),
        (
            SHORT,
            &[
                Cut("[[expect]]\nid = \"owner-told\"", "[[miss]]"),
                Swap(
                    "covers = [\"log-moved\", \"job-held\", \"owner-told\"]",
                    "covers = [\"log-moved\", \"job-held\"]",
                ),
            ],
            &[
                ("W B301", "levels"),
                ("W B301", "levels"),
                ("W B301", "levels"),
                ("W B301", "levels"),
                ("E B303", "use = "),
            ],
        ),
    ]);
}

#[test]
fn items_are_apart() {
    hold(&[
        (
            DESIGN,
            &[Swap(
                "Names something that is deliberately not built, with the reason",
                "Signs the body's text together with a time",
            )],
            &[("W B304", "Signs the body's text")],
        ),
        (
            DESIGN,
            &[Swap(
                "Names something that is deliberately not built, with the reason",
                "Signs the body again, deliberately",
            )],
            &[],
        ),
        (
            DESIGN,
            &[Swap(
                "not built, with the reason",
                "not built and why and whose",
            )],
            &[("W B305", "not built and why")],
        ),
        (
            DESIGN,
            &[Swap("not built, with the reason", "not built and why")],
            &[],
        ),
    ]);
}

#[test]
fn probes_ask() {
    hold(&[
        (
            DESIGN,
            &[Swap(
                "event 3 is ready. Do you send it?",
                "event 3 is ready. Decide.",
            )],
            &[("E B306", "Event 2 of an invoice")],
        ),
        (
            DESIGN,
            &[Swap(
                "What did you decide against,",
                "What are you not building,",
            )],
            &[("W B306", "not building")],
        ),
        (
            DESIGN,
            &[Swap(
                "What did you decide against,",
                "What are you knot building,",
            )],
            &[],
        ),
    ]);
}

#[test]
fn exemplars_are_told_apart() {
    hold(&[
        (
            SHORT,
            &[Swap("rating = 4", "rating = 3")],
            &[("E B311", "rating = 2")],
        ),
        (
            SHORT,
            &[Swap("rating = 2", "rating = 3")],
            &[("E B311", "rating = 3")],
        ),
        (SHORT, &[Swap("rating = 2", "rating = 1")], &[]),
        (
            SHORT,
            &[Cut("[[exemplar]]", "[debrief]")],
            &[("E B311", "id         = ")],
        ),
        (
            SHORT,
            &[
                Swap("\"incident\"", "\"coding\""),
                Cut("[[exemplar]]", "[debrief]"),
            ],
            &[],
        ),
        (
            SHORT,
            &[Swap(
                "\"log-moved\", \"job-held\", \"owner-told\"",
                "\"job-held\", \"owner-told\"",
            )],
            &[("E B312", "covers = [\"job-held\"")],
        ),
        (
            SHORT,
            &[Swap("communication = 3 }", "communication = 1 }")],
            &[("E B312", "communication = 1 }")],
        ),
        (
            SHORT,
            &[Swap("communication = 3 }", "communication = 2 }")],
            &[],
        ),
    ]);
}

#[test]
fn ladders_help() {
    hold(&[
        (
            SHORT,
            &[
                Swap("rung = 2\ncost = 1", "rung = 2\ncost = 0"),
                Swap("rung = 3\ncost = 2", "rung = 3\ncost = 0"),
            ],
            &[("E B401", "cost = 0")],
        ),
        (
            SHORT,
            &[Swap("rung = 2\ncost = 1", "rung = 2\ncost = 0")],
            &[],
        ),
        (
            SHORT,
            &[Cut("[[hint]]", "[[followup]]")],
            &[("E B402", "id         = ")],
        ),
        (
            SHORT,
            &[
                Swap(
                    "unlocks = \"job-held\"\nrung = 1",
                    "unlocks = \"next-word\"\nrung = 1",
                ),
                Swap(
                    "unlocks = \"job-held\"\nrung = 2",
                    "unlocks = \"next-word\"\nrung = 2",
                ),
                Swap(
                    "unlocks = \"job-held\"\nrung = 3",
                    "unlocks = \"next-word\"\nrung = 3",
                ),
            ],
            &[("E B402", "unlocks = \"next-word\"")],
        ),
        (
            SHORT,
            &[Swap(
                "\"Look at the clock.\"",
                "\"Would you hold the job?\"",
            )],
            &[("W B403", "Would you hold")],
        ),
        (
            SHORT,
            &[Swap(
                "\"Something begins to write soon.\"",
                "\"Would you hold the job?\"",
            )],
            &[],
        ),
    ]);
}

#[test]
fn follow_ups_are_asked_and_heard() {
    hold(&[
        (
            SHORT,
            &[Swap("when = \"always\"", "when = \"time-left\"")],
            &[("E B501", "when = \"time-left\"")],
        ),
        (
            SHORT,
            &[Swap(
                "when = \"always\"\nfrom = \"mid\"",
                "when = \"always\"\nfrom = \"senior\"",
            )],
            &[("E B501", "when = \"always\"")],
        ),
        (
            DESIGN,
            &[Swap(
                "id = \"never-came\"\nwhen = \"always\"",
                "id = \"never-came\"\nwhen = \"time-left\"",
            )],
            &[("E B501", "when = \"time-left\"")],
        ),
        (
            SHORT,
            &[Swap(
                "[\"a limit on logs\", \"a job that stops when a write is refused\"]",
                "[\"a limit\"]",
            )],
            &[("E B501", "listen_for = ")],
        ),
        (
            SHORT,
            &[Swap(
                "[\"a limit on logs\",",
                "[\"a\", \"b\", \"c\", \"d\",",
            )],
            &[("E B501", "listen_for = ")],
        ),
        (
            SHORT,
            &[Swap("[\"a limit on logs\",", "[\"a\", \"b\", \"c\",")],
            &[],
        ),
    ]);
}

#[test]
fn slips_are_named() {
    hold(&[
        (
            SHORT,
            &[Cut("[[miss]]", "[[cap]]")],
            &[("E B503", "id         = ")],
        ),
        (
            SHORT,
            &[Cut("[[cap]]", "[[hint]]")],
            &[("E B503", "id         = ")],
        ),
    ]);
}
