//! The scorecard, before any score: currency, walk-away, target, weights.

use super::End;
use crate::domain::offer::check::{Given, largest_remainder};
use crate::domain::offer::fields::Money;
use crate::domain::offer::model::Scorecard;
use crate::domain::offer::money::{Amount, Currency, decimal};
use crate::domain::offer::totals::centroid;
use crate::engine::error::Error;
use crate::engine::inputs::Inputs;
use crate::engine::offers::begin;
use crate::engine::offers::change::change;
use crate::engine::offers::folder::{SCORECARD, Search};
use crate::engine::offers::talk::Talk;
use crate::io::edit::Set;
use crate::report::document::Document;
use crate::report::offer::score as report;

/// Asks for what counts, and writes it down.
pub(super) async fn first_scorecard<I: Inputs>(
    search: &Search,
    given: &Given,
    seed: u64,
    talk: &mut Talk<'_, I>,
) -> Result<(), End> {
    talk.say(&report::before_scores());
    let currency = talk
        .ask("Currency of your figures? (Enter for EUR)", currency)
        .await?;
    begin::scorecard(search, currency.code(), seed)?;
    loop {
        let question = "Less than how much a year would you decline? It scores 0. (Enter: not now)";
        let Some(low) = talk.ask(question, amount).await? else {
            break;
        };
        let question = "From how much a year would more not change your mind? It scores 10.";
        let Some(high) = talk.ask(question, amount).await? else {
            break;
        };
        if low < high && !low.is_zero() {
            change(search, SCORECARD, given, |editing| {
                editing.set("comp.walk_away", &Set::Text(low.to_string()))
                    && editing.set("comp.target", &Set::Text(high.to_string()))
            })?;
            break;
        }
        talk.say(&Document::problem(
            "The first is above 0 and below the second.",
        ));
    }
    weights(search, given, talk).await
}

/// An amount; nothing for an empty line.
pub(super) fn amount(line: &str) -> Result<Option<Amount>, String> {
    if line.is_empty() {
        return Ok(None);
    }
    let amount = Money::from_text(line).map(|money| Some(money.0));
    amount.ok_or_else(|| "Write an amount such as 135000 or 135k.".to_owned())
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
        .map(|word| {
            word.parse()
                .ok()
                .filter(|number: &Amount| !number.is_sign_negative())
        })
        .collect();
    let numbers = numbers
        .filter(|numbers| numbers.len() == count)
        .ok_or_else(|| {
            format!("Write {count} numbers, or `order` or `swing` and {count} numbers, or Enter.")
        })?;
    match way {
        "order" => order_weights(&numbers).map(|points| Some((points, "order"))),
        "swing" => {
            let points = largest_remainder(&numbers).ok_or("Some swing is above 0.")?;
            Ok(Some((
                points.into_iter().map(Amount::from).collect(),
                "swing",
            )))
        }
        _ => {
            let sum: Amount = numbers.iter().copied().sum();
            if sum == Amount::ONE_HUNDRED {
                return Ok(Some((numbers, "points")));
            }
            let near = largest_remainder(&numbers).unwrap_or_default();
            let near: Vec<String> = near.iter().map(ToString::to_string).collect();
            let difference = (sum - Amount::ONE_HUNDRED).normalize();
            let side = if difference.is_sign_negative() {
                "too few"
            } else {
                "too many"
            };
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
    let mut sorted: Vec<u32> = places
        .iter()
        .filter_map(|place| u32::try_from(*place).ok())
        .collect();
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
    let points = raw
        .and_then(|raw| largest_remainder(&raw))
        .ok_or_else(help)?;
    Ok(points.into_iter().map(Amount::from).collect())
}
