//! What is told beside what `--json` gives: no number and no claim without its datum.

use serde_json::Value;

use super::learners::{Bank, lines, record};
use crate::world::{Machine, Step};

/// Everything that `--json` gives for a command that also tells it.
pub(super) struct Told {
    pub(super) text: String,
    json: Value,
    numbers: Vec<f64>,
    names: Vec<String>,
}

impl Told {
    pub(super) fn new(machine: &Machine, command: &str) -> Self {
        let (text, code) = machine.run(&format!("mockloop {command} --plain"), Vec::new());
        assert_eq!(code, Some(0), "{command}: {text}");
        let (json, _) = machine.run(&format!("mockloop {command} --json"), Vec::new());
        let json: Value = serde_json::from_str(&json).unwrap();
        let (mut numbers, mut names) = (Vec::new(), Vec::new());
        collect(&json, &mut numbers, &mut names);
        Self {
            text,
            json,
            numbers,
            names,
        }
    }

    /// Every number that is told is one of the data, rounded.
    pub(super) fn pair(&self, place: &str) -> usize {
        let mut paired = 0;
        for line in self.text.lines().filter(|line| !line.starts_with("And ")) {
            for token in line.split(|c: char| c.is_whitespace() || "(),;:\"".contains(c)) {
                let token = token.trim_end_matches('.');
                let is_number = token
                    .trim_start_matches(['+', '-'])
                    .starts_with(|c: char| c.is_ascii_digit());
                let is_date = token.len() == 10 && token.matches('-').count() == 2;
                let is_name = self.names.iter().any(|name| name == token);
                if is_number && !is_date && !is_name {
                    assert!(
                        self.has(token, line),
                        "{place}: {token} in {line:?}\n{}",
                        self.json
                    );
                    paired += 1;
                }
            }
        }
        paired
    }

    fn has(&self, token: &str, line: &str) -> bool {
        if let Some(percent) = token.strip_suffix('%') {
            let whole: f64 = percent.parse().unwrap();
            return self.numbers.iter().any(|number| {
                let seen = number * 100.0;
                (seen - whole).abs() <= 0.5 + 1e-9
                    || (line.contains("under 1%") && seen < 1.0)
                    || (line.contains("over 99%") && seen > 99.0)
                    || (*number - whole).abs() <= 0.5
            });
        }
        let decimals = token.split_once('.').map_or(0, |(_, after)| after.len());
        let wanted: f64 = token.parse().unwrap();
        let close = 0.5 * 10f64.powi(-i32::try_from(decimals).unwrap()) + 1e-9;
        self.numbers
            .iter()
            .any(|number| (number - wanted).abs() <= close)
    }

    fn says(&self, words: &str) -> bool {
        let flowed: Vec<&str> = self.text.split_whitespace().collect();
        flowed.join(" ").contains(words)
    }
}

fn collect(value: &Value, numbers: &mut Vec<f64>, names: &mut Vec<String>) {
    match value {
        Value::Number(number) => numbers.push(number.as_f64().unwrap()),
        Value::String(name) => names.push(name.clone()),
        Value::Array(values) => values
            .iter()
            .for_each(|value| collect(value, numbers, names)),
        Value::Object(values) => {
            names.extend(values.keys().cloned());
            values
                .values()
                .for_each(|value| collect(value, numbers, names));
        }
        Value::Null | Value::Bool(_) => {}
    }
}

/// A machine with some records imported.
pub(crate) fn imported(records: impl Iterator<Item = String>) -> Machine {
    let machine = Machine::default();
    let steps = records.map(Step::Line).chain([Step::End]);
    let (screen, code) = machine.run("mockloop import -", steps.collect());
    assert_eq!(code, Some(0), "{screen}");
    machine
}

/// Six rounds that are good at everything but what the role can't do without.
pub(super) fn fragile() -> Machine {
    imported((1..=6).map(|day| {
        format!(
            r#"{{"at":"2026-11-0{day}T18:00:00Z","kind":"coding","final":{{"failure-handling":1,"correctness":4,
            "edge-cases":4,"communication":4}},"items":{{"failure-handling":[0,6],"correctness":[6,6],
            "edge-cases":[6,6],"communication":[6,6]}}}}"#
        )
        .replace('\n', "")
    }))
}

/// A machine with the first rounds of a simulated learner.
pub(super) fn machine(learner: usize, rounds: usize) -> Machine {
    let bank = Bank::read();
    let learner = &lines("public.sessions.jsonl.gz")[learner];
    let records = bank.attempts(learner).into_iter().take(rounds);
    imported(records.map(|(_, attempt)| record(&attempt)))
}

#[test]
fn every_number_that_is_told_is_in_the_data() {
    let mut paired = 0;
    for (learner, rounds) in [(0, 2), (3, 6), (40, 12), (120, 45), (170, 60)] {
        let machine = machine(learner, rounds);
        for command in [
            "readiness",
            "readiness --at 2026-12-24",
            "readiness --role backend",
            "trends",
            "trends --by dimension",
            "trends --by topic",
            "weak",
            "weak --kind coding",
            "calibration",
            "why",
            "why des-webhook-delivery",
        ] {
            let told = Told::new(&machine, command);
            paired += told.pair(&format!("learner {learner}, {rounds} rounds, {command}"));
        }
    }
    assert!(paired > 500, "{paired}");
}

#[test]
fn every_claim_that_is_told_follows_from_the_data() {
    let (mut early, mut unclear, mut held) = (0, 0, 0);
    let learners = [(0, 0), (0, 2), (1, 4), (3, 6), (40, 12), (120, 45), (9, 30)];
    let learners = learners.map(|(learner, rounds)| machine(learner, rounds));
    for machine in learners.into_iter().chain([fragile()]) {
        let told = Told::new(&machine, "readiness");
        let known = told.json["rounds"].as_u64().unwrap();
        assert_eq!(told.says("Too early for a number"), known < 5);
        if known < 5 {
            assert!(!told.text.contains('%'), "{}", told.text);
            early += 1;
        }
        let kinds = told.json["kinds"].as_object().unwrap();
        let few = |least, most| {
            let rounds = |kind: &Value| kind["rounds"].as_u64().unwrap();
            kinds
                .values()
                .any(|kind| (least..=most).contains(&rounds(kind)))
        };
        assert_eq!(told.says("too early to say"), few(1, 2));
        assert_eq!(told.says("no round yet"), few(0, 0));
        for kind in kinds.values() {
            assert_eq!(
                kind["p_ready"].is_null(),
                kind["rounds"].as_u64().unwrap() < 3
            );
        }
        let is_unclear = told.json["change"]["direction"] == "unclear";
        assert_eq!(told.says("no clear change"), is_unclear);
        unclear += u32::from(is_unclear);
        let below = |key: &str| told.json[key].as_f64().unwrap();
        let is_held = known >= 5 && below("p_ready") < below("p_index");
        assert_eq!(told.says("which the role can't do without"), is_held);
        held += u32::from(is_held);
        let weak = Told::new(&machine, "weak");
        let areas = weak.json["weak"].as_array().unwrap();
        assert_eq!(
            weak.says("Nothing that the rounds so far show"),
            areas.is_empty()
        );
        for area in areas {
            let p_weak = area["p_weak"].as_f64().unwrap();
            let class = if p_weak >= 0.8 {
                "weak"
            } else {
                "probably weak"
            };
            assert!(p_weak >= 0.6 && area["standing"] == class, "{area}");
            let is_unsure = area["sd"].as_f64().unwrap() > 0.45 * 0.75;
            assert!(area["rounds"].as_u64().unwrap() > 0 || !is_unsure, "{area}");
        }
    }
    assert!(
        early >= 2 && unclear >= 1 && held >= 1,
        "{early} {unclear} {held}"
    );
}

/// A behavioral round in which nothing is shown; the whole close.
pub(crate) fn poor_round(machine: &Machine) {
    // The first /done says how much time is left.
    let typed = [
        "I pushed the config at five on a Friday",
        "/done",
        "/done",
        "1",
    ];
    let rated = ["1", "I pushed the config", "1", "none", "1", "none"];
    // More than there are questions: the list of final ratings takes no such answer.
    let ticked = ["n"; 18];
    let end = ["", "say what it cost"];
    let lines = typed.into_iter().chain(rated).chain(ticked).chain(end);
    let steps: Vec<Step> = lines.map(|line| Step::Line(line.to_owned())).collect();
    let (screen, code) = machine.run("mockloop practice --prompt beh-made-it-worse", steps);
    assert!(
        code == Some(0) && screen.contains("The round is kept"),
        "{screen}"
    );
}

#[test]
fn own_rounds_are_evidence_in_own_words() {
    let machine = Machine::default();
    for _ in 0..4 {
        poor_round(&machine);
        machine.clock.pass(86_400_000);
    }
    let readiness = Told::new(&machine, "readiness").json;
    assert_eq!(
        (readiness["rounds"].as_u64(), readiness["repeats"].as_u64()),
        (Some(4), Some(3))
    );
    assert_eq!(readiness["kinds"]["behavioral"]["rounds"], 4);
    assert!(
        readiness["topics"]["people.failure"]["rounds"] == 4,
        "{readiness}"
    );
    assert!(readiness["dimensions"]["pacing"]["mean"].as_f64() > Some(2.0));
    let weak = Told::new(&machine, "weak");
    weak.pair("weak");
    let areas = weak.json["weak"].as_array().unwrap().iter();
    let told = areas.flat_map(|area| area["evidence"].as_array().cloned().unwrap_or_default());
    let evidence: Vec<Value> = told.collect();
    let quoted = evidence
        .iter()
        .find(|round| round["own_line"] == "I pushed the config");
    let quoted = quoted.unwrap();
    assert_eq!(
        (quoted["rating"].as_u64(), &quoted["focus"]),
        (Some(1), &"say what it cost".into())
    );
    assert!(evidence.iter().any(|round| round["round"] == 4));
    assert!(
        evidence
            .iter()
            .any(|round| !round["missed"].as_array().unwrap().is_empty())
    );
    assert!(
        weak.says("your line: \"I pushed the config\""),
        "{}",
        weak.text
    );
    assert!(weak.says("focus: \"say what it cost\""));
}
