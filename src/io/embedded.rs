//! The bank that ships inside the binary, packed by the build script.

use std::io::Read as _;

use flate2::read::ZlibDecoder;

use super::{BankFiles, FileError, FileProblem, Stamp};
use crate::domain::text::Safe;

include!(concat!(env!("OUT_DIR"), "/core.rs"));

/// The core bank.
#[derive(Debug, Clone, Copy)]
pub struct Core;

impl Core {
    /// The index of its prompts, as JSON.
    pub fn index() -> &'static str {
        INDEX
    }
}

impl BankFiles for Core {
    fn name(&self) -> Safe {
        Safe::new("core-backend")
    }

    fn files(&self) -> Result<Vec<String>, FileError> {
        Ok(FILES.iter().map(|(path, _)| (*path).to_owned()).collect())
    }

    fn read(&self, path: &str) -> Result<String, FileError> {
        let error = |problem| FileError {
            path: path.to_owned(),
            problem,
        };
        let packed = FILES.iter().find(|(known, _)| *known == path);
        let (_, packed) = packed.ok_or_else(|| error(FileProblem::Missing))?;
        let mut text = String::new();
        ZlibDecoder::new(*packed)
            .read_to_string(&mut text)
            .map_err(|cause| error(FileProblem::System(cause.to_string())))?;
        Ok(text)
    }

    fn stamp(&self, _: &str) -> Option<Stamp> {
        None
    }
}
