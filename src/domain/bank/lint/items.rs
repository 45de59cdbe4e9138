//! What a strong answer covers: single items, pairs of them, and all of them together.

use std::ops::RangeInclusive;

use super::Subject;
use super::placeholder::wanted;
use super::words::{content, find_fragment, find_phrase, words};
use crate::domain::bank::format::ExpectTable;
use crate::domain::bank::{Level, PhaseId, Weight};
use crate::domain::fault::{Code, Fault, Faults};

/// Words for what nobody can see.
const UNOBSERVABLE: &[&str] = &[
    "appropriate",
    "appropriately",
    "best practice",
    "best practices",
    "clean",
    "cleanly",
    "etc",
    "good",
    "knows",
    "nice",
    "nicely",
    "proper",
    "properly",
    "robust",
    "robustly",
    "scalable",
    "understand",
    "understands",
    "understanding",
    "well designed",
];

/// Phases in which nothing new is expected.
const PHASES_WITHOUT_ITEMS: &[&str] =
    &["after", "close", "opening", "prepare", "probing", "review"];

/// A cue as short as this stands in many questions.
pub(super) const SHORT_CUE_CHARS: usize = 4;

pub(super) fn rules(subject: &Subject<'_>, faults: &mut Faults) {
    for item in &subject.file.expect {
        seen(subject, item, faults);
        probe(subject, item, faults);
    }
    overlaps(subject, faults);
    for level in &subject.file.levels.value {
        level_counts(subject, *level, faults);
    }
    phases(subject, faults);
    dimensions(subject, faults);
}

fn seen(subject: &Subject<'_>, item: &ExpectTable, faults: &mut Faults) {
    let (text, span) = (item.seen.value.as_str(), item.seen.span);
    if let Some(word) = find_phrase(text, UNOBSERVABLE) {
        let message = format!("\"{word}\" can't be seen in `{}`", item.id.value);
        let help = "write what is said, drawn or done, so that two observers tick the same";
        let span = subject.within(span, word);
        faults.push(Fault::warning(Code::UNOBSERVABLE, span, &message, help));
    }
    let ands = words(text).iter().filter(|word| word.text == "and").count();
    if ands > 1 {
        let message = format!(
            "`{}` joins several things: \"and\" stands {ands} times",
            item.id.value
        );
        let help = "make an item of each thing, or keep the one that counts";
        faults.push(Fault::warning(Code::JOINED, span, &message, help));
    }
}

fn probe(subject: &Subject<'_>, item: &ExpectTable, faults: &mut Faults) {
    let (text, span) = (item.probe.value.as_str(), item.probe.span);
    if wanted(text).is_some() {
        return;
    }
    if !text.trim_end().ends_with('?') {
        let message = format!("the probe of `{}` is no question", item.id.value);
        let help = "end it with a question that the item's words answer";
        faults.push(Fault::error(Code::PROBE, span, &message, help));
    }
    for cue in &item.cues {
        let is_short = cue.value.chars().count() <= SHORT_CUE_CHARS;
        if let Some(found) = find_fragment(text, &cue.value).filter(|_| !is_short) {
            let message = format!(
                "the probe of `{}` has its cue \"{}\"",
                item.id.value, cue.value
            );
            let help = "ask about the situation, and leave the word to the candidate";
            let span = subject.within(span, found);
            faults.push(Fault::warning(Code::PROBE, span, &message, help));
        }
    }
}

/// Pairs of items that share more than 40% of their content words.
fn overlaps(subject: &Subject<'_>, faults: &mut Faults) {
    let words = |item: &ExpectTable| content(item.seen.value.as_str());
    let items: Vec<_> = subject.file.expect.iter().map(|i| (i, words(i))).collect();
    for (at, (item, words)) in items.iter().enumerate() {
        for (before, other) in items.iter().take(at) {
            let shared: Vec<&str> = words.intersection(other).map(String::as_str).collect();
            let all = words.union(other).count();
            if shared.len() * 10 > all * 4 {
                let message = format!(
                    "`{}` and `{}` share {} of {all} words: {}",
                    before.id.value,
                    item.id.value,
                    shared.len(),
                    shared.join(", ")
                );
                let help = "make one item of them, or say in each what the other has not";
                faults.push(Fault::warning(
                    Code::OVERLAP,
                    item.seen.span,
                    &message,
                    help,
                ));
            }
        }
    }
}

fn level_counts(subject: &Subject<'_>, level: Level, faults: &mut Faults) {
    let items: Vec<&ExpectTable> = subject
        .file
        .expect
        .iter()
        .filter(|item| item.from.value <= level)
        .collect();
    let is_must = |item: &&&ExpectTable| item.weight.value == Weight::Must;
    let (all, musts) = (items.len(), items.iter().filter(is_must).count());
    let (range, fewest_musts): (RangeInclusive<usize>, usize) = if subject.is_short() {
        (3..=6, 2)
    } else {
        (5..=18, 3)
    };
    let (span, level) = (subject.file.levels.span, level.as_str());
    if musts < fewest_musts {
        let message = format!("{musts} musts at level {level}");
        let help = format!("the bar asks for at least {fewest_musts} items of weight must");
        faults.push(Fault::error(Code::ITEM_COUNT, span, &message, &help));
    }
    if !range.contains(&all) {
        let message = format!("{all} items at level {level}");
        let help = format!(
            "have {} to {} items that are expected there",
            range.start(),
            range.end()
        );
        faults.push(Fault::warning(Code::ITEM_COUNT, span, &message, &help));
    }
    if musts * 3 > all * 2 {
        let message = format!("{musts} of {all} items at level {level} are musts");
        let help = "keep at most two thirds as musts; the rest tells strong from enough";
        faults.push(Fault::warning(Code::ITEM_COUNT, span, &message, help));
    }
}

fn phases(subject: &Subject<'_>, faults: &mut Faults) {
    let file = subject.file;
    let Some(plan) = subject.shared.plans.get(&file.phases.value) else {
        return;
    };
    let is_main = |id: &PhaseId| !PHASES_WITHOUT_ITEMS.contains(&id.as_str());
    let has_item = |id: &PhaseId| file.expect.iter().any(|item| item.phase.value == *id);
    let main = plan.phases.iter().map(|phase| &phase.id);
    for id in main.filter(|id| !subject.is_short() && is_main(id) && !has_item(id)) {
        let message = format!("no item is expected in phase `{id}`");
        let help = format!("add an [[expect]] with `phase = \"{id}\"`, or take another plan");
        faults.push(Fault::error(
            Code::PHASE_ITEMS,
            file.phases.span,
            &message,
            &help,
        ));
    }
}

fn dimensions(subject: &Subject<'_>, faults: &mut Faults) {
    let file = subject.file;
    for dimension in &file.rubric.used.value {
        let (id, span) = (&dimension.value, dimension.span);
        let items = file.expect.iter();
        let mut items = items.filter(|item| item.dimension.value == *id);
        let help = "give it two items or more, or rate fewer dimensions";
        match (items.next(), items.next()) {
            (None, _) => {
                let message = format!("`{id}` is rated, and no item speaks for it");
                faults.push(Fault::error(Code::DIMENSION_ITEMS, span, &message, help));
            }
            (Some(only), None) => {
                let message = format!("only item `{}` speaks for `{id}`", only.id.value);
                faults.push(Fault::warning(Code::DIMENSION_ITEMS, span, &message, help));
            }
            (Some(_), Some(_)) => {}
        }
    }
}
