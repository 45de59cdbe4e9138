//! Days of the calendar, without a time: what plans and interviews are counted in.

use std::fmt;
use std::str::FromStr;

use jiff::SignedDuration;
use jiff::civil::{Date, Weekday};

use super::raw::{Field, Node, Reader, Shape, Value};
use super::text::Safe;

/// A day of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(Date);

impl Day {
    /// The day of an RFC 3339 time, in that time's own offset.
    pub fn of_wall(wall: &Safe) -> Option<Self> {
        wall.as_str().get(..10)?.parse().ok()
    }

    /// The day so many days later, or earlier; the calendar's last day if there is none.
    #[must_use]
    pub fn plus(self, days: i32) -> Self {
        Self(
            self.0
                .saturating_add(SignedDuration::from_hours(i64::from(days) * 24)),
        )
    }

    /// How many days it is until a later day; negative if that one is earlier.
    pub fn days_until(self, later: Self) -> i32 {
        let days = self.0.duration_until(later.0).as_hours() / 24;
        i32::try_from(days).unwrap_or(i32::MAX)
    }

    /// The day of the week, such as `Tue`.
    pub fn weekday(self) -> &'static str {
        match self.0.weekday() {
            Weekday::Monday => "Mon",
            Weekday::Tuesday => "Tue",
            Weekday::Wednesday => "Wed",
            Weekday::Thursday => "Thu",
            Weekday::Friday => "Fri",
            Weekday::Saturday => "Sat",
            Weekday::Sunday => "Sun",
        }
    }
}

/// The milliseconds since 1970 of a wall clock's time, RFC 3339: for order, never for lengths.
pub fn instant_ms(wall: &Safe) -> Option<i64> {
    let instant: jiff::Timestamp = wall.as_str().parse().ok()?;
    Some(instant.as_millisecond())
}

/// A time in milliseconds since 1970 as calendars write it, such as `20261124T170000Z`.
pub fn utc_stamp(unix_ms: u64) -> String {
    let ms = i64::try_from(unix_ms).unwrap_or(i64::MAX);
    let stamp = jiff::Timestamp::from_millisecond(ms).unwrap_or(jiff::Timestamp::MAX);
    stamp.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// The time that such a stamp means, in milliseconds since 1970.
pub fn of_utc_stamp(stamp: &str) -> Option<u64> {
    let time = jiff::civil::DateTime::strptime("%Y%m%dT%H%M%SZ", stamp).ok()?;
    let time = jiff::tz::TimeZone::UTC.to_timestamp(time).ok()?;
    u64::try_from(time.as_millisecond()).ok()
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0.to_string())
    }
}

impl FromStr for Day {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        // A time behind the day would be dropped silently: only the plain form is a day.
        if text.len() != 10 {
            return Err("write a date such as 2026-11-24".to_owned());
        }
        let date = text.parse().map(Self);
        date.map_err(|_| "write a date of the calendar such as 2026-11-24".to_owned())
    }
}

impl Field for Day {
    const WHAT: &'static str = "a date such as 2026-11-24";

    fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let read = match &node.value {
            Value::Moment(text) | Value::Text(text) => text.parse().ok(),
            Value::Integer(_)
            | Value::Float(_)
            | Value::Boolean(_)
            | Value::List(_)
            | Value::Table(_) => None,
        };
        if read.is_none() {
            let help = format!("write {}", Self::WHAT);
            reader.fault(node.span, "this is no date", &help);
        }
        read
    }

    fn shape() -> Shape {
        Shape::Form {
            what: Self::WHAT,
            pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_over_months_and_leap_days() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        assert_eq!(day("2028-02-28").plus(2), day("2028-03-01"));
        assert_eq!(day("2026-11-24").days_until(day("2026-12-24")), 30);
        assert_eq!(day("2026-12-24").days_until(day("2026-11-24")), -30);
        assert_eq!(day("2026-11-24").weekday(), "Tue");
        assert_eq!(
            Day::of_wall(&"2026-11-24T23:59:00+01:00".into()),
            Some(day("2026-11-24"))
        );
        assert_eq!(utc_stamp(1_795_000_000_000), "20261118T110640Z");
        assert_eq!(of_utc_stamp("20261118T110640Z"), Some(1_795_000_000_000));
        assert_eq!(of_utc_stamp("20261118T256640Z"), None);
        for bad in ["2026-02-30", "tomorrow", "2026-11-24T10:00", ""] {
            assert!(bad.parse::<Day>().is_err(), "{bad}");
        }
    }
}
