//! Floor 2: one outside thing per file. Siblings never import each other.

mod bank_files;
pub mod cache;
pub mod clock;
pub mod dirs;
pub mod edit;
pub mod editor;
pub mod embedded;
pub mod entropy;
pub mod file_system;
pub mod files;
pub mod hash;
pub mod lines;
pub mod lock;
pub mod records;
pub mod runner;
pub mod store;
pub mod terminal;
pub mod toml;
pub mod trust;

pub use bank_files::{BankFiles, FileError, FileProblem, Stamp};
