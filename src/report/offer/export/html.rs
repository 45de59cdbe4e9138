//! Comparisons and memos as pages of their own.

use std::fmt::Write as _;

use super::{COLUMNS, Pages, Telling, cells, record, row, verdict};
use crate::domain::offer::compare::Comparison;
use crate::report::offer::memo::Memo;
use crate::report::offer::words::score;
use crate::report::page::{escaped, page, table};

pub(super) fn html(pages: &Pages<'_>, telling: Telling) -> String {
    let comparison = pages.comparison;
    let mut body = format!("<p class=\"verdict\">{}</p>\n", escaped(&verdict(pages)));
    let names: Vec<String> = comparison
        .ranked()
        .map(|(_, one, _)| one.offer.id.to_string())
        .collect();
    let head: Vec<String> = COLUMNS.iter().map(|column| (*column).to_owned()).collect();
    let rows: Vec<Vec<String>> = comparison
        .ranked()
        .map(|(_, one, standing)| row(comparison, one, standing, telling))
        .collect();
    body += &table("Offers", &head, &rows);
    body += &bars(comparison);
    let head: Vec<String> = ["criterion", "weight"]
        .iter()
        .map(|text| (*text).to_owned())
        .chain(names)
        .collect();
    body += &table("Scores", &head, &cells(comparison));
    let _ = writeln!(body, "<p class=\"record\">{}</p>", escaped(&record(pages)));
    page(comparison.card.title.as_str(), &body)
}

/// Bars of totals: what is sure, and what is open.
fn bars(comparison: &Comparison) -> String {
    let mut text = "<h2>Totals: sure, and open</h2>\n<div class=\"bars\">\n".to_owned();
    for (_, one, standing) in comparison.ranked() {
        let _ = writeln!(
            text,
            "<div class=\"name\">{}</div><div class=\"bar\"><i style=\"width:{:.1}%\"></i><b \
             style=\"width:{:.1}%\"></b></div><div class=\"figure\">{} to {}</div>",
            escaped(one.offer.id.as_str()),
            10.0 * standing.low,
            10.0 * (standing.high - standing.low),
            score(standing.low),
            score(standing.high)
        );
    }
    text + "</div>\n"
}

/// The memo as a page.
pub fn memo_page(memo: &Memo) -> String {
    let mut body = String::new();
    for section in &memo.sections {
        let _ = writeln!(body, "<h2>{}</h2>", escaped(section.title));
        if section.is_table {
            let _ = writeln!(body, "<pre>{}</pre>", escaped(&section.lines.join("\n")));
            continue;
        }
        let items: Vec<&str> = section
            .lines
            .iter()
            .filter_map(|line| line.strip_prefix("- "))
            .collect();
        for line in section.lines.iter().filter(|line| !line.starts_with("- ")) {
            let _ = writeln!(body, "<p>{}</p>", escaped(&line.replace("**", "")));
        }
        if !items.is_empty() {
            body += "<ul>\n";
            for item in items {
                let _ = writeln!(body, "<li>{}</li>", escaped(item));
            }
            body += "</ul>\n";
        }
    }
    page(&memo.title, &body)
}
