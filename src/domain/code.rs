//! What running a solution's tests gave, and where that leaves the candidate.

use crate::domain::bank::detail::Milestone;
use crate::domain::text::Safe;

/// A run of tests: what each gave, and how the run ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The tests that ended, in the order in which they did.
    pub tests: Vec<TestResult>,
    /// How the run ended.
    pub end: End,
    /// What the compiler warned of; empty without warnings.
    pub warnings: Safe,
    /// What the solution printed, its beginning.
    pub printed: Safe,
    /// How long all tests took together, in microseconds.
    pub micros: u64,
}

/// What a test gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestResult {
    /// Its name, as it stands in its file.
    pub name: String,
    /// The milestone that it belongs to; none counts as the first.
    pub milestone: Option<u32>,
    /// What it gave.
    pub status: Status,
    /// Why it failed; empty if it did not.
    pub message: Safe,
}

/// What a test gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// What it asks for holds.
    Passed,
    /// It does not hold, or the test took too long.
    Failed,
    /// Its file says that it is not to be run.
    Skipped,
}

/// How a run of tests ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// Every test ended.
    Complete,
    /// A file can't be compiled.
    Broken(Broken),
    /// The tests took longer than they may, in seconds.
    TooLong(u32),
    /// More of the machine was taken than is given; what there was too much of.
    TooMuch(&'static str),
    /// The program ended before its tests did; how.
    Vanished(String),
    /// Nothing was run; why.
    NotRun(NotRun),
}

/// Where and why a file can't be compiled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// The file's name.
    pub file: Safe,
    /// The line, where it is known.
    pub line: Option<u32>,
    /// What the compiler says.
    pub message: Safe,
}

/// Why nothing was run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotRun {
    /// The language is not installed, or not as new as the prompt asks; what to do.
    NoToolchain(String),
    /// Code of this bank may not be run here; why.
    Refused(String),
    /// The system says no.
    System(String),
}

impl Run {
    /// A run of which nothing came.
    pub fn not_run(why: NotRun) -> Self {
        Self::ended(End::NotRun(why))
    }

    /// A run that ended before any test did.
    pub fn ended(end: End) -> Self {
        Self {
            tests: Vec::new(),
            end,
            warnings: Safe::default(),
            printed: Safe::default(),
            micros: 0,
        }
    }

    /// A test by its name.
    pub fn test(&self, name: &str) -> Option<&TestResult> {
        self.tests.iter().find(|test| test.name == name)
    }

    /// Whether every test ended and none failed.
    pub fn is_green(&self) -> bool {
        self.end == End::Complete && self.failing().next().is_none()
    }

    /// The tests that failed.
    pub fn failing(&self) -> impl Iterator<Item = &TestResult> {
        let is_failing = |test: &&TestResult| test.status == Status::Failed;
        self.tests.iter().filter(is_failing)
    }

    /// Where the run leaves the candidate.
    pub fn standing(&self) -> Standing<'_> {
        let number = |test: &TestResult| test.milestone.unwrap_or(1);
        let at = self.failing().map(number).min();
        let (now, later) = self.failing().partition(|test| Some(number(test)) == at);
        let passed = self
            .tests
            .iter()
            .filter(|test| test.status == Status::Passed);
        Standing {
            passed: passed.count(),
            failing: now,
            later,
            at,
        }
    }
}

/// Where a run leaves the candidate: at the first milestone with a failing test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing<'a> {
    /// How many tests pass.
    pub passed: usize,
    /// The failing tests of the milestone that is being worked on.
    pub failing: Vec<&'a TestResult>,
    /// The failing tests of later milestones: nobody expects them to pass yet.
    pub later: Vec<&'a TestResult>,
    /// The number of the milestone that is being worked on; none if every test passes.
    pub at: Option<u32>,
}

impl Standing<'_> {
    /// The milestone that is being worked on, of a prompt's milestones.
    pub fn milestone<'m>(&self, milestones: &'m [Milestone]) -> Option<&'m Milestone> {
        milestones
            .iter()
            .find(|milestone| Some(milestone.number) == self.at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(tests: &[(&str, Option<u32>, Status)]) -> Run {
        let tests = tests.iter().map(|(name, milestone, status)| TestResult {
            name: (*name).to_owned(),
            milestone: *milestone,
            status: *status,
            message: Safe::default(),
        });
        Run {
            tests: tests.collect(),
            ..Run::ended(End::Complete)
        }
    }

    #[test]
    fn failures_beyond_the_first_open_milestone_are_for_later() {
        let run = run(&[
            ("a", None, Status::Passed),
            ("b", Some(2), Status::Failed),
            ("c", Some(3), Status::Passed),
            ("d", Some(3), Status::Failed),
            ("e", Some(2), Status::Skipped),
        ]);
        let standing = run.standing();
        let names =
            |tests: &[&TestResult]| tests.iter().map(|t| t.name.clone()).collect::<Vec<_>>();
        assert_eq!((standing.passed, standing.at), (2, Some(2)));
        assert_eq!(names(&standing.failing), ["b"]);
        assert_eq!(names(&standing.later), ["d"]);
        assert!(!run.is_green());
    }

    #[test]
    fn a_run_without_failures_is_green_only_if_it_ended() {
        assert!(run(&[("a", None, Status::Passed)]).is_green());
        assert!(!Run::ended(End::TooLong(20)).is_green());
    }
}
