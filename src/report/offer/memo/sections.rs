//! The parts of the memo.

use super::{COLUMNS, Logged, Section, section};
use crate::domain::offer::compare::{Comparison, Weighed};
use crate::domain::offer::flags;
use crate::domain::offer::money::Amount;
use crate::domain::offer::sensitivity::Sensitivity;
use crate::domain::offer::verdict::Verdict;
use crate::report::offer::compare::{question, stops};
use crate::report::offer::table::{Table, cut};
use crate::report::offer::words::{percent, ranks, score, short};
use crate::report::offer::years::assumptions;
use crate::report::words::{count, list};

/// The offer that the memo speaks for: the one decided for, else the first.
pub(super) fn chosen<'a>(
    comparison: &'a Comparison,
    logged: Option<&Logged<'_>>,
) -> Option<&'a Weighed> {
    let decided = logged.and_then(|logged| {
        comparison
            .offers
            .iter()
            .find(|one| one.offer.id.as_str() == logged.offer)
    });
    decided.or(comparison.winner())
}

pub(super) fn decision(comparison: &Comparison, logged: Option<&Logged<'_>>) -> Section {
    let mut lines = Vec::new();
    if let Some(logged) = logged {
        lines.push(format!(
            "Decided for **{}**; to be looked back at on {}.",
            logged.offer, logged.review_on
        ));
        lines.extend(
            logged
                .reasons
                .iter()
                .map(|reason| format!("- {}", cut(reason, 2 * COLUMNS))),
        );
    }
    let winner = comparison.winner().map_or("", |one| one.offer.id.as_str());
    let why = list(&comparison.reasons);
    lines.push(match comparison.verdict {
        Verdict::NoClearWinner => format!("The figures: no clear winner ({why})."),
        Verdict::Leaning => format!("The figures lean to {winner} ({why})."),
        Verdict::Robust => format!("The figures are robust for {winner} ({why})."),
    });
    section("Decision", 9, lines)
}

pub(super) fn table(comparison: &Comparison) -> Section {
    let mut table = Table::new([
        "low",
        "mid",
        "high",
        "rank",
        "known",
        "cash/yr",
        "expected",
        "risk-adj.",
    ]);
    for (_, one, standing) in comparison.ranked() {
        let level = one.pay.as_ref().map(|pay| pay.level);
        let money = |figure: Option<f64>| figure.map_or_else(|| "?".to_owned(), short);
        table.row(
            &one.offer.id,
            vec![
                score(standing.low),
                score(standing.mid),
                score(standing.high),
                ranks(standing.best_rank, standing.worst_rank),
                percent(one.coverage),
                money(level.map(|level| level.cash)),
                money(level.map(|level| level.expected)),
                money(level.and_then(|level| level.risk_adjusted)),
            ],
        );
    }
    Section {
        title: "Offers",
        lines: table.text(COLUMNS).lines().map(ToOwned::to_owned).collect(),
        is_table: true,
        value: 8,
    }
}

/// The three criteria that make most of the difference between the first two.
pub(super) fn difference(comparison: &Comparison) -> Section {
    let mut ranked = comparison.ranked();
    let (Some((_, first, _)), Some((_, second, _))) = (ranked.next(), ranked.next()) else {
        return section("What makes the difference", 5, Vec::new());
    };
    let parts = differences(comparison, first, second);
    let names = (first.offer.id.as_str(), second.offer.id.as_str());
    let parts: Vec<String> = parts
        .iter()
        .take(3)
        .map(|(criterion, part)| {
            let ahead = if *part >= 0.0 { names.0 } else { names.1 };
            format!("{criterion} {:.2} for {ahead}", part.abs())
        })
        .collect();
    section(
        "What makes the difference",
        5,
        vec![format!("- {}.", list(&parts))],
    )
}

/// What each criterion adds to the difference of two totals, the greatest first.
fn differences<'a>(
    comparison: &'a Comparison,
    first: &Weighed,
    second: &Weighed,
) -> Vec<(&'a str, f64)> {
    let weights = comparison.card.weights();
    let middle = |(low, high): &(f64, f64)| f64::midpoint(*low, *high);
    let cells = first
        .cells
        .iter()
        .zip(&second.cells)
        .zip(&weights)
        .enumerate();
    let mut parts: Vec<(&str, f64)> = cells
        .map(|(place, ((own, other), weight))| {
            (
                comparison.criterion(place),
                weight * (middle(own) - middle(other)),
            )
        })
        .collect();
    parts.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
    parts
}

pub(super) fn change(comparison: &Comparison, found: &Sensitivity) -> Section {
    let mut lines = Vec::new();
    if let Some((transfer, rival)) = &comparison.smallest {
        let from = transfer
            .from
            .first()
            .map_or("", |(from, _)| comparison.criterion(*from));
        lines.push(format!(
            "- Weights: {:.1} points from {from} to {} tie {}.",
            100.0 * transfer.amount,
            comparison.criterion(transfer.to),
            comparison.id(*rival)
        ));
    }
    if let Some(flip) = found.cells.first() {
        lines.push(format!(
            "- A score: {} of {} at {} instead of {}.",
            comparison.criterion(flip.criterion),
            comparison.id(flip.offer),
            score(flip.at),
            score(flip.now)
        ));
    }
    if let Some(top) = comparison.questions.first().filter(|top| top.evppi > 0.0) {
        lines.push(format!(
            "- A question: {}, \"{}\" (chance of a change {}).",
            comparison.id(top.offer),
            question(comparison, top.offer, top.criterion),
            percent(top.p_change)
        ));
    }
    section("What would change it", 7, lines)
}

pub(super) fn equity(comparison: &Comparison) -> Section {
    let mut lines = Vec::new();
    for (_, one, _) in comparison.ranked() {
        for strip in one.pay.iter().flat_map(|pay| &pay.strips) {
            lines.push(format!(
                "- {}, {}: nothing in {}, median {}, P90 {}, mean {}.",
                one.offer.id,
                strip.kind.as_str(),
                percent(strip.p_zero),
                short(strip.median),
                short(strip.p90),
                short(strip.mean)
            ));
        }
        for why in one.pay.iter().flat_map(|pay| &pay.unvalued) {
            lines.push(format!("- {}: {why}.", one.offer.id));
        }
    }
    section("Private equity", 4, lines)
}

pub(super) fn beside(comparison: &Comparison) -> Section {
    let lines = comparison.ranked().map(|(_, one, _)| {
        let stops = stops(one, comparison);
        let stops = if stops.is_empty() {
            "none".to_owned()
        } else {
            stops.join(", ")
        };
        format!("- {}: {stops}.", one.offer.id)
    });
    section("Stops and flags (! grave, ? not known)", 6, lines.collect())
}

pub(super) fn gates(chosen: Option<&Weighed>) -> Section {
    let Some(one) = chosen else {
        return section("Before signing", 6, Vec::new());
    };
    let gaps: Vec<String> = one
        .gaps()
        .into_iter()
        .map(|gap| flags::gate(gap).map_or(gap, |gate| gate.title).to_owned())
        .collect();
    let id = &one.offer.id;
    let line = if gaps.is_empty() {
        format!("- {id}: all four gates are settled.")
    } else {
        format!("- {id}: still open are {}.", list(&gaps))
    };
    section("Before signing", 6, vec![line])
}

/// The strongest case against the choice.
pub(super) fn against(
    comparison: &Comparison,
    found: &Sensitivity,
    chosen: Option<&Weighed>,
) -> Section {
    const TITLE: &str = "The strongest case against it";
    let Some(chosen) = chosen else {
        return section(TITLE, 8, Vec::new());
    };
    let rival = comparison
        .ranked()
        .find(|(_, one, _)| one.offer.id != chosen.offer.id);
    let mut lines = Vec::new();
    if let Some((place, rival, standing)) = rival {
        let mine = comparison
            .ranked()
            .find(|(_, one, _)| one.offer.id == chosen.offer.id);
        let low = mine.map_or(0.0, |(_, _, own)| own.low);
        if standing.high > low {
            lines.push(format!(
                "- At its worst {} is {}, at its best {} is {}: up to {} may be given away.",
                chosen.offer.id,
                score(low),
                rival.offer.id,
                score(standing.high),
                score(standing.high - low)
            ));
        }
        let better: Vec<String> = differences(comparison, rival, chosen)
            .iter()
            .filter(|(_, part)| *part > 0.0)
            .take(2)
            .map(|(criterion, part)| format!("{criterion} (+{part:.2})"))
            .collect();
        if !better.is_empty() {
            lines.push(format!(
                "- {} is better in {}.",
                rival.offer.id,
                list(&better)
            ));
        }
        let first = |lens: Vec<f64>| percent(lens.get(place).copied().unwrap_or(0.0));
        lines.push(format!(
            "- {} is first in {} of draws around these weights, {} with their order alone.",
            rival.offer.id,
            first(found.stated.first()),
            first(found.order.first())
        ));
    }
    let stops = stops(chosen, comparison);
    if let Some(stop) = stops.first() {
        let rest = stops.len() - 1;
        let more = if rest > 0 {
            format!(", and {} more", count(rest, "stop"))
        } else {
            String::new()
        };
        lines.push(format!("- {} has: {stop}{more}.", chosen.offer.id));
    }
    let bare = (0..comparison.card.criteria.len())
        .filter(|place| chosen.is_unsupported(*place) || chosen.is_unknown(*place))
        .map(|place| comparison.criterion(place).to_owned());
    let bare: Vec<String> = bare.collect();
    if !bare.is_empty() {
        lines.push(format!(
            "- Nothing supports {} of {}.",
            list(&bare),
            chosen.offer.id
        ));
    }
    section(TITLE, 8, lines)
}

pub(super) fn assumed(comparison: &Comparison) -> Section {
    let card = &comparison.card;
    let rate = card.discount_rate.map_or_else(
        || "no discounting".to_owned(),
        |rate| {
            format!(
                "{} % a year discounted at year ends",
                (rate * Amount::ONE_HUNDRED).normalize()
            )
        },
    );
    let mut lines = vec![format!(
        "- {}, {rate}, scored from {}.",
        count(card.horizon_years, "year"),
        card.score_from.as_str()
    )];
    for rate in &card.rates {
        lines.push(format!(
            "- 1 {} = {} {} ({}, {}).",
            rate.from.code(),
            rate.rate,
            rate.to.code(),
            rate.date,
            rate.source
        ));
    }
    for (_, one, _) in comparison.ranked() {
        let each: Vec<String> = assumptions(&one.offer)
            .into_iter()
            .map(|(_, text)| text)
            .collect();
        if !each.is_empty() {
            lines.push(format!("- {}: {}.", one.offer.id, each.join("; ")));
        }
    }
    section("Assumed", 3, lines)
}

pub(super) fn record(comparison: &Comparison, hash: &str) -> Section {
    let card = &comparison.card;
    let short_hash: String = hash.chars().take(16).collect();
    let line = format!(
        "As of {}, seed {}, {} draws, inputs {short_hash}.",
        card.as_of, card.seed, card.draws
    );
    section("Record", u8::MAX, vec![line])
}
