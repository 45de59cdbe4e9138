//! A history out of the journal, and into another one: nothing is lost, nothing is there twice.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::archive::envelope;
use super::desk::Desk;
use super::error::{Error, Kind};
use super::inputs::{Arrived, Inputs};
use super::library::belongs_to;
use super::ui::Ui;
use crate::domain::fault::{Code, Fault, Faults, FaultyFile};
use crate::domain::raw::Span;
use crate::domain::readiness::Record;
use crate::domain::round::{Envelope, Event, RoundId};
use crate::domain::text::Safe;
use crate::io::clock::{self, Clock};
use crate::io::lines::{self, Line};
use crate::io::store::Journal;
use crate::io::{FileProblem, files, records};

/// The largest history that is read, in bytes.
const LIMIT_BYTES: u64 = 512 * 1024 * 1024;

/// What an import did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Imported {
    /// Events that are new.
    pub events: usize,
    /// Events that were there already.
    pub known: usize,
    /// Rounds and exercises that are new.
    pub rounds: usize,
    /// Attempts from elsewhere that are new.
    pub attempts: usize,
    /// Attempts from elsewhere that were there already.
    pub known_attempts: usize,
}

/// A line with the place where it stands.
struct Placed<T> {
    value: T,
    span: Span,
}

/// The lines of a file, told apart.
#[derive(Default)]
struct History {
    events: Vec<Placed<Box<Envelope>>>,
    pins: Vec<Placed<(String, String)>>,
    /// Attempts from elsewhere.
    records: Vec<Record>,
}

impl Desk<'_> {
    /// The whole history: the texts that prompts were made of, then every event in the order in
    /// which it was kept, each on a line of its own.
    pub fn export(&self) -> Result<String, Error> {
        let events = self.table.journal.all_events()?;
        let mut text = String::new();
        let mut told = BTreeSet::new();
        for envelope in &events {
            let Event::Drawn(drawn) = &envelope.event else {
                continue;
            };
            if told.insert(&drawn.hash)
                && let Some(texts) = self.table.journal.pinned(&drawn.hash)?
            {
                text.push_str(&lines::pin(&drawn.hash, &texts));
                text.push('\n');
            }
        }
        for envelope in &events {
            let line = lines::event(envelope).map_err(|error| {
                let cause = format!("An event can't be written: {error}.");
                Error::new(Kind::CantRead, cause, "`mockloop doctor` tells more.")
            })?;
            text.push_str(&line);
            text.push('\n');
        }
        Ok(text)
    }

    /// Takes a history in: all of it, or none if a line has a fault. What is there already is
    /// passed over, so a second import changes nothing.
    pub async fn import<'i, I: Inputs + 'i>(
        &mut self,
        path: &Path,
        inputs: impl FnOnce() -> Result<&'i mut I, Error>,
    ) -> Result<Imported, Error> {
        let (source, text) = if path == Path::new("-") {
            let text = typed(inputs()?, self.table.ui).await;
            ("the input".to_owned(), text)
        } else {
            (path.display().to_string(), read(path)?)
        };
        import(self.table.journal, self.table.clock, &source, &text)
    }
}

/// Takes a history in from a text; `source` is what the text is called.
///
/// # Errors
/// A line has a fault, or the journal can't be read or written.
pub fn import(
    journal: &dyn Journal,
    clock: &dyn Clock,
    source: &str,
    text: &str,
) -> Result<Imported, Error> {
    let mut faults = Faults::new();
    let history = told_apart(text, &mut faults);
    history.check(journal, &mut faults)?;
    if !faults.is_empty() {
        faults.sort_by_key(|fault| fault.span);
        let file = Safe::new(source);
        let text = text.to_owned();
        let file = FaultyFile { file, text, faults };
        let remedy = "Mend these lines; nothing was kept.";
        let cause = "The history can't be taken in.";
        return Err(Error::new(Kind::BadFile(vec![file]), cause, remedy));
    }
    history.keep(journal, clock, source)
}

impl History {
    fn check(&self, journal: &dyn Journal, faults: &mut Faults) -> Result<(), Error> {
        let mut pinned = BTreeSet::new();
        for Placed { value, span } in &self.pins {
            let (hash, texts) = value;
            match belongs_to(texts, hash) {
                Ok(true) => {
                    pinned.insert(hash.as_str());
                }
                Ok(false) => {
                    let message = "these texts are not the ones that were pinned";
                    fault(faults, *span, message, "export the history again");
                }
                Err(why) => {
                    let message = format!("these are no pinned texts: {why}");
                    fault(faults, *span, &message, "export the history again");
                }
            }
        }
        let rounds: BTreeSet<&RoundId> = self.events.iter().map(|at| &at.value.round).collect();
        let mut known: BTreeMap<&RoundId, Vec<Envelope>> = BTreeMap::new();
        for round in rounds {
            known.insert(round, journal.events(round)?);
        }
        let mut taken: BTreeMap<(&RoundId, u32), &str> = BTreeMap::new();
        for events in known.values() {
            for event in events {
                taken.insert((&event.round, event.seq), &event.event_id);
            }
        }
        for Placed { value, span } in &self.events {
            if let Event::Drawn(drawn) = &value.event
                && !pinned.contains(drawn.hash.as_str())
                && journal.pinned(&drawn.hash)?.is_none()
            {
                let message = format!("the text of prompt {} is missing", drawn.prompt);
                let help = "add the line with `pinned` that was exported with it";
                fault(faults, *span, &message, help);
            }
            let place = (&value.round, value.seq);
            let own = taken.entry(place).or_insert(&value.event_id);
            if *own != value.event_id {
                let message = format!(
                    "round {} has another event {} already",
                    value.round.0, value.seq
                );
                let help = "the round went on in both histories; take these lines out";
                fault(faults, *span, &message, help);
            }
        }
        begun(self, &taken, faults);
        Ok(())
    }

    fn keep(
        self,
        journal: &dyn Journal,
        clock: &dyn Clock,
        source: &str,
    ) -> Result<Imported, Error> {
        let before = journal.all_events()?;
        let known: BTreeSet<&str> = before.iter().map(|e| e.event_id.as_str()).collect();
        let rounds: BTreeSet<&RoundId> = before.iter().map(|e| &e.round).collect();
        let all = || self.events.iter().map(|at| &at.value);
        let fresh: BTreeSet<&str> = all()
            .map(|envelope| envelope.event_id.as_str())
            .filter(|id| !known.contains(id))
            .collect();
        let begun: BTreeSet<&RoundId> = all()
            .map(|envelope| &envelope.round)
            .filter(|round| !rounds.contains(round))
            .collect();
        for Placed { value, .. } in &self.pins {
            journal.pin(&value.0, &value.1)?;
        }
        let events: Vec<Envelope> = all().map(|envelope| (**envelope).clone()).collect();
        let (fresh, begun) = (fresh.len(), begun.len());
        let attempts: Vec<Envelope> = self
            .records
            .into_iter()
            .map(|record| envelope(record, source, clock))
            .collect();
        let new: BTreeSet<&str> = attempts
            .iter()
            .map(|attempt| attempt.event_id.as_str())
            .filter(|id| !known.contains(id))
            .collect();
        let (new, all) = (new.len(), [events.as_slice(), &attempts].concat());
        journal.append(&all)?;
        Ok(Imported {
            events: fresh,
            known: events.len() - fresh,
            rounds: begun,
            attempts: new,
            known_attempts: attempts.len() - new,
        })
    }
}

/// Every round has its beginning, here or in the journal: without it nothing can be made of it.
fn begun(history: &History, taken: &BTreeMap<(&RoundId, u32), &str>, faults: &mut Faults) {
    let mut told = BTreeSet::new();
    for Placed { value, span } in &history.events {
        let begins = matches!(
            value.event,
            Event::Drawn(_) | Event::Exercised(_) | Event::Imported { .. }
        );
        let is_bad = if value.seq == 1 {
            !begins
        } else {
            !taken.contains_key(&(&value.round, value.seq - 1))
        };
        if is_bad && told.insert(&value.round) {
            let message = format!("round {} lacks the event before this one", value.round.0);
            let help = "export the whole history again, and leave its lines as they are";
            fault(faults, *span, &message, help);
        }
    }
}

/// Tells the lines apart; empty ones are passed over.
fn told_apart(text: &str, faults: &mut Faults) -> History {
    let mut history = History::default();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let content = line.trim();
        let span = Span {
            start,
            end: start + line.trim_end().len(),
        };
        start += line.len();
        if content.is_empty() {
            continue;
        }
        match lines::read(content) {
            Ok(Line::Event(value)) => history.events.push(Placed { value, span }),
            Ok(Line::Pin { hash, texts }) => history.pins.push(Placed {
                value: (hash, texts),
                span,
            }),
            Err(why) if content.contains("\"event_id\"") => {
                fault(faults, span, &why, "export the history again");
            }
            // Whatever is no event is an attempt from elsewhere, or meant as one.
            Ok(Line::Other) | Err(_) => {
                let line = line.trim_end();
                let is_time = |at: &str| clock::instant_ms(at).is_some();
                let read = records::read(line, span.start, is_time, faults);
                history.records.extend(read);
            }
        }
    }
    history
}

fn fault(faults: &mut Faults, span: Span, message: &str, help: &str) {
    faults.push(Fault::error(Code::FORM, span, message, help));
}

fn read(path: &Path) -> Result<String, Error> {
    files::read_up_to(path, LIMIT_BYTES).map_err(|problem| {
        let name = path.display();
        let cause = match problem {
            FileProblem::TooLarge => format!("{name} has more than 512 MiB."),
            FileProblem::Missing
            | FileProblem::Outside
            | FileProblem::Link
            | FileProblem::NotAFile
            | FileProblem::NotText { .. }
            | FileProblem::System(_) => format!("{name} can't be read: {problem}."),
        };
        Error::new(
            Kind::CantRead,
            cause,
            "Give a file that `mockloop export` wrote, or -.",
        )
    })
}

/// Everything that is typed or piped in.
async fn typed<I: Inputs>(inputs: &mut I, ui: &mut dyn Ui) -> String {
    let mut text = String::new();
    ui.await_line();
    loop {
        match inputs.next().await {
            Arrived::Line(line) => {
                text.push_str(&line);
                text.push('\n');
                ui.await_line();
            }
            Arrived::Suspend => ui.suspend(),
            Arrived::Continued => ui.take_again(),
            Arrived::Tick | Arrived::Draft(_) | Arrived::Edited(_) => {}
            Arrived::EndOfInput | Arrived::Signal(_) => return text,
        }
    }
}
