//! TOML text to a table with places. All syntax faults of a text are found at once.

use std::collections::BTreeSet;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::domain::fault::{Code, Fault, Faults};
use crate::domain::raw::{Entry, Field, Node, Reader, Span, Value};

/// Reads a record from a text; nothing if there were faults of form.
pub fn read<T: Field>(text: &str, faults: &mut Faults) -> Option<T> {
    let before = faults.len();
    let node = parse(text, faults)?;
    if faults.len() > before {
        return None;
    }
    T::read(&node, &mut Reader::new(faults)).filter(|_| faults.len() == before)
}

/// Parses a text. Of its faults of syntax the first on each line is told: the others mostly follow
/// from it.
fn parse(text: &str, faults: &mut Faults) -> Option<Node> {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut told = BTreeSet::new();
    for error in &errors {
        let range = error.span().unwrap_or(0..0);
        let span = Span {
            start: range.start.min(text.len()),
            end: range.end.min(text.len()),
        };
        let line = text.get(..span.start).and_then(|before| before.rfind('\n'));
        if told.insert(line) {
            let help = "this is not valid TOML";
            faults.push(Fault::error(Code::FORM, span, error.message(), help));
        }
    }
    if !errors.is_empty() {
        return None;
    }
    let span = span_of(&table);
    Some(Node {
        span,
        value: Value::Table(entries(table.get_ref(), faults)),
    })
}

fn entries(table: &DeTable<'_>, faults: &mut Faults) -> Vec<Entry> {
    let mut entries: Vec<Entry> = table
        .iter()
        .map(|(key, value)| Entry {
            key: key.get_ref().to_string(),
            key_span: span_of(key),
            node: node(value, faults),
        })
        .collect();
    entries.sort_by_key(|entry| entry.key_span);
    entries
}

fn node(spanned: &Spanned<DeValue<'_>>, faults: &mut Faults) -> Node {
    let span = span_of(spanned);
    let value = match spanned.get_ref() {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(number) => {
            let read = i64::from_str_radix(number.as_str(), number.radix());
            Value::Integer(read.unwrap_or_else(|_| {
                let help = "write a number between -2^63 and 2^63 - 1";
                faults.push(Fault::error(
                    Code::FORM,
                    span,
                    "this number is too large",
                    help,
                ));
                0
            }))
        }
        DeValue::Float(number) => Value::Float(number.as_str().parse().unwrap_or(f64::NAN)),
        DeValue::Boolean(value) => Value::Boolean(*value),
        DeValue::Datetime(moment) => Value::Moment(moment.to_string()),
        DeValue::Array(array) => {
            Value::List(array.iter().map(|element| node(element, faults)).collect())
        }
        DeValue::Table(table) => Value::Table(entries(table, faults)),
    };
    Node { span, value }
}

fn span_of<T>(spanned: &Spanned<T>) -> Span {
    let range = spanned.span();
    Span {
        start: range.start,
        end: range.end,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::bank::format::AnchorTable;

    fn faults(text: &str) -> Vec<(String, usize)> {
        let mut faults = Vec::new();
        let record: Option<AnchorTable> = read(text, &mut faults);
        assert_eq!(record.is_none(), !faults.is_empty());
        faults
            .iter()
            .map(|fault| (fault.message.to_string(), fault.span.start))
            .collect()
    }

    #[test]
    fn all_faults_of_form_come_at_once() {
        let text = "r1 = \"a\"\nr2 = 2\nr5 = \"e\"\nr4 = \"d\"\n";
        assert_eq!(
            faults(text),
            [
                ("unknown key `r5`".to_owned(), 16),
                ("expected a text, found a whole number".to_owned(), 14),
                ("`r3` is missing".to_owned(), 0),
            ]
        );
    }

    #[test]
    fn all_faults_of_syntax_come_at_once() {
        assert!(faults("r1 = \nr2 = @\nr3 == 1\n").len() >= 3);
        assert!(!faults(&format!("r1 = {}", "[".repeat(10_000))).is_empty());
        assert!(faults("r1='a'\nr2='b'\nr3='c'\nr4='d'").is_empty());
    }
}
