//! Faults of files, shown in the text that has them.

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use super::document::Document;
use super::words::count;
use crate::domain::fault::{Fault, FaultyFile, Severity};
use crate::domain::text::Safe;

/// The most characters of a line that are shown around a fault.
const SHOWN_CHARS: usize = 160;

/// Every fault of some files, each with its line, and how many there are.
pub fn show(files: &[FaultyFile]) -> Document {
    let faults = files
        .iter()
        .flat_map(|file| file.faults.iter().map(move |fault| (file, fault)));
    let (mut document, mut total) = (Document::default(), 0usize);
    for (file, fault) in faults {
        document = document.verbatim(snippet(file, fault)).gap();
        total += 1;
    }
    document.text(format!(
        "{} in {}.",
        count(total, "fault"),
        count(files.len(), "file")
    ))
}

fn snippet(file: &FaultyFile, fault: &Fault) -> String {
    let (line_number, column) = file.place(fault.span.start);
    let (line, start, end) = shown_line(&file.text, fault, column);
    let title = match fault.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let path = format!("{}:{line_number}:{column}", file.file);
    let help = Level::HELP.message(fault.help.as_str());
    let header = title
        .primary_title(fault.message.as_str())
        .id(fault.code.as_str());
    // The place is part of the path: the snippet is one line that may have been cut, so the
    // library can't count columns for us.
    let group = if line.is_empty() {
        header
            .element(annotate_snippets::Origin::path(path))
            .element(help)
    } else {
        let source = Snippet::source(line)
            .line_start(line_number)
            .annotation(AnnotationKind::Primary.span(start..end));
        header
            .element(annotate_snippets::Origin::path(path))
            .element(source)
            .element(help)
    };
    Renderer::plain().render(&[group])
}

/// The fault's first line as it may be shown, with the fault's bytes in it.
fn shown_line(text: &str, fault: &Fault, column: usize) -> (String, usize, usize) {
    let before_fault = text.get(..fault.span.start).unwrap_or("");
    let line_start = before_fault.rfind('\n').map_or(0, |at| at + 1);
    let line = text
        .get(line_start..)
        .unwrap_or("")
        .split('\n')
        .next()
        .unwrap_or("");
    let skipped = column.saturating_sub(SHOWN_CHARS / 2);
    let to_fault = text.get(line_start..fault.span.start).unwrap_or("");
    let in_line = text.get(fault.span.start..fault.span.end).unwrap_or("");
    let in_line = in_line.split('\n').next().unwrap_or("");
    let after = line.get(to_fault.len() + in_line.len()..).unwrap_or("");
    let cut = |text: &str, skip: usize, most: usize| {
        Safe::new(&text.chars().skip(skip).take(most).collect::<String>()).to_string()
    };
    let head = cut(to_fault, skipped, SHOWN_CHARS);
    let marked = cut(in_line, 0, SHOWN_CHARS);
    let tail = cut(after.trim_end_matches('\r'), 0, SHOWN_CHARS);
    let (start, end) = (head.len(), head.len() + marked.len());
    (head + &marked + &tail, start, end)
}
