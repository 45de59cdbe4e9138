//! What the commands of one command line share: its world, its settings, and somebody to talk to.

use std::cell::RefCell;
use std::io::Write;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::cli::{Cli, Command, Everywhere};
use super::config::Settings;
use super::exit;
use super::lines::{self, Lines};
use super::look::Look;
use super::screen::{Console, Screen, Wishes};
use super::vocabulary::Vocabulary;
use super::world::{Start, Variables, World};
use crate::domain::config::Shown;
use crate::domain::history::Summary;
use crate::domain::text::json_for_a_terminal;
use crate::engine::{self, Awaited, Course, Desk, Error, Inputs, Kind, Library, Table, Target, Ui};
use crate::io::cache::Cache;
use crate::io::clock::Clock;
use crate::io::dirs;
use crate::io::entropy::Entropy;
use crate::io::files::Folder;
use crate::io::runner::Runner;
use crate::io::store::Sqlite;
use crate::report::document::Document;
use crate::report::{self, Manner, ansi, plain};

/// A command line's world, with what its commands share.
pub(super) struct Session<'w, I> {
    pub(super) world: World<'w, I>,
    pub(super) asked: Everywhere,
    pub(super) data: PathBuf,
    pub(super) settings: Settings,
    pub(super) look: Look,
    pub(super) manner: Manner,
    console: Option<Console>,
    inputs: Option<I>,
}

impl<'w, I: Inputs> Session<'w, I> {
    pub(super) fn new(cli: &Cli, world: World<'w, I>) -> Result<Self, (Error, &'w mut dyn Write)> {
        let asked = cli.everywhere.clone();
        let found = data_folder(&asked, world.variables)
            .and_then(|data| settings(cli, world.variables).map(|settings| (data, settings)));
        let (data, settings) = match found {
            Ok(found) => found,
            Err(error) => return Err((error, world.err)),
        };
        let manner = manner(&asked, &settings, &world);
        let colour = asked.color.unwrap_or(settings.config.color);
        let look = Look::of(colour, world.output_is_terminal, world.variables);
        let look = match manner {
            Manner::Screen => look,
            Manner::Plain => look.plain(),
        };
        let edits_lines = world.edits_lines && manner == Manner::Screen;
        let console = edits_lines.then(|| {
            let editor = settings.editor(world.variables);
            Console::new(look, editor, drafts(&data))
        });
        Ok(Self {
            world,
            asked,
            data,
            settings,
            look,
            manner,
            console,
            inputs: None,
        })
    }

    /// Where lines come from; the threads that read them start with the first call.
    pub(super) fn inputs(&mut self) -> Result<&mut I, Error> {
        let (_, late) = self.counter();
        late.get()
    }

    /// Somebody to talk to, beside where lines may come from.
    pub(super) fn counter(&mut self) -> (Box<dyn Ui + '_>, Late<'_, I>) {
        let start = Starter {
            make: self.world.inputs,
            console: self.console.as_ref(),
            asked: &self.asked,
            data: &self.data,
        };
        let late = Late {
            start,
            made: &mut self.inputs,
        };
        let ui = ui(
            &mut self.world,
            self.console.as_ref(),
            &self.settings,
            (&self.asked, self.manner),
        );
        (ui, late)
    }

    /// Somebody to talk to, beside where lines come from.
    pub(super) fn table(&mut self) -> Result<(Box<dyn Ui + '_>, &mut I), Error> {
        let (ui, late) = self.counter();
        Ok((ui, late.get()?))
    }

    pub(super) fn ui(&mut self) -> Box<dyn Ui + '_> {
        ui(
            &mut self.world,
            self.console.as_ref(),
            &self.settings,
            (&self.asked, self.manner),
        )
    }

    /// Says something.
    pub(super) fn say(&mut self, document: &Document) {
        self.ui().say(document);
    }

    /// Shows that a command may be typed.
    pub(super) fn await_command(&mut self) {
        self.ui().await_input(&Awaited::Command);
    }

    /// Stops the process until it is continued.
    pub(super) fn suspend(&mut self) {
        self.ui().suspend();
    }

    /// Takes the terminal again after a stop.
    pub(super) fn take_again(&mut self) {
        self.ui().take_again();
    }

    /// Tells an error; gives its exit code.
    pub(super) fn tell(&mut self, error: &Error) -> u8 {
        let width = self.world.width();
        exit::of_error(error, self.world.err, width)
    }

    /// Tells what the grammar has to say: help, or what is wrong with a line.
    pub(super) fn print_usage(&mut self, error: clap::Error) {
        let text = exit::usage(error, self.look.is_coloured);
        // A closed pipe is no error.
        let _ = self.world.out.write_all(text.as_bytes());
    }

    /// The command that opens the user's editor.
    pub(super) fn editor(&self) -> Option<String> {
        self.settings.editor(self.world.variables)
    }

    /// Pictures need a screen that is wide enough; elsewhere they are told in lines.
    pub(super) fn picture_manner(&self) -> Manner {
        if self.world.width() < report::readiness::PICTURE_COLUMNS {
            return Manner::Plain;
        }
        self.manner
    }

    pub(super) fn place(&self) -> Result<Place<'w>, Error> {
        Ok(Place {
            journal: Sqlite::open(&self.data)?,
            clock: self.world.clock,
            entropy: self.world.entropy,
            runner: self.world.runner,
            data: self.data.clone(),
            target: self.target(),
        })
    }

    /// What the history is read for, as far as the configuration says so.
    fn target(&self) -> Target {
        let config = &self.settings.config;
        let usual = Target::default();
        let role = config.role.as_ref().map(ToString::to_string);
        Target {
            role: role.unwrap_or(usual.role),
            start: config.start,
        }
    }

    /// All rounds so far, and the plan. A plan that can't be read is told, and left out.
    pub(super) fn standing(&mut self) -> Result<(Vec<Summary>, Option<Course>), Error> {
        let place = self.place()?;
        let mut ui = self.ui();
        let desk = place.desk(&mut *ui, Library::default());
        let (rounds, plan) = (desk.rounds()?, desk.plan());
        drop(ui);
        let plan = plan.unwrap_or_else(|error| {
            self.tell(&error);
            None
        });
        Ok((rounds, plan))
    }

    /// A copy of the journal, once a day. That it failed is told; what was asked for is done.
    pub(super) fn back_up_daily(&mut self) {
        if let Err(error) = engine::back_up_daily(&self.data, self.world.clock) {
            self.tell(&error);
        }
    }

    /// Data on stdout, as JSON or as text. A closed pipe is no error.
    pub(super) fn print(&mut self, value: Option<Value>, document: &Document) {
        let width = self.world.width();
        let text = match value {
            Some(value) => json_for_a_terminal(&format!("{value:#}\n")),
            None if self.look.is_coloured => ansi::render(document, width),
            None => plain::render(document, width),
        };
        self.print_text(&text);
    }

    /// A text for other programs on stdout, as it is. A closed pipe is no error.
    pub(super) fn print_text(&mut self, text: &str) {
        let out = &mut self.world.out;
        let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    }
}

/// Where lines come from, once they are wanted.
pub(super) struct Late<'s, I> {
    start: Starter<'s, I>,
    made: &'s mut Option<I>,
}

/// What it takes to begin reading lines.
struct Starter<'s, I> {
    make: &'s dyn Fn(Start<'_>) -> std::io::Result<I>,
    console: Option<&'s Console>,
    asked: &'s Everywhere,
    data: &'s Path,
}

impl<'s, I> Late<'s, I> {
    /// Where lines come from; the threads that read them start with the first call.
    pub(super) fn get(self) -> Result<&'s mut I, Error> {
        if self.made.is_none() {
            *self.made = Some(self.start.begin()?);
        }
        let missing = || Error::usage("No lines can be read.", "");
        self.made.as_mut().ok_or_else(missing)
    }
}

impl<I> Starter<'_, I> {
    fn begin(&self) -> Result<I, Error> {
        let made = match self.console {
            Some(console) => {
                let library = library(self.asked, self.data)?;
                let words = RefCell::new(Some(Vocabulary::new(library.listings())));
                (self.make)(&|sender| {
                    let words = words.take().unwrap_or_default();
                    console.start(sender, words, self.data.join("history"))
                })
            }
            None => (self.make)(&lines::read),
        };
        made.map_err(|error| Error::usage(format!("{error}."), ""))
    }
}

/// Where rounds are kept, and what they are played with besides a human.
pub(super) struct Place<'w> {
    pub(super) journal: Sqlite,
    pub(super) clock: &'w dyn Clock,
    entropy: &'w dyn Entropy,
    runner: &'w dyn Runner,
    data: PathBuf,
    pub(super) target: Target,
}

impl Place<'_> {
    pub(super) fn desk<'t>(&'t self, ui: &'t mut dyn Ui, library: Library) -> Desk<'t> {
        Desk {
            table: Table {
                journal: &self.journal,
                clock: self.clock,
                entropy: self.entropy,
                runner: self.runner,
                ui,
            },
            library,
            data: self.data.clone(),
            target: self.target.clone(),
        }
    }
}

/// Somebody to talk to: on the terminal with its line editor, or in plain lines.
fn ui<'u, I>(
    world: &'u mut World<'_, I>,
    console: Option<&'u Console>,
    settings: &Settings,
    (asked, manner): (&Everywhere, Manner),
) -> Box<dyn Ui + 'u> {
    let config = &settings.config;
    if let Some(console) = console {
        let wishes = Wishes {
            hides_clock: asked.hide_clock || config.clock == Shown::Hidden,
            rings: config.bell,
            uses_taskbar: config.taskbar,
        };
        return Box::new(Screen::new(console, wishes));
    }
    let prompts = world.input_is_terminal && world.output_is_terminal;
    Box::new(Lines::new(&mut *world.out, world.width, manner, prompts))
}

/// Where a text lies while it is edited.
pub(super) fn drafts(data: &Path) -> PathBuf {
    data.join("drafts")
}

/// The folder that was asked for, by option or variable.
pub(super) fn data_asked<'a>(asked: &'a Everywhere, variables: &'a Variables) -> Option<&'a Path> {
    let variable = variables
        .get("MOCKLOOP_DATA_DIR")
        .filter(|path| !path.is_empty());
    asked.data_dir.as_deref().or(variable.map(Path::new))
}

fn data_folder(asked: &Everywhere, variables: &Variables) -> Result<PathBuf, Error> {
    dirs::data(data_asked(asked, variables)).map_err(|error| {
        Error::usage(
            format!("The data folder is not known: {error}."),
            "Give one: --data-dir DIR.",
        )
    })
}

/// The configuration; commands that mend it run without.
fn settings(cli: &Cli, variables: &Variables) -> Result<Settings, Error> {
    let asked = data_asked(&cli.everywhere, variables);
    match cli.command {
        Some(Command::Config { .. }) => Ok(Settings::read(asked).unwrap_or_default()),
        _ => Settings::read(asked),
    }
}

/// The built-in bank, the data folder's and those asked for; what has faults is left out.
pub(super) fn library(asked: &Everywhere, data: &Path) -> Result<Library, Error> {
    let mut library = Library::new(Some(Cache::new(data.join("cache"))));
    for folder in Folder::all_in(&data.join("question_banks")) {
        library.add(Box::new(folder));
    }
    for path in &asked.bank {
        let before = library.faulty_banks().len();
        library.add(Box::new(Folder::new(path)));
        let faulty = library.faulty_banks().get(before..).unwrap_or_default();
        if !faulty.is_empty() {
            let cause = format!("The bank in {} can't be used.", path.display());
            return Err(Error::new(
                Kind::BadFile(faulty.to_vec()),
                cause,
                "Mend these faults.",
            ));
        }
    }
    Ok(library)
}

/// Tells which prompts and banks are left out for their faults.
pub(super) fn say_left_out(library: &Library, err: &mut dyn Write, width: usize) {
    let banks = library
        .faulty_banks()
        .iter()
        .map(|file| file.file.to_string());
    for name in banks.chain(library.faulty_prompts()) {
        let text = format!("{name} has faults and is left out. `mockloop bank lint` shows them.");
        let text = plain::render(&Document::line(text), width);
        let _ = err.write_all(text.as_bytes());
    }
}

fn manner<I>(asked: &Everywhere, settings: &Settings, world: &World<'_, I>) -> Manner {
    let variable = |name: &str| world.variables.get(name).map(String::as_str);
    let is_plain = asked.plain
        || settings.config.plain
        || variable("ACCESSIBLE").is_some_and(|value| !value.is_empty() && value != "0")
        || variable("TERM") == Some("dumb")
        || !world.output_is_terminal;
    if is_plain {
        Manner::Plain
    } else {
        Manner::Screen
    }
}
