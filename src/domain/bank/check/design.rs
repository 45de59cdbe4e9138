//! A design prompt's own table.

use super::parts::Names;
use super::{unique, values};
use crate::domain::bank::detail::{Design, Estimate, Twist};
use crate::domain::bank::format::{DesignTable, EstimateTable, TwistTable};
use crate::domain::fault::Faults;

pub(super) fn design(table: &DesignTable, names: &Names<'_>, faults: &mut Faults) -> Design {
    let twists = table.twist.iter();
    unique(
        "twist",
        twists.map(|t| (t.id.value.as_str(), t.id.span)),
        faults,
    );
    let estimates = table.estimate.iter();
    unique(
        "estimate",
        estimates.map(|t| (t.id.value.as_str(), t.id.span)),
        faults,
    );
    for twist in &table.twist {
        names.phase(&twist.after, faults);
        twist.shows.iter().for_each(|item| names.item(item, faults));
    }
    let estimate = |table: &EstimateTable| Estimate {
        id: table.id.value.clone(),
        text: table.text.value.clone(),
        value: table.value.value,
        unit: table.unit.clone(),
        tolerance: table.tolerance.value,
        working: table.working.value.clone(),
    };
    let twist = |table: &TwistTable| Twist {
        id: table.id.value.clone(),
        after: table.after.value.clone(),
        text: table.text.value.clone(),
        shows: values(&table.shows),
    };
    Design {
        artifacts: table.artifacts.clone(),
        estimates: table.estimate.iter().map(estimate).collect(),
        twists: table.twist.iter().map(twist).collect(),
    }
}
