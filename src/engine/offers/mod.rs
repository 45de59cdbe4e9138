//! Offers on disk: a folder with `scorecard.toml` and `offers/ID.toml`.

pub mod begin;
pub mod change;
mod decide;
mod folder;
mod quick;
mod talk;
mod texts;

pub use decide::{Decision, decide, reviews};
pub use folder::{Loaded, Search, threads};
pub use quick::{put_score, quick, score};
pub use talk::{Stopped, Talk};
