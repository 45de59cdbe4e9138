//! Equity as a distribution: what a grant may come to, and what that is worth to somebody.

use super::lottery::{Lottery, Outcome};
use super::model::{Grant, Outlook};
use super::money::float;
use super::words::EquityKind;

/// A series of preferred shares, non-participating: it takes its preference or converts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Series {
    /// What it gets back first.
    pub preference: f64,
    /// How many common shares it converts to.
    pub shares: f64,
}

/// What a common share gets of an exit, after preferences. Series convert in the order of their
/// preference per share, each when a common share is then worth more than its preference.
pub fn common_price(exit: f64, common: f64, series: &[Series]) -> f64 {
    let mut order: Vec<&Series> = series.iter().collect();
    order.sort_by(|a, b| (a.preference / a.shares).total_cmp(&(b.preference / b.shares)));
    let mut kept: f64 = order.iter().map(|one| one.preference).sum();
    let mut shares = common;
    let price = |kept: f64, shares: f64| (exit - kept).max(0.0) / shares;
    for one in order {
        let converted = price(kept - one.preference, shares + one.shares);
        if converted * one.shares < one.preference {
            break;
        }
        kept -= one.preference;
        shares += one.shares;
    }
    price(kept, shares)
}

/// Some vested private shares, and what they come to.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// How many have vested.
    pub shares: f64,
    /// What one costs.
    pub strike: f64,
    /// What is left of one after coming rounds.
    pub keep: f64,
    /// All shares of the company, where known.
    pub fully_diluted: Option<f64>,
    /// The preferred shares among them, where known.
    pub series: Option<Series>,
}

impl Claim {
    /// The claim of a grant whose vested shares are known.
    pub fn of(grant: &Grant, vested: u64, rate: f64) -> Self {
        let preference = grant.preference.map(|amount| float(amount) * rate);
        let price = grant.last_preferred.map(|amount| float(amount) * rate);
        let fully_diluted = grant.fully_diluted.map(whole);
        // At one times its price, a preference is of so many shares.
        let series = preference.zip(price).filter(|(_, price)| *price > 0.0);
        let series = series.map(|(preference, price)| Series {
            preference,
            shares: preference / price,
        });
        Self {
            shares: whole(vested),
            strike: float(grant.strike) * rate,
            keep: grant.keep,
            fully_diluted,
            series: series.filter(|s| fully_diluted.is_some_and(|all| s.shares < all)),
        }
    }

    /// What comes of a price on today's count of shares: coming rounds take their part, the strike
    /// is paid.
    pub fn at_price(&self, price: f64) -> f64 {
        self.shares * (price * self.keep - self.strike).max(0.0)
    }

    /// What comes of an exit.
    pub fn at_exit(&self, exit: f64) -> f64 {
        let Some(all) = self.fully_diluted else {
            return 0.0;
        };
        let series = self.series.as_slice();
        let preferred: f64 = series.iter().map(|one| one.shares).sum();
        self.at_price(common_price(exit, all - preferred, series))
    }

    /// The exit below which nothing comes of it.
    fn least_exit(&self) -> f64 {
        let (mut low, mut high) = (0.0, 1.0);
        while self.at_exit(high) <= 0.0 && high < 1e18 {
            low = high;
            high *= 2.0;
        }
        for _ in 0..200 {
            let middle = f64::midpoint(low, high);
            if self.at_exit(middle) <= 0.0 {
                low = middle;
            } else {
                high = middle;
            }
        }
        low
    }
}

/// A count as a number to calculate with.
pub(super) fn whole(count: u64) -> f64 {
    float(rust_decimal::Decimal::from(count))
}

/// An exit that may never come, of a lognormal value, and a claim on it.
#[derive(Debug, Clone, PartialEq)]
pub struct Exit {
    /// The probability that there is one.
    pub p_liquidity: f64,
    /// The company's value then, in the middle.
    pub median: f64,
    /// The spread of its logarithm.
    pub sigma: f64,
    /// The claim.
    pub claim: Claim,
}

/// Standard normal nodes of the integration: from -8 to 8.
const REACH: f64 = 8.0;
const NODES: i32 = 1_600;

impl Exit {
    /// The probability that nothing comes of it.
    pub fn p_zero(&self) -> f64 {
        let least = self.claim.least_exit();
        let below = if least > 0.0 {
            normal_cdf((libm::log(least) - libm::log(self.median)) / self.sigma)
        } else {
            0.0
        };
        1.0 - self.p_liquidity * (1.0 - below)
    }

    /// The mean of what comes of it, without preferences, in closed form (the lognormal's partial
    /// expectation): `p[own M e^(s^2/2) Phi((ln M + s^2 - ln V*)/s) - K Phi((ln M - ln V*)/s)]`.
    pub fn mean_without_preference(&self) -> f64 {
        let Some(all) = self.claim.fully_diluted else {
            return 0.0;
        };
        let own = self.claim.shares / all * self.claim.keep;
        let cost = self.claim.strike * self.claim.shares;
        let (m, s) = (libm::log(self.median), self.sigma);
        let grown = own * self.median * libm::exp(s * s / 2.0);
        if cost <= 0.0 {
            return self.p_liquidity * grown;
        }
        let least = libm::log(cost / own);
        let above = normal_cdf((m + s * s - least) / s);
        self.p_liquidity * (grown * above - cost * normal_cdf((m - least) / s))
    }

    /// The amount that is not exceeded with a probability: 0 up to that of nothing, then the claim on
    /// the exit's own quantile, for the claim never falls when the exit rises.
    pub fn quantile(&self, q: f64) -> f64 {
        let nothing = 1.0 - self.p_liquidity;
        if q <= nothing {
            return 0.0;
        }
        let within = ((q - nothing) / self.p_liquidity).clamp(1e-12, 1.0 - 1e-12);
        self.claim
            .at_exit(self.median * libm::exp(self.sigma * normal_quantile(within)))
    }

    /// What may come of it, at nodes of the normal distribution.
    pub fn outcomes(&self) -> Vec<(f64, f64)> {
        let step = 2.0 * REACH / f64::from(NODES);
        let nodes = (0..=NODES).map(|node| f64::from(node).mul_add(step, -REACH));
        let weighed: Vec<(f64, f64)> = nodes
            .map(|z| {
                let exit = self.median * libm::exp(self.sigma * z);
                (libm::exp(-z * z / 2.0), self.claim.at_exit(exit))
            })
            .collect();
        let sum: f64 = weighed.iter().map(|(weight, _)| weight).sum();
        let none = std::iter::once((1.0 - self.p_liquidity, 0.0));
        none.chain(
            weighed
                .into_iter()
                .map(|(weight, net)| (self.p_liquidity * weight / sum, net)),
        )
        .collect()
    }
}

/// The standard normal distribution.
pub fn normal_cdf(z: f64) -> f64 {
    0.5 * libm::erfc(-z / std::f64::consts::SQRT_2)
}

/// The inverse of the standard normal distribution, by bisection.
fn normal_quantile(p: f64) -> f64 {
    let (mut low, mut high) = (-REACH, REACH);
    for _ in 0..80 {
        let middle = f64::midpoint(low, high);
        if normal_cdf(middle) < p {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}

/// Figures of a grant's distribution.
#[derive(Debug, Clone, PartialEq)]
pub struct Strip {
    /// What kind of grant.
    pub kind: EquityKind,
    /// The probability of nothing.
    pub p_zero: f64,
    /// In the middle.
    pub median: f64,
    /// Exceeded once in ten.
    pub p90: f64,
    /// On average.
    pub mean: f64,
}

/// A private grant as the net amounts that may come of it; none where it can't be valued.
pub(super) fn private(grant: &Grant, claim: &Claim) -> Option<(Vec<(f64, f64)>, Strip)> {
    match &grant.outlook {
        Outlook::Scenarios(scenarios) => {
            let nets: Vec<(f64, f64)> = scenarios
                .iter()
                .map(|(p, price)| (*p, claim.at_price(*price)))
                .collect();
            let outcomes = nets.iter().map(|(p, net)| Outcome {
                p: *p,
                pv: *net,
                nominal: *net,
            });
            let lottery = Lottery {
                outcomes: outcomes.collect(),
            };
            let strip = Strip {
                kind: grant.kind,
                p_zero: lottery.p_zero(),
                median: lottery.quantile(0.5),
                p90: lottery.quantile(0.9),
                mean: lottery.mean(),
            };
            Some((nets, strip))
        }
        Outlook::Lognormal {
            p_liquidity,
            median,
            sigma,
        } => {
            claim.fully_diluted?;
            let exit = Exit {
                p_liquidity: *p_liquidity,
                median: *median,
                sigma: *sigma,
                claim: claim.clone(),
            };
            let nets = exit.outcomes();
            let mean = if claim.series.is_none() {
                exit.mean_without_preference()
            } else {
                nets.iter().map(|(p, net)| p * net).sum()
            };
            let strip = Strip {
                kind: grant.kind,
                p_zero: exit.p_zero(),
                median: exit.quantile(0.5),
                p90: exit.quantile(0.9),
                mean,
            };
            Some((nets, strip))
        }
        Outlook::Unsaid => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exit(p: f64, median: f64, sigma: f64, strike: f64) -> Exit {
        let claim = Claim {
            shares: 40_000.0,
            strike,
            keep: 0.8,
            fully_diluted: Some(15_000_000.0),
            series: None,
        };
        Exit {
            p_liquidity: p,
            median,
            sigma,
            claim,
        }
    }

    #[test]
    fn the_closed_form_is_the_integral() {
        for (p, median, sigma, strike) in [
            (0.35, 4e8, 1.2, 2.1),
            (1.0, 1e8, 0.5, 10.0),
            (0.2, 5e7, 2.0, 0.0),
            (0.5, 1e7, 1.0, 9.0),
        ] {
            let exit = exit(p, median, sigma, strike);
            let integral: f64 = exit.outcomes().iter().map(|(p, net)| p * net).sum();
            let closed = exit.mean_without_preference();
            assert!(
                (integral - closed).abs() <= 1e-4 * closed.max(1.0),
                "{integral} {closed}"
            );
        }
    }

    #[test]
    fn quantiles_are_0_up_to_the_probability_of_nothing() {
        let exit = exit(0.35, 4e8, 1.2, 2.1);
        let p_zero = exit.p_zero();
        // V* = strike / keep * fully diluted.
        let least: f64 = 2.1 / 0.8 * 15e6;
        let below = normal_cdf((least.ln() - 4e8_f64.ln()) / 1.2);
        assert!((p_zero - (0.65 + 0.35 * below)).abs() < 1e-9);
        assert!(exit.quantile(p_zero - 0.001).abs() < 1e-9);
        assert!(exit.quantile(p_zero + 0.001) > 0.0);
        let middle = exit.quantile(0.65 + 0.35 / 2.0);
        assert!(
            (middle - 40_000.0 * (4e8 / 15e6 * 0.8 - 2.1)).abs() < 1e-3,
            "{middle}"
        );
    }

    /// What every series would do is tried out: an equilibrium is where nobody regrets.
    fn by_brute_force(exit: f64, common: f64, series: &[Series]) -> f64 {
        let mut best: f64 = 0.0;
        for choice in 0..1_u32 << series.len() {
            let converts = |place: usize| choice >> place & 1 == 1;
            let (mut kept, mut shares) = (0.0, common);
            for (place, one) in series.iter().enumerate() {
                if converts(place) {
                    shares += one.shares;
                } else {
                    kept += one.preference;
                }
            }
            let price = (exit - kept).max(0.0) / shares;
            let is_content = series.iter().enumerate().all(|(place, one)| {
                let preference = one.preference / one.shares;
                if converts(place) {
                    price >= preference - 1e-9
                } else {
                    let after = (exit - kept + one.preference).max(0.0) / (shares + one.shares);
                    after <= preference + 1e-9
                }
            });
            if is_content {
                best = best.max(price);
            }
        }
        best
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(256))]

        #[test]
        fn preferences_convert_as_brute_force_says(
            exit in 0.0f64..200.0,
            series in proptest::collection::vec((0.5f64..30.0, 0.5f64..20.0), 0..4),
        ) {
            let series: Vec<Series> = series.into_iter()
                .map(|(preference, shares)| Series { preference, shares }).collect();
            let price = common_price(exit, 10.0, &series);
            let expected = by_brute_force(exit, 10.0, &series);
            proptest::prop_assert!((price - expected).abs() < 1e-6, "{} {}", price, expected);
        }
    }
}
