//! Floor 4: the human. The command line, the conversation, errors into words, exit codes.

mod bank;
mod cli;
mod code;
mod command;
mod doctor;
mod exit;
mod plain;
mod world;

pub use cli::commands;
pub use world::{Variables, World, main, run};
