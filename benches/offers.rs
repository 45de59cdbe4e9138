//! A million flat draws of weights for ten offers and eight criteria, beside drawing the random
//! numbers alone in the same run.
//!
//! `cargo bench --bench offers` prints minimum, median and mean of each. The aim: draws, totals and
//! ranks together cost little more than their random numbers.

#![allow(
    clippy::unwrap_used,
    clippy::missing_docs_in_private_items,
    missing_docs,
    reason = "a bench that can't go on fails; its functions are its documentation"
)]

use chacha20::ChaCha8Rng;
use chacha20::rand_core::{Rng as _, SeedableRng as _};
use divan::{Bencher, black_box};
use mockloop::domain::offer::smaa::{Drawing, Lens, draw};
use mockloop::domain::offer::totals::Matrix;

const DRAWS: u32 = 1_000_000;
const OFFERS: u32 = 10;
const CRITERIA: u32 = 8;

fn main() {
    divan::main();
}

fn matrix() -> Matrix {
    let score = |offer: u32, criterion: u32| f64::from((offer * 7 + criterion * 13) % 101) / 10.0;
    let row = |offer| {
        (0..CRITERIA)
            .map(|k| (score(offer, k), score(offer, k)))
            .collect()
    };
    Matrix {
        weights: vec![1.0 / f64::from(CRITERIA); 8],
        cells: (0..OFFERS).map(row).collect(),
    }
}

fn drawing(threads: usize) -> Drawing {
    Drawing {
        seed: 7,
        draws: DRAWS,
        threads,
    }
}

#[divan::bench(sample_count = 12)]
fn flat_on_one_thread(bencher: Bencher<'_, '_>) {
    let matrix = matrix();
    bencher.bench_local(|| draw(black_box(&matrix), Lens::None, &drawing(1)));
}

#[divan::bench(sample_count = 12)]
fn by_order_on_one_thread(bencher: Bencher<'_, '_>) {
    let matrix = matrix();
    bencher.bench_local(|| draw(black_box(&matrix), Lens::Order, &drawing(1)));
}

#[divan::bench(sample_count = 5)]
fn around_stated_on_one_thread(bencher: Bencher<'_, '_>) {
    let matrix = matrix();
    bencher.bench_local(|| draw(black_box(&matrix), Lens::Stated(50.0), &drawing(1)));
}

/// The seven million numbers that a million flat draws of eight weights take.
#[divan::bench(sample_count = 12)]
fn baseline_random_numbers_alone(bencher: Bencher<'_, '_>) {
    let mut bytes = vec![0_u8; 512 * 4];
    bencher.bench_local(|| {
        let mut generator = ChaCha8Rng::from_seed([7; 32]);
        for _ in 0..DRAWS.div_ceil(512) * (CRITERIA - 1) {
            generator.fill_bytes(black_box(&mut bytes));
        }
    });
}
