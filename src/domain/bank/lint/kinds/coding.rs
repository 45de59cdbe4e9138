//! A coding prompt's milestones, mutants and tests, as far as they can be judged unrun.

use std::collections::BTreeSet;

use super::fills;
use crate::domain::bank::detail::Language;
use crate::domain::bank::format::{CodingTable, LanguageTable, MutantTable};
use crate::domain::bank::lint::Subject;
use crate::domain::bank::tests_text::{Test, reaches, sleeps, tests};
use crate::domain::fault::{Code, Fault, Faults};
use crate::domain::names::nearest;
use crate::domain::raw::{At, Choice};

/// Fewer known-wrong solutions than this show little of what the tests find.
const FEWEST_MUTANTS: usize = 6;

/// A sleep of this length is felt.
const LONG_SLEEP_MS: f64 = 100.0;

/// The phase in which the milestones are reached.
const PHASE: &str = "implement";

/// A test file of a language: where the prompt names it, and what it says.
type TestFile<'a> = (&'a At<String>, &'a str);

pub(super) fn rules(subject: &Subject<'_>, table: &CodingTable, faults: &mut Faults) {
    minutes(subject, table, faults);
    for (language, own) in languages(table) {
        let named = [&own.visible_tests, &own.hidden_tests];
        let files: Vec<TestFile<'_>> = named
            .into_iter()
            .filter_map(|path| Some((path, subject.assets.get(&path.value)?.as_str())))
            .collect();
        // What no test does can only be told when every test file is there.
        let are_all = files.len() == named.len();
        for file in &files {
            touches(language, file, faults);
            waits(language, file, faults);
        }
        if language == Language::Elixir {
            milestones(table, &files, are_all, faults);
        }
        let known = files.iter().flat_map(|(_, text)| tests(language, text));
        let known: BTreeSet<String> = known.map(|test| test.name).collect();
        mutants(subject, table, (language, own), &known, are_all, faults);
    }
}

/// The languages that have files.
pub(super) fn languages(table: &CodingTable) -> impl Iterator<Item = (Language, &LanguageTable)> {
    Language::WORDS.iter().filter_map(|(_, language)| {
        let own = match language {
            Language::Elixir => &table.elixir,
            Language::Python => &table.python,
            Language::Rust => &table.rust,
        };
        own.as_ref().map(|own| (*language, own))
    })
}

fn minutes(subject: &Subject<'_>, table: &CodingTable, faults: &mut Faults) {
    // A prompt without milestones is reported where they are read.
    if let Some(last) = table.milestone.last() {
        let minutes = table
            .milestone
            .iter()
            .map(|milestone| milestone.minutes.value);
        let sum = minutes.fold(0, u32::saturating_add);
        let place = (Code::MILESTONES, last.minutes.span);
        fills(subject, PHASE, ("milestones", sum), place, faults);
    }
}

fn milestones(table: &CodingTable, files: &[TestFile<'_>], are_all: bool, faults: &mut Faults) {
    let mut untested: BTreeSet<u32> = table.milestone.iter().map(|m| m.n.value).collect();
    let numbers = untested.clone();
    for (path, text) in files {
        for Test {
            name,
            line,
            milestone,
        } in tests(Language::Elixir, text)
        {
            let file = &path.value;
            let (message, help) = match milestone {
                None => {
                    let message = format!("`{file}`, line {line}: \"{name}\" has no milestone");
                    (
                        message,
                        "write `@tag milestone: 1` above the test".to_owned(),
                    )
                }
                Some(number) if !numbers.contains(&number) => {
                    let message =
                        format!("`{file}`, line {line}: \"{name}\" is of milestone {number}");
                    let known: Vec<String> = numbers.iter().map(u32::to_string).collect();
                    (
                        message,
                        format!("there are the milestones {}", known.join(", ")),
                    )
                }
                Some(number) => {
                    untested.remove(&number);
                    continue;
                }
            };
            faults.push(Fault::error(Code::MILESTONES, path.span, &message, &help));
        }
    }
    let is_untested = |number: u32| are_all && untested.contains(&number);
    for milestone in table.milestone.iter().filter(|m| is_untested(m.n.value)) {
        let message = format!("milestone {} has no test", milestone.n.value);
        let help = format!("tag a test with `@tag milestone: {}`", milestone.n.value);
        let span = milestone.n.span;
        faults.push(Fault::error(Code::MILESTONES, span, &message, &help));
    }
}

fn mutants(
    subject: &Subject<'_>,
    table: &CodingTable,
    (language, own): (Language, &LanguageTable),
    known: &BTreeSet<String>,
    are_all: bool,
    faults: &mut Faults,
) {
    let word = language.as_str();
    let mutants = table.mutant.iter();
    let mutants: Vec<_> = mutants
        .filter(|mutant| mutant.language.value == language)
        .collect();
    let count = mutants.len();
    if count < FEWEST_MUTANTS {
        let message = format!("{count} of at least {FEWEST_MUTANTS} mutants in {word}");
        let help = "add [[coding.mutant]] tables for slips that people make";
        let span = mutants.last().map_or(own.span, |mutant| mutant.id.span);
        faults.push(Fault::warning(Code::MUTANTS, span, &message, help));
    }
    for mutant in mutants {
        if let Some(reference) = subject.assets.get(&own.reference.value) {
            occurs_once(mutant, &own.reference.value, reference, faults);
        }
        if mutant.fails.value.is_empty() {
            let message = format!("mutant `{}` names no test", mutant.id.value);
            let help = "list in `fails` the tests that must notice it";
            let span = mutant.fails.span;
            faults.push(Fault::error(Code::MUTANTS, span, &message, help));
        }
        let unknown = mutant.fails.value.iter().filter(|_| are_all);
        for name in unknown.filter(|name| !known.contains(&name.value)) {
            let message = format!("no test is named \"{}\"", name.value);
            let help = match nearest(&name.value, known.iter().map(String::as_str)) {
                Some(near) => format!("did you mean \"{near}\"?"),
                None => "write a test's name as it stands in the test file".to_owned(),
            };
            faults.push(Fault::error(Code::MUTANTS, name.span, &message, &help));
        }
    }
}

fn occurs_once(mutant: &MutantTable, path: &str, reference: &str, faults: &mut Faults) {
    let find = mutant.find.value.as_str();
    // An edit of nothing is reported where mutants are read.
    let count = reference.matches(find).count();
    if count == 1 || find.is_empty() {
        return;
    }
    let id = &mutant.id.value;
    let (message, help) = match count {
        0 => (
            format!("`{path}` does not have the text that `{id}` replaces"),
            "copy it from the reference, with its spaces and line ends",
        ),
        _ => (
            format!("`{path}` has the text that `{id}` replaces {count} times"),
            "take a longer piece, so that it is there once",
        ),
    };
    faults.push(Fault::error(
        Code::MUTANTS,
        mutant.find.span,
        &message,
        help,
    ));
}

fn touches(language: Language, (path, text): &TestFile<'_>, faults: &mut Faults) {
    for reach in reaches(language, text) {
        let (file, line, name) = (&path.value, reach.line, reach.name);
        let message = format!("`{file}`, line {line}: `{name}` reaches for {}", reach.what);
        let help = "hand the code what it would fetch, and look at what it gives back";
        faults.push(Fault::error(Code::TEST_REACH, path.span, &message, help));
    }
}

fn waits(language: Language, (path, text): &TestFile<'_>, faults: &mut Faults) {
    let sleeps = sleeps(language, text).into_iter();
    for sleep in sleeps.filter(|sleep| sleep.ms >= LONG_SLEEP_MS) {
        let (file, line) = (&path.value, sleep.line);
        let message = format!("`{file}`, line {line}: sleeps for {:.0} ms", sleep.ms);
        let help = "wait for a message, or let the test hold the clock";
        faults.push(Fault::warning(Code::SLOW_TESTS, path.span, &message, help));
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{self, CODING};

    const HIDDEN: &str = "elixir/hidden_test.exs";

    /// The faults of a code when a test file, or the reference, was edited.
    fn edited(code: &str, path: &str, from: &str, to: &str) -> Vec<String> {
        let text = sample::asset(path);
        assert!(text.contains(from), "{from}");
        sample::found(CODING, code, &[], &[(path, &text.replacen(from, to, 1))])
    }

    #[test]
    fn milestones_fill_the_phase() {
        let goal = "goal = \"Old answers, long lookups\"\nminutes = ";
        let (four, five) = (format!("{goal}4"), format!("{goal}5"));
        let phase = "[[phase]]\nid = \"implement\"\nminutes = 21\n[[phase]]\nid = \"approach\"";
        sample::table(
            CODING,
            "B604",
            &[
                (&[], &[]),
                (
                    &[(&four, &five)],
                    &["error `5`: the milestones take 21 minutes, the phase `implement` has 20"],
                ),
                (
                    &[(&four, &five), ("[[phase]]\nid = \"approach\"", phase)],
                    &[],
                ),
                (
                    &[("phases     = \"coding-45\"", "phases = \"screen-25\"")],
                    &["error `\"screen-25\"`: the plan `screen-25` has no phase `implement`"],
                ),
            ],
        );
    }

    #[test]
    fn tests_and_milestones_belong_together() {
        let tag = "@tag milestone: 1\n  test \"an answer";
        for (to, expected) in [
            ("test \"an answer", "has no milestone"),
            ("@tag milestone: 5\n  test \"an answer", "is of milestone 5"),
        ] {
            let [only] = edited("B604", HIDDEN, tag, to).try_into().unwrap();
            assert!(
                only.starts_with(
                    "error `\"elixir/hidden_test.exs\"`: `elixir/hidden_test.exs`, line"
                ),
                "{only}"
            );
            assert!(
                only.contains("\"an answer of nil is reused like any other\""),
                "{only}"
            );
            assert!(only.ends_with(expected), "{only}");
        }
        let fifth = "[[coding.milestone]]\nn = 5\ngoal = \"More\"\nminutes = 0\n[coding.elixir]";
        let edit = [("[coding.elixir]", fifth)];
        let found = sample::found(CODING, "B604", &edit, &[]);
        assert_eq!(found, ["error `5`: milestone 5 has no test"]);
    }

    #[test]
    fn the_text_of_a_mutant_is_there_once() {
        let find = "find = \"when now < expires_at ->\"";
        sample::table(
            CODING,
            "B603",
            &[
                (&[], &[]),
                (
                    &[(find, "find = \"when now <= expires_at ->\"")],
                    &[
                        "error `\"when now <= expires_at ->\"`: `elixir/reference.ex` does not have \
                       the text that `nil-is-missing` replaces",
                    ],
                ),
                (
                    &[(find, "find = \"end_lookup(\"")],
                    &[
                        "error `\"end_lookup(\"`: `elixir/reference.ex` has the text that \
                       `nil-is-missing` replaces 3 times",
                    ],
                ),
            ],
        );
    }

    #[test]
    fn a_mutant_names_tests_that_are_there() {
        let fails = "fails = [\"returns the loader's answer\"]";
        sample::table(
            CODING,
            "B603",
            &[
                (
                    &[(fails, "fails = []")],
                    &["error `[]`: mutant `wrong-shape` names no test"],
                ),
                (
                    &[(fails, "fails = [\"returns an answer\"]")],
                    &["error `\"returns an answer\"`: no test is named \"returns an answer\""],
                ),
            ],
        );
    }

    #[test]
    fn fewer_than_six_mutants_are_few() {
        let text = sample::text(CODING);
        let start = text.find("[[coding.mutant]]").unwrap();
        let end = text.find("[debrief]").unwrap();
        let edit = [(&text[start..end], "")];
        let found = sample::found(CODING, "B603", &edit, &[]);
        let [only] = found.try_into().unwrap();
        assert!(only.starts_with("warning"), "{only}");
        assert!(
            only.ends_with(": 0 of at least 6 mutants in elixir"),
            "{only}"
        );
    }

    #[test]
    fn tests_reach_nothing_and_sleep_little() {
        let line = "loader = gated(key)\n";
        let prefix = "`\"elixir/hidden_test.exs\"`: `elixir/hidden_test.exs`, line";
        for (to, code, expected) in [
            (
                ":gen_tcp.listen(0, [])\n",
                "B606",
                "error; `:gen_tcp` reaches for the network",
            ),
            (
                "System.cmd(\"ls\", [])\n",
                "B606",
                "error; `System.cmd` reaches for a shell",
            ),
            (
                "File.rm_rf!(key)\n",
                "B606",
                "error; `File.rm` reaches for files to write",
            ),
            (
                "Mix.install([])\n",
                "B606",
                "error; `Mix.install` reaches for packages to install",
            ),
            ("Process.sleep(100)\n", "B605", "warning; sleeps for 100 ms"),
        ] {
            let found = edited(code, HIDDEN, line, &format!("{to}    {line}"));
            let [only] = found.try_into().unwrap();
            let (severity, what) = expected.split_once("; ").unwrap();
            assert!(only.starts_with(&format!("{severity} {prefix}")), "{only}");
            assert!(only.ends_with(what), "{only}");
        }
        for (code, to) in [
            ("B605", "Process.sleep(99)\n"),
            ("B606", "File.read!(key)\n"),
        ] {
            assert!(
                edited(code, HIDDEN, line, &format!("{to}{line}")).is_empty(),
                "{to}"
            );
        }
    }

    #[test]
    fn what_is_not_there_is_not_judged() {
        for code in ["B603", "B604", "B605", "B606"] {
            let found = sample::found_without_files(CODING, code);
            assert!(found.is_empty(), "{found:?}");
        }
    }
}
