//! Exit codes, and errors into words.

use std::io::Write;

use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue};

use crate::domain::text::Safe;
use crate::engine::{Error, Kind, Outcome, Signal};
use crate::report::document::Document;
use crate::report::{faults, plain};

/// All is well.
pub(super) const OK: u8 = 0;
/// The answer is no.
pub(super) const NO: u8 = 1;
/// The command line can't be understood, or asks for what isn't there.
pub(super) const USAGE: u8 = 2;
/// An input file is bad.
const BAD_FILE: u8 = 65;
/// A file can't be made.
const CANT_WRITE: u8 = 73;
/// A file can't be read or written.
const CANT_READ: u8 = 74;
/// Another session holds the data folder.
const HELD: u8 = 75;
/// Code may not be run.
pub(super) const REFUSED: u8 = 126;
/// The environment or the configuration is bad.
pub(super) const BAD_CONFIG: u8 = 78;

/// The exit code of an outcome.
pub(super) fn of_outcome(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::Left | Outcome::EndOfInput => OK,
        Outcome::Signal(Signal::HangUp) => 129,
        Outcome::Signal(Signal::Interrupt) => 130,
        Outcome::Signal(Signal::Quit) => 131,
        Outcome::Signal(Signal::Terminate) => 143,
    }
}

/// Whether a signal ended the program that leaves no time for more.
pub(super) fn is_sudden(code: u8) -> bool {
    [Signal::HangUp, Signal::Quit, Signal::Terminate]
        .map(|signal| of_outcome(Outcome::Signal(signal)))
        .contains(&code)
}

/// Prints an error, and gives its exit code. The only place that words errors.
pub(super) fn of_error(error: &Error, err: &mut dyn Write, width: usize) -> u8 {
    let (document, code) = match &error.kind {
        Kind::Usage => (Document::default(), USAGE),
        Kind::BadFile(files) => (faults::show(files), BAD_FILE),
        Kind::BadConfig(files) => (faults::show(files), BAD_CONFIG),
        Kind::CantWrite => (Document::default(), CANT_WRITE),
        Kind::CantRead => (Document::default(), CANT_READ),
        Kind::Held => (Document::default(), HELD),
        Kind::Refused => (Document::default(), REFUSED),
    };
    let document = document.text(format!("mockloop: {} {}", error.cause, error.remedy));
    // There is nowhere left to complain to.
    let _ = err.write_all(plain::render(&document, width).as_bytes());
    code
}

/// What the grammar has to say: help, or what is wrong with a line. What was typed may be
/// anybody's text.
pub(super) fn usage(mut error: clap::Error, is_coloured: bool) -> String {
    let quoted: Vec<_> = error
        .context()
        .filter_map(|(kind, value)| Some((kind, quoted(kind, value)?)))
        .collect();
    for (kind, value) in quoted {
        error.insert(kind, value);
    }
    let text = error.render();
    if is_coloured {
        text.ansi().to_string()
    } else {
        Safe::new(&text.to_string()).to_string()
    }
}

/// A part of what the grammar says, if it may quote what was typed. A tip loses its colours.
fn quoted(kind: ContextKind, value: &ContextValue) -> Option<ContextValue> {
    let safe = |text: String| Safe::from(text).to_string();
    let tip = |text: &StyledStr| StyledStr::from(safe(text.to_string()));
    if kind == ContextKind::Usage {
        return None;
    }
    if let ContextValue::String(text) = value {
        Some(ContextValue::String(safe(text.clone())))
    } else if let ContextValue::Strings(texts) = value {
        let texts = texts.iter().cloned().map(safe).collect();
        Some(ContextValue::Strings(texts))
    } else if let ContextValue::StyledStr(text) = value {
        Some(ContextValue::StyledStr(tip(text)))
    } else if let ContextValue::StyledStrs(texts) = value {
        Some(ContextValue::StyledStrs(texts.iter().map(tip).collect()))
    } else {
        None
    }
}
