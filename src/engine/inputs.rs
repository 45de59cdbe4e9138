//! Where inputs come from: lines and what is being typed, the clock's ticks, signals.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::signal::unix::{Signal as Stream, SignalKind, signal};
use tokio::sync::mpsc;
use tokio::time::{Interval, MissedTickBehavior, Sleep, interval, sleep};

use crate::io::terminal;

/// How long typing may go on before it is told, in real milliseconds.
const DRAFT_MS: u64 = 200;

/// Something arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arrived {
    /// A line was entered.
    Line(String),
    /// What is being typed has changed.
    Draft(String),
    /// A second of the round's clock went by, or less at other speeds.
    Tick,
    /// The editor was closed: what was written, or why nothing came of it.
    Edited(Result<String, String>),
    /// The program is asked to stop for now, as Ctrl-Z does.
    Suspend,
    /// The program goes on after it was stopped.
    Continued,
    /// The input ended.
    EndOfInput,
    /// The program is to end.
    Signal(Signal),
}

/// A signal that ends the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signal {
    /// The terminal is gone.
    HangUp,
    /// Ctrl-C.
    Interrupt,
    /// Ctrl-\.
    Quit,
    /// Asked to end.
    Terminate,
}

/// Names what arrives next.
pub trait Inputs {
    /// Waits for what arrives next.
    fn next(&mut self) -> impl Future<Output = Arrived>;
}

/// What the thread that reads says.
#[derive(Debug)]
enum Entered {
    Line(String),
    Typing,
    Edited(Result<String, String>),
    Interrupt,
    End,
    Gone,
}

/// What is being typed, and whether the loop was told that it has changed.
#[derive(Debug, Default)]
struct Typed {
    text: String,
    is_told: bool,
}

/// The sending end of a channel of lines; may be used on any thread.
#[derive(Debug, Clone)]
pub struct LineSender {
    sender: mpsc::UnboundedSender<Entered>,
    typed: Arc<Mutex<Typed>>,
}

impl LineSender {
    /// Sends a line. False if nobody reads any more.
    pub fn send(&self, line: String) -> bool {
        lock(&self.typed).text.clear();
        self.sender.send(Entered::Line(line)).is_ok()
    }

    /// Tells what is being typed.
    pub fn typing(&self, text: &str) {
        let mut typed = lock(&self.typed);
        if typed.text == text {
            return;
        }
        text.clone_into(&mut typed.text);
        if !std::mem::replace(&mut typed.is_told, true) {
            // Nobody reads any more: then nobody keeps drafts.
            let _ = self.sender.send(Entered::Typing);
        }
    }

    /// What is being typed.
    pub fn typed(&self) -> String {
        lock(&self.typed).text.clone()
    }

    /// Sends what came of an editor.
    pub fn edited(&self, written: Result<String, String>) {
        // Nobody reads any more: the text is in the editor's file.
        let _ = self.sender.send(Entered::Edited(written));
    }

    /// Tells that whoever types wants to leave.
    pub fn interrupt(&self) {
        let _ = self.sender.send(Entered::Interrupt);
    }

    /// Tells that the input ended for now. False if nobody reads any more.
    pub fn end(&self) -> bool {
        self.sender.send(Entered::End).is_ok()
    }

    /// Tells that the terminal is gone.
    pub fn gone(&self) {
        let _ = self.sender.send(Entered::Gone);
    }
}

/// The receiving end of a channel of lines.
#[derive(Debug)]
pub struct LineReceiver {
    receiver: mpsc::UnboundedReceiver<Entered>,
    typed: Arc<Mutex<Typed>>,
}

/// A channel of lines, from the thread that reads them to the loop.
pub fn lines() -> (LineSender, LineReceiver) {
    let (sender, receiver) = mpsc::unbounded_channel();
    let typed = Arc::default();
    let sender = LineSender {
        sender,
        typed: Arc::clone(&typed),
    };
    (sender, LineReceiver { receiver, typed })
}

/// A thread that panicked left a text that is as good as any.
fn lock(typed: &Mutex<Typed>) -> std::sync::MutexGuard<'_, Typed> {
    typed.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Lines from a channel, ticks from the timer, signals from the system.
#[derive(Debug)]
pub struct Live {
    lines: LineReceiver,
    ticks: Interval,
    /// When what is being typed is told next.
    draft_due: Option<Pin<Box<Sleep>>>,
    /// What arrived while something had to be told before it.
    held: Option<Arrived>,
    hang_up: Stream,
    interrupt: Stream,
    quit: Stream,
    terminate: Stream,
    suspend: Stream,
    go_on: Stream,
}

impl Live {
    /// Installs the signal handlers and starts the ticks.
    ///
    /// # Errors
    /// The system refuses a handler.
    pub fn new(lines: LineReceiver, tick_ms: u64) -> Result<Self, std::io::Error> {
        let mut ticks = interval(Duration::from_millis(tick_ms));
        // A late tick does not shift the ones after it: the clock's display never drifts.
        ticks.set_missed_tick_behavior(MissedTickBehavior::Skip);
        Ok(Self {
            lines,
            ticks,
            draft_due: None,
            held: None,
            hang_up: signal(SignalKind::hangup())?,
            interrupt: signal(SignalKind::interrupt())?,
            quit: signal(SignalKind::quit())?,
            terminate: signal(SignalKind::terminate())?,
            suspend: signal(SignalKind::from_raw(SIGTSTP))?,
            go_on: signal(SignalKind::from_raw(SIGCONT))?,
        })
    }

    /// What is being typed, if it has changed since it was last told.
    fn draft(&mut self) -> Option<Arrived> {
        self.draft_due = None;
        let mut typed = lock(&self.lines.typed);
        std::mem::replace(&mut typed.is_told, false).then(|| Arrived::Draft(typed.text.clone()))
    }

    /// What is being typed comes before what ends the program.
    fn after_draft(&mut self, arrived: Arrived) -> Arrived {
        match self.draft() {
            Some(draft) => {
                self.held = Some(arrived);
                draft
            }
            None => arrived,
        }
    }

    /// What the reading thread said, for the loop; nothing if it only types.
    fn entered(&mut self, entered: Option<Entered>) -> Option<Arrived> {
        Some(match entered {
            Some(Entered::Typing) => {
                let due = || Box::pin(sleep(Duration::from_millis(DRAFT_MS)));
                self.draft_due.get_or_insert_with(due);
                return None;
            }
            Some(Entered::Line(line)) => {
                // The line is what was being typed: it is no draft any more.
                self.draft();
                Arrived::Line(line)
            }
            Some(Entered::Edited(written)) => Arrived::Edited(written),
            Some(Entered::Interrupt) => self.after_draft(Arrived::Signal(Signal::Interrupt)),
            Some(Entered::Gone) => self.after_draft(Arrived::Signal(Signal::HangUp)),
            Some(Entered::End) | None => self.after_draft(Arrived::EndOfInput),
        })
    }
}

// Linux, macOS and the BSDs do not agree on these two; others have no job control.
#[cfg(target_os = "linux")]
const SIGTSTP: i32 = 20;
#[cfg(target_os = "linux")]
const SIGCONT: i32 = 18;
#[cfg(not(target_os = "linux"))]
const SIGTSTP: i32 = 18;
#[cfg(not(target_os = "linux"))]
const SIGCONT: i32 = 19;

impl Inputs for Live {
    async fn next(&mut self) -> Arrived {
        if let Some(held) = self.held.take() {
            return held;
        }
        loop {
            let ended = |signal| Some(Arrived::Signal(signal));
            let arrived = tokio::select! {
                biased;
                _ = self.hang_up.recv() => ended(Signal::HangUp),
                _ = self.interrupt.recv() => ended(Signal::Interrupt),
                _ = self.quit.recv() => ended(Signal::Quit),
                _ = self.terminate.recv() => ended(Signal::Terminate),
                _ = self.suspend.recv() => Some(Arrived::Suspend),
                _ = self.go_on.recv() => Some(Arrived::Continued),
                entered = self.lines.receiver.recv() => self.entered(entered),
                () = due(self.draft_due.as_mut()) => self.draft(),
                _ = self.ticks.tick() => Some(Arrived::Tick),
            };
            match arrived {
                Some(Arrived::Signal(signal)) => {
                    return self.after_draft(Arrived::Signal(signal));
                }
                // In the background the terminal is the shell's; `fg` continues once more.
                Some(Arrived::Continued) if !terminal::is_in_front() => terminal::wait_for_front(),
                Some(Arrived::Tick) if !terminal::is_in_front() => {}
                Some(arrived) => return arrived,
                None => {}
            }
        }
    }
}

/// Waits until something is due; forever if nothing is.
async fn due(sleep: Option<&mut Pin<Box<Sleep>>>) {
    match sleep {
        Some(sleep) => sleep.await,
        None => std::future::pending().await,
    }
}

/// Runs a future to its end on this thread.
///
/// # Errors
/// The system has no room for the loop.
pub fn block_on<T>(future: impl Future<Output = T>) -> std::io::Result<T> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    Ok(runtime.block_on(future))
}
