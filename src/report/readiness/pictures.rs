//! Pictures made of letters, for a screen of 80 columns; for reading aloud the same as labelled
//! lines. Nothing is told by colour, and every picture says its numbers.

use super::{Shown, name};
use crate::domain::history::PhaseUse;
use crate::domain::readiness::{Area, Moves, Of, Point, Series, Standing};
use crate::report::Manner;
use crate::report::document::Document;
use crate::report::words::{clock, count, rating};

/// The most points that a line shows; of a longer history the latest.
const MOST_POINTS: usize = 34;
/// Rows of a line: a quarter of a rating each, from 4 down to 1.
const ROWS: u32 = 13;
/// How wide the bar of a phase's budget is.
const BUDGET_COLUMNS: usize = 20;
/// The width that a heat map may take, and what its first column takes of it.
const MAP_COLUMNS: usize = 78;
const MAP_LABEL: usize = 18;

/// A read-out over time with its range.
pub(super) fn line(series: &Series, bar: f64, manner: Manner) -> Document {
    let from = series.points.len().saturating_sub(MOST_POINTS);
    let points = series.points.get(from..).unwrap_or_default();
    match manner {
        Manner::Plain => Document::default().items(points.iter().map(|point| {
            let shown = Shown::of(point.estimate);
            (
                day(&point.at),
                format!("{}, {}", rating(shown.mean), shown.range()),
            )
        })),
        Manner::Screen => Document::default().verbatim(drawn(points, bar)),
    }
}

fn day(at: &str) -> String {
    at.chars().take(10).collect()
}

/// Two columns a point: `o` the rating, `|` its range, `-` the bar.
fn drawn(points: &[Point], bar: f64) -> String {
    let shown: Vec<Shown> = points
        .iter()
        .map(|point| Shown::of(point.estimate))
        .collect();
    let mut lines: Vec<String> = (0..ROWS)
        .map(|row| {
            let level = 4.0 - f64::from(row) * 0.25;
            let is = |value: f64| (value - level).abs() <= 0.125 + 1e-9;
            let fill = if is(bar) { '-' } else { ' ' };
            let label = if row % 4 == 0 {
                format!("{level:.0}")
            } else {
                " ".to_owned()
            };
            let mut line = format!("  {label} {fill}");
            for point in &shown {
                let sign = if nearest(point.mean) == row {
                    'o'
                } else if (nearest(point.high)..=nearest(point.low)).contains(&row) {
                    '|'
                } else {
                    fill
                };
                line.push(sign);
                line.push(fill);
            }
            line.trim_end().to_owned()
        })
        .collect();
    lines.push(format!("    {}", days(points)));
    lines.join("\n")
}

/// The first and the last day, below the first and the last point.
fn days(points: &[Point]) -> String {
    let (first, last) = (points.first(), points.last());
    let (first, last) = (first.map(|p| day(&p.at)), last.map(|p| day(&p.at)));
    match first.zip(last) {
        Some((first, last)) if first != last => {
            let gap = (points.len() * 2).saturating_sub(20).max(2);
            format!("{first}{}{last}", " ".repeat(gap))
        }
        Some((first, _)) => first,
        None => String::new(),
    }
}

/// The row that a rating falls into.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a rating lies between 1 and 4"
)]
fn nearest(rating: f64) -> u32 {
    ((4.0 - rating.clamp(1.0, 4.0)) / 0.25).round() as u32
}

/// What the signs of a line mean; nothing where there are none.
pub(super) fn line_key(manner: Manner) -> Document {
    match manner {
        Manner::Screen => Document::line(
            "o is the rating after a round, | its range (nine chances of ten), - the bar.",
        ),
        Manner::Plain => Document::default(),
    }
}

/// Kinds and dimensions with a number where they meet.
pub(super) fn map(cells: &[Area], manner: Manner) -> Document {
    let of = |area: &Area| match &area.of {
        Of::Cell(kind, dimension) => Some((kind.clone(), dimension.clone())),
        Of::Kind(_) | Of::Dimension(_) | Of::Topic(_) => None,
    };
    let known: Vec<((String, String), &Area)> = cells
        .iter()
        .filter(|area| area.rounds > 0)
        .filter_map(|area| Some((of(area)?, area)))
        .collect();
    let document = Document::default().title("Kinds and dimensions");
    if known.is_empty() {
        return document.text("No dimension was scored yet.");
    }
    match manner {
        Manner::Plain => document.items(known.iter().map(|(_, area)| {
            let shown = Shown::of(area.estimate);
            let text = format!(
                "{}, {}; {}",
                rating(shown.mean),
                shown.range(),
                standing(area.standing())
            );
            (name(&area.of), text)
        })),
        Manner::Screen => document.verbatim(table(&known)).text(
            "! weak or probably weak, ? not enough known, . never scored. The bar is the role's.",
        ),
    }
}

fn table(known: &[((String, String), &Area)]) -> String {
    let mut kinds: Vec<&String> = known.iter().map(|((kind, _), _)| kind).collect();
    let mut dimensions: Vec<&String> = known.iter().map(|((_, dimension), _)| dimension).collect();
    for names in [&mut kinds, &mut dimensions] {
        names.sort();
        names.dedup();
    }
    let width = ((MAP_COLUMNS - MAP_LABEL) / kinds.len().max(1)).clamp(6, 15);
    let fitting = (MAP_COLUMNS - MAP_LABEL) / width;
    kinds.truncate(fitting);
    let short = |name: &str, width: usize| name.chars().take(width).collect::<String>();
    let cell = |kind: &str, dimension: &str| {
        let at = known.iter().find(|((k, d), _)| k == kind && d == dimension);
        at.map_or_else(
            || ".".to_owned(),
            |(_, area)| {
                let mark = match area.standing() {
                    Standing::Weak | Standing::ProbablyWeak => "!",
                    Standing::Unknown => "?",
                    Standing::NearBar | Standing::Above => "",
                };
                format!("{}{mark}", rating(Shown::of(area.estimate).mean))
            },
        )
    };
    let row = |label: &str, cells: Vec<String>| {
        let cells: Vec<String> = cells.iter().map(|cell| format!("{cell:>width$}")).collect();
        let cells = cells.concat();
        format!("{:<MAP_LABEL$}{cells}", short(label, MAP_LABEL - 1))
            .trim_end()
            .to_owned()
    };
    let head = kinds.iter().map(|kind| short(kind, width - 1)).collect();
    let lines = dimensions.iter().map(|dimension| {
        row(
            dimension,
            kinds.iter().map(|kind| cell(kind, dimension)).collect(),
        )
    });
    std::iter::once(row("", head))
        .chain(lines)
        .collect::<Vec<_>>()
        .join("\n")
}

/// The words for a standing.
pub(super) fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Weak => "weak",
        Standing::ProbablyWeak => "probably weak",
        Standing::NearBar => "near the bar",
        Standing::Unknown => "not enough known",
        Standing::Above => "above the bar",
    }
}

/// How first ratings became final ones.
pub(super) fn moves(moves: &Moves, manner: Manner) -> Document {
    let document = Document::default().title("First ratings against final ones");
    let all = moves.iter().flatten().sum::<u32>();
    if all == 0 {
        return document.text("No rating was given both before and after a reveal.");
    }
    let numbered = || {
        moves
            .iter()
            .zip(1..)
            .map(|(row, first): (_, u32)| (first, row))
    };
    match manner {
        Manner::Plain => {
            let lines = numbered().flat_map(|(first, row)| {
                let cells = row.iter().zip(1..).filter(|(times, _)| **times > 0);
                cells.map(move |(times, last): (_, u32)| {
                    (
                        format!("first {first}, final {last}"),
                        count(*times, "time"),
                    )
                })
            });
            document.items(lines)
        }
        Manner::Screen => {
            let line = |(first, row): (u32, &[u32; 4])| {
                let cells: Vec<String> = row.iter().map(|times| format!("{times:>6}")).collect();
                let cells = cells.concat();
                format!("  first {first}{cells}")
            };
            let rows: Vec<String> = numbered().map(line).collect();
            let head = "  final       1     2     3     4".to_owned();
            document.verbatim([vec![head], rows].concat().join("\n"))
        }
    }
}

/// The time that phases took, against what they had.
pub(super) fn phases(phases: &[PhaseUse], manner: Manner) -> Document {
    let document = Document::default().title("Time in phases against the budget");
    if phases.is_empty() {
        return document.text("No timed round is finished yet.");
    }
    match manner {
        Manner::Plain => document.items(phases.iter().map(|phase| {
            (
                format!("{} in {}", phase.phase, phase.kind.as_str()),
                use_in_words(phase),
            )
        })),
        Manner::Screen => {
            let line = |phase: &PhaseUse| {
                let label = format!("{} in {}", phase.phase, phase.kind.as_str());
                format!("  {label}\n  {} {}", bar(phase), use_in_words(phase))
            };
            let lines: Vec<String> = phases.iter().map(line).collect();
            document
                .verbatim(lines.join("\n"))
                .text("# is time used, . time left, + time beyond the budget at |.")
        }
    }
}

/// `04:10 of 10:00 on average, 3 rounds, 1 over`.
pub(super) fn use_in_words(phase: &PhaseUse) -> String {
    format!(
        "{} of {} on average, {}, {} over",
        clock(phase.spent_ms),
        clock(phase.budget_ms),
        count(phase.rounds, "round"),
        phase.over
    )
}

/// `##########..........|` within the budget, `####################|+++` beyond it.
fn bar(phase: &PhaseUse) -> String {
    let columns = BUDGET_COLUMNS as u64;
    let used = phase.spent_ms.saturating_mul(columns) / phase.budget_ms.max(1);
    let used = usize::try_from(used)
        .unwrap_or(usize::MAX)
        .min(BUDGET_COLUMNS * 3 / 2);
    let within = used.min(BUDGET_COLUMNS);
    let left = ".".repeat(BUDGET_COLUMNS - within);
    format!(
        "{}{left}|{:<10}",
        "#".repeat(within),
        "+".repeat(used - within)
    )
}
