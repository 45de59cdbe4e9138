//! The prompts of a bank beside each other.

use std::collections::{BTreeMap, BTreeSet};

use super::Subject;
use super::allow;
use super::placeholder::wanted;
use super::source::{Piece, tokens};
use super::words::{HashedWord, hashed_words};
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
/// with its fault, in that order. `marks` are their fingerprints, in the same order. Warnings that a prompt allows are left out.
pub fn bank(
    subjects: &[Subject<'_>],
    marks: &[&Fingerprint],
    names: &Names<'_>,
) -> Vec<(usize, Fault)> {
    let mut found: Vec<Faults> = subjects.iter().map(|_| Faults::new()).collect();
    ids(subjects, names, &mut found);
    next(subjects, names, &mut found);
    shared_text(subjects, marks, &mut found);
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

/// Texts that have eight words in a row in common; the later prompt is told, once for each other.
///
/// Runs of words are compared by hash, so that a large bank takes little memory; where two hashes
/// meet, the later prompt is read again for the words.
fn shared_text(subjects: &[Subject<'_>], marks: &[&Fingerprint], found: &mut [Faults]) {
    let numbered = marks.iter().enumerate();
    let mut runs: Vec<(u64, usize)> = numbered
        .flat_map(|(number, marks)| marks.runs.iter().map(move |hash| (*hash, number)))
        .collect();
    runs.sort_unstable();
    runs.dedup();
    let mut met: BTreeMap<(usize, usize), u64> = BTreeMap::new();
    for same in runs.chunk_by(|one, other| one.0 == other.0) {
        let Some(((hash, owner), later)) = same.split_first() else {
            continue;
        };
        for (_, number) in later {
            met.entry((*number, *owner)).or_insert(*hash);
        }
    }
    for ((number, owner), hash) in met {
        let (Some(subject), Some(other)) = (subjects.get(number), subjects.get(owner)) else {
            continue;
        };
        let Some(run) = word_runs(subject.text).find(|run| run.hash == hash) else {
            continue;
        };
        let piece = subject
            .text
            .get(run.span.start..run.span.end)
            .unwrap_or_default();
        let piece = piece.split_whitespace().collect::<Vec<_>>().join(" ");
        let message = format!("`{}` has these words too: \"{piece}\"", other.file.id.value);
        let help = "say it in this prompt's own words";
        if let Some(faults) = found.get_mut(number) {
            faults.push(Fault::warning(Code::SHARED_TEXT, run.span, &message, help));
        }
    }
}

/// What a prompt's text is compared by with others: made for each on its own, so that many can be
/// made at once.
#[derive(Debug, Clone, Default)]
pub struct Fingerprint {
    runs: Vec<u64>,
}

impl Fingerprint {
    /// The fingerprint of a file's text.
    pub fn of(text: &str) -> Self {
        let mut runs: Vec<u64> = word_runs(text).map(|run| run.hash).collect();
        runs.sort_unstable();
        runs.dedup();
        Self { runs }
    }
}

/// Eight words in a row.
struct Run {
    hash: u64,
    span: Span,
}

/// Every run of eight words in a file's strings.
fn word_runs(text: &str) -> impl Iterator<Item = Run> {
    let strings = tokens(text).into_iter().filter(|token| {
        matches!(token.piece, Piece::Basic | Piece::Literal) && wanted(token.text).is_none()
    });
    strings.flat_map(|token| {
        let words = hashed_words(token.text);
        let run = |window: &[HashedWord]| {
            // A polynomial of the words' hashes: the same words in another order differ.
            let hash = window.iter().fold(0u64, |hash, word| {
                hash.wrapping_mul(0x9e37_79b9_7f4a_7c15)
                    .wrapping_add(word.hash)
            });
            let (first, last) = (window.first()?, window.last()?);
            let span = Span {
                start: token.start + first.start,
                end: token.start + last.end,
            };
            Some(Run { hash, span })
        };
        words
            .windows(SHARED_WORDS)
            .filter_map(run)
            .collect::<Vec<_>>()
    })
}
