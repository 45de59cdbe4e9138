//! Documents as text without any escape code: the same words on a terminal, in a pipe, aloud.

use textwrap::{Options, WordSplitter};

use super::document::{Block, Document};
use crate::domain::text::replaced;

/// The narrowest and the widest that prose is fitted to, in columns.
const WIDTHS: std::ops::RangeInclusive<usize> = 30..=100;

/// Renders a document for a width in columns; every line ends with a line feed.
pub fn render(document: &Document, width: usize) -> String {
    let width = width.clamp(*WIDTHS.start(), *WIDTHS.end());
    let mut text = String::new();
    for block in &document.blocks {
        match block {
            Block::Title(title) => {
                text.push('\n');
                push(&mut text, title.as_str(), &options(width));
            }
            Block::Text(prose) => push_prose(&mut text, prose.as_str(), width),
            Block::Interviewer(said) => {
                push_prose(&mut text, &format!("Interviewer: {}", said.as_str()), width);
            }
            Block::Item { label, text: said } => {
                let options = options(width)
                    .initial_indent("  ")
                    .subsequent_indent("    ");
                push(
                    &mut text,
                    &format!("{label}: {}", flowed(said.as_str())),
                    &options,
                );
            }
            Block::Problem(problem) => push_prose(&mut text, problem.as_str(), width),
            Block::Gap => text.push('\n'),
            Block::Verbatim(lines) => {
                text.push_str(lines.as_str().trim_end());
                text.push('\n');
            }
        }
    }
    text
}

/// How many columns a text takes.
pub fn width(text: &str) -> usize {
    textwrap::core::display_width(text)
}

/// A text that is being edited, as it may stand on a terminal: what could drive or deceive it is a
/// dot for each of its columns, so everything else stays in its place. Once the line is taken, all
/// of it is shown.
pub fn in_place(text: &str) -> String {
    replaced(text, |c| "\u{b7}".repeat(width(c.encode_utf8(&mut [0; 4]))))
}

/// Names and paths keep together: a hyphen is no place to break a line.
fn options(width: usize) -> Options<'static> {
    Options::new(width).word_splitter(WordSplitter::NoHyphenation)
}

fn push(text: &mut String, line: &str, options: &Options<'_>) {
    for line in textwrap::wrap(line.trim_end(), options) {
        text.push_str(line.trim_end());
        text.push('\n');
    }
}

/// Paragraphs are flowed anew for the width; indented lines are code and stay.
fn push_prose(text: &mut String, prose: &str, width: usize) {
    let mut paragraph = String::new();
    for line in prose.trim_end().lines() {
        let is_code = line.starts_with("    ") || line.starts_with('\t');
        if is_code || line.trim().is_empty() {
            flush(text, &mut paragraph, width);
            text.push_str(line.trim_end());
            text.push('\n');
        } else {
            paragraph.push_str(line.trim());
            paragraph.push(' ');
        }
    }
    flush(text, &mut paragraph, width);
}

fn flush(text: &mut String, paragraph: &mut String, width: usize) {
    if !paragraph.is_empty() {
        push(text, paragraph, &options(width));
        paragraph.clear();
    }
}

fn flowed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_flows_and_code_stays() {
        let document = Document::default()
            .title("A title")
            .text("One line\nand another that is somewhat long.\n\n    code  stays\nEnd.")
            .item("2", "an item that does not fit on its line");
        assert_eq!(
            render(&document, 30),
            "\nA title\nOne line and another that is\nsomewhat long.\n\n    code  stays\nEnd.\n\
             \u{20} 2: an item that does not fit\n\u{20}   on its line\n"
        );
    }

    #[test]
    fn a_line_that_is_edited_keeps_its_columns() {
        assert_eq!(in_place("a\u{9b}2J\u{202e}b\u{7}\tc\n"), "a2Jb\tc\n");
        let of_a_column = "a\u{2028}b";
        assert_eq!(width(&in_place(of_a_column)), width(of_a_column));
    }

    proptest::proptest! {
        #[test]
        fn no_line_is_too_long_and_no_word_is_lost(
            words in proptest::collection::vec("[a-zà-ü0-9-]{1,50}", 1..40),
            width in proptest::sample::select(vec![40usize, 80, 200]),
        ) {
            let text = words.join(" ");
            let all = [
                Document::line(&text),
                Document::default().title(&text),
                Document::default().item("label", &text),
                Document::default().interviewer(&text),
                Document::problem(&text),
            ];
            for document in all {
                let rendered = render(&document, width);
                for line in rendered.lines() {
                    proptest::prop_assert!(super::width(line) <= width, "{}: {:?}", width, line);
                }
                // A word that is longer than the screen is broken, nothing else.
                let told: String = rendered.split_whitespace().collect();
                proptest::prop_assert!(told.ends_with(&words.concat()));
                let told: Vec<&str> = rendered.split_whitespace().collect();
                let fitting = words.iter().filter(|word| word.chars().count() < width - 20);
                for word in fitting {
                    proptest::prop_assert!(told.contains(&word.as_str()), "{word}");
                }
            }
        }

        #[test]
        fn no_control_character_leaves_but_line_feed_and_tab(text: String, width in 0usize..300) {
            let document = Document::line(&text).title(&text).item(&text, &text).interviewer(&text)
                .verbatim(&text).then(Document::problem(&text));
            let rendered = render(&document, width);
            proptest::prop_assert!(
                rendered.chars().all(|c| c == '\n' || c == '\t' || !c.is_control())
            );
        }
    }
}
