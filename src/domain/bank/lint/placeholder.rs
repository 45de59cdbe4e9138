//! Texts that are still to be written.

use super::Subject;
use super::source::{Piece, tokens};
use crate::domain::fault::{Code, Fault, Faults};
use crate::domain::raw::Span;

/// What is to be written in place of a text that is nothing but `<...>`.
pub(super) fn wanted(text: &str) -> Option<&str> {
    let text = text.trim_matches(['"', '\'', '\n', ' ']);
    text.strip_prefix('<')
        .and_then(|text| text.strip_suffix('>'))
}

/// B010: a text that is nothing but `<...>`.
pub(super) fn rules(subject: &Subject<'_>, faults: &mut Faults) {
    for token in tokens(subject.text) {
        let is_text = matches!(token.piece, Piece::Basic | Piece::Literal);
        if let (true, Some(wanted)) = (is_text, wanted(token.text)) {
            let span = Span {
                start: token.start,
                end: token.start + token.text.len(),
            };
            let help = format!(
                "write here: {}",
                wanted.split_whitespace().collect::<Vec<_>>().join(" ")
            );
            let message = "this is still to be written";
            faults.push(Fault::error(Code::PLACEHOLDER, span, message, &help));
        }
    }
}
