//! Rank acceptability: how often an offer comes first when weights and unknown scores are drawn
//! (`SMAA-2`, Lahdelma and Salminen 2001).
//!
//! Draws are made in blocks that stand side by side, each with a stream of its own of the `ChaCha8`
//! generator. So counts are the same on every machine and for any number of threads.

mod sample;

use chacha20::ChaCha8Rng;

use self::sample::{Normals, gamma, generator, narrow, network, shuffle, sort, uniform};
use super::totals::Matrix;

/// Draws that are made side by side.
const BLOCK: usize = 512;
/// A value for each draw of a block.
type Lane = [f32; BLOCK];

/// From which weights are drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Lens {
    /// Around the stated weights: Dirichlet(kappa w), so that `sd = sqrt(w(1-w)/(kappa+1))`.
    Stated(f64),
    /// All weights that have the stated order: sorted uniform draws of the simplex.
    Order,
    /// All weights.
    None,
    /// The stated weights as they are: only scores are drawn.
    Exact,
}

impl Lens {
    /// Each lens has streams of its own.
    fn stream(self) -> u64 {
        match self {
            Self::Stated(_) => 1,
            Self::Order => 2,
            Self::None => 3,
            Self::Exact => 4,
        }
    }
}

/// How draws are made.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Drawing {
    /// The seed.
    pub seed: u32,
    /// How many.
    pub draws: u32,
    /// On how many threads; the result does not depend on it.
    pub threads: usize,
}

/// What draws have shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Acceptability {
    /// How often each offer had each rank.
    pub counts: Vec<Vec<u32>>,
    /// The sums of the weights with which each offer was first.
    central: Vec<Vec<f64>>,
    /// How many draws there were.
    pub draws: u32,
}

impl Acceptability {
    /// The probability of each rank of each offer.
    pub fn probabilities(&self) -> Vec<Vec<f64>> {
        let draws = f64::from(self.draws.max(1));
        let share = |count: &u32| f64::from(*count) / draws;
        self.counts
            .iter()
            .map(|row| row.iter().map(share).collect())
            .collect()
    }

    /// How often each offer was first, as a probability.
    pub fn first(&self) -> Vec<f64> {
        let first = |row: Vec<f64>| row.first().copied().unwrap_or(0.0);
        self.probabilities().into_iter().map(first).collect()
    }

    /// The standard error of a probability.
    pub fn standard_error(&self, p: f64) -> f64 {
        (p * (1.0 - p) / f64::from(self.draws.max(1))).sqrt()
    }

    /// The weights with which an offer is first, on average; none if it never is.
    pub fn central_weights(&self, offer: usize) -> Option<Vec<f64>> {
        let first = *self.counts.get(offer)?.first()?;
        let sums = self.central.get(offer)?;
        (first > 0).then(|| sums.iter().map(|sum| sum / f64::from(first)).collect())
    }
}

/// Draws weights through a lens, and every unknown score uniformly on its interval.
pub fn draw(matrix: &Matrix, lens: Lens, drawing: &Drawing) -> Acceptability {
    let blocks = drawing
        .draws
        .div_ceil(u32::try_from(BLOCK).unwrap_or(u32::MAX));
    let threads = drawing.threads.clamp(1, 64);
    let chunk = blocks.div_ceil(u32::try_from(threads).unwrap_or(1)).max(1);
    let setup = Setup::new(matrix, lens);
    let ranges = (0..blocks).step_by(usize::try_from(chunk).unwrap_or(1));
    let ranges: Vec<_> = ranges
        .map(|from| from..(from + chunk).min(blocks))
        .collect();
    let work = |range: std::ops::Range<u32>| {
        let mut worker = Worker::new(&setup);
        range
            .map(|block| worker.block(block, drawing))
            .collect::<Vec<_>>()
    };
    let mut tallies: Vec<Tally> = Vec::new();
    if let [all] = ranges.as_slice() {
        tallies = work(all.clone());
    } else {
        std::thread::scope(|scope| {
            let start = |range: std::ops::Range<u32>| {
                let thread = std::thread::Builder::new();
                let own = range.clone();
                (range, thread.spawn_scoped(scope, || work(own)).ok())
            };
            let started: Vec<_> = ranges.into_iter().map(start).collect();
            for (range, thread) in started {
                // What the system has no room for is done here.
                let done = thread.and_then(|thread| thread.join().ok());
                tallies.extend(done.unwrap_or_else(|| work(range)));
            }
        });
    }
    // Blocks are added in their order: sums of weights are the same however they were shared out.
    let mut sum = Tally::new(&setup);
    for tally in &tallies {
        sum.add(tally);
    }
    Acceptability {
        counts: sum.counts,
        central: sum.central,
        draws: drawing.draws,
    }
}

/// What all blocks share.
struct Setup {
    lens: Lens,
    weights: Vec<f64>,
    /// The places of the criteria from the heaviest, in groups of equal weight.
    groups: Vec<Vec<usize>>,
    /// Each offer's scores: known ones, and the low end and width of unknown ones.
    rows: Vec<Vec<(f32, f32)>>,
    /// The pairs that sort the cuts of a simplex draw, and its parts.
    cut_network: Vec<(usize, usize)>,
    part_network: Vec<(usize, usize)>,
}

impl Setup {
    fn new(matrix: &Matrix, lens: Lens) -> Self {
        let count = matrix.weights.len();
        let mut order: Vec<usize> = (0..count).collect();
        let weight = |place: usize| matrix.weights.get(place).copied().unwrap_or(0.0);
        order.sort_by(|a, b| weight(*b).total_cmp(&weight(*a)));
        let groups = order.chunk_by(|a, b| (weight(*a) - weight(*b)).abs() < 1e-9);
        #[expect(clippy::cast_possible_truncation, reason = "draws are made in f32")]
        let narrow = |value: f64| value as f32;
        let row = |row: &Vec<(f64, f64)>| {
            row.iter()
                .map(|(low, high)| (narrow(*low), narrow(high - low)))
                .collect()
        };
        Self {
            lens,
            weights: matrix.weights.clone(),
            groups: groups.map(<[usize]>::to_vec).collect(),
            rows: matrix.cells.iter().map(row).collect(),
            cut_network: network(count.saturating_sub(1)),
            part_network: network(count),
        }
    }
}

/// Counts of some draws.
struct Tally {
    counts: Vec<Vec<u32>>,
    central: Vec<Vec<f64>>,
}

impl Tally {
    fn new(setup: &Setup) -> Self {
        let offers = setup.rows.len();
        Self {
            counts: vec![vec![0; offers]; offers],
            central: vec![vec![0.0; setup.weights.len()]; offers],
        }
    }

    fn add(&mut self, other: &Self) {
        for (own, other) in self
            .counts
            .iter_mut()
            .flatten()
            .zip(other.counts.iter().flatten())
        {
            *own += other;
        }
        for (own, other) in self
            .central
            .iter_mut()
            .flatten()
            .zip(other.central.iter().flatten())
        {
            *own += other;
        }
    }
}

/// The room in which blocks are drawn.
struct Worker<'a> {
    setup: &'a Setup,
    bytes: Vec<u8>,
    weights: Vec<Lane>,
    cuts: Vec<Lane>,
    totals: Vec<Lane>,
    ranks: Vec<[i32; BLOCK]>,
    drawn: Lane,
}

impl<'a> Worker<'a> {
    fn new(setup: &'a Setup) -> Self {
        let (offers, criteria) = (setup.rows.len(), setup.weights.len());
        Self {
            setup,
            bytes: vec![0; BLOCK * 4],
            weights: vec![[0.0; BLOCK]; criteria],
            cuts: vec![[0.0; BLOCK]; criteria.saturating_sub(1)],
            totals: vec![[0.0; BLOCK]; offers],
            ranks: vec![[0; BLOCK]; offers],
            drawn: [0.0; BLOCK],
        }
    }

    fn block(&mut self, block: u32, drawing: &Drawing) -> Tally {
        let mut generator = generator(drawing.seed, self.setup.lens, block);
        self.draw_weights(&mut generator);
        self.add_up(&mut generator);
        self.rank();
        let before = usize::try_from(block).unwrap_or(0) * BLOCK;
        let draws = usize::try_from(drawing.draws).unwrap_or(0);
        self.tally(draws.saturating_sub(before).min(BLOCK))
    }

    fn draw_weights(&mut self, generator: &mut ChaCha8Rng) {
        match self.setup.lens {
            Lens::Stated(kappa) => self.dirichlet(kappa, generator),
            Lens::None => self.simplex(generator),
            Lens::Order => {
                self.simplex(generator);
                self.sort_parts(generator);
            }
            Lens::Exact => {
                for (lane, weight) in self.weights.iter_mut().zip(&self.setup.weights) {
                    lane.fill(narrow(*weight));
                }
            }
        }
    }

    /// Uniform on the simplex: the spacings of sorted uniform cuts (Rubin 1981).
    fn simplex(&mut self, generator: &mut ChaCha8Rng) {
        for cut in &mut self.cuts {
            uniform(cut, &mut self.bytes, generator);
        }
        sort(&mut self.cuts, &self.setup.cut_network);
        let none = [0.0; BLOCK];
        let all = [1.0; BLOCK];
        let lower = std::iter::once(&none).chain(&self.cuts);
        let upper = self.cuts.iter().chain(std::iter::once(&all));
        for ((weight, low), high) in self.weights.iter_mut().zip(lower).zip(upper) {
            for ((weight, low), high) in weight.iter_mut().zip(low).zip(high) {
                *weight = high - low;
            }
        }
    }

    /// The heaviest criterion takes the greatest part, and so on. Within a group of equal weights
    /// nothing is known of the order: their parts are dealt by chance.
    fn sort_parts(&mut self, generator: &mut ChaCha8Rng) {
        sort(&mut self.weights, &self.setup.part_network);
        let mut parts = self.weights.clone().into_iter().rev();
        for group in &self.setup.groups {
            let mut own: Vec<Lane> = parts.by_ref().take(group.len()).collect();
            shuffle(&mut own, &mut self.bytes, generator);
            for (place, part) in group.iter().zip(own) {
                if let Some(weight) = self.weights.get_mut(*place) {
                    *weight = part;
                }
            }
        }
    }

    fn dirichlet(&mut self, kappa: f64, generator: &mut ChaCha8Rng) {
        let mut normals = Normals::default();
        for (lane, weight) in self.weights.iter_mut().zip(&self.setup.weights) {
            for value in lane.iter_mut() {
                *value = narrow(gamma(kappa * weight, &mut normals, generator));
            }
        }
        let mut sums = [0.0; BLOCK];
        for lane in &self.weights {
            for (sum, value) in sums.iter_mut().zip(lane) {
                *sum += value;
            }
        }
        for lane in &mut self.weights {
            for (value, sum) in lane.iter_mut().zip(&sums) {
                *value /= sum;
            }
        }
    }

    /// Each offer's total, with its unknown scores drawn.
    fn add_up(&mut self, generator: &mut ChaCha8Rng) {
        for (total, row) in self.totals.iter_mut().zip(&self.setup.rows) {
            total.fill(0.0);
            for ((low, width), weight) in row.iter().zip(&self.weights) {
                if *width > 0.0 {
                    uniform(&mut self.drawn, &mut self.bytes, generator);
                    for ((total, weight), drawn) in total.iter_mut().zip(weight).zip(&self.drawn) {
                        *total += weight * (low + width * drawn);
                    }
                } else {
                    for (total, weight) in total.iter_mut().zip(weight) {
                        *total += weight * low;
                    }
                }
            }
        }
    }

    /// Ranks from 0. Of two equal totals the earlier offer is before the later one in the first half
    /// of a block and after it in the second: every rank is given once, and neither is favoured.
    fn rank(&mut self) {
        for ranks in &mut self.ranks {
            ranks.fill(0);
        }
        for own in 0..self.totals.len() {
            let (upper, lower) = self.ranks.split_at_mut(own + 1);
            let Some(own_ranks) = upper.last_mut() else {
                continue;
            };
            let Some((own_totals, others)) = self.totals.get(own..).and_then(<[Lane]>::split_first)
            else {
                continue;
            };
            for (other_ranks, other_totals) in lower.iter_mut().zip(others) {
                compare((own_totals, own_ranks), (other_totals, other_ranks));
            }
        }
    }

    fn tally(&mut self, draws: usize) -> Tally {
        let mut tally = Tally::new(self.setup);
        for ((counts, central), ranks) in tally
            .counts
            .iter_mut()
            .zip(&mut tally.central)
            .zip(&mut self.ranks)
        {
            // The last block may be longer than what is asked for.
            ranks.iter_mut().skip(draws).for_each(|rank| *rank = -1);
            for (rank, count) in (0_i32..).zip(counts.iter_mut()) {
                let with: i32 = ranks.iter().map(|own| i32::from(*own == rank)).sum();
                *count = u32::try_from(with).unwrap_or(0);
            }
            for (sum, weights) in central.iter_mut().zip(&self.weights) {
                *sum = sum_of_firsts(ranks, weights);
            }
        }
        tally
    }
}

/// The sum of the weights of those draws in which an offer is first, in eight sums side by side.
fn sum_of_firsts(ranks: &[i32; BLOCK], weights: &Lane) -> f64 {
    let mut sums = [0.0_f32; 8];
    let eights = ranks
        .as_chunks::<8>()
        .0
        .iter()
        .zip(weights.as_chunks::<8>().0);
    for (ranks, weights) in eights {
        for ((sum, rank), weight) in sums.iter_mut().zip(ranks).zip(weights) {
            *sum += if *rank == 0 { *weight } else { 0.0 };
        }
    }
    sums.iter().copied().map(f64::from).sum()
}

/// Counts for each of two offers in how many draws the other is better.
fn compare(
    (own, own_ranks): (&Lane, &mut [i32; BLOCK]),
    (other, other_ranks): (&Lane, &mut [i32; BLOCK]),
) {
    let half = BLOCK / 2;
    let (own_ranks, own_late) = own_ranks.split_at_mut(half);
    let (other_ranks, other_late) = other_ranks.split_at_mut(half);
    let (own, own_totals_late) = own.split_at(half);
    let (other, other_totals_late) = other.split_at(half);
    for (((own, other), own_rank), other_rank) in
        own.iter().zip(other).zip(own_ranks).zip(other_ranks)
    {
        let is_better = i32::from(other > own);
        *own_rank += is_better;
        *other_rank += 1 - is_better;
    }
    for (((own, other), own_rank), other_rank) in own_totals_late
        .iter()
        .zip(other_totals_late)
        .zip(own_late)
        .zip(other_late)
    {
        let is_better = i32::from(other >= own);
        *own_rank += is_better;
        *other_rank += 1 - is_better;
    }
}
