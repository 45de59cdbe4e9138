//! The user's own editor, for a file.

use std::path::Path;
use std::process::Command;

/// Opens a file in an editor and waits until it is closed. The editor is split as a shell would, and
/// only the file's path stands on its command line.
///
/// # Errors
/// It can't be started.
pub fn edit(editor: &str, path: &Path) -> std::io::Result<bool> {
    let script = format!("{editor} \"$1\"");
    let status = Command::new("sh")
        .arg("-c")
        .arg(script)
        .arg("sh")
        .arg(path)
        .status()?;
    Ok(status.success())
}
