//! A history as JSON lines: one event or one pinned text on each.

use serde_json::Value;

use crate::domain::round::{Envelope, LATEST_FORMAT};
use crate::domain::text::json_for_a_terminal;

/// What stands on a line.
#[derive(Debug, Clone, PartialEq)]
pub enum Line {
    /// An event.
    Event(Box<Envelope>),
    /// The texts that a prompt was made of, with their hash.
    Pin {
        /// The hash.
        hash: String,
        /// The texts, as they are kept.
        texts: String,
    },
    /// Something else: a JSON object that is no event of ours, such as an attempt from elsewhere.
    Other,
}

/// An event as a line.
///
/// # Errors
/// It has no form as JSON; no event that was ever kept is such a one.
pub fn event(envelope: &Envelope) -> Result<String, String> {
    let text = serde_json::to_string(envelope).map_err(|error| error.to_string())?;
    Ok(json_for_a_terminal(&text))
}

/// Pinned texts as a line.
pub fn pin(hash: &str, texts: &str) -> String {
    let line = serde_json::json!({ "pinned": hash, "texts": texts });
    json_for_a_terminal(&line.to_string())
}

/// Reads a line.
///
/// # Errors
/// It is no JSON object, or an event that this version does not know.
pub fn read(line: &str) -> Result<Line, String> {
    let value: Value =
        serde_json::from_str(line).map_err(|error| format!("this is no JSON: {error}"))?;
    let Value::Object(object) = value else {
        return Err("this is no JSON object".to_owned());
    };
    if object.contains_key("event_id") {
        let format = object.get("v").and_then(Value::as_u64);
        if format.is_some_and(|format| format > u64::from(LATEST_FORMAT)) {
            return Err("a later version of mockloop wrote this event".to_owned());
        }
        let envelope = serde_json::from_value(Value::Object(object));
        return envelope
            .map(|envelope| Line::Event(Box::new(envelope)))
            .map_err(|error| format!("this event can't be read: {error}"));
    }
    let text = |key: &str| object.get(key).and_then(Value::as_str);
    match (text("pinned"), text("texts")) {
        (Some(hash), Some(texts)) => Ok(Line::Pin {
            hash: hash.to_owned(),
            texts: texts.to_owned(),
        }),
        _ => Ok(Line::Other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_told_apart() {
        assert!(read("{").unwrap_err().starts_with("this is no JSON"));
        assert!(read("[1]").unwrap_err().contains("object"));
        assert!(
            read(r#"{"event_id":"x","v":9}"#)
                .unwrap_err()
                .contains("later version")
        );
        assert!(
            read(r#"{"event_id":"x","v":1}"#)
                .unwrap_err()
                .contains("can't be read")
        );
        assert!(matches!(read(r#"{"at":"2026"}"#), Ok(Line::Other)));
        let pin = pin("abc", "{\"a\":\"\u{1b}\"}");
        let Line::Pin { hash, texts } = read(&pin).unwrap() else {
            panic!("{pin}");
        };
        assert_eq!(
            (hash.as_str(), texts.as_str()),
            ("abc", "{\"a\":\"\u{1b}\"}")
        );
    }
}
