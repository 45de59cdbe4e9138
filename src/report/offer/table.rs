//! Tables: columns side by side on a screen, one labelled line for each cell in plain text.

use crate::domain::text::Safe;
use crate::report::Manner;
use crate::report::document::Document;

/// What a table fits, in columns.
const SCREEN_COLUMNS: usize = 80;
/// The narrowest that a name is cut to.
const LEAST_NAME_COLUMNS: usize = 8;

/// A table with named rows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// The names of the columns.
    pub columns: Vec<String>,
    /// The rows: a name and its cells.
    pub rows: Vec<(Safe, Vec<String>)>,
}

impl Table {
    /// A table of some columns.
    pub fn new<'a>(columns: impl IntoIterator<Item = &'a str>) -> Self {
        Self {
            columns: columns.into_iter().map(ToOwned::to_owned).collect(),
            rows: Vec::new(),
        }
    }

    /// Adds a row.
    pub fn row(&mut self, name: &Safe, cells: Vec<String>) {
        self.rows.push((name.clone(), cells));
    }

    /// The table as a manner shows it.
    pub fn document(&self, manner: Manner) -> Document {
        match manner {
            Manner::Screen => Document::default().verbatim(self.text(SCREEN_COLUMNS)),
            Manner::Plain => self.lines(),
        }
    }

    /// One labelled line for each cell.
    fn lines(&self) -> Document {
        let cells = self.rows.iter().flat_map(|(name, cells)| {
            let named = self.columns.iter().zip(cells);
            named
                .filter(|(_, cell)| !cell.is_empty())
                .map(move |(column, cell)| (format!("{name}, {column}"), cell.clone()))
        });
        Document::default().items(cells)
    }

    /// Columns side by side: names to the left, cells to the right edge of their columns. Names give
    /// way where the screen is too narrow.
    pub fn text(&self, screen_columns: usize) -> String {
        let widths: Vec<usize> = self
            .columns
            .iter()
            .enumerate()
            .map(|(place, column)| {
                let cells = self.rows.iter().filter_map(|(_, cells)| cells.get(place));
                let widest = cells.map(|cell| width(cell)).max().unwrap_or(0);
                widest.max(width(column))
            })
            .collect();
        let cells: usize = widths.iter().map(|width| width + 2).sum();
        let room = screen_columns.saturating_sub(cells).max(LEAST_NAME_COLUMNS);
        let names = self.rows.iter().map(|(name, _)| cut(name.as_str(), room));
        let names: Vec<String> = names.collect();
        let name_width = names.iter().map(|name| width(name)).max().unwrap_or(0);
        let line = |name: &str, cells: &[String]| {
            let mut line = pad(name, name_width, Side::Right);
            for (cell, width) in cells.iter().zip(&widths) {
                line.push_str("  ");
                line.push_str(&pad(cell, *width, Side::Left));
            }
            line.trim_end().to_owned()
        };
        let head = line("", &self.columns);
        let body = names.iter().zip(&self.rows);
        let body = body.map(|(name, (_, cells))| line(name, cells));
        let lines: Vec<String> = std::iter::once(head).chain(body).collect();
        lines.join("\n")
    }
}

/// Where spaces go.
#[derive(Clone, Copy)]
enum Side {
    Left,
    Right,
}

fn pad(text: &str, to: usize, side: Side) -> String {
    let spaces = " ".repeat(to.saturating_sub(width(text)));
    match side {
        Side::Left => spaces + text,
        Side::Right => text.to_owned() + &spaces,
    }
}

/// The columns that a text takes.
pub fn width(text: &str) -> usize {
    textwrap::core::display_width(text)
}

/// A text cut to some columns, with a sign that it was.
pub fn cut(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut kept = String::new();
    for c in text.chars() {
        if width(&kept) + width(c.encode_utf8(&mut [0; 4])) + 2 > columns {
            break;
        }
        kept.push(c);
    }
    kept + ".."
}

/// A bar of so many parts of a whole.
pub fn bar(part: f64, whole: f64, columns: u16) -> String {
    let full = if whole > 0.0 {
        (part / whole).clamp(0.0, 1.0)
    } else {
        0.0
    };
    let marks = (full * f64::from(columns)).round();
    let count = (0..columns)
        .take_while(|mark| f64::from(*mark) < marks)
        .count();
    "#".repeat(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_columns_on_a_screen_and_lines_in_plain_text() {
        let mut table = Table::new(["low", "rank"]);
        table.row(&"a".into(), vec!["7.01".into(), "1-2".into()]);
        table.row(&"borealis".into(), vec!["10".into(), String::new()]);
        assert_eq!(
            table.text(80),
            "           low  rank\na         7.01   1-2\nborealis    10"
        );
        assert_eq!(table.document(Manner::Plain).blocks.len(), 3);
        table.row(
            &"a-company-with-a-long-name".into(),
            vec!["1".into(), "2".into()],
        );
        assert!(table.text(30).lines().all(|line| line.len() <= 30));
        assert_eq!(cut("abcdefgh", 6), "abcd..");
        assert_eq!(bar(1.0, 2.0, 10), "#####");
    }
}
