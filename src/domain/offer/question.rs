//! What an unanswered question is worth to the decision.

use super::totals::{Matrix, SAME, total};

/// An open question: a score that is not exactly known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Question {
    /// The offer.
    pub offer: usize,
    /// The criterion.
    pub criterion: usize,
    /// What its answer is worth, in points of score: the expected value of partial perfect
    /// information (Raiffa and Schlaifer 1961).
    pub evppi: f64,
    /// The score at which the decision changes, if it lies within the cell.
    pub flip_at: Option<f64>,
    /// The probability that the answer changes the decision.
    pub p_change: f64,
}

/// All open questions, the most valuable first. A cell is uniform on its interval, the others stand
/// at their middle: `EVPPI = E_u[max(c + w u, best other)] - max E`, in closed form.
pub fn questions(matrix: &Matrix) -> Vec<Question> {
    let mids = matrix.mids();
    let totals: Vec<f64> = mids
        .iter()
        .map(|row| total(&matrix.weights, row.iter().copied()))
        .collect();
    let mut found = Vec::new();
    for (offer, (row, own)) in matrix.cells.iter().zip(&totals).enumerate() {
        let others = totals
            .iter()
            .enumerate()
            .filter(|(place, _)| *place != offer);
        let rival = others.map(|(_, total)| *total).reduce(f64::max);
        for (criterion, ((low, high), weight)) in row.iter().zip(&matrix.weights).enumerate() {
            if high - low > SAME {
                let value = rival.map(|rival| value(*own, rival, *weight, (*low, *high)));
                let (evppi, flip_at, p_change) = value.unwrap_or((0.0, None, 0.0));
                found.push(Question {
                    offer,
                    criterion,
                    evppi,
                    flip_at,
                    p_change,
                });
            }
        }
    }
    found.sort_by(|a, b| b.evppi.total_cmp(&a.evppi));
    found
}

/// Value, flip score and probability of a change, for a cell that is uniform from `low` to `high`.
fn value(own: f64, rival: f64, weight: f64, (low, high): (f64, f64)) -> (f64, Option<f64>, f64) {
    if weight <= 0.0 {
        return (0.0, None, 0.0);
    }
    let rest = own - weight * f64::midpoint(low, high);
    let flip = (rival - rest) / weight;
    if flip <= low || flip >= high {
        return (0.0, None, 0.0);
    }
    let width = high - low;
    // Below the flip the rival is taken, above it the offer.
    let above = (high - flip) * (rest + weight * f64::midpoint(flip, high));
    let expected = ((flip - low) * rival + above) / width;
    let evppi = (expected - own.max(rival)).max(0.0);
    let p_above = (high - flip) / width;
    let p_change = if own + SAME >= rival {
        1.0 - p_above
    } else {
        p_above
    };
    (evppi, Some(flip), p_change)
}
