//! The page that somebody takes away: whole, still, and with no number of its own.

use std::os::unix::fs::PermissionsExt as _;

use mockloop::domain::text::Safe;

use super::told::{Told, fragile, imported, machine, poor_round};
use crate::world::Machine;

/// A page as `report` prints it.
fn page(machine: &Machine) -> String {
    let (page, code) = machine.run("mockloop report", Vec::new());
    assert_eq!(code, Some(0), "{page}");
    page
}

/// Elements that have no end.
const VOID: [&str; 4] = ["meta", "line", "polyline", "polygon"];

/// Every element is closed, in order; gives the texts between, without those of the drawings' axes,
/// which are the scale and no number of the history.
fn texts(page: &str) -> Vec<String> {
    let mut open: Vec<String> = Vec::new();
    let mut texts = Vec::new();
    let body = page
        .strip_prefix("<!doctype html>\n")
        .expect("a page begins so");
    let mut is_axis = false;
    for piece in body.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').expect("a tag ends");
        assert!(!text.contains('>'), "{piece}");
        let name = tag.split([' ', '/']).next().unwrap();
        if let Some(closed) = tag.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(closed), "{piece}");
        } else if !tag.ends_with('/') && !VOID.contains(&name) {
            assert!(
                name.chars().all(|c| c.is_ascii_alphanumeric()),
                "<{tag}> is no element"
            );
            open.push(name.to_owned());
        }
        if !tag.starts_with('/') {
            is_axis = tag.contains("class=\"axis\"");
        }
        let in_style = open.last().is_some_and(|name| name == "style");
        if !is_axis && !in_style && !text.trim().is_empty() {
            let plain = [
                ("&lt;", "<"),
                ("&gt;", ">"),
                ("&quot;", "\""),
                ("&#39;", "'"),
            ];
            let text = plain
                .iter()
                .fold(text.to_owned(), |text, (from, to)| text.replace(from, to));
            texts.push(text.replace("&amp;", "&"));
        }
    }
    assert!(open.is_empty(), "left open: {open:?}");
    texts
}

fn machines() -> Vec<Machine> {
    let learners = [(0, 2), (3, 6), (170, 60)];
    let learners = learners.map(|(learner, rounds)| machine(learner, rounds));
    learners
        .into_iter()
        .chain([Machine::default(), fragile(), played()])
        .collect()
}

/// Some rounds that were played here, and a plan.
fn played() -> Machine {
    let machine = Machine::default();
    for _ in 0..3 {
        poor_round(&machine);
        machine.clock.pass(86_400_000);
    }
    let plan = "mockloop plan new --interview 2026-12-18";
    let (screen, code) = machine.run(plan, Vec::new());
    assert_eq!(code, Some(0), "{screen}");
    machine
}

#[test]
fn a_page_is_whole_and_holds_all_that_it_needs() {
    for machine in machines() {
        let page = page(&machine);
        texts(&page);
        for outside in [
            "http:",
            "https:",
            "src=",
            "href",
            "<script",
            "@import",
            "url(",
            "onload",
            "javascript",
        ] {
            assert!(!page.contains(outside), "{outside}");
        }
        assert!(page.contains("Content-Security-Policy\" content=\"default-src 'none';"));
        assert!(!page.contains("NaN") && !page.contains("inf"), "{page}");
    }
}

/// Clocks as the data has them, in milliseconds; and no lines of what is true of every history.
fn comparable(text: &str) -> String {
    let is_constant = |line: &&str| {
        let known = [
            "Too early for a number",
            "Where would a strict assessor",
            "And ",
        ];
        known.iter().any(|begin| line.starts_with(begin))
    };
    let in_ms = |word: &str| {
        let bare = word.trim_end_matches([',', ';', '.']);
        let (minutes, seconds) = bare.split_once(':')?;
        let (minutes, seconds): (u64, u64) = (minutes.parse().ok()?, seconds.parse().ok()?);
        Some(((minutes * 60 + seconds) * 1000).to_string())
    };
    let line = |line: &str| -> String {
        let words = line.split(' ');
        let words: Vec<String> = words
            .map(|word| in_ms(word).unwrap_or_else(|| word.to_owned()))
            .collect();
        words.join(" ")
    };
    let lines = text.lines().filter(|line| !is_constant(line)).map(line);
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn every_number_of_a_page_is_in_the_data() {
    let mut paired = 0;
    for machine in machines() {
        let mut told = Told::new(&machine, "report");
        told.text = comparable(&texts(&page(&machine)).join("\n"));
        paired += told.pair("report");
    }
    assert!(paired > 400, "{paired}");
}

#[test]
fn a_page_keeps_to_words_before_the_fifth_round() {
    for rounds in [0, 1, 4, 5] {
        let page = page(&machine(3, rounds));
        let told = texts(&page).join("\n");
        let is_early = rounds < 5;
        assert_eq!(told.contains("Too early for a number"), is_early);
        assert_eq!(told.contains('%'), !is_early, "{told}");
        assert_eq!(page.contains("Readiness over time"), !is_early);
    }
    // Two rounds of a kind: a range, and no rating.
    let two = imported((1..=2).map(|day| {
        format!(
            r#"{{"at":"2026-11-0{day}T18:00:00Z","kind":"coding","final":{{"correctness":4}}}}"#
        )
    }));
    let page = page(&two);
    assert!(page.contains("<span>too early</span>") && !page.contains("<figure>"));
}

#[test]
fn a_stranger_s_words_stay_words() {
    let hostile = "<script>alert(1)</script>\\u001b]0;x\\u0007 & \\\"'";
    let machine = imported((1..=6).map(|day| {
        format!(
            r#"{{"at":"2026-11-0{day}T18:00:00Z","kind":"{hostile}","prompt":"{hostile}","topics":["{hostile}"],"final":{{"{hostile}":1}},"items":{{"{hostile}":[0,4]}}}}"#
        )
    }));
    let page = page(&machine);
    let told = texts(&page).join("\n");
    assert!(told.contains("<script>alert(1)</script>␛]0;x␇"), "{told}");
    assert_eq!(Safe::new(&page).as_str(), page, "something is hidden");
}

#[test]
fn a_page_is_private_and_replaces_nothing_unasked() {
    let machine = machine(3, 6);
    let file = machine.data().join("away/report.html");
    let command = format!("mockloop report --to {}", file.display());
    let (screen, code) = machine.run(&command, Vec::new());
    assert_eq!(code, Some(0), "{screen}");
    let mode = |path: &std::path::Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&file), mode(file.parent().unwrap())), (0o600, 0o700));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), page(&machine));
    std::fs::write(&file, "mine").unwrap();
    let (screen, code) = machine.run(&command, Vec::new());
    assert_eq!(code, Some(73), "{screen}");
    assert!(screen.contains("--force"), "{screen}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "mine");
    let (screen, code) = machine.run(&format!("{command} --force"), Vec::new());
    assert_eq!(code, Some(0), "{screen}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), page(&machine));
    let entries = std::fs::read_dir(file.parent().unwrap()).unwrap();
    assert_eq!(entries.count(), 1, "nothing half written is left");
    let (screen, code) = machine.run("mockloop report --force", Vec::new());
    assert_eq!(code, Some(2), "{screen}");
}
