//! Backups and what becomes of them, and the journals of former versions.

use std::fs;
use std::path::{Path, PathBuf};

use mockloop::domain::round::RoundId;
use mockloop::io::store::{Journal as _, Sqlite, check};
use rusqlite::Connection;

use crate::kills::{PROMPT, Session, json, output, program};

/// Types some lines into a round and leaves it.
fn practise(data: &Path, arguments: &[&str], lines: &[&str]) {
    let mut session = Session::start(&mut program(data, arguments));
    for line in lines {
        session.type_line(line);
        assert!(session.hear(|text| text.contains(" kept at ")));
    }
    session.type_line("/quit");
    let ended = session.end();
    assert_eq!((ended.code, ended.errors.as_str()), (Some(0), ""));
}

fn begun(lines: &[&str]) -> tempfile::TempDir {
    let data = tempfile::tempdir().unwrap();
    practise(data.path(), &["practice", "--prompt", PROMPT], lines);
    data
}

fn backups(data: &Path) -> Vec<String> {
    mockloop::io::store::names(data)
}

fn captured(data: &Path) -> Vec<String> {
    let shown = json(data, &["show", "--json"]);
    let captures = shown["captures"].as_array().unwrap().iter();
    captures
        .map(|capture| capture["text"].as_str().unwrap().to_owned())
        .collect()
}

/// Runs a command that is refused; what it says, in one line.
fn refused(data: &Path, arguments: &[&str], code: i32) -> String {
    let output = output(data, arguments);
    let said = String::from_utf8(output.stderr).unwrap().replace('\n', " ");
    assert_eq!(output.status.code(), Some(code), "{said}");
    said
}

#[test]
fn a_database_of_every_released_format_is_opened_read_and_gone_on_with() {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/databases");
    let mut formats = 0;
    for entry in fs::read_dir(kept).unwrap() {
        let path = entry.unwrap().path();
        let data = tempfile::tempdir().unwrap();
        fs::copy(&path, data.path().join("journal.db")).unwrap();
        let before = check(&data.path().join("journal.db")).unwrap();
        let journal = Sqlite::open(data.path()).unwrap();
        let rounds = journal.summaries().unwrap();
        assert_eq!((journal.all_events().unwrap().len(), rounds.len()), (44, 2));
        let draft = rounds.iter().find_map(|round| {
            let id = RoundId(round.round.0.clone());
            journal.draft(&id).unwrap()
        });
        assert_eq!(draft.unwrap().text.as_str(), "half a line");
        drop(journal);
        practise(data.path(), &["resume", "2"], &["gone on with"]);
        assert_eq!(captured(data.path()).last().unwrap(), "gone on with");
        let after = check(&data.path().join("journal.db")).unwrap();
        assert!(after.events > 44);
        // What stood before the format changed is kept beside the day's own backup.
        let copies = backups(data.path());
        let changed = before.format < after.format;
        let expected = usize::from(changed);
        assert_eq!(copies.len(), 1 + expected, "{copies:?}");
        if changed {
            let copy = data.path().join("backups/before-format-2.db");
            assert_eq!(check(&copy).unwrap(), before);
        }
        formats += 1;
        assert!((1..=after.format).contains(&before.format));
    }
    assert_eq!(formats, 2);
}

#[test]
fn a_backup_is_made_while_a_round_is_on_and_holds_what_was_acknowledged() {
    let data = tempfile::tempdir().unwrap();
    let mut session = Session::start(&mut program(data.path(), &["practice", "--prompt", PROMPT]));
    session.type_line("first");
    assert!(session.hear(|text| text.contains(" kept at ")));
    let elsewhere = tempfile::tempdir().unwrap();
    let to = elsewhere.path().join("copy.db");
    let made = json(
        data.path(),
        &["backup", "--json", "--to", to.to_str().unwrap()],
    );
    assert_eq!(made["path"], to.to_str().unwrap());
    assert_eq!(
        (made["schema"].as_u64(), made["rounds"].as_u64()),
        (Some(1), Some(1))
    );
    session.type_line("second");
    assert!(session.hear(|text| text.contains(" kept at ")));
    let beside: Vec<PathBuf> = fs::read_dir(elsewhere.path())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    assert_eq!(beside, std::slice::from_ref(&to), "a copy stands alone");
    let said = refused(data.path(), &["backup", "--to", to.to_str().unwrap()], 73);
    assert!(said.contains("is there already"), "{said}");
    // A round holds the journal: it can't be replaced below it.
    let said = refused(data.path(), &["restore", to.to_str().unwrap()], 75);
    assert!(said.contains("Another mockloop holds the round"), "{said}");
    session.kill();
    let other = tempfile::tempdir().unwrap();
    let arguments = ["restore", to.to_str().unwrap(), "--json"];
    let restored = json(other.path(), &arguments);
    assert_eq!(restored["replaced"], serde_json::Value::Null);
    assert_eq!(captured(other.path()), ["first"]);
    assert_eq!(captured(data.path()), ["first", "second"]);
}

#[test]
fn a_damaged_journal_is_replaced_and_stays_beside_the_backup() {
    let data = begun(&["first"]);
    assert_eq!(backups(data.path()).len(), 1, "the day's own");
    let journal = data.path().join("journal.db");
    let whole = fs::metadata(&journal).unwrap().len();
    let noise = vec![0x5a; usize::try_from(whole).unwrap()];
    fs::write(&journal, &noise).unwrap();
    // A log that is left from another journal is not taken for the backup's.
    fs::write(data.path().join("journal.db-wal"), &noise).unwrap();
    for command in ["sessions", "show", "resume"] {
        let said = refused(data.path(), &[command], 74);
        assert!(said.contains("journal.db"), "{said}");
        assert!(said.contains("`mockloop restore latest`"), "{said}");
    }
    assert_eq!(fs::read(&journal).unwrap(), noise, "it was left as it is");
    let doctor = output(data.path(), &["doctor"]);
    assert_eq!(doctor.status.code(), Some(1));
    let said = String::from_utf8(doctor.stdout).unwrap();
    assert!(said.contains("journal, bad"), "{said}");
    let restored = json(data.path(), &["restore", "latest", "--json"]);
    let aside = PathBuf::from(restored["replaced"].as_str().unwrap());
    assert_eq!(fs::read(&aside).unwrap(), noise);
    let log = PathBuf::from(format!("{}-wal", aside.display()));
    assert_eq!(fs::read(log).unwrap(), noise);
    assert_eq!(captured(data.path()), ["first"]);
    practise(data.path(), &["resume"], &["second"]);
    assert_eq!(captured(data.path()), ["first", "second"]);
}

#[test]
fn a_damaged_backup_is_passed_over_and_never_put_in_place() {
    let data = begun(&["first"]);
    let bad = data.path().join("backups/journal-29990101T000000Z.db");
    fs::write(&bad, "no journal, ".repeat(500)).unwrap();
    let said = refused(data.path(), &["restore", bad.to_str().unwrap()], 74);
    assert!(said.contains("journal-29990101T000000Z.db"), "{said}");
    assert_eq!(captured(data.path()), ["first"]);
    let restored = json(data.path(), &["restore", "latest", "--json"]);
    assert_eq!(restored["passed_over"][0], "journal-29990101T000000Z.db");
    assert_eq!(captured(data.path()), ["first"]);
    let said = refused(data.path(), &["restore", "no-such-file"], 2);
    assert!(said.contains("no file no-such-file"), "{said}");
    let itself = data.path().join("journal.db");
    let said = refused(data.path(), &["restore", itself.to_str().unwrap()], 2);
    assert!(said.contains("is the journal itself"), "{said}");
}

#[test]
fn a_journal_that_another_program_has_open_is_not_replaced() {
    let data = begun(&["first"]);
    let reader = Connection::open(data.path().join("journal.db")).unwrap();
    let rounds = reader.query_row("SELECT count(*) FROM rounds", [], |row| row.get(0));
    assert_eq!(rounds, Ok(1));
    let said = refused(data.path(), &["restore", "latest"], 75);
    assert!(said.contains("Close the other session"), "{said}");
    drop(reader);
    assert_eq!(
        output(data.path(), &["restore", "latest"]).status.code(),
        Some(0)
    );
}

#[test]
fn a_lost_journal_is_told_and_no_new_one_is_begun_beside_its_backups() {
    let data = begun(&["first"]);
    for lose in [
        |path: &Path| fs::write(path, "").unwrap(),
        |path: &Path| fs::remove_file(path).unwrap(),
    ] {
        lose(&data.path().join("journal.db"));
        let said = refused(data.path(), &["practice", "--prompt", PROMPT], 74);
        assert!(said.contains("it is missing or empty"), "{said}");
        assert!(said.contains("`mockloop restore latest`"), "{said}");
        assert_eq!(
            output(data.path(), &["restore", "latest"]).status.code(),
            Some(0)
        );
        assert_eq!(captured(data.path()), ["first"]);
    }
}

#[test]
fn a_day_without_a_backup_is_followed_by_one_and_old_ones_are_thinned() {
    let data = begun(&["first"]);
    practise(data.path(), &["resume"], &["second"]);
    let made = backups(data.path());
    assert_eq!(made.len(), 1, "one a day: {made:?}");
    let folder = data.path().join("backups");
    fs::rename(
        folder.join(&made[0]),
        folder.join("journal-20250303T100000Z.db"),
    )
    .unwrap();
    for name in ["journal-20250301T100000Z.db", "journal-20250201T100000Z.db"] {
        fs::copy(
            folder.join("journal-20250303T100000Z.db"),
            folder.join(name),
        )
        .unwrap();
    }
    fs::write(folder.join("notes.txt"), "mine").unwrap();
    practise(data.path(), &["resume"], &["third"]);
    let now = backups(data.path());
    assert_eq!(now.len(), 3, "{now:?}");
    let old = ["journal-20250201T100000Z.db", "journal-20250303T100000Z.db"];
    assert_eq!(now[..2], old);
    assert!(folder.join("notes.txt").exists());
}

#[test]
fn a_list_of_rounds_that_differs_is_told_and_made_anew() {
    let data = begun(&["first"]);
    let journal = Connection::open(data.path().join("journal.db")).unwrap();
    let sql = "UPDATE rounds SET summary = json_set(summary, '$.events', 99)";
    assert_eq!(journal.execute(sql, []), Ok(1));
    drop(journal);
    let state = |arguments: &[&str]| {
        let output = output(data.path(), arguments);
        let value: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let checks = value["checks"].as_array().unwrap().iter();
        let mut list = checks.filter(|check| check["name"] == "list of rounds");
        list.next().unwrap()["state"].clone()
    };
    assert_eq!(state(&["doctor", "--json"]), "bad");
    assert_eq!(state(&["doctor", "--rebuild", "--json"]), "fine");
    assert_ne!(
        json(data.path(), &["sessions", "--json"])["rounds"][0]["events"],
        99
    );
}
