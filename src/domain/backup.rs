//! Copies of the journal: what they are called, when the next is due, which are kept.

use std::collections::BTreeMap;

use super::day::{of_utc_stamp, utc_stamp};

const HOUR_MS: u64 = 60 * 60 * 1000;
const DAY_MS: u64 = 24 * HOUR_MS;
/// For so long every copy is kept.
const ALL_MS: u64 = 2 * DAY_MS;
/// For so long one copy of each day is kept; then one of each month.
const DAILY_MS: u64 = 31 * DAY_MS;

/// The name of a copy made at a time, in milliseconds since 1970.
pub fn name(unix_ms: u64) -> String {
    format!("journal-{}.db", utc_stamp(unix_ms))
}

/// The name of the so many-th copy made before a change to a format. It is never thinned.
pub fn name_before_format(format: i64, number: u32) -> String {
    if number < 2 {
        format!("before-format-{format}.db")
    } else {
        format!("before-format-{format}-{number}.db")
    }
}

/// The name under which a journal that was replaced stays in the data folder.
pub fn name_replaced(unix_ms: u64) -> String {
    format!("journal-replaced-{}.db", utc_stamp(unix_ms))
}

/// When a copy was made, from its name: milliseconds since 1970. None for other files.
pub fn made_ms(name: &str) -> Option<u64> {
    of_utc_stamp(name.strip_prefix("journal-")?.strip_suffix(".db")?)
}

/// Copies with their times, the newest first; other names are left out.
pub fn newest_first(names: &[String]) -> Vec<(&str, u64)> {
    let timed = names
        .iter()
        .filter_map(|name| made_ms(name).map(|ms| (name.as_str(), ms)));
    let mut timed: Vec<(&str, u64)> = timed.collect();
    timed.sort_by_key(|(_, ms)| std::cmp::Reverse(*ms));
    timed
}

/// Whether a day has gone by without a copy. One with a time to come, made by a wrong clock, does
/// not count.
pub fn is_due(names: &[String], now_ms: u64) -> bool {
    !newest_first(names)
        .iter()
        .any(|(_, ms)| now_ms.checked_sub(*ms).is_some_and(|age| age < DAY_MS))
}

/// The copies that are no longer wanted: all of the last two days stay, the last of each day for a
/// month, and the last of each month.
pub fn surplus(names: &[String], now_ms: u64) -> Vec<&str> {
    let mut last: BTreeMap<String, &str> = BTreeMap::new();
    let mut surplus = Vec::new();
    for (name, ms) in newest_first(names) {
        let age_ms = now_ms.saturating_sub(ms);
        if age_ms < ALL_MS {
            continue;
        }
        // A stamp begins with year, month and day.
        let of = if age_ms < DAILY_MS { 8 } else { 6 };
        let span = utc_stamp(ms).chars().take(of).collect();
        if *last.entry(span).or_insert(name) != name {
            surplus.push(name);
        }
    }
    surplus
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-11-24T17:00:00Z.
    const NOW_MS: u64 = 1_795_539_600_000;

    fn names(ages_ms: impl IntoIterator<Item = u64>) -> Vec<String> {
        ages_ms.into_iter().map(|age| name(NOW_MS - age)).collect()
    }

    #[test]
    fn a_name_tells_its_time() {
        assert_eq!(name(NOW_MS), "journal-20261124T170000Z.db");
        assert_eq!(made_ms(&name(NOW_MS)), Some(NOW_MS));
        for other in [
            "journal.db",
            "journal-20261324T170000Z.db",
            "journal-replaced-20261124T170000Z.db",
            "before-format-2.db",
            "journal-20261124T170000Z.db-wal",
        ] {
            assert_eq!(made_ms(other), None, "{other}");
        }
        assert_eq!(name_before_format(2, 1), "before-format-2.db");
        assert_eq!(name_before_format(2, 3), "before-format-2-3.db");
        assert_eq!(
            name_replaced(NOW_MS),
            "journal-replaced-20261124T170000Z.db"
        );
    }

    #[test]
    fn a_copy_is_due_after_a_day_without_one() {
        assert!(is_due(&[], NOW_MS));
        assert!(is_due(&names([DAY_MS]), NOW_MS));
        assert!(!is_due(&names([3 * DAY_MS, DAY_MS - 1000]), NOW_MS));
        assert!(!is_due(&names([0]), NOW_MS));
        // A clock that was ahead for once stops no copy for ever.
        assert!(is_due(&[name(NOW_MS + 900 * DAY_MS)], NOW_MS));
    }

    #[test]
    fn two_days_whole_then_one_a_day_then_one_a_month() {
        // Four copies a day for 400 days, tried day by day as they are made and thinned.
        let begin = NOW_MS - 400 * DAY_MS;
        let mut kept: Vec<String> = Vec::new();
        for quarter in 0..=1600 {
            let now = begin + quarter * 6 * HOUR_MS;
            kept.push(name(now));
            let gone: Vec<String> = surplus(&kept, now).into_iter().map(Into::into).collect();
            kept.retain(|name| !gone.contains(name));
        }
        let ages: Vec<u64> = newest_first(&kept)
            .iter()
            .map(|(_, ms)| (NOW_MS - ms) / HOUR_MS)
            .collect();
        let count = |from: u64, to: u64| {
            ages.iter()
                .filter(|age| (from * 24..to * 24).contains(age))
                .count()
        };
        assert_eq!(count(0, 2), 8);
        assert_eq!(count(2, 31), 30);
        // From 20 October 2025 on, thirteen months end before.
        assert_eq!(count(31, 500), 13);
        assert_eq!(surplus(&kept, NOW_MS), [""; 0]);
        // What was made before a change of format stays, and so does what is no copy.
        let others = ["before-format-2.db".to_owned(), "notes.txt".to_owned()];
        assert_eq!(surplus(&others, NOW_MS), [""; 0]);
    }
}
