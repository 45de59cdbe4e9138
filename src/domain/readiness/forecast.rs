//! What will be known on a later day, if practice goes on or stops: time and practice without
//! observations.

use std::collections::BTreeSet;

use super::attempt::Attempt;
use super::filter::{DAY_MS, Filter, count, days};
use super::outlook::{Outlook, Seen};
use super::role::Role;

/// The most rounds a week that a forecast asks for.
const MOST_PER_WEEK: usize = 14;
/// The chance that is asked for.
pub const WANTED: f64 = 0.80;
/// The pace is that of so many days before.
const PACE_DAYS: f64 = 28.0;
/// A shorter history is taken as this long.
const LEAST_PACE_DAYS: f64 = 7.0;

/// The state on a later day, after rounds like these, evenly spread.
pub fn after(filter: &Filter, until_ms: i64, rounds: &[&Attempt]) -> Filter {
    let mut filter = filter.clone();
    let from_ms = filter.at_ms().unwrap_or(until_ms);
    let whole = days(from_ms, until_ms);
    let step = whole / count(rounds.len().max(1));
    for attempt in rounds {
        filter.idle(step);
        practise(&mut filter, attempt);
    }
    if rounds.is_empty() {
        filter.idle(whole);
    }
    filter
}

fn practise(filter: &mut Filter, attempt: &Attempt) {
    let Some(kind) = filter.layout().kind(&attempt.kind) else {
        return;
    };
    let scored: BTreeSet<&str> = attempt.scored();
    let scored: Vec<usize> = filter.in_order(scored).map(|(number, _)| number).collect();
    let topics = filter.topic_weights(attempt.topics.iter().map(String::as_str));
    filter.practise(kind, &scored, &topics);
}

/// So many rounds in the mix of the latest ones.
pub fn mix(attempts: &[Attempt], rounds: usize) -> Vec<&Attempt> {
    let scored: Vec<&Attempt> = attempts
        .iter()
        .filter(|attempt| !attempt.is_empty())
        .collect();
    let latest = scored.split_at(scored.len().saturating_sub(rounds)).1;
    latest.iter().copied().cycle().take(rounds).collect()
}

/// Rounds a week over the last four weeks; a history shorter than a week counts as a week.
pub fn pace_per_week(attempts: &[Attempt], now_ms: i64) -> f64 {
    let scored = || attempts.iter().filter(|attempt| !attempt.is_empty());
    let Some(first) = scored().next() else {
        return 0.0;
    };
    let history = days(first.at_ms, now_ms).clamp(LEAST_PACE_DAYS, PACE_DAYS);
    let recent = scored()
        .filter(|attempt| days(attempt.at_ms, now_ms) <= PACE_DAYS)
        .count();
    count(recent) / history * 7.0
}

/// The rounds until a day at a pace.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a pace is never negative, and capped"
)]
pub fn rounds_until(pace_per_week: f64, from_ms: i64, until_ms: i64) -> usize {
    let most = count(MOST_PER_WEEK);
    let rounds = pace_per_week.clamp(0.0, most) * days(from_ms, until_ms) / 7.0;
    rounds.min(10_000.0).round() as usize
}

/// The fewest rounds a week that bring the chance of clearing the bar to what is asked for by a
/// day; none if no pace that can be kept does. Found by bisection: more practice never lowers it.
pub fn needed_per_week(
    filter: &Filter,
    (role, seen): (&Role, &Seen),
    attempts: &[Attempt],
    until_ms: i64,
) -> Option<f64> {
    let from_ms = filter.at_ms()?;
    let weeks = days(from_ms, until_ms) / 7.0;
    let chance = |rounds: usize| {
        let later = after(filter, until_ms, &mix(attempts, rounds));
        let filter = &later;
        Outlook { filter, role, seen }.ready().chance
    };
    let (mut fails, mut enough) = (0, rounds_until(count(MOST_PER_WEEK), from_ms, until_ms));
    if until_ms <= from_ms + DAY_MS || chance(enough) < WANTED {
        return None;
    }
    if chance(0) >= WANTED {
        return Some(0.0);
    }
    while enough - fails > 1 {
        let middle = usize::midpoint(fails, enough);
        if chance(middle) >= WANTED {
            enough = middle;
        } else {
            fails = middle;
        }
    }
    Some(count(enough) / weeks)
}
