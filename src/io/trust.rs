//! Which banks' code may be run: a bank's id and the hash of what was read before it was trusted.

use std::fs;
use std::io::{Error, ErrorKind, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

/// The list of trusted banks, in the data folder.
#[derive(Debug, Clone)]
pub struct Trusted {
    folder: PathBuf,
}

impl Trusted {
    /// The list in a data folder.
    pub fn new(data: &Path) -> Self {
        Self {
            folder: data.to_path_buf(),
        }
    }

    /// The hash under which a bank is trusted.
    pub fn hash(&self, bank: &str) -> Option<String> {
        let all = self.read().unwrap_or_default();
        let found = all.into_iter().find(|(known, _)| known == bank);
        found.map(|(_, hash)| hash)
    }

    /// Trusts a bank under a hash; none takes trust away.
    ///
    /// # Errors
    /// The list can't be read or written.
    pub fn set(&self, bank: &str, hash: Option<&str>) -> Result<(), Error> {
        let mut all = self.read()?;
        all.retain(|(known, _)| known != bank);
        all.extend(hash.map(|hash| (bank.to_owned(), hash.to_owned())));
        let lines: Vec<String> = all
            .iter()
            .map(|(bank, hash)| format!("{bank} {hash}\n"))
            .collect();
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true).mode(0o700).create(&self.folder)?;
        // Whole or not at all: a reader sees the old list or the new one.
        let half = self.folder.join(format!("trusted.{}", std::process::id()));
        let mut file = fs::OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&half)?;
        file.write_all(lines.concat().as_bytes())?;
        file.sync_all()?;
        fs::rename(half, self.path())
    }

    fn path(&self) -> PathBuf {
        self.folder.join("trusted")
    }

    /// Lines that are none of ours are passed over: what is not there is not trusted.
    fn read(&self) -> Result<Vec<(String, String)>, Error> {
        let text = match fs::read_to_string(self.path()) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
            Err(error) => return Err(error),
        };
        let lines = text.lines().filter_map(|line| line.split_once(' '));
        Ok(lines
            .map(|(bank, hash)| (bank.to_owned(), hash.to_owned()))
            .collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trust_is_given_changed_and_taken_away() {
        let data = tempfile::tempdir().unwrap();
        let trusted = Trusted::new(data.path());
        assert_eq!(trusted.hash("mine"), None);
        trusted.set("mine", Some("a1")).unwrap();
        trusted.set("other", Some("b2")).unwrap();
        trusted.set("mine", Some("c3")).unwrap();
        assert_eq!(trusted.hash("mine").as_deref(), Some("c3"));
        trusted.set("mine", None).unwrap();
        assert_eq!(trusted.hash("mine"), None);
        assert_eq!(trusted.hash("other").as_deref(), Some("b2"));
    }
}
