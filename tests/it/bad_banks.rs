//! Bad banks by hand: each has its faults, with code, place and words, and no more.
//!
//! What an edit of a text can break stands in `tests/bad_banks/cases.toml`, which says how to read
//! it. What only a disk can break is made here.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::time::Duration;

use mockloop::domain::bank::Kind;
use serde::Deserialize;

use crate::world::Machine;

const STORY: &str = "behavioral/beh-made-it-worse.toml";
const TOO_DEEP: &str = "cannot recurse further; max recursion depth met";
/// No bank takes this long, unless something waits for what never comes.
const HANGS_AFTER: Duration = Duration::from_secs(240);

#[derive(Deserialize)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    file: String,
    #[serde(default)]
    edits: Vec<(String, String)>,
    text: Option<String>,
    #[serde(default)]
    errors: Vec<Expected>,
    #[serde(default)]
    warnings: Vec<Expected>,
}

/// A fault as the table tells it.
#[derive(Deserialize)]
#[serde(untagged)]
enum Expected {
    Here(String, Place, String),
    Elsewhere(String, Place, String, String),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Place {
    Line(usize),
    Text(String),
}

/// A fault as it is told: file, line, severity, code, message.
type Told = (String, usize, String, String, String);

impl Place {
    /// The line on which the text ends; it stands in the file once.
    fn line(&self, text: &str) -> usize {
        let place = match self {
            Self::Line(line) => return *line,
            Self::Text(place) => place,
        };
        let found: Vec<usize> = text.match_indices(place).map(|(at, _)| at).collect();
        let [at] = found.as_slice() else {
            panic!("{place:?} stands there {} times", found.len());
        };
        text[..at + place.len()].matches('\n').count() + 1
    }
}

impl Expected {
    fn told(&self, severity: &str, case: &Case, bank: &Path) -> Told {
        let (code, place, message, file) = match self {
            Self::Here(code, place, message) => (code, place, message, &case.file),
            Self::Elsewhere(code, place, message, file) => (code, place, message, file),
        };
        let text = fs::read_to_string(bank.join(file)).unwrap();
        told(file, place.line(&text), severity, code, message)
    }
}

fn told(file: &str, line: usize, severity: &str, code: &str, message: &str) -> Told {
    let [file, severity, code, message] = [file, severity, code, message].map(str::to_owned);
    (file, line, severity, code, message)
}

/// A bank with something odd on its disk: what makes it, and the faults.
struct Odd {
    name: &'static str,
    make: fn(&Path),
    told: Vec<Told>,
}

/// A copy of the built-in bank under another id.
fn copy(to: &Path) -> PathBuf {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("question_banks/core-backend");
    let bank = to.join("mine");
    copy_folder(&from, &bank);
    edit(&bank.join("bank.toml"), "\"core-backend\"", "\"mine\"");
    bank
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

fn edit(file: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(file).unwrap();
    assert!(text.contains(from), "{from:?} is not in {}", file.display());
    fs::write(file, text.replacen(from, to, 1)).unwrap();
}

/// What the linter says of a bank, in the order of places, and that its exit code says so too.
fn lint(bank: &Path) -> Vec<Told> {
    let command = format!("mockloop bank lint {} --json", bank.display());
    let (screen, code) = Machine::default().run(&command, vec![]);
    assert_shown(&screen);
    let printed: serde_json::Value =
        serde_json::from_str(&screen).unwrap_or_else(|error| panic!("{error}: {screen}"));
    let text = |fault: &serde_json::Value, key: &str| fault[key].as_str().unwrap().to_owned();
    let told = printed["faults"].as_array().unwrap().iter().map(|fault| {
        let file = text(fault, "file");
        let line = usize::try_from(fault["line"].as_u64().unwrap()).unwrap();
        assert!(fault["column"].as_u64().unwrap() > 0 && !text(fault, "help").is_empty());
        let file = Path::new(&file).strip_prefix(bank).unwrap();
        (
            file.display().to_string(),
            line,
            text(fault, "severity"),
            text(fault, "code"),
            text(fault, "message").lines().next().unwrap().to_owned(),
        )
    });
    let told: Vec<Told> = told.collect();
    let is_blocked = told.iter().any(|(_, _, severity, ..)| severity == "error");
    assert_eq!(code, Some(u8::from(is_blocked)), "{screen}");
    told
}

/// Line feeds are all that a screen gets besides what can be seen.
fn assert_shown(screen: &str) {
    let sent = screen.chars().find(|c| *c != '\n' && c.is_control());
    assert_eq!(sent, None, "{screen:?}");
}

/// What is wrong with what was told: nothing if it is what was expected.
fn difference(name: &str, mut expected: Vec<Told>, mut found: Vec<Told>) -> String {
    expected.sort();
    found.sort();
    let mut difference = String::new();
    for (sign, these, those) in [('-', &expected, &found), ('+', &found, &expected)] {
        for told in these.iter().filter(|told| !those.contains(told)) {
            let (file, line, severity, code, message) = told;
            let told = format!("{file}:{line} {severity} {code} {message}");
            writeln!(difference, "  {sign} {told}").unwrap();
        }
    }
    if difference.is_empty() && expected.len() != found.len() {
        difference = format!("  {} faults, not {}\n", found.len(), expected.len());
    }
    if difference.is_empty() {
        return difference;
    }
    format!("{name}:\n{difference}")
}

/// Does the work for every one of so many things on several threads; one that hangs is named.
fn for_each(count: usize, name: impl Fn(usize) -> String, work: fn(usize) -> String) -> String {
    let (next, (send, done)) = (std::sync::Arc::new(AtomicUsize::new(0)), mpsc::channel());
    for _ in 0..4 {
        let (next, send) = (next.clone(), send.clone());
        std::thread::spawn(move || {
            loop {
                let at = next.fetch_add(1, Ordering::Relaxed);
                if at >= count {
                    return;
                }
                let wrong = std::panic::catch_unwind(|| work(at)).unwrap_or_else(|panic| {
                    let text = panic.downcast_ref::<String>().cloned();
                    format!("{}\n", text.unwrap_or_else(|| "panics".to_owned()))
                });
                if send.send((at, wrong)).is_err() {
                    return;
                }
            }
        });
    }
    let mut waited_for: BTreeSet<usize> = (0..count).collect();
    let mut wrong = String::new();
    while !waited_for.is_empty() {
        let Ok((at, what)) = done.recv_timeout(HANGS_AFTER) else {
            let names: Vec<String> = waited_for.iter().map(|at| name(*at)).collect();
            panic!("no end of: {}", names.join(", "));
        };
        waited_for.remove(&at);
        if !what.is_empty() {
            let name = name(at);
            wrong += &format!(
                "{name}: {}",
                what.strip_prefix(&format!("{name}:")).unwrap_or(&what)
            );
        }
    }
    wrong
}

fn cases() -> Vec<Case> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bad_banks/cases.toml");
    let text = fs::read_to_string(path).unwrap();
    toml::from_str::<Cases>(&text).unwrap().case
}

fn edited(at: usize) -> String {
    let case = &cases()[at];
    let home = tempfile::tempdir().unwrap();
    let bank = copy(home.path());
    let file = bank.join(&case.file);
    if let Some(text) = &case.text {
        fs::write(&file, text).unwrap();
    }
    for (from, to) in &case.edits {
        edit(&file, from, to);
    }
    let errors = case.errors.iter().map(|e| e.told("error", case, &bank));
    let warnings = case.warnings.iter().map(|w| w.told("warning", case, &bank));
    difference(&case.name, errors.chain(warnings).collect(), lint(&bank))
}

#[test]
fn every_bad_bank_of_the_table_is_told_with_its_places() {
    let cases = cases();
    let names: BTreeSet<&str> = cases.iter().map(|case| case.name.as_str()).collect();
    assert_eq!(names.len(), cases.len(), "a name is there twice");
    assert!(cases.len() + odd().len() >= 60);
    let wrong = for_each(cases.len(), |at| cases[at].name.clone(), edited);
    assert!(wrong.is_empty(), "-: expected, +: found\n{wrong}");
}

fn odd() -> Vec<Odd> {
    let error =
        |file: &str, line, code: &str, message: &str| told(file, line, "error", code, message);
    let one = |code: &str, message: &str| vec![error(STORY, 1, code, message)];
    vec![
        Odd {
            name: "carriage returns with every line feed are no fault",
            make: |bank| {
                let text = fs::read_to_string(bank.join(STORY)).unwrap();
                fs::write(bank.join(STORY), text.replace('\n', "\r\n")).unwrap();
            },
            told: vec![],
        },
        Odd {
            name: "a byte order mark at the start is no fault",
            make: |bank| {
                let text = fs::read_to_string(bank.join(STORY)).unwrap();
                fs::write(bank.join(STORY), format!("\u{feff}{text}")).unwrap();
            },
            told: vec![],
        },
        Odd {
            name: "lists in lists, 10,000 deep",
            make: |bank| {
                let deep = format!("x = {}{}\n", "[".repeat(10_000), "]".repeat(10_000));
                fs::write(bank.join(STORY), deep).unwrap();
            },
            told: one("B001", TOO_DEEP),
        },
        Odd {
            name: "inline tables in inline tables, 10,000 deep",
            make: |bank| {
                let deep = format!("x = {}1{}\n", "{ a = ".repeat(10_000), " }".repeat(10_000));
                fs::write(bank.join(STORY), deep).unwrap();
            },
            told: one("B001", TOO_DEEP),
        },
        Odd {
            name: "a key of 10,000 parts",
            make: |bank| {
                let deep = format!("x{} = 1\n", ".x".repeat(9_999));
                fs::write(bank.join(STORY), deep).unwrap();
            },
            told: one("B001", "recursion limit"),
        },
        Odd {
            name: "a table's name of 10,000 parts",
            make: |bank| {
                let deep = format!("[x{}]\n", ".x".repeat(9_999));
                fs::write(bank.join(STORY), deep).unwrap();
            },
            told: one("B001", "recursion limit"),
        },
        Odd {
            name: "a file of 5 MB",
            make: |bank| {
                let text = fs::read_to_string(bank.join(STORY)).unwrap();
                let text = format!("{text}\n#{}\n", "x".repeat(5_000_000));
                fs::write(bank.join(STORY), text).unwrap();
            },
            told: one("B011", "this file has more than 4 MiB"),
        },
        Odd {
            name: "bytes that are not UTF-8",
            make: |bank| {
                fs::write(bank.join(STORY), b"title = \"\xe4rger\"\n").unwrap();
            },
            told: one("B011", "this file is not UTF-8 text (byte 9)"),
        },
        Odd {
            name: "a link to a file outside",
            make: |bank| {
                let outside = bank.parent().unwrap().join("secret.toml");
                fs::rename(bank.join(STORY), &outside).unwrap();
                symlink(&outside, bank.join(STORY)).unwrap();
            },
            told: one("B011", "this is a link; links are not followed"),
        },
        Odd {
            name: "a link to nothing",
            make: |bank| {
                fs::remove_file(bank.join(STORY)).unwrap();
                symlink("nowhere", bank.join(STORY)).unwrap();
            },
            told: one("B011", "this is a link; links are not followed"),
        },
        Odd {
            name: "a pipe in place of a prompt",
            make: |bank| {
                fs::remove_file(bank.join(STORY)).unwrap();
                let made = Command::new("mkfifo").arg(bank.join(STORY)).status();
                assert!(made.unwrap().success());
            },
            told: one("B011", "this is not an ordinary file"),
        },
        Odd {
            name: "a text of more than 64 KiB",
            make: |bank| {
                let long = format!("title      = \"{}\"", "x".repeat(65_537));
                edit(
                    &bank.join(STORY),
                    "title      = \"You made it worse\"",
                    &long,
                );
            },
            told: vec![error(
                STORY,
                7,
                "B001",
                "this text has 65537 bytes, more than 64 KiB",
            )],
        },
        Odd {
            name: "a link to a shared file",
            make: |bank| {
                let outside = bank.parent().unwrap().join("phases.toml");
                fs::rename(bank.join("shared/phases.toml"), &outside).unwrap();
                symlink(&outside, bank.join("shared/phases.toml")).unwrap();
            },
            told: vec![error(
                "shared/phases.toml",
                1,
                "B011",
                "this is a link; links are not followed",
            )],
        },
        Odd {
            name: "a linked folder of shared files",
            make: |bank| {
                let outside = bank.parent().unwrap().join("shared");
                fs::rename(bank.join("shared"), &outside).unwrap();
                symlink(&outside, bank.join("shared")).unwrap();
            },
            told: ["phases", "rubrics", "topics"]
                .map(|name| {
                    let link = "this is a link; links are not followed";
                    error(&format!("shared/{name}.toml"), 1, "B011", link)
                })
                .into(),
        },
        Odd {
            name: "a linked bank.toml",
            make: |bank| {
                let outside = bank.parent().unwrap().join("bank.toml");
                fs::rename(bank.join("bank.toml"), &outside).unwrap();
                symlink(&outside, bank.join("bank.toml")).unwrap();
            },
            told: vec![error(
                "bank.toml",
                1,
                "B011",
                "this is a link; links are not followed",
            )],
        },
        Odd {
            name: "a shared file that was removed",
            make: |bank| fs::remove_file(bank.join("shared/topics.toml")).unwrap(),
            told: vec![error(
                "shared/topics.toml",
                1,
                "B011",
                "there is no such file",
            )],
        },
        Odd {
            name: "a prompt in another kind's folder",
            make: |bank| {
                let moved = bank.join("screen/beh-made-it-worse.toml");
                fs::rename(bank.join(STORY), moved).unwrap();
            },
            told: vec![error(
                "screen/beh-made-it-worse.toml",
                5,
                "B002",
                "the folder is `screen`, the kind `behavioral`",
            )],
        },
        Odd {
            name: "a prompt without its kind's table",
            make: |bank| {
                let text = fs::read_to_string(bank.join(STORY)).unwrap();
                let (before, rest) = text.split_once("\n[behavioral]\n").unwrap();
                let (_, after) = rest.split_once("\n[debrief]\n").unwrap();
                fs::write(bank.join(STORY), format!("{before}\n[debrief]\n{after}")).unwrap();
            },
            told: vec![error(
                STORY,
                5,
                "B004",
                "a behavioral prompt has exactly its own table",
            )],
        },
    ]
}

fn made(at: usize) -> String {
    let odd = &odd()[at];
    let home = tempfile::tempdir().unwrap();
    let bank = copy(home.path());
    (odd.make)(&bank);
    difference(odd.name, odd.told.clone(), lint(&bank))
}

#[test]
fn every_odd_file_is_told_and_none_is_waited_for() {
    let odd = odd();
    let wrong = for_each(odd.len(), |at| odd[at].name.to_owned(), made);
    assert!(wrong.is_empty(), "-: expected, +: found\n{wrong}");
}

/// A text from every string that is shown, with what would clear a terminal or turn it around.
fn with_controls(text: &str) -> String {
    const NOT_SHOWN: &[&str] = &[
        "after",
        "clears",
        "clock_start",
        "covers",
        "dimension",
        "fails",
        "find",
        "from",
        "healthy_when",
        "hidden_tests",
        "id",
        "if",
        "kind",
        "language",
        "languages",
        "level",
        "levels",
        "licence",
        "min_version",
        "next",
        "phase",
        "phases",
        "reference",
        "sets",
        "shows",
        "starter",
        "status",
        "topics",
        "type",
        "unless",
        "unlocks",
        "use",
        "value",
        "view",
        "visible_tests",
        "weight",
        "when",
        "who",
        "with",
    ];
    const CONTROLS: &str = "\\u001b[31m\\u009b2J\\u0000\\u202e\\u007f\\b";
    let (mut key, mut shown) = (String::new(), String::new());
    for line in text.split_inclusive('\n') {
        let start = line.split_once(" = ").map(|(start, _)| start.trim());
        if let Some(start) =
            start.filter(|start| start.chars().all(|c| c.is_alphanumeric() || c == '_'))
        {
            start.clone_into(&mut key);
        }
        let opens = [" = \"\"\"\n", " = \"", "  \"", "[\""];
        let open = opens.iter().find(|open| line.contains(**open));
        match open.filter(|_| !NOT_SHOWN.contains(&key.as_str())) {
            Some(open) => shown += &line.replacen(open, &format!("{open}{CONTROLS}"), 1),
            None => shown += line,
        }
    }
    shown
}

#[test]
fn control_characters_in_every_text_are_shown_not_sent() {
    let (home, machine) = (tempfile::tempdir().unwrap(), Machine::default());
    let bank = copy(home.path());
    let (mut ids, mut written) = (vec![], 0);
    for kind in Kind::ALL {
        for entry in fs::read_dir(bank.join(kind.as_str())).unwrap() {
            let path = entry.unwrap().path();
            ids.push(path.file_stem().unwrap().to_str().unwrap().to_owned());
            let file = if path.is_dir() {
                path.join("prompt.toml")
            } else {
                path
            };
            let text = with_controls(&fs::read_to_string(&file).unwrap());
            written += text.matches("u202e").count();
            fs::write(file, text).unwrap();
        }
    }
    assert!(ids.len() >= 6 && written > 1000, "{ids:?}, {written} texts");
    let bank = bank.display();
    for command in [
        format!("bank lint {bank}"),
        format!("bank lint {bank} --json"),
        format!("bank list --bank {bank}"),
        format!("bank list --json --bank {bank}"),
        format!("bank stats --bank {bank}"),
    ] {
        let (screen, code) = machine.run(&format!("mockloop {command}"), vec![]);
        assert!(code <= Some(1), "{command}: {screen}");
        assert_shown(&screen);
    }
    for id in ids {
        let command = format!("mockloop bank show mine/{id} --spoilers --bank {bank}");
        let (screen, code) = machine.run(&command, vec![]);
        assert_eq!(code, Some(0), "{screen}");
        assert_shown(&screen);
        assert!(screen.contains("␛[31m<U+009B>2J␀<U+202E>␡␈"), "{screen}");
    }
}

/// Whatever a bank names, nothing outside its folder is read.
#[test]
fn shared_files_outside_the_bank_are_refused() {
    for (name, path) in [
        ("shared/topics", "../topics"),
        ("shared/rubrics", "/etc/passwd"),
    ] {
        let home = tempfile::tempdir().unwrap();
        let bank = copy(home.path());
        fs::copy(
            bank.join("shared/topics.toml"),
            home.path().join("topics.toml"),
        )
        .unwrap();
        edit(&bank.join("bank.toml"), name, path);
        let command = format!("mockloop bank lint {}", bank.display());
        let (screen, code) = Machine::default().run(&command, vec![]);
        assert_eq!(code, Some(1), "{screen}");
        let told = "error[B011]: the path leaves the bank's folder";
        assert!(
            screen.contains(told) && screen.contains("1 fault in 1 file."),
            "{screen}"
        );
    }
}

#[test]
fn two_banks_of_one_name_are_told_apart() {
    let home = tempfile::tempdir().unwrap();
    let bank = copy(home.path());
    let other = copy(&home.path().join("other"));
    for second in [&other, &bank] {
        let (bank, second) = (bank.display(), second.display());
        let command = format!("mockloop bank lint --json --bank {bank} --bank {second}");
        let (screen, code) = Machine::default().run(&command, vec![]);
        assert_eq!(code, Some(65), "{screen}");
        assert!(
            screen.contains("error[B003]: there is a bank `mine` already"),
            "{screen}"
        );
        assert!(screen.contains(&format!("{second}/bank.toml")), "{screen}");
    }
}

#[test]
fn a_folder_without_a_bank_is_refused() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().display();
    let (screen, code) = Machine::default().run(&format!("mockloop bank lint {folder}"), vec![]);
    let told =
        format!("mockloop: {folder} is in no bank. A bank is a folder with a `bank.toml`.\n");
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!((words(&screen), code), (words(&told), Some(2)));
    let (screen, code) =
        Machine::default().run(&format!("mockloop bank list --bank {folder}"), vec![]);
    assert_eq!(code, Some(65), "{screen}");
    assert!(
        screen.contains("error[B011]: there is no such file"),
        "{screen}"
    );
}
