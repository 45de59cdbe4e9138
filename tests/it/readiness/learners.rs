//! The simulated learners in `tests/readiness`: their bank, their role, their rounds.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::Path;

use mockloop::domain::readiness::{Attempt, DAY_MS, KindWeights, Layout, Role};
use mockloop::io::store::Memory;
use serde_json::Value;

use crate::world::ScriptedClock;

/// A file's text beside the golden figures; packed ones are unpacked.
pub(super) fn text(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/readiness")
        .join(name);
    let bytes = std::fs::read(path).unwrap();
    if name.strip_suffix(".gz").is_none() {
        return String::from_utf8(bytes).unwrap();
    }
    let mut text = String::new();
    flate2::read::GzDecoder::new(bytes.as_slice())
        .read_to_string(&mut text)
        .unwrap();
    text
}

pub(super) fn strings(value: &Value) -> Vec<String> {
    value
        .as_array()
        .unwrap()
        .iter()
        .map(|name| name.as_str().unwrap().to_owned())
        .collect()
}

pub(super) fn numbers(value: &Value) -> Vec<f64> {
    value
        .as_array()
        .unwrap()
        .iter()
        .map(|number| number.as_f64().unwrap())
        .collect()
}

/// A prompt of the simulated bank.
pub(super) struct Task {
    pub(super) id: String,
    pub(super) kind: String,
    pub(super) difficulty: f64,
    pub(super) dimensions: Vec<String>,
    pub(super) topics: Vec<String>,
    items: Vec<u32>,
    tests: u32,
}

/// The simulated bank with its weights.
pub(crate) struct Bank {
    kinds: Vec<String>,
    dimensions: Vec<String>,
    topics: Vec<String>,
    value: Value,
    pub(super) tasks: Vec<Task>,
}

impl Bank {
    pub(super) fn read() -> Self {
        let value: Value = serde_json::from_str(&text("bank.json")).unwrap();
        let whole = |value: &Value| u32::try_from(value.as_u64().unwrap()).unwrap();
        let task = |task: &Value| Task {
            id: task["id"].to_string(),
            kind: task["kind"].as_str().unwrap().to_owned(),
            difficulty: task["difficulty"].as_f64().unwrap(),
            dimensions: strings(&task["dims"]),
            topics: strings(&task["topics"]),
            items: task["items"]
                .as_array()
                .unwrap()
                .iter()
                .map(whole)
                .collect(),
            tests: whole(&task["tests"]),
        };
        Self {
            kinds: strings(&value["kinds"]),
            dimensions: strings(&value["dims"]),
            topics: strings(&value["topics"]),
            tasks: value["prompts"]
                .as_array()
                .unwrap()
                .iter()
                .map(task)
                .collect(),
            value,
        }
    }

    /// The layout in the bank's own order, as the specification has it.
    pub(super) fn layout(&self) -> Layout {
        let cells = self.kinds.iter().flat_map(|kind| {
            self.dimensions
                .iter()
                .map(move |dimension| (kind.as_str(), dimension.as_str()))
        });
        let (kinds, dimensions) = (self.kinds.clone(), self.dimensions.clone());
        Layout::of(kinds, dimensions, self.topics.clone(), cells)
    }

    /// The bank's weights as a role; bar and margin are given in points.
    pub(super) fn role(&self, bar: f64, critical: &[&str], margin: f64) -> Role {
        let shares = |names: &[String], weights: &[f64], whole: f64| -> BTreeMap<String, f64> {
            names
                .iter()
                .cloned()
                .zip(weights.iter().map(|weight| weight / whole))
                .collect()
        };
        let kinds = self.kinds.iter().enumerate().map(|(number, kind)| {
            let weight = self.value["w_kind"][number].as_f64().unwrap();
            let weights = KindWeights {
                weight,
                dimensions: shares(
                    &self.dimensions,
                    &numbers(&self.value["w_kind_dim"][number]),
                    weight,
                ),
                topics: shares(
                    &self.topics,
                    &numbers(&self.value["w_kind_topic"][number]),
                    1.0,
                ),
            };
            (kind.clone(), weights)
        });
        Role {
            id: "simulated".to_owned(),
            title: "Simulated".into(),
            bar: 1.0 + (bar - 1.0) * 0.75,
            critical: critical.iter().map(|name| (*name).to_owned()).collect(),
            margin: margin * 0.75,
            by_kind: kinds.collect(),
        }
    }

    /// A learner's rounds as attempts, with the prompt of each.
    pub(super) fn attempts(&self, learner: &Value) -> Vec<(&Task, Attempt)> {
        let sessions = learner["sessions"].as_array().unwrap();
        let mut seen = std::collections::BTreeSet::new();
        sessions
            .iter()
            .map(|session| self.attempt(session, &mut seen))
            .collect()
    }

    fn attempt(
        &self,
        session: &Value,
        seen: &mut std::collections::BTreeSet<u64>,
    ) -> (&Task, Attempt) {
        let number = session[1].as_u64().unwrap();
        let task = &self.tasks[usize::try_from(number).unwrap()];
        let by_dimension = |values: &Value| -> BTreeMap<String, f64> {
            task.dimensions
                .iter()
                .cloned()
                .zip(numbers(values))
                .collect()
        };
        let items = session[4].as_array().map(|ticks| {
            let ticks = ticks
                .iter()
                .map(|hit| u32::try_from(hit.as_u64().unwrap()).unwrap());
            let counts = ticks.zip(task.items.iter().copied());
            task.dimensions.iter().cloned().zip(counts).collect()
        });
        let tests = session[5]
            .as_u64()
            .map(|passed| u32::try_from(passed).unwrap());
        let attempt = Attempt {
            id: task.id.clone(),
            at_ms: at_ms(session[0].as_f64().unwrap()),
            at: String::new(),
            kind: task.kind.clone(),
            prompt: Some(task.id.clone()),
            topics: task.topics.clone(),
            difficulty: task.difficulty,
            scale: (1.0, 5.0),
            first: by_dimension(&session[2]),
            last: by_dimension(&session[3]),
            items: items.unwrap_or_default(),
            tests: tests.zip((task.tests > 0).then_some(task.tests)),
            hints: u32::try_from(session[6].as_u64().unwrap()).unwrap(),
            repeat: !seen.insert(number),
            overrun: None,
            external: BTreeMap::new(),
        };
        (task, attempt)
    }
}

/// Days since the beginning as an instant; two decimals of a day are whole milliseconds.
#[expect(clippy::cast_possible_truncation, reason = "a few months")]
#[expect(clippy::cast_precision_loss, reason = "the milliseconds of a day")]
fn at_ms(days: f64) -> i64 {
    (days * DAY_MS as f64).round() as i64
}

/// Every learner of a file, one a line.
pub(super) fn lines(name: &str) -> Vec<Value> {
    text(name)
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// A learner's rounds as records, imported into a journal, and what the journal then gives.
pub(crate) fn through_import(bank: &Bank, learner: &Value) -> Vec<Attempt> {
    let journal = Memory::default();
    let attempts = bank.attempts(learner);
    let records: Vec<String> = attempts
        .iter()
        .map(|(_, attempt)| record(attempt))
        .collect();
    let clock = ScriptedClock::default();
    let text = records.join("\n");
    let imported = mockloop::engine::import(&journal, &clock, "learner", &text).unwrap();
    assert_eq!(
        (imported.attempts, imported.known_attempts),
        (attempts.len(), 0)
    );
    mockloop::engine::history(&journal, None).unwrap().attempts
}

pub(super) fn record(attempt: &Attempt) -> String {
    let begin: jiff::Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
    let at = begin + jiff::SignedDuration::from_millis(attempt.at_ms);
    let mut record = serde_json::json!({
        "at": at.to_string(),
        "kind": attempt.kind,
        "prompt": attempt.prompt,
        "topics": attempt.topics,
        "difficulty": attempt.difficulty,
        "scale": attempt.scale,
        "first": attempt.first,
        "final": attempt.last,
        "items": attempt.items,
        "hints": attempt.hints,
        "repeat": attempt.repeat,
    });
    if let Some(tests) = attempt.tests {
        record["tests"] = serde_json::json!(tests);
    }
    record.to_string()
}
