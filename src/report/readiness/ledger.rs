//! Ratings beside the evidence for them, and what moved the index last. Nobody is told that they
//! rate too high: both sides are shown.

use serde_json::{Map, Value, json};

use super::json::difference;
use super::{seen, seen_difference};
use crate::domain::readiness::{
    Beside, Cause, Contrast, Estimate, FORMULA, Ledger, ROUNDS_FOR_NUMBERS, What, Why,
};
use crate::report::document::Document;
use crate::report::json::SCHEMA;
use crate::report::words::{count, rating, signed};

/// The most contrasts that are told; JSON has all.
const MOST_CONTRASTS: usize = 5;
/// What moves the index by less, in ratings, is told with the rest.
const LEAST_TOLD: f64 = 0.005;

/// Ratings beside the evidence for them.
pub fn calibration(ledger: &Ledger, own_above_ticks: Estimate, rounds: u64) -> Document {
    let document = Document::default().title("Ratings beside their evidence");
    if ledger.dimensions.is_empty() {
        return document.text("No round is finished yet. `mockloop practice` draws one.");
    }
    let lines = ledger
        .dimensions
        .iter()
        .map(|(name, beside)| (name.clone(), line(beside)));
    let document = document.items(lines);
    let document = match ledger.tests {
        (_, 0) => document,
        (passed, of) => document.item("tests", format!("{passed} of {of} passed")),
    };
    let anchored = ledger.dimensions.values().any(|beside| beside.items.1 > 0);
    let document = if rounds >= ROUNDS_FOR_NUMBERS && anchored {
        document.text(offset(own_above_ticks))
    } else {
        document.text("Too early to set own ratings against ticks.")
    };
    document.then(contrasts(&ledger.contrasts))
}

fn line(beside: &Beside) -> String {
    let mut parts = Vec::new();
    parts.extend(beside.first.map(|mean| format!("first {}", rating(mean))));
    parts.extend(beside.last.map(|mean| format!("final {}", rating(mean))));
    parts.extend(
        beside
            .outside
            .map(|mean| format!("others {}", rating(mean))),
    );
    if beside.items.1 > 0 {
        parts.push(format!(
            "{} of {} shown",
            beside.items.0,
            count(beside.items.1, "item")
        ));
    }
    parts.push(count(beside.rounds, "round"));
    parts.join(", ")
}

fn offset(estimate: Estimate) -> String {
    let (low, high) = estimate.range();
    let tenths = |points: f64| signed(seen_difference(points), 1);
    format!(
        "Beside the ticks and tests of the same rounds, own final ratings read {} (between {} and \
         {}); readiness allows for that.",
        tenths(estimate.mean),
        tenths(low),
        tenths(high)
    )
}

fn contrasts(contrasts: &[Contrast]) -> Document {
    if contrasts.is_empty() {
        return Document::default();
    }
    let lines = contrasts.iter().rev().take(MOST_CONTRASTS).map(|contrast| {
        let day: String = contrast.at.chars().take(10).collect();
        let prompt = contrast.prompt.as_deref().unwrap_or("a round");
        let (hit, of) = contrast.items;
        let text = format!(
            "rated {}, {hit} of {of} items shown",
            rating(contrast.rating)
        );
        (format!("{day}, {prompt}, {}", contrast.dimension), text)
    });
    Document::default()
        .title("Where they differ most")
        .items(lines)
}

/// The same for programs.
pub fn calibration_json(ledger: &Ledger, own_above_ticks: Estimate, at: &str) -> Value {
    let dimensions: Map<String, Value> = ledger
        .dimensions
        .iter()
        .map(|(name, beside)| {
            let value = json!({
                "rounds": beside.rounds,
                "first": beside.first,
                "final": beside.last,
                "external": beside.outside,
                "items": beside.items,
            });
            (name.clone(), value)
        })
        .collect();
    let (low, high) = own_above_ticks.range();
    let contrasts = ledger.contrasts.iter().map(|contrast| {
        json!({
            "at": contrast.at,
            "prompt": contrast.prompt,
            "dimension": contrast.dimension,
            "rating": contrast.rating,
            "items": contrast.items,
        })
    });
    json!({
        "schema": SCHEMA,
        "formula": FORMULA,
        "at": at,
        "dimensions": dimensions,
        "tests": ledger.tests,
        "self_offset": difference(own_above_ticks),
        "self_offset_range": [seen_difference(low), seen_difference(high)],
        "contrasts": contrasts.collect::<Vec<_>>(),
    })
}

/// What moved the index since the round before the last one.
pub fn why(why: Option<&Why>) -> Document {
    let Some(why) = why else {
        return Document::line("No round is finished yet. `mockloop practice` draws one.");
    };
    let day: String = why.at.chars().take(10).collect();
    let prompt = why.prompt.as_deref().unwrap_or(&why.kind);
    let by = seen_difference(why.after - why.before);
    let title = format!("Since the last round, {day}, {prompt}");
    let document = Document::default().title(title);
    if why.rounds < ROUNDS_FOR_NUMBERS {
        let is_short = |cause: &&Cause| matches!(cause.what, What::Idle(days) if days < 0.5);
        let told = why
            .causes
            .iter()
            .filter(|cause| cause.by.abs() > 0.0 && !is_short(cause));
        let lines = told.map(|cause| {
            let way = if cause.by < 0.0 { "down" } else { "up" };
            (what(&cause.what), way)
        });
        return document
            .text("Too early for numbers; what moved it:")
            .items(lines);
    }
    let is_told = |by: f64| seen_difference(by).abs() >= LEAST_TOLD;
    let told = why.causes.iter().filter(|cause| is_told(cause.by));
    let lines = told.map(|cause| (what(&cause.what), hundredths(seen_difference(cause.by))));
    let rest: f64 = why
        .causes
        .iter()
        .map(|c| c.by)
        .filter(|by| !is_told(*by))
        .sum();
    document
        .text(format!(
            "Readiness went from {:.2} to {:.2} ({}).",
            seen(why.before),
            seen(why.after),
            hundredths(by)
        ))
        .items(lines)
        .item("the rest", hundredths(seen_difference(rest)))
}

/// A part of a change, in ratings.
fn hundredths(by: f64) -> String {
    signed(by, 2)
}

fn what(what: &What) -> String {
    match what {
        What::Idle(days) => format!("{days:.0} days without a round"),
        What::Items(name, hit, of) => format!("items of {name}, {hit} of {of} shown"),
        What::Tests(passed, of) => format!("tests, {passed} of {of} passed"),
        What::External(name, given) => format!("{name}, rated {} by somebody else", rating(*given)),
        What::Own(name, given) => format!("{name}, own rating {}", rating(*given)),
        What::Pace(ratio) => format!("{:.0}% of the time taken", ratio * 100.0),
        What::Practice => "what a round of practice adds".to_owned(),
    }
}

/// The same for programs; the parts sum to the difference.
pub fn why_json(why: Option<&Why>) -> Value {
    let Some(why) = why else {
        return json!({ "schema": SCHEMA, "formula": FORMULA, "rounds": 0, "causes": [] });
    };
    let causes = why.causes.iter().map(|cause| {
        let numbers = match &cause.what {
            What::Idle(days) => json!([days]),
            What::Items(_, one, other) | What::Tests(one, other) => json!([one, other]),
            What::External(_, rating) | What::Own(_, rating) => json!([rating]),
            What::Pace(ratio) => json!([ratio * 100.0]),
            What::Practice => json!([]),
        };
        json!({ "what": what(&cause.what), "numbers": numbers, "by": seen_difference(cause.by) })
    });
    let is_told = |by: f64| seen_difference(by).abs() >= LEAST_TOLD;
    let rest: f64 = why
        .causes
        .iter()
        .map(|c| c.by)
        .filter(|by| !is_told(*by))
        .sum();
    json!({
        "schema": SCHEMA,
        "formula": FORMULA,
        "at": why.at,
        "prompt": why.prompt,
        "kind": why.kind,
        "rounds": why.rounds,
        "before": seen(why.before),
        "after": seen(why.after),
        "by": seen_difference(why.after - why.before),
        "rest": seen_difference(rest),
        "causes": causes.collect::<Vec<_>>(),
    })
}
