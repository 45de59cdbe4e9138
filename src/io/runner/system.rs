//! Runs tests on this machine.

use std::cell::RefCell;
use std::ffi::OsString;
use std::io::Error;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::child::{Ended, How, Running, Start};
use super::folder::Folder;
use super::results::{self, Results};
use super::sandbox::{self, Level, Modes, Policy};
use super::{Job, Local, Offer, Origin, Runner, Toolchain, elixir, python, rust, toolchain};
use crate::domain::bank::detail::Language;
use crate::domain::bank::tests_text;
use crate::domain::code::{End, NotRun, Run};
use crate::domain::text::Safe;

/// How much of what a solution printed is kept to be shown, in characters.
const SHOWN: usize = 4_000;

/// Runs tests on this machine.
pub struct System {
    /// This program, which sets sandboxes up.
    ourselves: PathBuf,
    /// Where programs are looked for, as in `PATH`.
    search_path: String,
    /// Where what was found out is kept.
    cache: Option<PathBuf>,
    /// Gives names that nobody can guess.
    names: Box<dyn Fn() -> String>,
    /// A level that is not to be exceeded.
    at_most: Level,
    levels: RefCell<Option<Vec<Level>>>,
    found: RefCell<Vec<(Language, Option<Toolchain>)>>,
    spare: RefCell<Option<Ready>>,
}

/// A program that waits for a line with its files.
#[derive(Debug)]
pub(super) struct Ready {
    pub(super) language: Language,
    pub(super) folder: Folder,
    pub(super) running: Running,
    /// What the compiler warned of, where it ran before.
    pub(super) warnings: String,
}

impl System {
    /// Runs tests on this machine; `ourselves` is this program, `names` gives names that nobody
    /// can guess.
    pub fn new(
        ourselves: PathBuf,
        search_path: String,
        cache: Option<PathBuf>,
        names: Box<dyn Fn() -> String>,
    ) -> Self {
        Self {
            ourselves,
            search_path,
            cache,
            names,
            at_most: Level::Bubblewrap,
            levels: RefCell::default(),
            found: RefCell::default(),
            spare: RefCell::default(),
        }
    }

    /// Keeps to a level, where a stronger one could be had.
    #[must_use]
    pub fn at_most(mut self, level: Level) -> Self {
        self.at_most = level;
        self
    }

    /// The levels that work here, the weakest first.
    pub async fn levels(&self) -> Vec<Level> {
        let known = self.levels.borrow().clone();
        if let Some(known) = known {
            return known;
        }
        let found = sandbox::levels(&self.ourselves).await;
        *self.levels.borrow_mut() = Some(found.clone());
        found
    }

    /// The strongest level that works here and may be used.
    async fn level(&self) -> Level {
        let levels = self.levels().await.into_iter();
        let allowed = levels.filter(|level| *level <= self.at_most);
        allowed.max().unwrap_or(Level::Limits)
    }

    async fn toolchain(&self, language: Language) -> Option<Toolchain> {
        let known = self
            .found
            .borrow()
            .iter()
            .find_map(|(known, found)| (*known == language).then(|| found.clone()));
        if let Some(known) = known {
            return known;
        }
        let cache = self.cache.as_deref();
        let found = toolchain::find(language, &self.search_path, cache).await;
        self.found.borrow_mut().push((language, found.clone()));
        found
    }

    async fn perform(&self, job: &Job) -> Run {
        let level = self.level().await;
        if level == Level::Limits && job.origin != Origin::BuiltIn {
            return Run::not_run(NotRun::Refused(
                "Code of this bank needs a sandbox, and there is none here: install bubblewrap, \
                 or use Linux 5.13 or later."
                    .to_owned(),
            ));
        }
        let toolchain = match self.toolchain(job.language).await {
            Some(toolchain) if toolchain.version >= job.min_version => toolchain,
            Some(old) => {
                let text = format!(
                    "{} is here; {} or later is needed.",
                    old.shown, job.min_version
                );
                return Run::not_run(NotRun::NoToolchain(text));
            }
            None => {
                let text = toolchain::remedy(job.language).to_owned();
                return Run::not_run(NotRun::NoToolchain(text));
            }
        };
        self.with(job, &toolchain, level)
            .await
            .unwrap_or_else(|error| Run::not_run(NotRun::System(format!("{error}."))))
    }

    async fn with(&self, job: &Job, toolchain: &Toolchain, level: Level) -> Result<Run, Error> {
        let mut ready = match job.language {
            Language::Elixir => match self.spare(job.language) {
                Some(ready) => ready,
                None => self.boot(toolchain, level)?,
            },
            Language::Python => self.boot(toolchain, level)?,
            Language::Rust => match self.compile(job, toolchain, level).await? {
                Ok(ready) => ready,
                Err(broken) => return Ok(*broken),
            },
        };
        if job.language == Language::Elixir {
            // While this one runs, the next gets ready.
            *self.spare.borrow_mut() = Some(self.boot(toolchain, level)?);
        }
        let nonce = (self.names)();
        let line = line(job, &ready.folder, &nonce)?;
        ready.running.feed(&line).await;
        let limit = Duration::from_secs(job.limit_s.into());
        let ended = ready.running.finish(limit).await?;
        let results = results::read(&ready.folder.results(), &nonce);
        let run = put_together(job, results, &ended, &nonce);
        if ready.warnings.is_empty() {
            return Ok(run);
        }
        let warnings = shown(&ready.warnings);
        Ok(Run { warnings, ..run })
    }

    /// A program that got ready before, if it still waits.
    fn spare(&self, language: Language) -> Option<Ready> {
        let mut spare = self.spare.borrow_mut().take()?;
        (spare.language == language && spare.running.is_alive()).then_some(spare)
    }

    /// Starts a program that gets ready and waits for its line.
    fn boot(&self, toolchain: &Toolchain, level: Level) -> Result<Ready, Error> {
        let name = (self.names)();
        let folder = Folder::new(&name)?;
        let program = match toolchain.language {
            Language::Elixir => elixir::program(toolchain, &folder)?,
            Language::Python => python::program(toolchain, &folder)?,
            Language::Rust => rust::tests(&folder),
        };
        let running = self.start(&program, toolchain, (&folder, level, &name))?;
        Ok(Ready {
            language: toolchain.language,
            folder,
            running,
            warnings: String::new(),
        })
    }

    fn start(
        &self,
        program: &Program,
        toolchain: &Toolchain,
        (folder, level, name): (&Folder, Level, &str),
    ) -> Result<Running, Error> {
        let mut read: Vec<PathBuf> = super::system_paths().map(PathBuf::from).collect();
        read.extend(toolchain.roots.iter().cloned());
        read.push(toolchain.program.clone());
        read.push(folder.input());
        let policy = Policy {
            level,
            read,
            write: vec![folder.output(), folder.home()],
            memory_bytes: program.memory_bytes,
            modes: program.modes,
        };
        let mut folders: Vec<&Path> = toolchain.program.parent().into_iter().collect();
        let bins: Vec<PathBuf> = toolchain
            .roots
            .iter()
            .map(|root| root.join("bin"))
            .collect();
        folders.extend(bins.iter().map(PathBuf::as_path));
        folders.extend(["/usr/local/bin", "/usr/bin", "/bin"].map(Path::new));
        let path = std::env::join_paths(folders).map_err(Error::other)?;
        let mut environment: Vec<(OsString, OsString)> = vec![
            ("PATH".into(), path),
            ("HOME".into(), folder.home().into()),
            ("TMPDIR".into(), folder.home().into()),
            ("LANG".into(), "C.UTF-8".into()),
        ];
        let own = program.environment.iter();
        environment.extend(own.map(|(name, value)| ((*name).into(), value.into())));
        Running::start(Start {
            program: &self.ourselves,
            arguments: policy.arguments(&program.path, &program.arguments),
            environment,
            folder: &folder.input(),
            mark: format!("MOCKLOOP_RUN={name}"),
        })
    }

    /// Compiles a Rust program; gives it ready to run, or the run that its mistakes are.
    async fn compile(
        &self,
        job: &Job,
        toolchain: &Toolchain,
        level: Level,
    ) -> Result<Result<Ready, Box<Run>>, Error> {
        let name = (self.names)();
        let folder = Folder::new(&name)?;
        rust::put(job, &folder)?;
        let program = rust::compiler(toolchain, &folder);
        let compiler = self.start(&program, toolchain, (&folder, level, &name))?;
        let ended = compiler.finish(rust::COMPILE_LIMIT).await?;
        let warnings = match rust::compiled(&ended) {
            Ok(warnings) => warnings,
            Err(run) => return Ok(Err(run)),
        };
        let running = self.start(&rust::tests(&folder), toolchain, (&folder, level, &name))?;
        Ok(Ok(Ready {
            language: Language::Rust,
            folder,
            running,
            warnings,
        }))
    }
}

/// The line that a harness waits for; the files that it names are put into the folder.
fn line(job: &Job, folder: &Folder, nonce: &str) -> Result<String, Error> {
    let mut parts = vec![
        nonce.to_owned(),
        folder.results_path().display().to_string(),
    ];
    // Rust's files are in the program already.
    if job.language != Language::Rust {
        let ending = file_ending(job.language);
        let solution = folder.put(&format!("solution.{}", ending.0), &job.solution)?;
        parts.push(solution.display().to_string());
        for test in &job.tests {
            let path = folder.put(&format!("{}.{}", test.name, ending.1), &test.text)?;
            parts.push(path.display().to_string());
        }
    }
    Ok(parts.join("\t") + "\n")
}

/// What files of a language end in: solutions, and tests.
fn file_ending(language: Language) -> (&'static str, &'static str) {
    match language {
        Language::Elixir => ("ex", "exs"),
        Language::Python => ("py", "py"),
        Language::Rust => ("rs", "rs"),
    }
}

/// A program with what it needs beyond what all need.
#[derive(Debug)]
pub(super) struct Program {
    pub(super) path: PathBuf,
    pub(super) arguments: Vec<OsString>,
    pub(super) environment: Vec<(&'static str, String)>,
    pub(super) memory_bytes: Option<u64>,
    pub(super) modes: Modes,
}

impl Runner for System {
    fn run(&self, job: Job) -> Local<'_, Run> {
        Box::pin(async move { self.perform(&job).await })
    }

    fn prepare(&self, language: Language) -> Local<'_, ()> {
        Box::pin(async move {
            let is_ready = self.spare.borrow().is_some();
            if language != Language::Elixir || is_ready {
                return;
            }
            let level = self.level().await;
            if let Some(toolchain) = self.toolchain(language).await {
                // A run that finds nothing ready takes longer, no more.
                let ready = self.boot(&toolchain, level).ok();
                *self.spare.borrow_mut() = ready;
            }
        })
    }

    fn offer(&self, language: Language) -> Local<'_, Offer> {
        Box::pin(async move {
            Offer {
                level: self.level().await,
                toolchain: self.toolchain(language).await,
            }
        })
    }
}

fn put_together(job: &Job, results: Results, ended: &Ended, nonce: &str) -> Run {
    let stderr = String::from_utf8_lossy(&ended.stderr);
    // The harness writes the nonce once everything is compiled.
    let (said, after) = match stderr.split_once(&format!("{nonce}\n")) {
        Some((said, after)) => (said, after),
        None => ("", &*stderr),
    };
    let end = match (ended.how, results.broken) {
        // What a program that is being ended says is no result.
        (How::TooLong, _) => End::TooLong(job.limit_s),
        (How::TooMuch(what), _) => End::TooMuch(what),
        (_, Some(broken)) => End::Broken(broken),
        (_, None) if results.is_done => End::Complete,
        (How::Exit(code), None) => left(code, &stderr),
        (How::Killed(signal), None) => End::Vanished(format!("signal {signal}")),
    };
    let stdout = String::from_utf8_lossy(&ended.stdout);
    let mut tests = results.tests;
    let written: Vec<_> = job
        .tests
        .iter()
        .flat_map(|file| tests_text::tests(job.language, &file.text))
        .collect();
    // Where the language has no tags, the number stands in the file.
    for test in tests.iter_mut().filter(|test| test.milestone.is_none()) {
        let found = written.iter().find(|written| written.name == test.name);
        test.milestone = found.and_then(|found| found.milestone);
    }
    Run {
        tests,
        end,
        warnings: shown(said.trim()),
        printed: shown(format!("{stdout}{after}").trim_end()),
        micros: results.micros,
    }
}

fn left(code: i32, stderr: &str) -> End {
    if code == i32::from(sandbox::REFUSED) {
        End::NotRun(NotRun::Refused(format!("The sandbox: {}", stderr.trim())))
    } else {
        End::Vanished(format!("exit code {code}"))
    }
}

fn shown(text: &str) -> Safe {
    Safe::from(text.chars().take(SHOWN).collect::<String>())
}

impl std::fmt::Debug for System {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("System")
            .field("ourselves", &self.ourselves)
            .field("at_most", &self.at_most)
            .finish_non_exhaustive()
    }
}
