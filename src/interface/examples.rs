//! Examples for the commands whose own file has none: help begins with examples everywhere.

use clap::Command;

/// Lines by command; a line is a command, and what it is for after some blanks.
const EXAMPLES: &[(&str, &[&str])] = &[
    ("taste", &["mockloop taste"]),
    (
        "resume",
        &[
            "mockloop resume                         the latest round that waits",
            "mockloop resume 3                       the third one",
        ],
    ),
    ("sessions", &["mockloop sessions --json"]),
    ("abandon", &["mockloop abandon last"]),
    ("calibration", &["mockloop calibration --json"]),
    ("roles list", &["mockloop roles list"]),
    ("roles show", &["mockloop roles show backend"]),
    ("roles new", &["mockloop roles new payments --from backend"]),
    (
        "bank list",
        &["mockloop bank list --kind incident      the incident prompts at hand"],
    ),
    (
        "bank show",
        &["mockloop bank show des-webhook-delivery --spoilers"],
    ),
    (
        "bank lint",
        &[
            "mockloop bank lint                      all banks at hand",
            "mockloop bank lint my-bank --json",
        ],
    ),
    ("bank explain", &["mockloop bank explain B305"]),
    (
        "bank new",
        &["mockloop bank new behavioral beh-late-release"],
    ),
    (
        "bank trust",
        &["mockloop bank trust my-bank             shows what its tests would run"],
    ),
    ("bank untrust", &["mockloop bank untrust my-bank"]),
    ("bank stats", &["mockloop bank stats"]),
    ("config path", &["mockloop config path"]),
    ("config show", &["mockloop config show --json"]),
    ("config set", &["mockloop config set role backend"]),
    ("config edit", &["mockloop config edit"]),
    (
        "plan new",
        &[
            "mockloop plan new --interview 2027-01-15 --hours-per-week 10 --weak incident,edge-cases",
        ],
    ),
    ("plan show", &["mockloop plan show"]),
    ("plan ics", &["mockloop plan ics --out plan.ics"]),
    ("story add", &["mockloop story add queue-rewrite"]),
    ("story list", &["mockloop story list"]),
    ("story show", &["mockloop story show queue-rewrite"]),
    ("story edit", &["mockloop story edit queue-rewrite"]),
    ("story tell", &["mockloop story tell queue-rewrite --in 3m"]),
    ("story told", &["mockloop story told queue-rewrite last"]),
    ("story matrix", &["mockloop story matrix"]),
    (
        "outcome add",
        &["mockloop outcome add north --company North"],
    ),
    ("outcome list", &["mockloop outcome list"]),
    ("outcome show", &["mockloop outcome show north --evidence"]),
    ("peer export", &["mockloop peer export 3 --to for-mira"]),
    ("peer import", &["mockloop peer import answer.md"]),
    ("peer again", &["mockloop peer again 3"]),
    ("peer show", &["mockloop peer show last"]),
    ("offer quick", &["mockloop offer quick borealis"]),
    ("offer new", &["mockloop offer new borealis --currency EUR"]),
    (
        "offer edit",
        &[
            "mockloop offer edit borealis            open it in your editor",
            "mockloop offer edit borealis --set deadline=2026-12-01",
        ],
    ),
    (
        "offer score",
        &["mockloop offer score borealis team_mentorship 5..7 --why 'met two of four'"],
    ),
    ("offer example", &["mockloop offer example"]),
    ("offer template", &["mockloop offer template save backend"]),
    (
        "offer template save",
        &["mockloop offer template save backend"],
    ),
    (
        "offer template use",
        &["mockloop offer template use backend"],
    ),
    ("offer template list", &["mockloop offer template list"]),
    (
        "offer compare",
        &["mockloop offer compare --years --lens risk"],
    ),
    ("offer sensitivity", &["mockloop offer sensitivity --all"]),
    (
        "offer email",
        &["mockloop offer email borealis --kind counter"],
    ),
    (
        "offer memo",
        &["mockloop offer memo --decide borealis --because 'the team'"],
    ),
    ("offer checklist", &["mockloop offer checklist borealis"]),
    (
        "offer export",
        &["mockloop offer export --format csv --redact"],
    ),
    ("doctor", &["mockloop doctor --json"]),
    (
        "completions",
        &[
            "mockloop completions bash               to be kept where bash looks for completions",
            "mockloop completions zsh",
            "mockloop completions fish",
        ],
    ),
    (
        "man",
        &[
            "mockloop man                            the page of mockloop itself",
            "mockloop man man1                       all pages, into the folder man1",
        ],
    ),
];

/// A grammar whose every command has examples.
pub(super) fn with_examples(grammar: Command) -> Command {
    below(grammar, "")
}

fn below(command: Command, path: &str) -> Command {
    let names: Vec<String> = command
        .get_subcommands()
        .map(|below| below.get_name().to_owned())
        .collect();
    let command = names.into_iter().fold(command, |command, name| {
        let path = format!("{path} {name}").trim_start().to_owned();
        command.mut_subcommand(&name, |own| below(own, &path))
    });
    let known = EXAMPLES.iter().find(|(known, _)| *known == path);
    match known.filter(|_| command.get_before_help().is_none()) {
        Some((_, lines)) => command.before_help(format!("Examples:\n  {}", lines.join("\n  "))),
        None => command,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interface::cli::grammar;

    /// The examples of a command's help that run this program, without what they are for.
    fn lines(command: &Command) -> Vec<Vec<String>> {
        let help = command.get_before_help().map(ToString::to_string);
        let help = help.unwrap_or_default();
        assert!(
            help.starts_with("Examples:\n"),
            "{}: {help}",
            command.get_name()
        );
        let told = help.lines().filter_map(|line| line.strip_prefix("  "));
        let own = told.filter(|line| line.starts_with("mockloop"));
        own.map(|line| {
            let line = line.split("  ").next().unwrap();
            shlex::split(line.trim()).unwrap()
        })
        .collect()
    }

    fn look(command: &Command, path: &[String], seen: &mut usize) {
        let own = lines(command);
        assert!(!own.is_empty(), "{path:?} has no example");
        for line in &own {
            let parsed = grammar().try_get_matches_from(line);
            assert!(parsed.is_ok(), "{line:?}: {}", parsed.unwrap_err());
            *seen += 1;
        }
        let is_own = |line: &&Vec<String>| line.get(1..=path.len()) == Some(path);
        assert!(
            own.iter().any(|line| is_own(&line)),
            "{path:?} is in none of its examples"
        );
        for below in command.get_subcommands() {
            let path = [path, &[below.get_name().to_owned()]].concat();
            look(below, &path, seen);
        }
    }

    #[test]
    fn every_command_begins_its_help_with_examples_that_parse() {
        let mut seen = 0;
        look(&grammar(), &[], &mut seen);
        assert!(seen > 100, "{seen}");
    }

    #[test]
    fn no_example_is_of_a_command_that_is_none() {
        for (path, _) in EXAMPLES {
            let mut command = &grammar();
            for name in path.split(' ') {
                let below = command.find_subcommand(name);
                command = below.unwrap_or_else(|| panic!("{path}"));
            }
        }
    }
}
