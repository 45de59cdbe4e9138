//! Readiness: 10,000 scored dimensions beside a bare loop of the same dense updates, a prompt out
//! of 10,000, and the reading of 400 rounds. `cargo bench --bench readiness` first prints how near
//! the index comes to the truth for the simulated learners.
//!
//! The aims: `ten_thousand_dimensions` at most 1.5 of `baseline::dense_updates`,
//! `a_prompt_of_ten_thousand` below 5 ms, `four_hundred_rounds` at most 30 ms.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::missing_docs_in_private_items,
    clippy::print_stderr,
    missing_docs,
    reason = "a bench that can't go on fails; its functions are its documentation"
)]

use std::collections::BTreeMap;

use divan::Bencher;
use mockloop::domain::pick;
use mockloop::domain::readiness::{Attempt, Chooser, DAY_MS, Filter, Layout, Outlook, Role, Seen};
use mockloop::engine::{DEFAULT_ROLE, Library, history, import, role};
use mockloop::io::store::Sqlite;

#[path = "../tests/it/world.rs"]
mod world;

#[path = "../tests/it/readiness"]
mod readiness {
    pub(crate) mod learners;
    pub(crate) mod table;
}

const DIMENSIONS: usize = 10_000;
const PER_ROUND: usize = 4;

fn elixir() -> Role {
    role(&Library::new(None), DEFAULT_ROLE).unwrap()
}

/// Rounds on the role's own names, each with ticks and an own rating for four dimensions.
fn attempts(role: &Role, rounds: usize) -> Vec<Attempt> {
    let kinds: Vec<_> = role.by_kind.iter().collect();
    (0..rounds)
        .map(|number| {
            let (kind, weights) = kinds[number % kinds.len()];
            let dimensions = weights
                .dimensions
                .keys()
                .cycle()
                .skip(number)
                .take(PER_ROUND);
            let dimensions: Vec<String> = dimensions.cloned().collect();
            let topics = weights.topics.keys().cycle().skip(number).take(2);
            Attempt {
                id: number.to_string(),
                at_ms: i64::try_from(number).unwrap() * DAY_MS / 3,
                at: String::new(),
                kind: kind.clone(),
                prompt: None,
                topics: topics.cloned().collect(),
                difficulty: 3.0,
                scale: (1.0, 4.0),
                first: BTreeMap::new(),
                last: dimensions.iter().map(|name| (name.clone(), 3.0)).collect(),
                items: dimensions
                    .iter()
                    .map(|name| (name.clone(), (2, 3)))
                    .collect(),
                tests: None,
                hints: 0,
                repeat: false,
                overrun: None,
                external: BTreeMap::new(),
            }
        })
        .collect()
}

mod baseline {
    use super::{Bencher, DIMENSIONS, Layout, attempts, elixir};

    /// Two updates a dimension, as plainly as they can be written: every number of the matrix is
    /// read once for the product and written once.
    #[divan::bench(sample_count = 10)]
    fn dense_updates(bencher: Bencher<'_, '_>) {
        let role = elixir();
        let size = Layout::new(&attempts(&role, 400), [&role]).size();
        bencher.bench(|| {
            let mut mean = vec![0.0_f64; size];
            let mut spread = vec![0.0_f64; size * size];
            (0..size).for_each(|place| spread[place * size + place] = 1.0);
            for update in 0..DIMENSIONS * 2 {
                let row: Vec<f64> = (0..size)
                    .map(|place| if (place + update) % 11 == 0 { 1.0 } else { 0.0 })
                    .collect();
                let with: Vec<f64> = spread
                    .chunks_exact(size)
                    .map(|cells| cells.iter().zip(&row).map(|(cell, h)| cell * h).sum())
                    .collect();
                let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
                let variance = dot(&row, &with) + 1.0;
                let step = (1.0 - dot(&row, &mean)) / variance;
                mean.iter_mut()
                    .zip(&with)
                    .for_each(|(mean, with)| *mean += with * step);
                for (cells, factor) in spread.chunks_exact_mut(size).zip(&with) {
                    let factor = factor / variance;
                    cells
                        .iter_mut()
                        .zip(&with)
                        .for_each(|(cell, other)| *cell -= factor * other);
                }
            }
            mean
        });
    }
}

#[divan::bench(sample_count = 10)]
fn ten_thousand_dimensions(bencher: Bencher<'_, '_>) {
    let role = elixir();
    let attempts = attempts(&role, DIMENSIONS / PER_ROUND);
    bencher.bench(|| {
        let mut filter = Filter::new(Layout::new(&attempts, [&role]), None);
        for attempt in &attempts {
            filter.take(attempt);
        }
        filter
    });
}

#[divan::bench(sample_count = 20)]
fn a_prompt_of_ten_thousand(bencher: Bencher<'_, '_>) {
    let role = elixir();
    let attempts = attempts(&role, 400);
    let mut filter = Filter::new(Layout::new(&attempts, [&role]), None);
    for attempt in &attempts {
        filter.take(attempt);
    }
    let seen = Seen::of(&attempts);
    let outlook = Outlook {
        filter: &filter,
        role: &role,
        seen: &seen,
    };
    let names: Vec<String> = (0..10_000)
        .map(|number| format!("prompt-{number}"))
        .collect();
    bencher.bench(|| {
        let chooser = Chooser::new(&outlook, Some(("coding", vec!["jobs.oban"])));
        let scored = names
            .iter()
            .zip(attempts.iter().cycle())
            .map(|(name, like)| {
                let worth = chooser.worth(
                    &like.kind,
                    like.last.keys().map(String::as_str),
                    like.topics.iter().map(String::as_str),
                    like.difficulty,
                );
                (name.as_str(), worth.score)
            });
        pick::order(scored, |name| name, (7, 400)).len()
    });
}

/// From the opened journal to every read-out, as `mockloop readiness` does.
#[divan::bench(sample_count = 20)]
fn four_hundred_rounds(bencher: Bencher<'_, '_>) {
    let role = elixir();
    let data = tempfile::tempdir().unwrap();
    let journal = Sqlite::open(data.path()).unwrap();
    let lines: Vec<String> = attempts(&role, 400)
        .iter()
        .map(|attempt| {
            serde_json::json!({
                "id": attempt.id,
                "at": format!("2026-{:02}-{:02}T09:00:00Z", 1 + attempt.at_ms / DAY_MS / 28 % 12, 1 + attempt.at_ms / DAY_MS % 28),
                "kind": attempt.kind, "topics": attempt.topics, "final": attempt.last,
                "items": attempt.items,
            })
            .to_string()
        })
        .collect();
    let clock = world::ScriptedClock::default();
    import(&journal, &clock, "bench", &lines.join("\n")).unwrap();
    bencher.bench(|| {
        let library = Library::new(None);
        let role = mockloop::engine::role(&library, DEFAULT_ROLE).unwrap();
        let reading = history(&journal, None)
            .unwrap()
            .read(&role, 1_800_000_000_000);
        assert_eq!(reading.rounds, 400);
        reading
    });
}

fn main() {
    let table = readiness::table::Table::new(readiness::learners::through_import);
    eprintln!("{}", table.text());
    divan::main();
}
