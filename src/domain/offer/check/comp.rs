//! The compensation of an offer against the rules.

use rust_decimal::Decimal;

use super::{equity, fault};
use crate::domain::fault::{Code, Faults};
use crate::domain::offer::format::{CompTable, SignOnTable};
use crate::domain::offer::model::{Clawback, Comp, Scorecard, SignOn};

/// The latest month that anything can be paid in.
const LAST_MONTH: u32 = 120;

pub(super) fn comp(table: &CompTable, card: &Scorecard, faults: &mut Faults) -> Option<Comp> {
    let before = faults.len();
    let rate = rate(table, card, faults);
    let bounded = [
        (table.base_growth, 1, "base_growth"),
        (
            table.bonus.as_ref().map(|bonus| bonus.target_pct),
            10,
            "target_pct",
        ),
        (
            table.bonus.as_ref().and_then(|bonus| bonus.expected_payout),
            10,
            "expected_payout",
        ),
        (
            table.matched.as_ref().map(|matched| matched.rate),
            10,
            "rate of match",
        ),
        (
            table
                .matched
                .as_ref()
                .map(|matched| matched.cap_pct_of_base),
            1,
            "cap_pct_of_base",
        ),
    ];
    for (share, most, what) in bounded {
        if let Some(share) = share.filter(|share| share.0 > Decimal::from(most)) {
            let help = "write a share of 1: 0.10 is ten percent";
            let message = format!("{what} is {}", share.0);
            fault(faults, Code::OFFER_AMOUNT, table.span, message, help);
        }
    }
    let sign_on: Vec<SignOn> = table
        .sign_on
        .iter()
        .map(|one| sign_on(one, faults))
        .collect();
    let grants = table
        .equity
        .iter()
        .filter_map(|one| equity::grant(one, card, faults));
    let grants: Vec<_> = grants.collect();
    let refreshers = table
        .refresher
        .iter()
        .filter_map(|one| equity::refresher(one, faults));
    let refreshers: Vec<_> = refreshers.collect();
    let or_zero = |amount: Option<Decimal>| amount.unwrap_or(Decimal::ZERO);
    let bonus = table.bonus.as_ref();
    let matched = table.matched.as_ref();
    (faults.len() == before).then(|| Comp {
        currency: table.currency.value,
        rate,
        base: table.base.value.0,
        base_growth: or_zero(table.base_growth.map(|growth| growth.0)),
        benefits: or_zero(table.benefits_per_year.map(|benefits| benefits.0)),
        bonus_target: or_zero(bonus.map(|bonus| bonus.target_pct.0)),
        bonus_payout: bonus
            .and_then(|bonus| bonus.expected_payout)
            .map_or(Decimal::ONE, |payout| payout.0),
        matched: or_zero(matched.map(|matched| matched.rate.0 * matched.cap_pct_of_base.0)),
        sign_on,
        grants,
        refreshers,
    })
}

/// What one unit of the offer's currency is worth in the scorecard's: a typed rate, or 1.
fn rate(table: &CompTable, card: &Scorecard, faults: &mut Faults) -> Decimal {
    let (from, to) = (table.currency.value, card.base);
    if from == to {
        return Decimal::ONE;
    }
    let rate = card
        .rates
        .iter()
        .find(|rate| rate.from == from && rate.to == to);
    rate.map_or_else(
        || {
            let (from, to) = (from.code(), to.code());
            let message = format!("there is no rate from {from} to {to}");
            let help = format!(
                "add to scorecard.toml: [[fx]] from = \"{from}\", to = \"{to}\", rate = \"...\", \
                 date = ..., source = \"...\""
            );
            fault(
                faults,
                Code::OFFER_CURRENCY,
                table.currency.span,
                message,
                &help,
            );
            Decimal::ONE
        },
        |rate| rate.rate,
    )
}

fn sign_on(table: &SignOnTable, faults: &mut Faults) -> SignOn {
    let clawback = table.clawback.as_ref();
    let months = clawback.map(|clawback| &clawback.months);
    for at in std::iter::once(&table.month).chain(months) {
        if !(1..=LAST_MONTH).contains(&at.value) {
            let message = format!("month {}", at.value);
            let help = "months count from 1; 13 is the first of the second year";
            fault(faults, Code::OFFER_AMOUNT, at.span, message, help);
        }
    }
    SignOn {
        amount: table.amount.value.0,
        month: table.month.value,
        clawback: clawback.map(|clawback| Clawback {
            months: clawback.months.value,
            mode: clawback.mode,
            gross: clawback.gross,
        }),
    }
}
