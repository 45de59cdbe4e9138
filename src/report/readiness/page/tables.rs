//! Tables of the page: kinds and dimensions, time in phases, first against final ratings.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::domain::history::PhaseUse;
use crate::domain::readiness::{Area, Moves, Of, ROUNDS_FOR_KIND, Standing};
use crate::report::Manner;
use crate::report::page::{escaped, prose};
use crate::report::readiness::{Shown, pictures};
use crate::report::words::rating;

/// How far a bar of time goes beyond its budget, at most.
const BEYOND: f64 = 1.5;

/// Kinds and dimensions: where they meet, a number with its range and what may be said of it.
pub(super) fn map(cells: &[Area]) -> String {
    let mut kinds = BTreeSet::new();
    let mut dimensions = BTreeSet::new();
    for area in cells.iter().filter(|area| area.rounds > 0) {
        if let Of::Cell(kind, dimension) = &area.of {
            kinds.insert(kind);
            dimensions.insert(dimension);
        }
    }
    if kinds.is_empty() {
        return prose(&pictures::map(cells, Manner::Plain));
    }
    let mut text =
        "<h2>Kinds and dimensions</h2>\n<div class=\"wide\">\n<table class=\"map\">\n<thead><tr><td></td>"
            .to_owned();
    for kind in &kinds {
        // Writing into a String can't fail.
        let _ = write!(text, "<th scope=\"col\">{}</th>", escaped(kind));
    }
    text += "</tr></thead>\n<tbody>\n";
    for dimension in dimensions {
        let _ = write!(text, "<tr><th scope=\"row\">{}</th>", escaped(dimension));
        for kind in &kinds {
            let known = cells
                .iter()
                .find(|area| matches!(&area.of, Of::Cell(k, d) if k == *kind && d == dimension));
            text += &cell(known.filter(|area| area.rounds > 0));
        }
        text += "</tr>\n";
    }
    text + "</tbody>\n</table>\n</div>\n<p class=\"record\">The rating, what it says against the bar, \
            and its range (nine chances of ten). A place that was scored in fewer rounds than it takes \
            shows its range alone; - was never scored.</p>\n"
}

fn cell(area: Option<&Area>) -> String {
    let Some(area) = area else {
        return "<td class=\"never\"><span role=\"img\" aria-label=\"never scored\">-</span></td>"
            .to_owned();
    };
    let shown = Shown::of(area.estimate);
    let range = format!("<small>{:.1} to {:.1}</small>", shown.low, shown.high);
    if area.rounds < ROUNDS_FOR_KIND {
        return format!("<td class=\"unknown\"><span>too early</span> {range}</td>");
    }
    let class = match area.standing() {
        Standing::Weak => "weak",
        Standing::ProbablyWeak => "probably",
        Standing::NearBar => "near",
        Standing::Unknown => "unknown",
        Standing::Above => "above",
    };
    format!(
        "<td class=\"{class}\"><b>{}</b> <span>{}</span> {range}</td>",
        rating(shown.mean),
        pictures::standing(area.standing())
    )
}

/// The time that phases took, as bars against their budgets.
pub(super) fn phases(phases: &[PhaseUse]) -> String {
    if phases.is_empty() {
        return prose(&pictures::phases(phases, Manner::Plain));
    }
    let mut text =
        "<h2>Time in phases against the budget</h2>\n<div class=\"bars phases\">\n".to_owned();
    for phase in phases {
        let _ = writeln!(
            text,
            "<div class=\"name\">{} in {}</div><div class=\"bar\"><i style=\"width:{:.1}%\"></i><s \
             style=\"left:{:.1}%\"></s></div><div class=\"figure\">{}</div>",
            escaped(phase.phase.as_str()),
            escaped(phase.kind.as_str()),
            share(phase) * 100.0 / BEYOND,
            100.0 / BEYOND,
            escaped(&pictures::use_in_words(phase))
        );
    }
    text + "</div>\n<p class=\"record\">The mark is the budget.</p>\n"
}

/// The part of its budget that a phase took.
#[expect(clippy::cast_precision_loss, reason = "times of a round")]
fn share(phase: &PhaseUse) -> f64 {
    (phase.spent_ms as f64 / phase.budget_ms.max(1) as f64).min(BEYOND)
}

/// How first ratings became final ones.
pub(super) fn moves(moves: &Moves) -> String {
    let most = moves.iter().flatten().copied().max().unwrap_or(0);
    if most == 0 {
        return prose(&pictures::moves(moves, Manner::Plain));
    }
    let mut text =
        "<h2>First ratings against final ones</h2>\n<table class=\"moves\">\n<thead><tr><td>\
                    </td>"
            .to_owned();
    for last in 1..=4 {
        let _ = write!(text, "<th scope=\"col\">final {last}</th>");
    }
    text += "</tr></thead>\n<tbody>\n";
    for (row, first) in moves.iter().zip(1..) {
        let _ = write!(text, "<tr><th scope=\"row\">first {first}</th>");
        for (times, last) in row.iter().zip(1..) {
            let class = if first == last { " class=\"kept\"" } else { "" };
            let _ = write!(text, "<td{class}>{times}</td>");
        }
        text += "</tr>\n";
    }
    text + "</tbody>\n</table>\n<p class=\"record\">How often a first rating became which final one; \
            framed: it stayed.</p>\n"
}
