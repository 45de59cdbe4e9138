//! The one place that words numbers, times and plurals.

/// Minutes and seconds, such as `07:05` or `75:00`.
pub fn clock(ms: u64) -> String {
    let seconds = ms / 1000;
    format!("{:02}:{:02}", seconds / 60, seconds % 60)
}

/// A number with its noun: `1 minute`, `2 minutes`.
pub fn count(number: impl TryInto<u64>, noun: &str) -> String {
    let number = number.try_into().unwrap_or(u64::MAX);
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}

/// Time spent of a budget: `04:10 of 10:00`, `11:10 of 10:00, 01:10 over`, `04:10, untimed`.
pub fn spent(spent_ms: u64, budget_ms: Option<u64>) -> String {
    match budget_ms {
        None => format!("{}, untimed", clock(spent_ms)),
        Some(budget_ms) if spent_ms > budget_ms => {
            let over = clock(spent_ms - budget_ms);
            format!("{} of {}, {over} over", clock(spent_ms), clock(budget_ms))
        }
        Some(budget_ms) => format!("{} of {}", clock(spent_ms), clock(budget_ms)),
    }
}

/// A budget: `10 minutes`, `7 minutes 30 seconds`, `no limit`.
pub fn budget(budget_ms: Option<u64>) -> String {
    let Some(budget_ms) = budget_ms else {
        return "no limit".to_owned();
    };
    let (minutes, seconds) = (budget_ms / 60_000, budget_ms / 1000 % 60);
    match (minutes, seconds) {
        (0, seconds) => count(seconds, "second"),
        (minutes, 0) => count(minutes, "minute"),
        (minutes, seconds) => format!("{} {}", count(minutes, "minute"), count(seconds, "second")),
    }
}

/// A number with its thousands parted: `88,000`, `0.4`.
pub fn amount(number: f64) -> String {
    let text = format!("{number}");
    let (whole, rest) = text
        .split_once('.')
        .map_or((text.as_str(), ""), |(w, r)| (w, r));
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        let left = whole.len() - index;
        if index > 0 && left.is_multiple_of(3) && !grouped.ends_with('-') {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if rest.is_empty() {
        grouped
    } else {
        format!("{grouped}.{rest}")
    }
}

/// An id as words: `pause-captures` is `pause captures`.
pub fn name(id: impl AsRef<str>) -> String {
    id.as_ref().replace('-', " ")
}

/// A rating with one decimal: `2.8`.
pub fn rating(rating: f64) -> String {
    format!("{rating:.1}")
}

/// How far a rating moved: `up 0.3`, `down 0.3`.
pub fn moved(by: f64) -> String {
    let direction = if by < 0.0 { "down" } else { "up" };
    format!("{direction} {:.1}", by.abs())
}

/// A difference with its sign: `+0.3`, `-0.02`. Nothing is never less than nothing.
pub fn signed(by: f64, decimals: usize) -> String {
    let text = format!("{by:+.decimals$}");
    if text.contains(|c: char| ('1'..='9').contains(&c)) {
        text
    } else {
        text.replace('-', "+")
    }
}

/// A chance in percent. Nothing is certain: `under 1%`, `35%`, `over 99%`.
pub fn percent(chance: f64) -> String {
    match chance * 100.0 {
        percent if percent < 1.0 => "under 1%".to_owned(),
        percent if percent > 99.0 => "over 99%".to_owned(),
        percent => format!("{percent:.0}%"),
    }
}

/// Words in a row: `a`, `a and b`, `a, b and c`.
pub fn list(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// The first letter in upper case.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().collect::<String>() + letters.as_str()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_plurals() {
        assert_eq!(clock(75 * 60_000 + 5_999), "75:05");
        assert_eq!(count(1_u32, "minute"), "1 minute");
        assert_eq!(count(0_u32, "minute"), "0 minutes");
        assert_eq!(spent(250_000, Some(600_000)), "04:10 of 10:00");
        assert_eq!(spent(670_000, Some(600_000)), "11:10 of 10:00, 01:10 over");
        assert_eq!(budget(Some(450_000)), "7 minutes 30 seconds");
        assert_eq!(budget(Some(30_000)), "30 seconds");
        assert_eq!(list(&["a".into(), "b".into(), "c".into()]), "a, b and c");
        assert_eq!(capital("edge case"), "Edge case");
        assert_eq!(name("pause-captures"), "pause captures");
    }

    #[test]
    fn thousands_are_parted() {
        for (number, text) in [
            (0.0, "0"),
            (350.0, "350"),
            (3_640.0, "3,640"),
            (-4_750.0, "-4,750"),
            (-475.0, "-475"),
            (1_234_567.5, "1,234,567.5"),
        ] {
            assert_eq!(amount(number), text);
        }
    }

    #[test]
    fn ratings_and_chances_in_words() {
        assert_eq!(
            (rating(2.75).as_str(), moved(-0.34).as_str()),
            ("2.8", "down 0.3")
        );
        assert_eq!(
            (signed(-0.004, 2), signed(-0.3, 1)),
            ("+0.00".into(), "-0.3".into())
        );
        assert_eq!(percent(0.004), "under 1%");
        assert_eq!(percent(0.348), "35%");
        assert_eq!(percent(0.999), "over 99%");
    }
}
