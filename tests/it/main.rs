//! The integration tests, one binary: conversations, promises, the floors of the house.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that can't go on fails"
)]

mod bad_banks;
mod banks;
mod chance;
mod floors;
mod kills;
mod lint;
mod offers;
mod phrasings;
mod pty;
mod readiness;
mod readme;
mod road;
mod rounds;
mod schemas;
mod terminal;
mod transcript;
mod transcripts;
mod world;
