//! `/calc`: arithmetic with units, for capacity estimates.

use std::sync::atomic::{AtomicU32, Ordering};

use fend_core::{Context, Interrupt};

/// How often a calculation may look up before it is given up: enough for any estimate, and a
/// second or so of a hopeless one. Counted, since nothing here reads a clock.
const LOOKS: u32 = 20_000;

/// Ends a calculation after so many looks.
struct Patience {
    looks: AtomicU32,
}

impl Interrupt for Patience {
    fn should_interrupt(&self) -> bool {
        self.looks.fetch_add(1, Ordering::Relaxed) > LOOKS
    }
}

/// Calculates; the result in one line, or why there is none.
///
/// Written as on a whiteboard: `500M * 2 KB / day` works, although `M` alone is no unit.
///
/// # Errors
/// What is wrong with the expression, in words.
pub(super) fn calculate(expression: &str) -> Result<String, String> {
    let spelt = spell_counts(expression);
    let result = evaluate(&spelt)?;
    // Of an estimate four digits are worth reading.
    if result.starts_with("approx.") {
        evaluate(&format!("({spelt}) to 4 sf"))
    } else {
        Ok(result)
    }
}

fn evaluate(expression: &str) -> Result<String, String> {
    let patience = Patience {
        looks: AtomicU32::new(0),
    };
    let result = fend_core::evaluate_with_interrupt(expression, &mut Context::new(), &patience);
    match result {
        Ok(result) if result.get_main_result().is_empty() => {
            Err("there is nothing to calculate".to_owned())
        }
        Ok(result) => Ok(flowed(result.get_main_result())),
        Err(_) if patience.looks.into_inner() > LOOKS => Err("this takes too long".to_owned()),
        Err(error) => Err(flowed(&error)),
    }
}

fn flowed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Counts as people write them: `500M`, `20k`, `3B` become numbers. A unit stays a unit: only a
/// letter that ends right there is a count.
fn spell_counts(expression: &str) -> String {
    let mut spelt = String::new();
    let mut rest = expression.chars().peekable();
    let mut before: Option<char> = None;
    while let Some(c) = rest.next() {
        let ends = rest.peek().is_none_or(|next| !next.is_alphanumeric());
        let follows_number = before.is_some_and(|before| before.is_ascii_digit());
        match c {
            'k' | 'K' if ends && follows_number => spelt.push_str("e3"),
            'M' if ends && follows_number => spelt.push_str("e6"),
            'B' | 'G' if ends && follows_number => spelt.push_str("e9"),
            _ => spelt.push(c),
        }
        before = Some(c);
    }
    spelt
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn estimates_as_they_are_written() {
        for (expression, result) in [
            ("500M * 2 KB / day to MB/s", "approx. 11.57 MB / s"),
            ("20k / s * 90 s", "1800000"),
            ("2^10", "1024"),
            ("3B * 40 bytes to GB", "120 GB"),
            ("25 ms * 400", "10000 ms"),
        ] {
            assert_eq!(calculate(expression).as_deref(), Ok(result), "{expression}");
        }
    }

    #[test]
    fn what_makes_no_sense_and_what_never_ends_is_told() {
        assert!(calculate("3 km + 2 s").is_err());
        assert!(calculate("").is_err());
        assert!(calculate("2 +").is_err());
        assert_eq!(calculate("9^9^9^9"), Err("this takes too long".to_owned()));
    }
}
