//! What would draw level: an exit, a base, a sign-on.

use rust_decimal::Decimal;

use super::{compounded, level_to_pv};
use crate::domain::offer::compare::{Comparison, figure};
use crate::domain::offer::equity::Claim;
use crate::domain::offer::model::{Comp, Scorecard, TOP_SCORE};
use crate::domain::offer::money::float;
use crate::domain::offer::words::EquityKind;

/// The price of a share, on today's count, at which private equity would be worth some present
/// value for sure. None if no price would do, or none is needed.
pub fn required_price(comp: &Comp, card: &Scorecard, pv_needed: f64) -> Option<f64> {
    let claims: Vec<(Claim, f64)> = comp
        .grants
        .iter()
        .filter(|grant| grant.kind != EquityKind::RsuPublic)
        .map(|grant| {
            let shares = grant.shares.unwrap_or(0);
            let vested = grant.schedule.vested_by(shares, card.horizon_years * 12);
            (
                Claim::of(grant, vested, 1.0),
                compounded(card.rate(), grant.exit_year),
            )
        })
        .collect();
    let rate = float(comp.rate);
    let worth = |price: f64| -> f64 {
        claims
            .iter()
            .map(|(claim, discount)| claim.at_price(price) * rate / discount)
            .sum()
    };
    let (mut low, mut high) = (0.0, 1.0);
    if pv_needed <= 0.0 || claims.is_empty() {
        return None;
    }
    while worth(high) < pv_needed {
        high *= 2.0;
        if high > 1e12 {
            return None;
        }
    }
    for _ in 0..200 {
        let middle = f64::midpoint(low, high);
        if worth(middle) < pv_needed {
            low = middle;
        } else {
            high = middle;
        }
    }
    Some(high)
}

/// The yearly base or the sign-on, in the offer's currency, with which an offer draws level with the
/// best other one: `x (t/w)^(D/(10 w_c))` of yearly worth on the log scale, turned into the item by its
/// present value. None if it is not behind, or no pay within the scale draws level.
pub fn tie_amount(comparison: &Comparison, place: usize, item: &str) -> Option<f64> {
    let card = &comparison.card;
    let weighed = comparison.offers.get(place)?;
    let (comp, pay) = (weighed.offer.comp.as_ref()?, weighed.pay.as_ref()?);
    let scale = card.scale.as_ref()?;
    let weight = *card.weights().get(card.comp_index()?)?;
    let own = comparison.standings.get(place)?.mid;
    let others = comparison
        .standings
        .iter()
        .enumerate()
        .filter(|(other, _)| *other != place);
    let behind = others.map(|(_, standing)| standing.mid).reduce(f64::max)? - own;
    (behind > 0.0 && weight > 0.0).then_some(())?;
    let now = figure(&pay.level, card.score_from);
    // Beyond the target no pay adds to the score.
    (scale.score(now) + behind / weight <= TOP_SCORE).then_some(())?;
    let more = level_to_pv(
        scale.price(now, behind / weight),
        card.rate(),
        card.horizon_years,
    );
    let rate = float(comp.rate);
    if item == "sign_on" {
        let first = comp.sign_on.first().map_or(0.0, |one| float(one.amount));
        return Some(first + more * (1.0 + card.rate()) / rate);
    }
    // What one unit of base is worth over the horizon, with all that follows it.
    let with = float(Decimal::ONE + comp.bonus_target * comp.bonus_payout + comp.matched);
    let growth = float(comp.base_growth);
    let unit: f64 = (1..=card.horizon_years)
        .map(|year| compounded(growth, year - 1) * with / compounded(card.rate(), year))
        .sum();
    Some(float(comp.base) + more / (unit * rate))
}
