//! A coding round's other half: the folder in which the solution is written, and the runs of its
//! tests while the clock goes on.

use std::path::{Path, PathBuf};

use super::code::{Sources, coding, visible};
use super::error::Error;
use super::library::Library;
use super::play::{Game, Keep, Table};
use super::shelf;
use crate::domain::bank::Prompt;
use crate::domain::bank::detail::{Coding, Language};
use crate::domain::code::{End, NotRun, Run};
use crate::domain::round::{CodeRun, Event, Happening, Input, Stage, State, Task, Watch, verbal};
use crate::domain::text::Safe;
use crate::domain::verify::ended;
use crate::io::files;
use crate::io::runner::sandbox::Level;
use crate::io::runner::{Job, Local, Offer, Origin, Runner};
use crate::io::trust::Trusted;
use crate::report::code as report;
use crate::report::document::Document;

/// A coding round's other half.
pub(super) struct CodeRound<'a> {
    runner: &'a dyn Runner,
    /// Its files and whose code they are; why no test can be run, if none can.
    tests: Result<(Sources, Origin), Safe>,
    workspace: Workspace,
    /// How far from the machine its tests run, once that is known.
    level: Option<Level>,
    /// A run that is to begin.
    due: Option<Which>,
    /// The run that is on.
    on: Which,
    /// Whether it was asked for, and not begun by a file that changed.
    is_asked: bool,
    /// How the files were when they were last run, if they are watched.
    watched: Option<Vec<Option<(u64, i64, i64)>>>,
    /// Whether the outcome of the hidden tests was told.
    hidden_told: bool,
}

/// Which tests are run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Which {
    /// Those that the candidate has.
    Own,
    /// All, on the solution as it was when the answer was locked.
    Hidden,
}

/// The folder in which a solution is written.
#[derive(Debug, Clone)]
struct Workspace {
    folder: PathBuf,
    solution: PathBuf,
    visible_tests: PathBuf,
    locked: PathBuf,
}

impl Workspace {
    fn new(folder: PathBuf, language: Language) -> Self {
        let (solution, tests) = match language {
            Language::Elixir => ("solution.ex", "visible_test.exs"),
            Language::Python => ("solution.py", "visible_test.py"),
            Language::Rust => ("solution.rs", "visible_test.rs"),
        };
        Self {
            solution: folder.join(solution),
            visible_tests: folder.join(tests),
            locked: folder.join("locked").join(solution),
            folder,
        }
    }

    /// Writes what is not there yet; what is there stays as it is.
    fn fill(&self, statement: &str, sources: &Sources) -> std::io::Result<()> {
        let files = [
            (self.folder.join("STATEMENT.md"), statement),
            (self.solution.clone(), sources.starter.as_str()),
            (self.visible_tests.clone(), &sources.visible_tests),
        ];
        for (path, text) in files {
            match files::create_new(&path, text) {
                Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => {
                    return Err(error);
                }
                Ok(()) | Err(_) => {}
            }
        }
        Ok(())
    }

    fn stamps(&self) -> Vec<Option<(u64, i64, i64)>> {
        files::stamps(&[self.solution.clone(), self.visible_tests.clone()])
    }
}

impl<'a> CodeRound<'a> {
    /// Opens the folder of a round, if its answer is code. What keeps its tests from being run is
    /// told once, and the round goes on without them.
    pub(super) async fn open(
        table: &Table<'a>,
        library: &Library,
        data: &Path,
        prompt: &Prompt,
        state: &State,
    ) -> Option<Self> {
        let coding = coding(prompt).filter(|_| prompt.has_code())?;
        let language = language(coding, state)?;
        let name = format!("{}-{}", state.drawn.prompt, state.round.0);
        let workspace = Workspace::new(data.join("workspaces").join(name), language);
        let runner = table.runner;
        let tests = sources(library, data, coding, language, state);
        let mut round = Self {
            runner,
            tests: tests.map_err(|error| Safe::new(&error.to_string())),
            workspace,
            level: None,
            due: None,
            on: Which::Own,
            is_asked: false,
            watched: None,
            hidden_told: false,
        };
        round.fill(prompt);
        if round.tests.is_ok() {
            let offer = runner.offer(language).await;
            round.level = Some(offer.level);
            round.check(language, &offer);
        }
        if round.tests.is_ok() {
            runner.prepare(language).await;
        }
        if state.stage == Stage::Closing && state.hidden_run().is_none() {
            round.due = Some(Which::Hidden);
        }
        Some(round)
    }

    fn fill(&mut self, prompt: &Prompt) {
        let statement = format!("# {}\n\n{}\n", prompt.title, prompt.statement);
        if let Ok((sources, _)) = &self.tests
            && let Err(error) = self.workspace.fill(&statement, sources)
        {
            let text = format!("Its folder can't be written: {error}.");
            self.tests = Err(Safe::new(&text));
        }
    }

    fn check(&mut self, language: Language, offer: &Offer) {
        let Ok((sources, _)) = &self.tests else {
            return;
        };
        let needed = sources.files.min_version;
        let why = match &offer.toolchain {
            None => {
                let name = crate::report::words::capital(language.as_str());
                let remedy = crate::io::runner::remedy(language);
                Some(format!("{name} is not installed. {remedy}"))
            }
            Some(old) if old.version < needed => Some(format!(
                "{} is here; {needed} or later is needed.",
                old.shown
            )),
            Some(_) => None,
        };
        if let Some(why) = why {
            self.tests = Err(Safe::new(&why));
        }
    }

    fn greeting(&self) -> Document {
        let level = match &self.tests {
            Ok(_) => Ok(self.level.map_or("", Level::words)),
            Err(why) => Err(why),
        };
        report::workspace(&self.workspace.folder.display().to_string(), level)
    }

    /// What is to be run.
    fn job(&self, which: Which) -> Result<Job, Safe> {
        let (sources, origin) = self.tests.as_ref().map_err(Clone::clone)?;
        let read = |path: &Path| {
            files::read_own(path).map_err(|problem| {
                Safe::new(&format!("{} can't be read: {problem}.", path.display()))
            })
        };
        Ok(match which {
            Which::Own => Job {
                tests: vec![visible(read(&self.workspace.visible_tests)?)],
                ..sources.job(&read(&self.workspace.solution)?, *origin)
            },
            Which::Hidden => sources.job(&read(&self.workspace.locked)?, *origin),
        })
    }

    /// The answer is locked: what stands in the folder now is what counts.
    fn lock(&mut self) {
        self.watched = None;
        if self.tests.is_err() {
            return;
        }
        // A solution that can't be read or kept is told when it is to be run.
        if let Ok(text) = files::read_own(&self.workspace.solution) {
            let _ = files::create_new(&self.workspace.locked, &text);
        }
        self.due = Some(Which::Hidden);
    }
}

/// The language of a round: the stack that was asked for, else what the prompt prefers.
fn language(coding: &Coding, state: &State) -> Option<Language> {
    let asked = state.drawn.stack.as_ref().map(Safe::as_str);
    let mut languages = coding.languages.iter().map(|files| files.language);
    languages
        .clone()
        .find(|language| Some(language.as_str()) == asked)
        .or_else(|| languages.next())
}

/// The files of a round as the bank has them, if they are those that it was drawn with and may be
/// run.
fn sources(
    library: &Library,
    data: &Path,
    coding: &Coding,
    language: Language,
    state: &State,
) -> Result<(Sources, Origin), Error> {
    let drawn = &state.drawn;
    let name = format!("{}/{}", drawn.bank, drawn.prompt);
    let entry = shelf::read(library, &name)?;
    let changed = || {
        let cause = format!("The bank holds another {name} than this round was drawn with.");
        Error::usage(cause, "Its tests are not run.")
    };
    if entry.hash != drawn.hash {
        return Err(changed());
    }
    let content = library.content(drawn.bank.as_str())?;
    let origin = content.origin(&Trusted::new(data))?;
    let files = coding.files(language).ok_or_else(changed)?;
    let listing = library.find(&name).ok_or_else(changed)?;
    Ok((Sources::read(files, &content, &listing.path)?, origin))
}

impl<'a> Game<'a, '_> {
    /// The round's answer is code: its folder is told.
    pub(super) fn take_code(&mut self, code: Option<CodeRound<'a>>) {
        let is_open = matches!(self.state.stage, Stage::Answering { .. });
        if let Some(code) = code.as_ref().filter(|_| is_open) {
            self.table.ui.say(&code.greeting());
        }
        self.code = code;
    }

    /// What an input means for the code.
    pub(super) fn for_code(&mut self, task: Option<Task>, happenings: &[Happening]) {
        let is_lock = |happening: &Happening| matches!(happening.event, Event::Locked { .. });
        let was_locked = self.state.hidden_run().is_some();
        let Some(code) = &mut self.code else { return };
        if happenings.iter().any(is_lock) && !was_locked {
            code.lock();
        }
        match task {
            None => {}
            Some(Task::ShowCode) => self.table.ui.say(&code.greeting()),
            Some(Task::Run(watch)) => {
                let is_over = watch == Watch::Changes && code.watched.is_some();
                if is_over {
                    code.watched = None;
                    self.table.ui.say(&report::no_longer_watched());
                    return;
                }
                if watch == Watch::Changes {
                    code.watched = Some(code.workspace.stamps());
                    self.table.ui.say(&report::watched());
                }
                code.due = Some(Which::Own);
                code.is_asked = true;
                if let Err(why) = &code.tests {
                    code.due = None;
                    self.table.ui.say(&Document::problem(why));
                }
            }
        }
    }

    /// The run that is to begin now. The hidden tests' takes the place of any other.
    pub(super) fn next_run(&mut self, is_running: bool) -> Option<Local<'a, Run>> {
        let code = self.code.as_mut()?;
        if let Some(before) = &code.watched {
            let now = code.workspace.stamps();
            if now != *before {
                code.watched = Some(now);
                code.due = Some(Which::Own);
                code.is_asked = false;
            }
        }
        let which = code
            .due
            .filter(|which| !is_running || *which == Which::Hidden)?;
        code.due = None;
        match code.job(which) {
            Ok(job) => {
                code.on = which;
                if which == Which::Own {
                    self.table.ui.say(&report::running());
                }
                Some(code.runner.run(job))
            }
            Err(why) => {
                if which == Which::Own {
                    self.table.ui.say(&Document::problem(why));
                }
                None
            }
        }
    }

    /// A run has ended: its outcome is kept, then told. That of the hidden tests waits until the
    /// ticks are done. True if something was said.
    pub(super) fn ran(&mut self, run: &Run) -> bool {
        let Some(which) = self.code.as_ref().map(|code| code.on) else {
            return false;
        };
        if let End::NotRun(why) = &run.end {
            let (NotRun::NoToolchain(why) | NotRun::Refused(why) | NotRun::System(why)) = why;
            self.table.ui.say(&Document::problem(why));
            return true;
        }
        let at = self.table.clock.now();
        let kept = CodeRun {
            hidden: which == Which::Hidden,
            ..code_run(run)
        };
        let decision = self.decide(&Input::Ran(kept), &at);
        if let Err(error) = self.keep(&decision, &at, Keep::Draft) {
            let error = Error::from(error);
            let text = format!(
                "{} This run is not in the timeline. {}",
                error.cause, error.remedy
            );
            self.table.ui.say(&Document::problem(text));
        }
        let told = match which {
            Which::Own => report::ran(run, self.prompt, &self.state),
            Which::Hidden => self.hidden_outcome(),
        };
        if !told.is_empty() {
            self.table.ui.say(&told);
        }
        !told.is_empty()
    }

    /// Whether the outcome of a run is waited for: then no line is asked for.
    pub(super) fn waits_for_run(&self, is_running: bool) -> bool {
        let asked = |code: &CodeRound<'_>| code.on == Which::Own && code.is_asked;
        is_running && self.code.as_ref().is_some_and(asked)
    }

    /// The run was ended by hand.
    pub(super) fn stop_run(&mut self) {
        self.table.ui.say(&report::stopped());
    }

    /// The outcome of the hidden tests, once, when the ticks are done.
    pub(super) fn hidden_outcome(&mut self) -> Document {
        let Some(code) = &mut self.code else {
            return Document::default();
        };
        let may_be_told = verbal::is_past_ticks(self.prompt, &self.state);
        match self.state.hidden_run() {
            Some(run) if may_be_told && !code.hidden_told => {
                code.hidden_told = true;
                report::hidden(run)
            }
            Some(_) | None => Document::default(),
        }
    }
}

/// What is kept of a run.
fn code_run(run: &Run) -> CodeRun {
    let standing = run.standing();
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    CodeRun {
        passed: number(standing.passed),
        failed: number(standing.failing.len()),
        later: number(standing.later.len()),
        hidden: false,
        failing: run.failing().map(|test| Safe::new(&test.name)).collect(),
        ended: (run.end != End::Complete).then(|| Safe::new(&ended(&run.end))),
    }
}
