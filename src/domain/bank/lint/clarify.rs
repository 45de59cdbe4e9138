//! What the interviewer knows and tells when asked.

use std::collections::BTreeMap;

use super::Subject;
use super::words::{count, find_phrase, joined, words};
use crate::domain::bank::Kind;
use crate::domain::bank::Value;
use crate::domain::bank::format::ClarifyTable;
use crate::domain::fault::{Code, Fault, Faults};
use crate::domain::raw::At;

/// Fewer keys than this leave most ways to ask unheard.
const FEWEST_KEYS: usize = 3;

/// What can be said in one breath.
const LONGEST_ANSWER_WORDS: usize = 60;

/// Ways to answer without an answer.
const EVASIONS: &[&str] = &[
    "it depends",
    "that depends",
    "this depends",
    "hard to say",
    "it varies",
    "you tell me",
];

pub(super) fn rules(subject: &Subject<'_>, faults: &mut Faults) {
    silence(subject, faults);
    let mut taken = BTreeMap::new();
    for entry in &subject.file.clarify {
        answer(subject, entry, faults);
        keys(entry, &mut taken, faults);
    }
}

/// How many clarifications a kind needs, and how many of them high.
fn needed(subject: &Subject<'_>) -> (usize, usize) {
    if subject.is_short() {
        return (1, 0);
    }
    match subject.file.kind.value {
        Kind::SystemDesign => (6, 3),
        Kind::Coding | Kind::Negotiation => (4, 2),
        Kind::Screen => (3, 1),
        Kind::Incident => (2, 1),
        Kind::Behavioral => (1, 0),
    }
}

fn silence(subject: &Subject<'_>, faults: &mut Faults) {
    let entries = &subject.file.clarify;
    let is_high = |entry: &&ClarifyTable| entry.value == Value::High;
    let (all, high) = (entries.len(), entries.iter().filter(is_high).count());
    let (needed_all, needed_high) = needed(subject);
    if all < needed_all || high < needed_high {
        let message = format!("{all} clarifications, {high} of them high");
        let help = format!(
            "leave {needed_all} facts to be asked for, at least {needed_high} that decide between \
             solutions"
        );
        let span = entries.last().map_or(subject.file.kind.span, |e| e.id.span);
        faults.push(Fault::error(Code::SILENCE, span, &message, &help));
    }
}

fn answer(subject: &Subject<'_>, entry: &ClarifyTable, faults: &mut Faults) {
    let (text, span) = (entry.answer.value.as_str(), entry.answer.span);
    // In the middle of a clause the words are about something: "the service it depends on".
    let mut clauses = text.split(['.', ',', ';', ':', '!', '?']).map(str::trim);
    let is_evasion = |clause: &&str| {
        find_phrase(clause, EVASIONS).is_some_and(|found| clause.starts_with(found))
    };
    if let Some(evasion) = clauses.find(is_evasion) {
        let message = format!("`{}` does not answer: \"{evasion}\"", entry.id.value);
        let help = "give the fact or the figure that this interviewer has in mind";
        let span = subject.within(span, evasion);
        faults.push(Fault::error(Code::ANSWER, span, &message, help));
    }
    let length = count(text);
    if length > LONGEST_ANSWER_WORDS {
        let message = format!("the answer of `{}` has {length} words", entry.id.value);
        let help = "answer in 60 words or fewer; a second fact may be a second clarification";
        faults.push(Fault::warning(Code::ANSWER, span, &message, help));
    }
}

fn keys<'a>(entry: &'a ClarifyTable, taken: &mut BTreeMap<String, &'a str>, faults: &mut Faults) {
    let id = entry.id.value.as_str();
    let mut warn = |key: &At<String>, message: String, help: &str| {
        faults.push(Fault::warning(Code::KEYS, key.span, &message, help));
    };
    for key in &entry.keys {
        let text = &key.value;
        let plain = joined(&words(text));
        if plain.is_empty() {
            let help = "write the words that a question would have";
            warn(key, format!("the key `{text}` finds nothing"), help);
            continue;
        }
        if *text != text.to_lowercase() {
            let help = "write keys in lower case; questions are read that way";
            warn(key, format!("the key `{text}` has upper case"), help);
        }
        if let Some(owner) = taken.insert(plain, id) {
            let message = if owner == id {
                format!("`{id}` has the key `{text}` twice")
            } else {
                format!("`{text}` is a key of `{owner}` too")
            };
            let help = "keep it where it belongs, and lengthen it elsewhere";
            warn(key, message, help);
        }
    }
    let count = entry.keys.len();
    if count < FEWEST_KEYS {
        let message = format!("`{id}` has {count} of at least {FEWEST_KEYS} keys");
        let help = "write down ten ways to ask it and take the stems that find most of them";
        faults.push(Fault::warning(Code::KEYS, entry.id.span, &message, help));
    }
}
