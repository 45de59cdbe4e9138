//! What the terminal says of itself.

use std::os::fd::AsFd;

/// The terminal's width in columns; nothing if this is none.
pub fn width(stream: impl AsFd) -> Option<usize> {
    let size = rustix::termios::tcgetwinsize(stream).ok()?;
    (size.ws_col > 0).then(|| usize::from(size.ws_col))
}
