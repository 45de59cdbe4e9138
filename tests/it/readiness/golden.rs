//! The golden figures: three learners, twenty rounds each, every read-out after every round.

use std::collections::BTreeSet;

use mockloop::domain::pick;
use mockloop::domain::readiness::{
    Attempt, Chooser, DAY_MS, Estimate, Filter, Outlook, Seen, forecast, phi,
};
use serde_json::Value;

use super::learners::{Bank, Task, lines, numbers, text};

/// The bar of the golden figures, in points.
const BAR: f64 = 3.2;

/// Compares numbers, each within 1e-6.
fn same(what: &str, seen: &[f64], expected: &Value) {
    let expected = match expected {
        Value::Array(_) => numbers(expected),
        Value::Number(_) => vec![expected.as_f64().unwrap()],
        Value::Null | Value::Bool(_) | Value::String(_) | Value::Object(_) => {
            panic!("{what}: {expected}")
        }
    };
    assert_eq!(seen.len(), expected.len(), "{what}");
    for (seen, expected) in seen.iter().zip(&expected) {
        assert!(
            (seen - expected).abs() < 1e-6,
            "{what}: {seen}, expected {expected}"
        );
    }
}

fn both(estimate: Estimate) -> [f64; 2] {
    [estimate.mean, estimate.sd]
}

#[test]
fn every_read_out_of_every_step_is_the_golden_one() {
    let bank = Bank::read();
    let golden: Value = serde_json::from_str(&text("golden.json")).unwrap();
    let learners = lines("public.sessions.jsonl.gz");
    let role = bank.role(BAR, &["failure_handling", "communication"], 0.5);
    let mut steps_seen = 0;
    for golden in golden["learners"].as_array().unwrap() {
        let learner = learners
            .iter()
            .find(|learner| learner["id"] == golden["id"])
            .unwrap();
        let all = bank.attempts(learner);
        let mut filter = Filter::new(bank.layout(), None);
        let mut done = BTreeSet::new();
        let mut before: Vec<Attempt> = Vec::new();
        for (step, (task, attempt)) in golden["steps"].as_array().unwrap().iter().zip(&all) {
            filter.take(attempt);
            done.insert(task.id.as_str());
            before.push(attempt.clone());
            let seen = Seen::of(&before);
            let outlook = Outlook {
                filter: &filter,
                role: &role,
                seen: &seen,
            };
            let place = format!("{} on day {}", golden["id"], step["t"]);
            read_outs(&place, step, &outlook);
            ahead(&place, step, &outlook, &before);
            draws(&place, step, &outlook, (&bank.tasks, task, &done));
            steps_seen += 1;
        }
    }
    assert_eq!(steps_seen, 60);
}

fn read_outs(place: &str, step: &Value, outlook: &Outlook<'_>) {
    let filter = outlook.filter;
    let estimate = |functional| both(filter.estimate(&functional));
    let ready = outlook.ready();
    let critical = ready.critical.iter().map(|(_, chance)| *chance);
    let gates: Vec<f64> = std::iter::once(ready.index).chain(critical).collect();
    for (name, seen) in [
        ("index", estimate(outlook.index()).as_slice()),
        (
            "cell_coding_correctness",
            &estimate(outlook.cell("coding", "correctness")),
        ),
        (
            "dim_failure_handling",
            &estimate(outlook.dimension("failure_handling")),
        ),
        ("self_gap", &both(filter.own_above_ticks())),
        ("learn_rate", &both(filter.rate())),
        ("p_ready", &[ready.chance]),
        ("gates", &gates),
        ("p_pass", &[outlook.pass()]),
    ] {
        same(&format!("{place}: {name}"), seen, &step[name]);
    }
}

/// Three weeks on, with the latest six rounds again.
fn ahead(place: &str, step: &Value, outlook: &Outlook<'_>, before: &[Attempt]) {
    let until_ms = outlook.filter.at_ms().unwrap() + 21 * DAY_MS;
    let latest: Vec<&Attempt> = before.iter().rev().take(6).rev().collect();
    let later = forecast::after(outlook.filter, until_ms, &latest);
    let Estimate { mean, sd } = later.estimate(&outlook.index());
    let seen = [mean, sd, phi((mean - BAR) / sd)];
    same(&format!("{place}: forecast21"), &seen, &step["forecast21"]);
}

fn draws(
    place: &str,
    step: &Value,
    outlook: &Outlook<'_>,
    (tasks, last, done): (&[Task], &Task, &BTreeSet<&str>),
) {
    let topics = last.topics.iter().map(String::as_str).collect();
    let chooser = Chooser::new(outlook, Some((&last.kind, topics)));
    for seed in [7, 8] {
        let scored = tasks
            .iter()
            .filter(|task| !done.contains(task.id.as_str()))
            .map(|task| {
                let dimensions = task.dimensions.iter().map(String::as_str);
                let topics = task.topics.iter().map(String::as_str);
                let worth = chooser.worth(&task.kind, dimensions, topics, task.difficulty);
                (task.id.as_str(), worth.score)
            });
        let drawn = pick::order(scored, |id| id, (seed, outlook.filter.rounds()));
        let expected = step[format!("next_seed{seed}")].to_string();
        assert_eq!(drawn[0], expected, "{place}: seed {seed}");
    }
}
