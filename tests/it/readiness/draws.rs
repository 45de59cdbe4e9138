//! Draws that follow the history. Which prompt comes is up to the bank; what is promised is not.

use std::collections::BTreeSet;

use crate::world::{Machine, Step};

/// Draws a round and leaves it; gives the prompt's id and everything that was said.
fn draw(machine: &Machine, options: &str) -> (String, String) {
    let quit = vec![Step::Line("/quit".to_owned())];
    let (screen, code) = machine.run(&format!("mockloop practice {options}"), quit);
    assert_eq!(code, Some(0), "{screen}");
    let line = screen
        .lines()
        .find(|line| line.starts_with("Round ") && line.contains(". Seed "));
    let prompt = line.and_then(|line| line.split([' ', '.']).nth(2)).unwrap();
    (
        prompt.to_owned(),
        screen.split_whitespace().collect::<Vec<_>>().join(" "),
    )
}

fn kind(prompt: &str) -> &str {
    prompt.split('-').next().unwrap()
}

#[test]
fn the_first_rounds_take_one_of_each_kind_and_say_so() {
    let machine = Machine::default();
    let (first, said) = draw(&machine, "");
    assert!(
        said.contains("the first rounds take one of each kind."),
        "{said}"
    );
    let (second, _) = draw(&machine, "");
    assert_ne!(kind(&first), kind(&second));
    let kinds = [
        ("cod", "coding"),
        ("des", "system-design"),
        ("inc", "incident"),
        ("beh", "behavioral"),
    ];
    let practised = kinds
        .iter()
        .find(|(prefix, _)| *prefix == kind(&first))
        .unwrap()
        .1;
    let (_, said) = draw(&machine, practised);
    assert!(
        !said.contains("the first rounds take one of each kind"),
        "{said}"
    );
    assert!(said.contains("Drawn because:"), "{said}");
}

#[test]
fn the_same_seed_and_history_draw_the_same_prompt() {
    for seed in 0..4 {
        let (one, other) = (Machine::default(), Machine::default());
        let options = format!("--seed {seed}");
        assert_eq!(draw(&one, &options).0, draw(&other, &options).0);
    }
}

#[test]
fn another_is_the_next_of_the_same_draw_and_the_first_is_given_up() {
    let machine = Machine::default();
    let mut seen = BTreeSet::from([draw(&machine, "--random").0]);
    let (second, said) = draw(&machine, "--another --random");
    assert!(seen.insert(second), "{said}");
    assert!(
        said.contains("The round is given up.") && said.contains("draw 1."),
        "{said}"
    );
    let (list, _) = machine.run("mockloop sessions", Vec::new());
    assert_eq!(list.matches("abandoned").count(), 1, "{list}");
}

#[test]
fn a_round_that_was_written_in_is_not_given_up() {
    let machine = Machine::default();
    let steps = ["a line", "/quit"].map(|line| Step::Line(line.to_owned()));
    machine.run("mockloop practice", steps.to_vec());
    draw(&machine, "--another");
    let (list, _) = machine.run("mockloop sessions", Vec::new());
    assert!(!list.contains("abandoned"), "{list}");
}

#[test]
fn another_needs_a_draw_before_it() {
    let (screen, code) = Machine::default().run("mockloop practice --another", Vec::new());
    assert_eq!(code, Some(2), "{screen}");
    assert!(
        screen.contains("The last round is not one that was just drawn."),
        "{screen}"
    );
}
