//! The way in when time is short: five pay fields, a score and its reason for each criterion. Every
//! answer is on disk before the next question.

mod first;
mod pay;

use super::begin;
use super::change::{TypedScore, add_evidence, change, find, set_score, typed_score};
use super::folder::Search;
use super::talk::{Stopped, Talk};
use crate::domain::names::nearest;
use crate::domain::offer::check::Given;
use crate::domain::offer::model::{Criterion, Score, Scorecard};
use crate::domain::text::Safe;
use crate::engine::error::Error;
use crate::engine::inputs::Inputs;
use crate::engine::play::Outcome;
use crate::report::document::Document;
use crate::report::offer::score as report;

/// Why a conversation ends early.
enum End {
    /// No answers come any more.
    Stopped(Stopped),
    /// Something failed.
    Failed(Error),
}

impl From<Stopped> for End {
    fn from(stopped: Stopped) -> Self {
        Self::Stopped(stopped)
    }
}

impl From<Error> for End {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

fn outcome(done: Result<(), End>) -> Result<Outcome, Error> {
    match done {
        Ok(()) => Ok(Outcome::Left),
        Err(End::Stopped(stopped)) => Ok(stopped.into()),
        Err(End::Failed(error)) => Err(error),
    }
}

/// Asks for an offer in a few minutes.
///
/// # Errors
/// There is such an offer, or a file has faults or can't be written.
pub async fn quick<I: Inputs>(
    search: &Search,
    id: &str,
    given: &Given,
    seed: u64,
    talk: &mut Talk<'_, I>,
) -> Result<Outcome, Error> {
    begin::is_free(search, id)?;
    outcome(ask_all(search, id, given, seed, talk).await)
}

async fn ask_all<I: Inputs>(
    search: &Search,
    id: &str,
    given: &Given,
    seed: u64,
    talk: &mut Talk<'_, I>,
) -> Result<(), End> {
    if !search.has_scorecard() {
        first::first_scorecard(search, given, seed, talk).await?;
    }
    begin::offer(search, id, None, given)?;
    pay::pay(search, id, given, talk).await?;
    cells(search, id, given, talk, Which::Open).await?;
    talk.say(&report::kept(id));
    Ok(())
}

/// Which scores are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Which<'a> {
    /// Those that are unknown.
    Open,
    /// All.
    All,
    /// That of one criterion.
    Only(&'a str),
}

/// Asks for an offer's scores, one at a time, without those of any other offer.
///
/// # Errors
/// A file has faults or can't be written.
pub async fn score<I: Inputs>(
    search: &Search,
    id: &str,
    given: &Given,
    only: Option<&str>,
    talk: &mut Talk<'_, I>,
) -> Result<Outcome, Error> {
    let loaded = search.load(given)?;
    find(&loaded, id)?;
    if let Some(only) = only {
        scored(&loaded.card, only)?;
    }
    let which = only.map_or(Which::All, Which::Only);
    let done = cells(search, id, given, talk, which).await;
    if done.is_ok() {
        talk.say(&report::kept(id));
    }
    outcome(done)
}

async fn cells<I: Inputs>(
    search: &Search,
    id: &str,
    given: &Given,
    talk: &mut Talk<'_, I>,
    which: Which<'_>,
) -> Result<(), End> {
    let card = search.load(given)?.card;
    talk.say(&report::how_to_score());
    let asked = card
        .criteria
        .iter()
        .enumerate()
        .filter(|(_, one)| !one.is_computed);
    let count = asked.clone().count();
    for (number, (place, criterion)) in (1..).zip(asked) {
        let loaded = search.load(given)?;
        let cell = find(&loaded, id)?.cells.get(place).cloned();
        let is_open = cell
            .as_ref()
            .is_none_or(|cell| cell.score == Score::Unknown);
        let is_asked = match which {
            Which::Open => is_open,
            Which::All => true,
            Which::Only(id) => criterion.id.as_str() == id,
        };
        if !is_asked {
            continue;
        }
        talk.say(&report::cell(criterion, cell.as_ref(), number, count));
        cell_answer(search, id, given, criterion, talk).await?;
    }
    Ok(())
}

/// One line: a score, then why. The question behind an unknown is kept with it.
async fn cell_answer<I: Inputs>(
    search: &Search,
    id: &str,
    given: &Given,
    criterion: &Criterion,
    talk: &mut Talk<'_, I>,
) -> Result<(), End> {
    loop {
        let line = talk.line().await?;
        if line.is_empty() {
            return Ok(());
        }
        let (score, why) = line.split_once(' ').unwrap_or((&line, ""));
        let score = match typed_score(score) {
            Ok(score) => score,
            Err(help) => {
                talk.say(&Document::problem(help));
                continue;
            }
        };
        put_score(
            search,
            id,
            given,
            criterion.id.as_str(),
            score,
            why.trim(),
            &[],
        )?;
        if score != TypedScore::Unknown && why.trim().is_empty() {
            talk.say(&Document::line("Kept, without evidence: it is marked so."));
        }
        return Ok(());
    }
}

/// Keeps a score with what it rests on: evidence that is there, and a line that becomes evidence; for
/// an unknown score the line is the question that would tell.
///
/// # Errors
/// There is no such offer, a file has faults or can't be written.
pub fn put_score(
    search: &Search,
    id: &str,
    given: &Given,
    criterion: &str,
    score: TypedScore,
    why: &str,
    evidence: &[String],
) -> Result<(), Error> {
    let loaded = search.load(given)?;
    let offer = find(&loaded, id)?;
    scored(&loaded.card, criterion)?;
    let taken: Vec<&str> = offer.evidence.iter().map(|one| one.id.as_str()).collect();
    let today = given.today.to_string();
    change(search, &Search::offer_file(id), given, |editing| {
        let mut evidence = evidence.to_vec();
        let question = (score == TypedScore::Unknown && !why.is_empty()).then_some(why);
        if question.is_none() && !why.is_empty() {
            evidence.extend(add_evidence(editing, &taken, "conversation", &today, why));
        }
        set_score(editing, criterion, score, &evidence, question)
    })?;
    Ok(())
}

/// Refuses a criterion that is not scored by hand.
fn scored(card: &Scorecard, name: &str) -> Result<(), Error> {
    let mut criteria = card.criteria.iter();
    match criteria.find(|criterion| criterion.id.as_str() == name) {
        Some(criterion) if criterion.is_computed => {
            let cause = format!("{name} is scored from the pay.");
            Err(Error::usage(
                cause,
                "`mockloop offer edit ID` changes what is paid.",
            ))
        }
        Some(_) => Ok(()),
        None => {
            let ids: Vec<&str> = card.criteria.iter().map(|one| one.id.as_str()).collect();
            let remedy = match nearest(name, ids.iter().copied()) {
                Some(near) => format!("Did you mean {near}?"),
                None => format!("There are: {}.", ids.join(", ")),
            };
            Err(Error::usage(
                format!("There is no criterion {}.", Safe::new(name)),
                remedy,
            ))
        }
    }
}
