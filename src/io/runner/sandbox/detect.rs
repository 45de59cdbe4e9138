//! Which levels this machine offers: each is tried once, on a program that does nothing.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use tokio::process::Command;

use super::{Level, Modes, Policy};

/// How long a trial may take.
const TRIAL: Duration = Duration::from_secs(5);

/// The levels that work here, the weakest first. `ourselves` is this program.
pub async fn levels(ourselves: &Path) -> Vec<Level> {
    let mut works = Vec::new();
    for level in Level::ALL {
        if level == Level::Limits || try_out(ourselves, level).await {
            works.push(level);
        }
    }
    works
}

async fn try_out(ourselves: &Path, level: Level) -> bool {
    let policy = Policy {
        level,
        read: super::super::system_paths().map(PathBuf::from).collect(),
        write: Vec::new(),
        memory_bytes: None,
        modes: Modes::Keep,
    };
    let trial = Command::new(ourselves)
        .args(policy.arguments(Path::new("true"), &[]))
        .current_dir("/")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .status();
    let ended = tokio::time::timeout(TRIAL, trial).await;
    matches!(ended, Ok(Ok(status)) if status.success())
}
