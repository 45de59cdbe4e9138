//! Why a prompt was drawn.

use serde_json::{Value, json};

use super::document::Document;
use super::json::SCHEMA;
use super::words::{capital, count, list, rating};
use crate::domain::pick::Because;
use crate::domain::readiness::{ROUNDS_FOR_NUMBERS, Stretch, rating as in_ratings};

/// The reason in words. Before there are rounds enough nothing is put in numbers.
pub fn reason(because: &Because) -> String {
    let Because::Worth {
        worth,
        kind,
        topics,
        is_first,
        idle_days,
        rounds,
        due,
    } = because
    else {
        return "all prompts came up alike, as you asked".to_owned();
    };
    let kind = kind.as_str();
    if *is_first {
        return format!("{kind} is not known yet; the first rounds take one of each kind");
    }
    let stretch = match worth.stretch() {
        Stretch::Steep => "steep",
        Stretch::Good => "a good stretch",
        Stretch::Easy => "within easy reach",
    };
    let idle = match idle_days {
        None => "not practised yet".to_owned(),
        Some(0) => "practised today".to_owned(),
        Some(days) => format!("not practised for {}", count(*days, "day")),
    };
    let topics: Vec<String> = topics.iter().map(ToString::to_string).collect();
    let due = due.map_or_else(String::new, |due| {
        let missed = count(due.missed, "point");
        let ago = count(due.days.unsigned_abs(), "day");
        format!("; {missed} missed on it {ago} ago, due again before the interview")
    });
    let about = format!("{kind}, {idle}, on {}{due}", list(&topics));
    if *rounds < ROUNDS_FOR_NUMBERS {
        return format!("{about}; {stretch}");
    }
    format!(
        "{about}; {stretch}, a rating of {} is expected; it adds {:.3} to readiness",
        rating(in_ratings(worth.predicted).clamp(1.0, 4.0)),
        worth.gain * 0.75
    )
}

/// What speaks for a prompt now, or against it.
pub fn because(because: &Because) -> Document {
    Document::line(format!("{}.", capital(&reason(because))))
}

/// The same for programs, in ratings.
pub fn because_json(because: &Because) -> Value {
    let Because::Worth {
        worth,
        kind,
        topics,
        idle_days,
        rounds,
        due,
        ..
    } = because
    else {
        return json!({ "schema": SCHEMA });
    };
    json!({
        "schema": SCHEMA,
        "kind": kind,
        "topics": topics,
        "rounds": rounds,
        "idle_days": idle_days,
        "predicted": in_ratings(worth.predicted).clamp(1.0, 4.0),
        "gain": worth.gain * 0.75,
        "zone": worth.zone,
        "variety": worth.variety,
        "score": worth.score,
        "due": due.map(|due| json!({ "missed": due.missed, "days": due.days })),
    })
}
