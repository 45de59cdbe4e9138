//! Several processes on one journal at once.

use std::fs;

use mockloop::io::store::check;

use crate::kills::{PROMPT, Session, json, output, program};
use crate::promise::Promise;

/// One terminal answers a round, two read all the time and back up, and one imports.
#[test]
fn four_processes_on_one_journal_never_hurt_each_other() {
    let promise = Promise::of("two-terminals");
    let each: usize = promise.times(20, 500);
    let (home, data) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let data = data.path();
    let mut round = Session::start(&mut program(data, &["practice", "--prompt", PROMPT]));
    assert!(round.hear(|text| text.contains("Phase 1 of")));
    let mut others: Vec<Session> = (0..3)
        .map(|_| Session::start(&mut program(data, &[])))
        .collect();
    let mut imports = 0;
    for number in 0..each {
        round.type_line(&format!("line {number}"));
        let is_fifth = number % 5 == 0;
        others[0].type_line(if is_fifth { "show 1" } else { "sessions" });
        others[1].type_line(if is_fifth {
            "backup"
        } else {
            "sessions --json"
        });
        if is_fifth {
            let path = home.path().join(format!("{number}.jsonl"));
            let record = format!(
                "{{\"at\":\"2026-11-24T18:00:00+01:00\",\"kind\":\"coding\",\"id\":\"n{number}\",\
                 \"final\":{{\"correctness\":3}}}}\n"
            );
            fs::write(&path, record).unwrap();
            others[2].type_line(&format!("import {}", path.display()));
            imports += 1;
        } else {
            others[2].type_line("show 1 --json");
        }
    }
    round.type_line("/quit");
    for other in &mut others {
        other.type_line("quit");
    }
    let ended: Vec<_> = std::iter::once(round)
        .chain(others)
        .map(Session::end)
        .collect();
    for ended in &ended {
        let told = format!("{}\n{}", ended.heard.join("\n"), ended.errors);
        assert_eq!((ended.code, ended.errors.as_str()), (Some(0), ""), "{told}");
        for word in ["is locked", "busy", "another process", "went on elsewhere"] {
            assert!(!told.to_lowercase().contains(word), "{word}: {told}");
        }
    }
    let kept = ended[0]
        .heard
        .iter()
        .filter(|line| line.contains(" kept at "));
    assert_eq!(kept.count(), each);
    let shown = json(data, &["show", "1", "--json"]);
    assert_eq!(shown["captures"].as_array().unwrap().len(), each);
    let exported = output(data, &["export"]).stdout;
    let exported = String::from_utf8(exported).unwrap();
    assert_eq!(exported.matches("\"kind\":\"imported\"").count(), imports);
    check(&data.join("journal.db")).unwrap();
    let found = format!("{each} lines, {imports} imports, the rest read: all there");
    promise.held(4 * each, &found);
}
