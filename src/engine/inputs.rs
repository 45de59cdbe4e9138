//! Where inputs come from: lines, the clock's ticks, signals.

use std::time::Duration;

use tokio::signal::unix::{Signal as Stream, SignalKind, signal};
use tokio::sync::mpsc;
use tokio::time::{Interval, MissedTickBehavior, interval};

/// Something arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arrived {
    /// A line was entered.
    Line(String),
    /// A second of the round's clock went by, or less at other speeds.
    Tick,
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
    /// Asked to end.
    Terminate,
}

/// Names what arrives next.
pub trait Inputs {
    /// Waits for what arrives next.
    fn next(&mut self) -> impl Future<Output = Arrived>;
}

/// The sending end of a channel of lines; may be used on any thread.
#[derive(Debug, Clone)]
pub struct LineSender(mpsc::UnboundedSender<String>);

impl LineSender {
    /// Sends a line. False if nobody reads any more.
    pub fn send(&self, line: String) -> bool {
        self.0.send(line).is_ok()
    }
}

/// A channel of lines, from the thread that reads them to the loop.
pub fn lines() -> (LineSender, mpsc::UnboundedReceiver<String>) {
    let (sender, receiver) = mpsc::unbounded_channel();
    (LineSender(sender), receiver)
}

/// Lines from a channel, ticks from the timer, signals from the system.
#[derive(Debug)]
pub struct Live {
    lines: mpsc::UnboundedReceiver<String>,
    ticks: Interval,
    hang_up: Stream,
    interrupt: Stream,
    terminate: Stream,
}

impl Live {
    /// Installs the signal handlers and starts the ticks.
    ///
    /// # Errors
    /// The system refuses a handler.
    pub fn new(
        lines: mpsc::UnboundedReceiver<String>,
        tick_ms: u64,
    ) -> Result<Self, std::io::Error> {
        let mut ticks = interval(Duration::from_millis(tick_ms));
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Ok(Self {
            lines,
            ticks,
            hang_up: signal(SignalKind::hangup())?,
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }
}

impl Inputs for Live {
    async fn next(&mut self) -> Arrived {
        tokio::select! {
            biased;
            _ = self.hang_up.recv() => Arrived::Signal(Signal::HangUp),
            _ = self.interrupt.recv() => Arrived::Signal(Signal::Interrupt),
            _ = self.terminate.recv() => Arrived::Signal(Signal::Terminate),
            line = self.lines.recv() => line.map_or(Arrived::EndOfInput, Arrived::Line),
            _ = self.ticks.tick() => Arrived::Tick,
        }
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
