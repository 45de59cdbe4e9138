//! What the filter promises, for histories made at random.

use std::collections::BTreeMap;

use proptest::prelude::{Strategy, prop, prop_assert, prop_assert_eq, prop_compose, proptest};

use super::dense::Sparse;
use super::layout::Part;
use super::observe::{Observation, What};
use super::{Attempt, DAY_MS, Estimate, Filter, KindWeights, Layout, Outlook, Role, Seen};

const KINDS: [&str; 3] = ["coding", "incident", "odd kind"];
const DIMENSIONS: [&str; 4] = ["communication", "correctness", "tradeoffs", "werkzeug"];
const TOPICS: [&str; 3] = ["data.locking", "jobs.retries", "x"];

fn role(id: &str, kind: &str, dimensions: [(&str, f64); 2]) -> Role {
    let dimensions = dimensions.map(|(name, share)| (name.to_owned(), share));
    let weights = KindWeights {
        weight: 1.0,
        dimensions: BTreeMap::from(dimensions),
        topics: BTreeMap::from([("jobs.retries".to_owned(), 1.0)]),
    };
    Role {
        id: id.to_owned(),
        title: id.into(),
        bar: 3.0,
        critical: vec!["communication".to_owned()],
        margin: 0.5,
        by_kind: BTreeMap::from([(kind.to_owned(), weights)]),
    }
}

fn one_role() -> Role {
    role(
        "one",
        "coding",
        [("communication", 0.5), ("correctness", 0.5)],
    )
}

fn ratings() -> impl Strategy<Value = BTreeMap<String, f64>> {
    let rating = (1u8..=4).prop_map(f64::from);
    let dimension = proptest::sample::select(DIMENSIONS.to_vec()).prop_map(ToOwned::to_owned);
    proptest::collection::btree_map(dimension, rating, 0..4)
}

prop_compose! {
    fn attempts()(
        at_ms in -50 * DAY_MS..50 * DAY_MS,
        kind in proptest::sample::select(KINDS.to_vec()),
        topics in proptest::sample::subsequence(TOPICS.to_vec(), 0..=3),
        difficulty in 0.0f64..6.0,
        last in ratings(),
        hit in 0u32..4,
        tests in proptest::option::of((0u32..5).prop_map(|passed| (passed, 5))),
        hints in 0u32..7,
        repeat: bool,
        overrun in proptest::option::of(0.3f64..2.5),
        outside in ratings(),
    ) -> Attempt {
        let items = last.keys().take(2).map(|name| (name.clone(), (hit, 4))).collect();
        Attempt {
            id: String::new(), at_ms, at: String::new(), kind: kind.to_owned(), prompt: None,
            topics: topics.into_iter().map(ToOwned::to_owned).collect(), difficulty,
            scale: (1.0, 4.0), first: BTreeMap::new(), last, items, tests, hints, repeat, overrun,
            external: outside.into_iter().map(|(name, rating)| (name, vec![rating])).collect(),
        }
    }
}

fn histories() -> impl Strategy<Value = Vec<Attempt>> {
    proptest::collection::vec(attempts(), 0..12)
}

fn replay(layout: Layout, attempts: &[Attempt]) -> Filter {
    let mut filter = Filter::new(layout, None);
    for attempt in attempts {
        filter.take(attempt);
    }
    filter
}

/// Every read-out that a role has.
fn read_outs(filter: &Filter, role: &Role, attempts: &[Attempt]) -> Vec<Estimate> {
    let seen = &Seen::of(attempts);
    let outlook = Outlook { filter, role, seen };
    let kinds = KINDS.iter().map(|kind| outlook.kind(kind));
    let dimensions = DIMENSIONS
        .iter()
        .map(|dimension| outlook.dimension(dimension));
    let topics = TOPICS.iter().map(|topic| outlook.topic(topic));
    let all = std::iter::once(outlook.index())
        .chain(kinds)
        .chain(dimensions)
        .chain(topics);
    all.map(|functional| filter.estimate(&functional)).collect()
}

/// Whether the matrix is positive: it has a Cholesky decomposition.
fn is_positive(filter: &Filter) -> bool {
    let size = filter.layout().size();
    let mut lower = vec![vec![0.0; size]; size];
    for row in 0..size {
        for column in 0..=row {
            let shared: f64 = (0..column).map(|k| lower[row][k] * lower[column][k]).sum();
            let rest: f64 = filter.spread.at(row, column) - shared;
            if row == column {
                if rest <= 0.0 {
                    return false;
                }
                lower[row][row] = rest.sqrt();
            } else {
                lower[row][column] = rest / lower[column][column];
            }
        }
    }
    true
}

proptest! {
    #[test]
    fn unrated_changes_nothing(history in histories(), mut silent in attempts(), place: prop::sample::Index) {
        silent.last.clear();
        silent.items.values_mut().for_each(|count| *count = (0, 0));
        silent.external.clear();
        silent.tests = None;
        let layout = Layout::new(&history, [&one_role()]);
        let before = replay(layout.clone(), &history);
        let mut with = history.clone();
        with.insert(place.index(history.len() + 1), silent);
        prop_assert_eq!(&Layout::new(&with, [&one_role()]).size(), &layout.size());
        prop_assert_eq!(replay(layout, &with), before);
    }

    #[test]
    fn replay_equals_incremental(history in histories(), cut: prop::sample::Index, pauses in 0i64..5) {
        let mut history = history;
        history.sort_by_key(|attempt| attempt.at_ms);
        let layout = Layout::new(&history, [&one_role()]);
        let mut whole = replay(layout.clone(), &history);
        let (early, late) = history.split_at(cut.index(history.len() + 1));
        let mut grown = replay(layout, early);
        if let (Some(from_ms), Some(next)) = (grown.at_ms(), late.first()) {
            // Somebody looked in between, without practising.
            for pause in 1..=pauses {
                grown.advance(from_ms + (next.at_ms - from_ms) * pause / 5);
            }
        }
        for attempt in late {
            grown.take(attempt);
        }
        whole.advance(60 * DAY_MS);
        grown.advance(60 * DAY_MS);
        for (one, other) in read_outs(&whole, &one_role(), &history)
            .into_iter()
            .zip(read_outs(&grown, &one_role(), &history))
        {
            prop_assert!((one.mean - other.mean).abs() < 1e-9 && (one.sd - other.sd).abs() < 1e-9);
        }
    }

    #[test]
    fn the_spread_stays_symmetric_and_positive(history in histories()) {
        let filter = replay(Layout::new(&history, [&one_role()]), &history);
        let size = filter.layout().size();
        for row in 0..size {
            for column in 0..row {
                let (one, other) = (filter.spread.at(row, column), filter.spread.at(column, row));
                prop_assert!(one.to_bits() == other.to_bits(), "{row} {column}: {one} {other}");
            }
        }
        prop_assert!(is_positive(&filter));
    }

    #[test]
    fn another_role_changes_no_state(history in histories()) {
        let other = role("two", "a kind of its own", [("aardvark", 0.2), ("zeal", 0.8)]);
        let own = Layout::new(&history, [&one_role()]);
        let both = Layout::new(&history, [&one_role(), &other]);
        prop_assert!(both.size() > own.size());
        let (own, both) = (replay(own, &history), replay(both, &history));
        let bits = |estimates: Vec<Estimate>| -> Vec<(u64, u64)> {
            estimates.into_iter().map(|e| (e.mean.to_bits(), e.sd.to_bits())).collect()
        };
        prop_assert_eq!(
            bits(read_outs(&own, &one_role(), &history)),
            bits(read_outs(&both, &one_role(), &history))
        );
    }

    #[test]
    fn more_evidence_at_one_instant_never_widens_a_range(
        history in histories(), kind in 0usize..1, dimension in 0usize..2, value in 1.0f64..5.0,
        noise in 0.1f64..3.0, stream in 0usize..3,
    ) {
        let filter = replay(Layout::new(&history, [&one_role()]), &history);
        let before = read_outs(&filter, &one_role(), &history);
        let mut row = filter.with_rate(&filter.layout().row(kind, dimension, &Sparse::new()));
        let biases = [vec![], vec![Part::TickBias], vec![Part::OwnBias, Part::Mood]];
        row.extend(biases[stream].iter().map(|part| (filter.layout().part(*part), 1.0)));
        let mut after = filter.clone();
        after.update(&Observation { row, value, noise, what: What::Practice });
        for (before, after) in before.into_iter().zip(read_outs(&after, &one_role(), &history)) {
            prop_assert!(after.sd <= before.sd + 1e-12, "{before:?} {after:?}");
        }
    }

    #[test]
    fn a_clock_that_went_backwards_makes_no_interval(history in histories(), back in 1i64..1_000_000_000) {
        let mut filter = replay(Layout::new(&history, [&one_role()]), &history);
        let before = filter.clone();
        if let Some(at_ms) = filter.at_ms() {
            filter.advance(at_ms - back);
            prop_assert_eq!(filter, before);
        }
    }

    #[test]
    fn the_parts_of_a_change_sum_to_it(history in histories(), next in attempts()) {
        let mut all = history.clone();
        all.push(next.clone());
        let mut filter = replay(Layout::new(&all, [&one_role()]), &history);
        let seen = Seen::of(&all);
        let role = one_role();
        let index = Outlook { filter: &filter, role: &role, seen: &seen }.index();
        let before = filter.estimate(&index).mean;
        let causes = filter.take_watching(&next, &index);
        let sum: f64 = causes.iter().map(|cause| cause.by).sum();
        prop_assert!((filter.estimate(&index).mean - before - sum).abs() < 1e-9);
    }

    #[test]
    fn a_mark_gives_the_exact_difference(history in histories(), next in attempts()) {
        let mut all = history.clone();
        all.push(next.clone());
        let mut filter = replay(Layout::new(&all, [&one_role()]), &history);
        let (role, seen) = (one_role(), Seen::of(&all));
        let index = Outlook { filter: &filter, role: &role, seen: &seen }.index();
        let mark = filter.mark(&index);
        let (then, same) = (filter.estimate(&index), filter.since(mark, &index).unwrap());
        prop_assert!(same.mean.abs() < 1e-12 && same.sd < 1e-5);
        filter.take(&next);
        let change = filter.since(mark, &index).unwrap();
        let now = filter.estimate(&index);
        // What is learned about then moves both: the difference never has more than both spreads.
        prop_assert!(change.sd <= then.sd + now.sd + 1e-9);
        prop_assert!(change.mean.is_finite());
    }
}
