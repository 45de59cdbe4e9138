//! What shells and manuals get.

use std::io::Write as _;
use std::process::{Command, Stdio};

use mockloop::interface::commands;

use crate::world::Machine;

fn printed(machine: &Machine, command: &str) -> String {
    let (text, code) = machine.run(command, Vec::new());
    assert_eq!(code, Some(0), "{command}: {text}");
    text
}

#[test]
fn completions_know_commands_kinds_and_prompts() {
    let machine = Machine::default();
    for shell in ["bash", "zsh", "fish"] {
        let text = printed(&machine, &format!("mockloop completions {shell}"));
        for command in commands() {
            assert!(text.contains(&command), "{shell}: {command}");
        }
        for word in [
            "system-design",
            "negotiation",
            "des-webhook-delivery",
            "elixir-backend",
            "never",
            "staff",
        ] {
            assert!(text.contains(word), "{shell}: {word}");
        }
        assert!(!text.contains("__sandbox"), "{shell}");
    }
    let (screen, code) = machine.run("mockloop completions bush", Vec::new());
    assert_eq!(code, Some(2), "{screen}");
    assert!(screen.contains("did you mean bash"), "{screen}");
}

#[test]
fn bash_takes_its_completions() {
    let text = printed(&Machine::default(), "mockloop completions bash");
    let script = format!(
        "{text}\nCOMP_WORDS=(mockloop practice sys); COMP_CWORD=2\n\
         _mockloop mockloop sys practice; echo \"${{COMPREPLY[@]}}\"\n"
    );
    let bash = Command::new("bash")
        .arg("--norc")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut bash) = bash else {
        return crate::skipped("there is no bash");
    };
    bash.stdin
        .take()
        .unwrap()
        .write_all(script.as_bytes())
        .unwrap();
    let said = bash.wait_with_output().unwrap();
    let said = String::from_utf8(said.stdout).unwrap();
    assert_eq!(said.trim(), "system-design");
}

#[test]
fn every_command_has_a_page() {
    let machine = Machine::default();
    let page = printed(&machine, "mockloop man");
    assert!(
        page.contains(".TH mockloop 1") && page.contains("mockloop taste"),
        "{page}"
    );
    let folder = machine.data().join("man1");
    let told = printed(&machine, &format!("mockloop man {}", folder.display()));
    let pages: Vec<_> = std::fs::read_dir(&folder)
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert!(
        told.starts_with(&format!("{} pages written", pages.len())),
        "{told}"
    );
    assert!(pages.len() > commands().len());
    for command in commands() {
        let page = folder.join(format!("mockloop-{command}.1"));
        let text = std::fs::read_to_string(&page).unwrap();
        assert!(
            text.contains(&format!(".TH mockloop-{command} 1")),
            "{command}"
        );
        assert!(text.contains("Examples:"), "{command}");
    }
    assert!(folder.join("mockloop-bank-show.1").is_file());
}

#[test]
fn the_version_tells_the_commit_and_the_store() {
    let text = printed(&Machine::default(), "mockloop --version");
    let (version, rest) = text.trim().split_once(" (commit ").unwrap();
    assert_eq!(version, concat!("mockloop ", env!("CARGO_PKG_VERSION")));
    let (commit, sqlite) = rest.split_once(", SQLite ").unwrap();
    assert!(commit == "unknown" || commit.len() == 12, "{commit}");
    assert!(
        sqlite.starts_with("3.") && sqlite.ends_with(')'),
        "{sqlite}"
    );
}
