//! How things went over time, in pictures and in words.

use serde_json::{Value, json};

use super::json::{change as change_json, estimate};
use super::reading::change;
use super::{Shown, name, pictures};
use crate::domain::history::PhaseUse;
use crate::domain::readiness::{Area, FORMULA, Moves, Series};
use crate::report::Manner;
use crate::report::document::Document;
use crate::report::json::SCHEMA;
use crate::report::words::{count, rating};

/// What trends are made of.
#[derive(Debug, Clone, PartialEq)]
pub struct Trends {
    /// The read-outs over time.
    pub series: Vec<Series>,
    /// The dimensions by kind.
    pub cells: Vec<Area>,
    /// How first ratings became final ones.
    pub moves: Moves,
    /// The time that phases took.
    pub phases: Vec<PhaseUse>,
    /// The role's bar.
    pub bar: f64,
}

/// Everything in pictures, or as labelled lines.
pub fn trends(trends: &Trends, manner: Manner) -> Document {
    let mut document = Document::default();
    if trends.series.is_empty() {
        return document.text("No round is finished yet. `mockloop practice` draws one.");
    }
    for series in &trends.series {
        document = document.title(headline(series));
        document = match &series.change {
            Some(told) => document.text(change(told)),
            None => document,
        };
        document = document.then(pictures::line(series, trends.bar, manner));
    }
    document
        .then(pictures::line_key(manner))
        .then(pictures::map(&trends.cells, manner))
        .then(pictures::moves(&trends.moves, manner))
        .then(pictures::phases(&trends.phases, manner))
}

fn headline(series: &Series) -> String {
    let shown = Shown::of(series.area.estimate);
    format!(
        "{}: {} today, {}, {}",
        name(&series.area.of),
        rating(shown.mean),
        shown.range(),
        count(series.area.rounds, "round")
    )
}

/// The same for programs.
pub fn trends_json(trends: &Trends, at: &str, role: &str) -> Value {
    let series = trends.series.iter().map(|series| {
        let points = series.points.iter().map(|point| {
            let mut value = estimate(point.estimate);
            value.insert("at".to_owned(), json!(point.at));
            value
        });
        json!({
            "name": name(&series.area.of),
            "rounds": series.area.rounds,
            "now": estimate(series.area.estimate),
            "change": series.change.as_ref().map(change_json),
            "points": points.collect::<Vec<_>>(),
        })
    });
    let cells = trends
        .cells
        .iter()
        .filter(|area| area.rounds > 0)
        .map(|area| {
            let mut value = estimate(area.estimate);
            value.insert("name".to_owned(), json!(name(&area.of)));
            value.insert("rounds".to_owned(), json!(area.rounds));
            value.insert(
                "standing".to_owned(),
                json!(pictures::standing(area.standing())),
            );
            value
        });
    let phases = trends.phases.iter().map(|phase| {
        json!({
            "kind": phase.kind,
            "phase": phase.phase,
            "rounds": phase.rounds,
            "spent_ms": phase.spent_ms,
            "budget_ms": phase.budget_ms,
            "over": phase.over,
        })
    });
    json!({
        "schema": SCHEMA,
        "formula": FORMULA,
        "at": at,
        "role": role,
        "bar": trends.bar,
        "series": series.collect::<Vec<_>>(),
        "cells": cells.collect::<Vec<_>>(),
        "first_to_final": trends.moves,
        "phases": phases.collect::<Vec<_>>(),
    })
}
