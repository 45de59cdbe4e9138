//! What closes an incident in writing: a runbook's lines, and actions with an owner and a date.

use super::ask::words;
use super::state::{Capture, State};

/// What a line of a runbook begins with, once kept.
const RUNBOOK: &str = "runbook: ";

/// What a post-incident action begins with, once kept.
const ACTION: &str = "action: ";

/// The phase in which it is written; incidents without one need no plan.
pub const PHASE: &str = "after";

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// What a post-incident action lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lacks {
    /// What is to be done.
    What,
    /// Somebody who does it.
    Owner,
    /// A day.
    Date,
}

/// A line of a runbook as it is kept.
pub fn runbook(text: &str) -> String {
    format!("{RUNBOOK}{text}")
}

/// A post-incident action as it is kept.
///
/// # Errors
/// What it lacks.
pub fn action(text: &str) -> Result<String, Lacks> {
    let parts: Vec<&str> = text.split_whitespace().collect();
    let is = |part: &&str, words: &[&str]| {
        let word = part
            .trim_matches(|c: char| !c.is_alphanumeric())
            .to_lowercase();
        words.contains(&word.as_str())
    };
    let owner_at = parts.iter().rposition(|part| is(part, &["owner"]));
    let date_at = parts.iter().rposition(|part| is(part, &["by", "due"]));
    let after = |at: usize, other: Option<usize>| {
        let end = other.filter(|other| *other > at).unwrap_or(parts.len());
        joined(parts.get(at + 1..end).unwrap_or_default())
    };
    let end = owner_at
        .into_iter()
        .chain(date_at)
        .min()
        .unwrap_or(parts.len());
    let what = joined(parts.get(..end).unwrap_or_default());
    if what.is_empty() {
        return Err(Lacks::What);
    }
    let owner = owner_at.map(|at| after(at, date_at)).unwrap_or_default();
    if owner.is_empty() {
        return Err(Lacks::Owner);
    }
    let date = date_at.map(|at| after(at, owner_at)).unwrap_or_default();
    if !is_date(&date) {
        return Err(Lacks::Date);
    }
    Ok(format!("{ACTION}{what}; owner {owner}; by {date}"))
}

fn joined(parts: &[&str]) -> String {
    let text = parts.join(" ");
    text.trim_matches(|c: char| c.is_whitespace() || ",;:.".contains(c))
        .to_owned()
}

/// A date such as `2026-12-04`, `4 December` or `Friday`.
fn is_date(text: &str) -> bool {
    let words = words(text);
    let begins = |names: &[&str]| {
        let named = |word: &String| names.iter().any(|name| word.starts_with(name));
        words.iter().any(named)
    };
    let numbers: Vec<u32> = words.iter().filter_map(|word| word.parse().ok()).collect();
    let is_iso = matches!(numbers[..], [2000..=2999, 1..=12, 1..=31]) && words.len() == 3;
    let day = words.iter().any(|word| {
        let digits: String = word.chars().take_while(char::is_ascii_digit).collect();
        digits.parse().is_ok_and(|day: u32| (1..=31).contains(&day))
    });
    is_iso || (begins(&MONTHS) && day) || begins(&DAYS)
}

/// The lines of the runbook, and the actions, in order.
pub fn written(state: &State) -> (Vec<&Capture>, Vec<&Capture>) {
    let begin = |with: &'static str| {
        let captures = state.captures.iter();
        captures.filter(move |capture| capture.text.as_str().starts_with(with))
    };
    (begin(RUNBOOK).collect(), begin(ACTION).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_action_has_somebody_and_a_day() {
        let kept = "action: move the call out of the transaction; owner payments; by 2026-12-04";
        for typed in [
            "move the call out of the transaction, owner payments, by 2026-12-04",
            "move the call out of the transaction owner: payments due: 2026-12-04.",
            "move the call out of the transaction; by 2026-12-04; owner payments",
        ] {
            assert_eq!(action(typed).as_deref(), Ok(kept), "{typed}");
        }
        for (typed, lacks) in [
            ("", Lacks::What),
            ("owner me, by Friday", Lacks::What),
            ("page on old transactions by Friday", Lacks::Owner),
            ("page on old transactions, owner, by Friday", Lacks::Owner),
            ("page on old transactions, owner me", Lacks::Date),
            ("page on old transactions, owner me, by soon", Lacks::Date),
            (
                "page on old transactions, owner me, by 2026-13-04",
                Lacks::Date,
            ),
        ] {
            assert_eq!(action(typed), Err(lacks), "{typed}");
        }
    }

    #[test]
    fn days_come_in_several_forms() {
        for good in ["2026-12-04", "4 December", "Dec 4th", "next Friday"] {
            assert!(is_date(good), "{good}");
        }
        for bad in [
            "",
            "soon",
            "December",
            "4",
            "2026-12",
            "the end of the quarter",
        ] {
            assert!(!is_date(bad), "{bad}");
        }
    }
}
