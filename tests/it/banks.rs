//! Banks from strangers: what is broken is told with its place, and the rest works.

use std::path::{Path, PathBuf};

use crate::world::{Machine, Step};

/// A copy of the built-in bank under another id, in a folder of its own.
fn copy(to: &Path) -> PathBuf {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("question_banks/core-backend");
    let bank = to.join("mine");
    for folder in ["shared", "system-design", "behavioral"] {
        std::fs::create_dir_all(bank.join(folder)).unwrap();
        for file in std::fs::read_dir(from.join(folder)).unwrap() {
            let file = file.unwrap();
            std::fs::copy(file.path(), bank.join(folder).join(file.file_name())).unwrap();
        }
    }
    let manifest = std::fs::read_to_string(from.join("bank.toml")).unwrap();
    let manifest = manifest.replacen("\"core-backend\"", "\"mine\"", 1);
    std::fs::write(bank.join("bank.toml"), manifest).unwrap();
    bank
}

fn edit(file: &Path, from: &str, to: &str) {
    let text = std::fs::read_to_string(file).unwrap();
    assert!(text.contains(from), "{from} is not in {}", file.display());
    std::fs::write(file, text.replacen(from, to, 1)).unwrap();
}

#[test]
fn a_broken_prompt_is_told_with_its_places_and_the_rest_works() {
    let (home, machine) = (tempfile::tempdir().unwrap(), Machine::default());
    let bank = copy(home.path());
    let file = bank.join("behavioral/beh-made-it-worse.toml");
    edit(&file, "difficulty = 3", "difficulty = 9\ndificulty = 3");
    edit(&file, "weight = \"must\"", "weight = \"mst\"");
    let bank = bank.display();

    let command = format!("mockloop practice --bank {bank} --prompt mine/beh-made-it-worse");
    let (screen, code) = machine.run(&command, vec![]);
    assert_eq!(code, Some(65), "{screen}");
    for part in [
        "error[B001]: unknown key `dificulty`",
        "did you mean `difficulty`?",
        "`mst` is not a weight",
        "did you mean `must`?",
        "behavioral/beh-made-it-worse.toml:",
        "weight = \"mst\"",
        "2 faults in 1 file.",
    ] {
        assert!(screen.contains(part), "{part:?} is missing:\n{screen}");
    }

    let command = format!("mockloop practice --bank {bank} --prompt mine/des-webhook-delivery");
    let (screen, code) = machine.run(&command, vec![Step::Line("/quit".to_owned())]);
    assert_eq!(code, Some(0), "{screen}");
    assert!(
        screen.contains("mine/beh-made-it-worse has faults and is left out."),
        "{screen}"
    );
}

#[test]
fn a_bank_without_a_usable_manifest_is_refused() {
    let (home, machine) = (tempfile::tempdir().unwrap(), Machine::default());
    let bank = copy(home.path());
    std::fs::write(bank.join("bank.toml"), "schema = 2\nid = \"Mine\"\n").unwrap();
    let command = format!("mockloop practice --bank {}", bank.display());
    let (screen, code) = machine.run(&command, vec![]);
    assert_eq!(code, Some(65), "{screen}");
    assert!(screen.contains("`Mine` is not a bank id"), "{screen}");
    assert!(screen.contains("`licence` is missing"), "{screen}");
}

/// A round goes on with the text that it was drawn with, whatever became of the bank.
#[test]
fn an_edited_prompt_does_not_change_a_round_that_waits() {
    let (home, machine) = (tempfile::tempdir().unwrap(), Machine::default());
    let bank = copy(home.path());
    let command = format!(
        "mockloop practice --bank {} --prompt mine/beh-made-it-worse",
        bank.display()
    );
    machine.run(
        &command,
        vec![
            Step::Line("first".to_owned()),
            Step::Line("/quit".to_owned()),
        ],
    );
    std::fs::remove_dir_all(&bank).unwrap();
    let lines = ["/show", "/quit"].map(|line| Step::Line(line.to_owned()));
    let (screen, code) = machine.run("mockloop resume", lines.to_vec());
    assert_eq!(code, Some(0), "{screen}");
    assert!(screen.contains("00:00 note: first") && screen.contains("Tell me about a time"));
}

#[test]
fn control_characters_of_a_bank_are_shown_not_sent() {
    let (home, machine) = (tempfile::tempdir().unwrap(), Machine::default());
    let bank = copy(home.path());
    let file = bank.join("behavioral/beh-made-it-worse.toml");
    edit(
        &file,
        "statement = \"\"\"\n",
        "statement = \"\"\"\nred \\u001b[31m and \\u009b2J.\n",
    );
    let command = format!(
        "mockloop practice --bank {} --prompt mine/beh-made-it-worse",
        bank.display()
    );
    let (screen, _) = machine.run(&command, vec![Step::Line("/quit".to_owned())]);
    assert!(screen.contains("red ␛[31m and <U+009B>2J."), "{screen}");
    assert!(
        screen.chars().all(|c| c == '\n' || !c.is_control()),
        "{screen:?}"
    );
}

#[test]
fn roles_are_linted_with_the_bank() {
    let (home, machine) = (tempfile::tempdir().unwrap(), Machine::default());
    let bank = copy(home.path());
    let shipped = "question_banks/core-backend/roles/elixir-backend.toml";
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join(shipped);
    let role = bank.join("roles/elixir-backend.toml");
    std::fs::create_dir(bank.join("roles")).unwrap();
    std::fs::copy(shipped, &role).unwrap();
    edit(&role, "incident      = 0.20", "incident      = 0.30");
    std::fs::write(bank.join("roles/notes.toml"), "schema = 1\n").unwrap();

    let (screen, code) = machine.run(&format!("mockloop bank lint {}", bank.display()), vec![]);
    assert_eq!(code, Some(1), "{screen}");
    for part in [
        "error[R001]: the weights of `w_kind` sum to 1.1",
        "roles/elixir-backend.toml:",
        // The copy has no such prompts.
        "warning[B013]: no incident prompt rates `diagnosis`",
        "error[B001]: `kinds` is missing",
        "roles/notes.toml:",
    ] {
        assert!(screen.contains(part), "{part:?} is missing:\n{screen}");
    }
}
