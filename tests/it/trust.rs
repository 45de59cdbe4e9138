//! Nothing of a bank runs before it is trusted, and any change takes the trust away.

use std::fs;
use std::path::{Path, PathBuf};

use mockloop::domain::code::{End, Run};
use mockloop::engine::Library;
use mockloop::io::files::Folder;
use mockloop::io::runner::Origin;
use mockloop::io::trust::Trusted;

use crate::promise::Promise;
use crate::world::{Machine, Step};

/// A copy of the built-in bank's coding prompt under another bank's id.
fn copy(to: &Path) -> PathBuf {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("question_banks/core-backend");
    let bank = to.join("mine");
    for folder in [
        "shared",
        "coding/cod-quote-gate",
        "coding/cod-quote-gate/elixir",
    ] {
        fs::create_dir_all(bank.join(folder)).unwrap();
        for file in fs::read_dir(from.join(folder)).unwrap() {
            let file = file.unwrap();
            if file.path().is_file() {
                fs::copy(file.path(), bank.join(folder).join(file.file_name())).unwrap();
            }
        }
    }
    let manifest = fs::read_to_string(from.join("bank.toml")).unwrap();
    let manifest = manifest.replacen("\"core-backend\"", "\"mine\"", 1);
    fs::write(bank.join("bank.toml"), manifest).unwrap();
    bank
}

/// Whose code it is, if it may run as it is now.
fn origin(bank: &Path, trusted: &Trusted) -> Result<Origin, String> {
    let mut library = Library::default();
    library.add(Box::new(Folder::new(bank)));
    let content = library.content("mine").map_err(|error| error.to_string())?;
    content.origin(trusted).map_err(|error| error.to_string())
}

/// The files that a run can see.
fn code(bank: &Path) -> Vec<PathBuf> {
    let prompt = bank.join("coding/cod-quote-gate");
    let files = [
        "starter.ex",
        "visible_test.exs",
        "hidden_test.exs",
        "reference.ex",
    ];
    let mut code: Vec<PathBuf> = files
        .iter()
        .map(|file| prompt.join("elixir").join(file))
        .collect();
    code.extend([prompt.join("prompt.toml"), bank.join("bank.toml")]);
    code
}

#[test]
fn any_changed_byte_takes_the_trust_away() {
    let promise = Promise::of("trust");
    let home = tempfile::tempdir().unwrap();
    let bank = copy(home.path());
    let trusted = Trusted::new(&home.path().join("data"));
    assert!(
        origin(&bank, &trusted)
            .unwrap_err()
            .contains("is not trusted")
    );
    let mut library = Library::default();
    library.add(Box::new(Folder::new(&bank)));
    let hash = library.content("mine").unwrap().hash;
    trusted.set("mine", Some(&hash)).unwrap();
    assert_eq!(origin(&bank, &trusted), Ok(Origin::Trusted));
    let mut cases = 0;
    for file in code(&bank) {
        let bytes = fs::read(&file).unwrap();
        // At the beginning, at the end, and at places between.
        for case in 0..26_usize {
            let at = case * (bytes.len() - 1) / 25;
            let mut flipped = bytes.clone();
            flipped[at] ^= 1;
            fs::write(&file, flipped).unwrap();
            assert!(origin(&bank, &trusted).is_err(), "{} {at}", file.display());
            cases += 1;
        }
        fs::write(&file, bytes).unwrap();
        assert_eq!(origin(&bank, &trusted), Ok(Origin::Trusted));
    }
    assert!(cases >= 150, "{cases}");
    promise.held(cases, "changed bytes, each refused");
}

/// What is done to a bank, and what that is called.
type Change<'a> = (&'a str, &'a dyn Fn(&Path));

/// Everything that looks at a bank, and what would run its code. Gives how many were tried; the
/// outcome that waits for the first run is still there afterwards.
fn nothing_runs(bank: &Path, machine: &Machine, name: &str) -> usize {
    let commands = [
        "bank lint BANK",
        "bank list",
        "bank show mine/cod-quote-gate --spoilers",
        "bank verify mine",
        "practice --prompt mine/cod-quote-gate",
    ];
    machine.runner.outcomes.borrow_mut().clear();
    machine
        .runner
        .outcomes
        .borrow_mut()
        .push_back(Run::ended(End::Complete));
    for command in commands {
        let place = bank.display().to_string();
        let command = command.replace("BANK", &place);
        let lines = if command.starts_with("practice") {
            vec!["/run", "/next", "/run", "/quit"]
        } else {
            vec![]
        };
        let steps = lines
            .into_iter()
            .map(|line| Step::Line(line.to_owned()))
            .collect();
        let (screen, code) = machine.run(&format!("mockloop --bank {place} {command}"), steps);
        assert_eq!(
            machine.runner.outcomes.borrow().len(),
            1,
            "{name}: {command} ran something: {screen}"
        );
        let runs = command.contains("verify");
        assert!(!runs || code != Some(0), "{name}: {screen}");
    }
    commands.len()
}

/// A bank is trusted, changed, and trusted no more: the bank, and a machine that trusted it as it
/// was before.
fn refused(here: &Path, trusted: &Trusted, (name, change): &Change<'_>) -> (Machine, PathBuf) {
    let bank = copy(here);
    let mut library = Library::default();
    library.add(Box::new(Folder::new(&bank)));
    let hash = library.content("mine").unwrap().hash;
    trusted.set("mine", Some(&hash)).unwrap();
    assert_eq!(origin(&bank, trusted), Ok(Origin::Trusted), "{name}");
    change(&bank);
    assert!(origin(&bank, trusted).is_err(), "{name}");
    let mut machine = Machine::default();
    machine.echoes = false;
    let before = Trusted::new(machine.data());
    before.set("mine", Some(&hash)).unwrap();
    (machine, bank)
}

#[test]
fn links_pipes_and_other_files_take_the_trust_away() {
    let promise = Promise::of("no-run");
    let mut tried = 0;
    let home = tempfile::tempdir().unwrap();
    let trusted = Trusted::new(&home.path().join("data"));
    let elixir = |bank: &Path| bank.join("coding/cod-quote-gate/elixir");
    let away = |bank: &Path, file: &str| {
        let aside = bank.parent().unwrap().join(file);
        fs::rename(elixir(bank).join(file), &aside).unwrap();
        aside
    };
    let changes: [Change<'_>; 9] = [
        ("a link to the same text", &|bank| {
            let aside = away(bank, "starter.ex");
            std::os::unix::fs::symlink(aside, elixir(bank).join("starter.ex")).unwrap();
        }),
        ("a link by a way out", &|bank| {
            away(bank, "starter.ex");
            let link = elixir(bank).join("starter.ex");
            std::os::unix::fs::symlink("../../../../starter.ex", link).unwrap();
        }),
        ("a second name of a file outside", &|bank| {
            let aside = away(bank, "starter.ex");
            fs::write(&aside, "other").unwrap();
            fs::hard_link(aside, elixir(bank).join("starter.ex")).unwrap();
        }),
        ("a linked folder", &|bank| {
            let aside = bank.parent().unwrap().join("elixir");
            fs::rename(elixir(bank), &aside).unwrap();
            std::os::unix::fs::symlink(aside, elixir(bank)).unwrap();
        }),
        ("a pipe", &|bank| {
            away(bank, "hidden_test.exs");
            let path = elixir(bank).join("hidden_test.exs");
            let made = std::process::Command::new("mkfifo").arg(path).status();
            assert!(made.unwrap().success());
        }),
        ("one more file", &|bank| {
            fs::write(elixir(bank).join("more.ex"), "").unwrap();
        }),
        ("one file less", &|bank| {
            away(bank, "reference.ex");
        }),
        ("no text", &|bank| {
            fs::write(elixir(bank).join("starter.ex"), b"\xff\xfe").unwrap();
        }),
        ("two files' texts exchanged", &|bank| {
            let (one, other) = (
                elixir(bank).join("starter.ex"),
                elixir(bank).join("reference.ex"),
            );
            let text = fs::read(&one).unwrap();
            fs::copy(&other, &one).unwrap();
            fs::write(other, text).unwrap();
        }),
    ];
    for (number, change) in changes.iter().enumerate() {
        let (machine, bank) = refused(&home.path().join(number.to_string()), &trusted, change);
        if number < promise.times(1, changes.len()) {
            tried += nothing_runs(&bank, &machine, change.0);
            Trusted::new(machine.data()).set("mine", None).unwrap();
            tried += nothing_runs(&bank, &machine, change.0);
        }
    }
    promise.held(
        tried,
        "commands on banks with links, ways out, pipes, other files: nothing ran",
    );
}

#[test]
fn trust_is_given_by_hash_and_taken_away() {
    let (home, machine) = (tempfile::tempdir().unwrap(), Machine::default());
    let bank = copy(home.path());
    let run = |command: &str| {
        let command = format!("mockloop --bank {} bank {command}", bank.display());
        machine.run(&command, vec![])
    };
    let (screen, code) = run("verify mine");
    assert_eq!(code, Some(126), "{screen}");
    assert!(
        screen.contains("The code of bank mine is not trusted."),
        "{screen}"
    );
    let (screen, code) = run("trust mine");
    assert_eq!(code, Some(0), "{screen}");
    for part in [
        "coding/cod-quote-gate/elixir/hidden_test.exs",
        "elixir harness.exs",
        "SHA-256 over these files:",
        "Nothing was trusted yet.",
    ] {
        assert!(screen.contains(part), "{part:?} is missing:\n{screen}");
    }
    let start = screen.split("--hash ").nth(1).unwrap().trim();
    let (screen, code) = run("trust mine --hash 0123456789ab");
    assert_eq!(code, Some(126), "{screen}");
    let (screen, code) = run(&format!("trust mine --hash {start}"));
    assert_eq!(code, Some(0), "{screen}");
    assert!(
        screen.contains("Trusted: the code of 1 prompt of bank mine."),
        "{screen}"
    );
    // Trusted, but no language is installed here.
    let (screen, code) = run("verify mine");
    assert_eq!(code, Some(0), "{screen}");
    assert!(screen.contains("skipped. Install Elixir"), "{screen}");
    run("untrust mine");
    let (screen, code) = run("verify mine");
    assert_eq!(code, Some(126), "{screen}");
}
