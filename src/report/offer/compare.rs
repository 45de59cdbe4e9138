//! Offers side by side, on a screen and in plain text.

use super::table::{Table, bar};
use super::words::{figure, percent, ranks, score, short};
use crate::domain::offer::compare::{Comparison, Weighed};
use crate::domain::offer::flags;
use crate::domain::offer::totals::Standing;
use crate::domain::offer::verdict::Verdict;
use crate::domain::offer::words::{FlagState, Status};
use crate::domain::text::Safe;
use crate::report::Manner;
use crate::report::document::Document;
use crate::report::words::{count, list};

/// The most offers whose contributions stand side by side.
const SHOWN_OFFERS: usize = 3;

/// Everything at a glance: totals, pay, stops, contributions, the verdict.
pub fn comparison(comparison: &Comparison, manner: Manner) -> Document {
    let card = &comparison.card;
    let has_risk = card.wealth.is_some() && card.discount_rate.is_some();
    let basis = if has_risk {
        String::new()
    } else {
        " Savings and a discount rate in scorecard.toml would also weigh its risk.".to_owned()
    };
    let closed = if comparison.closed.is_empty() {
        String::new()
    } else {
        let names: Vec<String> = comparison.closed.iter().map(ToString::to_string).collect();
        format!(
            " Not weighed, for they are declined or expired: {}.",
            list(&names)
        )
    };
    Document::default()
        .title(format!("{}, as of {}", card.title, card.as_of))
        .text(format!(
            "Scores from 0 to 10; what is not known counts as anything in between. Compensation is \
             scored from {}, {} a year over {}.{basis}{closed}",
            figure(card.score_from),
            card.base.code(),
            count(card.horizon_years, "year"),
        ))
        .gap()
        .then(totals(comparison).document(manner))
        .then(beside(comparison))
        .title("Points by criterion")
        .then(contributions(comparison, manner))
        .then(equity(comparison, manner))
        .then(verdict(comparison))
}

fn totals(comparison: &Comparison) -> Table {
    let mut table = Table::new([
        "low",
        "mid",
        "high",
        "rank",
        "evidence",
        "cash/yr",
        "expected",
        "risk-adj.",
    ]);
    for (_, one, standing) in comparison.ranked() {
        let mut cells = vec![
            score(standing.low),
            score(standing.mid),
            score(standing.high),
            ranks(standing.best_rank, standing.worst_rank),
            percent(one.coverage),
        ];
        let level = one.pay.as_ref().map(|pay| pay.level);
        cells.push(level.map_or_else(|| "?".to_owned(), |level| short(level.cash)));
        cells.push(level.map_or_else(|| "?".to_owned(), |level| short(level.expected)));
        let risk = level.and_then(|level| level.risk_adjusted);
        cells.push(risk.map_or_else(|| "-".to_owned(), short));
        table.row(&one.offer.id, cells);
    }
    table
}

/// What stands beside a score and never moves it: floors, flags, open gates, what is not in writing.
pub fn stops(one: &Weighed, comparison: &Comparison) -> Vec<String> {
    let (possible, sure) = one.floors(&comparison.card);
    let mut found = Vec::new();
    for place in possible {
        let is_sure = sure.contains(&place);
        let may = if is_sure { "is below" } else { "may be below" };
        found.push(format!("{} {may} its floor", comparison.criterion(place)));
    }
    for flag in &one.offer.flags {
        let label = flags::label(flag.id.as_str());
        match flag.state {
            FlagState::Present if flag.severity >= 3 => found.push(format!("{label} !")),
            FlagState::Present => found.push(label.to_owned()),
            FlagState::Unknown => found.push(format!("{label} ?")),
            FlagState::Absent | FlagState::Mitigated => {}
        }
    }
    if one.offer.status == Status::Verbal {
        found.push("not in writing".to_owned());
    }
    if one.is_below_walk_away(&comparison.card) {
        found.push("cash below your walk-away".to_owned());
    }
    if one.saturated(&comparison.card, comparison.card.score_from) {
        found.push("beyond your target: more pay counts for nothing".to_owned());
    }
    found
}

fn beside(comparison: &Comparison) -> Document {
    let mut document = Document::default().title("Beside the score (! grave, ? not known)");
    for (_, one, _) in comparison.ranked() {
        let stops = stops(one, comparison);
        let gaps = one.gaps().len();
        let mut text = if stops.is_empty() {
            "no stop".to_owned()
        } else {
            stops.join(", ")
        };
        if gaps > 0 {
            text = format!("{text}; {gaps} of 4 gates open");
        }
        document = document.item(&one.offer.id, text);
        for notice in &one.notices {
            document = document.item(format!("{}, computed", one.offer.id), &notice.text);
        }
        for why in one.pay.iter().flat_map(|pay| &pay.unvalued) {
            document = document.item(format!("{}, equity", one.offer.id), why);
        }
    }
    document
}

/// What each criterion adds to the total: weight times score.
fn contributions(comparison: &Comparison, manner: Manner) -> Document {
    let shown: Vec<(&Weighed, &Standing)> = comparison
        .ranked()
        .take(SHOWN_OFFERS)
        .map(|(_, one, standing)| (one, standing))
        .collect();
    let names = shown
        .iter()
        .map(|(one, _)| super::table::cut(one.offer.id.as_str(), 12));
    let names: Vec<String> = names.collect();
    let columns = std::iter::once("weight").chain(names.iter().map(String::as_str));
    let mut table = Table::new(columns);
    let weights = comparison.card.weights();
    let greatest = weights.iter().copied().fold(0.0, f64::max) * 10.0;
    for (place, (criterion, weight)) in comparison.card.criteria.iter().zip(&weights).enumerate() {
        let mut cells = vec![criterion.weight.normalize().to_string()];
        for (one, _) in &shown {
            let (low, high) = one.cells.get(place).copied().unwrap_or_default();
            let middle = weight * f64::midpoint(low, high);
            let open = if high > low { "?" } else { "" };
            let number = format!("{open}{middle:.2}");
            cells.push(match manner {
                Manner::Screen => format!("{:<8} {number:>5}", bar(middle, greatest, 8)),
                Manner::Plain if high > low => format!("{middle:.2}, not settled"),
                Manner::Plain => number,
            });
        }
        table.row(&criterion.id, cells);
    }
    let more = comparison.order.len().saturating_sub(SHOWN_OFFERS);
    let document = table.document(manner);
    if more > 0 {
        document.text(format!("And {} further down.", count(more, "offer")))
    } else {
        document
    }
}

/// Equity as what it is: a strip of twenty equally likely outcomes, and its figures.
fn equity(comparison: &Comparison, manner: Manner) -> Document {
    let base = comparison.card.base;
    let mut document = Document::default();
    for (_, one, _) in comparison.ranked() {
        for strip in one.pay.iter().flat_map(|pay| &pay.strips) {
            let figures = format!(
                "nothing in {}; in the middle {}, once in ten above {}, on average {} (at the exit, \
                 {})",
                percent(strip.p_zero),
                short(strip.median),
                short(strip.p90),
                short(strip.mean),
                base.code(),
            );
            let label = format!("{}, {}", one.offer.id, strip.kind.as_str());
            document = match manner {
                Manner::Screen => {
                    let empty = (strip.p_zero * 20.0).round();
                    let marks: String = (0..20_u32)
                        .map(|place| if f64::from(place) < empty { '.' } else { '#' })
                        .collect();
                    document.item(label, format!("[{marks}] {figures}"))
                }
                Manner::Plain => document.item(label, figures),
            };
        }
    }
    if document.is_empty() {
        return document;
    }
    Document::default()
        .title("Private equity, as outcomes")
        .then(document)
}

/// The verdict in words, its reasons, and the one question worth asking.
pub fn verdict(comparison: &Comparison) -> Document {
    let chances = comparison.ranked().map(|(place, one, _)| {
        let first = comparison.first.get(place).copied().unwrap_or(0.0);
        format!("{} {}", one.offer.id, percent(first))
    });
    let chances: Vec<String> = chances.take(3).collect();
    let said = match (comparison.verdict, comparison.winner()) {
        (_, None) => return Document::line("There is no open offer to weigh."),
        (Verdict::NoClearWinner, Some(_)) => "NO CLEAR WINNER".to_owned(),
        (Verdict::Leaning, Some(one)) => format!("leaning to {}", one.offer.id),
        (Verdict::Robust, Some(one)) => format!("{}, and it is robust", one.offer.id),
    };
    let mut document = Document::default().title(format!("Verdict: {said}"));
    for reason in &comparison.reasons {
        document = document.item("because", reason);
    }
    if comparison.order.len() > 1 {
        let margin = score(comparison.margin);
        let text = format!(
            "The margin is {margin}. Chance of first: {}.",
            chances.join(", ")
        );
        document = document.text(text);
    }
    document.then(ask_first(comparison)).then(flip(comparison))
}

/// The question that is worth asking first, if any is.
pub fn ask_first(comparison: &Comparison) -> Document {
    let mut document = Document::default();
    let mut questions = comparison.questions.iter();
    if let Some(top) = questions.next().filter(|top| top.evppi > 0.0) {
        let flip = top.flip_at.map_or_else(String::new, |at| {
            format!(" The answer changes the decision at a score of {at:.1}.")
        });
        let asked = question(comparison, top.offer, top.criterion);
        let id = comparison.id(top.offer);
        document = document.text(format!("Ask first: {id}, \"{asked}\"{flip}"));
    }
    let idle = comparison
        .questions
        .iter()
        .filter(|question| question.evppi <= 0.0);
    let idle: Vec<String> = idle
        .map(|q| {
            format!(
                "{} {}",
                comparison.id(q.offer),
                comparison.criterion(q.criterion)
            )
        })
        .collect();
    if !idle.is_empty() {
        document = document.text(format!(
            "Not worth asking for this decision: {} (no answer changes it alone).",
            list(&idle)
        ));
    }
    document
}

/// The question that an open score has, or one that fits its criterion.
pub fn question(comparison: &Comparison, offer: usize, criterion: usize) -> Safe {
    let cell = comparison
        .offers
        .get(offer)
        .and_then(|one| one.offer.cells.get(criterion));
    let own = cell.and_then(|cell| cell.question.clone());
    own.unwrap_or_else(|| {
        let label = comparison
            .card
            .criteria
            .get(criterion)
            .map(|c| c.label.to_string());
        let label = label.unwrap_or_default();
        Safe::new(&format!("What would settle the score of \"{label}\"?"))
    })
}

fn flip(comparison: &Comparison) -> Document {
    let Some((transfer, rival)) = &comparison.smallest else {
        let is_alone = comparison.order.len() < 2;
        let text = if is_alone {
            ""
        } else {
            "No change of weights alone makes another first."
        };
        return if is_alone {
            Document::default()
        } else {
            Document::line(text)
        };
    };
    let from: Vec<String> = transfer
        .from
        .iter()
        .map(|(from, _)| comparison.criterion(*from).to_owned())
        .collect();
    Document::line(format!(
        "Smallest change of weights that ties: {:.1} points from {} to {}; then {} is level.",
        100.0 * transfer.amount,
        list(&from),
        comparison.criterion(transfer.to),
        comparison.id(*rival),
    ))
}
