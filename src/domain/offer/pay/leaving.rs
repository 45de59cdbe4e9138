//! What is left to somebody who leaves early.

use rust_decimal::Decimal;

use super::cash;
use crate::domain::offer::flags::paid_back;
use crate::domain::offer::model::Comp;
use crate::domain::offer::words::EquityKind;

/// What somebody has who leaves after some months.
#[derive(Debug, Clone, PartialEq)]
pub struct Leaving {
    /// Months worked.
    pub months: u32,
    /// Base, benefits and sign-ons until then, and the bonus of whole years.
    pub cash: Decimal,
    /// What is paid back of sign-ons.
    pub paid_back: Decimal,
    /// Each grant's kind, what has vested of it, and of how many shares.
    pub vested: Vec<(EquityKind, VestedPart)>,
}

/// What has vested of a grant.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum VestedPart {
    /// Shares of a number.
    Shares(u64, u64),
    /// A value at the price of the grant, in the scorecard's currency.
    Value(Decimal),
}

/// What somebody has who leaves after some months. No bonus is paid for a year that is not worked
/// to its end.
pub fn leaving(comp: &Comp, months: u32) -> Leaving {
    let mut total = Decimal::ZERO;
    for year in 1..=months.div_ceil(12) {
        let worked = months.saturating_sub((year - 1) * 12).min(12);
        let pay = cash(comp, year);
        total += (pay.base + pay.benefits) * Decimal::from(worked) / Decimal::from(12);
        if worked == 12 {
            total += pay.bonus;
        }
    }
    // A payment of month 13 is made at its beginning, to those who are still there.
    let paid = comp.sign_on.iter().filter(|one| one.month <= months);
    total += paid.clone().map(|one| one.amount).sum::<Decimal>() * comp.rate;
    let vested = comp.grants.iter().map(|grant| {
        let part = match grant.shares {
            Some(shares) => VestedPart::Shares(grant.schedule.vested_by(shares, months), shares),
            None => VestedPart::Value(grant.value * grant.schedule.share_by(months) * comp.rate),
        };
        (grant.kind, part)
    });
    Leaving {
        months,
        cash: total,
        paid_back: paid.map(|one| paid_back(one, months)).sum::<Decimal>() * comp.rate,
        vested: vested.collect(),
    }
}
