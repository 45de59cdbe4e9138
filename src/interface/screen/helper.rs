//! What the line editor asks while something is typed: hints, completions, which keys decide.

use std::borrow::Cow;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rustyline::CompletionType;
use rustyline::completion::Completer;
use rustyline::highlight::{CmdKind, Highlighter};
use rustyline::hint::{Hint, Hinter};
use rustyline::validate::{ValidationContext, ValidationResult, Validator};
use rustyline::{
    Cmd, ConditionalEventHandler, Context, Event, EventContext, Helper, KeyCode, KeyEvent,
    Modifiers, RepeatCount,
};

use super::super::vocabulary::Vocabulary;
use crate::engine::LineSender;
use crate::io::{clock, terminal};
use crate::report::plain;

/// Enter that comes so soon after a question appeared was meant for the one before, which a key
/// had decided already. In milliseconds.
const TOO_SOON_MS: u64 = 400;

/// What is being asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) enum Mode {
    /// A line of the candidate's own.
    #[default]
    Line,
    /// A single key, or a line.
    Key(&'static str),
    /// A command.
    Command,
}

/// What is typed right now, and what came of it: shared by the editor's hooks and the screen.
#[derive(Debug, Default)]
struct Typing {
    mode: Mode,
    line: String,
    position: usize,
    /// The key that decided.
    decided: Option<char>,
    /// Whether the line is to be taken into the editor.
    is_for_editor: bool,
    /// Whether a single key decided the question before.
    follows_key: bool,
    /// Until when Enter was meant for the question before.
    too_soon_until_ms: Option<u64>,
    /// Whether this is the first look at a line: the terminal's modes are remembered then.
    is_begun: bool,
}

/// The hooks of the line editor.
#[derive(Debug, Clone)]
pub(super) struct Hooks {
    typing: Arc<Mutex<Typing>>,
    sender: LineSender,
    vocabulary: Arc<Vocabulary>,
    is_coloured: bool,
}

/// What came of a line.
pub(super) enum Taken {
    /// A key decided.
    Key(char),
    /// The line is to be edited further.
    Edit,
    /// The line as typed.
    Line,
}

impl Hooks {
    pub(super) fn new(sender: LineSender, vocabulary: Vocabulary, is_coloured: bool) -> Self {
        Self {
            typing: Arc::default(),
            sender,
            vocabulary: Arc::new(vocabulary),
            is_coloured,
        }
    }

    fn typing(&self) -> MutexGuard<'_, Typing> {
        self.typing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A line begins.
    pub(super) fn begin(&self, mode: Mode) {
        let mut typing = self.typing();
        let too_soon_until_ms = typing.follows_key.then(|| clock::real_ms() + TOO_SOON_MS);
        *typing = Typing {
            mode,
            too_soon_until_ms,
            ..Typing::default()
        };
    }

    /// A line has ended: what came of it.
    pub(super) fn end(&self) -> Taken {
        let mut typing = self.typing();
        let taken = match typing.decided.take() {
            Some(key) => Taken::Key(key),
            None if typing.is_for_editor => Taken::Edit,
            None => Taken::Line,
        };
        typing.follows_key = matches!(taken, Taken::Key(_));
        taken
    }

    /// What stands on the line.
    pub(super) fn line(&self) -> String {
        self.typing().line.clone()
    }

    /// How many rows the typed line reaches below the cursor.
    pub(super) fn rows_below(&self, prompt: &str, columns: u16) -> u16 {
        let columns = usize::from(columns.max(1));
        let typing = self.typing();
        let before = typing.line.get(..typing.position).unwrap_or_default();
        let row = |text: &str| (plain::width(prompt) + plain::width(text)) / columns;
        u16::try_from(row(&typing.line) - row(before)).unwrap_or(0)
    }

    fn key(&self, key: &KeyEvent, line: &str) -> Option<Cmd> {
        let mut typing = self.typing();
        match (key, &typing.mode) {
            (KeyEvent(KeyCode::Char(c), Modifiers::NONE), Mode::Key(keys))
                if line.is_empty() && keys.contains(*c) =>
            {
                typing.decided = Some(*c);
                Some(Cmd::AcceptLine)
            }
            // Enter typed between two questions comes as a line feed.
            (KeyEvent(KeyCode::Enter, _) | KeyEvent(KeyCode::Char('J'), Modifiers::CTRL), _)
                if line.is_empty() =>
            {
                let until_ms = typing.too_soon_until_ms.take()?;
                (clock::real_ms() < until_ms).then_some(Cmd::Noop)
            }
            _ => None,
        }
    }
}

/// What could follow, shown behind the cursor.
#[derive(Debug)]
pub(super) struct Ghost {
    shown: String,
    completion: Option<String>,
}

impl Hint for Ghost {
    fn display(&self) -> &str {
        &self.shown
    }

    fn completion(&self) -> Option<&str> {
        self.completion.as_deref()
    }
}

impl Hinter for Hooks {
    type Hint = Ghost;

    fn hint(&self, line: &str, pos: usize, _: &Context<'_>) -> Option<Ghost> {
        let mode = {
            let mut typing = self.typing();
            if !std::mem::replace(&mut typing.is_begun, true) {
                terminal::remember_raw();
                terminal::let_signals_pass();
            }
            line.clone_into(&mut typing.line);
            typing.position = pos;
            typing.mode.clone()
        };
        match mode {
            Mode::Line => self.sender.typing(line),
            Mode::Key(_) | Mode::Command => {}
        }
        if line.is_empty() || pos < line.len() {
            return None;
        }
        let ghost = match mode {
            Mode::Command => self.vocabulary.ghost(line),
            Mode::Line | Mode::Key(_) => Vocabulary::ghost_in_round(line),
        };
        ghost.map(|(shown, completion)| Ghost { shown, completion })
    }
}

impl Completer for Hooks {
    type Candidate = String;

    fn complete(
        &self,
        line: &str,
        pos: usize,
        _: &Context<'_>,
    ) -> rustyline::Result<(usize, Vec<String>)> {
        let before = line.get(..pos).unwrap_or_default();
        let mode = self.typing().mode.clone();
        Ok(match mode {
            Mode::Command => self.vocabulary.complete(before),
            Mode::Line | Mode::Key(_) => Vocabulary::complete_in_round(before),
        })
    }
}

impl Highlighter for Hooks {
    /// What was pasted, remembered or drafted may be anybody's text.
    fn highlight<'l>(&self, line: &'l str, _: usize) -> Cow<'l, str> {
        Cow::Owned(plain::in_place(line))
    }

    fn highlight_candidate<'c>(&self, candidate: &'c str, _: CompletionType) -> Cow<'c, str> {
        Cow::Owned(plain::in_place(candidate))
    }

    fn highlight_hint<'h>(&self, hint: &'h str) -> Cow<'h, str> {
        if self.is_coloured {
            Cow::Owned(format!("\x1b[2m{hint}\x1b[0m"))
        } else {
            Cow::Borrowed(hint)
        }
    }

    fn highlight_char(&self, _: &str, pos: usize, _: CmdKind) -> bool {
        // Called whenever the cursor moves; nothing is highlighted.
        self.typing().position = pos;
        false
    }
}

impl Validator for Hooks {
    fn validate(&self, _: &mut ValidationContext<'_>) -> rustyline::Result<ValidationResult> {
        // A key that decided is shown where it would have been typed.
        let shown = self.typing().decided.map(String::from);
        Ok(ValidationResult::Valid(shown))
    }
}

impl Helper for Hooks {}

/// Looks at every key before the editor does.
pub(super) struct Keys(pub(super) Hooks);

impl ConditionalEventHandler for Keys {
    fn handle(
        &self,
        event: &Event,
        _: RepeatCount,
        _: bool,
        context: &EventContext<'_>,
    ) -> Option<Cmd> {
        match event {
            Event::KeySeq(keys) => match keys.as_slice() {
                [key] => self.0.key(key, context.line()),
                _ => None,
            },
            Event::Any | Event::Mouse() => None,
        }
    }
}

/// Takes the line into the editor: Ctrl-X Ctrl-E, as in a shell.
pub(super) struct IntoEditor(pub(super) Hooks);

impl ConditionalEventHandler for IntoEditor {
    fn handle(&self, _: &Event, _: RepeatCount, _: bool, _: &EventContext<'_>) -> Option<Cmd> {
        let mut typing = self.0.typing();
        match typing.mode {
            Mode::Line => {
                typing.is_for_editor = true;
                Some(Cmd::AcceptLine)
            }
            Mode::Key(_) | Mode::Command => Some(Cmd::Noop),
        }
    }
}
