//! What somebody wants of every session, as it stands.

use super::document::Document;
use crate::domain::config::{Config, KEYS};

/// Every key with its value and what it does.
pub fn show(config: &Config, path: &str) -> Document {
    let lines = KEYS.iter().zip(config.values());
    let lines = lines.map(|((key, _, what), value)| {
        let value = value.unwrap_or_else(|| "not set".to_owned());
        (format!("{key} = {value}"), *what)
    });
    Document::line(format!("From {path}:")).items(lines)
}
