//! Random numbers side by side, made with our own arithmetic: the same on every machine.

use chacha20::ChaCha8Rng;
use chacha20::rand_core::{Rng as _, SeedableRng as _};

use super::{BLOCK, Lane, Lens};

/// The pairs of Batcher's merge exchange, which sort any values put side by side (Knuth, The Art of
/// Computer Programming 3, 5.2.2 M).
pub(super) fn network(count: usize) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    if count < 2 {
        return pairs;
    }
    let top = count.next_power_of_two() / 2;
    let mut p = top;
    while p > 0 {
        let (mut q, mut r, mut d) = (top, 0, p);
        loop {
            pairs.extend((0..count - d).filter(|i| i & p == r).map(|i| (i, i + d)));
            if q == p {
                break;
            }
            d = q - p;
            q /= 2;
            r = p;
        }
        p /= 2;
    }
    pairs
}

/// The generator of a block: the seed, a stream for the lens and the block.
pub(super) fn generator(seed: u32, lens: Lens, block: u32) -> ChaCha8Rng {
    let mut key = [0_u8; 32];
    for (byte, value) in key.iter_mut().zip(seed.to_le_bytes()) {
        *byte = value;
    }
    let mut generator = ChaCha8Rng::from_seed(key);
    generator.set_stream(lens.stream() << 32 | u64::from(block));
    generator
}

/// Fills a lane with numbers from 0 to below 1, in steps of 2^-24.
pub(super) fn uniform(lane: &mut Lane, bytes: &mut [u8], generator: &mut ChaCha8Rng) {
    generator.fill_bytes(bytes);
    for (value, four) in lane.iter_mut().zip(bytes.as_chunks::<4>().0) {
        *value = fraction(u32::from_le_bytes(*four));
    }
}

#[expect(clippy::cast_precision_loss, reason = "24 bits fit exactly")]
#[expect(clippy::cast_possible_wrap, reason = "24 bits are never negative")]
fn fraction(bits: u32) -> f32 {
    const STEP: f32 = 1.0 / 16_777_216.0;
    // Signed, for processors convert only signed numbers many at a time.
    (bits >> 8) as i32 as f32 * STEP
}

#[expect(clippy::cast_possible_truncation, reason = "draws are made in f32")]
pub(super) fn narrow(value: f64) -> f32 {
    value as f32
}

/// Sorts the values that stand side by side, the smallest first.
pub(super) fn sort(lanes: &mut [Lane], network: &[(usize, usize)]) {
    for (low, high) in network {
        let (lower, upper) = lanes.split_at_mut(*high);
        let (Some(low), Some(high)) = (lower.get_mut(*low), upper.first_mut()) else {
            continue;
        };
        for (low, high) in low.iter_mut().zip(high) {
            let (a, b) = (*low, *high);
            *low = if a < b { a } else { b };
            *high = if a < b { b } else { a };
        }
    }
}

/// Deals the values that stand side by side anew (Fisher and Yates), each draw on its own.
pub(super) fn shuffle(lanes: &mut [Lane], bytes: &mut [u8], generator: &mut ChaCha8Rng) {
    let mut chance = [0.0; BLOCK];
    for last in (1..lanes.len()).rev() {
        uniform(&mut chance, bytes, generator);
        for (draw, chance) in chance.iter().enumerate() {
            let places = f64::from(u32::try_from(last + 1).unwrap_or(1));
            #[expect(clippy::cast_possible_truncation, reason = "a few places")]
            #[expect(clippy::cast_sign_loss, reason = "chance is never negative")]
            let place = (f64::from(*chance) * places) as usize;
            let (lower, upper) = lanes.split_at_mut(last);
            let a = lower.get_mut(place).and_then(|lane| lane.get_mut(draw));
            let b = upper.first_mut().and_then(|lane| lane.get_mut(draw));
            if let (Some(a), Some(b)) = (a, b) {
                std::mem::swap(a, b);
            }
        }
    }
}

/// A number from 0 to below 1, in steps of 2^-53.
fn fine(generator: &mut ChaCha8Rng) -> f64 {
    let high = f64::from(generator.next_u32() >> 5);
    let low = f64::from(generator.next_u32() >> 6);
    (high * 67_108_864.0 + low) / 9_007_199_254_740_992.0
}

/// Normal numbers come in pairs.
#[derive(Default)]
pub(super) struct Normals {
    spare: Option<f64>,
}

impl Normals {
    /// A standard normal number (Marsaglia and Bray 1964, the polar method).
    fn next(&mut self, generator: &mut ChaCha8Rng) -> f64 {
        if let Some(spare) = self.spare.take() {
            return spare;
        }
        loop {
            let (u, v) = (2.0 * fine(generator) - 1.0, 2.0 * fine(generator) - 1.0);
            let s = u * u + v * v;
            if s > 0.0 && s < 1.0 {
                let scale = (-2.0 * libm::log(s) / s).sqrt();
                self.spare = Some(v * scale);
                return u * scale;
            }
        }
    }
}

/// A gamma number of a shape (Marsaglia and Tsang 2000). With libm's logarithm it is the same on
/// every machine, which no library promises.
pub(super) fn gamma(shape: f64, normals: &mut Normals, generator: &mut ChaCha8Rng) -> f64 {
    if shape <= 0.0 {
        return 0.0;
    }
    if shape < 1.0 {
        let scale = libm::pow(fine(generator).max(f64::MIN_POSITIVE), 1.0 / shape);
        return scale * gamma(shape + 1.0, normals, generator);
    }
    let shifted = shape - 1.0 / 3.0;
    let spread = 1.0 / (9.0 * shifted).sqrt();
    loop {
        let x = normals.next(generator);
        let root = 1.0 + spread * x;
        if root <= 0.0 {
            continue;
        }
        let (v, u) = (root * root * root, fine(generator));
        let is_taken = u < 1.0 - 0.0331 * x * x * x * x
            || libm::log(u.max(f64::MIN_POSITIVE))
                < 0.5 * x * x + shifted * (1.0 - v + libm::log(v));
        if is_taken {
            return shifted * v;
        }
    }
}
