//! Narrow, usual and wide screens: no line is longer than the screen, and no word is lost.

use crate::promise::Promise;
use crate::transcript::{folder, play_on};
use crate::world::Machine;

const WIDTHS: [usize; 3] = [40, 80, 200];

fn at(width: usize, script: &str) -> String {
    let mut machine = Machine::default();
    machine.width = width;
    play_on(&machine, script)
}

fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

/// What is made for a screen: drafts, memos and exports are for other programs.
fn shown(text: &str) -> impl Iterator<Item = &str> {
    let elsewhere = ["offer email", "offer memo", "offer export", "plan ics"];
    let mut is_for_the_screen = true;
    text.lines().filter(move |line| {
        if line.starts_with("$ ") {
            is_for_the_screen = !elsewhere.iter().any(|command| line.contains(command));
        }
        is_for_the_screen
    })
}

/// A line that is longer than the screen may only be what was typed, a text that keeps its lines,
/// or one word. Texts that keep their lines are indented, numbered or in columns; what the grammar
/// says of a line keeps its lines as well.
fn fits(line: &str, width: usize) -> bool {
    let length = line.chars().count();
    let keeps_its_lines = line.starts_with([' ', '>', '$', '#', '|'])
        || line.starts_with("error")
        || line.starts_with("Usage:")
        || line.starts_with("warning[")
        || line.contains("  ")
        || line
            .split(' ')
            .next()
            .is_some_and(|first| first.parse::<u32>().is_ok());
    length <= width || keeps_its_lines || !line.contains(' ')
}

#[test]
fn transcripts_read_the_same_on_narrow_and_wide_screens() {
    let promise = Promise::of("widths");
    let mut paths: Vec<_> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .collect();
    paths.sort();
    let step = promise.times(15, 1);
    let mut looked = 0;
    let mut found = Vec::new();
    for path in paths.iter().step_by(step) {
        let name = path.file_name().unwrap().to_string_lossy();
        let script = std::fs::read_to_string(path).unwrap();
        let [narrow, usual, wide] = WIDTHS.map(|width| at(width, &script));
        for (text, width) in [(&narrow, 40), (&usual, 80), (&wide, 200)] {
            let long = shown(text).filter(|line| !fits(line, width));
            found.extend(long.map(|line| format!("{name} at {width}: {line}")));
            looked += 1;
        }
        assert_eq!(words(&usual), words(&wide), "{name}");
        // Pictures need 80 columns: below that they are told in lines.
        let has_pictures = script.contains("mockloop trends") || script.contains("> trends");
        if !has_pictures {
            assert_eq!(words(&narrow), words(&usual), "{name}");
        }
    }
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
    promise.held(looked, "no line too long, no word lost");
}
