//! Hint ladders: what they are on, what they cost, how they begin.

use std::collections::BTreeSet;

use super::Subject;
use super::items::SHORT_CUE_CHARS;
use super::words::find_fragment;
use crate::domain::bank::format::HintTable;
use crate::domain::bank::{ItemId, Weight};
use crate::domain::fault::{Code, Fault, Faults};

pub(super) fn rules(subject: &Subject<'_>, faults: &mut Faults) {
    must(subject, faults);
    free(subject, faults);
    for hint in subject.file.hint.iter().filter(|hint| hint.rung.value == 1) {
        first_rung(subject, hint, faults);
    }
}

fn must(subject: &Subject<'_>, faults: &mut Faults) {
    let file = subject.file;
    let is_must = |hint: &HintTable| {
        let item = subject.item(&hint.unlocks.value);
        item.is_some_and(|item| item.weight.value == Weight::Must)
    };
    if !file.hint.iter().any(is_must) {
        let items: BTreeSet<&str> = file.hint.iter().map(|h| h.unlocks.value.as_str()).collect();
        let items: Vec<&str> = items.into_iter().collect();
        let message = if items.is_empty() {
            "there is no hint".to_owned()
        } else {
            format!("hints only for {}, none of them a must", items.join(", "))
        };
        let first = file.hint.first();
        let span = first.map_or(file.id.span, |hint| hint.unlocks.span);
        let help = "write a ladder for the must on which the prompt turns";
        faults.push(Fault::error(Code::MUST_LADDER, span, &message, help));
    }
}

/// A ladder whose last rung costs nothing.
fn free(subject: &Subject<'_>, faults: &mut Faults) {
    let dear: BTreeSet<&ItemId> = subject
        .file
        .hint
        .iter()
        .filter(|hint| hint.cost.value > 0)
        .map(|hint| &hint.unlocks.value)
        .collect();
    let last = subject.file.hint.iter().filter(|hint| hint.rung.value == 3);
    for hint in last.filter(|hint| !dear.contains(&hint.unlocks.value)) {
        let message = format!("all hints for `{}` are free", hint.unlocks.value);
        let help = "let the cost rise from 0; the last rung nearly gives the item away";
        faults.push(Fault::error(Code::LADDER, hint.cost.span, &message, help));
    }
}

fn first_rung(subject: &Subject<'_>, hint: &HintTable, faults: &mut Faults) {
    let Some(item) = subject.item(&hint.unlocks.value) else {
        return;
    };
    for cue in &item.cues {
        let is_short = cue.value.chars().count() <= SHORT_CUE_CHARS;
        let found = find_fragment(hint.text.value.as_str(), &cue.value);
        if let Some(found) = found.filter(|_| !is_short) {
            let message = format!(
                "rung 1 has the cue \"{}\" of `{}`",
                cue.value, item.id.value
            );
            let help = "let the first rung turn the eyes somewhere; leave the word to rung 3";
            let span = subject.within(hint.text.span, found);
            faults.push(Fault::warning(Code::FIRST_RUNG, span, &message, help));
        }
    }
}
