//! The real program on a pseudo-terminal, with the screen that a person would see.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::num::NonZero;
use std::path::Path;
use std::process::Command;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use ptyprocess::PtyProcess;

/// Longer than anything takes on a busy machine.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// A terminal's size on which most tests run.
pub(crate) const COLUMNS: u16 = 80;
pub(crate) const ROWS: u16 = 24;

/// A program on a terminal.
pub(crate) struct Terminal {
    pty: PtyProcess,
    keys: File,
    screen: Arc<Mutex<vt100::Parser>>,
    written: Arc<Mutex<Vec<u8>>>,
    heard: Receiver<()>,
}

/// The program with a data folder, in an environment that says nothing else.
pub(crate) fn program(data: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mockloop"));
    surroundings(&mut command, data).args(arguments);
    command
}

/// A shell in which the program can be started, stopped and gone on with.
pub(crate) fn shell(data: &Path) -> Command {
    let mut command = Command::new("bash");
    surroundings(&mut command, data)
        .args(["--norc", "--noprofile", "-i"])
        .env("PS1", "READY$ ")
        .env("MOCKLOOP", env!("CARGO_BIN_EXE_mockloop"));
    command
}

fn surroundings<'a>(command: &'a mut Command, data: &Path) -> &'a mut Command {
    let path = std::env::vars_os().find(|(name, _)| name == "PATH");
    command
        .env_clear()
        .envs(path)
        .env("TERM", "xterm-256color")
        .env("LANG", "C.UTF-8")
        .env("HOME", data)
        .env("MOCKLOOP_DATA_DIR", data)
}

impl Terminal {
    pub(crate) fn start(command: Command) -> Self {
        Self::start_at(command, COLUMNS, ROWS)
    }

    pub(crate) fn start_at(command: Command, columns: u16, rows: u16) -> Self {
        let mut pty = PtyProcess::spawn(command).unwrap();
        pty.set_window_size(columns, rows).unwrap();
        let keys = pty.get_raw_handle().unwrap();
        let mut output = pty.get_raw_handle().unwrap();
        let screen = Arc::new(Mutex::new(vt100::Parser::new(
            cells(rows),
            cells(columns),
            200,
        )));
        let written = Arc::new(Mutex::new(Vec::new()));
        let (say, heard) = channel();
        let (shown, kept) = (Arc::clone(&screen), Arc::clone(&written));
        thread::spawn(move || {
            let mut bytes = [0; 4096];
            // A pseudo-terminal whose other end is closed gives an error.
            while let Ok(read @ 1..) = output.read(&mut bytes) {
                kept.lock().unwrap().extend_from_slice(&bytes[..read]);
                shown.lock().unwrap().process(&bytes[..read]);
                if say.send(()).is_err() {
                    break;
                }
            }
        });
        Self {
            pty,
            keys,
            screen,
            written,
            heard,
        }
    }

    /// Types keys. A terminal that is gone takes none, which its end tells later.
    pub(crate) fn type_keys(&mut self, keys: &str) {
        let _ = self.keys.write_all(keys.as_bytes());
    }

    pub(crate) fn resize(&mut self, columns: u16, rows: u16) {
        let mut screen = self.screen.lock().unwrap();
        screen.screen_mut().set_size(cells(rows), cells(columns));
        self.pty.set_window_size(columns, rows).unwrap();
    }

    /// The lines of the screen, without blanks at their ends.
    pub(crate) fn lines(&self) -> Vec<String> {
        let screen = self.screen.lock().unwrap();
        let (_, columns) = screen.screen().size();
        let rows = screen.screen().rows(0, columns.get());
        rows.map(|row| row.trim_end().to_owned()).collect()
    }

    /// What has ever been written, escape codes and all.
    pub(crate) fn written(&self) -> Vec<u8> {
        self.written.lock().unwrap().clone()
    }

    /// What is on the screen, looked at as it is.
    pub(crate) fn look<T>(&self, at: impl FnOnce(&vt100::Screen) -> T) -> T {
        at(self.screen.lock().unwrap().screen())
    }

    /// Waits until the screen's lines are what is waited for. False if the program ends before.
    pub(crate) fn see(&self, is_wanted: impl Fn(&[String]) -> bool) -> bool {
        let begun = now();
        loop {
            if is_wanted(&self.lines()) {
                return true;
            }
            let heard = self.heard.recv_timeout(PATIENCE);
            if heard == Err(RecvTimeoutError::Disconnected) {
                return is_wanted(&self.lines());
            }
            // The clock is drawn every second: that something was heard is not enough.
            assert!(
                heard.is_ok() && begun.elapsed() < PATIENCE,
                "not seen; on the screen: {:#?}",
                self.lines()
            );
        }
    }

    /// Waits until a text stands somewhere on the screen.
    pub(crate) fn see_text(&self, text: &str) {
        assert!(
            self.see(|lines| lines.iter().any(|line| line.contains(text))),
            "{text:?} is never shown: {:#?}",
            self.lines()
        );
    }

    /// Waits until the last line that has something on it begins with a text.
    pub(crate) fn see_last(&self, text: &str) {
        let begins = |lines: &[String]| {
            let last = lines.iter().rev().find(|line| !line.is_empty());
            last.is_some_and(|line| line.starts_with(text))
        };
        assert!(
            self.see(begins),
            "{text:?} is never last: {:#?}",
            self.lines()
        );
    }

    /// Lets the program go on for a while.
    pub(crate) fn listen(&self, ms: u64) {
        // What is heard meanwhile only cuts the while into pieces.
        let (_never, silence) = channel::<()>();
        let _ = silence.recv_timeout(Duration::from_millis(ms));
        while self.heard.try_recv().is_ok() {}
    }

    /// Kills the program and waits for its end.
    pub(crate) fn kill(mut self) {
        let _ = self.pty.kill(ptyprocess::Signal::SIGKILL);
        let _ = self.pty.wait();
    }

    /// Waits for the program's end; its exit code, or none if a signal ended it.
    pub(crate) fn end(self) -> Option<i32> {
        // The program can only end once what it writes is read.
        let mut last = self.heard.recv_timeout(PATIENCE);
        while last.is_ok() {
            last = self.heard.recv_timeout(PATIENCE);
        }
        assert_eq!(
            last,
            Err(RecvTimeoutError::Disconnected),
            "{:#?}",
            self.lines()
        );
        let status = self.pty.wait().unwrap();
        if let ptyprocess::WaitStatus::Exited(_, code) = status {
            Some(code)
        } else {
            None
        }
    }
}

/// A terminal has rows and columns.
fn cells(number: u16) -> NonZero<u16> {
    NonZero::new(number).unwrap()
}

#[expect(
    clippy::disallowed_methods,
    reason = "the program runs in real time, and so does patience with it"
)]
fn now() -> Instant {
    Instant::now()
}

/// Sends a signal by its name.
pub(crate) fn signal(name: &str, pid: i32) {
    let sent = Command::new("kill")
        .args(["-s", name, &pid.to_string()])
        .status()
        .unwrap();
    assert!(sent.success(), "kill -s {name} {pid}");
}
