//! Calendars: RFC 5545 text of all-day events.

use std::fmt::Write as _;

use crate::domain::day::Day;

/// The most octets of a line, without its end (RFC 5545, 3.1).
const LINE_OCTETS: usize = 75;

/// A day in a calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayEvent {
    /// Names it: the same name replaces it when the calendar is imported again.
    pub uid: String,
    /// The day.
    pub day: Day,
    /// What it is called.
    pub summary: String,
    /// What there is to say about it.
    pub description: String,
}

/// A calendar of days of a sort, made at a UTC time such as `20261124T170000Z`.
pub fn calendar(sort: &str, events: &[DayEvent], stamp: &str) -> String {
    let mut text = String::new();
    let mut line = |content: &str| push_folded(&mut text, content);
    line("BEGIN:VCALENDAR");
    line("VERSION:2.0");
    line(&format!("PRODID:-//mockloop//{sort}//EN"));
    for event in events {
        line("BEGIN:VEVENT");
        line(&format!("UID:{}", escaped(&event.uid)));
        line(&format!("DTSTAMP:{stamp}"));
        line(&format!("DTSTART;VALUE=DATE:{}", basic(event.day)));
        line(&format!("DTEND;VALUE=DATE:{}", basic(event.day.plus(1))));
        line(&format!("SUMMARY:{}", escaped(&event.summary)));
        if !event.description.is_empty() {
            line(&format!("DESCRIPTION:{}", escaped(&event.description)));
        }
        line("TRANSP:TRANSPARENT");
        line("END:VEVENT");
    }
    line("END:VCALENDAR");
    text
}

/// A day without hyphens.
fn basic(day: Day) -> String {
    day.to_string().replace('-', "")
}

/// A text as a value (RFC 5545, 3.3.11). Other control characters have no place in one.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => escaped.extend(['\\', c]),
            '\n' => escaped.push_str("\\n"),
            c if c.is_control() => {}
            c => escaped.push(c),
        }
    }
    escaped
}

/// A line of at most 75 octets; the rest follows on lines that begin with a space. No character is
/// torn apart.
fn push_folded(text: &mut String, content: &str) {
    let mut octets = 0;
    for c in content.chars() {
        if octets + c.len_utf8() > LINE_OCTETS {
            text.push_str("\r\n ");
            octets = 1;
        }
        text.push(c);
        octets += c.len_utf8();
    }
    // Writing into a String can't fail.
    let _ = text.write_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(summary: &str, description: &str) -> DayEvent {
        DayEvent {
            uid: "a@mockloop".to_owned(),
            day: "2026-12-31".parse().unwrap(),
            summary: summary.to_owned(),
            description: description.to_owned(),
        }
    }

    #[test]
    fn a_calendar_to_the_letter() {
        let text = calendar(
            "plan",
            &[event("A; b, c\\d", "one\ntwo\r")],
            "20261124T170000Z",
        );
        assert_eq!(
            text,
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//mockloop//plan//EN\r\nBEGIN:VEVENT\r\n\
             UID:a@mockloop\r\nDTSTAMP:20261124T170000Z\r\nDTSTART;VALUE=DATE:20261231\r\n\
             DTEND;VALUE=DATE:20270101\r\nSUMMARY:A\\; b\\, c\\\\d\r\nDESCRIPTION:one\\ntwo\r\n\
             TRANSP:TRANSPARENT\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        );
    }

    proptest::proptest! {
        /// No line is too long, and unfolding gives back what was folded.
        #[test]
        fn lines_fit_and_unfold(summary in "\\PC{0,200}") {
            let text = calendar("plan", &[event(&summary, "")], "20261124T170000Z");
            for line in text.split("\r\n") {
                proptest::prop_assert!(line.len() <= LINE_OCTETS, "{}", line);
                proptest::prop_assert!(!line.contains('\n'));
            }
            let unfolded = text.replace("\r\n ", "");
            let line = unfolded.split("\r\n").find_map(|line| line.strip_prefix("SUMMARY:"));
            proptest::prop_assert_eq!(line.unwrap(), escaped(&summary));
        }
    }
}
