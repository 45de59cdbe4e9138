//! Changes of an offer's file: edited, checked, and only then written.

use super::folder::{Loaded, Search};
use crate::domain::names::nearest;
use crate::domain::offer::check::Given;
use crate::domain::offer::model::Offer;
use crate::domain::text::Safe;
use crate::engine::error::{Error, Kind as ErrorKind};
use crate::io::edit::{Editing, Set, texts};
use crate::io::editor;

/// An offer of the search by its name.
///
/// # Errors
/// There is none.
pub fn find<'a>(loaded: &'a Loaded, id: &str) -> Result<&'a Offer, Error> {
    loaded
        .offers
        .iter()
        .find(|offer| offer.id.as_str() == id)
        .ok_or_else(|| {
            let ids: Vec<&str> = loaded
                .offers
                .iter()
                .map(|offer| offer.id.as_str())
                .collect();
            let remedy = match nearest(id, ids.iter().copied()) {
                Some(near) => format!("Did you mean {near}?"),
                None if ids.is_empty() => "`mockloop offer quick ID` begins one.".to_owned(),
                None => format!("There are: {}.", ids.join(", ")),
            };
            Error::usage(format!("There is no offer {}.", Safe::new(id)), remedy)
        })
}

/// The text of a file, changed; it is written only if everything is sound afterwards.
///
/// # Errors
/// The change can't be made there, makes a fault, or can't be written.
pub fn change(
    search: &Search,
    name: &str,
    given: &Given,
    edit: impl FnOnce(&mut Editing) -> bool,
) -> Result<Loaded, Error> {
    let text = search.text(name)?;
    let mut editing = Editing::of(&text).ok_or_else(|| {
        let cause = format!("{} is not valid TOML.", search.path(name).display());
        Error::usage(cause, "`mockloop offer compare` shows its faults.")
    })?;
    if !edit(&mut editing) {
        let cause = "This can't be set there: something else stands in its place.";
        return Err(Error::usage(
            cause,
            "`mockloop offer edit ID` opens the file.",
        ));
    }
    let text = editing.text();
    let loaded = search.load_with(given, Some((name, &text)))?;
    search.write(name, &text)?;
    Ok(loaded)
}

/// Whether the value at a path is an amount, which is kept as a text.
pub fn is_money(path: &str) -> bool {
    let last = path.rsplit('.').next().unwrap_or(path);
    let amounts = [
        "base",
        "benefits_per_year",
        "amount",
        "grant_value",
        "strike",
        "last_preferred",
        "fmv_409a",
        "preference_total",
        "median_exit",
        "walk_away",
        "target",
        "wealth",
        "price",
    ];
    amounts.contains(&last)
}

/// Lets the user edit a file in their editor. A text with faults is not taken: the old file stands,
/// and what was written is kept beside it.
///
/// # Errors
/// The editor fails, or what was written has faults.
pub fn in_editor(search: &Search, name: &str, command: &str, given: &Given) -> Result<bool, Error> {
    let before = search.text(name)?;
    // A draft has a name that no offer has.
    let draft = format!("{name}.draft");
    search.write(&draft, &before)?;
    let path = search.path(&draft);
    editor::open(command, &path).map_err(|why| {
        let remedy = "The editor has to wait until the file is closed.";
        Error::new(ErrorKind::CantWrite, why, remedy)
    })?;
    let after = search.text(&draft)?;
    if after != before {
        search
            .load_with(given, Some((name, &after)))
            .map_err(|mut error| {
                error.cause = Safe::new("What you wrote has faults; the old file stands.");
                error.remedy = Safe::new(&format!("Your text is kept in {}.", path.display()));
                error
            })?;
        search.write(name, &after)?;
    }
    search.remove(&draft);
    Ok(after != before)
}

/// A score as it is typed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum TypedScore {
    /// A number.
    Exact(f64),
    /// From and to.
    Range(f64, f64),
    /// Not known.
    Unknown,
}

/// A score as it is typed: `7`, `5..7` or `?`.
///
/// # Errors
/// It is none of these.
pub fn typed_score(text: &str) -> Result<TypedScore, String> {
    let help = "Write a score from 0 to 10, a range such as 5..7, or ? if you don't know.";
    let number = |text: &str| {
        let number: f64 = text.trim().parse().map_err(|_| help.to_owned())?;
        if (0.0..=10.0).contains(&number) {
            Ok(number)
        } else {
            Err(help.to_owned())
        }
    };
    if text.trim() == "?" {
        return Ok(TypedScore::Unknown);
    }
    match text.split_once("..") {
        Some((low, high)) => {
            let (low, high) = (number(low)?, number(high)?);
            if low <= high {
                Ok(TypedScore::Range(low, high))
            } else {
                Err(help.to_owned())
            }
        }
        None => number(text).map(TypedScore::Exact),
    }
}

/// Sets one score, and what it rests on.
pub fn set_score(
    editing: &mut Editing,
    criterion: &str,
    score: TypedScore,
    evidence: &[String],
    question: Option<&str>,
) -> bool {
    let (mut exact, mut range, mut unknown) = (None, None, None);
    match score {
        // A whole number is written without a point.
        TypedScore::Exact(score) => exact = Some(Set::Written(score.to_string())),
        TypedScore::Range(low, high) => range = Some(Set::Written(format!("[{low}, {high}]"))),
        TypedScore::Unknown => unknown = Some(Set::Boolean(true)),
    }
    let mut sets = vec![("score", exact), ("range", range), ("unknown", unknown)];
    if let Some(question) = question {
        sets.push(("question", Some(Set::Text(question.to_owned()))));
    }
    sets.push(("evidence", (!evidence.is_empty()).then(|| texts(evidence))));
    editing.set_in("scores", ("criterion", criterion), &sets)
}

/// Adds a line of evidence; gives its id.
pub fn add_evidence(
    editing: &mut Editing,
    taken: &[&str],
    kind: &str,
    today: &str,
    text: &str,
) -> Option<String> {
    let mut ids = (1..).map(|number| format!("e{number}"));
    let id = ids.find(|id| !taken.contains(&id.as_str()))?;
    let sets = [
        ("kind", Some(Set::Text(kind.to_owned()))),
        ("date", Some(Set::Written(today.to_owned()))),
        ("text", Some(Set::Text(text.to_owned()))),
    ];
    editing.set_in("evidence", ("id", &id), &sets).then_some(id)
}
