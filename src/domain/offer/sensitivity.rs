//! What would change the answer.

use super::compare::{Comparison, figure};
use super::flip::{
    CellFlip, Interval, cell_flips, nearest_weights, order_interval, weight_interval,
};
use super::pay::{level_to_pv, required_price};
use super::smaa::{Acceptability, Drawing, Lens, draw};
use super::words::{EquityKind, ScoreFrom};

/// What would change the answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Sensitivity {
    /// Within which bounds each weight leaves the first first.
    pub intervals: Vec<Interval>,
    /// Within which bounds each weight leaves the whole order as it is.
    pub order_intervals: Vec<(f64, f64)>,
    /// Single scores that would make another first, the nearest first.
    pub cells: Vec<CellFlip>,
    /// The nearest weights at which the second ties, as shares of 1.
    pub nearest: Option<Vec<f64>>,
    /// Draws around the stated weights.
    pub stated: Acceptability,
    /// Draws of all weights of the stated order.
    pub order: Acceptability,
    /// Draws of all weights.
    pub none: Acceptability,
    /// How often each is first at its own central weights, where scores are not exact.
    pub confidence: Vec<Option<f64>>,
    /// What one point of each criterion costs a year; none without a scored compensation.
    pub prices: Vec<Option<f64>>,
    /// The figure that prices are seen from: the second's, or the only one's.
    pub price_from: Option<f64>,
    /// The price of a share at which each offer's private equity would make it tie the best other.
    pub required_exit: Vec<Option<f64>>,
}

/// Computes what would change the answer. Draws are made on `threads` threads; the result does not
/// depend on it.
pub fn sensitivity(comparison: &Comparison, threads: usize) -> Sensitivity {
    let card = &comparison.card;
    let matrix = comparison.matrix();
    let mids = matrix.mids();
    let (weights, order) = (&matrix.weights, &comparison.order);
    let winner = order.first().copied().unwrap_or(0);
    let criteria = 0..weights.len();
    let drawing = Drawing {
        seed: card.seed,
        draws: card.draws,
        threads,
    };
    let none = draw(&matrix, Lens::None, &drawing);
    let is_exact = matrix.cells.iter().flatten().all(|(low, high)| high <= low);
    let confidence = (0..comparison.offers.len()).map(|place| {
        let central = none.central_weights(place).filter(|_| !is_exact)?;
        let mut at_central = matrix.clone();
        at_central.weights = central;
        draw(&at_central, Lens::Exact, &drawing)
            .first()
            .get(place)
            .copied()
    });
    let price_from = price_from(comparison);
    Sensitivity {
        intervals: criteria
            .clone()
            .map(|k| weight_interval(weights, &mids, winner, k))
            .collect(),
        order_intervals: criteria
            .clone()
            .map(|k| order_interval(weights, &mids, order, k))
            .collect(),
        cells: cell_flips(weights, &mids, order),
        nearest: nearest(comparison, &mids),
        stated: draw(&matrix, Lens::Stated(card.certainty), &drawing),
        order: draw(&matrix, Lens::Order, &drawing),
        confidence: confidence.collect(),
        none,
        prices: criteria
            .map(|k| price_of_a_point(comparison, k, price_from))
            .collect(),
        price_from,
        required_exit: (0..comparison.offers.len())
            .map(|place| required_exit(comparison, place))
            .collect(),
    }
}

fn nearest(comparison: &Comparison, mids: &[Vec<f64>]) -> Option<Vec<f64>> {
    let [winner, second, ..] = comparison.order.as_slice() else {
        return None;
    };
    let (own, other) = (mids.get(*winner)?, mids.get(*second)?);
    let differences: Vec<f64> = own
        .iter()
        .zip(other)
        .map(|(own, other)| own - other)
        .collect();
    nearest_weights(&comparison.card.weights(), &differences)
}

/// Prices are seen from the offer that could be talked about: the second, or the only one.
fn price_from(comparison: &Comparison) -> Option<f64> {
    let seen = comparison.order.get(1).or(comparison.order.first())?;
    let pay = comparison.offers.get(*seen)?.pay.as_ref()?;
    Some(figure(&pay.level, comparison.card.score_from))
}

/// What one point of a criterion costs a year at the user's weights:
/// `x((t/w)^(w_k/(10 w_c)) - 1)` on the log scale.
fn price_of_a_point(comparison: &Comparison, k: usize, from: Option<f64>) -> Option<f64> {
    let card = &comparison.card;
    let weights = card.weights();
    let comp_weight = weights.get(card.comp_index()?)?;
    let scale = card.scale.as_ref()?;
    let points = weights.get(k)? / comp_weight;
    (*comp_weight > 0.0).then_some(())?;
    from.map(|from| scale.price(from, points))
}

/// The price of a share, certain, at which an offer ties the best other one. None without private
/// equity, where no price is enough, or none is needed.
fn required_exit(comparison: &Comparison, place: usize) -> Option<f64> {
    let card = &comparison.card;
    let weighed = comparison.offers.get(place)?;
    let (comp, pay) = (weighed.offer.comp.as_ref()?, weighed.pay.as_ref()?);
    comp.grants
        .iter()
        .find(|grant| grant.kind != EquityKind::RsuPublic)?;
    let scale = card.scale.as_ref()?;
    let comp_at = card.comp_index()?;
    let weight = *card.weights().get(comp_at)?;
    let own = comparison.standings.get(place)?.mid;
    let others = comparison
        .standings
        .iter()
        .enumerate()
        .filter(|(other, _)| *other != place);
    let rival = others.map(|(_, standing)| standing.mid).reduce(f64::max)?;
    (weight > 0.0 && card.score_from != ScoreFrom::Cash).then_some(())?;
    let score = weighed.cells.get(comp_at)?.0 + (rival - own) / weight;
    if score > super::model::TOP_SCORE {
        return None;
    }
    let pv = level_to_pv(scale.figure(score), card.rate(), card.horizon_years);
    // Everything but private equity is taken as expected.
    let public = public_pv(weighed, card);
    required_price(comp, card, pv - pay.pv_cash - public)
}

fn public_pv(weighed: &super::compare::Weighed, card: &super::model::Scorecard) -> f64 {
    let Some(comp) = &weighed.offer.comp else {
        return 0.0;
    };
    let mut public = comp.clone();
    public
        .grants
        .retain(|grant| grant.kind == EquityKind::RsuPublic);
    super::pay::pay(&public, card).lottery.mean()
}
