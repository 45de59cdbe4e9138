//! Texts that can be made again: the cache folder.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _};
use std::path::PathBuf;

/// A folder of texts that can be made again. Whatever goes wrong with it costs time, no more.
#[derive(Debug, Clone)]
pub struct Cache {
    folder: PathBuf,
}

impl Cache {
    /// The cache in this folder.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// The text kept under a name, and when it was kept, in nanoseconds since 1970.
    pub fn get(&self, name: &str) -> Option<(String, i128)> {
        let path = self.folder.join(name);
        let kept = fs::metadata(&path).ok()?;
        let written_ns = i128::from(kept.mtime()) * 1_000_000_000 + i128::from(kept.mtime_nsec());
        Some((fs::read_to_string(path).ok()?, written_ns))
    }

    /// Keeps a text under a name; a reader sees the old one or the new one, whole.
    pub fn put(&self, name: &str, text: &str) {
        // What can't be kept is made again next time.
        let _ = self.try_put(name, text);
    }

    fn try_put(&self, name: &str, text: &str) -> std::io::Result<()> {
        fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&self.folder)?;
        let half = self.folder.join(format!("{name}.{}", std::process::id()));
        let mut options = fs::OpenOptions::new();
        let mut file = options
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&half)?;
        file.write_all(text.as_bytes())?;
        fs::rename(half, self.folder.join(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_can_be_got() {
        let home = tempfile::tempdir().unwrap();
        let cache = Cache::new(home.path().join("a/b"));
        assert_eq!(cache.get("x"), None);
        cache.put("x", "one");
        cache.put("x", "two");
        assert_eq!(cache.get("x").unwrap().0, "two");
    }
}
