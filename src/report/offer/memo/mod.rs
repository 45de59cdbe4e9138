//! The memo: one page that decides, and argues against itself.

mod sections;

use self::sections::{
    against, assumed, beside, change, chosen, decision, difference, equity, gates, record, table,
};
use super::table::cut;
use crate::domain::offer::compare::Comparison;
use crate::domain::offer::money::Date;
use crate::domain::offer::sensitivity::Sensitivity;
use crate::report::document::Document;

/// The most lines.
pub const LINES: usize = 60;
/// The most columns of a line.
pub const COLUMNS: usize = 88;

/// A logged decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logged<'a> {
    /// The offer that was chosen.
    pub offer: &'a str,
    /// Why.
    pub reasons: &'a [String],
    /// When to look back.
    pub review_on: Date,
}

/// A part of the memo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// What it is about.
    pub title: &'static str,
    /// Its lines.
    pub lines: Vec<String>,
    /// Whether its lines are a table.
    pub is_table: bool,
    /// The higher, the longer it is kept when room is short.
    value: u8,
}

/// One page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Memo {
    /// What it is called.
    pub title: String,
    /// Its parts, in order.
    pub sections: Vec<Section>,
}

/// Asks why an offer is chosen.
pub fn ask_reasons(id: &str) -> Document {
    Document::line(format!(
        "Why {id}? A reason on each line, an empty line when done. You will read them again in 90 days."
    ))
}

/// The conversation ended before the decision was logged.
pub fn not_logged() -> Document {
    Document::line("No decision was logged.")
}

impl Memo {
    /// The memo of a comparison. It fits its page: what is cut is said.
    pub fn of(
        comparison: &Comparison,
        found: &Sensitivity,
        hash: &str,
        logged: Option<&Logged<'_>>,
    ) -> Self {
        let chosen = chosen(comparison, logged);
        let sections = vec![
            decision(comparison, logged),
            table(comparison),
            difference(comparison),
            change(comparison, found),
            equity(comparison),
            beside(comparison),
            gates(chosen),
            against(comparison, found, chosen),
            assumed(comparison),
            record(comparison, hash),
        ];
        let mut memo = Self {
            title: cut(
                &format!(
                    "{}: memo of {}",
                    comparison.card.title, comparison.card.as_of
                ),
                COLUMNS - 2,
            ),
            sections: sections
                .into_iter()
                .filter(|section| !section.lines.is_empty())
                .collect(),
        };
        memo.fit();
        memo
    }

    /// The memo as Markdown.
    pub fn text(&self) -> String {
        let mut lines = vec![format!("# {}", self.title)];
        for section in &self.sections {
            lines.push(format!("## {}", section.title));
            if section.is_table {
                lines.push("```".to_owned());
                lines.extend(section.lines.iter().cloned());
                lines.push("```".to_owned());
            } else {
                lines.extend(section.lines.iter().flat_map(|line| wrapped(line)));
            }
        }
        lines.join("\n")
    }

    fn height(&self) -> usize {
        self.text().lines().count()
    }

    /// Cuts lines of the least valuable section until the page fits, and says so.
    fn fit(&mut self) {
        while self.height() > LINES {
            let longest = self
                .sections
                .iter_mut()
                .filter(|section| section.lines.len() > 1 && !section.is_table)
                .min_by_key(|section| (section.value, std::cmp::Reverse(section.lines.len())));
            let Some(section) = longest else { return };
            let is_marked = section
                .lines
                .last()
                .is_some_and(|line| line.starts_with(CUT));
            if is_marked {
                section.lines.pop();
            }
            if section.lines.len() > 1 {
                section.lines.pop();
            }
            if section.lines.len() <= 1 {
                // One line stays, and is not cut any more.
                section.value = u8::MAX;
            }
            section
                .lines
                .push(format!("{CUT} The whole: `mockloop offer compare`."));
        }
    }
}

const CUT: &str = "- .. cut to fit the page.";

/// A line of Markdown within the page; what follows is indented.
fn wrapped(line: &str) -> Vec<String> {
    let options = textwrap::Options::new(COLUMNS).subsequent_indent("  ");
    textwrap::wrap(line, options)
        .into_iter()
        .map(std::borrow::Cow::into_owned)
        .collect()
}

fn section(title: &'static str, value: u8, lines: Vec<String>) -> Section {
    Section {
        title,
        lines,
        is_table: false,
        value,
    }
}
