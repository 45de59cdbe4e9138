//! Compensation to a score: walk-away scores 0, target scores 10.

use super::model::TOP_SCORE;

/// How a yearly figure becomes a score.
#[derive(Debug, Clone, PartialEq)]
pub struct Scale {
    /// The figure that scores 0.
    pub walk_away: f64,
    /// The figure that scores 10.
    pub target: f64,
    /// The shape between the two.
    pub utility: Utility,
}

/// The shape of a scale. `x` is the figure, `w` the walk-away, `t` the target.
#[derive(Debug, Clone, PartialEq)]
pub enum Utility {
    /// `(x-w)/(t-w)`.
    Linear,
    /// `ln(x/w)/ln(t/w)`: the tenth ten thousand is worth less than the first.
    Log,
    /// Constant relative risk aversion: `(x^(1-g)-w^(1-g))/(t^(1-g)-w^(1-g))` (Pratt 1964).
    Crra(f64),
    /// Straight lines between pairs of a figure and its score.
    Piecewise(Vec<(f64, f64)>),
}

impl Scale {
    /// The score of a figure, from 0 to 10.
    pub fn score(&self, x: f64) -> f64 {
        self.unclipped(x.clamp(self.walk_away, self.target))
            .clamp(0.0, TOP_SCORE)
    }

    /// Whether a figure is at or beyond the target: more would not count.
    pub fn is_saturated(&self, x: f64) -> bool {
        x >= self.target
    }

    /// The score of a figure as if there were no ends; straight lines do end.
    fn unclipped(&self, x: f64) -> f64 {
        let (w, t) = (self.walk_away, self.target);
        match &self.utility {
            Utility::Linear => TOP_SCORE * (x - w) / (t - w),
            Utility::Log => TOP_SCORE * libm::log(x / w) / libm::log(t / w),
            Utility::Crra(gamma) => {
                TOP_SCORE * (crra(x, *gamma) - crra(w, *gamma))
                    / (crra(t, *gamma) - crra(w, *gamma))
            }
            Utility::Piecewise(points) => interpolate(points.iter().copied(), x),
        }
    }

    /// The figure that has a score: the inverse of the scale without its ends.
    pub fn figure(&self, score: f64) -> f64 {
        let (w, t) = (self.walk_away, self.target);
        let part = score / TOP_SCORE;
        match &self.utility {
            Utility::Linear => w + part * (t - w),
            Utility::Log => w * libm::pow(t / w, part),
            Utility::Crra(gamma) => {
                let (low, high) = (crra(w, *gamma), crra(t, *gamma));
                crra_inverse(low + part * (high - low), *gamma)
            }
            Utility::Piecewise(points) => interpolate(points.iter().map(|(x, s)| (*s, *x)), score),
        }
    }

    /// What `points` more points of score cost a year, seen from a figure:
    /// `x((t/w)^(points/10) - 1)` for the log scale.
    pub fn price(&self, x: f64, points: f64) -> f64 {
        self.figure(self.unclipped(x) + points) - x
    }
}

/// Straight lines between points; level outside.
fn interpolate(points: impl Iterator<Item = (f64, f64)>, x: f64) -> f64 {
    let mut before: Option<(f64, f64)> = None;
    for (at, value) in points {
        if x <= at {
            return before.map_or(value, |(from, low)| {
                low + (value - low) * (x - from) / (at - from)
            });
        }
        before = Some((at, value));
    }
    before.map_or(0.0, |(_, value)| value)
}

/// Utility with constant relative risk aversion (Pratt 1964): `x^(1-g)/(1-g)`, `ln x` for g = 1.
pub(super) fn crra(x: f64, gamma: f64) -> f64 {
    let power = 1.0 - gamma;
    if power.abs() < 1e-12 {
        libm::log(x)
    } else {
        libm::pow(x, power) / power
    }
}

/// The figure of a utility.
pub(super) fn crra_inverse(utility: f64, gamma: f64) -> f64 {
    let power = 1.0 - gamma;
    if power.abs() < 1e-12 {
        libm::exp(utility)
    } else {
        libm::pow(utility * power, 1.0 / power)
    }
}
