//! Floor 4: the human. The command line, the conversation, errors into words, exit codes.

mod backups;
mod bank;
mod cli;
mod code;
mod command;
mod config;
mod doctor;
mod examples;
mod exit;
mod lines;
mod look;
mod offer;
mod readiness;
mod repl;
mod road;
mod screen;
mod shell;
mod vocabulary;
mod world;

pub use cli::commands;
pub use screen::Console;
pub use world::{Start, Variables, World, main, run};
