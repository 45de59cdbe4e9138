//! What must hold whatever the offers are.

use mockloop::domain::offer::check::largest_remainder;
use mockloop::domain::offer::compare::{Comparison, compare};
use mockloop::domain::offer::flip::{nearest_weights, transfer, weight_interval};
use mockloop::domain::offer::model::{Offer, Score, Scorecard};
use mockloop::domain::offer::pay::{level_annual, level_to_pv, pay};
use mockloop::domain::offer::question::questions;
use mockloop::domain::offer::smaa::{Drawing, Lens, draw};
use mockloop::domain::offer::totals::{Matrix, total};
use proptest::prelude::{ProptestConfig, Strategy, any, prop_assert, prop_assert_eq, proptest};
use proptest::sample::Index;

use super::{card, offer};

const CARD: &str = include_str!("../../offers/e2e/scorecard.toml");
const BOREALIS: &str = include_str!("../../offers/e2e/offers/borealis.toml");

/// Weights that sum to 1.
fn weights(count: usize) -> impl Strategy<Value = Vec<f64>> {
    proptest::collection::vec(1u32..100, count).prop_map(|raw| {
        let sum: u32 = raw.iter().sum();
        raw.iter()
            .map(|weight| f64::from(*weight) / f64::from(sum))
            .collect()
    })
}

/// Scores of some offers; some are ranges.
fn matrix() -> impl Strategy<Value = Matrix> {
    (2usize..7, 2usize..9).prop_flat_map(|(offers, criteria)| {
        let cell = (0u32..=100, 0u32..=100, any::<bool>()).prop_map(|(a, b, is_exact)| {
            let (low, high) = (f64::from(a.min(b)) / 10.0, f64::from(a.max(b)) / 10.0);
            if is_exact { (low, low) } else { (low, high) }
        });
        let row = proptest::collection::vec(cell, criteria);
        (weights(criteria), proptest::collection::vec(row, offers))
            .prop_map(|(weights, cells)| Matrix { weights, cells })
    })
}

fn totals(matrix: &Matrix) -> Vec<f64> {
    matrix
        .standings()
        .iter()
        .map(|standing| standing.mid)
        .collect()
}

fn drawing(draws: u32, threads: usize) -> Drawing {
    Drawing {
        seed: 7,
        draws,
        threads,
    }
}

fn differences(matrix: &Matrix, winner: usize, rival: usize) -> Vec<f64> {
    let mids = matrix.mids();
    mids[winner]
        .iter()
        .zip(&mids[rival])
        .map(|(own, other)| own - other)
        .collect()
}

fn best(totals: &[f64]) -> usize {
    (0..totals.len())
        .max_by(|a, b| totals[*a].total_cmp(&totals[*b]))
        .unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn adding_or_removing_an_offer_never_reorders_the_rest(matrix in matrix(), gone: Index) {
        let all = totals(&matrix);
        let gone = gone.index(all.len());
        let mut fewer = matrix.clone();
        fewer.cells.remove(gone);
        let mut expected = all;
        expected.remove(gone);
        prop_assert_eq!(totals(&fewer), expected);
    }

    #[test]
    fn scaling_raw_weights_changes_nothing(raw in proptest::collection::vec(1u32..1000, 6..12), times in 1u32..50) {
        let one: Vec<_> = raw.iter().map(|weight| (*weight).into()).collect();
        let more: Vec<_> = raw.iter().map(|weight| (*weight * times).into()).collect();
        let points = largest_remainder(&one).unwrap();
        prop_assert_eq!(points.iter().sum::<u32>(), 100);
        prop_assert_eq!(Some(points), largest_remainder(&more));
    }

    #[test]
    fn raising_a_winners_score_never_lowers_it(matrix in matrix(), criterion: Index, more in 0.0f64..10.0) {
        let winner = best(&totals(&matrix));
        let mut better = matrix.clone();
        let criterion = criterion.index(matrix.weights.len());
        let cell = &mut better.cells[winner][criterion];
        *cell = ((cell.0 + more).min(10.0), (cell.1 + more).min(10.0));
        let (before, after) = (matrix.standings()[winner], better.standings()[winner]);
        prop_assert!(after.mid >= before.mid - 1e-12);
        prop_assert!(after.rank_mid <= before.rank_mid && after.worst_rank <= before.worst_rank);
    }

    #[test]
    fn a_question_is_worth_something_from_nothing_to_everything(matrix in matrix()) {
        let all = totals(&matrix);
        let best_total = all.iter().copied().fold(0.0, f64::max);
        // Knowing everything is worth at most the distance to the highest total that is possible.
        let highest = matrix.standings().iter().map(|one| one.high).fold(0.0, f64::max);
        for question in questions(&matrix) {
            prop_assert!(question.evppi >= 0.0);
            prop_assert!(question.evppi <= highest - best_total + 1e-12);
            let (low, high) = matrix.cells[question.offer][question.criterion];
            if let Some(flip) = question.flip_at {
                prop_assert!(low < flip && flip < high);
                // At the flip score the offer ties the best other one.
                let mut known = matrix.clone();
                known.cells[question.offer][question.criterion] = (flip, flip);
                let known = totals(&known);
                let rival = known.iter().enumerate().filter(|(place, _)| *place != question.offer);
                let rival = rival.map(|(_, total)| *total).fold(0.0, f64::max);
                prop_assert!((known[question.offer] - rival).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn the_value_of_a_question_is_the_integral(matrix in matrix()) {
        let all = totals(&matrix);
        for question in questions(&matrix) {
            let (low, high) = matrix.cells[question.offer][question.criterion];
            let weight = matrix.weights[question.criterion];
            let rest = all[question.offer] - weight * f64::midpoint(low, high);
            let rival = all.iter().enumerate().filter(|(place, _)| *place != question.offer);
            let rival = rival.map(|(_, total)| *total).fold(0.0, f64::max);
            let steps = 4_000;
            let sum: f64 = (0..steps)
                .map(|step| {
                    let u = low + (high - low) * (f64::from(step) + 0.5) / f64::from(steps);
                    (rest + weight * u).max(rival)
                })
                .sum();
            let expected = sum / f64::from(steps) - all[question.offer].max(rival);
            prop_assert!((question.evppi - expected).abs() < 1e-5, "{} {}", question.evppi, expected);
        }
    }

    #[test]
    fn acceptabilities_sum_to_1_by_row_and_by_column(matrix in matrix(), lens in 0usize..4) {
        let lens = [Lens::Stated(50.0), Lens::Order, Lens::None, Lens::Exact][lens];
        let found = draw(&matrix, lens, &drawing(1_500, 1));
        let offers = matrix.cells.len();
        for (place, row) in found.counts.iter().enumerate() {
            prop_assert_eq!(row.iter().sum::<u32>(), 1_500);
            prop_assert_eq!(found.counts.iter().map(|row| row[place]).sum::<u32>(), 1_500);
            prop_assert_eq!(row.len(), offers);
        }
    }

    #[test]
    fn counts_do_not_depend_on_the_number_of_threads(matrix in matrix(), threads in 2usize..5) {
        for lens in [Lens::Stated(50.0), Lens::Order, Lens::None] {
            let one = draw(&matrix, lens, &drawing(2_000, 1));
            prop_assert_eq!(one, draw(&matrix, lens, &drawing(2_000, threads)));
        }
    }

    #[test]
    fn a_transfer_applied_ties_to_a_billionth(matrix in matrix(), rival: Index) {
        let winner = best(&totals(&matrix));
        let rival = rival.index(matrix.cells.len());
        let d = differences(&matrix, winner, rival);
        let ahead = total(&matrix.weights, d.iter().copied());
        if let Some(transfer) = transfer(&matrix.weights, &d) {
            let mut moved = matrix.weights.clone();
            for (from, amount) in &transfer.from {
                moved[*from] -= amount;
                moved[transfer.to] += amount;
                prop_assert!(moved[*from] >= -1e-12);
            }
            prop_assert!((moved.iter().sum::<f64>() - 1.0).abs() < 1e-9);
            prop_assert!(total(&moved, d.iter().copied()).abs() < 1e-9);
        } else {
            // No weights at all make them tie, or they tie already.
            prop_assert!(d.iter().all(|d| *d > 0.0) || ahead <= 1e-12);
        }
    }

    #[test]
    fn no_other_transfer_is_smaller(matrix in matrix(), rival: Index, tries in proptest::collection::vec((any::<Index>(), any::<Index>(), 0.0f64..1.0), 30)) {
        let winner = best(&totals(&matrix));
        let d = differences(&matrix, winner, rival.index(matrix.cells.len()));
        let Some(least) = transfer(&matrix.weights, &d) else { return Ok(()) };
        // Random moves of a little less weight never reach the tie.
        let mut moved = matrix.weights.clone();
        let mut left = least.amount * 0.999;
        for (from, to, share) in tries {
            let (from, to) = (from.index(d.len()), to.index(d.len()));
            let amount = (left * share).min(moved[from]);
            moved[from] -= amount;
            moved[to] += amount;
            left -= amount;
        }
        prop_assert!(total(&moved, d.iter().copied()) > -1e-9);
    }

    #[test]
    fn the_nearest_weights_tie(matrix in matrix(), rival: Index) {
        let winner = best(&totals(&matrix));
        let d = differences(&matrix, winner, rival.index(matrix.cells.len()));
        if let Some(near) = nearest_weights(&matrix.weights, &d) {
            prop_assert!((near.iter().sum::<f64>() - 1.0).abs() < 1e-9);
            prop_assert!(total(&near, d.iter().copied()).abs() < 1e-9);
        }
    }

    #[test]
    fn a_weight_interval_is_exact_over_all_rivals(matrix in matrix(), k: Index) {
        let mids = matrix.mids();
        let k = k.index(matrix.weights.len());
        let all = totals(&matrix);
        let winner = best(&all);
        let found = weight_interval(&matrix.weights, &mids, winner, k);
        prop_assert!(found.low <= matrix.weights[k] + 1e-9 && matrix.weights[k] <= found.high + 1e-9);
        let at = |t: f64| -> Vec<f64> {
            let rest = 1.0 - matrix.weights[k];
            let scaled: Vec<f64> = matrix.weights.iter().enumerate()
                .map(|(place, weight)| if place == k { t } else { weight * (1.0 - t) / rest })
                .collect();
            mids.iter().map(|row| total(&scaled, row.iter().copied())).collect()
        };
        for step in 0..=100 {
            let t = f64::from(step) / 100.0;
            let totals = at(t);
            let is_first = totals.iter().all(|other| *other <= totals[winner] + 1e-9);
            let is_inside = found.low - 1e-9 <= t && t <= found.high + 1e-9;
            let is_near = (t - found.low).abs() < 1e-6 || (t - found.high).abs() < 1e-6;
            prop_assert!(is_first == is_inside || is_near, "{t}: {is_first} {is_inside} {found:?}");
        }
        for (bound, to) in [(found.low, found.below_to), (found.high, found.above_to)] {
            if let Some(to) = to {
                let totals = at(bound);
                prop_assert!((totals[winner] - totals[to]).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn intervals_nest_when_a_cell_is_learned(matrix in matrix(), offer: Index, criterion: Index, part in 0.0f64..=1.0) {
        let (offer, criterion) = (offer.index(matrix.cells.len()), criterion.index(matrix.weights.len()));
        let mut learned = matrix.clone();
        let cell = &mut learned.cells[offer][criterion];
        let known = cell.0 + part * (cell.1 - cell.0);
        *cell = (known, known);
        for (before, after) in matrix.standings().iter().zip(learned.standings()) {
            prop_assert!(before.low <= after.low + 1e-12 && after.high <= before.high + 1e-12);
            prop_assert!(before.best_rank <= after.best_rank && after.worst_rank <= before.worst_rank);
        }
    }

    #[test]
    fn a_level_amount_has_its_present_value(pv in 1.0f64..1e7, rate in 0.0f64..0.5, years in 1u32..11) {
        let level = level_annual(pv, rate, years);
        prop_assert!((level_to_pv(level, rate, years) - pv).abs() < 1e-6 * pv);
        let discounted: f64 = (1..=years).map(|year| level / (1.0 + rate).powi(i32::try_from(year).unwrap())).sum();
        prop_assert!((discounted - pv).abs() < 1e-6 * pv);
    }

    #[test]
    fn present_value_falls_in_the_rate_and_the_certainty_equivalent_is_at_most_the_mean(
        percents in (0u32..40, 1u32..20), wealth in 1_000u32..500_000, crra in 0u32..8,
    ) {
        let (low, more) = percents;
        let at = |percent: u32| {
            let text = CARD
                .replace("discount_rate = 0.06", &format!("discount_rate = 0.{percent:02}"))
                .replace("wealth = \"80000\"", &format!("wealth = \"{wealth}\""))
                .replace("crra = 2.0", &format!("crra = {crra}.0"));
            let card = card(&text);
            let borealis = offer(BOREALIS, "borealis", &card);
            pay(borealis.comp.as_ref().unwrap(), &card)
        };
        let (less, more) = (at(low), at(low + more));
        prop_assert!(more.pv_cash < less.pv_cash);
        prop_assert!(more.lottery.mean() < less.lottery.mean());
        for pay in [less, more] {
            let equivalent = pay.certainty_equivalent.unwrap();
            prop_assert!(equivalent <= pay.lottery.mean() && equivalent >= 0.0);
            prop_assert!(pay.level.cash <= pay.level.risk_adjusted.unwrap() + 1e-9);
        }
    }
}

/// A search of so many offers with every kind of score.
pub(super) fn search(count: usize, seed: u32) -> Comparison {
    // Few draws: what is looked at does not hang on them.
    let card = card(&CARD.replace("seed = 20261123", "seed = 20261123\ndraws = 1_000"));
    let offers = (0..count).map(|number| varied(&card, number, seed));
    compare(&card, offers.collect(), 1)
}

fn varied(card: &Scorecard, number: usize, seed: u32) -> Offer {
    let mut offer = offer(BOREALIS, "borealis", card);
    offer.id = format!("offer-{number}-of-a-company-with-a-name")
        .as_str()
        .into();
    offer.company = offer.id.clone();
    let mut chance = seed.wrapping_add(u32::try_from(number).unwrap().wrapping_mul(2_654_435_761));
    for cell in &mut offer.cells {
        chance = chance.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let value = f64::from(chance >> 16) / 6_553.6;
        cell.score = match (cell.score, chance % 4) {
            (Score::Computed, _) => Score::Computed,
            (_, 0) => Score::Unknown,
            (_, 1) => Score::Range(value / 2.0, value),
            (_, _) => Score::Exact(value),
        };
    }
    offer
}

#[test]
fn the_three_samplers_agree_with_what_is_known_of_them() {
    // Two criteria, the first offer better in the first: first while w is above a half.
    let matrix = Matrix {
        weights: vec![0.7, 0.3],
        cells: vec![
            vec![(10.0, 10.0), (0.0, 0.0)],
            vec![(0.0, 0.0), (10.0, 10.0)],
        ],
    };
    let near = |lens, expected: f64, draws: u32| {
        let p = draw(&matrix, lens, &drawing(draws, 1)).first()[0];
        let bound = 4.0 * (expected * (1.0 - expected) / f64::from(draws)).sqrt() + 1e-6;
        assert!((p - expected).abs() <= bound, "{p} is not {expected}");
    };
    near(Lens::None, 0.5, 50_000);
    near(Lens::Order, 1.0, 20_000);
    near(Lens::Exact, 1.0, 20_000);
    // P(Beta(7, 3) > 1/2) with kappa 10: a sum of binomials, 1 - 46/512.
    near(Lens::Stated(10.0), 1.0 - 46.0 / 512.0, 50_000);
}

#[test]
fn the_simplex_is_drawn_flat() {
    // The first offer is first where its own weight is the greatest: by symmetry in a third. With 5
    // instead of 10 it is where half of its weight exceeds each of the others.
    let diagonal = |top: f64| Matrix {
        weights: vec![0.4, 0.3, 0.3],
        cells: vec![
            vec![(top, top), (0.0, 0.0), (0.0, 0.0)],
            vec![(0.0, 0.0), (10.0, 10.0), (0.0, 0.0)],
            vec![(0.0, 0.0), (0.0, 0.0), (10.0, 10.0)],
        ],
    };
    let first = |top: f64| draw(&diagonal(top), Lens::None, &drawing(100_000, 1)).first()[0];
    assert!((first(10.0) - 1.0 / 3.0).abs() < 0.006);
    let exact = flat_corner(2.0);
    assert!((first(5.0) - exact).abs() < 0.006, "{} {exact}", first(5.0));
}

/// The share of the simplex where `w_1 > c w_2` and `w_1 > c w_3`, counted on a fine grid.
fn flat_corner(c: f64) -> f64 {
    let steps = 600;
    let (mut inside, mut all) = (0_u32, 0_u32);
    for a in 0..steps {
        for b in 0..steps - a {
            let (w2, w3) = (
                (f64::from(a) + 0.33) / f64::from(steps),
                (f64::from(b) + 0.33) / f64::from(steps),
            );
            let w1 = 1.0 - w2 - w3;
            all += 1;
            inside += u32::from(w1 > c * w2 && w1 > c * w3);
        }
    }
    f64::from(inside) / f64::from(all)
}

#[test]
fn equal_weights_are_dealt_by_chance_in_the_order_lens() {
    // Both criteria weigh the same: neither offer is favoured by its place.
    let matrix = Matrix {
        weights: vec![0.5, 0.5],
        cells: vec![
            vec![(10.0, 10.0), (0.0, 0.0)],
            vec![(0.0, 0.0), (10.0, 10.0)],
        ],
    };
    let p = draw(&matrix, Lens::Order, &drawing(100_000, 1)).first()[0];
    assert!((p - 0.5).abs() < 0.007, "{p}");
}
