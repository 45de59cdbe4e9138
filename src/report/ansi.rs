//! Documents as text with styles for a screen. Words and lines are those of the plain text: a
//! style only repeats what they say.

use anstyle::{AnsiColor, Style};

use super::document::{Block, Document};
use super::plain;

/// What begins a part.
const TITLE: Style = Style::new().bold();
/// What names something: who speaks, which item.
const LABEL: Style = Style::new().bold();
/// What went wrong. Red is readable on dark and on light.
const PROBLEM: Style = AnsiColor::Red.on_default();

/// Renders a document for a width in columns; every line ends with a line feed.
pub fn render(document: &Document, width: usize) -> String {
    document
        .blocks
        .iter()
        .map(|block| {
            let alone = Document {
                blocks: vec![block.clone()],
            };
            styled(block, &plain::render(&alone, width))
        })
        .collect()
}

fn styled(block: &Block, text: &str) -> String {
    match block {
        Block::Title(_) => lines(text, TITLE),
        Block::Problem(_) => lines(text, PROBLEM),
        Block::Interviewer(_) => begin(text, "Interviewer:"),
        Block::Item { label, .. } => begin(text, &format!("  {label}:")),
        Block::Text(_) | Block::Verbatim(_) | Block::Gap => text.to_owned(),
    }
}

/// Styles every line that has something on it.
fn lines(text: &str, style: Style) -> String {
    text.split_inclusive('\n')
        .map(|line| match line.strip_suffix('\n') {
            Some(words) if !words.is_empty() => format!("{style}{words}{style:#}\n"),
            Some(_) | None => line.to_owned(),
        })
        .collect()
}

/// Styles what a text begins with. A label that was broken over lines stays as it is.
fn begin(text: &str, label: &str) -> String {
    match text.strip_prefix(label) {
        Some(rest) => format!("{LABEL}{label}{LABEL:#}{rest}"),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_add_nothing_to_the_words() {
        let document = Document::default()
            .title("A title")
            .item("2", "an item")
            .interviewer("Go on.")
            .then(Document::problem("No."))
            .text("prose");
        let styled = render(&document, 80);
        assert!(styled.contains("\x1b[1mA title\x1b[0m"), "{styled:?}");
        assert!(styled.contains("\x1b[31mNo.\x1b[0m"), "{styled:?}");
        let bare = ["\x1b[1m", "\x1b[31m", "\x1b[0m"]
            .iter()
            .fold(styled, |text, code| text.replace(code, ""));
        assert_eq!(bare, plain::render(&document, 80));
    }

    /// Takes the styles out of a text.
    fn without_styles(text: &str) -> String {
        let mut parts = text.split("\x1b[");
        let first = parts.next().unwrap_or_default().to_owned();
        parts.fold(first, |text, part| {
            text + part.split_once('m').expect("a style ends").1
        })
    }

    proptest::proptest! {
        /// Whatever is told, colour tells nothing of its own.
        #[test]
        fn plain_and_coloured_hold_the_same_words(
            texts in proptest::collection::vec("[ -~\n]{0,120}", 6..7),
            width in proptest::sample::select(vec![40usize, 80, 200]),
        ) {
            let document = Document::default()
                .title(&texts[0])
                .text(&texts[1])
                .item(&texts[2], &texts[3])
                .interviewer(&texts[4])
                .then(Document::problem(&texts[5]))
                .gap()
                .verbatim(&texts[1]);
            let styled = render(&document, width);
            proptest::prop_assert_eq!(without_styles(&styled), plain::render(&document, width));
        }
    }
}
