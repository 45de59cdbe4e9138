//! Python: unittest.

use std::io::Error;

use super::Toolchain;
use super::folder::Folder;
use super::sandbox::Modes;
use super::system::Program;

/// The program that runs tests.
const HARNESS: &str = include_str!("harness/python.py");

/// Address space, in bytes.
const MEMORY_BYTES: u64 = 2 << 30;

pub(super) fn program(toolchain: &Toolchain, folder: &Folder) -> Result<Program, Error> {
    let harness = folder.put("harness.py", HARNESS)?;
    Ok(Program {
        path: toolchain.program.clone(),
        // Alone (no folder or variable of the user's), without writing compiled files.
        arguments: vec!["-I".into(), "-B".into(), harness.into()],
        environment: Vec::new(),
        memory_bytes: Some(MEMORY_BYTES),
        modes: Modes::Keep,
    })
}
