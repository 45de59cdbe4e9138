//! Grants against the rules.

use rust_decimal::Decimal;

use super::fault;
use super::scorecard::within;
use crate::domain::fault::{Code, Faults};
use crate::domain::names::nearest;
use crate::domain::offer::fields::{Exact, Money};
use crate::domain::offer::format::{EquityTable, RefresherTable, ScenarioTable, VestTable};
use crate::domain::offer::model::{Grant, Outlook, Refresher, Scorecard};
use crate::domain::offer::money::{decimal, float};
use crate::domain::offer::vest::{PRESETS, Schedule};
use crate::domain::offer::words::{Allocation, Confidence, EquityKind};
use crate::domain::raw::{At, Span};

pub(super) fn grant(table: &EquityTable, card: &Scorecard, faults: &mut Faults) -> Option<Grant> {
    let before = faults.len();
    kind(table, faults);
    let schedule = schedule(table, faults);
    let outlook = outlook(table, faults);
    let keep = keep(table, faults);
    if let Some(at) = table
        .exit_year
        .as_ref()
        .filter(|at| !(1..=30).contains(&at.value))
    {
        let message = format!("an exit in year {}", at.value);
        fault(
            faults,
            Code::OFFER_AMOUNT,
            at.span,
            message,
            "write a number from 1 to 30",
        );
    }
    let (shares, fully_diluted) = (table.shares.as_ref(), table.fully_diluted.as_ref());
    if let (Some(shares), Some(all)) = (shares, fully_diluted)
        && shares.value > all.value
    {
        let message = format!("{} shares of {} in all", shares.value, all.value);
        let help = "fully_diluted counts all shares of the company";
        fault(faults, Code::OFFER_AMOUNT, all.span, message, help);
    }
    let amount = |at: &Option<At<Money>>| at.as_ref().map(|at| at.value.0);
    (faults.len() == before).then(|| Grant {
        kind: table.kind.value,
        shares: shares.map(|at| u64::from(at.value)),
        value: amount(&table.grant_value).unwrap_or(Decimal::ZERO),
        strike: amount(&table.strike).unwrap_or(Decimal::ZERO),
        fully_diluted: fully_diluted.map(|at| u64::from(at.value)),
        last_preferred: amount(&table.last_preferred),
        fair_value: amount(&table.fmv_409a),
        preference: amount(&table.preference_total),
        vesting_start: table
            .vesting_start
            .as_ref()
            .or(table.granted.as_ref())
            .map(|at| at.value),
        schedule: schedule.unwrap_or_else(four_even_years),
        exercise_window_days: table.exercise_window_days,
        exit_year: table
            .exit_year
            .as_ref()
            .map_or(card.horizon_years, |at| at.value),
        exit_is_given: table.exit_year.is_some(),
        keep,
        outlook,
        confidence: table.confidence.unwrap_or(Confidence::Assumed),
    })
}

fn four_even_years() -> Schedule {
    Schedule::even([4, 0, 12], Allocation::CumulativeRoundDown)
}

/// Public and private equity have different figures; one called the other is refused.
fn kind(table: &EquityTable, faults: &mut Faults) {
    let at = table.kind.span;
    let mut wrong = |span: Span, message: &str, help: &str| {
        fault(faults, Code::OFFER_EQUITY, span, message, help);
    };
    let missing = "is missing from this grant";
    match table.kind.value {
        EquityKind::RsuPublic => {
            if table.grant_value.is_none() {
                let help = "write what the grant is worth on its day";
                wrong(at, &format!("grant_value {missing}"), help);
            }
            let private = [
                ("strike", table.strike.as_ref().map(|at| at.span)),
                (
                    "fully_diluted",
                    table.fully_diluted.as_ref().map(|at| at.span),
                ),
                (
                    "last_preferred",
                    table.last_preferred.as_ref().map(|at| at.span),
                ),
                ("fmv_409a", table.fmv_409a.as_ref().map(|at| at.span)),
                (
                    "preference_total",
                    table.preference_total.as_ref().map(|at| at.span),
                ),
                ("exit_year", table.exit_year.as_ref().map(|at| at.span)),
                (
                    "lognormal",
                    table.lognormal.as_ref().map(|table| table.span),
                ),
            ];
            for (key, span) in private {
                if let Some(span) = span {
                    let message = format!("`{key}` belongs to private equity, which is no cash");
                    let help = "a share that can't be sold yet is rsu_double_trigger or options";
                    wrong(span, &message, help);
                }
            }
        }
        EquityKind::Options | EquityKind::RsuDoubleTrigger | EquityKind::Phantom => {
            if table.shares.is_none() {
                wrong(
                    at,
                    &format!("shares {missing}"),
                    "write how many shares it has",
                );
            }
            if table.kind.value == EquityKind::Options && table.strike.is_none() {
                wrong(
                    at,
                    &format!("strike {missing}"),
                    "write what a share costs, \"0\" if nothing",
                );
            }
            if let Some(value) = &table.grant_value {
                let message = "a grant_value counts private equity as if it were cash";
                let help = "remove it: write shares, and scenarios with a price of a share";
                wrong(value.span, message, help);
            }
        }
    }
}

fn schedule(table: &EquityTable, faults: &mut Faults) -> Option<Schedule> {
    let vest = table.vest.as_ref();
    let allocation = vest
        .and_then(|vest| vest.allocation)
        .unwrap_or(Allocation::CumulativeRoundDown);
    let by_year = table.vest_pct_by_year.as_ref();
    let given = [
        by_year.map(|at| at.span),
        vest.and_then(|vest| vest.preset.as_ref()).map(|at| at.span),
        vest.and_then(|vest| vest.events.as_ref()).map(|at| at.span),
        vest.and_then(|vest| vest.pct_by_year.as_ref())
            .map(|at| at.span),
    ];
    let mut given = given.into_iter().flatten();
    let first = given.next();
    if let Some(second) = given.next() {
        let message = "vesting is said twice";
        fault(
            faults,
            Code::OFFER_VESTING,
            second,
            message,
            "keep one of the two",
        );
        return None;
    }
    if first.is_none() {
        let help = "add vest_pct_by_year = [25, 25, 25, 25], or vest = { preset = \"...\" }";
        let message = "it is not said when this grant vests";
        fault(faults, Code::OFFER_VESTING, table.kind.span, message, help);
        return None;
    }
    if let Some(at) = by_year {
        percents(at, faults);
        return Some(Schedule::by_year(&exact(&at.value), 12, 0, allocation));
    }
    vest.and_then(|vest| own_schedule(vest, allocation, faults))
}

fn own_schedule(vest: &VestTable, allocation: Allocation, faults: &mut Faults) -> Option<Schedule> {
    if let Some(name) = &vest.preset {
        let preset = PRESETS.iter().find(|(known, _)| *known == name.value);
        if preset.is_none() {
            let names: Vec<&str> = PRESETS.iter().map(|(name, _)| *name).collect();
            let near = nearest(&name.value, names.iter().copied());
            let near = near.map_or_else(String::new, |near| format!("did you mean `{near}`? "));
            let help = format!("{near}one of: {}", names.join(", "));
            let message = format!("there is no schedule `{}`", name.value);
            fault(faults, Code::OFFER_VESTING, name.span, message, &help);
        }
        return preset.map(|(_, preset)| Schedule::even(*preset, allocation));
    }
    if let Some(at) = &vest.pct_by_year {
        percents(at, faults);
        let every_months = vest.every_months.as_ref().map_or(12, |at| at.value);
        if let Some(at) = vest
            .every_months
            .as_ref()
            .filter(|at| ![1, 2, 3, 4, 6, 12].contains(&at.value))
        {
            let help = "write 1, 2, 3, 4, 6 or 12: a year has whole instalments";
            fault(
                faults,
                Code::OFFER_VESTING,
                at.span,
                format!("every {} months", at.value),
                help,
            );
        }
        let cliff = vest.cliff_months.as_ref().map_or(0, |at| at.value);
        return Some(Schedule::by_year(
            &exact(&at.value),
            every_months,
            cliff,
            allocation,
        ));
    }
    vest.events
        .as_ref()
        .and_then(|at| events(at, allocation, faults))
}

fn events(at: &At<Vec<Vec<f64>>>, allocation: Allocation, faults: &mut Faults) -> Option<Schedule> {
    let pair = |pair: &Vec<f64>| match pair.as_slice() {
        [month, percent] if *month >= 1.0 && *month <= 240.0 && *percent >= 0.0 => {
            let month = decimal(*month).filter(|month| month.fract().is_zero())?;
            Some((u32::try_from(month).ok()?, decimal(*percent)?))
        }
        _ => None,
    };
    let parts: Option<Vec<(u32, Decimal)>> = at.value.iter().map(pair).collect();
    let rising = parts.filter(|parts| {
        let mut neighbours = parts.iter().zip(parts.iter().skip(1));
        neighbours.all(|(a, b)| a.0 < b.0)
    });
    let Some(parts) = rising else {
        let help = "write events = [[12, 25], [24, 25], [36, 25], [48, 25]]";
        let message = "events are pairs of a month and its percent, in order";
        fault(faults, Code::OFFER_VESTING, at.span, message, help);
        return None;
    };
    whole(
        parts.iter().map(|(_, percent)| *percent).sum(),
        at.span,
        faults,
    );
    Some(Schedule::new(parts, 0, allocation))
}

fn exact(list: &[Exact]) -> Vec<Decimal> {
    list.iter().map(|exact| exact.0).collect()
}

fn percents(at: &At<Vec<Exact>>, faults: &mut Faults) {
    whole(exact(&at.value).into_iter().sum(), at.span, faults);
}

fn whole(sum: Decimal, span: Span, faults: &mut Faults) {
    if sum != Decimal::ONE_HUNDRED {
        let message = format!("{} % of the grant vests, not 100", sum.normalize());
        let help = "change the percents so that they sum to 100";
        fault(faults, Code::OFFER_VESTING, span, message, help);
    }
}

fn keep(table: &EquityTable, faults: &mut Faults) -> f64 {
    let share = |value: f64, span, faults: &mut Faults| {
        within(value, 0.0..=1.0, span, "a share", faults);
    };
    match (&table.dilution_keep, &table.dilution) {
        (Some(keep), Some(_)) => {
            let message = "dilution is said twice";
            fault(
                faults,
                Code::OFFER_AMOUNT,
                keep.span,
                message,
                "keep one of the two",
            );
            1.0
        }
        (Some(keep), None) => {
            share(keep.value, keep.span, faults);
            keep.value
        }
        (None, Some(rounds)) => {
            for round in &rounds.value {
                share(*round, rounds.span, faults);
            }
            // Each round takes its share of what is left: shares multiply, they don't add up.
            rounds.value.iter().map(|round| 1.0 - round).product()
        }
        (None, None) => 1.0,
    }
}

fn outlook(table: &EquityTable, faults: &mut Faults) -> Outlook {
    match (&table.scenarios, &table.lognormal) {
        (Some(at), None) => {
            let sum: Decimal = at.value.iter().map(|scenario| scenario.p.value.0).sum();
            if sum != Decimal::ONE {
                let message = format!("the probabilities sum to {}, not 1", sum.normalize());
                let help = "add the scenario that is missing; most often it is a price of 0";
                fault(faults, Code::OFFER_CHANCE, at.span, message, help);
            }
            let read = at
                .value
                .iter()
                .map(|one| scenario(one, table.kind.value, faults));
            Outlook::Scenarios(read.collect())
        }
        (None, Some(table)) => {
            let p = &table.p_liquidity;
            if !(0.0..=1.0).contains(&p.value) {
                let message = format!("a probability of {}", p.value);
                fault(
                    faults,
                    Code::OFFER_CHANCE,
                    p.span,
                    message,
                    "write a number from 0 to 1",
                );
            }
            within(
                table.sigma.value,
                0.01..=5.0,
                table.sigma.span,
                "a sigma",
                faults,
            );
            if table.median_exit.value.0.is_zero() {
                let help = "write the company's value, such as \"400000000\"";
                fault(
                    faults,
                    Code::OFFER_AMOUNT,
                    table.median_exit.span,
                    "an exit at 0",
                    help,
                );
            }
            Outlook::Lognormal {
                p_liquidity: p.value,
                median: float(table.median_exit.value.0),
                sigma: table.sigma.value,
            }
        }
        (Some(at), Some(_)) => {
            let message = "the outlook is said twice";
            let help = "keep scenarios or lognormal";
            fault(faults, Code::OFFER_CHANCE, at.span, message, help);
            Outlook::Unsaid
        }
        (None, None) => Outlook::Unsaid,
    }
}

fn scenario(table: &ScenarioTable, kind: EquityKind, faults: &mut Faults) -> (f64, f64) {
    let is_public = kind == EquityKind::RsuPublic;
    let value = match (&table.price, &table.multiple) {
        (None, Some(multiple)) if is_public => Some(multiple.value.0),
        (Some(price), None) if !is_public => Some(price.value.0),
        _ => None,
    };
    let value = value.unwrap_or_else(|| {
        let help = if is_public {
            "rsu_public has a multiple of today's price: { p = 0.5, multiple = 1.0 }"
        } else {
            "private equity has a price of a share: { p = 0.5, price = \"6.00\" }"
        };
        let message = if is_public {
            "a scenario of public shares needs a multiple, and no price"
        } else {
            "a scenario of private shares needs a price, and no multiple"
        };
        fault(faults, Code::OFFER_EQUITY, table.span, message, help);
        Decimal::ZERO
    });
    (float(table.p.value.0), float(value))
}

pub(super) fn refresher(table: &RefresherTable, faults: &mut Faults) -> Option<Refresher> {
    let before = faults.len();
    let every = table.every_months.as_ref();
    let count = table.count.as_ref();
    let checked = [
        (Some(&table.first_month), 0..=120),
        (every, 1..=120),
        (count, 1..=20),
    ];
    for (at, range) in checked {
        if let Some(at) = at.filter(|at| !range.contains(&at.value)) {
            let help = format!("write a number from {} to {}", range.start(), range.end());
            fault(
                faults,
                Code::OFFER_AMOUNT,
                at.span,
                format!("{} here", at.value),
                &help,
            );
        }
    }
    let allocation = Allocation::CumulativeRoundDown;
    let schedule = match &table.vest_pct_by_year {
        Some(at) => {
            percents(at, faults);
            Schedule::by_year(&exact(&at.value), 12, 0, allocation)
        }
        None => four_even_years(),
    };
    (faults.len() == before).then(|| Refresher {
        amount: table.amount.value.0,
        first_month: table.first_month.value,
        every_months: every.map_or(12, |at| at.value),
        count: count.map_or(1, |at| at.value),
        schedule,
        promised: table.promised.value,
    })
}
