//! Backups in words and for programs.

use std::path::Path;

use serde_json::{Value, json};

use super::document::Document;
use super::words::count;
use crate::domain::text::Safe;

/// What is in a copy of the journal.
pub struct Content<'a> {
    /// Its events.
    pub events: usize,
    /// Its rounds.
    pub rounds: usize,
    /// When the last event was kept, by the wall clock.
    pub last_at: Option<&'a Safe>,
}

impl Content<'_> {
    fn in_words(&self) -> String {
        let last = self.last_at.and_then(|at| at.as_str().get(..16));
        let last = last.map_or_else(String::new, |at| {
            format!(", the last of {}", at.replace('T', " "))
        });
        format!(
            "{} in {}{last}",
            count(self.events, "event"),
            count(self.rounds, "round")
        )
    }
}

/// A copy was made.
pub fn backed_up(path: &Path, content: &Content<'_>, removed: &[String]) -> Document {
    let document = Document::line(format!("Backed up, {}:", content.in_words()))
        .verbatim(format!("  {}", path.display()));
    if removed.is_empty() {
        return document;
    }
    document.text(format!(
        "{} thinned out: all of two days are kept, then one a day, then one a month.",
        count(removed.len(), "older backup")
    ))
}

/// The same for programs.
pub fn backed_up_json(path: &Path, content: &Content<'_>, removed: &[String]) -> Value {
    json!({
        "schema": 1,
        "path": path.display().to_string(),
        "events": content.events,
        "rounds": content.rounds,
        "last_at": content.last_at,
        "removed": removed,
    })
}

/// A copy was put in the journal's place.
pub fn restored(
    from: &Path,
    content: &Content<'_>,
    aside: Option<&Path>,
    passed_over: &[String],
) -> Document {
    let mut document = Document::default();
    for name in passed_over {
        document = document.text(format!("{name} is damaged and was passed over."));
    }
    let document = document
        .text(format!("Restored, {}, from:", content.in_words()))
        .verbatim(format!("  {}", from.display()));
    match aside {
        Some(aside) => document
            .text("The journal before stays as:")
            .verbatim(format!("  {}", aside.display())),
        None => document,
    }
}

/// The same for programs.
pub fn restored_json(
    from: &Path,
    content: &Content<'_>,
    aside: Option<&Path>,
    passed_over: &[String],
) -> Value {
    json!({
        "schema": 1,
        "from": from.display().to_string(),
        "events": content.events,
        "rounds": content.rounds,
        "last_at": content.last_at,
        "replaced": aside.map(|path| path.display().to_string()),
        "passed_over": passed_over,
    })
}
