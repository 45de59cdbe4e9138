//! What the README shows is what happens.

use std::path::Path;

use crate::transcript::{bless, play, same};

const BEGIN: &str = "```console\n";
const END: &str = "```\n";

#[test]
fn the_examples_are_what_stands_on_the_screen() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let mut readme = std::fs::read_to_string(&path).unwrap();
    let mut from = 0;
    let mut examples = 0;
    while let Some(found) = readme[from..].find(BEGIN) {
        let begin = from + found + BEGIN.len();
        let end = begin + readme[begin..].find(END).unwrap();
        let seen = play(&readme[begin..end]);
        if bless() {
            readme.replace_range(begin..end, &seen);
        } else {
            same("README.md", &readme[begin..end], &seen);
        }
        from = begin + seen.len();
        examples += 1;
    }
    assert_eq!(examples, 2, "a taste and a round");
    if bless() {
        std::fs::write(&path, readme).unwrap();
    }
}

/// The commands that the README tells a newcomer to type exist.
#[test]
fn every_command_in_the_readme_is_one() {
    use mockloop::interface::commands;
    let readme = include_str!("../../README.md");
    let known = commands();
    let named = readme
        .split("`mockloop ")
        .skip(1)
        .filter_map(|rest| rest.split(['`', ' ']).next());
    for name in named {
        assert!(
            known.iter().any(|command| command == name),
            "README names `mockloop {name}`"
        );
    }
}
