//! The thread on which lines are edited. It reads one line when it is asked to, and none
//! otherwise: what the program says in between never meets a line being typed.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Receiver;

use rustyline::error::ReadlineError;
use rustyline::history::{DefaultHistory, History as _};
use rustyline::{CompletionType, Config, Editor, Event, EventHandler, ExternalPrinter, KeyEvent};

use super::helper::{Hooks, IntoEditor, Keys, Mode, Taken};
use crate::engine::LineSender;
use crate::io::terminal;

/// How many commands are remembered.
const REMEMBERED: usize = 1_000;

/// A line that is wanted.
#[derive(Debug)]
pub(super) struct Wanted {
    pub(super) prompt: &'static str,
    pub(super) draft: String,
    pub(super) mode: Mode,
}

/// The line editor with what belongs to it.
pub(super) struct Reader {
    editor: Editor<Hooks, DefaultHistory>,
    /// The history of the mode that is not on: commands while a round is on, and the round's own
    /// while none is.
    other: DefaultHistory,
    is_in_round: bool,
    hooks: Hooks,
    sender: LineSender,
    is_reading: Arc<AtomicBool>,
    history: PathBuf,
}

impl Reader {
    pub(super) fn new(
        hooks: Hooks,
        sender: LineSender,
        is_reading: Arc<AtomicBool>,
        history: PathBuf,
    ) -> rustyline::Result<Self> {
        let config = Config::builder()
            .max_history_size(REMEMBERED)?
            .history_ignore_dups(true)?
            .completion_type(CompletionType::List)
            // Without colours, too: only so are the hooks told where the cursor goes.
            .color_mode(rustyline::ColorMode::Enabled)
            // Ctrl-C, Ctrl-\ and Ctrl-Z stay signals: the loop deals with them.
            .enable_signals(true)
            .build();
        let mut editor = Editor::with_config(config.clone())?;
        editor.set_helper(Some(hooks.clone()));
        let conditional = |handler| EventHandler::Conditional(handler);
        editor.bind_sequence(Event::Any, conditional(Box::new(Keys(hooks.clone()))));
        editor.bind_sequence(
            Event::KeySeq(vec![KeyEvent::ctrl('X'), KeyEvent::ctrl('E')]),
            conditional(Box::new(IntoEditor(hooks.clone()))),
        );
        // A history that is not there yet, or can't be read, is an empty one.
        let _ = editor.load_history(&history);
        Ok(Self {
            editor,
            other: DefaultHistory::with_config(&config),
            is_in_round: false,
            hooks,
            sender,
            is_reading,
            history,
        })
    }

    /// What prints above the line being typed.
    pub(super) fn printer(&mut self) -> rustyline::Result<impl ExternalPrinter + Send + 'static> {
        self.editor.create_external_printer()
    }

    /// Reads lines as they are wanted, until none is or nobody takes them.
    pub(super) fn run(mut self, wanted: &Receiver<Wanted>) {
        for wanted in wanted {
            let is_over = !self.read(wanted);
            self.is_reading.store(false, Ordering::SeqCst);
            terminal::forget_raw();
            if is_over {
                break;
            }
        }
    }

    /// Reads one line. False if there won't be another.
    fn read(&mut self, wanted: Wanted) -> bool {
        let Wanted {
            prompt,
            mut draft,
            mode,
        } = wanted;
        self.change_history(&mode);
        let mut left_at: Option<String> = None;
        loop {
            self.hooks.begin(mode.clone());
            let read = self.editor.readline_with_initial(prompt, (&draft, ""));
            match read {
                Ok(line) => return self.take(line, &mode),
                Err(ReadlineError::Interrupted) => {
                    let line = self.hooks.line();
                    let is_second = left_at.as_ref() == Some(&line);
                    if is_second {
                        self.done_reading();
                        self.sender.interrupt();
                        return true;
                    }
                    // What was written stays; only a command is dropped, as in a shell.
                    draft = match mode {
                        Mode::Line => line,
                        Mode::Key(_) | Mode::Command => String::new(),
                    };
                    left_at = Some(draft.clone());
                    terminal::say("Ctrl-C again leaves; a round is kept as it is.\n");
                }
                Err(ReadlineError::Eof) => {
                    self.done_reading();
                    return self.sender.end();
                }
                Err(_) => {
                    self.sender.gone();
                    return false;
                }
            }
        }
    }

    fn take(&mut self, line: String, mode: &Mode) -> bool {
        let line = match self.hooks.end() {
            Taken::Key(key) => key.to_string(),
            Taken::Edit => format!("/edit {line}"),
            Taken::Line => line,
        };
        self.remember(&line, mode);
        self.done_reading();
        self.sender.send(line)
    }

    /// From here on what is said goes to the terminal directly.
    fn done_reading(&self) {
        self.is_reading.store(false, Ordering::SeqCst);
        terminal::forget_raw();
    }

    fn change_history(&mut self, mode: &Mode) {
        let is_in_round = *mode != Mode::Command;
        if is_in_round != self.is_in_round {
            std::mem::swap(self.editor.history_mut(), &mut self.other);
            self.is_in_round = is_in_round;
        }
    }

    /// Commands are remembered, answers never: of a round's lines only those that carry no text.
    fn remember(&mut self, line: &str, mode: &Mode) {
        let carries_nothing = line.starts_with('/')
            && (line.starts_with("/calc ") || !line.trim().contains(char::is_whitespace));
        // A history that can't be kept is no loss to a round.
        match mode {
            Mode::Command if !line.trim().is_empty() => {
                let _ = self.editor.add_history_entry(line);
                let _ = self.editor.save_history(&self.history);
            }
            Mode::Line if carries_nothing => {
                let _ = self.editor.history_mut().add(line);
            }
            Mode::Line | Mode::Key(_) | Mode::Command => {}
        }
    }
}
