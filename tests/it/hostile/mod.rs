//! Programs that mean harm, in each language and at each level: they are ended or refused within
//! their time, one line says what happened, and nothing is left.
//!
//! In a program's text `{OUT}` is a path outside its folder, `{SECRET}` a file that it must not
//! read, `{PORT}` a port that is listened on, `{VICTIM}` a process that it must not end, `{SLEEP}`
//! a number of seconds that nothing else sleeps for.

mod elixir;
mod python;
mod rust;

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use mockloop::domain::bank::detail::{Language, Version};
use mockloop::domain::code::{End, Run};
use mockloop::domain::verify::ended;
use mockloop::engine::block_on;
use mockloop::io::runner::sandbox::Level;
use mockloop::io::runner::{Job, Origin, Runner as _, System, TestFile};

/// A hostile program: its name, what must become of it, its text.
pub(crate) type Program = (&'static str, Fate, &'static str);

/// What must become of a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It is ended when its time is over.
    TooLong,
    /// It is ended for what it takes of the machine, by the limits or by the watch.
    TooMuch,
    /// It ends by itself, and must have done no harm.
    Harmless,
    /// It ends before its tests do: that is no pass.
    Vanishes,
    /// It can't be compiled; the place is told.
    Broken,
}

/// Less than a single test may take.
const LIMIT_S: u32 = 4;
const SECRET: &str = "the-secret-of-the-user";

/// What a program could harm.
struct Victims {
    home: tempfile::TempDir,
    listener: TcpListener,
    process: Child,
    sleep: String,
}

impl Victims {
    fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let home = tempfile::tempdir().unwrap();
        std::fs::write(home.path().join("secret"), SECRET).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let process = Command::new("sleep")
            .arg("600")
            .stdin(Stdio::null())
            .spawn()
            .unwrap();
        let sleep = format!(
            "{}.{}",
            70_000 + std::process::id() % 10_000,
            COUNT.fetch_add(1, Ordering::Relaxed)
        );
        Self {
            home,
            listener,
            process,
            sleep,
        }
    }

    fn out(&self) -> PathBuf {
        self.home.path().join("written-outside")
    }

    fn fill_in(&self, text: &str) -> String {
        let port = self.listener.local_addr().unwrap().port();
        text.replace("{OUT}", &self.out().display().to_string())
            .replace(
                "{SECRET}",
                &self.home.path().join("secret").display().to_string(),
            )
            .replace("{PORT}", &port.to_string())
            .replace("{VICTIM}", &self.process.id().to_string())
            .replace("{SLEEP}", &self.sleep)
    }

    /// What was done to them.
    fn harm(&mut self, run: &Run, level: Level) -> Vec<String> {
        let mut harm = Vec::new();
        let mut found = |is_harm: bool, what: &str| {
            if is_harm {
                harm.push(what.to_owned());
            }
        };
        if level > Level::Limits {
            found(self.out().exists(), "it wrote outside its folder");
            let said = format!("{run:?}");
            found(said.contains(SECRET), "it read a file of the user");
            found(self.listener.accept().is_ok(), "it opened a socket");
            let died = self.process.try_wait().unwrap().is_some();
            found(died, "it ended another process");
        }
        harm
    }
}

impl Drop for Victims {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// What still runs with a mark once the system had a moment to clear the killed away.
fn left_running(marks: &[&str]) -> Vec<String> {
    for _ in 0..20 {
        if running(marks).is_empty() {
            return Vec::new();
        }
        #[expect(
            clippy::disallowed_methods,
            reason = "the system needs a moment of real time"
        )]
        std::thread::sleep(Duration::from_millis(100));
    }
    running(marks)
}

/// The processes that carry a mark in their environment or their command line.
fn running(marks: &[&str]) -> Vec<String> {
    let processes = std::fs::read_dir("/proc").unwrap().flatten();
    let read = |path: &Path, file: &str| {
        let bytes = std::fs::read(path.join(file)).unwrap_or_default();
        String::from_utf8_lossy(&bytes).replace('\0', " ")
    };
    let marked = processes.filter_map(|process| {
        let path = process.path();
        let (command, environment) = (read(&path, "cmdline"), read(&path, "environ"));
        let is_marked = |mark: &&str| command.contains(*mark) || environment.contains(*mark);
        marks
            .iter()
            .any(is_marked)
            .then(|| format!("{} {command}", path.display()))
    });
    marked.collect()
}

pub(crate) fn system(level: Level, name: &str) -> System {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let name = format!("{name}-{}", std::process::id());
    let names = move || format!("{name}-{}", COUNT.fetch_add(1, Ordering::Relaxed));
    #[expect(clippy::disallowed_methods, reason = "the toolchains of this machine")]
    let path = std::env::var("PATH").unwrap();
    let program = PathBuf::from(env!("CARGO_BIN_EXE_mockloop"));
    System::new(program, path, None, Box::new(names)).at_most(level)
}

fn job(language: Language, solution: String) -> Job {
    let test = match language {
        Language::Elixir => elixir::TEST,
        Language::Python => python::TEST,
        Language::Rust => rust::TEST,
    };
    Job {
        language,
        min_version: Version::new("1.0").unwrap(),
        solution,
        tests: vec![TestFile {
            name: "visible_test",
            text: test.to_owned(),
        }],
        limit_s: LIMIT_S,
        origin: Origin::BuiltIn,
    }
}

/// Runs every program of a language at a level. Without the language or the level it says what is
/// left out; with `CI=true` that fails.
fn contained(language: Language, level: Level, programs: &[Program]) {
    assert!(programs.len() >= 16, "{}", programs.len());
    let own = format!("hostile-{}-{}", language.as_str(), level.as_str());
    let faults = block_on(async {
        let system = system(level, &own);
        let offer = system.offer(language).await;
        if offer.toolchain.is_none() {
            crate::skipped(&format!("hostile programs in {}", language.as_str()));
            return Vec::new();
        }
        if offer.level != level {
            let what = format!("hostile programs at level {}", level.as_str());
            // Containers often forbid bubblewrap; Landlock is part of every kernel in use.
            if level == Level::Bubblewrap {
                crate::say_skipped(&what);
            } else {
                crate::skipped(&what);
            }
            return Vec::new();
        }
        let mut faults = Vec::new();
        for program in programs {
            faults.extend(one(&system, language, level, program).await);
        }
        faults
    });
    let left = left_running(&[&format!("MOCKLOOP_RUN={own}-")]);
    assert!(left.is_empty(), "left running: {left:?}");
    let faults = faults.unwrap();
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

async fn one(
    system: &System,
    language: Language,
    level: Level,
    (name, fate, text): &Program,
) -> Vec<String> {
    let mut victims = Victims::new();
    let job = job(language, victims.fill_in(text));
    #[expect(
        clippy::disallowed_methods,
        reason = "how long it takes is what is tested"
    )]
    let since = Instant::now();
    let run = system.run(job).await;
    let took = since.elapsed();
    let mut found = victims.harm(&run, level);
    found.extend(unlike(*fate, &run));
    if took > Duration::from_secs(22) {
        found.push(format!("it took {took:?}"));
    }
    let said = ended(&run.end);
    if said.contains('\n') || said.len() > 200 {
        found.push(format!("more than a line: {said}"));
    }
    let left = left_running(&[&victims.sleep]);
    if !left.is_empty() {
        found.push(format!("left running: {left:?}"));
    }
    let told = |what| format!("{name}: {what}\n   {said} {:?}", run.tests);
    found.into_iter().map(told).collect()
}

/// In what a run is unlike its fate.
fn unlike(fate: Fate, run: &Run) -> Option<String> {
    let is_like = match fate {
        Fate::TooLong => matches!(run.end, End::TooLong(_)),
        Fate::TooMuch => !run.is_green() && !matches!(run.end, End::NotRun(_)),
        Fate::Harmless => !matches!(run.end, End::NotRun(_)),
        Fate::Vanishes => matches!(run.end, End::Vanished(_)),
        Fate::Broken => matches!(&run.end, End::Broken(broken) if broken.line.is_some()),
    };
    (!is_like).then(|| format!("expected: {fate:?}"))
}

/// One test for each language and level: they run side by side.
macro_rules! hostile {
    ($($name:ident: $language:ident, $level:ident, $programs:path;)*) => {$(
        #[test]
        #[ignore = "minutes of real time; .ci/run plays them all"]
        fn $name() {
            contained(Language::$language, Level::$level, &$programs);
        }
    )*};
}

hostile! {
    elixir_in_bubblewrap: Elixir, Bubblewrap, elixir::PROGRAMS;
    elixir_behind_landlock: Elixir, Landlock, elixir::PROGRAMS;
    python_in_bubblewrap: Python, Bubblewrap, python::PROGRAMS;
    python_behind_landlock: Python, Landlock, python::PROGRAMS;
    rust_in_bubblewrap: Rust, Bubblewrap, rust::PROGRAMS;
    rust_behind_landlock: Rust, Landlock, rust::PROGRAMS;
}
