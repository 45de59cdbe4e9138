//! Floor 0, pure: no clock, no source of randomness, no file, no SQL, no async, no printing.

pub mod bank;
pub mod code;
pub mod fault;
pub mod history;
pub mod moment;
pub mod names;
pub mod pick;
pub mod raw;
pub mod round;
pub mod text;
pub mod verify;
