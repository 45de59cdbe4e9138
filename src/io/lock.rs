//! The lock that a round holds for its length: one round at a time in a data folder.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read as _, Seek as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use crate::domain::text::Safe;

/// A held lock; given back when it is dropped, or when the process ends in whatever way.
#[derive(Debug)]
pub struct RoundLock {
    _file: File,
}

/// Why the lock can't be had.
#[derive(Debug)]
pub enum LockError {
    /// Another process holds it; what it says of itself.
    Held(Safe),
    /// The system says no.
    System(std::io::Error),
}

impl RoundLock {
    /// Takes the lock of a data folder and leaves word of who holds it.
    pub fn take(data: &Path, holder: &str) -> Result<Self, LockError> {
        let path = data.join("round.lock");
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(path)
            .map_err(LockError::System)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut held = String::new();
                // Who holds it is a courtesy: without it the refusal stands.
                let _ = file.read_to_string(&mut held);
                return Err(LockError::Held(Safe::new(held.trim())));
            }
            Err(TryLockError::Error(error)) => return Err(LockError::System(error)),
        }
        let written = file
            .set_len(0)
            .and_then(|()| file.rewind())
            .and_then(|()| file.write_all(holder.as_bytes()));
        written.map_err(LockError::System)?;
        Ok(Self { _file: file })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_holds_it_and_the_other_is_told() {
        let data = tempfile::tempdir().unwrap();
        let held = RoundLock::take(data.path(), "process 7").unwrap();
        let Err(LockError::Held(who)) = RoundLock::take(data.path(), "process 8") else {
            panic!("the lock was given twice");
        };
        assert_eq!(who.as_str(), "process 7");
        drop(held);
        RoundLock::take(data.path(), "process 8").unwrap();
    }
}
