//! Attempts from elsewhere as JSON lines: read with every fault, and with its place.

use serde_json::{Map, Value};

use crate::domain::fault::{Code, Fault, Faults};
use crate::domain::names::nearest;
use crate::domain::raw::Span;
use crate::domain::readiness::{Record, Slip};

/// Reads a record from a line; none if it has faults. `start` is where the line begins in its
/// text, in bytes; `is_time` says whether a time is one.
pub fn read(
    line: &str,
    start: usize,
    is_time: impl Fn(&str) -> bool,
    faults: &mut Faults,
) -> Option<Record> {
    let whole = Span {
        start,
        end: start + line.len(),
    };
    let mut fault = |span: Span, message: &str, help: &str| {
        faults.push(Fault::error(Code::FORM, span, message, help));
    };
    let table: Map<String, Value> = match serde_json::from_str(line) {
        Ok(Value::Object(table)) => table,
        Ok(_) => {
            fault(whole, "this is no record", "write one JSON object a line");
            return None;
        }
        Err(error) => {
            // A line ends at its last column; columns are bytes, and may lie within a character.
            let column = error.column().saturating_sub(1).min(line.len());
            let column = (0..=column).rfind(|at| line.is_char_boundary(*at));
            let span = Span {
                start: start + column.unwrap_or(0),
                end: whole.end,
            };
            fault(span, "this is not JSON", "write one JSON object a line");
            return None;
        }
    };
    let mut is_sound = true;
    for key in table
        .keys()
        .filter(|key| !Record::KEYS.contains(&key.as_str()))
    {
        let help = match nearest(key, Record::KEYS) {
            Some(near) => format!("did you mean `{near}`? known: {}", Record::KEYS.join(", ")),
            None => format!("known: {}", Record::KEYS.join(", ")),
        };
        fault(
            place(line, start, key),
            &format!("unknown key `{key}`"),
            &help,
        );
        is_sound = false;
    }
    let record: Record = match serde_json::from_value(Value::Object(table)) {
        Ok(record) => record,
        Err(error) => {
            fault(
                whole,
                &error.to_string(),
                "`mockloop import --help` shows a record",
            );
            return None;
        }
    };
    let mut slips = record.slips();
    if !is_time(&record.at) {
        slips.push(Slip {
            key: "at",
            message: format!("`{}` is no time", record.at),
            help: "write a time such as 2026-11-24T18:00:00+01:00",
        });
    }
    for slip in &slips {
        fault(place(line, start, slip.key), &slip.message, slip.help);
    }
    (is_sound && slips.is_empty()).then_some(record)
}

/// What a record is called where it has no name: its text, the keys in one order.
pub fn canonical(record: &Record) -> String {
    serde_json::to_string(record).unwrap_or_default()
}

/// Where a key stands in a line; the whole line if that can't be told.
fn place(line: &str, start: usize, key: &str) -> Span {
    let quoted = Value::from(key).to_string();
    match line.find(&quoted) {
        Some(at) => Span {
            start: start + at,
            end: start + at + quoted.len(),
        },
        None => Span {
            start,
            end: start + line.len(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(line: &str) -> Vec<(String, usize)> {
        let mut faults = Faults::new();
        let is_time = |at: &str| at.starts_with("20");
        let record = read(line, 100, is_time, &mut faults);
        assert_eq!(record.is_none(), !faults.is_empty());
        faults
            .iter()
            .map(|fault| (fault.message.to_string(), fault.span.start))
            .collect()
    }

    #[test]
    fn a_fault_within_a_character_has_its_place() {
        for line in ["{\"at\":\u{a0}1}", "\u{feff}{}", "{\"at\": \u{1f469}", "ü"] {
            let mut faults = Faults::new();
            assert!(read(line, 0, |_| true, &mut faults).is_none());
            assert!(
                line.get(faults[0].span.start..faults[0].span.end).is_some(),
                "{line}"
            );
        }
    }

    #[test]
    fn only_time_kind_and_final_ratings_have_to_be_there() {
        let line = r#"{"at":"2026-01-01T00:00:00Z","kind":"coding","final":{}}"#;
        assert_eq!(faults(line), []);
        let mut none = Faults::new();
        let record = read(line, 0, |_| true, &mut none).unwrap();
        assert_eq!(
            (record.scale, record.hints, record.repeat),
            ((1.0, 4.0), 0, false)
        );
    }

    #[test]
    fn every_slip_of_a_line_is_told_with_its_place() {
        let line = r#"{"at":"noon","kind":"","final":{"x":5},"difficulty":9,"minutes":0,"items":{"x":[3,2]},"tests":[2,1],"hint":1}"#;
        let found = faults(line);
        let key = |key: &str| 100 + line.find(key).unwrap();
        for (message, at) in [
            ("unknown key `hint`", key("\"hint\"")),
            ("`noon` is no time", key("\"at\"")),
            ("`kind` is no name: 0 bytes", key("\"kind\"")),
            ("`x` is rated 5 on a scale from 1 to 4", key("\"final\"")),
            ("a difficulty of 9", key("\"difficulty\"")),
            ("`minutes` is 0", key("\"minutes\"")),
            ("`x` has 3 of 2 items", key("\"items\"")),
            ("2 of 1 tests passed", key("\"tests\"")),
        ] {
            assert!(
                found.contains(&(message.to_owned(), at)),
                "{message}: {found:?}"
            );
        }
        assert_eq!(found.len(), 8);
    }

    #[test]
    fn what_is_no_record_is_told() {
        assert_eq!(faults("{\"at\": ")[0].0, "this is not JSON");
        assert_eq!(faults("[1]")[0].0, "this is no record");
        assert_eq!(faults("{}")[0].0, "missing field `at`");
        let scale = r#"{"at":"2026","kind":"a","final":{"x":2},"scale":[4,1]}"#;
        assert_eq!(faults(scale)[0].0, "a scale from 4 to 1");
    }
}
