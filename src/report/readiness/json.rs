//! Readiness for programs: means in ratings 1 to 4, and the index in the filter's points as well.

use serde_json::{Map, Value, json};

use super::{Shown, seen_difference};
use crate::domain::readiness::{
    Area, Change, Direction, Estimate, FORMULA, Forecast, Of, ROUNDS_FOR_KIND, Reading, rating,
};
use crate::report::json::SCHEMA;

/// Everything that is told of a history, as of a time.
pub fn reading(reading: &Reading, at: &str) -> Value {
    let mut index = estimate(reading.index);
    index.insert(
        "points".to_owned(),
        json!({ "mean": reading.index.mean, "sd": reading.index.sd }),
    );
    let critical = reading.ready.critical.iter();
    let critical: Map<String, Value> = critical
        .map(|(name, chance)| (name.clone(), json!({ "p_close": chance })))
        .collect();
    json!({
        "schema": SCHEMA,
        "formula": FORMULA,
        "at": at,
        "role": reading.role.id,
        "start": reading.start.map(rating),
        "bar": reading.role.bar,
        "margin": reading.role.margin,
        "index": index,
        "p_ready": reading.ready.chance,
        "p_index": reading.ready.index,
        "critical": critical,
        "p_pass": reading.pass,
        "rounds": reading.rounds,
        "repeats": reading.repeats,
        "anchored": reading.anchored,
        "outside": reading.outside,
        "kinds": areas(&reading.kinds),
        "dimensions": areas(&reading.dimensions),
        "topics": areas(&reading.topics),
        "cells": reading.cells.iter().map(cell).collect::<Vec<_>>(),
        "self_offset": difference(reading.own_above_ticks),
        "slope_per_week": reading.change.map(|change| difference(change.per_week())),
        "change": reading.change.map(|told| change(&told)),
    })
}

/// The same as of a later day if practice stops, with today's, and with what comes of going on.
pub fn forecast(
    (then, day): (&Reading, &str),
    (today, now): (&Reading, &str),
    forecast: &Forecast,
) -> Value {
    let mut value = reading(then, day);
    if let Value::Object(value) = &mut value {
        value.insert("today".to_owned(), reading(today, now));
        value.insert("forecast".to_owned(), ahead(forecast));
    }
    value
}

/// An estimate in ratings, with its range.
pub(super) fn estimate(estimate: Estimate) -> Map<String, Value> {
    let shown = Shown::of(estimate);
    [
        ("mean", shown.mean),
        ("sd", seen_difference(estimate.sd)),
        ("low", shown.low),
        ("high", shown.high),
    ]
    .into_iter()
    .map(|(key, value)| (key.to_owned(), json!(value)))
    .collect()
}

/// A difference in ratings.
pub(super) fn difference(estimate: Estimate) -> Value {
    json!({ "mean": seen_difference(estimate.mean), "sd": seen_difference(estimate.sd) })
}

/// A change with what may be said of it.
pub(super) fn change(change: &Change) -> Value {
    let (low, high) = change.by.range();
    json!({
        "mean": seen_difference(change.by.mean),
        "sd": seen_difference(change.by.sd),
        "low": seen_difference(low),
        "high": seen_difference(high),
        "days": change.days,
        "direction": direction(change.direction()),
    })
}

pub(super) fn direction(direction: Direction) -> &'static str {
    match direction {
        Direction::Up => "up",
        Direction::Down => "down",
        Direction::Unclear => "unclear",
    }
}

fn areas(areas: &[Area]) -> Map<String, Value> {
    areas
        .iter()
        .map(|known| (super::name(&known.of), Value::Object(area(known))))
        .collect()
}

/// An area; its chance only where it is not too early to say anything.
fn area(area: &Area) -> Map<String, Value> {
    let mut value = estimate(area.estimate);
    value.insert("rounds".to_owned(), json!(area.rounds));
    let chance = (area.rounds >= ROUNDS_FOR_KIND).then_some(area.p_ready);
    value.insert("p_ready".to_owned(), json!(chance));
    value
}

fn cell(area: &Area) -> Value {
    let mut value = estimate(area.estimate);
    if let Of::Cell(kind, dimension) = &area.of {
        value.insert("kind".to_owned(), json!(kind));
        value.insert("dimension".to_owned(), json!(dimension));
    }
    value.insert("p_weak".to_owned(), json!(area.p_weak()));
    value.insert("rounds".to_owned(), json!(area.rounds));
    Value::Object(value)
}

fn ahead(forecast: &Forecast) -> Value {
    let then = |(index, chance): (Estimate, f64)| {
        let mut value = estimate(index);
        value.insert("p_ready".to_owned(), json!(chance));
        value
    };
    json!({
        "days": forecast.days,
        "per_week": forecast.per_week,
        "rounds": forecast.rounds,
        "at_pace": then(forecast.at_pace),
        "if_stopped": then(forecast.if_stopped),
        "wanted": crate::domain::readiness::forecast::WANTED,
        "needed_per_week": forecast.needed_per_week,
    })
}
