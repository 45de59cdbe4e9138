//! Ratings beside the evidence for them, plainly: first and final, ticks, tests, other raters; and
//! what moved the index last.

use std::collections::BTreeMap;

use super::attempt::Attempt;
use super::filter::{Filter, days};
use super::layout::Layout;
use super::observe::{Cause, What};
use super::outlook::{Outlook, rating};
use super::reading::History;
use super::role::Role;

/// A rating from here on, beside half of the items or fewer, is a contrast.
const HIGH: f64 = 3.0;
/// A rating up to here, beside four of five items or more, is one too.
const LOW: f64 = 2.0;

/// A dimension's ratings beside each other, as means in ratings 1 to 4.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Beside {
    /// Rounds with a final rating.
    pub rounds: u32,
    /// The mean first rating.
    pub first: Option<f64>,
    /// The mean final rating.
    pub last: Option<f64>,
    /// Items shown, of those asked about.
    pub items: (u32, u32),
    /// The mean rating by others.
    pub outside: Option<f64>,
}

/// A final rating that the ticks of the same round don't bear out.
#[derive(Debug, Clone, PartialEq)]
pub struct Contrast {
    /// When the round was, as it is written.
    pub at: String,
    /// Its prompt.
    pub prompt: Option<String>,
    /// The dimension.
    pub dimension: String,
    /// The final rating, 1 to 4.
    pub rating: f64,
    /// Items shown, of those asked about.
    pub items: (u32, u32),
}

/// Ratings beside the evidence for them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Ledger {
    /// By dimension.
    pub dimensions: BTreeMap<String, Beside>,
    /// Tests passed, of all.
    pub tests: (u32, u32),
    /// Where ratings and ticks differ, the latest last.
    pub contrasts: Vec<Contrast>,
}

/// What moved the index since the round before the last one.
#[derive(Debug, Clone, PartialEq)]
pub struct Why {
    /// When the last round was, as it is written.
    pub at: String,
    /// Its prompt.
    pub prompt: Option<String>,
    /// Its kind.
    pub kind: String,
    /// Attempts so far.
    pub rounds: u64,
    /// The index before, in points.
    pub before: f64,
    /// The index now, in points.
    pub after: f64,
    /// What moved it: the parts sum to the difference.
    pub causes: Vec<Cause>,
}

/// Numbers of which a mean is wanted.
#[derive(Default)]
struct Mean(f64, u32);

/// A dimension's means.
#[derive(Default)]
struct Means {
    first: Mean,
    last: Mean,
    outside: Mean,
}

impl Mean {
    fn add(&mut self, value: f64) {
        self.0 += value;
        self.1 += 1;
    }

    fn get(&self) -> Option<f64> {
        (self.1 > 0).then(|| self.0 / f64::from(self.1))
    }
}

impl History {
    /// Ratings beside the evidence for them.
    pub fn ledger(&self) -> Ledger {
        let mut ledger = Ledger::default();
        let mut means: BTreeMap<&str, Means> = BTreeMap::new();
        for attempt in &self.attempts {
            let given = |rating_given: &f64| rating(attempt.points(*rating_given));
            for (name, first) in &attempt.first {
                means.entry(name).or_default().first.add(given(first));
            }
            for (name, last) in &attempt.last {
                means.entry(name).or_default().last.add(given(last));
                ledger
                    .contrasts
                    .extend(contrast(attempt, name, given(last)));
            }
            for (name, ratings) in &attempt.external {
                for outside in ratings {
                    means.entry(name).or_default().outside.add(given(outside));
                }
            }
            for (name, (hit, of)) in &attempt.items {
                means.entry(name).or_default();
                let beside = ledger.dimensions.entry(name.clone()).or_default();
                beside.items.0 += hit;
                beside.items.1 += of;
            }
            let (passed, of) = attempt.tests.unwrap_or_default();
            ledger.tests.0 += passed;
            ledger.tests.1 += of;
        }
        for (
            name,
            Means {
                first,
                last,
                outside,
            },
        ) in means
        {
            let beside = ledger.dimensions.entry(name.to_owned()).or_default();
            beside.rounds = last.1;
            beside.first = first.get();
            beside.last = last.get();
            beside.outside = outside.get();
        }
        ledger
    }

    /// What moved the index last; none before the first round.
    pub fn why(&self, role: &Role, now_ms: i64) -> Option<Why> {
        let scored: Vec<&Attempt> = self
            .attempts
            .iter()
            .filter(|attempt| !attempt.is_empty())
            .collect();
        let (last, before) = scored.split_last()?;
        let mut filter = Filter::new(Layout::new(&self.attempts, [role]), self.start);
        for attempt in before {
            filter.take(attempt);
        }
        let seen = self.seen();
        let index = Outlook {
            filter: &filter,
            role,
            seen: &seen,
        }
        .index();
        let start = filter.estimate(&index).mean;
        let mut causes = filter.take_watching(last, &index);
        let then = filter.estimate(&index).mean;
        filter.advance(now_ms);
        let after = filter.estimate(&index).mean;
        causes.push(Cause {
            what: What::Idle(days(last.at_ms, now_ms)),
            by: after - then,
        });
        Some(Why {
            at: last.at.clone(),
            prompt: last.prompt.clone(),
            kind: last.kind.clone(),
            rounds: filter.rounds(),
            before: start,
            after,
            causes,
        })
    }
}

fn contrast(attempt: &Attempt, dimension: &str, rating: f64) -> Option<Contrast> {
    let (hit, of) = *attempt.items.get(dimension).filter(|(_, of)| *of > 1)?;
    let share = f64::from(hit) / f64::from(of);
    let differs = (rating >= HIGH && share <= 0.5) || (rating <= LOW && share >= 0.8);
    differs.then(|| Contrast {
        at: attempt.at.clone(),
        prompt: attempt.prompt.clone(),
        dimension: dimension.to_owned(),
        rating,
        items: (hit, of),
    })
}
