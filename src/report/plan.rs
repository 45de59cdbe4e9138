//! The plan: today, the days ahead, what moved; and as a calendar.

use serde_json::{Value, json};

use super::document::Document;
use super::ics::{DayEvent, calendar};
use super::words::{capital, count};
use crate::domain::bank::Kind;
use crate::domain::day::Day;
use crate::domain::plan::{Aim, Item, Standing, State, Theme, today};

/// An item in words.
pub(super) fn words(item: &Item) -> String {
    match item {
        Item::Practice(Kind::Incident) => "an incident round".to_owned(),
        Item::Practice(kind) => format!("a {} round", kind.as_str()),
        Item::Runbook => "an incident round, its runbook in writing".to_owned(),
        Item::Drill(Some(dimension)) => format!("a drill on {dimension}"),
        Item::Drill(None) => "a drill on what is weak".to_owned(),
        Item::Grade => "rate exemplars".to_owned(),
        Item::Story => "write or tell a story".to_owned(),
        Item::Loop => "a whole loop".to_owned(),
        Item::Review(day) => format!("read {} {day} again", day.weekday()),
    }
}

/// The command that does it.
pub(super) fn command(item: &Item) -> String {
    match item {
        Item::Practice(kind) => format!("mockloop practice {}", kind.as_str()),
        Item::Runbook => "mockloop practice incident".to_owned(),
        Item::Drill(Some(dimension)) => format!("mockloop drill {dimension}"),
        Item::Drill(None) => "mockloop drill weak".to_owned(),
        Item::Grade => "mockloop grade".to_owned(),
        Item::Story => "mockloop story list".to_owned(),
        Item::Loop => "mockloop loop onsite-senior".to_owned(),
        Item::Review(_) => "mockloop sessions".to_owned(),
    }
}

/// Today's part of a plan; nothing before it begins and once the interview is over.
pub fn of_today(aim: &Aim, standing: &[Standing], now: Day) -> Document {
    let left = now.days_until(aim.interview);
    let Some(day) = today(standing, now) else {
        return match left {
            0 => Document::line("The interview is today."),
            _ => Document::default(),
        };
    };
    let heading = format!(
        "Today, {} {now}: {} ({} to the interview)",
        now.weekday(),
        day.theme.as_str(),
        count(u32::try_from(left).unwrap_or(0), "day")
    );
    let document = Document::default().title(heading);
    if day.theme == Theme::Rest {
        return document.text("Rest. Read your stories once, lay out what you need, and sleep.");
    }
    if day.items.is_empty() {
        return document.text("Nothing is planned today.");
    }
    document.items(day.items.iter().map(|(item, state)| {
        let minutes = count(item.minutes(), "minute");
        let line = format!(
            "{}, some {minutes}: `{}`",
            words(item) + &stands(*state),
            command(item)
        );
        (label(*state), line)
    }))
}

fn label(state: State) -> &'static str {
    match state {
        State::Done => "done",
        State::Open | State::MovedFrom(_) => "to do",
        State::MovedTo(_) => "moved",
        State::LeftOut => "left out",
        State::Past => "past",
    }
}

fn stands(state: State) -> String {
    match state {
        State::Done => " (done)".to_owned(),
        State::Open => String::new(),
        State::MovedTo(day) => format!(" (moved to {} {day})", day.weekday()),
        State::MovedFrom(day) => format!(" (moved from {} {day})", day.weekday()),
        State::LeftOut => " (missed; no day is left for it)".to_owned(),
        State::Past => " (past)".to_owned(),
    }
}

/// The whole plan, day by day, and what was missed; once the interview is over, what was done.
pub fn show(aim: &Aim, standing: &[Standing], now: Day) -> Document {
    if now > aim.interview {
        return over(aim, standing);
    }
    let weak: Vec<String> = aim.weak.iter().map(ToString::to_string).collect();
    let weak = if weak.is_empty() {
        String::new()
    } else {
        format!(" Weak areas first: {}.", weak.join(", "))
    };
    let mut document = of_today(aim, standing, now)
        .title(format!(
            "To the interview on {} {}",
            aim.interview.weekday(),
            aim.interview
        ))
        .text(format!(
            "{} a week from {}.{weak}",
            count(aim.hours_per_week, "hour"),
            aim.begun
        ));
    let mut theme = None;
    for day in standing {
        if theme != Some(day.theme) {
            theme = Some(day.theme);
            document = document.title(capital(day.theme.as_str()));
        }
        let items: Vec<String> = day
            .items
            .iter()
            .map(|(item, state)| words(item) + &stands(*state))
            .collect();
        let items = match (day.theme, items.is_empty()) {
            (Theme::Rest, _) => "rest".to_owned(),
            (_, true) => "free".to_owned(),
            (_, false) => items.join("; "),
        };
        document = document.item(format!("{} {}", day.day.weekday(), day.day), items);
    }
    document.then(missed(standing))
}

/// A plan whose interview is over.
fn over(aim: &Aim, standing: &[Standing]) -> Document {
    let items = || standing.iter().flat_map(|day| &day.items);
    let tracked = || items().filter(|(item, _)| !matches!(item, Item::Review(_)));
    let done = tracked().filter(|(_, state)| *state == State::Done).count();
    Document::line(format!(
        "The interview was on {} {}. Done: {done} of {}. `mockloop outcome add ID` writes down what \
         was asked; `mockloop plan new` plans the next one.",
        aim.interview.weekday(),
        aim.interview,
        count(tracked().count(), "item"),
    ))
}

/// How much was missed, and what became of it.
fn missed(standing: &[Standing]) -> Document {
    let states = || standing.iter().flat_map(|day| &day.items);
    let counted = |wanted: fn(State) -> bool| states().filter(|(_, s)| wanted(*s)).count();
    let moved = counted(|state| matches!(state, State::MovedTo(_)));
    let left_out = counted(|state| state == State::LeftOut);
    match (moved, left_out) {
        (0, 0) => Document::default(),
        (moved, 0) => Document::default()
            .gap()
            .text(format!("Missed and moved: {}.", count(moved, "item"))),
        (moved, left_out) => Document::default().gap().text(format!(
            "Missed and moved: {}. Missed, with no day left: {}; `mockloop plan new` plans anew \
             from today.",
            count(moved, "item"),
            count(left_out, "item")
        )),
    }
}

/// The plan as a calendar, made at a UTC time such as `20261124T170000Z`.
pub fn ics(aim: &Aim, standing: &[Standing], stamp: &str) -> String {
    let is_ahead = |state: State| matches!(state, State::Open | State::Done | State::MovedFrom(_));
    let with_items = standing.iter().filter_map(|day| {
        let items: Vec<&Item> = day
            .items
            .iter()
            .filter(|(_, state)| is_ahead(*state))
            .map(|(item, _)| item)
            .collect();
        let summary = match (day.theme, items.as_slice()) {
            (Theme::Rest, _) => "mockloop: rest".to_owned(),
            (_, []) => return None,
            (theme, items) => {
                let minutes: u32 = items.iter().map(|item| item.minutes()).sum();
                format!(
                    "mockloop: {}, some {}",
                    theme.as_str(),
                    count(minutes, "minute")
                )
            }
        };
        let lines = items
            .iter()
            .map(|i| format!("{}: {}", words(i), command(i)));
        let description = lines.collect::<Vec<_>>().join("\n");
        Some(day_event(aim, day.day, summary, description))
    });
    let interview = day_event(aim, aim.interview, "Interview".to_owned(), String::new());
    let events: Vec<DayEvent> = with_items.chain([interview]).collect();
    calendar("plan", &events, stamp)
}

fn day_event(aim: &Aim, day: Day, summary: String, description: String) -> DayEvent {
    DayEvent {
        uid: format!("{day}-for-{}@mockloop", aim.interview),
        day,
        summary,
        description,
    }
}

/// The plan for programs.
pub fn json(aim: &Aim, standing: &[Standing], now: Day) -> Value {
    let item = |(item, state): &(Item, State)| {
        let moved = match state {
            State::MovedTo(day) | State::MovedFrom(day) => Some(day.to_string()),
            State::Done | State::Open | State::LeftOut | State::Past => None,
        };
        let state = match state {
            State::Done => "done",
            State::Open => "open",
            State::MovedTo(_) => "moved-to",
            State::MovedFrom(_) => "moved-from",
            State::LeftOut => "left-out",
            State::Past => "past",
        };
        json!({
            "what": words(item),
            "command": command(item),
            "minutes": item.minutes(),
            "state": state,
            "other_day": moved,
        })
    };
    let days = standing.iter().map(|day| {
        json!({
            "day": day.day.to_string(),
            "theme": day.theme.as_str(),
            "items": day.items.iter().map(item).collect::<Vec<_>>(),
        })
    });
    json!({
        "schema": 1,
        "today": now.to_string(),
        "begun": aim.begun.to_string(),
        "interview": aim.interview.to_string(),
        "days_left": now.days_until(aim.interview),
        "hours_per_week": aim.hours_per_week,
        "weak": aim.weak,
        "days": days.collect::<Vec<_>>(),
    })
}
