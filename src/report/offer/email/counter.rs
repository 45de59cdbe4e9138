//! A counter: expected ownership, then the amount or range, then one or two delivered figures.

use super::{Draft, Refusal, Said, refuse};
use crate::domain::offer::compare::{Comparison, Weighed};
use crate::domain::offer::model::{Ask, AskSize, Comp, Evidence};
use crate::domain::offer::money::{Amount, decimal};
use crate::domain::offer::pay::tie_amount;
use crate::domain::offer::words::{EvidenceKind, Status};
use crate::report::offer::words::full;

/// The most words that are quoted of one piece of evidence.
const QUOTED_WORDS: usize = 22;
/// The most delivered figures of a draft.
const FIGURES: usize = 2;
/// The most ways out that are offered beside the one ask.
const FALLBACKS: usize = 2;

/// Asks for more.
pub(super) fn counter(
    comparison: &Comparison,
    place: usize,
    one: &Weighed,
    draft: &mut Draft,
) -> Result<Said, Refusal> {
    let offer = &one.offer;
    let mut asks = offer.negotiation.asks.iter();
    let first = asks.next();
    let mut said = Said {
        scope: scope(one, first).map(|evidence| quoted(evidence.text.as_str())),
        figures: figures(one, first),
        rival: rival(comparison, one),
        ..Said::default()
    };
    if let Some(ask) = first {
        let item = item(ask.item.as_str());
        said.amount = amount(comparison, place, one, ask, draft);
        said.current = current(one.offer.comp.as_ref(), ask.item.as_str());
        said.item = Some(item.clone());
        draft
            .because
            .push((item, ask.because.iter().map(ToString::to_string).collect()));
        said.fallbacks
            .extend(ask.fallback.as_ref().map(ToString::to_string));
    } else {
        let evidence = scope(one, None).map(|evidence| evidence.id.to_string());
        draft
            .because
            .push(("the scope".to_owned(), evidence.into_iter().collect()));
        draft
            .stronger
            .push("an ask: [[negotiation.ask]] with item, to and because".to_owned());
    }
    for ask in asks.take(FALLBACKS - said.fallbacks.len().min(FALLBACKS)) {
        let item = item(ask.item.as_str());
        let amount = amount(comparison, place, one, ask, draft);
        said.fallbacks
            .push(amount.map_or_else(|| item.clone(), |amount| format!("{item} of {amount}")));
        draft
            .because
            .push((item, ask.because.iter().map(ToString::to_string).collect()));
    }
    if said.figures.is_empty() {
        let what = "a delivered figure of yours: [[evidence]] kind = \"achievement\" with its proof in ref";
        draft.stronger.push(what.to_owned());
    }
    if said.scope.is_none() && said.figures.is_empty() {
        let id = &offer.id;
        return refuse(
            format!("There is neither scope nor evidence to ask on for {id}."),
            format!(
                "Write down what you would own and from where you know it: `mockloop offer edit {id}`, \
                 [[evidence]]."
            ),
        );
    }
    Ok(said)
}

/// What was said of the scope: the ask's own evidence, else that of the heaviest score that has some.
fn scope<'a>(one: &'a Weighed, ask: Option<&Ask>) -> Option<&'a Evidence> {
    let is_theirs = |evidence: &&Evidence| evidence.kind != EvidenceKind::Achievement;
    let known = |id: &str| {
        one.offer
            .evidence
            .iter()
            .find(|evidence| evidence.id.as_str() == id)
    };
    let of_ask = ask.into_iter().flat_map(|ask| &ask.because);
    let of_cells = one.offer.cells.iter().flat_map(|cell| &cell.evidence);
    let rank = |evidence: &&Evidence| match evidence.kind {
        EvidenceKind::Interview | EvidenceKind::Conversation => 0,
        EvidenceKind::Document
        | EvidenceKind::Public
        | EvidenceKind::Inference
        | EvidenceKind::Achievement => 1,
    };
    let of_ask = of_ask
        .filter_map(|id| known(id.as_str()))
        .filter(is_theirs)
        .min_by_key(rank);
    of_ask.or_else(|| of_cells.filter_map(|id| known(id.as_str())).find(is_theirs))
}

/// Delivered figures: the ask's own, then any other of the candidate's.
fn figures(one: &Weighed, ask: Option<&Ask>) -> Vec<String> {
    let is_own = |evidence: &&Evidence| evidence.kind == EvidenceKind::Achievement;
    let is_of_ask = |evidence: &Evidence| ask.is_some_and(|ask| ask.because.contains(&evidence.id));
    let mut own: Vec<&Evidence> = one.offer.evidence.iter().filter(is_own).collect();
    own.sort_by_key(|evidence| !is_of_ask(evidence));
    own.into_iter()
        .take(FIGURES)
        .map(|evidence| quoted(evidence.text.as_str()))
        .collect()
}

/// A text as it may stand in a sentence: not too long, without its full stop.
fn quoted(text: &str) -> String {
    let text = text.trim().trim_end_matches('.');
    let words: Vec<&str> = text.split_whitespace().collect();
    match words.get(..QUOTED_WORDS) {
        Some(first) if words.len() > QUOTED_WORDS => format!("{} ..", first.join(" ")),
        Some(_) | None => words.join(" "),
    }
}

fn item(name: &str) -> String {
    match name {
        "base" => "a base salary".to_owned(),
        "sign_on" => "a sign-on".to_owned(),
        "equity" => "an equity grant".to_owned(),
        "bonus" => "a bonus".to_owned(),
        other => other.replace('_', " "),
    }
}

/// What is asked for, as it is written: an amount, a range, or what draws level.
fn amount(
    comparison: &Comparison,
    place: usize,
    one: &Weighed,
    ask: &Ask,
    draft: &mut Draft,
) -> Option<String> {
    let currency = one
        .offer
        .comp
        .as_ref()
        .map_or(comparison.card.base, |comp| comp.currency);
    match &ask.size {
        AskSize::Open => {
            let what = format!("an amount for {}: to = \"...\"", ask.item);
            draft.stronger.push(what);
            None
        }
        AskSize::To(amounts) => Some(match amounts.high {
            Some(high) => {
                let high = full(currency, high);
                let high = high
                    .split_once(' ')
                    .map_or(high.as_str(), |(_, digits)| digits);
                format!("{} to {high}", full(currency, amounts.low))
            }
            None => full(currency, amounts.low),
        }),
        AskSize::Tie => {
            let tie = tie_amount(comparison, place, ask.item.as_str()).and_then(decimal);
            let Some(tie) = tie else {
                draft.stronger.push(format!(
                    "an amount for {}: no tie is needed, or none can be had",
                    ask.item
                ));
                return None;
            };
            let step = Amount::from(500);
            let rounded = full(currency, (tie / step).ceil() * step);
            let rule = "what draws level with the best other offer, rounded up to 500".to_owned();
            draft.computed.push((rounded.clone(), rule));
            Some(rounded)
        }
    }
}

/// What the offer has of it now.
fn current(comp: Option<&Comp>, item: &str) -> Option<String> {
    let comp = comp?;
    match item {
        "base" => Some(full(comp.currency, comp.base)),
        "sign_on" => comp
            .sign_on
            .first()
            .map(|one| full(comp.currency, one.amount)),
        _ => None,
    }
}

/// Another offer may be spoken of only if it is written, and named only if the file says so.
fn rival(comparison: &Comparison, one: &Weighed) -> Option<String> {
    let negotiation = &one.offer.negotiation;
    let id = negotiation.fallback_offer.as_ref()?;
    let rival = comparison
        .offers
        .iter()
        .find(|other| other.offer.id == *id)?;
    if rival.offer.status != Status::Written {
        return None;
    }
    Some(if negotiation.disclose_rival {
        format!("a written offer from {}", rival.offer.company)
    } else {
        "another written offer".to_owned()
    })
}
