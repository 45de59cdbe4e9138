//! What other programs take in: flash cards, tables, calendars, each by its format's own rules.

use std::collections::{BTreeMap, BTreeSet};

use crate::readiness::told::{imported, poor_round};
use crate::transcript::copy;
use crate::world::Machine;

fn printed(machine: &Machine, command: &str) -> String {
    let (text, code) = machine.run(command, Vec::new());
    assert_eq!(code, Some(0), "{command}: {text}");
    text
}

/// The cards of an export: their fields by the name that Anki knows each by.
fn cards(text: &str) -> BTreeMap<String, [String; 3]> {
    let (header, rows): (Vec<&str>, Vec<&str>) = text.lines().partition(|l| l.starts_with('#'));
    assert_eq!(
        header,
        [
            "#separator:tab",
            "#html:false",
            "#notetype:Basic",
            "#deck:mockloop",
            "#columns:guid\tfront\tback\ttags",
            "#guid column:1",
            "#tags column:4",
        ]
    );
    let mut cards = BTreeMap::new();
    for row in rows {
        let fields: Vec<String> = row.split('\t').map(unquoted).collect();
        let [guid, front, back, tags] = fields.try_into().expect("four fields");
        assert!(
            !front.is_empty() && !back.is_empty() && !tags.is_empty(),
            "{row}"
        );
        assert!(
            cards.insert(guid, [front, back, tags]).is_none(),
            "twice: {row}"
        );
    }
    cards
}

fn unquoted(field: &str) -> String {
    match field.strip_prefix('"') {
        Some(rest) => rest
            .strip_suffix('"')
            .expect("an end")
            .replace("\"\"", "\""),
        None => field.to_owned(),
    }
}

#[test]
fn missed_items_become_cards_that_keep_their_names() {
    let machine = Machine::default();
    assert!(cards(&printed(&machine, "mockloop export --anki")).is_empty());
    poor_round(&machine);
    let first = cards(&printed(&machine, "mockloop export --anki"));
    assert!(first.len() >= 4, "{first:?}");
    assert!(
        first
            .keys()
            .all(|guid| guid.starts_with("mockloop/core-backend/beh-made-it-worse#"))
    );
    assert!(
        first
            .values()
            .all(|[_, _, tags]| tags.starts_with("behavioral "))
    );
    // The same round again misses the same items: the same cards, not more of them.
    machine.clock.pass(86_400_000);
    poor_round(&machine);
    assert_eq!(cards(&printed(&machine, "mockloop export --anki")), first);
    let file = machine.data().join("away/missed.txt");
    let written = printed(
        &machine,
        &format!("mockloop export --anki --out {}", file.display()),
    );
    assert!(written.contains("missed.txt"), "{written}");
    assert_eq!(cards(&std::fs::read_to_string(file).unwrap()), first);
}

/// The rows of a table, by RFC 4180.
fn table(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
    let mut rest = text.chars().peekable();
    let mut is_quoted = false;
    while let Some(c) = rest.next() {
        match c {
            '"' if !is_quoted && cell.is_empty() => is_quoted = true,
            '"' if is_quoted && rest.peek() == Some(&'"') => cell.extend(rest.next()),
            '"' if is_quoted => is_quoted = false,
            ',' if !is_quoted => row.push(std::mem::take(&mut cell)),
            '\r' if !is_quoted => {
                assert_eq!(rest.next(), Some('\n'), "a line ends with CR LF");
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            other => cell.push(other),
        }
    }
    assert!(
        cell.is_empty() && row.is_empty(),
        "the last line has an end"
    );
    rows
}

#[test]
fn ratings_become_a_table_without_formulas() {
    let formulas = [
        "=1+1",
        "+sum",
        "-2+3",
        "@cmd",
        "\\t=1",
        "\\r=1",
        "a,\\\"b\\\"",
    ];
    let records = formulas.map(|name| {
        format!(
            r#"{{"at":"2026-11-02T18:00:00Z","kind":"{name}","prompt":"{name}","level":"{name}","final":{{"{name}":2}},"items":{{"{name}":[1,3]}}}}"#
        )
    });
    let machine = imported(records.into_iter());
    poor_round(&machine);
    let text = printed(&machine, "mockloop export --csv");
    let rows = table(&text);
    let (head, rows) = rows.split_first().unwrap();
    assert!(rows.iter().all(|row| row.len() == head.len()), "{text}");
    let column = |name: &str| head.iter().position(|column| column == name).unwrap();
    let own: Vec<_> = rows
        .iter()
        .filter(|row| row[column("round")] == "1")
        .collect();
    assert!(own.len() >= 3, "{text}");
    assert!(
        own.iter()
            .any(|row| row[column("final")] == "1" && row[column("first")] == "1")
    );
    assert!(
        own.iter()
            .all(|row| row[column("prompt")] == "beh-made-it-worse")
    );
    let elsewhere: Vec<_> = rows
        .iter()
        .filter(|row| row[column("round")].is_empty())
        .collect();
    assert_eq!(elsewhere.len(), formulas.len());
    for row in &elsewhere {
        assert_eq!(
            (
                row[column("final")].as_str(),
                row[column("items_asked")].as_str()
            ),
            ("2", "3")
        );
    }
    for cell in rows.iter().flatten() {
        assert!(
            !cell.starts_with(['=', '+', '-', '@', '\t', '\r']),
            "{cell:?}"
        );
    }
    let names: BTreeSet<&str> = elsewhere
        .iter()
        .map(|row| row[column("kind")].as_str())
        .collect();
    assert!(
        names.contains("'=1+1") && names.contains("a,\"b\""),
        "{names:?}"
    );
    let (screen, code) = machine.run("mockloop export --csv --anki", Vec::new());
    assert_eq!(code, Some(2), "{screen}");
}

/// A calendar by RFC 5545: lines, folds, and what every event has to have.
fn events(text: &str) -> Vec<BTreeMap<String, String>> {
    assert!(text.ends_with("END:VCALENDAR\r\n"), "{text}");
    for line in text.split("\r\n") {
        assert!(line.len() <= 75 && !line.contains(['\n', '\r']), "{line}");
    }
    let unfolded = text.replace("\r\n ", "");
    let mut events = Vec::new();
    let mut open: Vec<String> = Vec::new();
    for line in unfolded.split_terminator("\r\n") {
        let (name, value) = line.split_once(':').expect("a name and a value");
        match name {
            "BEGIN" => {
                open.push(value.to_owned());
                if value == "VEVENT" {
                    events.push(BTreeMap::new());
                }
            }
            "END" => assert_eq!(open.pop().as_deref(), Some(value)),
            _ if open.len() == 2 => {
                let event: &mut BTreeMap<String, String> = events.last_mut().unwrap();
                assert!(
                    event.insert(name.to_owned(), value.to_owned()).is_none(),
                    "{line}"
                );
            }
            _ => assert!(["VERSION", "PRODID"].contains(&name), "{line}"),
        }
    }
    assert!(open.is_empty());
    let mut uids = BTreeSet::new();
    for event in &events {
        assert!(uids.insert(event["UID"].clone()), "{event:?}");
        let stamp = &event["DTSTAMP"];
        assert!(stamp.len() == 16 && stamp.ends_with('Z'), "{stamp}");
        assert!(
            event["DTEND;VALUE=DATE"] > event["DTSTART;VALUE=DATE"],
            "{event:?}"
        );
        assert!(!event["SUMMARY"].is_empty());
    }
    events
}

#[test]
fn calendars_keep_to_their_format() {
    let machine = Machine::default();
    printed(&machine, "mockloop plan new --interview 2027-01-15");
    let plan = events(&printed(&machine, "mockloop plan ics"));
    assert!(plan.len() > 20, "{}", plan.len());
    // A plan that is made into a calendar again names the same days.
    machine.clock.pass(86_400_000);
    let uids = |events: &[BTreeMap<String, String>]| -> BTreeSet<String> {
        events.iter().map(|event| event["UID"].clone()).collect()
    };
    let later = events(&printed(&machine, "mockloop plan ics"));
    // What was missed moved to a day that was free.
    assert!(uids(&later).intersection(&uids(&plan)).count() > 20);
    let offers = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("example_offers");
    copy(&offers, &machine.data().join("offers"));
    let offers = events(&printed(&machine, "mockloop offer export --format ics"));
    assert!(!offers.is_empty());
}
