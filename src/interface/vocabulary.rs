//! The words that can be completed: commands with their options, prompts, topics.

use std::collections::BTreeSet;

use super::cli::grammar;
use crate::domain::bank::index::Listing;
use crate::domain::round::COMMANDS;

/// What a command line may be made of.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    root: Verb,
    /// Prompts' ids and topics.
    names: BTreeSet<String>,
}

/// A command with what may follow it.
#[derive(Debug, Default)]
struct Verb {
    name: String,
    about: String,
    verbs: Vec<Verb>,
    options: Vec<String>,
    /// The words that an argument may be, where they are few.
    values: Vec<String>,
    takes_names: bool,
}

impl Vocabulary {
    /// The words of this program's command line and of the prompts at hand.
    pub(super) fn new<'a>(listings: impl Iterator<Item = &'a Listing>) -> Self {
        let mut names = BTreeSet::new();
        for listing in listings {
            names.insert(listing.id.to_string());
            names.extend(listing.topics.iter().map(ToString::to_string));
        }
        let mut root = Verb::of(&grammar());
        root.verbs.extend(["help", "quit"].map(|name| Verb {
            name: name.to_owned(),
            about: match name {
                "help" => "Tell what the commands do".to_owned(),
                _ => "Leave".to_owned(),
            },
            ..Verb::default()
        }));
        Self { root, names }
    }

    /// What could stand at the end of a command line: where the last word begins, and the words.
    pub(super) fn complete(&self, before: &str) -> (usize, Vec<String>) {
        let start = before
            .rfind(char::is_whitespace)
            .map_or(0, |blank| blank + 1);
        let (done, begun) = before.split_at(start);
        let verb = self.verb(done);
        let mut words: Vec<String> = if begun.starts_with('-') {
            verb.options.clone()
        } else {
            let verbs = verb.verbs.iter().map(|verb| verb.name.clone());
            let names = self.names.iter().filter(|_| verb.takes_names).cloned();
            verbs
                .chain(verb.values.iter().cloned())
                .chain(names)
                .collect()
        };
        words.retain(|word| word.starts_with(begun));
        (start, words)
    }

    /// What is shown behind the cursor: the rest of the only word that fits, or what a command
    /// does; and what of it a key takes over.
    pub(super) fn ghost(&self, line: &str) -> Option<(String, Option<String>)> {
        let (start, words) = self.complete(line);
        let begun = line.get(start..).unwrap_or_default();
        if begun.is_empty() {
            return None;
        }
        match words.as_slice() {
            [only] if only != begun => {
                let rest = only.get(begun.len()..).unwrap_or_default().to_owned();
                Some((rest.clone(), Some(rest)))
            }
            _ => {
                let verb = self.verb(line);
                let is_whole = verb.name == begun && !verb.about.is_empty();
                is_whole.then(|| (format!("  {}", verb.about), None))
            }
        }
    }

    /// The command that a line names so far.
    fn verb(&self, line: &str) -> &Verb {
        line.split_whitespace().fold(&self.root, |verb, word| {
            let known = verb.verbs.iter().find(|known| known.name == word);
            known.unwrap_or(verb)
        })
    }

    /// What could stand at the end of a line of a round: only its commands are known words.
    pub(super) fn complete_in_round(before: &str) -> (usize, Vec<String>) {
        if !before.starts_with('/') {
            return (before.len(), Vec::new());
        }
        let words = COMMANDS.iter().filter(|word| word.starts_with(before));
        (0, words.map(|word| (*word).to_owned()).collect())
    }

    /// What is shown behind the cursor in a round: the rest of the only command that fits.
    pub(super) fn ghost_in_round(line: &str) -> Option<(String, Option<String>)> {
        let (_, words) = Self::complete_in_round(line);
        match words.as_slice() {
            [only] if only != line => {
                let rest = only.get(line.len()..).unwrap_or_default().to_owned();
                Some((rest.clone(), Some(rest)))
            }
            _ => None,
        }
    }
}

impl Verb {
    fn of(command: &clap::Command) -> Self {
        let options = command
            .get_arguments()
            .filter(|argument| !argument.is_hide_set())
            .filter_map(|argument| argument.get_long().map(|long| format!("--{long}")));
        let mut options: Vec<String> = options.collect();
        options.push("--help".to_owned());
        let positionals = || command.get_positionals();
        let values = positionals()
            .flat_map(clap::Arg::get_possible_values)
            .map(|value| value.get_name().to_owned());
        let visible = command.get_subcommands().filter(|verb| !verb.is_hide_set());
        Self {
            name: command.get_name().to_owned(),
            about: command
                .get_about()
                .map_or_else(String::new, ToString::to_string),
            verbs: visible.map(Self::of).collect(),
            values: values.collect(),
            takes_names: positionals().next().is_some() || options.iter().any(|o| o == "--prompt"),
            options,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_options_and_names_are_completed() {
        let library = crate::engine::Library::new(None);
        let words = Vocabulary::new(library.listings());
        assert_eq!(words.complete("prac"), (0, vec!["practice".to_owned()]));
        let (at, options) = words.complete("practice --un");
        assert_eq!((at, options), (9, vec!["--untimed".to_owned()]));
        let (_, names) = words.complete("practice --prompt beh-made");
        assert_eq!(names, ["beh-made-it-worse"]);
        let (_, verbs) = words.complete("bank l");
        assert_eq!(verbs, ["list", "lint"]);
        assert!(words.complete("nothing ").1.len() > 3, "the root's words");
    }

    #[test]
    fn a_ghost_is_the_only_word_or_what_a_command_does() {
        let words = Vocabulary::new(std::iter::empty());
        let rest = "actice".to_owned();
        assert_eq!(words.ghost("pr"), Some((rest.clone(), Some(rest))));
        let (about, taken) = words.ghost("resume").unwrap();
        assert!(about.starts_with("  ") && taken.is_none(), "{about}");
        assert_eq!(words.ghost(""), None);
        assert_eq!(
            Vocabulary::ghost_in_round("/ext"),
            Some(("end".to_owned(), Some("end".to_owned())))
        );
        assert_eq!(Vocabulary::ghost_in_round("an answer"), None);
    }
}
