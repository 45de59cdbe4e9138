//! Runs a solution's tests in child processes, at a distance from the machine.
//!
//! A run gets a fresh copy of its files in a temporary folder, an environment of a few variables,
//! a session of its own, limits on time, memory, files and output. Results come from a file that
//! the harness writes, each line with a nonce; what is printed belongs to the solution.

mod child;
mod elixir;
mod folder;
mod python;
mod results;
mod rust;
pub mod sandbox;
mod system;
mod toolchain;
mod watch;

pub use system::System;
pub use toolchain::{Toolchain, remedy};

use std::future::Future;
use std::pin::Pin;

use crate::domain::bank::detail::{Language, Version};
use crate::domain::code::Run;
use sandbox::Level;

/// What is to be run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// The language.
    pub language: Language,
    /// The oldest version that may run it.
    pub min_version: Version,
    /// The solution's text.
    pub solution: String,
    /// The test files' texts, in the order in which they are run.
    pub tests: Vec<TestFile>,
    /// How long the tests may take, in seconds.
    pub limit_s: u32,
    /// Whose code it is.
    pub origin: Origin,
}

/// A test file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestFile {
    /// Its name without what it ends in, such as `visible_test`.
    pub name: &'static str,
    /// Its text.
    pub text: String,
}

/// Whose code is run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The program's own bank: it runs at any level.
    BuiltIn,
    /// Somebody's bank, trusted: it needs more than limits.
    Trusted,
}

/// What can be run here, and how far from the machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// The strongest level.
    pub level: Level,
    /// The language's toolchain; none if it is not installed.
    pub toolchain: Option<Toolchain>,
}

/// A future that stays on its thread.
pub type Local<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// Runs tests.
pub trait Runner {
    /// Runs a solution's tests. Dropping the future ends the run.
    fn run(&self, job: Job) -> Local<'_, Run>;

    /// Gets ready for a run in a language, so that it takes less time.
    fn prepare(&self, language: Language) -> Local<'_, ()>;

    /// What can be run here in a language.
    fn offer(&self, language: Language) -> Local<'_, Offer>;
}

/// Folders and files that programs of any language need.
fn system_paths() -> impl Iterator<Item = &'static str> {
    [
        "/usr",
        "/bin",
        "/sbin",
        "/lib",
        "/lib32",
        "/lib64",
        "/nix/store",
        "/etc/alternatives",
        "/etc/ld.so.cache",
        "/etc/localtime",
    ]
    .into_iter()
}
