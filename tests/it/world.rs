//! A world whose clocks, chance and lines are scripted.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::io::Write;
use std::path::Path;
use std::rc::Rc;

use mockloop::domain::bank::detail::{Language, Version};
use mockloop::domain::code::{NotRun, Run};
use mockloop::domain::moment::Moment;
use mockloop::engine::{Arrived, Inputs, block_on};
use mockloop::interface::{Variables, World, run};
use mockloop::io::clock::Clock;
use mockloop::io::entropy::Entropy;
use mockloop::io::runner::sandbox::Level;
use mockloop::io::runner::{Job, Local, Offer, Runner, Toolchain, remedy};

/// When every script begins: an evening.
const BEGIN: &str = "2026-11-24T18:00:00+01:00";

/// Clocks that go on only when a script says so.
#[derive(Debug, Clone, Default)]
pub(crate) struct ScriptedClock {
    passed_ms: Rc<Cell<u64>>,
    slept_ms: Rc<Cell<u64>>,
    /// How far the wall clock was put forward or back.
    put_ms: Rc<Cell<i64>>,
    boot: Rc<Cell<u32>>,
    /// What the wall clock is read in; an hour east of Greenwich without it.
    zone: Rc<RefCell<Option<jiff::tz::TimeZone>>>,
}

impl ScriptedClock {
    /// Time passes.
    pub(crate) fn pass(&self, ms: u64) {
        self.passed_ms.set(self.passed_ms.get() + ms);
    }

    /// The machine sleeps: only the clock that counts from boot, and the wall clock, go on.
    pub(crate) fn sleep(&self, ms: u64) {
        self.slept_ms.set(self.slept_ms.get() + ms);
    }

    /// The machine starts anew.
    pub(crate) fn reboot(&self) {
        self.boot.set(self.boot.get() + 1);
    }

    /// Somebody puts the wall clock forward or back.
    pub(crate) fn put(&self, ms: i64) {
        self.put_ms.set(self.put_ms.get() + ms);
    }

    /// Puts the wall clock to a time.
    pub(crate) fn put_to(&self, time: &str) {
        let wanted: jiff::Timestamp = time.parse().unwrap();
        self.put(wanted.as_millisecond() - self.timestamp().as_millisecond());
    }

    /// Reads the wall clock in a zone, told as POSIX does.
    pub(crate) fn live_in(&self, zone: &str) {
        let zone = jiff::tz::TimeZone::posix(zone).unwrap();
        *self.zone.borrow_mut() = Some(zone);
    }

    fn timestamp(&self) -> jiff::Timestamp {
        let begin: jiff::Timestamp = BEGIN.parse().unwrap();
        let ms = i64::try_from(self.passed_ms.get() + self.slept_ms.get()).unwrap();
        begin + jiff::SignedDuration::from_millis(ms + self.put_ms.get())
    }
}

impl Clock for ScriptedClock {
    fn now(&self) -> Moment {
        let (passed_ms, slept_ms) = (self.passed_ms.get(), self.slept_ms.get());
        let zone = self.zone.borrow().clone();
        let zone = zone.unwrap_or_else(|| jiff::tz::TimeZone::fixed(jiff::tz::offset(1)));
        let wall = self.timestamp().to_zoned_datetime(zone);
        Moment {
            mono_ms: 1_000_000 + passed_ms,
            boot_ms: 1_000_000 + passed_ms + slept_ms,
            boot_id: format!("boot-{}", self.boot.get()),
            wall: wall
                .strftime("%Y-%m-%dT%H:%M:%S%.3f%:z")
                .to_string()
                .as_str()
                .into(),
        }
    }

    fn unix_ms(&self) -> u64 {
        1_795_000_000_000 + self.passed_ms.get() + self.slept_ms.get()
    }

    fn tick_ms(&self) -> u64 {
        1000
    }
}

/// Ids that count up, and one seed.
#[derive(Debug, Default)]
pub(crate) struct ScriptedEntropy {
    given: Cell<u64>,
}

impl Entropy for ScriptedEntropy {
    fn seed(&self) -> u64 {
        7
    }

    fn id(&self, _: u64) -> String {
        self.given.set(self.given.get() + 1);
        format!("{:08x}-0000-7000-8000-000000000000", self.given.get())
    }
}

/// Gives the outcomes of a script, one for each run; without any no language is installed.
#[derive(Debug, Default)]
pub(crate) struct ScriptedRunner {
    pub(crate) outcomes: RefCell<VecDeque<Run>>,
}

impl Runner for ScriptedRunner {
    fn run(&self, job: Job) -> Local<'_, Run> {
        let why = NotRun::NoToolchain(remedy(job.language).to_owned());
        let outcome = self.outcomes.borrow_mut().pop_front();
        let outcome = outcome.unwrap_or_else(|| Run::not_run(why));
        Box::pin(std::future::ready(outcome))
    }

    fn prepare(&self, _: Language) -> Local<'_, ()> {
        Box::pin(std::future::ready(()))
    }

    fn offer(&self, language: Language) -> Local<'_, Offer> {
        let toolchain = Toolchain {
            language,
            version: Version::new("1.18").unwrap(),
            shown: "Elixir 1.18".to_owned(),
            program: "/usr/bin/elixir".into(),
            roots: Vec::new(),
        };
        let is_installed = !self.outcomes.borrow().is_empty();
        let offer = Offer {
            level: Level::Bubblewrap,
            toolchain: is_installed.then_some(toolchain),
        };
        Box::pin(std::future::ready(offer))
    }
}

/// What a script does next.
#[derive(Clone)]
pub(crate) enum Step {
    /// A line is typed.
    Line(String),
    /// Time passes, told as it is written in the script.
    Pass(u64, String),
    /// The machine sleeps.
    Sleep(u64, String),
    /// The input ends.
    End,
    /// The process is killed.
    Kill,
    /// Something happens to the world, and the clock ticks.
    Do(Rc<dyn Fn()>),
}

/// What stands on the screen.
#[derive(Debug, Clone, Default)]
pub(crate) struct Screen(Rc<RefCell<Vec<u8>>>);

impl Screen {
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.0.borrow().clone()).unwrap()
    }
}

impl Write for Screen {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Inputs from a script; what is typed is echoed to the screen, as a terminal does.
struct Scripted {
    steps: Rc<RefCell<VecDeque<Step>>>,
    ticks_left: u64,
    clock: ScriptedClock,
    screen: Screen,
    /// Whether what is typed stands on the screen.
    echoes: bool,
    killed: Rc<Cell<bool>>,
}

impl Scripted {
    fn echo(&self, text: &str) {
        if self.echoes {
            self.screen
                .0
                .borrow_mut()
                .extend_from_slice(text.as_bytes());
        }
    }
}

impl Inputs for Scripted {
    async fn next(&mut self) -> Arrived {
        loop {
            if self.ticks_left > 0 {
                self.ticks_left -= 1;
                self.clock.pass(1000);
                if self.ticks_left == 0 {
                    self.echo("> ");
                }
                return Arrived::Tick;
            }
            let step = self.steps.borrow_mut().pop_front();
            match step {
                Some(Step::Line(line)) => {
                    self.echo(&format!("{line}\n"));
                    return Arrived::Line(line);
                }
                Some(Step::Pass(ms, told)) => {
                    self.echo(&format!("{told}\n"));
                    self.ticks_left = ms / 1000;
                }
                Some(Step::Sleep(ms, told)) => {
                    self.echo(&format!("{told}\n"));
                    self.clock.sleep(ms);
                    self.ticks_left = 1;
                }
                Some(Step::Do(happens)) => {
                    happens();
                    return Arrived::Tick;
                }
                Some(Step::End) | None => {
                    self.echo("^D\n");
                    return Arrived::EndOfInput;
                }
                Some(Step::Kill) => {
                    self.echo("(killed)\n");
                    self.killed.set(true);
                    std::future::pending::<()>().await;
                }
            }
        }
    }
}

/// A machine with a data folder, on which commands are run.
pub(crate) struct Machine {
    data: tempfile::TempDir,
    pub(crate) clock: ScriptedClock,
    entropy: ScriptedEntropy,
    pub(crate) runner: ScriptedRunner,
    pub(crate) width: usize,
    /// Whether a terminal shows what is typed, and every step of a script is needed.
    pub(crate) echoes: bool,
    pub(crate) is_coloured: bool,
}

impl Default for Machine {
    fn default() -> Self {
        Self {
            data: tempfile::tempdir().unwrap(),
            clock: ScriptedClock::default(),
            entropy: ScriptedEntropy::default(),
            runner: ScriptedRunner::default(),
            width: 80,
            echoes: true,
            is_coloured: false,
        }
    }
}

impl Machine {
    pub(crate) fn data(&self) -> &Path {
        self.data.path()
    }

    /// Runs a command with the script's steps; gives what stands on the screen and the exit code,
    /// none if it was killed.
    pub(crate) fn run(&self, command: &str, steps: Vec<Step>) -> (String, Option<u8>) {
        let words: Vec<_> = command.split_whitespace().map(Into::into).collect();
        self.run_words(&words, steps)
    }

    /// The same for a command's words.
    pub(crate) fn run_words(
        &self,
        words: &[std::ffi::OsString],
        steps: Vec<Step>,
    ) -> (String, Option<u8>) {
        let screen = Screen::default();
        let killed = Rc::new(Cell::new(false));
        let steps = Rc::new(RefCell::new(VecDeque::from(steps)));
        let inputs = |_: mockloop::interface::Start<'_>| {
            Ok(Scripted {
                steps: steps.clone(),
                ticks_left: 0,
                clock: self.clock.clone(),
                screen: screen.clone(),
                echoes: self.echoes,
                killed: killed.clone(),
            })
        };
        let data = self.data.path().display().to_string();
        let mut variables = Variables::from([("MOCKLOOP_DATA_DIR".to_owned(), data)]);
        if !self.is_coloured {
            variables.insert("NO_COLOR".to_owned(), "1".to_owned());
        }
        let (mut out, mut err) = (screen.clone(), screen.clone());
        let world = World {
            variables: &variables,
            input_is_terminal: true,
            output_is_terminal: true,
            edits_lines: false,
            width: self.width,
            out: &mut out,
            err: &mut err,
            clock: &self.clock,
            entropy: &self.entropy,
            runner: &self.runner,
            inputs: &inputs,
        };
        let running = run(words, world);
        let code = block_on(until_killed(running, &killed)).unwrap();
        assert!(
            !self.echoes || code.is_none() || steps.borrow().is_empty(),
            "{} steps typed after the end",
            steps.borrow().len()
        );
        (screen.text(), code)
    }
}

/// Drops the future where it stands once the process is killed.
async fn until_killed<T>(running: impl Future<Output = T>, killed: &Cell<bool>) -> Option<T> {
    let mut running = std::pin::pin!(running);
    std::future::poll_fn(|context| match running.as_mut().poll(context) {
        std::task::Poll::Ready(code) => std::task::Poll::Ready(Some(code)),
        std::task::Poll::Pending if killed.get() => std::task::Poll::Ready(None),
        std::task::Poll::Pending => std::task::Poll::Pending,
    })
    .await
}
