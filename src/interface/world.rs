//! Everything from outside that a command uses, and the way in.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{IsTerminal as _, Write};

use super::cli::Cli;
use super::{command, exit};
#[cfg(debug_assertions)]
use crate::engine::Arrived;
use crate::engine::{Inputs, LineSender, Live, lines};
use crate::io::clock::{self, Clock};
use crate::io::entropy::{self, Entropy};
use crate::io::runner::{self, Runner, sandbox};
use crate::io::{dirs, files, terminal};

/// The environment's variables.
pub type Variables = BTreeMap<String, String>;

/// The width of what is no terminal, in columns.
const DEFAULT_WIDTH: usize = 80;

/// Everything from outside that a command uses.
pub struct World<'a, I> {
    /// The environment's variables.
    pub variables: &'a Variables,
    /// Whether lines are typed at a terminal.
    pub input_is_terminal: bool,
    /// Whether what is said is read on a terminal.
    pub output_is_terminal: bool,
    /// Whether lines may be edited on that terminal.
    pub edits_lines: bool,
    /// The terminal's width in columns.
    pub width: usize,
    /// Where data goes.
    pub out: &'a mut dyn Write,
    /// Where everything else goes.
    pub err: &'a mut dyn Write,
    /// Tells the time.
    pub clock: &'a dyn Clock,
    /// Gives seeds and ids.
    pub entropy: &'a dyn Entropy,
    /// Runs tests.
    pub runner: &'a dyn Runner,
    /// Makes the source of inputs, once one is wanted; what is given starts whatever reads lines.
    pub inputs: &'a dyn Fn(Start<'_>) -> std::io::Result<I>,
}

/// Starts what reads lines and sends them.
pub type Start<'a> = &'a dyn Fn(LineSender) -> std::io::Result<()>;

impl<I> World<'_, I> {
    /// The terminal's width right now.
    pub(super) fn width(&self) -> usize {
        if self.edits_lines {
            terminal::width(std::io::stdout()).unwrap_or(self.width)
        } else {
            self.width
        }
    }
}

/// Runs a command line in the real world; gives the exit code.
pub fn main(arguments: &[OsString], variables: &Variables) -> u8 {
    files::keep_private();
    let (mut out, mut err) = (std::io::stdout(), std::io::stderr());
    if let [_, first, policy @ ..] = arguments
        && first == sandbox::ARGUMENT
    {
        return sandboxed(policy, &mut err);
    }
    let speed = match variables.get("MOCKLOOP_SPEED").map(|text| text.parse()) {
        None => 1,
        Some(Ok(speed)) if clock::SPEEDS.contains(&speed) => speed,
        Some(_) => {
            let (least, most) = (clock::SPEEDS.start(), clock::SPEEDS.end());
            let _ = writeln!(
                err,
                "mockloop: MOCKLOOP_SPEED is not a whole number from {least} to {most}. Unset it \
                 for real time."
            );
            return exit::BAD_CONFIG;
        }
    };
    let clock = clock::System::new(speed);
    let tick_ms = clock.tick_ms();
    // The handlers are installed before the first line is read.
    let inputs = move |start: Start<'_>| {
        let (sender, receiver) = lines();
        let live = Live::new(receiver, tick_ms)?;
        start(sender)?;
        Ok(fragile(live, variables))
    };
    let input_is_terminal = std::io::stdin().is_terminal();
    let output_is_terminal = out.is_terminal();
    terminal::give_back_on_panic();
    let runner = runner(variables);
    let world = World {
        variables,
        input_is_terminal,
        output_is_terminal,
        edits_lines: input_is_terminal && output_is_terminal,
        width: terminal::width(std::io::stdout()).unwrap_or(DEFAULT_WIDTH),
        out: &mut out,
        err: &mut err,
        clock: &clock,
        entropy: &entropy::System,
        runner: &runner,
        inputs: &inputs,
    };
    crate::engine::block_on(run(arguments, world)).unwrap_or_else(|error| {
        let _ = writeln!(std::io::stderr(), "mockloop: {error}");
        exit::USAGE
    })
}

/// Inputs that panic after so many ticks, for the tests that look at the terminal afterwards.
/// There is no such thing in a release.
#[cfg(debug_assertions)]
struct Fragile {
    live: Live,
    ticks_left: Option<u32>,
}

#[cfg(debug_assertions)]
impl Inputs for Fragile {
    async fn next(&mut self) -> Arrived {
        let arrived = self.live.next().await;
        if let (Arrived::Tick, Some(left)) = (&arrived, &mut self.ticks_left) {
            assert!(*left > 0, "a panic was asked for");
            *left -= 1;
        }
        arrived
    }
}

#[cfg(debug_assertions)]
fn fragile(live: Live, variables: &Variables) -> Fragile {
    let asked = variables.get("MOCKLOOP_PANIC_AFTER");
    let ticks_left = asked.and_then(|ticks| ticks.parse().ok());
    Fragile { live, ticks_left }
}

#[cfg(not(debug_assertions))]
fn fragile(live: Live, _: &Variables) -> Live {
    live
}

/// Becomes another program inside a sandbox; comes back only if that can't be.
fn sandboxed(policy: &[OsString], err: &mut dyn Write) -> u8 {
    let error = match sandbox::enter(policy) {
        Ok(never) => match never {},
        Err(error) => error,
    };
    let _ = writeln!(err, "{error}");
    sandbox::REFUSED
}

fn runner(variables: &Variables) -> runner::System {
    // The running program itself, even if its file was replaced meanwhile.
    let ourselves = std::env::current_exe().unwrap_or_else(|_| "/proc/self/exe".into());
    let search_path = variables.get("PATH").cloned().unwrap_or_default();
    let cache = dirs::cache().ok();
    let names = || entropy::System.id(clock::System::new(1).unix_ms());
    runner::System::new(ourselves, search_path, cache, Box::new(names))
}

/// Runs a command line in a given world; gives the exit code.
pub async fn run<I: Inputs>(arguments: &[OsString], world: World<'_, I>) -> u8 {
    match Cli::read(arguments) {
        Ok(cli) => command::run(cli, world).await,
        Err(error) => {
            let to_stderr = error.use_stderr();
            let text = exit::usage(error, false);
            let (stream, code): (&mut dyn Write, u8) = if to_stderr {
                (world.err, exit::USAGE)
            } else {
                (world.out, exit::OK)
            };
            // A closed pipe is no error.
            let _ = stream.write_all(text.as_bytes());
            code
        }
    }
}
