//! A behavioral prompt's time, scope and starts.

use super::Subject;
use crate::domain::bank::format::BehavioralTable;
use crate::domain::fault::{Code, Fault, Faults};
use crate::domain::text::Safe;

/// Fewer starts than this leave people without a story.
const FEWEST_SEEDS: usize = 3;

/// Shares are written in decimals, whose sums are not exact.
const ROUNDING: f64 = 1e-9;

pub(super) fn rules(subject: &Subject<'_>, table: &BehavioralTable, faults: &mut Faults) {
    shares(table, faults);
    scope(subject, table, faults);
    seeds(subject, table, faults);
}

fn shares(table: &BehavioralTable, faults: &mut Faults) {
    let (mut lowest, mut highest) = (0.0, 0.0);
    for share in table.time_shares.value.values() {
        lowest += share.value.first().copied().unwrap_or(0.0);
        highest += share.value.last().copied().unwrap_or(0.0);
    }
    let (message, help) = if lowest > 1.0 + ROUNDING {
        let message = format!("the lowest shares add up to {lowest:.2}");
        (message, "lower some, so that they leave room within 1")
    } else if highest < 1.0 - ROUNDING {
        let message = format!("the highest shares add up to {highest:.2}");
        (message, "raise some, so that the whole time can be used")
    } else {
        return;
    };
    let span = table.time_shares.span;
    faults.push(Fault::error(Code::SHARES, span, &message, help));
}

fn scope(subject: &Subject<'_>, table: &BehavioralTable, faults: &mut Faults) {
    for level in &subject.file.levels.value {
        let text = table.scope.value.get(level.as_str());
        if text.is_none_or(Safe::is_blank) {
            let message = format!("no scope is described for level {}", level.as_str());
            let help = format!(
                "add `{} = \"...\"`: whose system, whom it reached, how long",
                level.as_str()
            );
            faults.push(Fault::error(Code::SCOPE, table.scope.span, &message, &help));
        }
    }
}

fn seeds(subject: &Subject<'_>, table: &BehavioralTable, faults: &mut Faults) {
    let seeds = table.story_seed.iter();
    let count = seeds.filter(|seed| !seed.text.value.is_blank()).count();
    if count < FEWEST_SEEDS {
        let message = format!("{count} starts for a story");
        let help = "add [[behavioral.story_seed]] tables until there are three, unlike each other";
        let last = table.story_seed.last();
        let span = last.map_or(subject.file.kind.span, |seed| seed.text.span);
        faults.push(Fault::error(Code::SEEDS, span, &message, help));
    }
}
