//! The integration tests, one binary: conversations, promises, the floors of the house.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that can't go on fails"
)]

mod backups;
mod bad_banks;
mod banks;
mod chance;
mod clocks;
mod control;
mod docs;
mod floors;
mod hostile;
mod kills;
mod lint;
mod offers;
mod phrasings;
mod power;
mod promise;
mod pty;
mod readiness;
mod road;
mod rounds;
mod runner;
mod schemas;
mod shell;
mod strange;
mod takeaway;
mod terminal;
mod timeline;
mod transcript;
mod transcripts;
mod trust;
mod verify;
mod widths;
mod world;

/// Says what this machine can't test. Where everything is meant to be there (`CI=true`) it fails.
pub(crate) fn skipped(what: &str) {
    #[expect(clippy::disallowed_methods, reason = "set by the machine that tests")]
    let must_all_run = std::env::var_os("CI").is_some_and(|value| value == "true");
    assert!(!must_all_run, "skipped: {what}");
    say_skipped(what);
}

/// Says what this machine can't test, where that is no fault of the machine's.
#[expect(clippy::print_stderr, reason = "tests have no other way to say so")]
pub(crate) fn say_skipped(what: &str) {
    eprintln!("skipped: {what}");
}
