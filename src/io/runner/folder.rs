//! The folder of one run: what goes in, what comes out, and nothing else; gone afterwards.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{Error, Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::PathBuf;

/// The largest file of results that is read, in bytes.
const RESULTS_BYTES: u64 = 4 << 20;

/// The folder of one run.
#[derive(Debug)]
pub(super) struct Folder {
    root: PathBuf,
}

impl Folder {
    /// A new folder that only the user can enter.
    pub(super) fn new(name: &str) -> Result<Self, Error> {
        let root = std::env::temp_dir().join(format!("mockloop-run-{name}"));
        let mut builder = DirBuilder::new();
        builder.mode(0o700);
        builder.create(&root)?;
        let folder = Self { root };
        for inner in [folder.input(), folder.output(), folder.home()] {
            builder.create(inner)?;
        }
        Ok(folder)
    }

    /// Where a run finds its files.
    pub(super) fn input(&self) -> PathBuf {
        self.root.join("in")
    }

    /// Where a run may write.
    pub(super) fn output(&self) -> PathBuf {
        self.root.join("out")
    }

    /// What a run takes for the user's folder, and for temporary files.
    pub(super) fn home(&self) -> PathBuf {
        self.root.join("home")
    }

    /// Where the harness writes.
    pub(super) fn results_path(&self) -> PathBuf {
        self.output().join("results.ndjson")
    }

    /// Puts a file in; gives its path.
    pub(super) fn put(&self, name: &str, text: &str) -> Result<PathBuf, Error> {
        let path = self.input().join(name);
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&path)?;
        file.write_all(text.as_bytes())?;
        Ok(path)
    }

    /// What the harness wrote; empty if it wrote nothing. A run can leave anything in its folder:
    /// what is no ordinary file is not opened.
    pub(super) fn results(&self) -> String {
        let flags = rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK;
        let file = OpenOptions::new()
            .read(true)
            .custom_flags(i32::try_from(flags.bits()).unwrap_or(0))
            .open(self.results_path());
        let mut bytes = Vec::new();
        if let Ok(file) = file
            && file.metadata().is_ok_and(|file| file.is_file())
        {
            // What can't be read is missing, and told as such.
            let _ = file.take(RESULTS_BYTES).read_to_end(&mut bytes);
        }
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // A folder that can't be removed is left to the system.
        let _ = fs::remove_dir_all(&self.root);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_file_is_not_read_and_nothing_is_left() {
        let folder = Folder::new("unit-test-of-folders").unwrap();
        let root = folder.root.clone();
        assert_eq!(folder.results(), "");
        fs::write(folder.results_path(), "line\n").unwrap();
        assert_eq!(folder.results(), "line\n");
        fs::remove_file(folder.results_path()).unwrap();
        std::os::unix::fs::symlink("/etc/hostname", folder.results_path()).unwrap();
        assert_eq!(folder.results(), "");
        drop(folder);
        assert!(!root.exists());
    }
}
