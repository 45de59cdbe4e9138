//! The terminal: its size, its modes, and giving it back whatever ends the program.
//!
//! What was taken is remembered in one place of the process, because a panic has nothing else to
//! look at.

use std::os::fd::AsFd;
use std::sync::{Mutex, MutexGuard, PoisonError};

use rustix::process::{Pid, Signal, getpgrp, getpid, kill_process};
use rustix::stdio::{stdin, stdout};
use rustix::termios::{OptionalActions, Termios, tcgetattr, tcgetpgrp, tcgetwinsize, tcsetattr};

/// What has been taken from the terminal and is to be given back.
#[derive(Debug)]
struct Taken {
    /// The modes that the terminal came with.
    original: Option<Termios>,
    /// The modes in which keys are read.
    raw: Option<Termios>,
    /// Whether the last row is taken out of the scrolling region.
    row: bool,
    /// Whether the taskbar shows progress.
    taskbar: bool,
}

static TAKEN: Mutex<Taken> = Mutex::new(Taken {
    original: None,
    raw: None,
    row: false,
    taskbar: false,
});

fn taken() -> MutexGuard<'static, Taken> {
    TAKEN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Lets no signal handler of this process wait for room in a socket.
///
/// The line editor's handler writes a byte for each change of the window's size, into a socket that
/// is made anew for each line and that waits when it is full: then every thread would stand in the
/// handler, the one that empties the socket among them. A byte that finds no room is not needed:
/// others are on their way. The sockets of the loop never wait anyway.
pub fn let_signals_pass() {
    #[cfg(target_os = "linux")]
    for number in open_files() {
        // Where the system does not lend a file of ours to us, it stays as it is.
        let _ = never_wait(number);
    }
}

/// The numbers of the files that are open now, the three that the program came with left out.
#[cfg(target_os = "linux")]
fn open_files() -> Vec<i32> {
    let listed = std::fs::read_dir("/proc/self/fd").into_iter().flatten();
    let names = listed.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let numbers = names.filter_map(|name| name.parse().ok());
    numbers.filter(|number| *number > 2).collect()
}

/// Lets nobody wait for room in an open socket of this process.
#[cfg(target_os = "linux")]
fn never_wait(number: i32) -> rustix::io::Result<()> {
    use rustix::fs::{FileType, OFlags, fcntl_getfl, fcntl_setfl, fstat};
    use rustix::process::{PidfdFlags, PidfdGetfdFlags, pidfd_getfd, pidfd_open};
    let this = pidfd_open(getpid(), PidfdFlags::empty())?;
    let file = pidfd_getfd(this, number, PidfdGetfdFlags::empty())?;
    if FileType::from_raw_mode(fstat(&file)?.st_mode) == FileType::Socket {
        fcntl_setfl(&file, fcntl_getfl(&file)? | OFlags::NONBLOCK)?;
    }
    Ok(())
}

/// A terminal's size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Columns.
    pub columns: u16,
    /// Rows.
    pub rows: u16,
}

/// The terminal's size; nothing if this is none.
pub fn size(stream: impl AsFd) -> Option<Size> {
    let size = tcgetwinsize(stream).ok()?;
    (size.ws_col > 0 && size.ws_row > 0).then_some(Size {
        columns: size.ws_col,
        rows: size.ws_row,
    })
}

/// The terminal's width in columns; nothing if this is none.
pub fn width(stream: impl AsFd) -> Option<usize> {
    size(stream).map(|size| usize::from(size.columns))
}

/// Remembers the modes that the terminal came with.
pub fn remember() {
    let mut taken = taken();
    if taken.original.is_none() {
        taken.original = tcgetattr(stdin()).ok();
    }
}

/// Remembers the modes in which keys are read. Called while they are.
pub fn remember_raw() {
    let mut taken = taken();
    if taken.raw.is_none() {
        taken.raw = tcgetattr(stdin()).ok();
    }
}

/// Keys are not read any more: the modes are the original ones again.
pub fn forget_raw() {
    taken().raw = None;
}

/// Draws on the last row, which is taken out of the scrolling region, in one write.
///
/// `below` is how many rows what is being typed reaches below the cursor. Nothing is taken for
/// granted of the frame before: the terminal may have had any number of sizes since.
pub fn draw_last_row(text: &str, size: Size, below: u16) {
    let mut taken = taken();
    if size.rows < 3 {
        // No room for both.
        return;
    }
    write(&frame(text, size.rows, below));
    taken.row = true;
}

/// The bytes of a frame.
fn frame(text: &str, rows: u16, below: u16) -> String {
    let down = if below > 0 {
        format!("\x1b[{below}B")
    } else {
        String::new()
    };
    let (up, region) = (below + 1, rows - 1);
    // Below the typed line nothing is meant to stand, but an old frame may; and the last row has
    // to be free. A vertical tab is a line feed that no terminal driver turns into two.
    let room = format!("\x1b7\x1b[r\x1b8{down}\x0b\x1b[1K\x1b[J\x1b[{up}A");
    // The terminal may have another size by the time it reads this: its last row is then still
    // its last row, and a bar that is too wide does not wrap.
    format!("{room}\x1b7\x1b[1;{region}r\x1b[999;1H\x1b[2K\x1b[?7l{text}\x1b[?7h\x1b8")
}

/// Shows a share of a whole on the taskbar, in hundredths; more than that is shown as a problem.
pub fn show_on_taskbar(percent: u64) {
    taken().taskbar = true;
    let state = if percent > 100 { 2 } else { 1 };
    write(&format!("\x1b]9;4;{state};{}\x07", percent.min(100)));
}

/// Rings the bell.
pub fn ring() {
    write("\x07");
}

/// Gives the last row back, and clears the taskbar.
pub fn give_row_back() {
    let mut taken = taken();
    give_back_row_of(&mut taken);
}

fn give_back_row_of(taken: &mut Taken) {
    if std::mem::take(&mut taken.row) {
        write("\x1b7\x1b[r\x1b[999;1H\x1b[2K\x1b8");
    }
    if std::mem::take(&mut taken.taskbar) {
        write("\x1b]9;4;0;0\x07");
    }
}

/// Gives everything back: the last row, the modes, the cursor. Safe to call at any time, also
/// when nothing was taken.
pub fn give_back() {
    let mut taken = taken();
    give_back_row_of(&mut taken);
    let was_raw = taken.raw.is_some();
    if let Some(original) = &taken.original
        && was_raw
    {
        // Without a terminal there is nothing to restore.
        let _ = tcsetattr(stdin(), OptionalActions::Now, original);
        // Bracketed paste ends, the cursor shows, what follows begins a line.
        write("\x1b[?2004l\x1b[?25h\n");
    }
}

/// From now on a panic gives the terminal back before it is told.
pub fn give_back_on_panic() {
    let told = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        give_back();
        told(panic);
    }));
}

/// Takes the modes for reading keys again, after the terminal was given back for a while.
pub fn take_again() {
    let taken = taken();
    if let Some(raw) = &taken.raw {
        let _ = tcsetattr(stdin(), OptionalActions::Now, raw);
        write("\x1b[?2004h");
    }
}

/// Whether the terminal is this job's to write to; without a terminal there is none to share.
pub fn is_in_front() -> bool {
    tcgetpgrp(stdin()).map_or(true, |front| front == getpgrp())
}

/// Stops this job as reading from the background does, so that the shell knows what `fg` is for.
pub fn wait_for_front() {
    // Without a shell above, nothing stops, and nothing is painted either.
    let _ = kill_process(getpid(), Signal::TTIN);
}

/// Stops this process until it is continued.
pub fn stop_here() {
    let me: Pid = getpid();
    // A process that can't be stopped goes on, which is what is left to do.
    let _ = kill_process(me, Signal::STOP);
}

/// Says a line of the program's own, while no line is being read.
pub fn say(text: &str) {
    write(text);
}

/// Writes to the terminal in one piece; a terminal that is gone hears nothing.
fn write(text: &str) {
    let mut bytes = text.as_bytes();
    while !bytes.is_empty() {
        match rustix::io::write(stdout(), bytes) {
            Ok(written) => bytes = bytes.get(written..).unwrap_or_default(),
            Err(rustix::io::Errno::INTR | rustix::io::Errno::AGAIN) => {}
            Err(_) => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_returns_to_where_it_came_from() {
        let alone = frame("bar", 24, 0);
        assert_eq!(
            alone,
            "\x1b7\x1b[r\x1b8\x0b\x1b[1K\x1b[J\x1b[1A\
             \x1b7\x1b[1;23r\x1b[999;1H\x1b[2K\x1b[?7lbar\x1b[?7h\x1b8"
        );
        let wrapped = frame("bar", 24, 2);
        assert!(wrapped.contains("\x1b[2B\x0b"), "{wrapped:?}");
        assert!(wrapped.contains("\x1b[J\x1b[3A"), "{wrapped:?}");
    }
}
