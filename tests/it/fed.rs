//! What strangers can feed the program, as bytes. The tests here call these functions with texts
//! made by chance; the fuzz targets below `fuzz/` include this file and call them with theirs.
//!
//! Each function panics if the program does, or if what it says of the bytes is no help.

#![allow(dead_code, reason = "a fuzz target calls one of these functions")]

use std::collections::BTreeMap;

use mockloop::domain::bank::Prompt;
use mockloop::domain::fault::{Faults, FaultyFile};
use mockloop::domain::history::Summary;
use mockloop::domain::offer::check::{self, Given};
use mockloop::domain::offer::format::{OfferFile, ScorecardFile};
use mockloop::domain::offer::model::Scorecard;
use mockloop::domain::readiness;
use mockloop::domain::round::{
    CloseLength, Context, Envelope, Event, Input, RoundId, decide, replay,
};
use mockloop::domain::text::Safe;
use mockloop::engine::{Error, Kind, Library, import as take_in};
use mockloop::io::clock::{Clock as _, instant_ms};
use mockloop::io::store::{Journal as _, Memory};
use mockloop::io::{BankFiles, FileError, FileProblem, Stamp, toml};
use mockloop::report::bar::bar;
use mockloop::report::{faults as told, json, plain, rounds};

use crate::world::{Machine, ScriptedClock, Step};

/// A history that the program wrote: the texts of a prompt, and the events of a round of it.
pub(crate) const HISTORY: &str = include_str!("../fed/history.jsonl");
/// Records from elsewhere.
pub(crate) const RECORDS: &str = include_str!("../fed/records.jsonl");
/// A bank's prompt, and the bank around it.
pub(crate) const PROMPT: &str =
    include_str!("../transcripts/road/bank/system-design/des-short-cache.toml");
const BANK: &str = include_str!("../transcripts/road/bank/bank.toml");
/// An offer and the scorecard that it is weighed by.
pub(crate) const OFFER: &str = include_str!("../../example_offers/offers/aurora.toml");
pub(crate) const SCORECARD: &str = include_str!("../../example_offers/scorecard.toml");

/// What was said of some bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Told {
    /// Faults.
    pub(crate) faults: usize,
    /// Faults without a place or without words.
    pub(crate) poor: usize,
}

impl Told {
    /// What was said of a file, after drawing it.
    fn of(files: &[FaultyFile]) -> Self {
        let mut all = Self::default();
        for file in files {
            all.faults += file.faults.len();
            let is_poor = |fault: &&mockloop::domain::fault::Fault| {
                let place = file.text.get(fault.span.start..fault.span.end);
                place.is_none() || fault.message.is_blank() || fault.help.is_blank()
            };
            all.poor += file.faults.iter().filter(is_poor).count();
            // One of them is drawn: drawing is slow.
            let mut first = file.clone();
            first.faults.truncate(1);
            let drawn = plain::render(&told::show(&[first]), 80);
            assert_eq!(Safe::new(&drawn).as_str(), drawn);
        }
        all
    }
}

/// A bank in memory.
struct Shelf(BTreeMap<&'static str, String>);

impl BankFiles for Shelf {
    fn name(&self) -> Safe {
        Safe::new("shelf")
    }

    fn files(&self) -> Result<Vec<String>, FileError> {
        Ok(self.0.keys().map(|path| (*path).to_owned()).collect())
    }

    fn read(&self, path: &str) -> Result<String, FileError> {
        let missing = || FileError {
            path: path.to_owned(),
            problem: FileProblem::Missing,
        };
        self.0.get(path).cloned().ok_or_else(missing)
    }

    fn stamp(&self, _: &str) -> Option<Stamp> {
        None
    }
}

/// A file of a bank: its prompt, or its manifest if it begins with a zero byte.
pub(crate) fn bank(bytes: &[u8]) -> Told {
    let (is_manifest, bytes) = match bytes {
        [0, rest @ ..] => (true, rest),
        _ => (false, bytes),
    };
    let text = String::from_utf8_lossy(bytes).into_owned();
    let shared = |name: &str| match name {
        "phases" => include_str!("../transcripts/road/bank/shared/phases.toml"),
        "topics" => include_str!("../transcripts/road/bank/shared/topics.toml"),
        _ => include_str!("../transcripts/road/bank/shared/rubrics.toml"),
    };
    let mut files = BTreeMap::from([
        ("bank.toml", BANK.to_owned()),
        ("shared/phases.toml", shared("phases").to_owned()),
        ("shared/topics.toml", shared("topics").to_owned()),
        ("shared/rubrics.toml", shared("rubrics").to_owned()),
        ("system-design/des-short-cache.toml", PROMPT.to_owned()),
    ]);
    let path = if is_manifest {
        "bank.toml"
    } else {
        "system-design/des-short-cache.toml"
    };
    files.insert(path, text);
    let mut library = Library::default();
    library.add(Box::new(Shelf(files)));
    let linted = library.lint();
    for listing in library.listings() {
        assert!(library.read(listing).is_ok(), "listed, and can't be read");
    }
    Told::of(&linted.files)
}

/// An offer's file, or a scorecard if it begins with a zero byte.
pub(crate) fn offer(bytes: &[u8]) -> Told {
    let (is_card, bytes) = match bytes {
        [0, rest @ ..] => (true, rest),
        _ => (false, bytes),
    };
    let text = String::from_utf8_lossy(bytes).into_owned();
    let given = Given {
        today: "2026-11-24".parse().unwrap(),
        seed: Some(1),
        draws: Some(1_000),
    };
    let mut faults = Faults::new();
    if is_card {
        card(&text, &given, &mut faults);
    } else {
        let card = card(SCORECARD, &given, &mut Faults::new()).expect("the example is sound");
        let file: Option<OfferFile> = toml::read(&text, &mut faults);
        let ids = ["aurora", "borealis", "cirrus"];
        let read = file.and_then(|file| check::offer(&file, "aurora", &card, &ids, &mut faults));
        assert!(
            read.is_some() || !faults.is_empty(),
            "refused without a word"
        );
    }
    let file = Safe::new("aurora.toml");
    Told::of(&[FaultyFile { file, text, faults }])
}

fn card(text: &str, given: &Given, faults: &mut Faults) -> Option<Scorecard> {
    let file: Option<ScorecardFile> = toml::read(text, faults);
    let card = file.and_then(|file| check::scorecard(&file, given, faults));
    assert!(
        card.is_some() || !faults.is_empty(),
        "refused without a word"
    );
    card
}

/// A history or records from elsewhere: all of it is taken in, or nothing.
pub(crate) fn import(bytes: &[u8]) -> Told {
    let text = String::from_utf8_lossy(bytes);
    let (journal, clock) = (Memory::default(), ScriptedClock::default());
    match take_in(&journal, &clock, "fed", &text) {
        Ok(first) => {
            let again = take_in(&journal, &clock, "fed", &text).expect("it was taken before");
            assert_eq!((again.events, again.attempts, again.rounds), (0, 0, 0));
            assert_eq!(again.known, first.events + first.known);
            look_at(&journal);
            Told::default()
        }
        Err(Error {
            kind: Kind::BadFile(files),
            cause,
            remedy,
        }) => {
            assert!(!cause.is_blank() && !remedy.is_blank());
            assert!(
                journal.all_events().unwrap().is_empty(),
                "half of it was kept"
            );
            Told::of(&files)
        }
        // An event that another one stands in the way of.
        Err(error) => {
            assert!(!error.cause.is_blank());
            assert!(
                journal.all_events().unwrap().is_empty(),
                "half of it was kept"
            );
            Told::default()
        }
    }
}

/// Everything that is made of a journal.
fn look_at(journal: &Memory) {
    let summaries = journal.summaries().unwrap();
    let records: Vec<_> = journal
        .imported()
        .unwrap()
        .into_iter()
        .filter_map(|envelope| {
            let Event::Imported { record, .. } = envelope.event else {
                return None;
            };
            Some((envelope.round.0, *record))
        })
        .collect();
    let attempts = readiness::attempts(&summaries, &records, instant_ms);
    assert!(attempts.len() <= summaries.len() + records.len());
    let _ = plain::render(&rounds::list(&summaries), 80);
    for summary in &summaries {
        assert!(replay(&summary.round, &journal.events(&summary.round).unwrap()).is_ok());
    }
}

/// The round that [`HISTORY`] tells of.
fn played() -> (Prompt, Vec<Envelope>) {
    let mut library = Library::default();
    let files = [
        ("bank.toml", BANK),
        (
            "shared/phases.toml",
            include_str!("../transcripts/road/bank/shared/phases.toml"),
        ),
        (
            "shared/topics.toml",
            include_str!("../transcripts/road/bank/shared/topics.toml"),
        ),
        (
            "shared/rubrics.toml",
            include_str!("../transcripts/road/bank/shared/rubrics.toml"),
        ),
        ("system-design/des-short-cache.toml", PROMPT),
    ];
    library.add(Box::new(Shelf(
        files.map(|(path, text)| (path, text.to_owned())).into(),
    )));
    let listing = library.find("des-short-cache").expect("it is on the shelf");
    let prompt = library.read(listing).expect("it is sound").prompt;
    let lines = HISTORY.lines().filter(|line| line.contains("event_id"));
    (
        prompt,
        lines
            .map(|line| serde_json::from_str(line).unwrap())
            .collect(),
    )
}

/// Rows of a journal, a line each, in whatever order and however often: those that can be read
/// fold into a round that can be shown and gone on with.
pub(crate) fn rows(bytes: &[u8]) -> Told {
    let text = String::from_utf8_lossy(bytes);
    let (prompt, known) = played();
    let mut told = Told::default();
    let round = RoundId("fed".to_owned());
    let mut events = vec![known[0].clone()];
    for line in text.lines() {
        match serde_json::from_str::<Envelope>(line) {
            Ok(envelope) => events.push(envelope),
            Err(error) => {
                told.faults += 1;
                told.poor += usize::from(error.to_string().is_empty());
            }
        }
    }
    for (event, seq) in events.iter_mut().zip(1..) {
        (event.round, event.seq) = (round.clone(), seq);
    }
    let summary = Summary::begin(&events[0]).expect("it begins with a draw");
    let summary = events[1..].iter().fold(summary, Summary::after);
    let _ = plain::render(&rounds::list(std::slice::from_ref(&summary)), 80);
    let _ = readiness::attempts(&[summary], &[], instant_ms);
    let state = replay(&round, &events).expect("it begins with a draw");
    let _ = plain::render(&rounds::show(&prompt, &state), 80);
    let _ = json::round(&prompt, &state).to_string();
    let at = ScriptedClock::default().now();
    if let Some(bar) = bar(&state, state.active_ms(&at)) {
        let _ = (bar.left(80), bar.right(80), bar.percent());
    }
    let context = Context {
        prompt: &prompt,
        known: &BTreeMap::new(),
        close: CloseLength::Full,
        pending: None,
    };
    for input in [
        Input::Tick,
        Input::Reopen {
            alive_ms: Some(u64::MAX),
        },
        Input::Line("3".to_owned()),
        Input::Line("/next".to_owned()),
        Input::Line("/done".to_owned()),
        Input::End,
    ] {
        let _ = decide(&state, &input, &at, &context);
    }
    told
}

/// Lines typed at the first screen: commands, and whatever the rounds that they begin ask for.
pub(crate) fn lines(bytes: &[u8]) -> Told {
    let text = String::from_utf8_lossy(bytes);
    let mut machine = Machine::default();
    machine.echoes = false;
    // Nothing is to be found or written outside of the machine's folder.
    let is_apart =
        |line: &&str| !line.contains('/') || line.starts_with('/') && !line[1..].contains('/');
    let writes = ["new", "export", "ics", "init", "example", "edit"];
    let is_quiet = |line: &&str| !writes.iter().any(|word| line.contains(word));
    let lines = text.lines().filter(is_apart).filter(is_quiet);
    let steps = lines.map(|line| Step::Line(line.to_owned())).collect();
    let (screen, code) = machine.run("mockloop", steps);
    let is_shown = |c: char| c == '\n' || c == '\t' || !c.is_control();
    assert!(screen.chars().all(is_shown), "{screen:?}");
    assert_eq!(code, Some(0), "{screen}");
    Told::default()
}
