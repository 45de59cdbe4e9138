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

/// A finished design round whose own words can be told apart from the prompt's.
fn play(machine: &Machine) {
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
    );
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
