//! The outer wall: bubblewrap, with this program inside it for the inner one.

use std::ffi::OsString;
use std::io::Error;
use std::path::Path;

use super::{Policy, Stage};

/// Where this program is found inside.
const OURSELVES: &str = "/.mockloop";

/// What a policy's program becomes: bubblewrap, this program, the program.
pub(super) fn around(policy: &Policy, program: &[OsString]) -> Result<Vec<OsString>, Error> {
    let mut all: Vec<OsString> = vec!["bwrap".into()];
    let words = [
        "--unshare-all",
        "--die-with-parent",
        "--cap-drop",
        "ALL",
        "--proc",
        "/proc",
        "--dev",
        "/dev",
    ];
    all.extend(words.map(Into::into));
    let mut bind = |how: &str, from: &Path, to: &Path| {
        all.extend([how.into(), from.into(), to.into()]);
    };
    for path in &policy.read {
        bind("--ro-bind-try", path, path);
    }
    for path in &policy.write {
        bind("--bind", path, path);
    }
    bind("--ro-bind", &std::env::current_exe()?, Path::new(OURSELVES));
    all.extend(["--remount-ro".into(), "/".into(), "--chdir".into()]);
    all.push(std::env::current_dir()?.into());
    all.extend(["--".into(), OURSELVES.into()]);
    if let Some((name, arguments)) = program.split_first() {
        all.extend(policy.arguments_at(Stage::Inner, Path::new(name), arguments));
    }
    Ok(all)
}
