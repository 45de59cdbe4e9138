//! What may come of equity, and what that is worth to somebody.

use super::utility::{crra, crra_inverse};

/// One thing that may come of equity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outcome {
    /// Its probability.
    pub p: f64,
    /// Its present value.
    pub pv: f64,
    /// What is received, whenever it is.
    pub nominal: f64,
}

/// All that may come of equity; the probabilities sum to 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Lottery {
    /// What may come.
    pub outcomes: Vec<Outcome>,
}

impl Lottery {
    /// A sure amount.
    pub fn sure(pv: f64, nominal: f64) -> Self {
        Self {
            outcomes: vec![Outcome {
                p: 1.0,
                pv,
                nominal,
            }],
        }
    }

    /// The mean present value.
    pub fn mean(&self) -> f64 {
        self.outcomes.iter().map(|one| one.p * one.pv).sum()
    }

    /// Both together. Two with the same probabilities are of the same events: the same company has
    /// one price. Others are taken as independent.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        let add = |p: f64, a: &Outcome, b: &Outcome| Outcome {
            p,
            pv: a.pv + b.pv,
            nominal: a.nominal + b.nominal,
        };
        let pairs = || self.outcomes.iter().zip(&other.outcomes);
        let is_same = self.outcomes.len() == other.outcomes.len()
            && pairs().all(|(a, b)| (a.p - b.p).abs() < 1e-12);
        let outcomes = if is_same {
            pairs().map(|(a, b)| add(a.p, a, b)).collect()
        } else {
            let all = self.outcomes.iter();
            all.flat_map(|a| other.outcomes.iter().map(move |b| add(a.p * b.p, a, b)))
                .collect()
        };
        Self { outcomes }
    }

    /// What a sure present value would be as good, beside some wealth, to somebody whose utility is
    /// CRRA with `gamma`: `CE = u^-1(E u(W + E)) - W` (Pratt 1964).
    pub fn certainty_equivalent(&self, wealth: f64, gamma: f64) -> f64 {
        if wealth <= 0.0 {
            return self
                .outcomes
                .iter()
                .map(|one| one.pv)
                .fold(f64::INFINITY, f64::min);
        }
        // In units of the wealth, so that no power overflows.
        let outcomes = self.outcomes.iter();
        let utility = outcomes
            .map(|one| one.p * crra(1.0 + one.pv / wealth, gamma))
            .sum();
        let equivalent = wealth * (crra_inverse(utility, gamma) - 1.0);
        // Exact for a sure amount, and never above the mean, whatever the last digits say.
        equivalent.min(self.mean())
    }

    /// The probability that nothing comes of it.
    pub fn p_zero(&self) -> f64 {
        let nothing = self.outcomes.iter().filter(|one| one.nominal <= 0.0);
        nothing.map(|one| one.p).sum()
    }

    /// The least amount that is not exceeded with a probability.
    pub fn quantile(&self, q: f64) -> f64 {
        let mut sorted: Vec<(f64, f64)> = self
            .outcomes
            .iter()
            .map(|one| (one.nominal, one.p))
            .collect();
        sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut sum = 0.0;
        for (nominal, p) in &sorted {
            sum += p;
            if sum >= q - 1e-12 {
                return *nominal;
            }
        }
        sorted.last().map_or(0.0, |(nominal, _)| *nominal)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(256))]

        #[test]
        fn a_certainty_equivalent_is_at_most_the_mean(
            nets in proptest::collection::vec(0.0f64..1e6, 1..6),
            wealth in 1e3f64..1e6,
            gamma in 0.0f64..6.0,
        ) {
            let p = 1.0 / f64::from(u32::try_from(nets.len()).unwrap());
            let outcomes = nets.iter().map(|net| Outcome { p, pv: *net, nominal: *net });
            let lottery = Lottery { outcomes: outcomes.collect() };
            let equivalent = lottery.certainty_equivalent(wealth, gamma);
            let least = nets.iter().copied().fold(f64::INFINITY, f64::min);
            proptest::prop_assert!(equivalent <= lottery.mean());
            proptest::prop_assert!(equivalent >= least - 1e-6 * wealth);
        }
    }
}
