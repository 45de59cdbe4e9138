//! What the close reveals: ticks with their arithmetic, exemplars beside one's own lines.

use super::document::Document;
use super::words::{clock, count};
use crate::domain::bank::prompt::Exemplar;
use crate::domain::bank::{CapId, ExemplarId, ItemId, Prompt};
use crate::domain::round::scoring::{self, DimensionScore, ItemScore};
use crate::domain::round::{State, close};

/// A tick that was kept, with what it got.
pub(super) fn tick(prompt: &Prompt, state: &State, item: &ItemId) -> Document {
    let Some(item) = prompt.item(item) else {
        // Something said aloud: kept among the items, and worth no points.
        return Document::line(match state.items.get(item) {
            Some(Some(true)) => "Kept: said.",
            Some(Some(false)) => "Kept: not said.",
            Some(None) | None => "Left open.",
        });
    };
    let score = scoring::score(item, state);
    Document::line(match score.hit {
        Some(true) => format!("Kept: {}.", arithmetic(&score)),
        Some(false) => "Kept: not shown.".to_owned(),
        None => "Left open.".to_owned(),
    })
}

/// `3 points`, or with hints `3 - 1 for hints = 2 points`.
fn arithmetic(score: &ItemScore<'_>) -> String {
    match score.hint_cost {
        0 => count(score.points, "point"),
        cost => format!(
            "{} - {cost} for hints = {}",
            score.points,
            count(score.worth(), "point")
        ),
    }
}

/// An admission that was kept, with what it limits.
pub(super) fn admission(prompt: &Prompt, cap: &CapId, made: Option<bool>) -> Document {
    let Some(cap) = prompt.caps.iter().find(|known| known.id == *cap) else {
        return Document::default();
    };
    Document::line(match made {
        Some(true) => format!("Kept: {} counts as {} at most.", cap.dimension, cap.max),
        Some(false) => "Kept: did not happen.".to_owned(),
        None => "Left open.".to_owned(),
    })
}

/// An exemplar beside one's own lines; before the first one what was never asked.
pub(super) fn exemplar(prompt: &Prompt, state: &State, id: &ExemplarId) -> Document {
    let Some(exemplar) = prompt.exemplars.iter().find(|known| known.id == *id) else {
        return Document::default();
    };
    let is_first = state.exemplars.len() <= 1;
    let before = if is_first {
        never_asked(prompt, state).then(own_lines(state))
    } else {
        Document::default()
    };
    before
        .title(format!(
            "An exemplar at {}, {}",
            exemplar.rating,
            exemplar.rating.words()
        ))
        .text(&exemplar.text)
        .then(covered(prompt, state, exemplar))
}

fn own_lines(state: &State) -> Document {
    let document = Document::default().title("Your lines");
    let lines = state.lines();
    if lines.is_empty() {
        return document.text("None.");
    }
    document.items(lines.iter().map(|capture| {
        (
            format!("{} {}", clock(capture.at_ms), capture.tag.as_str()),
            capture.text.as_str(),
        )
    }))
}

/// Which of the round's items the exemplar shows, and its ratings.
fn covered(prompt: &Prompt, state: &State, exemplar: &Exemplar) -> Document {
    let items = close::items(prompt, state);
    let shown = items
        .iter()
        .filter(|item| exemplar.covers.contains(&item.id));
    let yours = |item: &ItemId| state.items.get(item) == Some(&Some(true));
    let only_there = shown
        .clone()
        .filter(|item| !yours(&item.id))
        .map(|item| ("it shows, yours did not", &item.seen));
    let ratings: Vec<String> = prompt
        .rubric
        .iter()
        .filter_map(|row| {
            Some(format!(
                "{} {}",
                row.dimension,
                exemplar.ratings.get(&row.dimension)?
            ))
        })
        .collect();
    Document::line(format!(
        "It shows {} of the {} asked about; you ticked {}. It earns: {}.",
        shown.count(),
        count(items.len(), "item"),
        items.iter().filter(|item| yours(&item.id)).count(),
        ratings.join(", ")
    ))
    .items(only_there.map(|(label, seen)| (label, seen.as_str())))
}

/// The clarifications that were never given, and what they would have changed.
fn never_asked(prompt: &Prompt, state: &State) -> Document {
    let missing = close::never_asked(prompt, state);
    if missing.is_empty() {
        return Document::default()
            .title("Never asked")
            .text("Nothing: you asked it all.");
    }
    let lines = missing.into_iter().map(|known| {
        let label = format!("{} value", known.value.as_str());
        (
            label,
            format!(
                "{} {} It changes: {}",
                known.ask, known.answer, known.effect
            ),
        )
    });
    Document::default().title("Never asked").items(lines)
}

/// The round's end: points by dimension, caps, the model answer.
pub(super) fn done(prompt: &Prompt, state: &State) -> Document {
    let scores = scoring::dimensions(prompt, state);
    let lines = scores
        .iter()
        .filter(|score| score.of > 0 || score.rating.is_some())
        .map(|score| (score.row.title.to_string(), dimension(score)));
    let hints: u32 = scoring::items(prompt, state)
        .iter()
        .map(|score| score.hint_cost)
        .sum();
    let document = Document::default().title("What it adds up to").items(lines);
    let document = match hints {
        0 => document,
        _ => document.text(format!(
            "Hints took {} off what could be got.",
            count(hints, "point")
        )),
    };
    document
        .title("It turned on")
        .text(&prompt.debrief.deciding_moment)
        .title("A strong answer")
        .text(&prompt.debrief.model)
        .title("Done")
        .text(if state.drawn.is_taste() {
            "That was a taste; nothing of it is kept. `mockloop practice` draws a whole round, \
             `mockloop practice incident` an incident of half an hour."
        } else {
            "The round is kept. `mockloop show` reads it again."
        })
}

/// `rated 3, limited to 1 by call-in-transaction: counts as 1; items 5 of 9 points`.
fn dimension(score: &DimensionScore<'_>) -> String {
    let rating = match (score.rating, score.cap, score.counts()) {
        (Some(rating), Some(cap), Some(counts)) => {
            format!(
                "rated {rating}, limited to {} by {}: counts as {counts}",
                cap.max, cap.id
            )
        }
        (Some(rating), _, _) => format!("rated {rating}"),
        (None, _, _) => "unrated".to_owned(),
    };
    match score.of {
        0 => rating,
        of => format!("{rating}; items {} of {}", score.got, count(of, "point")),
    }
}

/// The ticks of a round with their arithmetic; nothing before the first one.
pub(super) fn ticks(prompt: &Prompt, state: &State) -> Document {
    if state.items.is_empty() {
        return Document::default();
    }
    let items = scoring::items(prompt, state);
    let lines = items
        .iter()
        .filter(|score| score.hit.is_some())
        .map(|score| {
            let got = match score.hit {
                Some(true) => arithmetic(score),
                Some(false) | None => format!("not shown, 0 of {}", score.worth()),
            };
            (
                score.item.id.as_str(),
                format!("{} ({got})", score.item.seen),
            )
        });
    Document::default().title("Items").items(lines)
}
