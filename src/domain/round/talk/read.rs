//! What is typed behind `ask`: a lever, an amount, a reason.

use super::Value;
use crate::domain::bank::detail::{Ends, Lever, Negotiation, Range};
use crate::domain::round::ask::words;
use crate::domain::text::Safe;

/// Words behind which a reason stands.
const REASONS: [&str; 6] = ["because", "since", "as", "for", "if", "given"];

/// What a typed ask could not be read as.
#[derive(Debug, Clone, PartialEq)]
pub enum Unread {
    /// No lever.
    Lever,
    /// Several levers equally well.
    Levers(Vec<Safe>),
    /// A lever without an amount.
    Amount(Safe),
    /// An amount in something else than the lever is counted in.
    Unit(Safe),
}

/// A typed ask as it was understood.
#[derive(Debug, Clone, PartialEq)]
pub struct Ask<'a> {
    /// The lever.
    pub lever: &'a Lever,
    /// The amount.
    pub amount: Value,
    /// Whether a reason was given.
    pub has_reason: bool,
}

/// Reads what stands behind `ask`.
///
/// # Errors
/// What could not be read.
pub fn read<'a>(line: &str, negotiation: &'a Negotiation) -> Result<Ask<'a>, Unread> {
    let lever = lever(line, &negotiation.levers)?;
    let (amount, has_reason) = read_amount(line, lever)?;
    Ok(Ask {
        lever,
        amount,
        has_reason,
    })
}

/// The lever that a line names: the one most of whose name is in it, else the one whose ends are.
fn lever<'a>(line: &str, levers: &'a [Lever]) -> Result<&'a Lever, Unread> {
    let typed = words(before_reason(line));
    let run = typed.concat();
    let by_name = |lever: &Lever| {
        let name = words(lever.id.as_str());
        if name.len() > 1 && run.contains(&name.concat()) {
            return lever.id.as_str().len();
        }
        let found = name
            .iter()
            .filter(|part| typed.iter().any(|word| word.starts_with(*part)));
        found.map(String::len).sum()
    };
    let by_end = |lever: &Lever| match &lever.range {
        Range::Texts(ends) => texts(ends)
            .map(|end| shared(&typed, end))
            .max()
            .unwrap_or(0),
        Range::Numbers(_) => 0,
    };
    let best = |length: &dyn Fn(&Lever) -> usize| {
        let most = levers.iter().map(length).max().unwrap_or(0);
        let found = levers
            .iter()
            .filter(|lever| most > 2 && length(lever) == most);
        found.collect::<Vec<&Lever>>()
    };
    let named = best(&by_name);
    let found = if named.is_empty() {
        best(&by_end)
    } else {
        named
    };
    match found.as_slice() {
        [only] => Ok(only),
        [] => Err(Unread::Lever),
        _ => Err(Unread::Levers(
            found
                .iter()
                .map(|lever| Safe::new(lever.id.as_str()))
                .collect(),
        )),
    }
}

fn texts(ends: &Ends<Safe>) -> impl Iterator<Item = &Safe> {
    let others = ends.easy.iter().chain(&ends.approval);
    std::iter::once(&ends.opening).chain(others)
}

/// Letters of the words that a line and a text share.
fn shared(typed: &[String], text: &Safe) -> usize {
    let words = words(text.as_str());
    let both = words
        .iter()
        .filter(|word| word.len() > 2 && typed.contains(word));
    both.map(String::len).sum()
}

/// The amount that a line asks for, and whether it says why.
pub(super) fn read_amount(line: &str, lever: &Lever) -> Result<(Value, bool), Unread> {
    let asked = before_reason(line);
    // `deadline for Thursday` has no reason, though it has a word that reasons begin with.
    match amount_in(asked, lever) {
        Err(Unread::Amount(_)) => amount_in(line, lever).map(|value| (value, false)),
        read => read.map(|value| (value, words(line).len() > words(asked).len() + 2)),
    }
}

fn amount_in(asked: &str, lever: &Lever) -> Result<Value, Unread> {
    let typed = words(asked);
    let without = || Unread::Amount(Safe::new(lever.id.as_str()));
    match &lever.range {
        Range::Numbers(ends) => {
            let unit = lever.unit.as_str();
            let is_other = |time: &&str| {
                !unit.contains(*time) && typed.iter().any(|word| word.starts_with(*time))
            };
            let number = *numbers(asked).last().ok_or_else(without)?;
            if ["day", "week", "month", "year"].iter().any(is_other) {
                return Err(Unread::Unit(lever.unit.clone()));
            }
            // 90 for 90,000, as people say it.
            let is_short = ends.opening >= 1_000.0 && number * 100.0 < ends.opening;
            Ok(Value::Number(if is_short {
                number * 1_000.0
            } else {
                number
            }))
        }
        Range::Texts(ends) => {
            let most = texts(ends)
                .map(|end| shared(&typed, end))
                .max()
                .unwrap_or(0);
            let best = texts(ends).find(|end| most > 0 && shared(&typed, end) == most);
            match best {
                Some(end) => Ok(Value::Text(end.clone())),
                None if typed.len() > words(lever.id.as_str()).len() => {
                    Ok(Value::Text(Safe::new(asked.trim())))
                }
                None => Err(without()),
            }
        }
    }
}

/// A line up to its reason.
fn before_reason(line: &str) -> &str {
    let lower = line.to_lowercase();
    let at = |word: &&str| {
        let found = lower.find(&format!(" {word} "))?;
        // A reason stands behind something: `for` at the start is part of the ask.
        (found > 0).then_some(found)
    };
    let end = REASONS.iter().filter_map(at).min();
    end.and_then(|end| line.get(..end)).unwrap_or(line)
}

/// The numbers of a text: `88,000`, `88 000`, `88.5k`, `3640`.
pub(super) fn numbers(text: &str) -> Vec<f64> {
    let mut found = Vec::new();
    let mut digits = String::new();
    let mut rest = text.chars().peekable();
    let mut before = ' ';
    while let Some(c) = rest.next() {
        let ahead: String = rest.clone().take(4).collect();
        let three = ahead.chars().take(3).filter(char::is_ascii_digit).count() == 3;
        let groups = three && !ahead.chars().nth(3).is_some_and(|c| c.is_ascii_digit());
        let next_digit = ahead.starts_with(|c: char| c.is_ascii_digit());
        match c {
            '0'..='9' if !digits.is_empty() || !before.is_alphanumeric() => digits.push(c),
            ',' | '.' | ' ' | '\'' if !digits.is_empty() && groups && !digits.contains('.') => {}
            '.' | ',' if !digits.is_empty() && next_digit && !digits.contains('.') => {
                digits.push('.');
            }
            _ => {
                let factor = if matches!(c, 'k' | 'K') { 1_000.0 } else { 1.0 };
                found.extend(digits.parse().map(|number: f64| number * factor));
                digits.clear();
            }
        }
        before = c;
    }
    found.extend(digits.parse::<f64>());
    found
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::domain::bank::LeverId;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (text, expected) in [
            ("88,000 because", vec![88_000.0]),
            ("88 000", vec![88_000.0]),
            ("at 88.5k, or 90K", vec![88_500.0, 90_000.0]),
            ("84.625 a year", vec![84_625.0]),
            ("0.5 x 90,000 + 4", vec![0.5, 90_000.0, 4.0]),
            ("sev1 and p99", vec![]),
            ("none", vec![]),
        ] {
            assert_eq!(numbers(text), expected, "{text}");
        }
    }

    fn lever(id: &str, range: Range, unit: &str) -> Lever {
        Lever {
            id: LeverId::new(id).unwrap(),
            range,
            unit: Safe::new(unit),
        }
    }

    pub(in super::super) fn levers() -> Vec<Lever> {
        let numbers = |opening, easy, approval| {
            Range::Numbers(Ends {
                opening,
                easy,
                approval,
            })
        };
        let dates = Range::Texts(Ends {
            opening: Safe::new("Friday noon"),
            easy: Some(Safe::new("Thursday of next week")),
            approval: None,
        });
        vec![
            lever(
                "base",
                numbers(84_000.0, Some(88_000.0), Some(91_000.0)),
                "EUR/year",
            ),
            lever("on-call-pay", numbers(0.0, Some(3_640.0), None), "EUR/year"),
            lever("sign-on", numbers(0.0, None, Some(5_000.0)), "EUR once"),
            lever("deadline", dates, "date"),
        ]
    }

    #[test]
    fn an_ask_names_a_lever_an_amount_and_a_reason() {
        let levers = levers();
        for (line, id, amount, reason) in [
            ("base 90000", "base", "90000", false),
            (
                "for base pay of 90k because I lead settlements",
                "base",
                "90000",
                true,
            ),
            ("base 90", "base", "90000", false),
            ("on-call 3,640", "on-call-pay", "3640", false),
            ("oncall pay 3640 a year", "on-call-pay", "3640", false),
            ("a signing bonus on top, 4000", "sign-on", "4000", false),
            (
                "thursday because of an interview",
                "deadline",
                "Thursday of next week",
                true,
            ),
            (
                "deadline for thursday",
                "deadline",
                "Thursday of next week",
                false,
            ),
            (
                "deadline in three weeks",
                "deadline",
                "deadline in three weeks",
                false,
            ),
        ] {
            let found = super::lever(line, &levers).unwrap();
            let (value, has_reason) = read_amount(line, found).unwrap();
            let value = match value {
                Value::Number(number) => number.to_string(),
                Value::Text(text) => text.to_string(),
            };
            assert_eq!((found.id.as_str(), value.as_str()), (id, amount), "{line}");
            assert_eq!(has_reason, reason, "{line}");
        }
        assert_eq!(super::lever("more holidays", &levers), Err(Unread::Lever));
        let week = read_amount("on-call pay 350 a week", &levers[1]);
        assert_eq!(week, Err(Unread::Unit(Safe::new("EUR/year"))));
        assert!(matches!(
            read_amount("base", &levers[0]),
            Err(Unread::Amount(_))
        ));
    }
}
