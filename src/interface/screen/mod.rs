//! The conversation on a terminal: lines edited at the bottom, the clock on the last row, what
//! the clock says above the line being typed.

mod bar;
mod helper;
mod reader;

use std::cell::RefCell;
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::thread;

use rustyline::ExternalPrinter as _;

use super::look::Look;
use super::vocabulary::Vocabulary;
use crate::engine::{Awaited, LineSender, Ui};
use crate::io::{editor, terminal};
use crate::report::bar::{Bar, Course};
use crate::report::document::Document;
use crate::report::{Manner, ansi, plain};
use bar::PinnedBar;
use helper::{Hooks, Mode};
use reader::{Reader, Wanted};

/// What stands before a line that is typed.
const PROMPT: &str = "> ";
/// What stands before a command.
const COMMAND_PROMPT: &str = "mockloop> ";

/// What the first lines of the editor's file tell.
const EDITOR_HEADER: &str = "\
# Each line is entered as if you had typed it: a plain line is a note, /a, /t and /e keep an
# assumption, a tradeoff, an edge case. Lines that begin with # are left out.
";

/// What somebody wants of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Wishes {
    /// Whether the clock is hidden.
    pub(super) hides_clock: bool,
    /// Whether the bell rings when a budget runs out.
    pub(super) rings: bool,
    /// Whether the taskbar shows the phase's progress, where it can.
    pub(super) uses_taskbar: bool,
}

/// A terminal with its line editor, for as long as the program runs.
pub struct Console {
    look: Look,
    /// The command that opens the editor.
    editor: Option<String>,
    /// Where the editor's file lies while it is open.
    drafts: PathBuf,
    started: RefCell<Option<Started>>,
    is_reading: Arc<AtomicBool>,
}

struct Started {
    wanted: Sender<Wanted>,
    printed: Sender<String>,
    hooks: Hooks,
    sender: LineSender,
    prompt: &'static str,
}

impl Console {
    pub(super) fn new(look: Look, editor: Option<String>, drafts: PathBuf) -> Self {
        terminal::remember();
        Self {
            look,
            editor,
            drafts,
            started: RefCell::new(None),
            is_reading: Arc::default(),
        }
    }

    /// Starts the threads that read and that print.
    ///
    /// # Errors
    /// The terminal or the system refuses.
    pub(super) fn start(
        &self,
        sender: LineSender,
        vocabulary: Vocabulary,
        history: PathBuf,
    ) -> std::io::Result<()> {
        let hooks = Hooks::new(sender.clone(), vocabulary, self.look.is_coloured);
        let is_reading = Arc::clone(&self.is_reading);
        let mut reader = Reader::new(hooks.clone(), sender.clone(), is_reading, history)
            .map_err(std::io::Error::other)?;
        let mut above = reader.printer().map_err(std::io::Error::other)?;
        let (wanted, wants) = channel();
        thread::Builder::new()
            .name("lines".to_owned())
            .spawn(move || reader.run(&wants))?;
        // The printer waits while no line is being read; nobody else should.
        let (printed, prints) = channel::<String>();
        thread::Builder::new()
            .name("prints".to_owned())
            .spawn(move || {
                for text in prints {
                    // A terminal that is gone hears nothing.
                    let _ = above.print(text);
                }
            })?;
        *self.started.borrow_mut() = Some(Started {
            wanted,
            printed,
            hooks,
            sender,
            prompt: PROMPT,
        });
        Ok(())
    }

    fn ask(&self, prompt: &'static str, draft: String, mode: Mode) {
        if self.is_reading.load(Ordering::SeqCst) {
            // A line is being typed already.
            return;
        }
        if let Some(started) = &mut *self.started.borrow_mut() {
            started.prompt = prompt;
            self.is_reading.store(true, Ordering::SeqCst);
            let wanted = Wanted {
                prompt,
                draft,
                mode,
            };
            // A reader that is gone has told so.
            let _ = started.wanted.send(wanted);
        }
    }

    /// Prints above the line being typed, or simply prints.
    fn print(&self, text: String) {
        let started = self.started.borrow();
        match &*started {
            Some(started) if self.is_reading.load(Ordering::SeqCst) => {
                let _ = started.printed.send(text);
            }
            Some(_) | None => {
                // A closed terminal is told by its signal.
                let mut out = std::io::stdout();
                let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
            }
        }
    }

    /// Draws the line being typed anew, where it is.
    fn repaint(&self) {
        if self.is_reading.load(Ordering::SeqCst) {
            // Something printed above the line draws it anew; this comes back to where it was.
            self.print("\x1b[A\n".to_owned());
        }
    }

    /// How many rows what is being typed reaches below the cursor.
    fn rows_below(&self) -> u16 {
        let columns = terminal::size(std::io::stdout()).map_or(80, |size| size.columns);
        let started = self.started.borrow();
        match &*started {
            Some(started) if self.is_reading.load(Ordering::SeqCst) => {
                started.hooks.rows_below(started.prompt, columns)
            }
            Some(_) | None => 0,
        }
    }
}

impl Drop for Console {
    fn drop(&mut self) {
        terminal::give_back();
    }
}

/// A conversation on a console.
pub(super) struct Screen<'a> {
    console: &'a Console,
    wishes: Wishes,
    bar: Option<PinnedBar>,
    percent: Option<u64>,
}

impl<'a> Screen<'a> {
    pub(super) fn new(console: &'a Console, wishes: Wishes) -> Self {
        Self {
            console,
            wishes,
            bar: None,
            percent: None,
        }
    }

    fn render(&self, document: &Document) -> String {
        let width = terminal::width(std::io::stdout()).unwrap_or(80);
        if self.console.look.is_coloured {
            ansi::render(document, width)
        } else {
            plain::render(document, width)
        }
    }

    fn take_clock_away(&mut self) {
        if self.bar.take().is_some() {
            terminal::give_row_back();
            self.percent = None;
        }
    }

    fn show_on_taskbar(&mut self, bar: &Bar) {
        if !(self.wishes.uses_taskbar && self.console.look.has_taskbar) {
            return;
        }
        let percent = bar.percent().map(|percent| {
            if bar.course == Course::Over {
                101
            } else {
                percent
            }
        });
        if percent != self.percent
            && let Some(percent) = percent
        {
            terminal::show_on_taskbar(percent);
            self.percent = Some(percent);
        }
    }
}

impl Ui for Screen<'_> {
    fn say(&mut self, document: &Document) {
        if !document.is_empty() {
            self.console.print(self.render(document));
        }
    }

    fn announce(&mut self, document: &Document) {
        self.say(document);
    }

    fn await_line(&mut self) {
        self.console.ask(PROMPT, String::new(), Mode::Line);
    }

    fn await_input(&mut self, awaited: &Awaited) {
        let (prompt, draft, mode) = match awaited {
            Awaited::Line { draft } => (PROMPT, draft.clone(), Mode::Line),
            Awaited::Key { keys } => (PROMPT, String::new(), Mode::Key(keys)),
            Awaited::Command => (COMMAND_PROMPT, String::new(), Mode::Command),
        };
        self.console.ask(prompt, draft, mode);
    }

    fn manner(&self) -> Manner {
        Manner::Screen
    }

    fn show_clock(&mut self, bar: Option<&Bar>) {
        let Some(bar) = bar.filter(|_| !self.wishes.hides_clock) else {
            self.take_clock_away();
            return;
        };
        let below = self.console.rows_below();
        let look = self.console.look;
        let pinned = self.bar.get_or_insert_with(|| PinnedBar::new(look));
        if pinned.draw(bar, below) {
            self.console.repaint();
        }
        self.show_on_taskbar(bar);
    }

    fn ring(&mut self) {
        if self.wishes.rings {
            terminal::ring();
        }
    }

    fn edit(&mut self, text: &str) -> bool {
        let started = self.console.started.borrow();
        let (Some(started), Some(command)) = (&*started, self.console.editor.clone()) else {
            return false;
        };
        let (sender, drafts) = (started.sender.clone(), self.console.drafts.clone());
        let text = format!("{EDITOR_HEADER}{text}\n");
        let editing = thread::Builder::new().name("editor".to_owned());
        editing
            .spawn(move || sender.edited(editor::edit(&command, &drafts, &text)))
            .is_ok()
    }

    fn suspend(&mut self) {
        self.bar = None;
        terminal::give_back();
        terminal::stop_here();
    }

    fn take_again(&mut self) {
        self.bar = None;
        terminal::take_again();
        // What the shell wrote stands where the line was: it is drawn anew.
        self.console.repaint();
    }
}

impl Drop for Screen<'_> {
    fn drop(&mut self) {
        self.take_clock_away();
    }
}
