//! Documents in a page: the words that a terminal shows, no more and no fewer.

use std::fmt::Write as _;

use super::escaped;
use crate::report::document::{Block, Document};

/// A document's blocks as HTML.
pub fn prose(document: &Document) -> String {
    let mut text = String::new();
    let mut in_list = false;
    for block in &document.blocks {
        let is_item = matches!(block, Block::Item { .. });
        if is_item != in_list {
            text += if is_item { "<ul>\n" } else { "</ul>\n" };
            in_list = is_item;
        }
        // Writing into a String can't fail.
        let _ = match block {
            Block::Title(title) => writeln!(text, "<h2>{}</h2>", escaped(title.as_str())),
            Block::Text(words) => {
                text += &paragraphs(words.as_str());
                Ok(())
            }
            Block::Interviewer(words) => {
                let words = worded(words.as_str());
                writeln!(text, "<p><b>Interviewer:</b> {words}</p>")
            }
            Block::Item { label, text: words } => {
                let (label, words) = (escaped(label.as_str()), worded(words.as_str()));
                writeln!(text, "<li><b>{label}:</b> {words}</li>")
            }
            Block::Problem(words) => {
                writeln!(text, "<p class=\"problem\">{}</p>", worded(words.as_str()))
            }
            Block::Verbatim(lines) => writeln!(text, "<pre>{}</pre>", escaped(lines.as_str())),
            Block::Gap => Ok(()),
        };
    }
    if in_list {
        text += "</ul>\n";
    }
    text
}

/// Paragraphs are parted by empty lines.
fn paragraphs(words: &str) -> String {
    let all = words
        .split("\n\n")
        .filter(|paragraph| !paragraph.trim().is_empty());
    all.fold(String::new(), |mut text, paragraph| {
        let _ = writeln!(text, "<p>{}</p>", worded(paragraph));
        text
    })
}

/// Words, with what stands between backticks as code.
fn worded(words: &str) -> String {
    let parts: Vec<&str> = words.split('`').collect();
    if parts.len().is_multiple_of(2) {
        // One backtick is alone: it means itself.
        return escaped(words);
    }
    let mut text = String::new();
    for (place, part) in parts.iter().enumerate() {
        let part = escaped(part);
        let _ = if place.is_multiple_of(2) {
            write!(text, "{part}")
        } else {
            write!(text, "<code>{part}</code>")
        };
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_words() {
        let document = Document::default()
            .title("A & B")
            .text("one\n\ntwo `a<b`")
            .items([("1", "x"), ("2", "a ` b")])
            .interviewer("<script>")
            .then(Document::problem("\u{1b}no"));
        assert_eq!(
            prose(&document),
            "<h2>A &amp; B</h2>\n<p>one</p>\n<p>two <code>a&lt;b</code></p>\n<ul>\n\
             <li><b>1:</b> x</li>\n<li><b>2:</b> a ` b</li>\n</ul>\n\
             <p><b>Interviewer:</b> &lt;script&gt;</p>\n<p class=\"problem\">␛no</p>\n"
        );
    }
}
