//! The bank that ships inside the binary.

use include_dir::{Dir, include_dir};

use super::{BankFiles, FileError, FileProblem};
use crate::domain::text::Safe;

static CORE_BACKEND: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/question_banks/core-backend");

/// The core bank.
#[derive(Debug, Clone, Copy)]
pub struct Core;

impl BankFiles for Core {
    fn name(&self) -> Safe {
        Safe::new("core-backend")
    }

    fn prompts(&self, folder: &str) -> Result<Vec<String>, FileError> {
        let Some(folder) = CORE_BACKEND.get_dir(folder) else {
            return Ok(Vec::new());
        };
        let files = folder
            .files()
            .map(include_dir::File::path)
            .map(std::path::Path::to_path_buf);
        let prompts = folder.dirs().map(|dir| dir.path().join("prompt.toml"));
        let mut found: Vec<String> = files
            .filter(|path| {
                path.extension()
                    .is_some_and(|extension| extension == "toml")
            })
            .chain(prompts.filter(|path| CORE_BACKEND.get_file(path).is_some()))
            .map(|path| path.to_string_lossy().into_owned())
            .collect();
        found.sort();
        Ok(found)
    }

    fn read(&self, path: &str) -> Result<String, FileError> {
        let text = CORE_BACKEND
            .get_file(path)
            .and_then(include_dir::File::contents_utf8);
        let error = || FileError {
            path: path.to_owned(),
            problem: FileProblem::Missing,
        };
        text.map(ToOwned::to_owned).ok_or_else(error)
    }
}
