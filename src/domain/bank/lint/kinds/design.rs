//! A design prompt's figures and changes of mind.

use super::Subject;
use crate::domain::bank::format::DesignTable;
use crate::domain::fault::{Code, Fault, Faults};

/// Fewer figures than this don't show whether a design fits its load.
const FEWEST_ESTIMATES: usize = 3;

pub(super) fn rules(subject: &Subject<'_>, table: &DesignTable, faults: &mut Faults) {
    estimates(subject, table, faults);
    twists(subject, table, faults);
}

fn estimates(subject: &Subject<'_>, table: &DesignTable, faults: &mut Faults) {
    let count = table.estimate.len();
    if count < FEWEST_ESTIMATES {
        let message = format!("{count} estimates");
        let help = "add [[design.estimate]] tables until there are three";
        let last = table.estimate.last();
        let span = last.map_or(subject.file.kind.span, |estimate| estimate.id.span);
        faults.push(Fault::error(Code::ESTIMATES, span, &message, help));
    }
    for estimate in &table.estimate {
        let tolerance = &estimate.tolerance;
        if !(0.1..=0.5).contains(&tolerance.value) {
            let message = format!(
                "the tolerance of `{}` is {}",
                estimate.id.value, tolerance.value
            );
            let help = "write 0.1 to 0.5: rough sums count, wrong ones don't";
            faults.push(Fault::error(
                Code::ESTIMATES,
                tolerance.span,
                &message,
                help,
            ));
        }
        if estimate.working.value.is_blank() {
            let message = format!("`{}` has no working", estimate.id.value);
            let help = "write the sum, such as `7 x 347 = 2,430`";
            let span = estimate.working.span;
            faults.push(Fault::error(Code::ESTIMATES, span, &message, help));
        }
    }
}

fn twists(subject: &Subject<'_>, table: &DesignTable, faults: &mut Faults) {
    if table.twist.is_empty() {
        let help = "add a [[design.twist]] after which the best next step is another";
        let span = subject.file.kind.span;
        faults.push(Fault::error(Code::TWISTS, span, "there is no twist", help));
    }
    for twist in table.twist.iter().filter(|twist| twist.shows.is_empty()) {
        let message = format!("no item is seen after twist `{}`", twist.id.value);
        let help = "list in `shows` the items that its answer brings out";
        faults.push(Fault::error(Code::TWISTS, twist.id.span, &message, help));
    }
}
