//! Rating exemplars: unlabelled answers, then their labels with the reasons, and accuracy over time.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::document::Document;
use super::peer::words;
use super::words::{count, list};
use crate::domain::bank::prompt::{Exemplar, Row};
use crate::domain::bank::{Prompt, Rating};
use crate::domain::history::Grading;
use crate::domain::moment::date_and_minute;

/// The names under which exemplars are shown.
pub const LABELS: [&str; 3] = ["A", "B", "C"];

/// What is rated: the task, before any answer to it.
pub fn begin(prompt: &Prompt, answers: usize, is_new: bool) -> Document {
    let document = Document::default()
        .title(format!("The interviewer's chair: {}", prompt.title))
        .text(&prompt.statement)
        .text(format!(
            "\n{} to it follow, in no order. Rate each against the words.",
            count(answers, "answer")
        ));
    if is_new {
        document.text(
            "You have not practised this prompt: its answers will have been seen. /quit leaves.",
        )
    } else {
        document
    }
}

/// An answer, and the question for its hire call.
pub fn answer(label: &str, exemplar: &Exemplar) -> Document {
    Document::default()
        .title(format!("Answer {label}"))
        .text(&exemplar.text)
        .gap()
        .text("Would you hire the person who gave it? The bar is lean hire.")
        .items(Rating::ALL.map(|call| (call.to_string(), call.words())))
        .text("Type 1 to 4, or skip.")
}

/// The question for one dimension of an answer.
pub fn dimension(label: &str, row: &Row) -> Document {
    Document::default()
        .title(format!("Answer {label}: {}", row.title))
        .text(&row.asks)
        .then(words(row))
        .text("Type 1 to 4, or skip.")
}

/// The four hire calls.
pub fn calls() -> Document {
    Document::default().items(Rating::ALL.map(|call| (call.to_string(), call.words())))
}

/// One answer's label with its reasons, beside what was given.
pub fn label(
    prompt: &Prompt,
    label: &str,
    exemplar: &Exemplar,
    row: Option<&Row>,
    given: (Option<Rating>, Option<Rating>),
) -> Document {
    let yours = |given: Option<Rating>| match given {
        Some(given) => format!("you gave {given}"),
        None => "you gave none".to_owned(),
    };
    let document = Document::default().title(format!(
        "Answer {label} is at {}, {}; {}",
        exemplar.rating,
        exemplar.rating.words(),
        yours(given.0)
    ));
    let own = row.and_then(|row| Some((row, *exemplar.ratings.get(&row.dimension)?)));
    let document = match own {
        Some((row, rating)) => document.item(
            format!("{} {rating}, {}", row.title, yours(given.1)),
            row.word(rating),
        ),
        None => document,
    };
    let others = prompt.rubric.iter().filter_map(|other| {
        let rating = exemplar.ratings.get(&other.dimension)?;
        let is_other = row.is_none_or(|row| row.dimension != other.dimension);
        is_other.then(|| (format!("{} {rating}", other.title), other.word(*rating)))
    });
    let document = document.items(others.map(|(label, word)| (label, word.as_str())));
    let covered: BTreeSet<_> = exemplar.covers.iter().collect();
    let shown = prompt.items.iter().map(|item| {
        let is_shown = covered.contains(&item.id);
        let label = if is_shown { "shows" } else { "does not show" };
        (label, item.seen.as_str())
    });
    document.items(shown)
}

/// How the ratings given stand to the known ones.
pub fn accuracy(grading: &Grading) -> String {
    let parts = [
        (grading.exact, "as known"),
        (grading.one_apart, "one apart"),
        (grading.further, "further apart"),
    ];
    let parts: Vec<String> = parts
        .into_iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, what)| format!("{number} {what}"))
        .collect();
    format!("Of {}: {}.", count(grading.total(), "rating"), list(&parts))
}

/// Every sitting in the interviewer's chair, the latest last.
pub fn history(gradings: &[Grading]) -> Document {
    if gradings.is_empty() {
        return Document::line("No exemplar was rated yet. `mockloop grade` draws a prompt.");
    }
    Document::default().items(gradings.iter().map(|grading| {
        let line = format!("{}; {}", grading.prompt, accuracy(grading));
        (date_and_minute(&grading.at), line)
    }))
}

/// The sittings for programs.
pub fn json(gradings: &[Grading]) -> Value {
    let sitting = |grading: &Grading| {
        json!({
            "at": grading.at,
            "prompt": grading.prompt,
            "ratings": grading.total(),
            "exact": grading.exact,
            "one_apart": grading.one_apart,
            "further": grading.further,
        })
    };
    json!({ "schema": 1, "sittings": gradings.iter().map(sitting).collect::<Vec<_>>() })
}
