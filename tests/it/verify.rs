//! A bank's code tried out several solutions at a time: what is told is the same, in the same order.

use std::cell::Cell;
use std::future::poll_fn;
use std::num::NonZero;
use std::task::Poll;

use mockloop::domain::bank::detail::Language;
use mockloop::domain::bank::tests_text;
use mockloop::domain::code::{End, Run, Status, TestResult};
use mockloop::domain::text::Safe;
use mockloop::engine::{Consent, Library, VerifyOptions, block_on, verify};
use mockloop::io::runner::{Job, Local, Offer, Runner};
use mockloop::io::trust::Trusted;
use mockloop::report::code::Tried;
use mockloop::report::document::Document;

/// Gives each solution an outcome of its own, which takes longer or shorter.
#[derive(Default)]
struct Uneven {
    running: Cell<usize>,
    most: Cell<usize>,
    /// The most that ran beside the reference, which comes in by its text.
    reference: String,
    beside_reference: Cell<usize>,
}

/// A number that a text always has.
fn number(text: &str) -> usize {
    let bytes = text.bytes();
    bytes.fold(7, |sum, byte| (sum * 31 + usize::from(byte)) % 65_521)
}

impl Uneven {
    fn outcome(&self, job: &Job) -> Run {
        let is_right = job.solution == self.reference;
        let files = job.tests.iter();
        let written = files.flat_map(|file| tests_text::tests(job.language, &file.text));
        let results = written.map(|test| {
            let is_lucky = number(&format!("{}{}", job.solution, test.name)).is_multiple_of(3);
            TestResult {
                status: if is_right || is_lucky {
                    Status::Passed
                } else {
                    Status::Failed
                },
                name: test.name,
                milestone: test.milestone,
                message: Safe::new(""),
            }
        });
        Run {
            tests: results.collect(),
            end: End::Complete,
            warnings: Safe::new(""),
            printed: Safe::new(""),
            micros: 1,
        }
    }
}

impl Runner for Uneven {
    fn run(&self, job: Job) -> Local<'_, Run> {
        Box::pin(async move {
            self.running.set(self.running.get() + 1);
            let mut left = number(&job.solution) % 9;
            poll_fn(|context| {
                self.most.set(self.most.get().max(self.running.get()));
                if job.solution == self.reference {
                    let beside = self.beside_reference.get().max(self.running.get() - 1);
                    self.beside_reference.set(beside);
                }
                if left == 0 {
                    return Poll::Ready(());
                }
                left -= 1;
                context.waker().wake_by_ref();
                Poll::Pending
            })
            .await;
            self.running.set(self.running.get() - 1);
            self.outcome(&job)
        })
    }

    fn prepare(&self, _: Language) -> Local<'_, ()> {
        Box::pin(std::future::ready(()))
    }

    fn offer(&self, _: Language) -> Local<'_, Offer> {
        unreachable!("nobody asks what can be run")
    }
}

/// What was told on the way and at the end, and the runner that saw it.
fn tried(prompt: &str, at_once: usize) -> (Vec<Document>, Vec<Tried>, Uneven) {
    let library = Library::new(None);
    let folder = env!("CARGO_MANIFEST_DIR");
    let reference =
        format!("{folder}/question_banks/core-backend/coding/{prompt}/elixir/reference.ex");
    let runner = Uneven {
        reference: std::fs::read_to_string(reference).unwrap(),
        ..Uneven::default()
    };
    let home = tempfile::tempdir().unwrap();
    let options = VerifyOptions {
        target: Some(prompt.to_owned()),
        times: 2,
        consent: Consent::Trusted,
        at_once: NonZero::new(at_once).unwrap(),
    };
    let mut told = Vec::new();
    let mut tell = |document: &Document| told.push(document.clone());
    let trusted = Trusted::new(home.path());
    let all = block_on(verify(&options, &library, &trusted, &runner, &mut tell));
    (told, all.unwrap().unwrap(), runner)
}

#[test]
fn several_at_a_time_tell_what_one_after_the_other_would() {
    for prompt in ["cod-bounded-map", "cod-idempotent-endpoint"] {
        let (told, all, runner) = tried(prompt, 1);
        assert_eq!(runner.most.get(), 1, "{prompt}");
        let mutants = all[0].mutants;
        assert!(mutants > 10 && all[0].killed < mutants, "{prompt}: {all:?}");
        assert!(all[0].findings.len() > 3, "{prompt}: {all:?}");
        // Two of the reference, the starter, each variant.
        assert_eq!(told.len(), 3 + mutants, "{prompt}");
        for at_once in 2..=5 {
            let (other_told, other, runner) = tried(prompt, at_once);
            assert_eq!(other_told, told, "{prompt}, {at_once} at once");
            assert_eq!(other, all, "{prompt}, {at_once} at once");
            assert_eq!(runner.most.get(), at_once, "{prompt}");
            assert_eq!(runner.beside_reference.get(), 0, "{prompt}");
        }
    }
}
