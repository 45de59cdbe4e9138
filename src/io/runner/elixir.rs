//! Elixir: no Mix; a machine that has started ahead and waits for its files.

use std::io::Error;

use super::Toolchain;
use super::folder::Folder;
use super::sandbox::Modes;
use super::system::Program;

/// The program that runs tests.
const HARNESS: &str = include_str!("harness/elixir.exs");

pub(super) fn program(toolchain: &Toolchain, folder: &Folder) -> Result<Program, Error> {
    let harness = folder.put("harness.exs", HARNESS)?;
    Ok(Program {
        path: toolchain.program.clone(),
        arguments: vec![harness.into()],
        environment: vec![
            // One scheduler that doesn't spin: tests behave alike on every machine.
            ("ERL_FLAGS", "+S 1:1 +sbwt none".to_owned()),
            ("ERL_CRASH_DUMP", "/dev/null".to_owned()),
            ("ELIXIR_ERL_OPTIONS", "+fnu".to_owned()),
        ],
        // It reserves far more address space than it uses.
        memory_bytes: None,
        modes: Modes::Keep,
    })
}
