//! The time that phases took, against their budgets.

use crate::domain::bank::{Kind, PhaseId};
use crate::domain::round::State;

/// The time that a phase took in finished rounds, against what it had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhaseUse {
    /// The kind.
    pub kind: Kind,
    /// The phase.
    pub phase: PhaseId,
    /// In how many timed rounds it was entered.
    pub rounds: u32,
    /// The mean time, in milliseconds.
    pub spent_ms: u64,
    /// The mean budget with extensions, in milliseconds.
    pub budget_ms: u64,
    /// In how many of the rounds it ran over.
    pub over: u32,
}

/// The time that phases took, by kind, in the order in which they first came. Phases without a
/// limit and those never entered are left out.
pub fn phase_uses(rounds: &[State]) -> Vec<PhaseUse> {
    let mut uses: Vec<PhaseUse> = Vec::new();
    for round in rounds {
        for phase in round.phases.iter().filter(|phase| phase.entered) {
            let Some(budget_ms) = phase.budget_ms else {
                continue;
            };
            let (kind, id) = (round.drawn.kind, &phase.id);
            let known = uses
                .iter()
                .position(|known| known.kind == kind && known.phase == *id);
            let place = known.unwrap_or_else(|| {
                uses.push(PhaseUse {
                    kind,
                    phase: id.clone(),
                    rounds: 0,
                    spent_ms: 0,
                    budget_ms: 0,
                    over: 0,
                });
                uses.len() - 1
            });
            if let Some(sum) = uses.get_mut(place) {
                sum.rounds += 1;
                sum.spent_ms += phase.spent_ms;
                sum.budget_ms += budget_ms;
                sum.over += u32::from(phase.spent_ms > budget_ms);
            }
        }
    }
    for sum in &mut uses {
        sum.spent_ms /= u64::from(sum.rounds);
        sum.budget_ms /= u64::from(sum.rounds);
    }
    uses.sort_by_key(|sum| sum.kind);
    uses
}
