//! Becoming a program under a policy.

use std::convert::Infallible;
use std::ffi::OsString;
use std::fs;
use std::io::{Error, ErrorKind};
use std::os::unix::fs::MetadataExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::Command;

use rustix::process::{Resource, Rlimit, Signal};

use super::{Level, Policy, Stage, bubblewrap, filter, group, wall};

/// The exit code of a sandbox that could not be set up.
pub const REFUSED: u8 = 126;

/// The largest file that a program may write, in bytes.
const FILE_BYTES: u64 = 64 << 20;
/// The most files that it may hold open.
const OPEN_FILES: u64 = 512;
/// Processor time, in seconds; the clock on the wall ends most runs before.
const CPU_S: u64 = 120;
/// How far a run stands back where the processor is wanted by others.
const GENTLE: i32 = 10;
/// The most processes and threads that it may add to those of the user.
const TASKS: u64 = 256;

/// Becomes the program that the arguments name, under the policy that they hold: `LEVEL --read
/// PATH.. --write PATH.. -- PROGRAM ARGUMENT..`. Comes back only with an error.
///
/// # Errors
/// The arguments can't be read, or a part of the policy can't be set up: then nothing is run.
pub fn enter(arguments: &[OsString]) -> Result<Infallible, Error> {
    let Some((policy, stage, program)) = Policy::read(arguments) else {
        let text = "these arguments are no policy";
        return Err(Error::new(ErrorKind::InvalidInput, text));
    };
    if stage == Stage::Outer {
        // A session of its own: no terminal to type into, and one group to end. Only a leader of
        // a group can't have one, and a child that was just made leads none.
        rustix::process::setsid()?;
        // Whatever ends us ends the run's first process too.
        rustix::process::set_parent_process_death_signal(Some(Signal::KILL))?;
        // A bomb must not keep us from ending it.
        rustix::process::nice(GENTLE)?;
        limit(&policy)?;
        if rustix::process::getuid().is_root() {
            // Without it the watch is what limits processes.
            let _ = group::enter(TASKS);
        }
    }
    match (policy.level, stage) {
        (Level::Bubblewrap, Stage::Outer) => {
            become_program(&bubblewrap::around(&policy, &program)?)
        }
        (Level::Limits, _) => become_program(&program),
        (Level::Landlock | Level::Bubblewrap, _) => {
            wall::build(&policy)?;
            filter::install(policy.modes)?;
            become_program(&program)
        }
    }
}

fn become_program(program: &[OsString]) -> Result<Infallible, Error> {
    let (name, arguments) = program.split_first().ok_or(ErrorKind::InvalidInput)?;
    Err(Command::new(name).args(arguments).exec())
}

fn limit(policy: &Policy) -> Result<(), Error> {
    let tasks = tasks_of_user().saturating_add(TASKS);
    let mut limits = vec![
        (Resource::Core, 0),
        (Resource::Cpu, CPU_S),
        (Resource::Fsize, FILE_BYTES),
        (Resource::Nofile, OPEN_FILES),
        (Resource::Nproc, tasks),
    ];
    limits.extend(policy.memory_bytes.map(|bytes| (Resource::As, bytes)));
    for (resource, most) in limits {
        // What was limited before stays as low as it was.
        let most = rustix::process::getrlimit(resource)
            .maximum
            .map_or(most, |before| most.min(before));
        let most = Rlimit {
            current: Some(most),
            maximum: Some(most),
        };
        rustix::process::setrlimit(resource, most)?;
    }
    Ok(())
}

/// How many processes and threads the user has: the system's limit counts them all.
fn tasks_of_user() -> u64 {
    let own = rustix::process::getuid().as_raw();
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    let processes = entries.filter(|entry| {
        let is_process = entry.file_name().to_string_lossy().parse::<u32>().is_ok();
        is_process && entry.metadata().is_ok_and(|process| process.uid() == own)
    });
    let tasks = |process: &Path| fs::read_dir(process.join("task")).map_or(0, Iterator::count);
    let sum: usize = processes.map(|process| tasks(&process.path())).sum();
    u64::try_from(sum).unwrap_or(u64::MAX)
}
