//! Everything that the history says, as one page to look at and to take away. It shows what
//! `readiness`, `trends`, `weak`, `calibration` and `plan` tell, by the same rules.

mod chart;
mod tables;

use serde_json::{Value, json};

use super::ledger::calibration_json;
use super::trends::trends_json;
use super::weak::{Weak, weak, weak_json};
use super::{Shown, Trends, calibration, reading, reading_json};
use crate::domain::day::Day;
use crate::domain::plan::{Aim, Standing};
use crate::domain::readiness::{Ledger, Point, ROUNDS_FOR_KIND, ROUNDS_FOR_NUMBERS, Reading};
use crate::report::document::Document;
use crate::report::json::SCHEMA;
use crate::report::page::{page as framed, prose};
use crate::report::plan;

/// What the page is made of.
#[derive(Debug, Clone, PartialEq)]
pub struct Report<'a> {
    /// When it is made, as it is written.
    pub at: &'a str,
    /// What is told of the history.
    pub reading: Reading,
    /// Where the index stood after each round.
    pub index: Vec<Point>,
    /// How things went over time, by kind.
    pub trends: Trends,
    /// What is below the bar.
    pub weak: Weak,
    /// Ratings beside their evidence.
    pub ledger: Ledger,
    /// The plan as it stands, if there is one.
    pub plan: Option<(&'a Aim, &'a [Standing], Day)>,
}

/// The page.
pub fn page(report: &Report<'_>) -> String {
    let day: String = report.at.chars().take(10).collect();
    let reading_now = &report.reading;
    let parts = [
        prose(&reading(reading_now, None)),
        index(report),
        kinds(report),
        tables::map(&reading_now.cells),
        tables::phases(&report.trends.phases),
        tables::moves(&report.trends.moves),
        prose(&calibration(
            &report.ledger,
            reading_now.own_above_ticks,
            reading_now.rounds,
        )),
        prose(&weak(&report.weak)),
        prose(&planned(report)),
    ];
    let sections = parts
        .iter()
        .filter(|part| !part.is_empty())
        .map(|part| format!("<section>\n{part}</section>\n"));
    let about = "<p class=\"record\">Made by mockloop from rounds that were rated by the candidate. \
                 Estimates, not grades: look at the ranges.</p>\n";
    let body: String = sections.chain([about.to_owned()]).collect();
    framed(&format!("Interview practice, {day}"), &body)
}

/// Readiness over time; nothing before it is told in numbers.
fn index(report: &Report<'_>) -> String {
    if report.reading.rounds < ROUNDS_FOR_NUMBERS {
        return String::new();
    }
    let today = Point {
        at: report.at.to_owned(),
        estimate: report.reading.index,
    };
    let points: Vec<Point> = report.index.iter().cloned().chain([today]).collect();
    let chart = chart::chart("readiness", &points, report.trends.bar);
    let key = chart::key(report.trends.bar);
    format!("<h2>Readiness over time</h2>\n{chart}{key}")
}

/// Kinds over time, those of which something can be said.
fn kinds(report: &Report<'_>) -> String {
    let series = &report.trends.series;
    let told = series
        .iter()
        .filter(|series| series.area.rounds >= ROUNDS_FOR_KIND);
    let charts: String = told
        .map(|series| {
            let name = super::name(&series.area.of);
            chart::chart(&name, &series.points, report.trends.bar)
        })
        .collect();
    if charts.is_empty() {
        return String::new();
    }
    let key = chart::key(report.trends.bar);
    format!("<h2>Kinds over time</h2>\n<div class=\"charts\">\n{charts}</div>\n{key}")
}

fn planned(report: &Report<'_>) -> Document {
    match report.plan {
        Some((aim, standing, today)) => plan::show(aim, standing, today),
        None => Document::default()
            .title("The plan")
            .text("There is none. `mockloop plan new --interview DATE` makes one."),
    }
}

/// The same for programs: what the commands give, each under its name.
pub fn report_json(report: &Report<'_>) -> Value {
    let role = &report.reading.role.id;
    let over_time = report.index.iter().map(|point| {
        let shown = Shown::of(point.estimate);
        json!({ "at": point.at, "mean": shown.mean, "low": shown.low, "high": shown.high })
    });
    let plan = report
        .plan
        .map(|(aim, standing, today)| plan::json(aim, standing, today));
    json!({
        "schema": SCHEMA,
        "at": report.at,
        "readiness": reading_json(&report.reading, report.at),
        "readiness_over_time": over_time.collect::<Vec<_>>(),
        "trends": trends_json(&report.trends, report.at, role),
        "calibration": calibration_json(&report.ledger, report.reading.own_above_ticks, report.at),
        "weak": weak_json(&report.weak, report.at, role),
        "plan": plan,
    })
}
