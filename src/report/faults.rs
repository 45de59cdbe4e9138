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
    let (line, start, end) = shown_line(&file.text, fault);
    let title = match fault.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let help = Level::HELP.message(fault.help.as_str());
    let header = title
        .primary_title(fault.message.as_str())
        .id(fault.code.as_str());
    let group = if line.is_empty() || column > SHOWN_CHARS / 2 {
        // Of a long line only a part is shown: the library can't count its columns for us.
        let path = format!("{}:{line_number}:{column}", file.file);
        header
            .element(annotate_snippets::Origin::path(path))
            .element(help)
    } else {
        let source = Snippet::source(line)
            .line_start(line_number)
            .path(file.file.as_str())
            .annotation(AnnotationKind::Primary.span(start..end));
        header.element(source).element(help)
    };
    Renderer::plain().render(&[group])
}

/// The fault's first line as it may be shown, with the fault's bytes in it.
fn shown_line(text: &str, fault: &Fault) -> (String, usize, usize) {
    let before_fault = text.get(..fault.span.start).unwrap_or("");
    let line_start = before_fault.rfind('\n').map_or(0, |at| at + 1);
    let line = text
        .get(line_start..)
        .unwrap_or("")
        .split('\n')
        .next()
        .unwrap_or("");
    let to_fault = text.get(line_start..fault.span.start).unwrap_or("");
    let in_line = text.get(fault.span.start..fault.span.end).unwrap_or("");
    let in_line = in_line.split('\n').next().unwrap_or("");
    let after = line.get(to_fault.len() + in_line.len()..).unwrap_or("");
    let cut =
        |text: &str| Safe::new(&text.chars().take(SHOWN_CHARS).collect::<String>()).to_string();
    let (head, marked, tail) = (
        cut(to_fault),
        cut(in_line),
        cut(after.trim_end_matches('\r')),
    );
    let (start, end) = (head.len(), head.len() + marked.len());
    (head + &marked + &tail, start, end)
}
