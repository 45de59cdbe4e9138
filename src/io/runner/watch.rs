//! What a run takes of the machine: its processes and their memory.

use std::fs;

/// The most processes and threads of a run.
const MOST_TASKS: u64 = 300;
/// The most memory of a run, in bytes.
const MOST_BYTES: u64 = 3 << 30;

/// What a process is, as far as it matters here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Process {
    pid: i32,
    parent: i32,
    group: i32,
    session: i32,
    tasks: u64,
    pages: u64,
}

/// What a run takes too much of, if it does: the run whose first process leads the session `leader`.
pub(super) fn too_much(leader: i32) -> Option<&'static str> {
    let run = family(&processes(), leader);
    let tasks: u64 = run.iter().map(|process| process.tasks).sum();
    let pages: u64 = run.iter().map(|process| process.pages).sum();
    let page_bytes = u64::try_from(rustix::param::page_size()).unwrap_or(4096);
    if tasks > MOST_TASKS {
        Some("processes")
    } else if pages.saturating_mul(page_bytes) > MOST_BYTES {
        Some("memory")
    } else {
        None
    }
}

/// A leader's session and group, and everything below it: inside bubblewrap there are other sessions.
fn family(all: &[Process], leader: i32) -> Vec<Process> {
    let is_own = |process: &&Process| {
        process.pid == leader || process.session == leader || process.group == leader
    };
    let mut found: Vec<Process> = all.iter().filter(is_own).copied().collect();
    let mut looked_at = 0;
    while let Some(parent) = found.get(looked_at).copied() {
        looked_at += 1;
        let is_new = |process: &&Process| {
            process.parent == parent.pid && !found.iter().any(|known| known.pid == process.pid)
        };
        let children: Vec<Process> = all.iter().filter(is_new).copied().collect();
        found.extend(children);
    }
    found
}

fn processes() -> Vec<Process> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    let pids = entries.filter_map(|entry| entry.file_name().to_string_lossy().parse::<i32>().ok());
    pids.filter_map(|pid| {
        let text = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
        parse(pid, &text)
    })
    .collect()
}

/// Reads a line of `/proc/PID/stat`: a name in parentheses may hold spaces and parentheses.
fn parse(pid: i32, text: &str) -> Option<Process> {
    let (_, rest) = text.rsplit_once(')')?;
    let fields: Vec<&str> = rest.split_whitespace().collect();
    let number = |index: usize| fields.get(index)?.parse::<i64>().ok();
    let small = |index: usize| number(index).and_then(|number| i32::try_from(number).ok());
    let large = |index: usize| number(index).and_then(|number| u64::try_from(number).ok());
    Some(Process {
        pid,
        parent: small(1)?,
        group: small(2)?,
        session: small(3)?,
        tasks: large(17)?,
        pages: large(21)?,
    })
}

/// Ends every process that carries a mark in its environment: what left its group before
/// anybody could stop it. Only the first level needs it, and a program can shake a mark off there.
pub(super) fn end_marked(mark: &str) {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    let pids = entries.filter_map(|entry| entry.file_name().to_string_lossy().parse::<i32>().ok());
    for pid in pids {
        let environment = fs::read(format!("/proc/{pid}/environ")).unwrap_or_default();
        let is_marked = environment
            .split(|byte| *byte == 0)
            .any(|variable| variable == mark.as_bytes());
        if let Some(pid) = rustix::process::Pid::from_raw(pid).filter(|_| is_marked) {
            // It may have ended by itself meanwhile.
            let _ = rustix::process::kill_process(pid, rustix::process::Signal::KILL);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_the_system_is_read() {
        let text = "12 (a) b) S 7 12 11 0 -1 4194560 0 0 0 0 0 0 0 0 20 0 3 0 5 1000 250 18";
        let process = parse(12, text).unwrap();
        assert_eq!(
            (process.parent, process.group, process.session),
            (7, 12, 11)
        );
        assert_eq!((process.tasks, process.pages), (3, 250));
    }

    #[test]
    fn a_family_is_a_session_and_all_below_it() {
        let process = |pid, parent, session| Process {
            pid,
            parent,
            group: session,
            session,
            tasks: 1,
            pages: 1,
        };
        let all = [
            process(5, 1, 5),
            process(6, 5, 5),
            process(7, 6, 7),
            process(8, 7, 8),
            process(9, 1, 5),
            process(10, 1, 10),
        ];
        let pids: Vec<i32> = family(&all, 5).iter().map(|process| process.pid).collect();
        assert_eq!(pids, [5, 6, 9, 7, 8]);
    }
}
