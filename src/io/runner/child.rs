//! A child process that can be ended whatever it does: a session of its own, its output drained
//! and capped, its time and its share of the machine watched.

use std::ffi::OsString;
use std::io::Error;
use std::path::Path;
use std::process::Stdio;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process, kill_process_group};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWriteExt as _};
use tokio::process::{Child, ChildStdin, Command};
use tokio::task::JoinHandle;
use tokio::time::{MissedTickBehavior, interval, sleep, timeout};

use super::sandbox::group;
use super::watch;

/// So much of the output is kept, in bytes; the rest is read and dropped.
const OUTPUT_BYTES: usize = 1 << 20;
/// After being asked to end, a program has so long.
const GRACE: Duration = Duration::from_secs(2);
/// How often a run's share of the machine is looked at.
const LOOK: Duration = Duration::from_millis(100);
/// How long the last output of an ended program is waited for.
const DRAIN: Duration = Duration::from_millis(500);

/// A program that runs.
#[derive(Debug)]
pub(super) struct Running {
    child: Child,
    family: Family,
    stdin: Option<ChildStdin>,
    stdout: Drain,
    stderr: Drain,
}

/// How a program ended, and the beginning of what it said.
#[derive(Debug)]
pub(super) struct Ended {
    pub(super) how: How,
    pub(super) stdout: Vec<u8>,
    pub(super) stderr: Vec<u8>,
}

/// How a program ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    /// By itself, with this code.
    Exit(i32),
    /// By a signal that was not ours.
    Killed(i32),
    /// It had no time left.
    TooLong,
    /// It took too much of this.
    TooMuch(&'static str),
}

/// What a program is started with.
#[derive(Debug)]
pub(super) struct Start<'a> {
    /// The program.
    pub(super) program: &'a Path,
    /// Its arguments.
    pub(super) arguments: Vec<OsString>,
    /// Its whole environment.
    pub(super) environment: Vec<(OsString, OsString)>,
    /// The folder that it starts in.
    pub(super) folder: &'a Path,
    /// A variable that marks everything of this run, `NAME=VALUE`.
    pub(super) mark: String,
}

impl Running {
    /// Starts a program. It lives no longer than the value.
    pub(super) fn start(start: Start<'_>) -> Result<Self, Error> {
        let (name, value) = start.mark.split_once('=').unwrap_or((&start.mark, ""));
        let mut child = Command::new(start.program)
            .args(start.arguments)
            .env_clear()
            .envs(start.environment)
            .env(name, value)
            .current_dir(start.folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        let pid = child.id().and_then(|id| i32::try_from(id).ok());
        let leader = pid.and_then(Pid::from_raw).ok_or_else(|| {
            // It can't have ended: nobody has waited for it.
            Error::other("the program has no number")
        })?;
        Ok(Self {
            family: Family {
                leader,
                mark: start.mark,
            },
            stdin: child.stdin.take(),
            stdout: Drain::of(child.stdout.take()),
            stderr: Drain::of(child.stderr.take()),
            child,
        })
    }

    /// Writes a line to its input and closes that. A program that doesn't read is left to its end.
    pub(super) async fn feed(&mut self, line: &str) {
        if let Some(mut stdin) = self.stdin.take() {
            let _ = stdin.write_all(line.as_bytes()).await;
            let _ = stdin.shutdown().await;
        }
    }

    /// Whether it still runs.
    pub(super) fn is_alive(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// Waits until it ends, or ends it: at the limit, or when it takes too much of the machine.
    /// Nothing of its family runs afterwards that can be found.
    pub(super) async fn finish(mut self, limit: Duration) -> Result<Ended, Error> {
        let how = self.until_ended(limit).await?;
        self.family.end();
        let family = self.family;
        let (stdout, stderr) = (self.stdout.rest().await, self.stderr.rest().await);
        // What was forked while the rest was ended is found now.
        family.end_strays();
        Ok(Ended {
            how,
            stdout,
            stderr,
        })
    }

    async fn until_ended(&mut self, limit: Duration) -> Result<How, Error> {
        let mut deadline = std::pin::pin!(sleep(limit));
        let mut looks = interval(LOOK);
        looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                biased;
                status = self.child.wait() => {
                    use std::os::unix::process::ExitStatusExt as _;
                    let status = status?;
                    return Ok(match (status.code(), status.signal()) {
                        (Some(code), _) => How::Exit(code),
                        (None, signal) => How::Killed(signal.unwrap_or_default()),
                    });
                }
                () = &mut deadline => {
                    self.family.ask();
                    if timeout(GRACE, self.child.wait()).await.is_err() {
                        self.family.end();
                    }
                    self.child.wait().await?;
                    return Ok(How::TooLong);
                }
                _ = looks.tick() => {
                    if let Some(what) = watch::too_much(self.family.leader.as_raw_pid()) {
                        self.family.end();
                        self.child.wait().await?;
                        return Ok(How::TooMuch(what));
                    }
                }
            }
        }
    }
}

/// A program and what it started; ended when it is dropped.
#[derive(Debug)]
struct Family {
    leader: Pid,
    mark: String,
}

impl Family {
    fn ask(&self) {
        // A group that is gone needs no word.
        let _ = kill_process_group(self.leader, Signal::TERM);
    }

    /// Ends the group, which outlives its leader. The leader's number can't have been given to a
    /// stranger's group in the moment since it was waited for: numbers go round.
    fn end(&self) {
        let _ = kill_process_group(self.leader, Signal::KILL);
    }

    /// Ends what left the group, as far as it can be found.
    fn end_strays(&self) {
        watch::end_marked(&self.mark);
        let leader = self.leader.as_raw_pid().cast_unsigned();
        for stray in group::members(leader).into_iter().filter_map(Pid::from_raw) {
            // It may have ended by itself meanwhile.
            let _ = kill_process(stray, Signal::KILL);
        }
        group::clear();
    }
}

impl Drop for Family {
    fn drop(&mut self) {
        self.end();
        group::clear();
    }
}

/// Reads a stream to its end and keeps the beginning.
#[derive(Debug)]
struct Drain {
    kept: Arc<Mutex<Vec<u8>>>,
    task: JoinHandle<()>,
}

impl Drain {
    fn of(stream: Option<impl AsyncRead + Unpin + Send + 'static>) -> Self {
        let kept = Arc::new(Mutex::new(Vec::new()));
        let task = tokio::spawn(drain(stream, Arc::clone(&kept)));
        Self { kept, task }
    }

    /// What was kept once the stream has ended, or a moment later: who holds it open may be gone
    /// from sight.
    async fn rest(mut self) -> Vec<u8> {
        let _ = timeout(DRAIN, &mut self.task).await;
        self.task.abort();
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut kept)
    }
}

async fn drain(stream: Option<impl AsyncRead + Unpin>, kept: Arc<Mutex<Vec<u8>>>) {
    let Some(mut stream) = stream else { return };
    let mut bytes = vec![0; 64 * 1024];
    while let Ok(count @ 1..) = stream.read(&mut bytes).await {
        let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
        let room = OUTPUT_BYTES.saturating_sub(kept.len());
        kept.extend(bytes.iter().take(count.min(room)));
    }
}
