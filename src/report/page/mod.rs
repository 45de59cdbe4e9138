//! Pages of their own: HTML files that hold everything they need. No script, nothing from outside;
//! light or dark as the reader has it, and on paper.

mod prose;

pub use prose::prose;

use std::fmt::Write as _;

use crate::domain::text::Safe;

/// What a page may do, for browsers: show itself, and nothing else.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// A text in a page or in an attribute of one.
pub fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in Safe::new(text).as_str().chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}

/// A page of a title and a body that is escaped already.
pub fn page(title: &str, body: &str) -> String {
    let title = escaped(title);
    let style = include_str!("page.css");
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{title}</title>\n<style>\n{style}</style>\n</head>\n<body>\n<h1>{title}</h1>\n{body}</body>\n</html>\n"
    )
}

/// A table of texts whose cells say their column on a narrow screen.
pub fn table(title: &str, head: &[String], rows: &[Vec<String>]) -> String {
    let mut text = format!(
        "<h2>{}</h2>\n<table class=\"stacks\">\n<thead><tr>",
        escaped(title)
    );
    for column in head {
        let _ = write!(text, "<th scope=\"col\">{}</th>", escaped(column));
    }
    text += "</tr></thead>\n<tbody>\n";
    for row in rows {
        text += "<tr>";
        for (place, (cell, column)) in row.iter().zip(head).enumerate() {
            let (cell, column) = (escaped(cell), escaped(column));
            let _ = if place == 0 {
                write!(text, "<th scope=\"row\">{cell}</th>")
            } else {
                write!(text, "<td data-column=\"{column}\">{cell}</td>")
            };
        }
        text += "</tr>\n";
    }
    text + "</tbody>\n</table>\n"
}
