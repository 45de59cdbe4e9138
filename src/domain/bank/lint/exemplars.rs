//! Answers at known ratings: that they are there, and that the checklist tells them apart.

use std::collections::BTreeSet;

use super::Subject;
use crate::domain::bank::format::ExemplarTable;
use crate::domain::bank::{ItemId, Kind, Weight};
use crate::domain::fault::{Code, Fault, Faults};

pub(super) fn rules(subject: &Subject<'_>, faults: &mut Faults) {
    if subject.file.kind.value == Kind::Coding {
        return;
    }
    enough(subject, faults);
    let exemplars = &subject.file.exemplar;
    for higher in exemplars {
        let lower = exemplars.iter();
        for lower in lower.filter(|lower| lower.rating.value < higher.rating.value) {
            separate(subject, higher, lower, faults);
        }
    }
}

fn enough(subject: &Subject<'_>, faults: &mut Faults) {
    let exemplars = &subject.file.exemplar;
    let ratings: Vec<u32> = exemplars.iter().map(|e| e.rating.value).collect();
    let has_low = ratings.iter().any(|rating| *rating <= 2);
    let has_high = ratings.contains(&4);
    let missing = match (has_low, has_high) {
        (true, true) => return,
        (false, true) => "none below the bar",
        (true, false) => "none at 4",
        (false, false) => "none below the bar and none at 4",
    };
    let message = format!("{} exemplars, {missing}", exemplars.len());
    let help = "write one answer that earns at most 2 and one that earns 4";
    let first = exemplars.first();
    let span = first.map_or(subject.file.id.span, |exemplar| exemplar.rating.span);
    faults.push(Fault::error(Code::EXEMPLARS, span, &message, help));
}

fn separate(
    subject: &Subject<'_>,
    higher: &ExemplarTable,
    lower: &ExemplarTable,
    faults: &mut Faults,
) {
    let (more, fewer) = (musts(subject, higher), musts(subject, lower));
    if more.len() <= fewer.len() {
        let message = format!(
            "`{}` covers {} musts and `{}`, rated lower, covers {}",
            higher.id.value,
            more.len(),
            lower.id.value,
            fewer.len()
        );
        let help = "a better answer covers more musts; correct the answers, ticks or weights";
        let first = higher.covers.first();
        let span = first.map_or(higher.id.span, |item| item.span);
        faults.push(Fault::error(Code::SEPARATION, span, &message, help));
    }
    for (dimension, rating) in &higher.ratings.value {
        let other = lower.ratings.value.get(dimension);
        if let Some(other) = other.filter(|other| other.value > rating.value) {
            let message = format!(
                "`{}` earns {} for `{dimension}` and `{}`, rated lower, earns {}",
                higher.id.value, rating.value, lower.id.value, other.value
            );
            let help = "a better answer is no worse on any dimension";
            faults.push(Fault::error(Code::SEPARATION, rating.span, &message, help));
        }
    }
}

fn musts<'a>(subject: &Subject<'_>, exemplar: &'a ExemplarTable) -> BTreeSet<&'a ItemId> {
    let is_must = |id: &&ItemId| {
        let item = subject.item(id);
        item.is_some_and(|item| item.weight.value == Weight::Must)
    };
    let covered = exemplar.covers.iter().map(|item| &item.value);
    covered.filter(is_must).collect()
}
