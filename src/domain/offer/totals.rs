//! The weighted sum: totals, ranks, and what not knowing does to both.

/// Totals that differ by less than this are the same.
pub const SAME: f64 = 1e-12;

/// Scores of some offers, each from a low to a high end, and the weights of the criteria as shares
/// of 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Matrix {
    /// The weights.
    pub weights: Vec<f64>,
    /// The ends of each score, by offer and criterion.
    pub cells: Vec<Vec<(f64, f64)>>,
}

/// Where an offer stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Standing {
    /// The total with every score at its low end.
    pub low: f64,
    /// The total with every score in its middle.
    pub mid: f64,
    /// The total with every score at its high end.
    pub high: f64,
    /// The rank in the middle: 1 and the number of better ones.
    pub rank_mid: usize,
    /// The best rank that is possible.
    pub best_rank: usize,
    /// The worst rank that is possible.
    pub worst_rank: usize,
    /// What choosing it may cost at most: `max_j (H_j - L_i)`, at least 0.
    pub max_regret: f64,
}

/// `V = sum_k w_k s_k`.
pub fn total(weights: &[f64], scores: impl IntoIterator<Item = f64>) -> f64 {
    weights
        .iter()
        .zip(scores)
        .map(|(weight, score)| weight * score)
        .sum()
}

/// Rank of a value among all: 1 and the number that are better; equal ones share a rank.
pub fn rank(value: f64, all: &[f64]) -> usize {
    1 + all.iter().filter(|other| **other > value + SAME).count()
}

impl Matrix {
    /// An offer's scores in the middle.
    pub fn mids(&self) -> Vec<Vec<f64>> {
        let middle = |(low, high): &(f64, f64)| f64::midpoint(*low, *high);
        self.cells
            .iter()
            .map(|row| row.iter().map(middle).collect())
            .collect()
    }

    /// Where each offer stands. Cells are independent, so the possible ranks
    /// `1 + #{L_j > H_i}` to `1 + #{H_j > L_i}` are both attained.
    pub fn standings(&self) -> Vec<Standing> {
        let totals = |pick: &dyn Fn(&(f64, f64)) -> f64| -> Vec<f64> {
            self.cells
                .iter()
                .map(|row| total(&self.weights, row.iter().map(pick)))
                .collect()
        };
        let low = totals(&|cell| cell.0);
        let high = totals(&|cell| cell.1);
        let mid = totals(&|cell| f64::midpoint(cell.0, cell.1));
        let others = |own: usize, all: &[f64]| -> Vec<f64> {
            let others = all.iter().enumerate().filter(|(place, _)| *place != own);
            others.map(|(_, value)| *value).collect()
        };
        let each = low.iter().zip(&mid).zip(&high).enumerate();
        each.map(|(own, ((l, m), h))| Standing {
            low: *l,
            mid: *m,
            high: *h,
            rank_mid: rank(*m, &mid),
            best_rank: rank(*h, &others(own, &low)),
            worst_rank: rank(*l, &others(own, &high)),
            max_regret: others(own, &high)
                .iter()
                .map(|other| other - l)
                .fold(0.0, f64::max),
        })
        .collect()
    }
}

/// The order of some values, the best first; equal ones in the order given.
pub fn order(values: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    let value = |place: &usize| values.get(*place).copied().unwrap_or(f64::NEG_INFINITY);
    order.sort_by(|a, b| {
        let (a, b) = (value(a), value(b));
        if (a - b).abs() <= SAME {
            std::cmp::Ordering::Equal
        } else {
            b.total_cmp(&a)
        }
    });
    order
}

/// Weights from an order alone: rank-order centroid `w_k = (1/n) sum_{j>=k} 1/j` (Barron and
/// Barrett 1996).
pub fn centroid(count: u32) -> Vec<f64> {
    let n = f64::from(count);
    let tail = |place: u32| (place..=count).map(|j| 1.0 / f64::from(j)).sum::<f64>();
    (1..=count).map(|place| tail(place) / n).collect()
}
