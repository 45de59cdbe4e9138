//! A limit on processes that holds for the superuser too: a control group below our own.
//!
//! The system does not count the superuser's processes. Where it offers no control group to us,
//! the watch over a run ends a bomb a moment later.

use std::fs;
use std::path::{Path, PathBuf};

/// The group of a run, by the number of its first process.
fn folder(leader: u32) -> Option<PathBuf> {
    let own = fs::read_to_string("/proc/self/cgroup").ok()?;
    let (root, path) = own.lines().find_map(|line| {
        let mut parts = line.splitn(3, ':').skip(1);
        match (parts.next()?, parts.next()?) {
            ("pids", path) => Some(("/sys/fs/cgroup/pids", path)),
            ("", path) => Some(("/sys/fs/cgroup", path)),
            _ => None,
        }
    })?;
    let own = Path::new(root).join(path.trim_start_matches('/'));
    Some(own.join(format!("mockloop-{leader}")))
}

/// Puts this process, and what it starts, into a group of at most so many.
pub(super) fn enter(most: u64) -> Option<()> {
    let own = std::process::id();
    let folder = folder(own)?;
    fs::create_dir(&folder).ok()?;
    let limited = fs::write(folder.join("pids.max"), most.to_string())
        .and_then(|()| fs::write(folder.join("cgroup.procs"), own.to_string()));
    if limited.is_err() {
        // A group without limits is none.
        let _ = fs::remove_dir(&folder);
    }
    limited.ok()
}

/// The processes of a run that are still there.
pub(in crate::io::runner) fn members(leader: u32) -> Vec<i32> {
    let path = folder(leader).map(|folder| folder.join("cgroup.procs"));
    let text = path.and_then(|path| fs::read_to_string(path).ok());
    let text = text.unwrap_or_default();
    text.lines().filter_map(|line| line.parse().ok()).collect()
}

/// Removes the groups whose first process is gone: this run's, and those that could not be removed
/// before because somebody had not quite left.
pub(in crate::io::runner) fn clear() {
    let Some(around) = folder(0).and_then(|folder| folder.parent().map(Path::to_path_buf)) else {
        return;
    };
    for entry in fs::read_dir(around).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let leader = name
            .to_str()
            .and_then(|name| name.strip_prefix("mockloop-"));
        let is_gone = |leader: &str| !Path::new("/proc").join(leader).exists();
        if leader.is_some_and(is_gone) {
            // The system keeps it while somebody is in it.
            let _ = fs::remove_dir(entry.path());
        }
    }
}
