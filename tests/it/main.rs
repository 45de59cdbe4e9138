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
mod floors;
mod kills;
mod lint;
mod offers;
mod phrasings;
mod readme;
mod rounds;
mod schemas;
mod transcript;
mod transcripts;
mod world;
