//! What the program found of the machine it runs on, each with a remedy.

use serde_json::{Value, json};

use super::document::Document;
use crate::domain::text::Safe;

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// What was looked at.
    pub name: &'static str,
    /// How it is.
    pub state: Health,
    /// What was found.
    pub found: Safe,
    /// What to do about it; empty if it is fine.
    pub remedy: Safe,
}

/// How something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Health {
    /// As it should be.
    Fine,
    /// It works, and could be better.
    Weak,
    /// Something does not work.
    Bad,
}

impl Health {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Fine => "fine",
            Self::Weak => "weak",
            Self::Bad => "bad",
        }
    }
}

impl Check {
    /// Something that is as it should be.
    pub fn fine(name: &'static str, found: impl AsRef<str>) -> Self {
        Self::new(name, Health::Fine, found, "")
    }

    /// Something that was looked at.
    pub fn new(
        name: &'static str,
        state: Health,
        found: impl AsRef<str>,
        remedy: impl AsRef<str>,
    ) -> Self {
        Self {
            name,
            state,
            found: Safe::new(found.as_ref()),
            remedy: Safe::new(remedy.as_ref()),
        }
    }
}

/// All that was looked at.
pub fn document(checks: &[Check]) -> Document {
    checks.iter().fold(Document::default(), |document, check| {
        let label = format!("{}, {}", check.name, check.state.as_str());
        let remedy = if check.remedy.is_blank() {
            String::new()
        } else {
            format!(" {}", check.remedy)
        };
        document.item(label, format!("{}{remedy}", check.found))
    })
}

/// The same for programs.
pub fn json(checks: &[Check]) -> Value {
    let checks = checks.iter().map(|check| {
        json!({
            "name": check.name,
            "state": check.state.as_str(),
            "found": check.found,
            "remedy": check.remedy,
        })
    });
    json!({ "schema": 1, "checks": checks.collect::<Vec<_>>() })
}
