//! Readiness in words: the range first, a chance where there is enough to make one of, and what
//! would tell more.

use super::{Shown, name, seen_difference};
use crate::domain::readiness::forecast::WANTED;
use crate::domain::readiness::{
    Area, Change, Direction, Forecast, ROUNDS_FOR_KIND, ROUNDS_FOR_NUMBERS, Reading,
    rating as in_ratings,
};
use crate::report::document::Document;
use crate::report::words::{capital, count, list, moved, percent, rating, signed};

/// Everything that is told of a history. `until` is the day of the forecast, as it was written.
pub fn reading(reading: &Reading, until: Option<(&str, &Forecast)>) -> Document {
    let title = format!("Readiness: {} ({})", reading.role.title, reading.role.id);
    let document = Document::default().title(title);
    let document = if reading.rounds < ROUNDS_FOR_NUMBERS {
        document.then(early(reading))
    } else {
        document.then(whole(reading))
    };
    let kinds = reading
        .kinds
        .iter()
        .map(|area| (name(&area.of), kind(area, reading.rounds)));
    let document = document
        .title("By kind")
        .items(kinds)
        .text(counted(reading));
    let document = match until {
        Some((day, forecast)) => document.then(ahead(day, forecast, reading.rounds)),
        None => document,
    };
    document.then(more(reading))
}

/// Before there is enough: no number for the whole.
fn early(reading: &Reading) -> Document {
    let needed = ROUNDS_FOR_NUMBERS - reading.rounds;
    let document = Document::line(format!(
        "Too early for a number: it takes {}. Until then only what each kind has shown.",
        count(needed, "more round")
    ));
    if reading.rounds > 0 {
        return document;
    }
    match reading.start {
        None => document.text(
            "Where would a strict assessor put you today? If you can say, `mockloop config set \
             start RATING` begins there; nobody has to.",
        ),
        Some(start) => document.text(format!(
            "Begun at {}, as you said.",
            rating(in_ratings(start))
        )),
    }
}

fn whole(reading: &Reading) -> Document {
    let shown = Shown::of(reading.index);
    let document = Document::line(format!(
        "A strict assessor would give {} today, {} (nine chances of ten); the bar is {}.",
        rating(shown.mean),
        shown.range(),
        reading.role.bar,
    ))
    .text(format!(
        "The chance that this clears the bar is {}. The chance of passing one interview, the luck \
         of the day included, is {}.",
        percent(reading.ready.chance),
        percent(reading.pass),
    ));
    let lowest = reading
        .ready
        .critical
        .iter()
        .min_by(|a, b| a.1.total_cmp(&b.1));
    let document = match lowest {
        Some((dimension, chance)) if *chance < reading.ready.index => document.text(format!(
            "The first is the chance that {dimension}, which the role can't do without, comes \
             within {} of the bar.",
            reading.role.margin
        )),
        Some(_) | None => document,
    };
    match reading.change {
        Some(told) => document.text(change(&told)),
        None => document,
    }
}

/// `Over 28 days: up 0.3, range 0.1 to 0.5.` or `no clear change`.
pub(super) fn change(change: &Change) -> String {
    let (low, high) = change.by.range();
    let (low, high) = (seen_difference(low), seen_difference(high));
    let said = match change.direction() {
        Direction::Up | Direction::Down => moved(seen_difference(change.by.mean)),
        Direction::Unclear => "no clear change".to_owned(),
    };
    let (low, high) = (signed(low, 1), signed(high, 1));
    format!(
        "Over {:.0} days: {said} (between {low} and {high}).",
        change.days
    )
}

/// A kind's line. A kind with few rounds shows its range, and that it is too early.
fn kind(area: &Area, rounds: u64) -> String {
    let shown = Shown::of(area.estimate);
    let practised = count(area.rounds, "round");
    match area.rounds {
        0 => "no round yet".to_owned(),
        few if few < ROUNDS_FOR_KIND => {
            format!("{}, {practised}; too early to say", shown.range())
        }
        _ if rounds < ROUNDS_FOR_NUMBERS => {
            format!("{}, {}, {practised}", rating(shown.mean), shown.range())
        }
        _ => format!(
            "{}, {}, {practised}; above the bar with a chance of {}",
            rating(shown.mean),
            shown.range(),
            percent(area.p_ready)
        ),
    }
}

fn counted(reading: &Reading) -> String {
    match reading.repeats {
        0 => format!("{} in all.", capital(&count(reading.rounds, "round"))),
        repeats => format!(
            "{} in all, {} of them on a prompt seen before, which counts for less.",
            capital(&count(reading.rounds, "round")),
            repeats
        ),
    }
}

/// The three lines of a forecast.
fn ahead(day: &str, forecast: &Forecast, rounds: u64) -> Document {
    let document = Document::default().title(format!("On {day}, in {:.0} days", forecast.days));
    if rounds < ROUNDS_FOR_NUMBERS {
        return document.text("Too early for a forecast.");
    }
    let then = |(index, chance): (crate::domain::readiness::Estimate, f64)| {
        let shown = Shown::of(index);
        format!(
            "{}, {}; the chance of clearing the bar is {}",
            rating(shown.mean),
            shown.range(),
            percent(chance)
        )
    };
    let pace = format!("At your pace ({:.1} rounds a week)", forecast.per_week);
    let needed = match forecast.needed_per_week {
        Some(per_week) if per_week < 0.05 => "none: it is there already".to_owned(),
        Some(per_week) => format!("{per_week:.1} rounds a week"),
        None => "no pace that can be kept brings it there".to_owned(),
    };
    document
        .item(pace, then(forecast.at_pace))
        .item("If you stop", then(forecast.if_stopped))
        .item(format!("For a chance of {}", percent(WANTED)), needed)
}

/// What would narrow the ranges most.
fn more(reading: &Reading) -> Document {
    let unpractised: Vec<String> = reading
        .kinds
        .iter()
        .filter(|area| area.rounds == 0)
        .map(|area| name(&area.of))
        .collect();
    let mut wishes = Vec::new();
    if !unpractised.is_empty() {
        wishes.push(format!("a first round of {}", list(&unpractised)));
    }
    if reading.anchored < reading.rounds {
        wishes.push("items ticked in every reveal".to_owned());
    }
    if reading.outside == 0 && reading.rounds > 0 {
        wishes.push("a round rated by somebody else".to_owned());
    }
    if wishes.is_empty() {
        return Document::default();
    }
    Document::default()
        .title("What would tell more")
        .text(format!("{}.", capital(&list(&wishes))))
}
