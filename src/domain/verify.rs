//! A bank's code judged by what running it gave: the starter, the reference, the known-wrong
//! variants, and the tests themselves.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::bank::MutantId;
use crate::domain::bank::detail::{Language, Mutant};
use crate::domain::bank::tests_text;
use crate::domain::code::{End, NotRun, Run, Status, TestResult};
use crate::domain::fault::Code;
use crate::domain::text::Safe;

/// Of 100 tests, so many must fail on the starter.
const STARTER_FAILS: usize = 80;

/// So much of what a compiler says stands in a line.
const LINE_CHARS: usize = 140;

/// All tests together may take so long before it is felt, in microseconds.
const SLOW_MICROS: u64 = 2_000_000;

/// Something wrong with a prompt's code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule that it breaks.
    pub rule: Code,
    /// What is wrong.
    pub what: Safe,
    /// What was seen, over several lines; empty if there is nothing to show.
    pub seen: Safe,
}

impl Finding {
    fn new(rule: Code, what: impl AsRef<str>, seen: impl AsRef<str>) -> Self {
        Self {
            rule,
            what: Safe::new(what.as_ref()),
            seen: Safe::new(seen.as_ref()),
        }
    }
}

/// The tests of a prompt in one language, by name, with their milestones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected(BTreeMap<String, Option<u32>>);

impl Expected {
    /// The tests of some files; a name that stands there twice is a finding.
    pub fn of(language: Language, files: &[&str]) -> (Self, Vec<Finding>) {
        let (mut tests, mut findings) = (BTreeMap::new(), Vec::new());
        for test in files
            .iter()
            .flat_map(|text| tests_text::tests(language, text))
        {
            if tests.insert(test.name.clone(), test.milestone).is_some() {
                let what = format!("two tests are called \"{}\"", test.name);
                findings.push(Finding::new(Code::MILESTONES, what, ""));
            }
        }
        (Self(tests), findings)
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// The number of a test's milestone, as its file has it.
    pub fn milestone(&self, name: &str) -> Option<u32> {
        self.0.get(name).copied().flatten()
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

/// Judges one run of the reference.
pub fn reference(run: &Run, expected: &Expected) -> Vec<Finding> {
    let rule = Code::SOLUTION;
    if run.end != End::Complete {
        let what = format!("the reference does not get through: {}", ended(&run.end));
        return vec![Finding::new(rule, what, seen_at_end(run))];
    }
    let mut findings: Vec<Finding> = run
        .failing()
        .map(|test| {
            let what = format!("the reference fails \"{}\"", test.name);
            Finding::new(rule, what, &test.message)
        })
        .collect();
    if !run.warnings.is_blank() {
        findings.push(Finding::new(rule, "the compiler warns", &run.warnings));
    }
    let missing = expected.names().filter(|name| run.test(name).is_none());
    findings.extend(missing.map(|name| {
        let what = format!("\"{name}\" stands in a test file and was never run");
        Finding::new(rule, what, "")
    }));
    if run.micros > SLOW_MICROS {
        let what = format!("the tests take {} ms", run.micros / 1000);
        findings.push(Finding::new(Code::SLOW_TESTS, what, ""));
    }
    findings
}

/// Judges the run of the starter.
pub fn starter(run: &Run, expected: &Expected) -> Vec<Finding> {
    let all = expected.count();
    // A starter may hang in one of its tests: that is no pass.
    if let End::Broken(_) | End::NotRun(_) = &run.end {
        let what = format!("the starter does not get through: {}", ended(&run.end));
        return vec![Finding::new(Code::STARTER, what, seen_at_end(run))];
    }
    let passing: Vec<&TestResult> = run
        .tests
        .iter()
        .filter(|test| test.status == Status::Passed)
        .collect();
    let failing = all.saturating_sub(passing.len());
    if failing * 100 >= all * STARTER_FAILS {
        return Vec::new();
    }
    let names: Vec<&str> = passing.iter().map(|test| test.name.as_str()).collect();
    let what =
        format!("the starter fails {failing} of {all} tests; it must fail {STARTER_FAILS} of 100");
    vec![Finding::new(
        Code::STARTER,
        what,
        format!("it passes: {}", names.join("; ")),
    )]
}

/// The reference with a mutant's edit, if its text is there once.
pub fn mutate(mutant: &Mutant, reference: &str) -> Result<String, Finding> {
    match reference.matches(&mutant.find).count() {
        1 => Ok(reference.replacen(&mutant.find, &mutant.with, 1)),
        count => {
            let what = format!(
                "the text that `{}` replaces is in the reference {count} times",
                mutant.id
            );
            Err(Finding::new(Code::MUTANTS, what, &mutant.find))
        }
    }
}

/// Judges the run of a mutant: it compiles and fails the tests that it names.
pub fn mutant(mutant: &Mutant, run: &Run) -> Vec<Finding> {
    let id = &mutant.id;
    if matches!(run.end, End::Broken(_) | End::NotRun(_)) {
        let what = format!("mutant `{id}` does not get through: {}", ended(&run.end));
        return vec![Finding::new(Code::MUTANTS, what, seen_at_end(run))];
    }
    let survived = mutant
        .fails
        .iter()
        .filter(|name| !is_failed_by(run, name))
        .map(|name| {
            let what = match run.test(name) {
                Some(_) => format!("mutant `{id}` passes \"{name}\""),
                None => format!(
                    "mutant `{id}` never came to \"{name}\": {}",
                    ended(&run.end)
                ),
            };
            Finding::new(Code::MUTANTS, what, failed_instead(run))
        });
    survived.collect()
}

/// The tests that no mutant fails, given what each mutant failed.
pub fn unfailed(
    expected: &Expected,
    failed_by: &BTreeMap<MutantId, BTreeSet<String>>,
) -> Vec<Finding> {
    let is_failed = |name: &str| failed_by.values().any(|tests| tests.contains(name));
    let unfailed = expected.names().filter(|name| !is_failed(name));
    let finding = |name| {
        let what = format!("no mutant fails \"{name}\"");
        Finding::new(Code::MUTANTS, what, "")
    };
    unfailed.map(finding).collect()
}

fn is_failed_by(run: &Run, name: &str) -> bool {
    run.test(name)
        .is_some_and(|test| test.status == Status::Failed)
}

fn failed_instead(run: &Run) -> String {
    let names: Vec<&str> = run.failing().map(|test| test.name.as_str()).collect();
    if names.is_empty() {
        "it fails no test".to_owned()
    } else {
        format!("it fails: {}", names.join("; "))
    }
}

/// How a run ended, as the end of a sentence: one line.
pub fn ended(end: &End) -> String {
    match end {
        End::Complete => "every test ended".to_owned(),
        End::Broken(broken) => {
            let said = broken.message.as_str().lines().next().unwrap_or_default();
            let said: String = said.chars().take(LINE_CHARS).collect();
            match broken.line {
                Some(line) => format!("{}, line {line}: {said}", broken.file),
                None => format!("{}: {said}", broken.file),
            }
        }
        End::TooLong(seconds) => format!("the tests took longer than {seconds} s"),
        End::TooMuch(what) => format!("too much {what}"),
        End::Vanished(how) => format!("the program ended before its tests did: {how}"),
        End::NotRun(NotRun::NoToolchain(why) | NotRun::Refused(why) | NotRun::System(why)) => {
            why.clone()
        }
    }
}

fn seen_at_end(run: &Run) -> Safe {
    if run.warnings.is_blank() {
        run.printed.clone()
    } else {
        run.warnings.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::code::Broken;

    const FILE: &str = "@tag milestone: 1\ntest \"a\" do\n@tag milestone: 2\ntest \"b\" do\n\
                        @tag milestone: 2\ntest \"c\" do\ntest \"d\" do\ntest \"e\" do\n";

    fn expected() -> Expected {
        Expected::of(Language::Elixir, &[FILE]).0
    }

    fn run(passed: &[&str], failed: &[&str]) -> Run {
        let test = |status| {
            move |name: &&str| TestResult {
                name: (*name).to_owned(),
                milestone: None,
                status,
                message: Safe::new("expected 1"),
            }
        };
        let passed = passed.iter().map(test(Status::Passed));
        let tests = passed.chain(failed.iter().map(test(Status::Failed)));
        Run {
            tests: tests.collect(),
            ..Run::ended(End::Complete)
        }
    }

    fn broken() -> Run {
        Run::ended(End::Broken(Broken {
            file: "solution.ex".into(),
            line: Some(3),
            message: "unexpected end".into(),
        }))
    }

    fn said(findings: &[Finding]) -> Vec<String> {
        let said = |finding: &Finding| format!("{} {}", finding.rule.as_str(), finding.what);
        findings.iter().map(said).collect()
    }

    fn sample(find: &str, fails: &[&str]) -> Mutant {
        Mutant {
            language: Language::Elixir,
            id: MutantId::new("no-reuse").unwrap(),
            why: "nothing is kept".into(),
            find: find.to_owned(),
            with: "keep(nil)".to_owned(),
            fails: fails.iter().map(|name| (*name).to_owned()).collect(),
        }
    }

    #[test]
    fn names_are_there_once() {
        let (tests, findings) = Expected::of(Language::Elixir, &[FILE, "test \"a\" do"]);
        assert_eq!(tests.count(), 5);
        assert_eq!(said(&findings), ["B604 two tests are called \"a\""]);
        assert_eq!(expected().milestone("b"), Some(2));
    }

    #[test]
    fn a_reference_passes_every_test_without_warnings_in_time() {
        let all = ["a", "b", "c", "d", "e"];
        assert!(reference(&run(&all, &[]), &expected()).is_empty());
        let found = reference(&run(&all[..3], &["d"]), &expected());
        assert_eq!(
            said(&found),
            [
                "B602 the reference fails \"d\"",
                "B602 \"e\" stands in a test file and was never run"
            ]
        );
        let warned = Run {
            warnings: "unused variable".into(),
            micros: 2_500_000,
            ..run(&all, &[])
        };
        assert_eq!(
            said(&reference(&warned, &expected())),
            ["B602 the compiler warns", "B605 the tests take 2500 ms"]
        );
        assert_eq!(
            said(&reference(&broken(), &expected())),
            ["B602 the reference does not get through: solution.ex, line 3: unexpected end"]
        );
    }

    #[test]
    fn a_starter_fails_four_of_five() {
        assert!(starter(&run(&["a"], &["b", "c", "d", "e"]), &expected()).is_empty());
        assert_eq!(
            said(&starter(&run(&["a", "b"], &["c", "d", "e"]), &expected())),
            ["B601 the starter fails 3 of 5 tests; it must fail 80 of 100"]
        );
        assert_eq!(starter(&broken(), &expected()).len(), 1);
        assert!(starter(&Run::ended(End::TooLong(20)), &expected()).is_empty());
    }

    #[test]
    fn a_mutant_is_one_edit_that_its_tests_notice() {
        let mutated = mutate(&sample("keep(answer)", &[]), "x = keep(answer)").unwrap();
        assert_eq!(mutated, "x = keep(nil)");
        let twice = mutate(&sample("keep", &[]), "keep keep").unwrap_err();
        assert_eq!(
            twice.what.as_str(),
            "the text that `no-reuse` replaces is in the reference 2 times"
        );
        let own = sample("x", &["a", "b", "z"]);
        assert_eq!(
            said(&mutant(&own, &run(&["a"], &["b"]))),
            [
                "B603 mutant `no-reuse` passes \"a\"",
                "B603 mutant `no-reuse` never came to \"z\": every test ended"
            ]
        );
        assert_eq!(said(&mutant(&own, &broken())).len(), 1);
    }

    #[test]
    fn every_test_is_failed_by_a_mutant() {
        let failed = ["a", "b", "d", "e"].map(ToOwned::to_owned);
        let by = BTreeMap::from([(MutantId::new("no-reuse").unwrap(), BTreeSet::from(failed))]);
        assert_eq!(
            said(&unfailed(&expected(), &by)),
            ["B603 no mutant fails \"c\""]
        );
    }
}
