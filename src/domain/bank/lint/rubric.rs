//! Ratings in words: of this prompt, not of every prompt.

use std::collections::BTreeSet;

use super::Subject;
use super::words::{content, is_same};
use crate::domain::fault::{Code, Fault, Faults};

pub(super) fn rules(subject: &Subject<'_>, faults: &mut Faults) {
    let file = subject.file;
    let mut about = content(file.statement.value.as_str());
    for item in &file.expect {
        about.extend(content(item.seen.value.as_str()));
    }
    for id in &file.rubric.used.value {
        let Some(anchors) = file.rubric.anchors.value.get(id.value.as_str()) else {
            continue;
        };
        let words = [&anchors.r1, &anchors.r2, &anchors.r3, &anchors.r4];
        if let Some(dimension) = subject.shared.dimensions.get(&id.value) {
            let general = words.iter().zip(&dimension.words).zip(1..);
            for ((own, _), number) in
                general.filter(|((own, general), _)| is_same(own.value.as_str(), general.as_str()))
            {
                let message = format!("r{number} of `{}` is the bank's general text", id.value);
                let help = "write what this rating does on this prompt";
                faults.push(Fault::error(Code::ANCHOR, own.span, &message, help));
            }
        }
        let passing: BTreeSet<String> = [&anchors.r3, &anchors.r4]
            .iter()
            .flat_map(|text| content(text.value.as_str()))
            .collect();
        if passing.is_disjoint(&about) {
            let message = format!(
                "r3 and r4 of `{}` share no word with the statement or an item",
                id.value
            );
            let help = "say it with this prompt's things; in another prompt it should be wrong";
            faults.push(Fault::warning(
                Code::ANCHOR,
                anchors.r3.span,
                &message,
                help,
            ));
        }
    }
}
