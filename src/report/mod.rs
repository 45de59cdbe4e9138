//! Floor 1, pure: domain values into documents, and documents into text and JSON.

pub mod announce;
pub mod bank;
pub mod close;
pub mod code;
pub mod doctor;
pub mod document;
pub mod faults;
pub mod json;
pub mod plain;
pub mod reply;
pub mod reveal;
pub mod round;
pub mod rounds;
pub mod schema;
pub mod words;

/// How much a question spells out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// For a screen: everything at a glance.
    Screen,
    /// For reading aloud: the shortest question that can be answered, the rest on request.
    Plain,
}
