//! Files and folders on disk: bounded reads that follow no link and leave no folder.

use std::fs::{self, File, OpenOptions};
use std::io::{Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _};
use std::path::{Component, Path, PathBuf};

use super::{BankFiles, FileError, FileProblem, Stamp};
use crate::domain::text::Safe;

/// The largest file that is read, in bytes.
const FILE_LIMIT_BYTES: u64 = 4 * 1024 * 1024;
/// The most files that are listed in a bank; a prompt with all its files has about ten.
const LISTED_LIMIT: usize = 200_000;

/// From now on only the user can read what this process creates.
pub fn keep_private() {
    rustix::process::umask(rustix::fs::Mode::RWXG | rustix::fs::Mode::RWXO);
}

/// The bank that a path lies in, and the path inside it: the nearest folder above it, or itself,
/// that has a `bank.toml`.
pub fn bank_of(path: &Path) -> Option<(PathBuf, PathBuf)> {
    // `./x` and `x` are one path; the folder that one is in is written `.`.
    let here = |path: &Path| {
        let parts = path.components().filter(|part| *part != Component::CurDir);
        let path: PathBuf = parts.collect();
        if path.as_os_str().is_empty() {
            PathBuf::from(".")
        } else {
            path
        }
    };
    let path = here(path);
    let root = path
        .ancestors()
        .map(here)
        .find(|folder| folder.join("bank.toml").is_file())?;
    let inside = path.strip_prefix(&root).unwrap_or(&path).to_path_buf();
    Some((root, inside))
}

/// Writes a file that isn't there yet, with the folders above it.
///
/// # Errors
/// It is there already, or the system says no.
pub fn create_new(path: &Path, text: &str) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(text.as_bytes())
}

/// What stands in a file of the user's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Plain {
    /// There is no such file.
    Missing,
    /// Its text.
    Text(String),
    /// Why it can't be read.
    Unreadable(String),
}

/// Reads a file of the user's own, which may be a link; a large one is refused.
pub fn read_plain(path: &Path) -> Plain {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Plain::Missing,
        Err(error) => return Plain::Unreadable(error.to_string()),
    };
    let mut bytes = Vec::new();
    match file.take(FILE_LIMIT_BYTES + 1).read_to_end(&mut bytes) {
        Ok(read) if read as u64 > FILE_LIMIT_BYTES => {
            Plain::Unreadable("it is larger than 4 MiB".to_owned())
        }
        Ok(_) => String::from_utf8(bytes).map_or_else(
            |_| Plain::Unreadable("it is no text in UTF-8".to_owned()),
            Plain::Text,
        ),
        Err(error) => Plain::Unreadable(error.to_string()),
    }
}

/// Writes a file of the user's own, whole or not at all: a reader sees the old one or the new one.
/// Folders that are missing are made for the user alone.
///
/// # Errors
/// The system says no; the file is then as it was.
pub fn write_private(path: &Path, text: &str) -> std::io::Result<()> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let half = folder.join(format!(".{name}.{}", std::process::id()));
    let written = write_synced(&half, text).and_then(|()| fs::rename(&half, path));
    if written.is_err() {
        // What is half written is of no use to anybody.
        let _ = fs::remove_file(&half);
        return written;
    }
    File::open(folder)?.sync_all()
}

/// Writes a file of the user's own that isn't there yet, readable by the user alone.
///
/// # Errors
/// It is there already, or the system says no; nothing half written is left.
pub fn create_private(path: &Path, text: &str) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)?;
    }
    let mut options = OpenOptions::new();
    let mut file = options
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)?;
    let written = file
        .write_all(text.as_bytes())
        .and_then(|()| file.sync_all());
    if written.is_err() {
        // What is half written is of no use to anybody.
        let _ = fs::remove_file(path);
    }
    written
}

/// Removes a file.
///
/// # Errors
/// The system says no.
pub fn remove(path: &Path) -> std::io::Result<()> {
    fs::remove_file(path)
}

fn write_synced(path: &Path, text: &str) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    let mut file = options
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// The names of a folder's TOML files without their ending, sorted; none if there is no folder.
pub fn stems_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut stems: Vec<String> = entries
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            name.strip_suffix(".toml").map(ToOwned::to_owned)
        })
        .filter(|stem| !stem.starts_with('.'))
        .collect();
    stems.sort();
    stems
}

/// Reads a text that the user writes, of at most 4 MiB. Links, pipes and devices are refused.
///
/// # Errors
/// It is not there, no ordinary file, too large or no text.
pub fn read_own(path: &Path) -> Result<String, FileProblem> {
    read_text(path)
}

/// What of a folder, itself included, can be read or entered by others than its owner.
///
/// # Errors
/// A folder can't be read.
pub fn readable_by_others(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let (mut open, mut folders) = (Vec::new(), vec![folder.to_path_buf()]);
    while let Some(path) = folders.pop() {
        let found = fs::symlink_metadata(&path)?;
        // A link has no mode of its own.
        if found.mode() & 0o077 != 0 && !found.is_symlink() {
            open.push(path.clone());
        }
        if found.is_dir() {
            for entry in fs::read_dir(&path)? {
                folders.push(entry?.path());
            }
        }
    }
    open.sort();
    Ok(open)
}

/// What tells without reading them whether files are still the same.
pub fn stamps(paths: &[PathBuf]) -> Vec<Option<(u64, i64, i64)>> {
    let stamp = |path: &PathBuf| {
        let file = fs::symlink_metadata(path).ok()?;
        Some((file.len(), file.mtime(), file.mtime_nsec()))
    };
    paths.iter().map(stamp).collect()
}

/// A bank in a folder.
#[derive(Debug, Clone)]
pub struct Folder {
    root: PathBuf,
}

impl Folder {
    /// The bank in this folder.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// The banks in a folder: its folders that have a `bank.toml`, sorted by name.
    pub fn all_in(folder: &Path) -> Vec<Self> {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        let mut roots: Vec<PathBuf> = entries
            .map(|entry| entry.path())
            .filter(|path| path.join("bank.toml").exists())
            .collect();
        roots.sort();
        roots.into_iter().map(Self::new).collect()
    }

    /// Adds every file below a folder; links are listed, not followed.
    fn walk(&self, folder: &str, found: &mut Vec<String>) -> Result<(), FileError> {
        let entries = fs::read_dir(self.root.join(folder)).map_err(|e| system(folder, &e))?;
        for entry in entries {
            let entry = entry.map_err(|e| system(folder, &e))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = if folder.is_empty() {
                name
            } else {
                format!("{folder}/{name}")
            };
            let kind = entry.file_type().map_err(|e| system(&path, &e))?;
            if kind.is_dir() {
                self.walk(&path, found)?;
            } else {
                found.push(path);
            }
            if found.len() > LISTED_LIMIT {
                let problem = FileProblem::System(format!("more than {LISTED_LIMIT} files"));
                return Err(error(folder, problem));
            }
        }
        Ok(())
    }

    fn path(&self, relative: &str) -> Result<PathBuf, FileError> {
        let is_inside = Path::new(relative)
            .components()
            .all(|part| matches!(part, Component::Normal(_)));
        if is_inside {
            Ok(self.root.join(relative))
        } else {
            Err(error(relative, FileProblem::Outside))
        }
    }
}

impl BankFiles for Folder {
    fn name(&self) -> Safe {
        Safe::new(&self.root.display().to_string())
    }

    fn files(&self) -> Result<Vec<String>, FileError> {
        let mut found = Vec::new();
        self.walk("", &mut found)?;
        found.sort();
        Ok(found)
    }

    fn stamp(&self, path: &str) -> Option<Stamp> {
        let file = fs::symlink_metadata(self.path(path).ok()?).ok()?;
        let ns = |seconds: i64, ns: i64| i128::from(seconds) * 1_000_000_000 + i128::from(ns);
        Some(Stamp {
            size: file.len(),
            written_ns: ns(file.mtime(), file.mtime_nsec()),
            changed_ns: ns(file.ctime(), file.ctime_nsec()),
            inode: file.ino(),
        })
    }

    fn read(&self, path: &str) -> Result<String, FileError> {
        // Every folder on the way is looked at too: a linked folder would lead outside.
        let mut on_the_way = self.root.clone();
        for part in self
            .path(path)?
            .strip_prefix(&self.root)
            .into_iter()
            .flatten()
        {
            on_the_way.push(part);
            let kind = fs::symlink_metadata(&on_the_way).map_err(|e| system(path, &e))?;
            if kind.is_symlink() {
                return Err(error(path, FileProblem::Link));
            }
        }
        read_text(&on_the_way).map_err(|problem| error(path, problem))
    }
}

/// Reads a file of at most 4 MiB as UTF-8. Links, pipes and devices are refused.
///
/// # Errors
/// It is missing, too large, no text or no ordinary file.
pub fn read_text(path: &Path) -> Result<String, FileProblem> {
    read_up_to(path, FILE_LIMIT_BYTES)
}

/// Reads a file as UTF-8 that may be larger than others: a whole history.
///
/// # Errors
/// It is missing, has more bytes than the limit, is no text or no ordinary file.
pub fn read_up_to(path: &Path, limit_bytes: u64) -> Result<String, FileProblem> {
    let is_file = fs::symlink_metadata(path)
        .map_err(|e| problem(&e))?
        .is_file();
    if !is_file {
        return Err(FileProblem::NotAFile);
    }
    let flags = rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK;
    let flags = i32::try_from(flags.bits()).unwrap_or(0);
    let file = OpenOptions::new().read(true).custom_flags(flags).open(path);
    let file: File = file.map_err(|e| problem(&e))?;
    let mut bytes = Vec::new();
    file.take(limit_bytes + 1)
        .read_to_end(&mut bytes)
        .map_err(|e| problem(&e))?;
    if bytes.len() as u64 > limit_bytes {
        return Err(FileProblem::TooLarge);
    }
    String::from_utf8(bytes).map_err(|e| FileProblem::NotText {
        at: e.utf8_error().valid_up_to(),
    })
}

fn problem(error: &std::io::Error) -> FileProblem {
    if error.kind() == std::io::ErrorKind::NotFound {
        return FileProblem::Missing;
    }
    FileProblem::System(error.to_string())
}

fn system(path: &str, cause: &std::io::Error) -> FileError {
    error(path, problem(cause))
}

fn error(path: &str, problem: FileProblem) -> FileError {
    FileError {
        path: path.to_owned(),
        problem,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_pipes_and_ways_out_are_refused() {
        let home = tempfile::tempdir().unwrap();
        let bank = home.path().join("bank");
        fs::create_dir_all(bank.join("behavioral")).unwrap();
        fs::write(home.path().join("secret.toml"), "x = 1").unwrap();
        fs::write(bank.join("bank.toml"), "a = 1").unwrap();
        fs::write(bank.join("latin1.toml"), b"a = \"\xe4\"").unwrap();
        std::os::unix::fs::symlink("../../secret.toml", bank.join("behavioral/beh-x.toml"))
            .unwrap();
        std::os::unix::fs::symlink(home.path(), bank.join("away")).unwrap();
        let folder = Folder::new(&bank);
        let problem = |path: &str| folder.read(path).unwrap_err().problem;
        assert_eq!(folder.read("bank.toml").unwrap(), "a = 1");
        assert_eq!(problem("behavioral/beh-x.toml"), FileProblem::Link);
        assert_eq!(problem("away/secret.toml"), FileProblem::Link);
        assert_eq!(problem("../secret.toml"), FileProblem::Outside);
        assert_eq!(problem("/etc/hostname"), FileProblem::Outside);
        assert_eq!(problem("behavioral"), FileProblem::NotAFile);
        assert_eq!(problem("nothing.toml"), FileProblem::Missing);
        assert_eq!(problem("latin1.toml"), FileProblem::NotText { at: 5 });
    }

    #[test]
    fn the_bank_of_a_path_is_the_nearest_folder_with_a_manifest() {
        let home = tempfile::tempdir().unwrap();
        let bank = home.path().join("bank");
        fs::create_dir_all(bank.join("behavioral")).unwrap();
        fs::write(bank.join("bank.toml"), "").unwrap();
        for inside in ["", "behavioral/beh-x.toml"] {
            let found = bank_of(&bank.join(inside)).unwrap();
            assert_eq!(found, (bank.clone(), PathBuf::from(inside)));
        }
        assert_eq!(bank_of(home.path()), None);
        // The tests run in the package's own folder.
        let core = PathBuf::from("question_banks/core-backend");
        for path in [
            "question_banks/core-backend",
            "./question_banks/./core-backend/",
        ] {
            assert_eq!(
                bank_of(Path::new(path)),
                Some((core.clone(), PathBuf::new()))
            );
        }
        assert_eq!(bank_of(Path::new(".")), None);
    }

    #[test]
    fn private_files_are_whole_and_for_the_user_alone() {
        use std::os::unix::fs::PermissionsExt as _;
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("stories/one.toml");
        write_private(&path, "a = 1\n").unwrap();
        write_private(&path, "a = 2\n").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "a = 2\n");
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&path), 0o600);
        assert_eq!(mode(path.parent().unwrap()), 0o700);
        assert_eq!(stems_in(path.parent().unwrap()), ["one"]);
        assert!(write_private(&path.join("two.toml"), "").is_err());
    }

    #[test]
    fn a_file_of_more_than_4_mib_is_refused() {
        let home = tempfile::tempdir().unwrap();
        fs::write(
            home.path().join("big.toml"),
            vec![b'#'; 4 * 1024 * 1024 + 1],
        )
        .unwrap();
        let folder = Folder::new(home.path());
        assert_eq!(
            folder.read("big.toml").unwrap_err().problem,
            FileProblem::TooLarge
        );
    }
}
