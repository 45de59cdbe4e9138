//! How a prompt is written, and what it gives away: B009, B012, B101 to B108.

use super::work::Edit::Swap;
use super::work::{BEHAVIORAL, DESIGN, SHORT, hold, lint, name};

#[test]
fn sources_are_usable() {
    hold(&[
        (
            DESIGN,
            &[Swap("\"original\"", "\"adapted\"")],
            &[("E B012", "type    = \"adapted\"")],
        ),
        (
            DESIGN,
            &[Swap("\"original\"", "\"borrowed\"")],
            &[("E B012", "\"borrowed\"")],
        ),
        (
            DESIGN,
            &[
                Swap("\"original\"", "\"adapted\""),
                Swap(
                    "[\"Core bank editors\"]\n",
                    "[\"Core bank editors\"]\n[[source.inspired_by]]\ntitle = \"On queues\"\n\
                     url = \"https://a-real-site.org/queues\"\nlicence = \"CC-BY-SA-4.0\"\n",
                ),
            ],
            &[],
        ),
        (
            DESIGN,
            &[Swap(
                "[\"Core bank editors\"]\n",
                "[\"Core bank editors\"]\n[[source.inspired_by]]\ntitle = \"On queues\"\n\
                 url = \"\"\nlicence = \"CC-BY-NC-4.0\"\n[[source.inspired_by]]\ntitle = \"More\"\n\
                 url = \"\"\nlicence = \"cc by-nd\"\n[[source.inspired_by]]\ntitle = \"Most\"\n\
                 url = \"\"\nlicence = \" \"\n[[source.inspired_by]]\ntitle = \"All\"\n\
                 url = \"\"\nlicence = \"All rights reserved\"\n",
            )],
            &[
                ("E B012", "CC-BY-NC"),
                ("E B012", "by-nd"),
                ("E B012", "\" \""),
                ("E B012", "All rights"),
            ],
        ),
    ]);
}

#[test]
fn statements_keep_their_items() {
    hold(&[
        (
            DESIGN,
            &[Swap(
                "Talk through it",
                "It sets a limit on the\ncalls. Talk through it",
            )],
            &[("E B101", "It sets a limit on the")],
        ),
        (
            DESIGN,
            &[Swap(
                "Talk through it",
                "It sets a limit on most calls. Talk through it",
            )],
            &[],
        ),
    ]);
}

#[test]
fn statements_have_a_length() {
    for (length, faults) in [(44, 1), (45, 0), (190, 0), (191, 1)] {
        let start = SHORT.find("You are on call").unwrap();
        let end = start + SHORT[start..].find("\n\"\"\"").unwrap();
        let words = "word ".repeat(length);
        let text = format!("{}{}{}", &SHORT[..start], words.trim_end(), &SHORT[end..]);
        let found: Vec<String> = lint(&text).iter().map(name).collect();
        assert_eq!(found, vec!["W B101"; faults], "{length}");
    }
}

#[test]
fn characters_are_plain() {
    hold(&[
        (
            DESIGN,
            &[Swap("\"fairness\"]\n", "\"fairness\"] \n")],
            &[("W B104", "\"fairness\"] ")],
        ),
        (
            DESIGN,
            &[Swap("id = \"volume\"", "id =\t\"volume\"")],
            &[("W B104", "id =\t\"volume\"")],
        ),
        (
            DESIGN,
            &[Swap(
                "Promises exactly once",
                "Promises “exactly\u{a0}once”",
            )],
            &[("W B104", "exactly"); 3],
        ),
        (
            DESIGN,
            &[Swap(
                "\"Promises exactly once over HTTP\"",
                "\"Promises \\\"exactly once\\\" over HTTP\"",
            )],
            &[("W B104", "Promises \\\"")],
        ),
        (
            DESIGN,
            &[Swap(
                "\"Promises exactly once over HTTP\"",
                "'Promises C:\\once over HTTP' # \\",
            )],
            &[],
        ),
        (
            DESIGN,
            &[Swap(
                "\"Promises exactly once over HTTP\"",
                "\"\"\"\\\n  Promises exactly \"once\" over HTTP\"\"\"",
            )],
            &[],
        ),
    ]);
}

#[test]
fn items_can_be_observed() {
    hold(&[
        (
            DESIGN,
            &[Swap("Names something that is", "Understands what is")],
            &[("W B105", "seen = \"Understands what")],
        ),
        (
            DESIGN,
            &[Swap("Names something that is", "Names a goodwill that is")],
            &[],
        ),
    ]);
}

#[test]
fn anchors_are_the_prompts_own() {
    hold(&[
        (
            DESIGN,
            &[Swap(
                "\"Treats every URL as a friendly server's\"",
                "\"Ordinary input only: the first odd case comes from the  interviewer\"",
            )],
            &[("E B106", "r1 = \"Ordinary input")],
        ),
        (
            SHORT,
            &[
                Swap(
                    "\"Switches the trace off, then frees room\"",
                    "\"Acts well\"",
                ),
                Swap(
                    "\"Switches the trace off, holds the job, then frees room\"",
                    "\"Acts very well\"",
                ),
            ],
            &[("W B106", "r3 = \"Acts well\"")],
        ),
        (
            SHORT,
            &[Swap(
                "\"Switches the trace off, then frees room\"",
                "\"Acts well\"",
            )],
            &[],
        ),
    ]);
}

#[test]
fn nothing_leads_outside() {
    hold(&[
        (
            DESIGN,
            &[Swap("over HTTP\"", "over HTTP, see https://acme.io/x.\"")],
            &[("W B107", "over HTTP, see")],
        ),
        (
            DESIGN,
            &[Swap(
                "# Silent on volume",
                "# http://acme.io\n# Silent on volume",
            )],
            &[("W B107", "# http://acme.io")],
        ),
        (
            DESIGN,
            &[Swap("over HTTP\"", "over https://hooks.example.com/x\"")],
            &[],
        ),
        (
            DESIGN,
            &[Swap("Promises exactly once", "Promises Stripe's once")],
            &[("W B107", "Promises Stripe's")],
        ),
        (
            DESIGN,
            &[Swap("Promises exactly once", "Promises a stripe once")],
            &[],
        ),
    ]);
}

#[test]
fn titles_give_nothing_away() {
    hold(&[
        (
            DESIGN,
            &[Swap("\"Webhooks that", "\"Ordered webhooks that")],
            &[("W B108", "title      = \"Ordered")],
        ),
        (
            DESIGN,
            &[Swap("without making pages wait", "at some volume")],
            &[("W B108", "summary    =")],
        ),
        (
            DESIGN,
            &[Swap("\"Webhooks that", "\"Webhooks and rps that")],
            &[],
        ),
    ]);
}

#[test]
fn allowances_are_meant() {
    hold(&[
        (
            DESIGN,
            &[
                Swap(
                    "deliberately not built, with the reason",
                    "left and why and whose",
                ),
                Swap(
                    "[rubric]\nuse",
                    "[lint]\nallow = { B305 = \"a pair\" }\n[rubric]\nuse",
                ),
            ],
            &[],
        ),
        (
            DESIGN,
            &[
                Swap(
                    "deliberately not built, with the reason",
                    "left and why and whose",
                ),
                Swap(
                    "[rubric]\nuse",
                    "[lint]\nallow = { B305 = \" \" }\n[rubric]\nuse",
                ),
            ],
            &[("W B305", "left and why"), ("W B009", "allow = ")],
        ),
        (
            BEHAVIORAL,
            &[Swap(
                "[rubric]\nuse",
                "[lint.allow]\nB305 = \"why\"\nB402 = \"why\"\nB999 = \"why\"\nB103 = \"why\"\n\
                 [rubric]\nuse",
            )],
            &[("W B009", "B305"), ("W B009", "B402"), ("W B009", "B999")],
        ),
    ]);
}
