//! Rounds and records folded into attempts, in the order of time.

use std::collections::{BTreeMap, BTreeSet};

use super::attempt::Attempt;
use super::record::Record;
use crate::domain::bank::{DimensionId, Rating};
use crate::domain::history::{Progress, Summary};

/// What a prompt of unknown difficulty is taken for: the middle.
pub(super) const USUAL_DIFFICULTY: f64 = 3.0;

/// Finished rounds and records from elsewhere, sorted by time. `instant` gives the milliseconds
/// since 1970 of a time as it is written; one that can't be read counts as the time before it.
pub fn attempts(
    rounds: &[Summary],
    records: &[(String, Record)],
    instant: impl Fn(&str) -> Option<i64>,
) -> Vec<Attempt> {
    let mut seen = BTreeSet::new();
    let (mut attempts, mut latest_ms) = (Vec::new(), 0);
    for round in rounds {
        latest_ms = instant(round.drawn_at.as_str()).unwrap_or(latest_ms);
        let repeat = !seen.insert((&round.bank, &round.prompt));
        if round.progress == Progress::Finished {
            attempts.push(of_round(round, latest_ms, repeat));
        }
    }
    for (id, record) in records {
        latest_ms = instant(&record.at).unwrap_or(latest_ms);
        attempts.push(record.attempt(id, latest_ms));
    }
    attempts.sort_by_key(|attempt| attempt.at_ms);
    attempts
}

fn of_round(round: &Summary, at_ms: i64, repeat: bool) -> Attempt {
    let scores = &round.scores;
    let difficulty = scores
        .difficulty
        .map(|within| round.level.difficulty(within));
    let usual = round.level.difficulty(3);
    let items = scores.items.iter();
    let mut external: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for (_, dimension, rating) in &scores.others {
        let ratings = external.entry(dimension.to_string()).or_default();
        ratings.push(f64::from(rating.number()));
    }
    Attempt {
        id: round.round.0.clone(),
        at_ms,
        at: round.drawn_at.to_string(),
        kind: round.kind.as_str().to_owned(),
        prompt: Some(round.prompt.to_string()),
        topics: scores.topics.iter().map(ToString::to_string).collect(),
        difficulty: difficulty.unwrap_or(usual),
        scale: (1.0, 4.0),
        first: ratings(&scores.first),
        last: ratings(&scores.last),
        items: items
            .map(|(name, count)| (name.to_string(), *count))
            .collect(),
        tests: scores.tests,
        hints: scores.hints,
        repeat,
        overrun: overrun(scores.answer_ms, scores.budget_ms),
        external,
    }
}

fn ratings(ratings: &BTreeMap<DimensionId, Rating>) -> BTreeMap<String, f64> {
    let ratings = ratings.iter();
    ratings
        .map(|(name, rating)| (name.to_string(), f64::from(rating.number())))
        .collect()
}

/// The time that an answer took as a multiple of what it had.
#[expect(clippy::cast_precision_loss, reason = "the milliseconds of a round")]
fn overrun(answer_ms: Option<u64>, budget_ms: Option<u64>) -> Option<f64> {
    let budget_ms = budget_ms.filter(|budget_ms| *budget_ms > 0)?;
    Some(answer_ms? as f64 / budget_ms as f64)
}
