//! What an offer pays: by year in exact decimals, and as one figure a year.

mod leaving;
mod level;

use rust_decimal::Decimal;

use super::equity::{Claim, Strip, private};
use super::lottery::{Lottery, Outcome};
use super::model::{Comp, Grant, Outlook, Refresher, Scorecard};
use super::money::float;
use super::words::{Confidence, EquityKind};

pub use self::leaving::{Leaving, VestedPart, leaving};
pub use self::level::{required_price, tie_amount};

/// What one year pays, in the scorecard's currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Year {
    /// Base salary.
    pub base: Decimal,
    /// The bonus that is expected.
    pub bonus: Decimal,
    /// Sign-on payments.
    pub sign_on: Decimal,
    /// Benefits, and what is added to savings.
    pub benefits: Decimal,
}

impl Year {
    /// All of it.
    pub fn cash_total(&self) -> Decimal {
        self.base + self.bonus + self.sign_on + self.benefits
    }

    /// All of it if no bonus is paid.
    pub fn guaranteed(&self) -> Decimal {
        self.base + self.sign_on + self.benefits
    }
}

/// Three figures that belong together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figures {
    /// Cash alone.
    pub cash: f64,
    /// Cash and the mean of equity.
    pub expected: f64,
    /// Cash and the certainty equivalent of equity; none without savings and a discount rate.
    pub risk_adjusted: Option<f64>,
}

impl Figures {
    /// Each figure changed in the same way.
    #[must_use]
    pub fn map(&self, f: impl Fn(f64) -> f64) -> Self {
        Self {
            cash: f(self.cash),
            expected: f(self.expected),
            risk_adjusted: self.risk_adjusted.map(f),
        }
    }
}

/// What an offer pays.
#[derive(Debug, Clone, PartialEq)]
pub struct Pay {
    /// Cash by year.
    pub years: Vec<Year>,
    /// What vests of public shares and refreshers by year, as expected.
    pub equity_by_year: Vec<f64>,
    /// The present value of cash.
    pub pv_cash: f64,
    /// The present value of cash that is certain.
    pub pv_guaranteed: f64,
    /// What may come of all equity.
    pub lottery: Lottery,
    /// Its certainty equivalent; none without savings and a discount rate.
    pub certainty_equivalent: Option<f64>,
    /// As much a year, for the whole horizon.
    pub level: Figures,
    /// The same of guaranteed cash.
    pub level_guaranteed: f64,
    /// The common headline: base, bonus, grants by vesting years and a quarter of sign-ons.
    pub annualised: f64,
    /// Distributions of private grants.
    pub strips: Vec<Strip>,
    /// Why a grant adds nothing.
    pub unvalued: Vec<String>,
    /// Whether a private grant rests on what usually happens to investors.
    pub rests_on_base_rates: bool,
}

/// Computes what an offer pays.
pub fn pay(comp: &Comp, card: &Scorecard) -> Pay {
    let horizon = card.horizon_years;
    let years: Vec<Year> = (1..=horizon).map(|year| cash(comp, year)).collect();
    let discounts = discounts(card.rate(), horizon);
    let present = |amounts: &mut dyn Iterator<Item = f64>| -> f64 {
        amounts
            .zip(&discounts)
            .map(|(amount, discount)| amount / discount)
            .sum()
    };
    let pv_cash = present(&mut years.iter().map(|year| float(year.cash_total())));
    let pv_guaranteed = present(&mut years.iter().map(|year| float(year.guaranteed())));
    let mut equity = Equity::new(card, &discounts);
    for grant in &comp.grants {
        equity.grant(grant, comp);
    }
    for refresher in &comp.refreshers {
        equity.refresher(refresher, comp);
    }
    let lottery = equity.lottery;
    let wealth = card.wealth.filter(|_| card.discount_rate.is_some());
    let certainty_equivalent =
        wealth.map(|wealth| lottery.certainty_equivalent(float(wealth) + pv_cash, card.crra));
    let level = Figures {
        cash: pv_cash,
        expected: pv_cash + lottery.mean(),
        risk_adjusted: certainty_equivalent.map(|equivalent| pv_cash + equivalent),
    };
    Pay {
        level: level.map(|pv| level_annual(pv, card.rate(), horizon)),
        level_guaranteed: level_annual(pv_guaranteed, card.rate(), horizon),
        annualised: annualised(comp),
        years,
        equity_by_year: equity.by_year,
        pv_cash,
        pv_guaranteed,
        lottery,
        certainty_equivalent,
        strips: equity.strips,
        unvalued: equity.unvalued,
        rests_on_base_rates: comp
            .grants
            .iter()
            .any(|grant| grant.confidence == Confidence::BaseRate),
    }
}

/// Cash of a year: `base (1+g)^(y-1)`, the bonus that is expected of it, sign-ons in their month.
fn cash(comp: &Comp, year: u32) -> Year {
    let grown = (1..year).fold(comp.base, |base, _| {
        base * (Decimal::ONE + comp.base_growth)
    });
    let sign_on = comp
        .sign_on
        .iter()
        .filter(|one| one.month.div_ceil(12) == year);
    let sign_on: Decimal = sign_on.map(|one| one.amount).sum();
    Year {
        base: grown * comp.rate,
        bonus: grown * comp.bonus_target * comp.bonus_payout * comp.rate,
        sign_on: sign_on * comp.rate,
        benefits: (comp.benefits + grown * comp.matched) * comp.rate,
    }
}

/// `(1+r)^y` for each year, by multiplication, so that every machine agrees.
fn discounts(rate: f64, years: u32) -> Vec<f64> {
    (1..=years).map(|year| compounded(rate, year)).collect()
}

fn compounded(rate: f64, years: u32) -> f64 {
    (0..years).fold(1.0, |sum, _| sum * (1.0 + rate))
}

/// The same amount every year with the same present value: `PV r/(1-(1+r)^-n)`, `PV/n` for r = 0.
pub fn level_annual(pv: f64, rate: f64, years: u32) -> f64 {
    if rate <= 0.0 {
        return pv / f64::from(years.max(1));
    }
    pv * rate / (1.0 - 1.0 / compounded(rate, years))
}

/// The present value of an amount that is paid every year.
pub fn level_to_pv(level: f64, rate: f64, years: u32) -> f64 {
    level / level_annual(1.0, rate, years)
}

fn annualised(comp: &Comp) -> f64 {
    let yearly = comp.base + comp.base * comp.bonus_target * comp.bonus_payout;
    let grants = comp.grants.iter().map(|grant| {
        let years = grant.schedule.last_month().div_ceil(12).max(1);
        grant.value / Decimal::from(years)
    });
    let sign_on: Decimal = comp.sign_on.iter().map(|one| one.amount).sum();
    let total = yearly + grants.sum::<Decimal>() + sign_on / Decimal::from(4);
    float(total * comp.rate)
}

/// Grants added up.
struct Equity<'a> {
    horizon: u32,
    rate: f64,
    discounts: &'a [f64],
    lottery: Lottery,
    by_year: Vec<f64>,
    strips: Vec<Strip>,
    unvalued: Vec<String>,
}

impl<'a> Equity<'a> {
    fn new(card: &Scorecard, discounts: &'a [f64]) -> Self {
        Self {
            horizon: card.horizon_years,
            rate: card.rate(),
            discounts,
            lottery: Lottery::sure(0.0, 0.0),
            by_year: vec![0.0; discounts.len()],
            strips: Vec::new(),
            unvalued: Vec::new(),
        }
    }

    fn grant(&mut self, grant: &Grant, comp: &Comp) {
        match grant.kind {
            EquityKind::RsuPublic => self.public(grant, comp),
            EquityKind::RsuDoubleTrigger | EquityKind::Options | EquityKind::Phantom => {
                self.private(grant, float(comp.rate));
            }
        }
    }

    /// Public shares are worth their price on the day that they vest.
    fn public(&mut self, grant: &Grant, comp: &Comp) {
        let vested: Vec<f64> = (1..=self.horizon)
            .map(|year| float(vested_value(grant, year) * comp.rate))
            .collect();
        let scenarios = match &grant.outlook {
            Outlook::Scenarios(scenarios) => scenarios.clone(),
            // A price that stays as it is.
            Outlook::Lognormal { .. } | Outlook::Unsaid => vec![(1.0, 1.0)],
        };
        let mean: f64 = scenarios.iter().map(|(p, multiple)| p * multiple).sum();
        for (sum, value) in self.by_year.iter_mut().zip(&vested) {
            *sum += mean * value;
        }
        let pv: f64 = vested
            .iter()
            .zip(self.discounts)
            .map(|(value, by)| value / by)
            .sum();
        let nominal: f64 = vested.iter().sum();
        let outcomes = scenarios.into_iter().map(|(p, multiple)| Outcome {
            p,
            pv: pv * multiple,
            nominal: nominal * multiple,
        });
        self.lottery = self.lottery.and(&Lottery {
            outcomes: outcomes.collect(),
        });
    }

    /// Private shares are worth something at an exit, if there is one.
    fn private(&mut self, grant: &Grant, rate: f64) {
        let shares = grant.shares.unwrap_or(0);
        let vested = grant.schedule.vested_by(shares, self.horizon * 12);
        let claim = Claim::of(grant, vested, 1.0);
        let Some((nets, mut strip)) = private(grant, &claim) else {
            let why = match grant.outlook {
                Outlook::Lognormal { .. } => "without the fully diluted count it can't be valued",
                Outlook::Unsaid | Outlook::Scenarios(_) => {
                    "without scenarios or an exit it can't be valued"
                }
            };
            let kind = grant.kind.as_str();
            self.unvalued
                .push(format!("{shares} {kind}: {why}, and adds nothing"));
            return;
        };
        let discount = compounded(self.rate, grant.exit_year);
        let outcomes = nets.into_iter().map(|(p, net)| Outcome {
            p,
            pv: net * rate / discount,
            nominal: net * rate,
        });
        self.lottery = self.lottery.and(&Lottery {
            outcomes: outcomes.collect(),
        });
        strip.median *= rate;
        strip.p90 *= rate;
        strip.mean *= rate;
        self.strips.push(strip);
    }

    /// Refreshers count at what they are worth when granted.
    fn refresher(&mut self, refresher: &Refresher, comp: &Comp) {
        let (mut pv, mut nominal) = (0.0, 0.0);
        for number in 0..refresher.count {
            let begin = refresher.first_month + number * refresher.every_months;
            let years = (1..=self.horizon)
                .zip(self.by_year.iter_mut())
                .zip(self.discounts);
            for ((year, sum), discount) in years {
                let by = |month: u32| {
                    month
                        .checked_sub(begin)
                        .map_or(Decimal::ZERO, |month| refresher.schedule.share_by(month))
                };
                let share = by(year * 12) - by((year - 1) * 12);
                let value = float(refresher.amount * share * comp.rate);
                *sum += value;
                nominal += value;
                pv += value / discount;
            }
        }
        self.lottery = self.lottery.and(&Lottery::sure(pv, nominal));
    }
}

/// What vests of a public grant in a year, at the price of its day; in whole shares where their
/// number is known.
fn vested_value(grant: &Grant, year: u32) -> Decimal {
    let (from, to) = ((year - 1) * 12, year * 12);
    match grant.shares.filter(|shares| *shares > 0) {
        Some(shares) => {
            let vested =
                grant.schedule.vested_by(shares, to) - grant.schedule.vested_by(shares, from);
            grant.value * Decimal::from(vested) / Decimal::from(shares)
        }
        None => grant.value * (grant.schedule.share_by(to) - grant.schedule.share_by(from)),
    }
}
