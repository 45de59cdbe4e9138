//! Bad banks by hand: each has its faults, with code, place and words, and no more.
//!
//! What an edit of a text can break stands in `tests/bad_banks/cases.toml`, which says how to read
//! it. What only a disk can break is made here. Last, edits by chance: whatever becomes of a file,
//! it is read to its end, and its faults have places and words.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::time::Duration;

use mockloop::domain::bank::Kind;
use mockloop::domain::bank::check::{self, Address, Shared, Topics};
use mockloop::domain::bank::format::{PlansFile, PromptFile, RubricsFile};
use mockloop::domain::bank::lint::{self, Subject};
use mockloop::domain::fault::{Fault, Faults, FaultyFile};
use mockloop::io::files::Folder;
use mockloop::io::{self, BankFiles as _};
use mockloop::report::{faults, plain};
use serde::Deserialize;

use crate::promise::Promise;
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

/// The six model prompts, one of each kind: what is expected here names them, and the shipped bank
/// grows.
const MODELS: [&str; 6] = [
    "beh-made-it-worse",
    "cod-quote-gate",
    "des-webhook-delivery",
    "inc-slow-captures",
    "neg-expiring-offer",
    "scr-hm-first-call",
];

/// Whether a path below a bank is of a model prompt, or of what all share.
fn is_model(path: &Path) -> bool {
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    let is_prompt = ["beh-", "cod-", "des-", "inc-", "neg-", "scr-"]
        .iter()
        .any(|prefix| name.starts_with(prefix));
    !is_prompt || MODELS.contains(&name.as_ref())
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        if !is_model(&entry.path()) {
            continue;
        }
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
fn linted(bank: &Path) -> Vec<Told> {
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
            let what = what.strip_prefix(&format!("{name}:")).unwrap_or(&what);
            write!(wrong, "{name}: {what}").unwrap();
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
    difference(&case.name, errors.chain(warnings).collect(), linted(&bank))
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

/// A fault that blocks.
fn blocked(file: &str, line: usize, code: &str, message: &str) -> Told {
    told(file, line, "error", code, message)
}

/// The one fault of a prompt of which nothing can be read.
fn blocked_at_once(code: &str, message: &str) -> Vec<Told> {
    vec![blocked(STORY, 1, code, message)]
}

fn odd() -> Vec<Odd> {
    let mut odd = odd_texts();
    odd.extend(deep_texts());
    odd.extend(odd_files());
    odd.extend(odd_shared_files());
    odd
}

/// Bytes that an editor may leave, or a disk.
fn odd_texts() -> Vec<Odd> {
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
            name: "a file of 5 MB",
            make: |bank| {
                let text = fs::read_to_string(bank.join(STORY)).unwrap();
                let text = format!("{text}\n#{}\n", "x".repeat(5_000_000));
                fs::write(bank.join(STORY), text).unwrap();
            },
            told: blocked_at_once("B011", "this file has more than 4 MiB"),
        },
        Odd {
            name: "bytes that are not UTF-8",
            make: |bank| {
                fs::write(bank.join(STORY), b"title = \"\xe4rger\"\n").unwrap();
            },
            told: blocked_at_once("B011", "this file is not UTF-8 text (byte 9)"),
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
            told: vec![blocked(
                STORY,
                7,
                "B001",
                "this text has 65537 bytes, more than 64 KiB",
            )],
        },
    ]
}

/// Depths that would take a stack to its end.
fn deep_texts() -> Vec<Odd> {
    vec![
        Odd {
            name: "lists in lists, 10,000 deep",
            make: |bank| {
                let deep = format!("x = {}{}\n", "[".repeat(10_000), "]".repeat(10_000));
                fs::write(bank.join(STORY), deep).unwrap();
            },
            told: blocked_at_once("B001", TOO_DEEP),
        },
        Odd {
            name: "inline tables in inline tables, 10,000 deep",
            make: |bank| {
                let deep = format!("x = {}1{}\n", "{ a = ".repeat(10_000), " }".repeat(10_000));
                fs::write(bank.join(STORY), deep).unwrap();
            },
            told: blocked_at_once("B001", TOO_DEEP),
        },
        Odd {
            name: "a key of 10,000 parts",
            make: |bank| {
                let deep = format!("x{} = 1\n", ".x".repeat(9_999));
                fs::write(bank.join(STORY), deep).unwrap();
            },
            told: blocked_at_once("B001", "recursion limit"),
        },
        Odd {
            name: "a table's name of 10,000 parts",
            make: |bank| {
                let deep = format!("[x{}]\n", ".x".repeat(9_999));
                fs::write(bank.join(STORY), deep).unwrap();
            },
            told: blocked_at_once("B001", "recursion limit"),
        },
    ]
}

/// What may lie where a prompt is looked for.
fn odd_files() -> Vec<Odd> {
    vec![
        Odd {
            name: "a link to a file outside",
            make: |bank| {
                let outside = bank.parent().unwrap().join("secret.toml");
                fs::rename(bank.join(STORY), &outside).unwrap();
                symlink(&outside, bank.join(STORY)).unwrap();
            },
            told: blocked_at_once("B011", "this is a link; links are not followed"),
        },
        Odd {
            name: "a link to nothing",
            make: |bank| {
                fs::remove_file(bank.join(STORY)).unwrap();
                symlink("nowhere", bank.join(STORY)).unwrap();
            },
            told: blocked_at_once("B011", "this is a link; links are not followed"),
        },
        Odd {
            name: "a pipe in place of a prompt",
            make: |bank| {
                fs::remove_file(bank.join(STORY)).unwrap();
                let made = Command::new("mkfifo").arg(bank.join(STORY)).status();
                assert!(made.unwrap().success());
            },
            told: blocked_at_once("B011", "this is not an ordinary file"),
        },
        Odd {
            name: "a prompt in another kind's folder",
            make: |bank| {
                let moved = bank.join("screen/beh-made-it-worse.toml");
                fs::rename(bank.join(STORY), moved).unwrap();
            },
            told: vec![blocked(
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
            told: vec![blocked(
                STORY,
                5,
                "B004",
                "a behavioral prompt has exactly its own table",
            )],
        },
    ]
}

/// What may lie where the bank's own files are looked for.
fn odd_shared_files() -> Vec<Odd> {
    vec![
        Odd {
            name: "a link to a shared file",
            make: |bank| {
                let outside = bank.parent().unwrap().join("phases.toml");
                fs::rename(bank.join("shared/phases.toml"), &outside).unwrap();
                symlink(&outside, bank.join("shared/phases.toml")).unwrap();
            },
            told: vec![blocked(
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
                    blocked(&format!("shared/{name}.toml"), 1, "B011", link)
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
            told: vec![blocked(
                "bank.toml",
                1,
                "B011",
                "this is a link; links are not followed",
            )],
        },
        Odd {
            name: "a shared file that was removed",
            make: |bank| fs::remove_file(bank.join("shared/topics.toml")).unwrap(),
            told: vec![blocked(
                "shared/topics.toml",
                1,
                "B011",
                "there is no such file",
            )],
        },
    ]
}

fn made(at: usize) -> String {
    let odd = &odd()[at];
    let home = tempfile::tempdir().unwrap();
    let bank = copy(home.path());
    (odd.make)(&bank);
    difference(odd.name, odd.told.clone(), linted(&bank))
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

/// From what the files that are made by chance begin. One in so many is made of a whole
/// prompt, the others of a short one: a tenth of the time, and the same faults.
const WHOLE_EVERY: usize = 100;
const SEED: u64 = 20_261_124;

/// Numbers that look like chance and are the same each time (`SplitMix64`).
struct Chance(u64);

impl Chance {
    fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`; 0 if there is none.
    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.number() % u64::try_from(end.max(1)).unwrap()).unwrap()
    }

    fn of<'a, T: ?Sized>(&mut self, all: &[&'a T]) -> &'a T {
        all[self.below(all.len())]
    }
}

/// Values of every type, and some that have none.
const VALUES: &[&str] = &[
    "1",
    "-1",
    "0",
    "9223372036854775808",
    "1e999",
    "nan",
    "-inf",
    "0.5",
    "0x7f",
    "true",
    "2026-11-24",
    "18:00:00",
    "2026-11-24T18:00:00Z",
    "\"\"",
    "\" \"",
    "\"always\"",
    "\"<a>\"",
    "'''a\nb'''",
    "\"\\u0000\"",
    "[]",
    "[[]]",
    "[1, \"a\", true]",
    "{}",
    "{ a = 1 }",
    "[{ id = 1 }]",
    "",
    "@",
    "\"",
    "'''",
    "[",
    "{",
    "= 1",
];

/// Text that a file rarely has.
const STRANGE: &[&str] = &[
    "\0",
    "\u{1b}[2J",
    "\u{7f}",
    "\u{9b}",
    "\r",
    "\t",
    "\u{feff}",
    "\u{202e}",
    "\u{200d}",
    "\u{1f469}\u{200d}\u{1f467}",
    "\u{e0041}",
    "\u{130}",
    "\u{1e9e}",
    "\u{df}",
    "e\u{301}",
    "\u{4f60}",
    "\\",
    "\\u",
    "\"",
    "\"\"\"",
    "'",
    "#",
    "[[",
    "]]",
    "{",
    "}",
    "=",
    ".",
    ",",
    "<",
    ">",
    "\n",
    "\n\n",
    "http://a.b",
    "Google's",
    "it depends, ",
];

/// A place in a text at which a character begins, or its end.
fn place(text: &str, chance: &mut Chance) -> usize {
    let mut at = chance.below(text.len() + 1);
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Pieces of a text with one of them changed by its neighbours: left out, told twice, swapped with
/// another, or put in another's place.
fn shuffled(text: &str, end: &str, chance: &mut Chance) -> String {
    let mut pieces: Vec<&str> = text.split_inclusive(end).collect();
    let (one, other) = (chance.below(pieces.len()), chance.below(pieces.len()));
    match chance.below(4) {
        _ if pieces.is_empty() => {}
        0 => drop(pieces.remove(one)),
        1 => pieces.insert(one, pieces[one]),
        2 => pieces.swap(one, other),
        _ => pieces[one] = pieces[other],
    }
    pieces.concat()
}

/// The strings of one line each, quotes included, and the numbers.
fn tokens(text: &str, is_text: bool) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices() {
        let is_inside = if is_text {
            c != '"' && c != '\n'
        } else {
            c.is_ascii_digit()
        };
        match (start, is_inside) {
            (None, _) if is_text && c == '"' => start = Some(at),
            (None, true) if !is_text => start = Some(at),
            (Some(from), false) => {
                let end = if is_text && c == '"' { at + 1 } else { at };
                found.push(from..end);
                start = None;
            }
            _ => {}
        }
    }
    found
}

/// A text with one edit by chance.
fn mutated(text: &str, chance: &mut Chance) -> String {
    let mut text = text.to_owned();
    match chance.below(12) {
        0 => {
            let from = place(&text, chance);
            let mut end = (from + chance.below(40)).min(text.len());
            while !text.is_char_boundary(end) {
                end -= 1;
            }
            text.replace_range(from..end, "");
        }
        1 => {
            let (at, strange) = (place(&text, chance), chance.of(STRANGE));
            text.insert_str(at, strange);
        }
        2 => {
            let mut bytes = text.into_bytes();
            if !bytes.is_empty() {
                let at = chance.below(bytes.len());
                bytes[at] ^= 1 << chance.below(7);
            }
            text = String::from_utf8_lossy(&bytes).into_owned();
        }
        3 => {
            // In the middle of a string, as a disk that is full leaves it.
            let strings = tokens(&text, true);
            if !strings.is_empty() {
                let string = &strings[chance.below(strings.len())];
                let mut at = string.start + string.len() / 2;
                while !text.is_char_boundary(at) {
                    at -= 1;
                }
                text.truncate(at);
            }
        }
        4 | 5 => {
            let values: Vec<usize> = text.match_indices(" = ").map(|(at, _)| at + 3).collect();
            if !values.is_empty() {
                let from = values[chance.below(values.len())];
                let end = text[from..]
                    .find('\n')
                    .map_or(text.len(), |line| from + line);
                text.replace_range(from..end, chance.of(VALUES));
            }
        }
        // These keep the form, so that the rules behind it are reached.
        6..=8 => {
            let tokens = tokens(&text, chance.below(4) > 0);
            if !tokens.is_empty() {
                let one = tokens[chance.below(tokens.len())].clone();
                let other = text[tokens[chance.below(tokens.len())].clone()].to_owned();
                text.replace_range(one, &other);
            }
        }
        9 => text = shuffled(&text, "\n", chance),
        10 => text = shuffled(&text, " ", chance),
        _ => text = shuffled(&text, "\n\n", chance),
    }
    text
}

/// A prompt with one table of each sort, and one line of each long list and text.
fn shortened(text: &str) -> String {
    let (mut seen, mut short) = (BTreeSet::new(), String::new());
    let (mut is_kept, mut is_in_text, mut lines_inside) = (true, false, 0);
    for line in text
        .split_inclusive('\n')
        .filter(|line| !line.starts_with('#'))
    {
        if line.starts_with('[') {
            is_kept = seen.insert(line);
        }
        let is_edge = line.matches("\"\"\"").count() + line.matches("'''").count() == 1;
        is_in_text ^= is_edge;
        let is_inside = !is_edge && (is_in_text || line.starts_with("  \""));
        lines_inside = if is_inside { lines_inside + 1 } else { 0 };
        if is_kept && lines_inside < 2 {
            short += line;
        }
    }
    short
}

/// What became of a share of the files.
#[derive(Debug, Default)]
struct Counts {
    files: usize,
    /// That could be read, so that the rules looked at them.
    read: usize,
    faulty: usize,
    faults: usize,
    /// With a fault that has no place or no words.
    poor: usize,
    codes: BTreeSet<&'static str>,
    panics: Vec<String>,
}

/// The prompts and what they share.
struct Shipped {
    shared: Shared,
    prompts: Vec<ShippedPrompt>,
}

/// A prompt with its text, and the other files in its folder.
struct ShippedPrompt {
    path: String,
    address: Address,
    text: String,
    short: String,
    assets: BTreeMap<String, String>,
}

impl Shipped {
    fn read() -> Self {
        let bank = Path::new(env!("CARGO_MANIFEST_DIR")).join("question_banks/core-backend");
        let text = |path: &str| fs::read_to_string(bank.join(path)).unwrap();
        let mut faults = Faults::new();
        let topics: Topics = io::toml::read(&text("shared/topics.toml"), &mut faults).unwrap();
        let plans: PlansFile = io::toml::read(&text("shared/phases.toml"), &mut faults).unwrap();
        let rubrics: RubricsFile =
            io::toml::read(&text("shared/rubrics.toml"), &mut faults).unwrap();
        let shared = check::shared(
            (&topics, &mut faults),
            (&plans, &mut Faults::new()),
            &mut [(rubrics, Faults::new())],
        );
        let files = Folder::new(&bank).files().unwrap();
        let models = files.iter().filter(|path| {
            let first = Path::new(path).iter().nth(1);
            first.is_none_or(|first| is_model(Path::new(first)))
        });
        let prompts = models.filter_map(|path| {
            let folder = path.strip_suffix("prompt.toml");
            let inside = files.iter().filter_map(|file| {
                let name = file
                    .strip_prefix(folder?)
                    .filter(|name| *name != "prompt.toml")?;
                Some((name.to_owned(), text(file)))
            });
            Some(ShippedPrompt {
                address: Address::of(path)?,
                path: path.clone(),
                short: shortened(&text(path)),
                text: text(path),
                assets: inside.collect(),
            })
        });
        Self {
            shared,
            prompts: prompts.collect(),
        }
    }

    fn count(&self, number: usize, counts: &mut Counts) {
        let mut chance = Chance(SEED ^ u64::try_from(number).unwrap().wrapping_mul(0x9e37_79b9));
        let prompt = &self.prompts[number % self.prompts.len()];
        let is_whole = (number / self.prompts.len()).is_multiple_of(WHOLE_EVERY);
        let text = if is_whole {
            &prompt.text
        } else {
            &prompt.short
        };
        let mut text = text.clone();
        for _ in 0..=chance.below(2) {
            text = mutated(&text, &mut chance);
        }
        counts.files += 1;
        let looked_at = std::panic::AssertUnwindSafe(|| {
            let looked_at = self.look_at(prompt, text);
            // Snippets are slow to draw, and those of one file are like each other.
            if number.is_multiple_of(4) {
                assert_drawn(&looked_at.1);
            }
            looked_at
        });
        match std::panic::catch_unwind(looked_at) {
            Ok((is_read, file)) => {
                counts.read += usize::from(is_read);
                counts.faulty += usize::from(!file.faults.is_empty());
                counts.faults += file.faults.len();
                counts.poor += usize::from(file.faults.iter().any(|fault| is_poor(fault, &file)));
                counts
                    .codes
                    .extend(file.faults.iter().map(|fault| fault.code.as_str()));
            }
            Err(_) => counts.panics.push(format!("{number} ({})", prompt.path)),
        }
    }

    /// Does to a text what the library does: whether it could be read, and its faults.
    fn look_at(&self, prompt: &ShippedPrompt, text: String) -> (bool, FaultyFile) {
        let mut faults = Faults::new();
        let file: Option<PromptFile> = io::toml::read(&text, &mut faults);
        if let Some(file) = &file {
            let checked = check::prompt(file, &prompt.address, &self.shared, &mut faults);
            assert_eq!(checked.is_none(), !faults.is_empty());
            let subject = Subject {
                file,
                shared: &self.shared,
                text: &text,
                assets: &prompt.assets,
            };
            lint::prompt(&subject, &mut faults);
        }
        let told = FaultyFile {
            file: "a.toml".into(),
            text,
            faults,
        };
        (file.is_some(), told)
    }
}

/// The first fault of a file can be drawn in its text.
fn assert_drawn(file: &FaultyFile) {
    let mut file = file.clone();
    file.faults.truncate(1);
    for fault in &file.faults {
        let (line, column) = file.place(fault.span.start);
        assert!(line >= 1 && column >= 1);
    }
    assert_shown(&plain::render(&faults::show(&[file]), 80));
}

/// Whether a fault has no words, or no place in the text: then line and column can't be told.
fn is_poor(fault: &Fault, file: &FaultyFile) -> bool {
    let place = file.text.get(fault.span.start..fault.span.end);
    place.is_none() || fault.message.is_blank() || fault.help.is_blank()
}

#[test]
#[expect(
    clippy::print_stdout,
    reason = "the counts say what the mutants were worth"
)]
fn whatever_becomes_of_a_prompt_its_faults_have_places_and_words() {
    let promise = Promise::of("bad-bank");
    let mutants = promise.times(5_000, 100_000);
    let shipped = Shipped::read();
    assert_eq!(shipped.prompts.len(), 6);
    let threads = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
    let counted: Vec<Counts> = std::thread::scope(|scope| {
        let share = |first| {
            let shipped = &shipped;
            scope.spawn(move || {
                let mut counts = Counts::default();
                for number in (first..mutants).step_by(threads) {
                    shipped.count(number, &mut counts);
                }
                counts
            })
        };
        let shares: Vec<_> = (0..threads).map(share).collect();
        shares
            .into_iter()
            .map(|share| share.join().unwrap())
            .collect()
    });
    let mut all = Counts::default();
    for counts in counted {
        all.files += counts.files;
        all.read += counts.read;
        all.faulty += counts.faulty;
        all.faults += counts.faults;
        all.poor += counts.poor;
        all.codes.extend(counts.codes);
        all.panics.extend(counts.panics);
    }
    println!("{all:?}");
    assert!(all.panics.is_empty(), "{:?}", all.panics);
    assert_eq!(all.files, mutants);
    // Mutants that are all alike would prove little.
    assert!(all.read > mutants / 4 && all.faulty > mutants / 2 && all.codes.len() > 30);
    assert!(
        all.poor * 1000 <= all.faulty,
        "{} of {} files",
        all.poor,
        all.faulty
    );
    let found = format!(
        "{} files with faults, {} of them with one without a place; 0 panics",
        all.faulty, all.poor
    );
    promise.held(all.files, &found);
}
