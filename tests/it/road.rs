//! What leaves the journal and comes back: peer reviews, exports.

use std::path::Path;

use crate::transcript::copy;
use crate::world::{Machine, Step};

/// A machine with the bank of short prompts.
fn machine() -> Machine {
    let machine = Machine::default();
    let bank = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/transcripts/road/bank");
    copy(&bank, &machine.data().join("question_banks/small"));
    machine
}

/// Runs a command with lines and gives the screen; it has to end well.
fn run(machine: &Machine, command: &str, lines: &[&str]) -> String {
    let lines = lines.iter().map(|line| Step::Line((*line).to_owned()));
    let (screen, code) = machine.run(command, lines.collect());
    assert_eq!(code, Some(0), "{command}\n{screen}");
    screen
}

/// A finished design round whose own words can be told apart from the prompt's, as it ended.
fn play(machine: &Machine) -> String {
    let lines = [
        "the checkout goes past the cache",
        "```toml",
        "/done",
        "/done",
        "3",
        "3",
        "own evidence",
        "2",
        "none",
        "y",
        "n",
        "",
        "own focus",
    ];
    run(
        machine,
        "mockloop practice --prompt des-short-cache",
        &lines,
    )
}

#[test]
fn after_five_rounds_an_outside_rating_is_wished_for_once() {
    let machine = machine();
    let ends: Vec<String> = (0..6).map(|_| play(&machine)).collect();
    let is_wished = |end: &String| end.contains("One rating by somebody else");
    let wished: Vec<bool> = ends.iter().map(is_wished).collect();
    assert_eq!(wished, [false, false, false, false, true, false]);
    let fifth: Vec<&str> = ends[4].split_whitespace().collect();
    let fifth = fifth.join(" ");
    for said in [
        "peer export 5: writes",
        "peer again 1: rates round 1 once more from 2026-12-01 on",
    ] {
        assert!(fifth.contains(said), "{fifth}");
    }
}

#[test]
fn what_goes_to_a_peer_has_none_of_ones_own_ratings_and_comes_back() {
    let machine = machine();
    play(&machine);
    let to = machine.data().join("out");
    let to = to.display();
    run(&machine, &format!("mockloop peer export --to {to}"), &[]);
    for ending in ["md", "toml"] {
        let path = machine
            .data()
            .join(format!("out/round-1-des-short-cache.{ending}"));
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(!text.contains("own evidence") && !text.contains("own focus"));
        // As it is, nothing is rated.
        let path = path.display().to_string();
        let (screen, code) = machine.run(&format!("mockloop peer import {path}"), Vec::new());
        assert_eq!(code, Some(65), "{screen}");
        let rater = format!("rater = \"{ending}\"");
        let filled = text.replace("rater = \"\"", &rater);
        let filled = filled.replace("rating = 0", "rating = 4");
        std::fs::write(&path, filled).unwrap();
        let screen = run(&machine, &format!("mockloop peer import {path}"), &[]);
        assert!(screen.contains("Trade-offs: you 3, "), "{screen}");
        assert!(
            screen.contains("Of 2 ratings: 1 one apart and 1 further apart."),
            "{screen}"
        );
    }
    let path = machine.data().join("out/round-1-des-short-cache.md");
    let text = std::fs::read_to_string(path).unwrap();
    assert!(text.contains("> Prices are read a thousand times"));
    assert!(text.contains("- 00:00 note: the checkout goes past the cache"));
    assert!(text.contains("4. strong hire: Also bounds what an empty cache does"));
}

#[test]
fn a_history_moves_whole_and_twice_changes_nothing() {
    let (old, new) = (machine(), machine());
    play(&old);
    run(
        &old,
        "mockloop grade des-short-cache",
        &["1", "1", "2", "skip", "4", "4"],
    );
    run(
        &old,
        "mockloop drill des-short-cache#cache-gone",
        &["a line", "/quit"],
    );
    let file = old.data().join("history.jsonl").display().to_string();
    run(&old, &format!("mockloop export --out {file}"), &[]);
    let exported = run(&old, "mockloop export", &[]);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), exported);

    let screen = run(&new, &format!("mockloop import {file}"), &[]);
    let events = exported
        .lines()
        .filter(|line| line.contains("event_id"))
        .count();
    assert_eq!(
        screen,
        format!("{events} events taken in, of 3 rounds that are new; 0 events there already.\n")
    );
    assert_eq!(run(&new, "mockloop export", &[]), exported);
    for command in ["sessions", "show 1", "show 2 --json", "grade --history"] {
        let command = format!("mockloop {command}");
        assert_eq!(run(&new, &command, &[]), run(&old, &command, &[]));
    }
    // A round that was open goes on.
    let screen = run(&new, "mockloop resume", &["/show", "/quit"]);
    assert!(screen.contains("note: a line"), "{screen}");
    // Once more, through a pipe: what was there before is passed over.
    let (screen, code) = new.run(
        "mockloop import -",
        exported
            .lines()
            .map(|line| Step::Line(line.to_owned()))
            .chain([Step::End])
            .collect(),
    );
    assert_eq!(code, Some(0), "{screen}");
    let said =
        format!("0 events taken in, of 0 rounds that are new; {events} events there already.");
    assert!(screen.contains(&said), "{screen}");
}

#[test]
fn a_history_with_a_fault_is_not_taken_in_at_all() {
    let (old, new) = (machine(), machine());
    play(&old);
    let exported = run(&old, "mockloop export", &[]);
    let lines: Vec<&str> = exported.lines().collect();
    let path = new.data().join("history.jsonl");
    let refused = |lines: &[&str], says: &[&str]| {
        std::fs::write(&path, lines.join("\n")).unwrap();
        let command = format!("mockloop import {}", path.display());
        let (screen, code) = new.run(&command, Vec::new());
        assert_eq!(code, Some(65), "{screen}");
        for says in says {
            assert!(screen.contains(says), "{says}\n{screen}");
        }
        let list = run(&new, "mockloop sessions", &[]);
        assert!(list.starts_with("No round yet."), "{list}");
    };
    // Without its text, without its beginning, with a line of another kind, with a broken one.
    refused(
        &lines[1..],
        &["the text of prompt des-short-cache is missing", ":1:1"],
    );
    let headless: Vec<&str> = [&lines[..1], &lines[2..]].concat();
    refused(
        &headless,
        &[
            "lacks the event before this one",
            ":2:1",
            "1 fault in 1 file",
        ],
    );
    let attempt = r#"{"at":"2026-11-24T18:00:00Z","kind":"coding","finale":{"clarity":3}}"#;
    let mixed = [&lines[..2], &[attempt, "{"], &lines[2..]].concat();
    refused(
        &mixed,
        &[
            "unknown key `finale`",
            "this is not JSON",
            ":4:1",
            "3 faults in 1 file",
        ],
    );
    let altered = lines[0].replace("A cache in front of prices", "Another title");
    let altered = [&[altered.as_str()], &lines[1..]].concat();
    refused(&altered, &["not the ones that were pinned"]);
}

#[test]
fn a_drill_before_any_rating_is_on_what_is_known_least() {
    let machine = machine();
    let screen = run(&machine, "mockloop drill", &["/quit"]);
    let said = "Nothing is known to be weak yet: a drill on what is known least.";
    assert!(
        screen.contains(said) && screen.contains("Drill: "),
        "{screen}"
    );
    let list = run(&machine, "mockloop sessions", &[]);
    let list = list.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(list.contains("drill on "), "{list}");
}
