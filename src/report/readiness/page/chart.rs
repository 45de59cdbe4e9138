//! A read-out over time as a drawing: line, range, bar. The same numbers stand below it.

use std::fmt::Write as _;

use crate::domain::readiness::Point;
use crate::report::page::escaped;
use crate::report::readiness::Shown;
use crate::report::words::rating;

/// The drawing, in its own units: small enough that its letters can be read on a phone.
const WIDTH: f64 = 480.0;
const HEIGHT: f64 = 172.0;
/// Where ratings are drawn.
const LEFT: f64 = 22.0;
const RIGHT: f64 = 470.0;
const TOP: f64 = 10.0;
const BOTTOM: f64 = 160.0;
/// More points than these are drawn without a dot each.
const MOST_DOTS: usize = 40;

/// A drawing with its words and its numbers; nothing of no points.
pub(super) fn chart(name: &str, points: &[Point], bar: f64) -> String {
    let (Some(first), Some(last)) = (points.first(), points.last()) else {
        return String::new();
    };
    let shown: Vec<Shown> = points
        .iter()
        .map(|point| Shown::of(point.estimate))
        .collect();
    let now = Shown::of(last.estimate);
    let name = escaped(name);
    let (from, to) = (escaped(&day(&first.at)), escaped(&day(&last.at)));
    let days = if from == to {
        from
    } else {
        format!("from {from} to {to}")
    };
    let told = format!("{}, {}", rating(now.mean), now.range());
    format!(
        "<figure>\n<svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\">\n<title>{name} over time, \
         ending at {told}</title>\n{}</svg>\n<figcaption><b>{name}</b>: {told}; {days}</figcaption>\n\
         {}</figure>\n",
        drawing(&shown, bar),
        numbers(points, &shown),
    )
}

/// What the signs of a drawing mean.
pub(super) fn key(bar: f64) -> String {
    format!(
        "<p class=\"record\">A step is a round. The line is the rating, the band its range (nine \
         chances of ten), the dashes are the bar, {bar}.</p>\n"
    )
}

fn day(at: &str) -> String {
    at.chars().take(10).collect()
}

/// Where a rating is drawn.
fn y(rating: f64) -> f64 {
    BOTTOM - (rating.clamp(1.0, 4.0) - 1.0) / 3.0 * (BOTTOM - TOP)
}

/// Where each of so many points is drawn, from left to right.
#[expect(clippy::cast_precision_loss, reason = "rounds of a life")]
fn x(place: usize, of: usize) -> f64 {
    let (left, right) = (LEFT + 8.0, RIGHT - 8.0);
    match of.checked_sub(1) {
        None | Some(0) => f64::midpoint(left, right),
        Some(steps) => left + (right - left) * place as f64 / steps as f64,
    }
}

fn drawing(shown: &[Shown], bar: f64) -> String {
    let mut text = String::new();
    for mark in [1.0, 2.0, 3.0, 4.0] {
        let at = y(mark);
        // Writing into a String can't fail.
        let _ = writeln!(
            text,
            "<line class=\"grid\" x1=\"{LEFT}\" x2=\"{RIGHT}\" y1=\"{at:.1}\" y2=\"{at:.1}\"/>\
             <text class=\"axis\" x=\"6\" y=\"{:.1}\">{mark}</text>",
            at + 4.5
        );
    }
    let along = |of: fn(&Shown) -> f64| -> Vec<String> {
        let at = |(place, one): (usize, &Shown)| {
            format!("{:.1},{:.1}", x(place, shown.len()), y(of(one)))
        };
        shown.iter().enumerate().map(at).collect()
    };
    let (high, low, mean) = (
        along(|one| one.high),
        along(|one| one.low),
        along(|one| one.mean),
    );
    let back: Vec<String> = low.iter().rev().cloned().collect();
    if let [only] = shown {
        let at = x(0, 1);
        let _ = writeln!(
            text,
            "<line class=\"edge\" x1=\"{at:.1}\" x2=\"{at:.1}\" y1=\"{:.1}\" y2=\"{:.1}\"/>",
            y(only.high),
            y(only.low)
        );
    } else {
        let _ = writeln!(
            text,
            "<polygon class=\"range\" points=\"{} {}\"/>\n<polyline class=\"edge\" points=\"{}\"/>\n\
             <polyline class=\"edge\" points=\"{}\"/>",
            high.join(" "),
            back.join(" "),
            high.join(" "),
            low.join(" ")
        );
    }
    let at = y(bar);
    let _ = writeln!(
        text,
        "<line class=\"goal\" x1=\"{LEFT}\" x2=\"{RIGHT}\" y1=\"{at:.1}\" y2=\"{at:.1}\"/>\n\
         <polyline class=\"mean\" points=\"{}\"/>",
        mean.join(" ")
    );
    let dots = shown.len() <= MOST_DOTS;
    let last = shown.len().saturating_sub(1);
    for (place, one) in shown.iter().enumerate() {
        if dots || place == last {
            let _ = writeln!(
                text,
                "<circle class=\"dot\" cx=\"{:.1}\" cy=\"{:.1}\" r=\"3\"/>",
                x(place, shown.len()),
                y(one.mean)
            );
        }
    }
    text
}

/// The points as a table, closed until it is wanted.
fn numbers(points: &[Point], shown: &[Shown]) -> String {
    let mut text = "<details>\n<summary>As numbers</summary>\n<table>\n<thead><tr><th scope=\"col\">\
                    After the round of</th><th scope=\"col\">Rating</th><th scope=\"col\">Range</th>\
                    </tr></thead>\n<tbody>\n"
        .to_owned();
    for (point, one) in points.iter().zip(shown) {
        let _ = writeln!(
            text,
            "<tr><th scope=\"row\">{}</th><td>{}</td><td>{:.1} to {:.1}</td></tr>",
            escaped(&day(&point.at)),
            rating(one.mean),
            one.low,
            one.high
        );
    }
    text + "</tbody>\n</table>\n</details>\n"
}
