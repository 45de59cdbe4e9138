//! The normal distribution.

/// The standard normal distribution function, by the complementary error function (Abramowitz and
/// Stegun, Handbook of Mathematical Functions, 26.2.29).
pub fn phi(z: f64) -> f64 {
    0.5 * libm::erfc(-z / std::f64::consts::SQRT_2)
}

/// Nine of ten draws from a normal distribution lie so many standard deviations from its mean.
pub const NINETY: f64 = 1.644_853_626_951_472_2;
