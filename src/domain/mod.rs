//! Floor 0, pure: no clock, no source of randomness, no file, no SQL, no async, no printing.

pub mod backup;
pub mod bank;
pub mod code;
pub mod config;
pub mod day;
pub mod fault;
pub mod history;
pub mod moment;
pub mod names;
pub mod offer;
pub mod outcome;
pub mod peer;
pub mod pick;
pub mod plan;
pub mod raw;
pub mod readiness;
pub mod review;
pub mod round;
pub mod session;
pub mod story;
pub mod text;
pub mod verify;
