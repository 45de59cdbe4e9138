//! A coding prompt's own table.

use super::{unique, unresolved, values};
use crate::domain::bank::detail::{
    Coding, FilePath, Language, LanguageFiles, Milestone, Mutant, Version,
};
use crate::domain::bank::format::{CodingTable, LanguageTable};
use crate::domain::fault::{Code, Fault, Faults};
use crate::domain::raw::{At, Choice};

pub(super) fn coding(table: &CodingTable, faults: &mut Faults) -> Option<Coding> {
    let milestones = milestones(table, faults);
    let mutants = mutants(table, faults);
    Some(Coding {
        languages: languages(table, faults)?,
        milestones,
        mutants,
    })
}

/// The table of a language's files.
fn files_of(table: &CodingTable, language: Language) -> Option<&LanguageTable> {
    match language {
        Language::Elixir => table.elixir.as_ref(),
        Language::Python => table.python.as_ref(),
        Language::Rust => table.rust.as_ref(),
    }
}

/// The names of the languages that a prompt can be solved in.
fn listed(table: &CodingTable) -> impl Iterator<Item = &'static str> + Clone {
    let languages = table.languages.value.iter();
    languages.map(|language| language.value.as_str())
}

/// Every language has its table, and every table its language.
fn languages(table: &CodingTable, faults: &mut Faults) -> Option<Vec<LanguageFiles>> {
    let list = &table.languages;
    if list.value.is_empty() {
        let message = "there is no language to solve it in";
        let help = "list elixir, python or rust, the preferred language first";
        faults.push(Fault::error(Code::FORM, list.span, message, help));
    }
    let named = list.value.iter();
    let named = named.map(|language| (language.value.as_str(), language.span));
    unique("language", named, faults);
    for (word, language) in Language::WORDS {
        let is_listed = listed(table).any(|listed| listed == *word);
        if let Some(files) = files_of(table, *language).filter(|_| !is_listed) {
            let message = format!("`{word}` has files, but is not among the languages");
            let help = format!("add \"{word}\" to `languages`, or remove [coding.{word}]");
            faults.push(Fault::error(Code::REFERENCE, files.span, &message, &help));
        }
    }
    let files = list.value.iter().map(|language| {
        let Some(files) = files_of(table, language.value) else {
            let word = language.value.as_str();
            let message = format!("no files for `{word}`");
            let help = format!("add [coding.{word}], or remove it from `languages`");
            faults.push(Fault::error(
                Code::REFERENCE,
                language.span,
                &message,
                &help,
            ));
            return None;
        };
        files_in(language.value, files, faults)
    });
    // All languages are looked at before giving up, so that each one's faults are reported.
    let files: Vec<Option<LanguageFiles>> = files.collect();
    files.into_iter().collect()
}

fn files_in(
    language: Language,
    table: &LanguageTable,
    faults: &mut Faults,
) -> Option<LanguageFiles> {
    let min_version = Version::new(&table.min_version.value);
    if min_version.is_none() {
        let message = format!("`{}` is not a version", table.min_version.value);
        let help = "write two or three numbers, such as 1.14 or 3.11.2";
        let span = table.min_version.span;
        faults.push(Fault::error(Code::FORM, span, &message, help));
    }
    if table.timeout_s.value == 0 {
        let message = "the tests have no time to run";
        let help = "write how long a run may take, in seconds";
        let span = table.timeout_s.span;
        faults.push(Fault::error(Code::FORM, span, message, help));
    }
    let starter = path(&table.starter, faults);
    let visible_tests = path(&table.visible_tests, faults);
    let hidden_tests = path(&table.hidden_tests, faults);
    let reference = path(&table.reference, faults);
    Some(LanguageFiles {
        language,
        min_version: min_version?,
        starter: starter?,
        visible_tests: visible_tests?,
        hidden_tests: hidden_tests?,
        reference: reference?,
        timeout_s: table.timeout_s.value,
    })
}

fn path(text: &At<String>, faults: &mut Faults) -> Option<FilePath> {
    let path = FilePath::new(&text.value);
    if path.is_none() {
        let message = format!("`{}` does not stay in the prompt's folder", text.value);
        let help = "write a path from the prompt's folder, such as elixir/starter.ex";
        faults.push(Fault::error(Code::FILES, text.span, &message, help));
    }
    path
}

fn milestones(table: &CodingTable, faults: &mut Faults) -> Vec<Milestone> {
    if table.milestone.is_empty() {
        let message = "there is no milestone";
        let help = "add [[coding.milestone]] with n = 1";
        faults.push(Fault::error(Code::MILESTONES, table.span, message, help));
    }
    for (number, milestone) in (1u32..).zip(&table.milestone) {
        if milestone.n.value != number {
            let message = format!("milestone {number} has the number {}", milestone.n.value);
            let help = "number the milestones 1, 2, 3 in order";
            let span = milestone.n.span;
            faults.push(Fault::error(Code::MILESTONES, span, &message, help));
        }
    }
    let milestones = table.milestone.iter().map(|milestone| Milestone {
        number: milestone.n.value,
        goal: milestone.goal.value.clone(),
        minutes: milestone.minutes.value,
    });
    milestones.collect()
}

/// A mutant's name is its own within its language: the same mistake can be made in several.
fn mutants(table: &CodingTable, faults: &mut Faults) -> Vec<Mutant> {
    for (_, language) in Language::WORDS {
        let in_language = table
            .mutant
            .iter()
            .filter(|mutant| mutant.language.value == *language)
            .map(|mutant| (mutant.id.value.as_str(), mutant.id.span));
        unique("mutant", in_language, faults);
    }
    for mutant in &table.mutant {
        let language = mutant.language.value.as_str();
        if !listed(table).any(|listed| listed == language) {
            let span = mutant.language.span;
            unresolved("language", language, span, listed(table), faults);
        }
        if mutant.find.value.is_empty() {
            let message = format!("mutant `{}` replaces nothing", mutant.id.value);
            let help = "write the code of the reference that it replaces";
            faults.push(Fault::error(Code::FORM, mutant.find.span, &message, help));
        }
    }
    let mutants = table.mutant.iter().map(|mutant| Mutant {
        language: mutant.language.value,
        id: mutant.id.value.clone(),
        why: mutant.why.value.clone(),
        find: mutant.find.value.clone(),
        with: mutant.with.value.clone(),
        fails: values(&mutant.fails.value),
    });
    mutants.collect()
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use crate::domain::bank::Kind;
    use crate::domain::bank::detail::{Detail, Language};

    const GOOD: &str = r#"
[coding]
languages = ["rust", "elixir"]
[[coding.milestone]]
n = 1
goal = "Load once"
minutes = 6
[[coding.milestone]]
n = 2
goal = "Errors reach the waiters"
minutes = 4
[coding.elixir]
min_version = "1.14"
starter = "elixir/starter.ex"
visible_tests = "elixir/visible_test.exs"
hidden_tests = "elixir/hidden_test.exs"
reference = "elixir/reference.ex"
timeout_s = 20
[coding.rust]
min_version = "1.85.0"
starter = "rust/starter.rs"
visible_tests = "rust/visible_test.rs"
hidden_tests = "rust/hidden_test.rs"
reference = "rust/reference.rs"
timeout_s = 60
[[coding.mutant]]
language = "elixir"
id = "no-reuse"
why = "answers are not kept"
find = "remember(state)"
with = "state"
fails = ["a fresh answer is reused"]
[[coding.mutant]]
language = "rust"
id = "no-reuse"
why = "answers are not kept"
find = "self.keep(answer);"
with = ""
fails = ["reuses_a_fresh_answer"]
"#;

    fn fault(from: &str, to: &str) -> [String; 3] {
        let faults = sample::faults(Kind::Coding, GOOD, from, to);
        let [only] = faults.try_into().unwrap();
        only
    }

    #[test]
    fn a_sound_table_keeps_the_order_of_its_languages() {
        let Detail::Coding(coding) = sample::detail(Kind::Coding, GOOD) else {
            panic!("another kind");
        };
        let languages: Vec<Language> = coding.languages.iter().map(|l| l.language).collect();
        assert_eq!(languages, [Language::Rust, Language::Elixir]);
        let elixir = coding.files(Language::Elixir).unwrap();
        assert_eq!(elixir.starter.as_str(), "elixir/starter.ex");
        assert_eq!(coding.files(Language::Python), None);
        assert_eq!(coding.milestones.len(), 2);
        assert_eq!(coding.mutants[1].with, "");
    }

    #[test]
    fn a_language_has_its_files_and_files_their_language() {
        let unknown = fault("[\"rust\", \"elixir\"]", "[\"go\"]");
        assert_eq!(unknown[..2], ["B001", "\"go\""]);
        let twice = sample::faults(Kind::Coding, GOOD, "\"elixir\"]", "\"rust\", \"elixir\"]");
        assert_eq!(twice[0][..2], ["B003", "\"rust\""]);
        let missing = fault("\"elixir\"]", "\"elixir\", \"python\"]");
        assert_eq!(missing, ["B006", "\"python\"", "no files for `python`"]);
        let faults = sample::faults(Kind::Coding, GOOD, ", \"elixir\"]", "]");
        let [mutant, files] = faults.try_into().unwrap();
        assert_eq!([&mutant[0], &files[0]], ["B006", "B006"]);
        let none = sample::faults(Kind::Coding, GOOD, "[\"rust\", \"elixir\"]", "[]");
        assert!(none.iter().any(|fault| fault[..2] == ["B001", "[]"]));
    }

    #[test]
    fn files_stay_in_the_folder() {
        for path in ["../starter.ex", "/etc/passwd", "elixir//a", "", "a/../../b"] {
            let fault = fault("\"elixir/starter.ex\"", &format!("\"{path}\""));
            assert_eq!(fault[..2], ["B011".to_owned(), format!("\"{path}\"")]);
        }
    }

    #[test]
    fn versions_times_and_edits_have_their_form() {
        let version = fault("\"1.14\"", "\"new\"");
        assert_eq!(version, ["B001", "\"new\"", "`new` is not a version"]);
        let timeout = fault("timeout_s = 20", "timeout_s = 0");
        assert_eq!(timeout[..2], ["B001", "0"]);
        let find = fault("\"remember(state)\"", "\"\"");
        assert_eq!(find[..2], ["B001", "\"\""]);
    }

    #[test]
    fn milestones_are_numbered_in_order() {
        let number = fault("n = 2", "n = 3");
        assert_eq!(number, ["B604", "3", "milestone 2 has the number 3"]);
        let faults = sample::faults(Kind::Coding, GOOD, "n = 1", "n = 0");
        assert_eq!(faults.len(), 1);
        let start = GOOD.find("[[coding.milestone]]").unwrap();
        let end = GOOD.find("[coding.elixir]").unwrap();
        let none = fault(&GOOD[start..end], "milestone = []\n");
        assert_eq!(none[0], "B604");
    }

    #[test]
    fn a_mutant_is_alone_in_its_language() {
        let faults = sample::faults(
            Kind::Coding,
            GOOD,
            "language = \"elixir\"",
            "language = \"rust\"",
        );
        let [twice] = faults.try_into().unwrap();
        assert_eq!(twice[..2], ["B003", "\"no-reuse\""]);
        let absent = fault("language = \"elixir\"", "language = \"python\"");
        assert_eq!(absent[..2], ["B006", "\"python\""]);
    }
}
