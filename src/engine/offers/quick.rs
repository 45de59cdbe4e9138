//! The way in when time is short: five pay fields, a score and its reason for each criterion. Every
//! answer is on disk before the next question.

use super::begin;
use super::change::{TypedScore, add_evidence, change, find, set_score, typed_score};
use super::folder::{SCORECARD, Search};
use super::talk::{Stopped, Talk};
use crate::domain::names::nearest;
use crate::domain::offer::check::{Given, largest_remainder};
use crate::domain::offer::fields::Money;
use crate::domain::offer::model::{Criterion, Score, Scorecard};
use crate::domain::offer::money::{Amount, Currency, decimal};
use crate::domain::offer::totals::centroid;
use crate::domain::text::Safe;
use crate::engine::error::Error;
use crate::engine::inputs::Inputs;
use crate::engine::play::Outcome;
use crate::io::edit::Set;
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
        first_scorecard(search, given, seed, talk).await?;
    }
    begin::offer(search, id, None, given)?;
    pay(search, id, given, talk).await?;
    cells(search, id, given, talk, Which::Open).await?;
    talk.say(&report::kept(id));
    Ok(())
}

/// The scorecard, before any score: currency, walk-away, target, weights.
async fn first_scorecard<I: Inputs>(
    search: &Search,
    given: &Given,
    seed: u64,
    talk: &mut Talk<'_, I>,
) -> Result<(), End> {
    talk.say(&report::before_scores());
    let currency = talk.ask("Currency of your figures? (Enter for EUR)", currency).await?;
    begin::scorecard(search, currency.code(), seed)?;
    let amount = |line: &str| -> Result<Option<Money>, String> {
        if line.is_empty() {
            return Ok(None);
        }
        Money::from_text(line).map(Some).ok_or_else(|| amount_help().to_owned())
    };
    loop {
        let question = "Less than how much a year would you decline? It scores 0. (Enter: not now)";
        let Some(low) = talk.ask(question, amount).await? else { break };
        let question = "From how much a year would more not change your mind? It scores 10.";
        let Some(high) = talk.ask(question, amount).await? else { break };
        if low < high && !low.0.is_zero() {
            change(search, SCORECARD, given, |editing| {
                editing.set("comp.walk_away", &Set::Text(low.0.to_string()))
                    && editing.set("comp.target", &Set::Text(high.0.to_string()))
            })?;
            break;
        }
        talk.say(&Document::problem("The first is above 0 and below the second."));
    }
    weights(search, given, talk).await
}

fn amount_help() -> &'static str {
    "Write an amount such as 135000 or 135k."
}

fn currency(line: &str) -> Result<Currency, String> {
    let code = if line.is_empty() { "EUR" } else { line }.to_uppercase();
    Currency::from_code(&code).ok_or_else(|| "Write three letters such as EUR or USD.".to_owned())
}

/// The weights: those that are there, points of one's own, an order, or swings.
async fn weights<I: Inputs>(
    search: &Search,
    given: &Given,
    talk: &mut Talk<'_, I>,
) -> Result<(), End> {
    let card = search.load(given)?.card;
    talk.say(&report::weights(&card));
    let count = card.criteria.len();
    loop {
        let line = talk.line().await?;
        let (points, elicited) = match typed_weights(&line, count) {
            Ok(None) => return Ok(()),
            Ok(Some(typed)) => typed,
            Err(why) => {
                talk.say(&Document::problem(why));
                continue;
            }
        };
        set_weights(search, given, &card, &points, elicited)?;
        talk.say(&report::weights_kept(&card, &points));
        return Ok(());
    }
}

fn set_weights(
    search: &Search,
    given: &Given,
    card: &Scorecard,
    points: &[Amount],
    elicited: &str,
) -> Result<(), Error> {
    change(search, SCORECARD, given, |editing| {
        let each = card.criteria.iter().zip(points).all(|(criterion, points)| {
            let sets = [("weight", Some(Set::Written(points.normalize().to_string())))];
            editing.set_in("criteria", ("id", criterion.id.as_str()), &sets)
        });
        each && editing.set("weights.elicited", &Set::Text(elicited.to_owned()))
    })?;
    Ok(())
}

/// Weights as they are typed: nothing keeps those that are there.
fn typed_weights(line: &str, count: usize) -> Result<Option<(Vec<Amount>, &'static str)>, String> {
    if line.is_empty() {
        return Ok(None);
    }
    let (way, rest) = match line.split_once(' ') {
        Some((way @ ("order" | "swing"), rest)) => (way, rest),
        Some(_) | None => ("points", line),
    };
    let numbers = rest.split([' ', ',']).filter(|word| !word.is_empty());
    let numbers: Option<Vec<Amount>> = numbers
        .map(|word| word.parse().ok().filter(|number: &Amount| !number.is_sign_negative()))
        .collect();
    let numbers = numbers.filter(|numbers| numbers.len() == count).ok_or_else(|| {
        format!("Write {count} numbers, or `order` or `swing` and {count} numbers, or Enter.")
    })?;
    match way {
        "order" => order_weights(&numbers).map(|points| Some((points, "order"))),
        "swing" => {
            let points = largest_remainder(&numbers).ok_or("Some swing is above 0.")?;
            Ok(Some((points.into_iter().map(Amount::from).collect(), "swing")))
        }
        _ => {
            let sum: Amount = numbers.iter().copied().sum();
            if sum == Amount::ONE_HUNDRED {
                return Ok(Some((numbers, "points")));
            }
            let near = largest_remainder(&numbers).unwrap_or_default();
            let near: Vec<String> = near.iter().map(ToString::to_string).collect();
            let difference = (sum - Amount::ONE_HUNDRED).normalize();
            let side = if difference.is_sign_negative() { "too few" } else { "too many" };
            Err(format!(
                "They sum to {}: {} {side}. In the same proportions: {}",
                sum.normalize(),
                difference.abs(),
                near.join(" ")
            ))
        }
    }
}

/// Points from an order: `order 2 6 1 3 4 5` says which place each criterion takes.
fn order_weights(places: &[Amount]) -> Result<Vec<Amount>, String> {
    let count = u32::try_from(places.len()).unwrap_or(0);
    let help = || format!("Write each place from 1 to {count} once.");
    let mut sorted: Vec<u32> = places.iter().filter_map(|place| u32::try_from(*place).ok()).collect();
    let own = sorted.clone();
    sorted.sort_unstable();
    if !sorted.into_iter().eq(1..=count) {
        return Err(help());
    }
    let shares = centroid(count);
    let share = |place: &u32| {
        let at = usize::try_from(place.saturating_sub(1)).ok()?;
        shares.get(at).copied().and_then(decimal)
    };
    let raw: Option<Vec<Amount>> = own.iter().map(share).collect();
    let points = raw.and_then(|raw| largest_remainder(&raw)).ok_or_else(help)?;
    Ok(points.into_iter().map(Amount::from).collect())
}

/// The five pay fields.
async fn pay<I: Inputs>(
    search: &Search,
    id: &str,
    given: &Given,
    talk: &mut Talk<'_, I>,
) -> Result<(), End> {
    let name = Search::offer_file(id);
    let card = search.load(given)?.card;
    talk.say(&report::five_fields(card.base));
    let amount = |line: &str| -> Result<Option<Amount>, String> {
        if line.is_empty() {
            return Ok(None);
        }
        Money::from_text(line).map(|money| Some(money.0)).ok_or_else(|| amount_help().to_owned())
    };
    let percent = |line: &str| -> Result<Option<Amount>, String> {
        let line = line.trim_end_matches('%').trim();
        let number = amount(line)?.filter(|number| !number.is_zero());
        if number.is_some_and(|number| number > Amount::from(300)) {
            return Err("Write percent of base, such as 10.".to_owned());
        }
        Ok(number)
    };
    let Some(base) = talk.ask("1 of 5. Base salary a year? (Enter: not known)", amount).await? else {
        talk.say(&Document::line("Compensation stays unknown."));
        return Ok(());
    };
    let text = |amount: Amount| Set::Text(amount.to_string());
    change(search, &name, given, |editing| {
        editing.set("comp.currency", &Set::Text(card.base.code().to_owned()))
            && editing.set("comp.base", &text(base))
    })?;
    if let Some(target) = talk.ask("2 of 5. Bonus, percent of base? (Enter: none)", percent).await? {
        let share = target / Amount::ONE_HUNDRED;
        change(search, &name, given, |editing| {
            editing.set("comp.bonus.target_pct", &Set::Written(share.normalize().to_string()))
        })?;
    }
    let question = "3 of 5. Sign-on, paid in the first month? (Enter: none)";
    if let Some(sign_on) = talk.ask(question, amount).await?.filter(|one| !one.is_zero()) {
        change(search, &name, given, |editing| {
            editing.append("comp.sign_on", &[("amount", text(sign_on)), ("month", Set::Whole(1))])
        })?;
    }
    let question = "4 of 5. Equity that can be sold, worth how much a year? (Enter: none, or private)";
    if let Some(equity) = talk.ask(question, amount).await?.filter(|one| !one.is_zero()) {
        let grant = equity * Amount::from(4);
        let sets = [
            ("kind", Set::Text("rsu_public".to_owned())),
            ("grant_value", text(grant)),
            ("vest_pct_by_year", Set::Written("[25, 25, 25, 25]".to_owned())),
        ];
        change(search, &name, given, |editing| editing.append("comp.equity", &sets))?;
    }
    let question = "5 of 5. Benefits, worth how much a year? (Enter: none)";
    if let Some(benefits) = talk.ask(question, amount).await?.filter(|one| !one.is_zero()) {
        change(search, &name, given, |editing| {
            editing.set("comp.benefits_per_year", &text(benefits))
        })?;
    }
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
    let asked = card.criteria.iter().enumerate().filter(|(_, one)| !one.is_computed);
    let count = asked.clone().count();
    for (number, (place, criterion)) in (1..).zip(asked) {
        let loaded = search.load(given)?;
        let cell = find(&loaded, id)?.cells.get(place).cloned();
        let is_open = cell.as_ref().is_none_or(|cell| cell.score == Score::Unknown);
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
        put_score(search, id, given, criterion.id.as_str(), score, why.trim(), &[])?;
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
            Err(Error::usage(cause, "`mockloop offer edit ID` changes what is paid."))
        }
        Some(_) => Ok(()),
        None => {
            let ids: Vec<&str> = card.criteria.iter().map(|one| one.id.as_str()).collect();
            let remedy = match nearest(name, ids.iter().copied()) {
                Some(near) => format!("Did you mean {near}?"),
                None => format!("There are: {}.", ids.join(", ")),
            };
            Err(Error::usage(format!("There is no criterion {}.", Safe::new(name)), remedy))
        }
    }
}
