//! The prompts of a bank beside each other.

use std::collections::{BTreeMap, BTreeSet};

use super::Subject;
use super::allow;
use super::source::{Piece, tokens};
use super::words::{joined, words};
use crate::domain::bank::PromptId;
use crate::domain::bank::format::RetiredId;
use crate::domain::fault::{Code, Fault, Faults};
use crate::domain::names::nearest;
use crate::domain::raw::Span;

/// Words in a row that two prompts don't have by chance.
const SHARED_WORDS: usize = 8;

/// Names of a bank that no readable prompt has.
#[derive(Debug, Clone, Copy)]
pub struct Names<'a> {
    /// Ids that must not be used again.
    pub retired: &'a BTreeMap<String, RetiredId>,
    /// What the files are named that could not be read: prompts that may be named all the same.
    pub unread: &'a BTreeSet<String>,
}

/// Reports what is poor about prompts beside each other: the place of the prompt among `subjects`
/// with its fault, in that order. Warnings that a prompt allows are left out.
pub fn bank(subjects: &[Subject<'_>], names: &Names<'_>) -> Vec<(usize, Fault)> {
    let mut found: Vec<Faults> = subjects.iter().map(|_| Faults::new()).collect();
    ids(subjects, names, &mut found);
    next(subjects, names, &mut found);
    shared_text(subjects, &mut found);
    for (subject, faults) in subjects.iter().zip(&mut found) {
        allow::bank(subject, faults);
        faults.sort_by_key(|fault| (fault.span, fault.code));
    }
    let numbered = found.into_iter().enumerate();
    numbered
        .flat_map(|(at, faults)| faults.into_iter().map(move |fault| (at, fault)))
        .collect()
}

/// An id belongs to one prompt for ever, also as an alias.
fn ids<'a>(subjects: &[Subject<'a>], names: &Names<'_>, found: &mut [Faults]) {
    let mut taken: BTreeMap<&'a PromptId, &'a PromptId> = BTreeMap::new();
    for (subject, faults) in subjects.iter().zip(found) {
        let own = &subject.file.id;
        let aliases = subject.file.aliases.iter();
        let aliases = aliases.map(|alias| (alias, alias_span(subject, alias)));
        for (id, span) in std::iter::once((&own.value, own.span)).chain(aliases) {
            let help = "an id is never given twice: take another";
            if let Some(retired) = names.retired.get(id.as_str())
                && (*id == own.value || retired.replaced_by.as_ref() != Some(&own.value))
            {
                let message = format!("`{id}` was retired: {}", retired.why);
                faults.push(Fault::error(Code::ID, span, &message, help));
            }
            if let Some(owner) = taken.insert(id, &own.value) {
                let message = format!("`{id}` is a name of `{owner}` already");
                faults.push(Fault::error(Code::ID, span, &message, help));
            }
        }
    }
}

/// Where an alias stands: the first text after the prompt's id that is the alias.
fn alias_span(subject: &Subject<'_>, alias: &PromptId) -> Span {
    let id = subject.file.id.span;
    let quotes = ['"', '\''];
    let is_alias = |piece: Piece, text: &str| {
        matches!(piece, Piece::Basic | Piece::Literal)
            && text.trim_matches(quotes) == alias.as_str()
    };
    tokens(subject.text)
        .into_iter()
        .find(|token| token.start >= id.end && is_alias(token.piece, token.text))
        .map_or(id, |token| Span {
            start: token.start,
            end: token.start + token.text.len(),
        })
}

/// What is to be taken next has to be there.
fn next(subjects: &[Subject<'_>], names: &Names<'_>, found: &mut [Faults]) {
    let ids = subjects.iter().map(|subject| &subject.file.id.value);
    let aliases = subjects.iter().flat_map(|subject| &subject.file.aliases);
    let mut known: BTreeSet<&str> = ids.chain(aliases).map(PromptId::as_str).collect();
    known.extend(names.unread.iter().map(String::as_str));
    for (subject, faults) in subjects.iter().zip(found) {
        let next = subject.file.debrief.next.iter();
        for id in next.filter(|id| !known.contains(id.value.as_str())) {
            let retired = names.retired.get(id.value.as_str());
            let replacement = retired.and_then(|retired| retired.replaced_by.as_ref());
            let others = known.iter().copied();
            let others = others.filter(|known| *known != subject.file.id.value.as_str());
            let near = nearest(id.value.as_str(), others);
            let help = match (replacement, near) {
                (Some(replacement), _) => format!("it was replaced by `{replacement}`"),
                (None, Some(near)) => format!("did you mean `{near}`?"),
                (None, None) => "write the prompt, or leave it out until it is there".to_owned(),
            };
            let message = format!("no prompt `{}` in this bank", id.value);
            faults.push(Fault::warning(Code::REFERENCE, id.span, &message, &help));
        }
    }
}

/// Statements that have eight words in a row in common; the later prompt is told, once for each
/// other.
fn shared_text(subjects: &[Subject<'_>], found: &mut [Faults]) {
    let mut first: BTreeMap<String, &PromptId> = BTreeMap::new();
    for (subject, faults) in subjects.iter().zip(found) {
        let own = &subject.file.id.value;
        let statement = &subject.file.statement;
        let text = statement.value.as_str();
        let words = words(text);
        let mut told: BTreeSet<&PromptId> = BTreeSet::new();
        for window in words.windows(SHARED_WORDS) {
            let owner = *first.entry(joined(window)).or_insert(own);
            if owner == own || !told.insert(owner) {
                continue;
            }
            let range = window.first().map(|word| word.start);
            let range = range.zip(window.last().map(|word| word.end));
            let piece = range.and_then(|(start, end)| text.get(start..end));
            let piece = piece.unwrap_or_default();
            let message = format!("`{owner}` has these words too: \"{piece}\"");
            let help = "say it in this prompt's own words";
            let span = subject.within(statement.span, piece);
            faults.push(Fault::warning(Code::SHARED_TEXT, span, &message, help));
        }
    }
}
