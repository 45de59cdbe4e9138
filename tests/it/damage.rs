//! Journals with flipped, missing and zeroed bytes: found, explained, and replaced by a backup.

use std::fs;
use std::path::Path;

use crate::chance::Chance;
use crate::kills::{json, output};
use crate::power::copy;
use crate::promise::Promise;

/// Damages a file in a way that goes by its number; says how.
fn damage(data: &Path, number: usize, chance: &mut Chance) -> &'static str {
    let path = data.join("journal.db");
    let mut bytes = fs::read(&path).unwrap();
    let length = u64::try_from(bytes.len()).unwrap();
    let mut place = |limit: u64| usize::try_from(chance.below(limit)).unwrap();
    let what = match number % 7 {
        0 => {
            for _ in 0..=place(8) {
                let at = place(length);
                bytes[at] ^= 1 << place(8);
            }
            "some bits flipped"
        }
        1 => {
            bytes.truncate(place(length));
            "cut off"
        }
        2 => {
            bytes.truncate(place(length / 4096) * 4096);
            "cut off between pages"
        }
        3 => {
            let at = place(length);
            let end = (at + place(8192)).min(bytes.len());
            bytes[at..end].fill(0);
            "zeroed in part"
        }
        4 => {
            bytes[place(100)] ^= 1 << place(8);
            "a bit of its beginning flipped"
        }
        5 => {
            let page = place(length / 4096) * 4096;
            for byte in &mut bytes[page..page + 64] {
                *byte = u8::try_from(place(256)).unwrap();
            }
            "noise at the beginning of a page"
        }
        _ => {
            let noise: Vec<u8> = (0..4096)
                .map(|_| u8::try_from(place(256)).unwrap())
                .collect();
            fs::write(data.join("journal.db-wal"), noise).unwrap();
            "noise for a log"
        }
    };
    fs::write(path, bytes).unwrap();
    what
}

/// Whether the doctor finds the journal bad.
fn is_seen_by_doctor(data: &Path, what: &str) -> bool {
    let output = output(data, &["doctor", "--json"]);
    assert!(
        matches!(output.status.code(), Some(0 | 1)),
        "{what}: {output:?}"
    );
    let told: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let checks = told["checks"].as_array().unwrap().iter();
    let mut of_journal =
        checks.filter(|check| check["name"] == "journal" || check["name"] == "list of rounds");
    of_journal.any(|check| {
        assert!(check["state"] == "fine" || check["remedy"] != "", "{check}");
        check["state"] == "bad"
    })
}

#[test]
fn damage_is_found_explained_and_mended() {
    let promise = Promise::of("damage");
    let files = promise.times(14, 200);
    let mut chance = Chance(61);
    let whole = tempfile::tempdir().unwrap();
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/databases/format-2.db");
    fs::copy(kept, whole.path().join("journal.db")).unwrap();
    assert_eq!(output(whole.path(), &["backup"]).status.code(), Some(0));
    let listed = json(whole.path(), &["sessions", "--json"]);
    let (mut told, mut unseen) = (0, 0);
    for number in 0..files {
        let data = tempfile::tempdir().unwrap();
        copy(whole.path(), data.path());
        let what = damage(data.path(), number, &mut chance);
        let (is_seen, mut is_told) = (is_seen_by_doctor(data.path(), what), false);
        for arguments in [&["sessions"][..], &["show", "1"], &["export"], &["resume"]] {
            let output = output(data.path(), arguments);
            let said = String::from_utf8(output.stderr).unwrap().replace('\n', " ");
            let code = output.status.code();
            let told = format!("{what}, {arguments:?}, {code:?}: {said}");
            assert!(!said.contains("panicked"), "{told}");
            match code {
                Some(0) => {}
                Some(65 | 73 | 74) => {
                    let names_remedy =
                        said.contains("`mockloop restore") || said.contains("`mockloop doctor`");
                    assert!(names_remedy, "{told}");
                    is_told = true;
                }
                _ => panic!("{told}"),
            }
        }
        told += usize::from(is_seen || is_told);
        unseen += usize::from(is_told && !is_seen);
        let restored = output(data.path(), &["restore", "latest"]);
        assert_eq!(restored.status.code(), Some(0), "{what}: {restored:?}");
        assert_eq!(json(data.path(), &["sessions", "--json"]), listed, "{what}");
    }
    assert!(told > files / 2, "{told} of {files} were told");
    let found = format!(
        "{told} told, {unseen} of them by their round alone, {} harmless: no panic, all restored",
        files - told
    );
    promise.held(files, &found);
}
