//! The history as evidence: rounds and records from elsewhere, and the role that they are read for.

use std::path::Path;

use super::error::{Error, Kind as ErrorKind};
use super::library::{Library, RoleEntry};
use crate::domain::fault::FaultyFile;
use crate::domain::history::{PhaseUse, Progress, phase_uses as phase_uses_of};
use crate::domain::names::nearest;
use crate::domain::readiness::{self, History, Record, Role};
use crate::domain::round::{Envelope, Event, FORMAT, RoundId, replay};
use crate::domain::text::Safe;
use crate::io::clock::{self, Clock};
use crate::io::store::Journal;
use crate::io::{hash, records};

/// The role that readiness is read for where none is named.
pub const DEFAULT_ROLE: &str = "elixir-backend";

/// What a history is read for, and where it began.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// The role's name, or the path of its file.
    pub role: String,
    /// Where a strict assessor would have put the candidate before the first round: a rating, 1 to
    /// 4. None if the candidate did not say.
    pub start: Option<f64>,
}

impl Default for Target {
    fn default() -> Self {
        Self {
            role: DEFAULT_ROLE.to_owned(),
            start: None,
        }
    }
}

/// The history as it is in the journal, begun at a rating if the candidate gave one.
///
/// # Errors
/// The journal can't be read.
pub fn history(journal: &dyn Journal, start: Option<f64>) -> Result<History, Error> {
    let records: Vec<(String, Record)> = journal
        .imported()?
        .into_iter()
        .filter_map(|envelope| {
            let Event::Imported { record, .. } = envelope.event else {
                return None;
            };
            Some((envelope.round.0, *record))
        })
        .collect();
    let attempts = readiness::attempts(&journal.summaries()?, &records, clock::instant_ms);
    Ok(History {
        attempts,
        start: start.map(readiness::points),
    })
}

/// How many finished rounds are looked at for the time that phases took.
const PHASE_ROUNDS: usize = 20;

/// The time that phases took in the latest finished rounds.
///
/// # Errors
/// The journal can't be read.
pub fn phase_uses(journal: &dyn Journal) -> Result<Vec<PhaseUse>, Error> {
    let summaries = journal.summaries()?;
    let finished = summaries.iter().rev();
    let finished = finished.filter(|round| round.progress == Progress::Finished);
    let mut states = Vec::new();
    for round in finished.take(PHASE_ROUNDS) {
        // A round that can't be read any more is told by `show`.
        states.extend(replay(&round.round, &journal.events(&round.round)?));
    }
    states.reverse();
    Ok(phase_uses_of(&states))
}

/// A role by its name, or by the path of its file.
///
/// # Errors
/// There is none, or it has faults.
pub fn role(library: &Library, name: &str) -> Result<Role, Error> {
    let path = Path::new(name);
    let is_path = name.contains('/') || path.extension().is_some_and(|end| end == "toml");
    if is_path {
        let role = library.role_file(path);
        return role.map_err(|file| unusable(name, vec![file]));
    }
    role_entry(library, name).map(|entry| entry.role)
}

/// A role of a bank with its text.
///
/// # Errors
/// There is none of that name, or it has faults.
pub fn role_entry(library: &Library, name: &str) -> Result<RoleEntry, Error> {
    if let Some(role) = library.role(name) {
        return role.map_err(|files| unusable(name, files));
    }
    let roles = library.roles();
    let near = nearest(name, roles.iter().map(|entry| entry.role.id.as_str()));
    let remedy = match near {
        Some(near) => format!("Did you mean {near}? `mockloop roles list` lists all."),
        None => "`mockloop roles list` lists all; a path names a file.".to_owned(),
    };
    Err(Error::usage(
        format!("There is no role {}.", Safe::new(name)),
        remedy,
    ))
}

fn unusable(name: &str, files: Vec<FaultyFile>) -> Error {
    let cause = format!("Role {} can't be used.", Safe::new(name));
    Error::new(ErrorKind::BadFile(files), cause, "Mend these faults.")
}

/// A record as the only event of something that is no round. Its name makes the event's, so the
/// same record makes the same event.
pub(super) fn envelope(record: Record, source: &str, clock: &dyn Clock) -> Envelope {
    let name = match &record.id {
        Some(id) => hash::of_texts([("id", id.as_str())]),
        None => hash::of_texts([("record", records::canonical(&record).as_str())]),
    };
    Envelope {
        event_id: format!("record-{name}"),
        round: RoundId(format!("record-{name}")),
        seq: 1,
        v: FORMAT,
        active_ms: 0,
        at: clock.now(),
        event: Event::Imported {
            source: Safe::new(source),
            record: Box::new(record),
        },
    }
}
