//! A role beside the prompts of its bank.

use std::collections::BTreeSet;

use super::Subject;
use crate::domain::bank::check::Shared;
use crate::domain::bank::format::RoleFile;
use crate::domain::bank::{DimensionId, Kind};
use crate::domain::fault::{Code, Fault, Faults};
use crate::domain::raw::Choice as _;

/// Reports every dimension that a role weighs for a kind, and that no prompt of that kind rates.
/// Of kinds with an `unread` prompt nothing is said: that prompt may rate it.
pub fn role(
    file: &RoleFile,
    shared: &Shared,
    subjects: &[Subject<'_>],
    unread: &BTreeSet<Kind>,
    faults: &mut Faults,
) {
    let known: BTreeSet<&str> = shared.dimensions.keys().map(DimensionId::as_str).collect();
    for (word, weights) in &file.w_kind_dim.value {
        let Some(kind) = Kind::from_word(word).filter(|kind| !unread.contains(kind)) else {
            continue;
        };
        let rated: BTreeSet<&str> = subjects
            .iter()
            .filter(|subject| subject.file.kind.value == kind)
            .flat_map(|subject| &subject.file.rubric.used.value)
            .map(|id| id.value.as_str())
            .collect();
        for (dimension, weight) in &weights.value {
            let name = dimension.as_str();
            // A name that the bank does not know is told as such.
            if weight.value > 0.0 && known.contains(name) && !rated.contains(name) {
                let message = format!("no {word} prompt rates `{name}`");
                let help = "weigh a dimension that one rates, or write a prompt that rates it";
                let fault = Fault::warning(Code::ROLE_DIMENSION, weight.span, &message, help);
                faults.push(fault);
            }
        }
    }
}
