//! What is said while an offer is written down.

use super::words::score;
use crate::domain::offer::model::{Cell, Criterion, Score, Scorecard};
use crate::domain::offer::money::{Amount, Currency};
use crate::report::document::Document;

/// Why weights come first.
pub fn before_scores() -> Document {
    Document::default().title("First what counts, then the offers").text(
        "Weights that are set after the scores tend to follow the offer that one likes already. \
         Everything can be changed later in scorecard.toml.",
    )
}

/// The weights that are there, and how to change them.
pub fn weights(card: &Scorecard) -> Document {
    let each = card
        .criteria
        .iter()
        .zip(1..)
        .map(|(criterion, number): (&Criterion, u32)| {
            (
                number.to_string(),
                format!(
                    "{}, {} points",
                    criterion.label,
                    criterion.weight.normalize()
                ),
            )
        });
    let count = card.criteria.len();
    Document::default().title("Points of 100").items(each).text(format!(
        "Enter keeps them. Or {count} numbers that sum to 100; or `order` and the place of each, as in \
         `order 2 6 1 3 4 5`; or `swing` and how much the way from worst to best matters, 0 to 100 each."
    ))
}

/// The weights that were kept.
pub fn weights_kept(card: &Scorecard, points: &[Amount]) -> Document {
    let each = card.criteria.iter().zip(points);
    let each = each.map(|(criterion, points)| format!("{} {}", criterion.id, points.normalize()));
    let each: Vec<String> = each.collect();
    Document::line(format!("Kept: {}.", each.join(", ")))
}

/// The five pay fields.
pub fn five_fields(currency: Currency) -> Document {
    Document::default().title("What it pays").text(format!(
        "Five figures in {}, as 135000 or 135k. They count as expected until scorecard.toml has your \
         savings and a discount rate.",
        currency.code()
    ))
}

/// How to score.
pub fn how_to_score() -> Document {
    Document::default().title("What it is like").text(
        "One line each: a score from 0 to 10 and why, as in `7 the manager named the next step`. A range \
         is `5..7`, what you don't know `?` and the question that would tell. Enter leaves it as it is.",
    )
}

/// One score, with what its ends mean.
pub fn cell(criterion: &Criterion, cell: Option<&Cell>, number: usize, count: usize) -> Document {
    let anchors = criterion
        .anchors
        .iter()
        .map(|(score, text)| format!("{score}: {text}"));
    let anchors: Vec<String> = anchors.collect();
    let anchors = if anchors.is_empty() {
        String::new()
    } else {
        format!(" ({})", anchors.join("; "))
    };
    let now = match cell.map(|cell| cell.score) {
        Some(Score::Exact(now)) => format!(" Now {}.", score(now)),
        Some(Score::Range(low, high)) => format!(" Now {} to {}.", score(low), score(high)),
        Some(Score::Unknown | Score::Computed) | None => String::new(),
    };
    let label = &criterion.label;
    Document::line(format!("{number} of {count}. {label}{anchors}?{now}"))
}

/// What to do next.
pub fn kept(id: &str) -> Document {
    Document::default().gap().text(format!(
        "Offer {id} is kept. `mockloop offer compare` puts all offers side by side."
    ))
}
