//! Floor 4: the human. The command line, the conversation, errors into words, exit codes.

mod bank;
mod cli;
mod command;
mod exit;
mod offer;
mod plain;
mod world;

pub use cli::commands;
pub use world::{Variables, World, main, run};
