//! How near the index comes to the truth for two hundred simulated learners, beside simpler ways
//! to read the same scores.

use std::fmt::Write as _;

use mockloop::domain::readiness::{Attempt, Filter, Layout, NINETY, Outlook, Seen};
use serde_json::Value;

use super::learners::{Bank, lines, numbers};

/// After so many rounds the index is compared with the truth.
const CHECKPOINTS: [usize; 5] = [5, 10, 20, 40, 60];
/// What the specification's own program reaches at these points, in points of error.
const REFERENCE: [f64; 5] = [0.360_380, 0.285_740, 0.261_188, 0.245_812, 0.221_568];
/// How much worse than that is still the same.
const ALLOWED: f64 = 0.005;

/// The ways to read scores that are compared.
const WAYS: [&str; 4] = ["readiness", "EWMA 0.3", "EWMA adjusted", "Elo"];

/// Errors at each checkpoint, by way, and how often the range held.
#[derive(Default)]
pub(crate) struct Table {
    errors: [[Vec<f64>; 5]; 4],
    held: [usize; 5],
    learners: usize,
}

impl Table {
    /// Reads every learner's rounds, each as attempts made by `attempts`.
    pub(crate) fn new(attempts: impl Fn(&Bank, &Value) -> Vec<Attempt>) -> Self {
        let bank = Bank::read();
        let truths = lines("public.truth.jsonl.gz");
        let mut table = Self::default();
        for learner in lines("public.sessions.jsonl.gz") {
            let truth = truths
                .iter()
                .find(|truth| truth["id"] == learner["id"])
                .unwrap();
            table.add(&bank, &attempts(&bank, &learner), &numbers(&truth["index"]));
        }
        table
    }

    fn add(&mut self, bank: &Bank, attempts: &[Attempt], truth: &[f64]) {
        let role = bank.role(11.0 / 3.0, &[], 0.5);
        let seen = Seen::of(attempts);
        let mut filter = Filter::new(Layout::new(attempts, [&role]), None);
        let index = Outlook {
            filter: &filter,
            role: &role,
            seen: &seen,
        }
        .index();
        let mut simple = [
            Simple::Average(None),
            Simple::Adjusted(None),
            Simple::Elo(0.0),
        ];
        self.learners += 1;
        for (number, (attempt, truth)) in attempts.iter().zip(truth).enumerate() {
            filter.take(attempt);
            for way in &mut simple {
                way.take(attempt);
            }
            let Some(place) = CHECKPOINTS.iter().position(|rounds| *rounds == number + 1) else {
                continue;
            };
            let own = filter.estimate(&index);
            self.held[place] += usize::from((own.mean - truth).abs() <= NINETY * own.sd);
            let read = std::iter::once(own.mean).chain(simple.iter().map(Simple::read));
            for (errors, read) in self.errors.iter_mut().zip(read) {
                errors[place].push(read - truth);
            }
        }
    }

    fn rmse(&self, way: usize, place: usize) -> f64 {
        let errors = &self.errors[way][place];
        let sum: f64 = errors.iter().map(|error| error * error).sum();
        (sum / count(errors.len())).sqrt()
    }

    fn held(&self, place: usize) -> f64 {
        count(self.held[place]) / count(self.learners)
    }

    /// The table in words.
    pub(crate) fn text(&self) -> String {
        let mut text = String::from("rounds");
        for name in WAYS.iter().chain(&["specification", "range holds"]) {
            write!(text, "  {name:>13}").unwrap();
        }
        text.push('\n');
        for (place, rounds) in CHECKPOINTS.iter().enumerate() {
            write!(text, "{rounds:>6}").unwrap();
            let ways = (0..WAYS.len()).map(|way| self.rmse(way, place));
            for error in ways.chain([REFERENCE[place]]) {
                write!(text, "  {error:>13.4}").unwrap();
            }
            writeln!(text, "  {:>12.1}%", self.held(place) * 100.0).unwrap();
        }
        text
    }
}

/// A simpler way to read scores.
enum Simple {
    /// An exponentially weighted moving average of the own ratings.
    Average(Option<f64>),
    /// The same, after difficulty, hints, the usual generosity and ticks were allowed for.
    Adjusted(Option<f64>),
    /// Elo's rating on the logistic scale; the prompt's difficulty is the opponent.
    Elo(f64),
}

impl Simple {
    fn take(&mut self, attempt: &Attempt) {
        let own = mean(attempt.last.values().map(|rating| attempt.points(*rating)));
        let repeat = if attempt.repeat { 0.4 } else { 0.0 };
        let hints = 0.2 * f64::from(attempt.hints.min(4));
        let offset = -0.3 * (attempt.difficulty - 3.0) + hints + repeat;
        match self {
            Self::Average(average) => blend(average, own),
            Self::Adjusted(average) => {
                let mut score = own - offset - 0.2;
                if !attempt.items.is_empty() {
                    let share =
                        |(hit, of): &(u32, u32)| 1.0 + 4.0 * f64::from(*hit) / f64::from(*of);
                    let ticked = mean(attempt.items.values().map(share)) - offset - 0.1;
                    score = f64::midpoint(score, ticked);
                }
                blend(average, score);
            }
            Self::Elo(rating) => {
                let expected = 1.0 / (1.0 + (-(*rating + offset)).exp());
                *rating += 0.4 * ((own - 1.0) / 4.0 - expected);
            }
        }
    }

    fn read(&self) -> f64 {
        match self {
            Self::Average(average) | Self::Adjusted(average) => average.unwrap_or(2.8),
            Self::Elo(rating) => 1.0 + 4.0 / (1.0 + (-rating).exp()),
        }
    }
}

fn blend(average: &mut Option<f64>, score: f64) {
    *average = Some(average.map_or(score, |average| 0.3 * score + 0.7 * average));
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let values: Vec<f64> = values.collect();
    values.iter().sum::<f64>() / count(values.len())
}

fn count(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap())
}

/// `cargo test --test it learners -- --nocapture` prints the table.
#[test]
#[expect(clippy::print_stderr, reason = "shown with --nocapture")]
fn two_hundred_learners_are_read_as_well_as_by_the_specification() {
    let table = Table::new(super::learners::through_import);
    eprintln!("{}", table.text());
    assert_eq!(table.learners, 200);
    for (place, rounds) in CHECKPOINTS.iter().enumerate() {
        let own = table.rmse(0, place);
        assert!(own <= REFERENCE[place] + ALLOWED, "{rounds} rounds: {own}");
        for (way, name) in WAYS.iter().enumerate().skip(1) {
            let simple = table.rmse(way, place);
            assert!(own < simple, "{rounds} rounds: {own}, {name} has {simple}");
        }
        assert!(
            (0.88..=0.98).contains(&table.held(place)),
            "{rounds}: {}",
            table.held(place)
        );
    }
}
