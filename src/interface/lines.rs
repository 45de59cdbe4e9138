//! The conversation as plain lines: append-only text, no escape code.

use std::io::{BufRead as _, Write};

use crate::engine::{LineSender, Ui};
use crate::report::Manner;
use crate::report::document::Document;
use crate::report::plain;

/// Somebody at a terminal or a pipe, talked to in plain lines.
pub(super) struct Lines<'a> {
    out: &'a mut dyn Write,
    width: usize,
    manner: Manner,
    /// Whether a prompt is shown where a line may be typed.
    prompts: bool,
    /// What the clock said since the last line: it waits until Enter, so that nothing is
    /// written into the line being typed.
    waiting: Document,
}

impl<'a> Lines<'a> {
    pub(super) fn new(out: &'a mut dyn Write, width: usize, manner: Manner, prompts: bool) -> Self {
        Self {
            out,
            width,
            manner,
            prompts,
            waiting: Document::default(),
        }
    }

    /// Errors are passed over: a round goes on when nobody reads any more.
    fn write(&mut self, text: &str) {
        let _ = self
            .out
            .write_all(text.as_bytes())
            .and_then(|()| self.out.flush());
    }
}

impl Ui for Lines<'_> {
    fn say(&mut self, document: &Document) {
        let document = std::mem::take(&mut self.waiting).then(document.clone());
        self.write(&plain::render(&document, self.width));
    }

    fn announce(&mut self, document: &Document) {
        self.waiting = std::mem::take(&mut self.waiting).then(document.clone());
    }

    fn await_line(&mut self) {
        if self.prompts {
            self.write("> ");
        }
    }

    fn manner(&self) -> Manner {
        self.manner
    }
}

/// Reads lines on a thread of its own until the input ends or nobody takes them. Bytes that are
/// no UTF-8 are replaced, not dropped.
pub(super) fn read(sender: LineSender) -> std::io::Result<()> {
    let thread = std::thread::Builder::new().name("lines".to_owned());
    thread
        .spawn(move || {
            let mut stdin = std::io::stdin().lock();
            let mut bytes = Vec::new();
            loop {
                bytes.clear();
                match stdin.read_until(b'\n', &mut bytes) {
                    Ok(0) | Err(_) => break,
                    Ok(_) => {}
                }
                let line = String::from_utf8_lossy(&bytes);
                let line = line.strip_suffix('\n').unwrap_or(&line);
                let line = line.strip_suffix('\r').unwrap_or(line);
                if !sender.send(line.to_owned()) {
                    break;
                }
            }
        })
        .map(|_| ())
}
