//! Weak areas with their evidence, in the candidate's own words.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::json::estimate;
use super::{Shown, name, pictures};
use crate::domain::readiness::{Area, Craft, FORMULA, Of, RoundEvidence, WeakAreas};
use crate::report::document::Document;
use crate::report::json::SCHEMA;
use crate::report::words::{clock, count, list, rating};

/// The most areas of each class that are told; JSON has all.
const MOST_AREAS: usize = 5;
/// The most lines of one sort that are quoted from a round.
const MOST_LINES: usize = 2;

/// Weak areas with what rounds say about them.
#[derive(Debug, Clone, PartialEq)]
pub struct Weak {
    /// The areas.
    pub areas: WeakAreas,
    /// What rounds say about each weak one, in the same order; none beyond those that are told.
    pub evidence: Vec<Vec<RoundEvidence>>,
    /// What coding rounds showed, by what it is about.
    pub coding: BTreeMap<Craft, (u32, u32)>,
}

/// How many areas need evidence: the others are not told.
pub const WEAK_TOLD: usize = MOST_AREAS;

/// Weak areas, those near the bar, and those that are not known.
pub fn weak(weak: &Weak) -> Document {
    let WeakAreas {
        weak: below,
        near,
        unknown,
    } = &weak.areas;
    let mut document = Document::default().title("Below the bar");
    if below.is_empty() {
        document = document.text("Nothing that the rounds so far show.");
    }
    let nothing = Vec::new();
    for (number, area) in below.iter().take(MOST_AREAS).enumerate() {
        let evidence = weak.evidence.get(number).unwrap_or(&nothing);
        document = document.then(one(area, evidence));
    }
    document = document.then(left_out(below.len()));
    if !near.is_empty() {
        let lines = near.iter().take(MOST_AREAS).map(line);
        document = document
            .title("Near the bar")
            .items(lines)
            .then(left_out(near.len()));
    }
    if !unknown.is_empty() {
        let lines = unknown.iter().take(MOST_AREAS).map(line);
        document = document
            .title("Not enough known")
            .items(lines)
            .then(left_out(unknown.len()));
    }
    if weak.coding.is_empty() {
        return document;
    }
    let shown = weak.coding.iter().map(|(craft, (hit, of))| {
        (
            craft.as_str(),
            format!("{hit} of {} shown", count(*of, "item")),
        )
    });
    document.title("What coding rounds showed").items(shown)
}

fn left_out(all: usize) -> Document {
    match all.checked_sub(MOST_AREAS).filter(|more| *more > 0) {
        Some(more) => Document::line(format!("And {more} more: --json has them all.")),
        None => Document::default(),
    }
}

fn line(area: &Area) -> (String, String) {
    let shown = Shown::of(area.estimate);
    let text = match area.rounds {
        0 => "no round yet".to_owned(),
        rounds => format!("{}, {}", shown.range(), count(rounds, "round")),
    };
    (name(&area.of), text)
}

fn one(area: &Area, evidence: &[RoundEvidence]) -> Document {
    let shown = Shown::of(area.estimate);
    let headline = format!(
        "{}: {}; {}, {}, {}",
        name(&area.of),
        pictures::standing(area.standing()),
        rating(shown.mean),
        shown.range(),
        count(area.rounds, "round")
    );
    let lines = evidence.iter().map(|round| {
        let day: String = round.at.as_str().chars().take(10).collect();
        (
            format!("Round {}, {day}, {}", round.number, round.prompt),
            said(round),
        )
    });
    let document = Document::default().gap().text(headline).items(lines);
    match &area.of {
        Of::Dimension(drilled) | Of::Topic(drilled) | Of::Cell(_, drilled) => {
            document.item("Work on it", format!("`mockloop drill {drilled}`"))
        }
        Of::Kind(_) => document,
    }
}

fn said(round: &RoundEvidence) -> String {
    let mut parts = Vec::new();
    if let Some(rating) = round.rating {
        let limited = round.limited;
        let limited = limited.map(|most| format!(", which a cap limits to {most}"));
        parts.push(format!("rated {rating}{}", limited.unwrap_or_default()));
    }
    let (hit, of) = round.items;
    if of > 0 {
        parts.push(format!("{hit} of {} shown", count(of, "item")));
    }
    let quoted = |label: &str, lines: &[crate::domain::text::Safe]| {
        let lines: Vec<String> = lines
            .iter()
            .take(MOST_LINES)
            .map(|line| format!("\"{line}\""))
            .collect();
        (!lines.is_empty()).then(|| format!("{label} {}", list(&lines)))
    };
    parts.extend(quoted("not shown:", &round.missed));
    parts.extend(quoted("your line:", round.own_line.as_slice()));
    parts.extend(quoted("never asked:", &round.never_asked));
    for (phase, spent_ms, budget_ms) in &round.overrun {
        parts.push(format!(
            "{phase} took {} of {}",
            clock(*spent_ms),
            clock(*budget_ms)
        ));
    }
    let focus = round.focus.as_ref().filter(|focus| !focus.is_blank());
    parts.extend(focus.map(|focus| format!("focus: \"{focus}\"")));
    if parts.is_empty() {
        return "nothing was written down".to_owned();
    }
    parts.join("; ")
}

/// The same for programs, without a limit on areas.
pub fn weak_json(weak: &Weak, at: &str, role: &str) -> Value {
    let areas = |areas: &[Area]| -> Vec<Value> {
        areas
            .iter()
            .enumerate()
            .map(|(number, area)| area_json(area, number, weak))
            .collect()
    };
    let coding: serde_json::Map<String, Value> = weak
        .coding
        .iter()
        .map(|(craft, items)| (craft.as_str().to_owned(), json!(items)))
        .collect();
    json!({
        "schema": SCHEMA,
        "formula": FORMULA,
        "at": at,
        "role": role,
        "weak": areas(&weak.areas.weak),
        "near": areas(&weak.areas.near),
        "unknown": areas(&weak.areas.unknown),
        "coding_items": coding,
    })
}

fn area_json(area: &Area, number: usize, weak: &Weak) -> Value {
    let mut value = estimate(area.estimate);
    let (sort, kind, of) = match &area.of {
        Of::Kind(kind) => ("kind", Some(kind), None),
        Of::Dimension(dimension) => ("dimension", None, Some(dimension)),
        Of::Topic(topic) => ("topic", None, Some(topic)),
        Of::Cell(kind, dimension) => ("cell", Some(kind), Some(dimension)),
    };
    value.insert("area".to_owned(), json!(sort));
    value.insert("kind".to_owned(), json!(kind));
    value.insert("of".to_owned(), json!(of));
    value.insert(
        "standing".to_owned(),
        json!(pictures::standing(area.standing())),
    );
    value.insert("p_weak".to_owned(), json!(area.p_weak()));
    value.insert("weight".to_owned(), json!(area.weight));
    value.insert("rounds".to_owned(), json!(area.rounds));
    let is_weak = weak.areas.weak.get(number) == Some(area);
    if let Some(evidence) = weak.evidence.get(number).filter(|_| is_weak) {
        value.insert(
            "evidence".to_owned(),
            evidence.iter().map(round_json).collect(),
        );
    }
    Value::Object(value)
}

fn round_json(round: &RoundEvidence) -> Value {
    let overrun = round.overrun.iter().map(|(phase, spent_ms, budget_ms)| {
        json!({ "phase": phase, "spent_ms": spent_ms, "budget_ms": budget_ms })
    });
    json!({
        "round": round.number,
        "at": round.at,
        "prompt": round.prompt,
        "rating": round.rating,
        "limited": round.limited,
        "items": round.items,
        "missed": round.missed,
        "own_line": round.own_line,
        "never_asked": round.never_asked,
        "overrun": overrun.collect::<Vec<_>>(),
        "focus": round.focus,
    })
}
