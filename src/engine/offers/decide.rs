//! The decision, logged: what was chosen, why, on which figures, and when to look back.

use super::folder::{Loaded, Search};
use crate::domain::offer::check::Given;
use crate::domain::offer::money::{Date, days_later};
use crate::engine::error::{Error, Kind as ErrorKind};
use crate::io::edit::{Editing, Set, texts};

/// Where decisions are logged.
const DECISIONS: &str = "decisions.toml";
/// Days until a decision is looked back at.
const REVIEW_DAYS: u32 = 90;

/// A decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// The offer that was chosen.
    pub offer: String,
    /// The day.
    pub on: Date,
    /// The day to look back.
    pub review_on: Date,
    /// Why.
    pub reasons: Vec<String>,
}

/// Logs a decision; earlier ones stay.
///
/// # Errors
/// The log can't be read or written.
pub fn decide(
    search: &Search,
    loaded: &Loaded,
    id: &str,
    reasons: &[String],
    given: &Given,
) -> Result<Decision, Error> {
    super::change::find(loaded, id)?;
    let decision = Decision {
        offer: id.to_owned(),
        on: given.today,
        review_on: days_later(given.today, REVIEW_DAYS),
        reasons: reasons.to_vec(),
    };
    let before = if search.path(DECISIONS).exists() {
        search.text(DECISIONS)?
    } else {
        "# What was decided, why, and when to look back.\n".to_owned()
    };
    let comparison = loaded.compare();
    let sets = [
        ("offer", Set::Text(decision.offer.clone())),
        ("date", Set::Written(decision.on.to_string())),
        ("review", Set::Written(decision.review_on.to_string())),
        ("reasons", texts(&decision.reasons)),
        ("verdict", Set::Text(comparison.verdict.as_str().to_owned())),
        ("seed", Set::Whole(loaded.card.seed.into())),
        ("hash", Set::Text(loaded.hash())),
    ];
    let mut editing = Editing::of(&before).ok_or_else(damaged)?;
    if !editing.append("decision", &sets) {
        return Err(damaged());
    }
    search.write(DECISIONS, &editing.text())?;
    Ok(decision)
}

fn damaged() -> Error {
    let cause = format!("{DECISIONS} is not as it was written; the decision was not logged.");
    Error::new(
        ErrorKind::CantRead,
        cause,
        "Move it away; a new one is begun.",
    )
}

/// The days to look back, by offer.
///
/// # Errors
/// The log can't be read.
pub fn reviews(search: &Search) -> Result<Vec<(String, Date)>, Error> {
    if !search.path(DECISIONS).exists() {
        return Ok(Vec::new());
    }
    let editing = Editing::of(&search.text(DECISIONS)?).ok_or_else(damaged)?;
    let pairs = editing.pairs("decision", ("offer", "review"));
    Ok(pairs
        .into_iter()
        .filter_map(|(offer, date)| Some((offer, date.parse().ok()?)))
        .collect())
}
