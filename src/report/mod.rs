//! Floor 1, pure: domain values into documents, and documents into text and JSON.

pub mod announce;
pub mod ansi;
pub mod backup;
pub mod bank;
pub mod bar;
pub mod close;
pub mod code;
pub mod config;
pub mod csv;
pub mod doctor;
pub mod document;
pub mod draw;
pub mod faults;
pub mod grade;
pub mod home;
pub mod ics;
pub mod json;
pub mod offer;
pub mod outcome;
pub mod page;
pub mod peer;
pub mod plain;
pub mod plan;
pub mod reactive;
pub mod readiness;
pub mod reply;
pub mod reveal;
pub mod round;
pub mod rounds;
pub mod schema;
pub mod session;
pub mod story;
pub mod takeaway;
pub mod timeline;
pub mod words;

/// How much a question spells out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// For a screen: everything at a glance.
    Screen,
    /// For reading aloud: the shortest question that can be answered, the rest on request.
    Plain,
}
