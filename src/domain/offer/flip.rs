//! What would change the answer: exact intervals of a weight, the smallest transfer of points, the
//! score that a single cell would have to take.

use super::model::TOP_SCORE;
use super::totals::{SAME, total};

/// Within which bounds a weight leaves the winner first, as shares of 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// Below this, another takes over.
    pub low: f64,
    /// Above this, another takes over.
    pub high: f64,
    /// Who takes over below.
    pub below_to: Option<usize>,
    /// Who takes over above.
    pub above_to: Option<usize>,
}

/// Bounds of the weight of one criterion while the others keep their proportions. For a winner and
/// a rival, `d` is the difference of their scores, `D` that of their totals, and
/// `R = (D - w d)/(1 - w)` what the other criteria make of it; they tie at `t = R/(R - d)`. The
/// interval is the tightest over all rivals, for a third offer can take over. Intervals of this
/// kind are treated by Triantaphyllou and Sanchez (1997) and O'Shea et al. (2026).
pub fn weight_interval(weights: &[f64], scores: &[Vec<f64>], winner: usize, k: usize) -> Interval {
    let mut found = Interval {
        low: 0.0,
        high: 1.0,
        below_to: None,
        above_to: None,
    };
    for rival in (0..scores.len()).filter(|rival| *rival != winner) {
        match tie(weights, scores, (winner, rival), k) {
            Some(Bound::Above(at)) if at < found.high => {
                found.high = at;
                found.above_to = Some(rival);
            }
            Some(Bound::Below(at)) if at > found.low => {
                found.low = at;
                found.below_to = Some(rival);
            }
            Some(Bound::Above(_) | Bound::Below(_)) | None => {}
        }
    }
    found
}

/// Bounds of one weight within which the whole order stays: only neighbours can change places first.
pub fn order_interval(
    weights: &[f64],
    scores: &[Vec<f64>],
    order: &[usize],
    k: usize,
) -> (f64, f64) {
    let neighbours = order.iter().zip(order.iter().skip(1));
    neighbours.fold(
        (0.0, 1.0),
        |(low, high): (f64, f64), (upper, lower)| match tie(weights, scores, (*upper, *lower), k) {
            Some(Bound::Above(at)) => (low, high.min(at)),
            Some(Bound::Below(at)) => (low.max(at), high),
            None => (low, high),
        },
    )
}

enum Bound {
    /// The rival is better above it.
    Above(f64),
    /// The rival is better below it.
    Below(f64),
}

fn tie(
    weights: &[f64],
    scores: &[Vec<f64>],
    (winner, rival): (usize, usize),
    k: usize,
) -> Option<Bound> {
    let weight = *weights.get(k)?;
    let (own, other) = (scores.get(winner)?, scores.get(rival)?);
    let d = own.get(k)? - other.get(k)?;
    let rest = 1.0 - weight;
    if rest <= SAME {
        return None;
    }
    let difference = total(
        weights,
        own.iter().zip(other).map(|(own, other)| own - other),
    );
    let r = (difference - weight * d) / rest;
    if (r - d).abs() <= SAME {
        return None;
    }
    let at = r / (r - d);
    if !(0.0..=1.0).contains(&at) {
        return None;
    }
    Some(if d < r {
        Bound::Above(at)
    } else {
        Bound::Below(at)
    })
}

/// A move of weight that makes two offers tie.
#[derive(Debug, Clone, PartialEq)]
pub struct Transfer {
    /// How much moves in all, as a share of 1.
    pub amount: f64,
    /// From which criteria how much moves, the first one first.
    pub from: Vec<(usize, f64)>,
    /// To which criterion.
    pub to: usize,
}

/// The smallest transfer that ties a winner with a rival, by the differences of their scores:
/// from the largest to the smallest, as far as the weights go. None if no weights make them tie.
/// (Greedy is optimal: every unit of weight moved gains `d_from - d_to`, and this takes the dearest
/// units first.)
pub fn transfer(weights: &[f64], differences: &[f64]) -> Option<Transfer> {
    let mut needed = total(weights, differences.iter().copied());
    let (to, least) = differences
        .iter()
        .copied()
        .enumerate()
        .min_by(|a, b| a.1.total_cmp(&b.1))?;
    let mut sources: Vec<(usize, f64, f64)> = differences
        .iter()
        .zip(weights)
        .enumerate()
        .map(|(place, (d, weight))| (place, *d, *weight))
        .filter(|(_, d, weight)| *d > least && *weight > 0.0)
        .collect();
    sources.sort_by(|a, b| b.1.total_cmp(&a.1));
    let mut from = Vec::new();
    for (place, d, weight) in sources {
        if needed <= SAME {
            break;
        }
        let gain = d - least;
        let moved = (needed / gain).min(weight);
        needed -= moved * gain;
        from.push((place, moved));
    }
    let amount = from.iter().map(|(_, moved)| moved).sum();
    (needed <= 1e-9 && !from.is_empty()).then_some(Transfer { amount, from, to })
}

/// The nearest weights (least squares) at which two offers tie: `w - D/||Pd||^2 Pd`, `P` the
/// centring. None if a weight would be negative.
pub fn nearest_weights(weights: &[f64], differences: &[f64]) -> Option<Vec<f64>> {
    let count = f64::from(u32::try_from(differences.len()).ok()?);
    let mean = differences.iter().sum::<f64>() / count;
    let centred: Vec<f64> = differences.iter().map(|d| d - mean).collect();
    let square: f64 = centred.iter().map(|d| d * d).sum();
    let needed = total(weights, differences.iter().copied());
    if square <= SAME {
        return None;
    }
    let moved = weights.iter().zip(&centred);
    let near: Vec<f64> = moved
        .map(|(weight, d)| weight - needed / square * d)
        .collect();
    near.iter().all(|weight| *weight >= 0.0).then_some(near)
}

/// The score of one cell that would make its offer tie.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CellFlip {
    /// The offer.
    pub offer: usize,
    /// The criterion.
    pub criterion: usize,
    /// The score now, in the middle.
    pub now: f64,
    /// The score that ties.
    pub at: f64,
}

/// Every single score that would change the winner within the scale: `ds = D/w_k`. The winner's has
/// to fall to the second's total, another's to rise to the winner's.
pub fn cell_flips(weights: &[f64], scores: &[Vec<f64>], order: &[usize]) -> Vec<CellFlip> {
    let value = |offer: usize| {
        scores
            .get(offer)
            .map_or(0.0, |row| total(weights, row.iter().copied()))
    };
    let [winner, second, ..] = order else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for offer in order {
        let needed = if offer == winner {
            value(*second) - value(*winner)
        } else {
            value(*winner) - value(*offer)
        };
        let row = scores
            .get(*offer)
            .into_iter()
            .flatten()
            .zip(weights)
            .enumerate();
        for (criterion, (now, weight)) in row {
            let at = now + needed / weight;
            if *weight > 0.0 && (0.0..=TOP_SCORE).contains(&at) {
                found.push(CellFlip {
                    offer: *offer,
                    criterion,
                    now: *now,
                    at,
                });
            }
        }
    }
    found.sort_by(|a, b| (a.at - a.now).abs().total_cmp(&(b.at - b.now).abs()));
    found
}
