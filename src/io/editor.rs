//! The candidate's own editor.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::Path;
use std::process::Command;

/// Opens a text in an editor and waits; gives what was saved. The file lies in `folder`, which
/// only the user can read; it is removed once it has been read, and kept if anything failed.
///
/// # Errors
/// Why there is nothing to take over, and where the text is.
pub fn edit(command: &str, folder: &Path, text: &str) -> Result<String, String> {
    let path = folder.join(format!("lines-{}.txt", std::process::id()));
    write(folder, &path, text)
        .map_err(|error| format!("{} can't be written: {error}.", path.display()))?;
    let kept = |why: String| format!("{why} Your text is kept in {}.", path.display());
    open(command, &path).map_err(kept)?;
    let written = fs::read(&path).map_err(|error| kept(format!("It can't be read: {error}.")))?;
    // A file that can't be removed does no harm where it is.
    let _ = fs::remove_file(&path);
    Ok(String::from_utf8_lossy(&written).into_owned())
}

/// Opens a file in an editor and waits until it is closed. The command is split as a shell does.
///
/// # Errors
/// Why the editor did not end well.
pub fn open(command: &str, path: &Path) -> Result<(), String> {
    let words = shlex::split(command).unwrap_or_default();
    let Some((program, arguments)) = words.split_first() else {
        return Err(format!(
            "\"{command}\" names no editor. Set VISUAL or EDITOR to a program's name."
        ));
    };
    let status = Command::new(program)
        .args(arguments)
        .arg(path)
        .status()
        .map_err(|error| {
            format!("The editor {program} can't be started: {error}. Set VISUAL or EDITOR.")
        })?;
    if status.success() {
        return Ok(());
    }
    Err(format!("The editor {program} ended with {status}."))
}

fn write(folder: &Path, path: &Path, text: &str) -> std::io::Result<()> {
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)?;
    let mut file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(path)?;
    file.write_all(text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    #[test]
    fn what_was_saved_comes_back_and_the_file_goes() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("drafts");
        let written = edit("sed -i s/one/two/", &folder, "one\n").unwrap();
        assert_eq!(written, "two\n");
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 0);
        let mode = fs::metadata(&folder).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
    }

    #[test]
    fn an_editor_that_fails_loses_nothing() {
        let home = tempfile::tempdir().unwrap();
        let why = edit("false", home.path(), "mine\n").unwrap_err();
        assert!(why.contains("is kept in"), "{why}");
        let kept = fs::read_dir(home.path()).unwrap().next().unwrap().unwrap();
        assert_eq!(fs::read_to_string(kept.path()).unwrap(), "mine\n");
        let why = edit("no-such-editor-here", home.path(), "x").unwrap_err();
        assert!(why.contains("can't be started"), "{why}");
        assert!(edit("", home.path(), "x").is_err());
    }
}
