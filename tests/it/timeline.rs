//! A round gone through again: everything that was written is there once, and nothing too early.

use mockloop::engine::Library;
use serde_json::Value;

use crate::world::{Machine, Step};

fn lines(typed: &[&str]) -> Vec<Step> {
    let step = |line: &&str| match *line {
        "(5m)" => Step::Pass(300_000, "(5m)".to_owned()),
        "(2h)" => Step::Sleep(7_200_000, "(2h)".to_owned()),
        line => Step::Line(line.to_owned()),
    };
    typed.iter().map(step).collect()
}

fn json(machine: &Machine) -> Value {
    let (text, code) = machine.run("mockloop replay --json", Vec::new());
    assert_eq!(code, Some(0), "{text}");
    serde_json::from_str(&text).unwrap()
}

#[test]
fn an_open_round_gives_nothing_away() {
    let library = Library::new(None);
    let mut looked = 0;
    // Some of every kind.
    for listing in library.listings().step_by(9) {
        let machine = Machine::default();
        let practice = format!("mockloop practice --prompt {}", listing.id);
        let steps = lines(&[
            "first I want the numbers",
            "(5m)",
            "/next",
            "",
            "a second line",
        ]);
        machine.run(&practice, steps);
        let (text, code) = machine.run("mockloop replay", Vec::new());
        assert_eq!(code, Some(0), "{text}");
        let (data, _) = machine.run("mockloop replay --json", Vec::new());
        let flowed: Vec<&str> = text.split_whitespace().collect();
        let flowed = flowed.join(" ");
        let prompt = library.read(listing).unwrap().prompt;
        for item in &prompt.items {
            for text in [&item.seen, &item.probe] {
                assert!(!flowed.contains(text.as_str()), "{}: {text}", listing.id);
                assert!(!data.contains(text.as_str()), "{}: {text}", listing.id);
                looked += 1;
            }
        }
        for known in &prompt.clarifications {
            assert!(!flowed.contains(known.answer.as_str()), "{}", listing.id);
        }
    }
    assert!(looked > 100, "{looked}");
}

#[test]
fn what_was_written_stands_there_once_at_its_time() {
    let machine = Machine::default();
    let typed = [
        "who was on call?",
        "(5m)",
        "/a nobody else knew",
        "/pause",
        "(5m)",
        "/pause",
        "/next",
        "",
        "(2h)",
        "/t fast and known, or right and new",
        "(5m)",
        "/extend 3",
        "/quit",
    ];
    machine.run(
        "mockloop practice --prompt beh-made-it-worse",
        lines(&typed),
    );
    let value = json(&machine);
    let entries = value["entries"].as_array().unwrap();
    let at = |text: &str| -> Vec<(u64, &str)> {
        let with = entries.iter().filter(|entry| entry["text"] == text);
        with.map(|entry| {
            (
                entry["at_ms"].as_u64().unwrap(),
                entry["what"].as_str().unwrap(),
            )
        })
        .collect()
    };
    assert_eq!(at("nobody else knew"), [(300_000, "line")]);
    assert_eq!(at("asked for, 5 minutes"), [(300_000, "pause")]);
    assert_eq!(at("the machine slept, 120 minutes"), [(301_000, "pause")]);
    assert_eq!(at("3 minutes taken").len(), 1);
    assert_eq!(at("left"), [(601_000, "pause")]);
    let question = entries.iter().find(|entry| entry["what"] == "question");
    assert!(
        question.unwrap()["text"]
            .as_str()
            .unwrap()
            .starts_with("who was on call? Answer: ")
    );
    // The stays cover the time on the clock without a hole.
    let stays = value["phases"].as_array().unwrap();
    let ends = stays.iter().map(|stay| stay["to_ms"].as_u64().unwrap());
    let begins = stays.iter().map(|stay| stay["from_ms"].as_u64().unwrap());
    let begins: Vec<u64> = begins
        .chain([value["active_ms"].as_u64().unwrap()])
        .collect();
    assert_eq!(begins[0], 0);
    assert_eq!(ends.collect::<Vec<_>>(), begins[1..]);
}
