//! A prompt's own folder: what the prompt names is there, and what is there is named.

use std::collections::BTreeSet;

use super::coding::languages;
use crate::domain::bank::detail::FilePath;
use crate::domain::bank::format::LanguageTable;
use crate::domain::bank::lint::Subject;
use crate::domain::fault::{Code, Fault, Faults};
use crate::domain::names::nearest;
use crate::domain::raw::At;

/// The prompt itself, in its folder.
const PROMPT: &str = "prompt.toml";

pub(super) fn rules(subject: &Subject<'_>, faults: &mut Faults) {
    let tables = subject.file.coding.iter().flat_map(languages);
    let named: Vec<&At<String>> = tables.flat_map(|(_, table)| paths(table)).collect();
    // A path that leads out of the folder is reported where paths are read.
    let inside = named
        .iter()
        .filter(|path| FilePath::new(&path.value).is_some());
    for path in inside.filter(|path| !subject.assets.contains_key(&path.value)) {
        let near = nearest(&path.value, subject.assets.keys().map(String::as_str));
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "put the file into the prompt's folder, as UTF-8 text".to_owned(),
        };
        let message = format!("there is no file `{}`", path.value);
        faults.push(Fault::error(Code::FILES, path.span, &message, &help));
    }
    let named: BTreeSet<&str> = named.iter().map(|path| path.value.as_str()).collect();
    let others = subject.assets.keys().map(String::as_str);
    for other in others.filter(|path| *path != PROMPT && !named.contains(path)) {
        let message = format!("nothing names the file `{other}`");
        let help = "name it where it is used, or remove it from the prompt's folder";
        let span = subject.file.id.span;
        faults.push(Fault::warning(Code::FILES, span, &message, help));
    }
}

fn paths(table: &LanguageTable) -> [&At<String>; 4] {
    [
        &table.starter,
        &table.visible_tests,
        &table.hidden_tests,
        &table.reference,
    ]
}

#[cfg(test)]
mod tests {
    use super::super::sample::{self, CODING, DESIGN};

    #[test]
    fn what_is_named_is_there() {
        let starter = "\"elixir/starter.ex\"";
        sample::table(
            CODING,
            "B011",
            &[
                (&[], &[]),
                (
                    &[(starter, "\"elixir/start.ex\"")],
                    &[
                        "warning `\"cod-quote-gate\"`: nothing names the file `elixir/starter.ex`",
                        "error `\"elixir/start.ex\"`: there is no file `elixir/start.ex`",
                    ],
                ),
                (
                    &[(starter, "\"../starter.ex\"")],
                    &["warning `\"cod-quote-gate\"`: nothing names the file `elixir/starter.ex`"],
                ),
            ],
        );
    }

    #[test]
    fn what_is_there_is_named() {
        for (file, expected) in [
            ("prompt.toml", None),
            (
                "notes.md",
                Some("warning `\"des-webhook-delivery\"`: nothing names the file `notes.md`"),
            ),
        ] {
            let found = sample::found(DESIGN, "B011", &[], &[(file, "text")]);
            assert_eq!(found, Vec::from_iter(expected));
        }
    }
}
