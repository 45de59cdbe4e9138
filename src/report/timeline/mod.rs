//! A round as it went: what happened when, phase by phase, against the budgets. `show` tells where a
//! round stands; this tells how it came there, and nothing that the candidate had not seen by then.

mod told;

use serde_json::{Value, json};

use self::told::{Reader, Told};
use super::document::Document;
use super::json::SCHEMA;
use super::words::{capital, clock, count, name, spent};
use crate::domain::bank::{PhaseId, Prompt};
use crate::domain::moment::date_and_minute;
use crate::domain::round::{Envelope, Event, State};

/// A round's events, with what they have to be read by.
#[derive(Debug, Clone, Copy)]
pub struct Course<'a> {
    /// The prompt as it was then.
    pub prompt: &'a Prompt,
    /// Where the round stands.
    pub state: &'a State,
    /// What happened, in order.
    pub events: &'a [Envelope],
}

/// A stay in a phase.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Stay {
    phase: PhaseId,
    is_return: bool,
    from_ms: u64,
    to_ms: u64,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    seq: u32,
    at_ms: u64,
    /// Date and minute of the wall clock.
    wall: String,
    /// The number of the stay in which it happened; none before the first and in the close.
    stay: Option<usize>,
    told: Told,
}

/// Stays and what happened, in order.
struct Walk {
    stays: Vec<Stay>,
    entries: Vec<Entry>,
}

impl Walk {
    fn through(course: &Course<'_>) -> Self {
        let reader = Reader::new(course);
        let mut walk = Self {
            stays: Vec::new(),
            entries: Vec::new(),
        };
        let mut is_locked = false;
        for (place, envelope) in course.events.iter().enumerate() {
            if let Some(last) = walk.stays.last_mut().filter(|_| !is_locked) {
                last.to_ms = envelope.active_ms.max(last.from_ms);
            }
            is_locked |= matches!(envelope.event, Event::Locked { .. });
            if let Event::PhaseEntered { phase, .. } = &envelope.event {
                walk.enter(phase, envelope.active_ms);
            } else if envelope.event == Event::Started
                && let Some(first) = course.state.phases.first()
            {
                walk.enter(&first.id, envelope.active_ms);
            }
            let stay = walk.stays.len().checked_sub(1).filter(|_| !is_locked);
            let entry = reader.told(envelope, place).map(|told| Entry {
                seq: envelope.seq,
                at_ms: envelope.active_ms,
                wall: envelope.at.date_and_minute(),
                stay,
                told,
            });
            walk.entries.extend(entry);
        }
        walk
    }

    fn enter(&mut self, phase: &PhaseId, at_ms: u64) {
        let is_return = self.stays.iter().any(|stay| stay.phase == *phase);
        self.stays.push(Stay {
            phase: phase.clone(),
            is_return,
            from_ms: at_ms,
            to_ms: at_ms,
        });
    }

    fn count(&self, what: &str) -> usize {
        let of_it = |entry: &&Entry| entry.told.what == what;
        self.entries.iter().filter(of_it).count()
    }
}

/// The round in words.
pub fn timeline(course: &Course<'_>) -> Document {
    let (state, walk) = (course.state, Walk::through(course));
    let drawn = &state.drawn;
    let begun = match &state.started_at {
        Some(at) => format!("began {}", date_and_minute(at)),
        None => "not begun".to_owned(),
    };
    let mut document = Document::default()
        .title(&course.prompt.title)
        .text(format!(
            "{}/{}, {}, {}; {begun}; {} on the clock. {}, {}, {}, {}.",
            drawn.bank,
            drawn.prompt,
            drawn.kind.as_str(),
            drawn.level.as_str(),
            spent(state.clock.gathered_ms(), state.budget_ms()),
            count(walk.count("line") + walk.count("move"), "line"),
            count(walk.count("question"), "question"),
            count(walk.count("hint"), "hint"),
            count(walk.count("pause"), "pause"),
        ));
    for (number, stay) in walk.stays.iter().enumerate() {
        let here = walk
            .entries
            .iter()
            .filter(|entry| entry.stay == Some(number));
        let items = here.map(|entry| {
            let label = format!("{} {}", clock(entry.at_ms), entry.told.label);
            (label, &entry.told.text)
        });
        document = document.title(heading(stay, state)).items(items);
    }
    let late = walk.entries.iter().filter(|entry| entry.stay.is_none());
    let late: Vec<(String, &String)> = late
        .map(|entry| {
            let label = format!("{}, {}", entry.wall, entry.told.label);
            (label, &entry.told.text)
        })
        .collect();
    if late.is_empty() {
        return document;
    }
    document.title("After the lock").items(late)
}

/// `Design, from 05:10: 24:10 of 20:00, 04:10 over`.
fn heading(stay: &Stay, state: &State) -> String {
    let stayed_ms = stay.to_ms - stay.from_ms;
    let (title, from) = (capital(&name(stay.phase.as_str())), clock(stay.from_ms));
    if stay.is_return {
        return format!("{title} again, from {from}: {} more", clock(stayed_ms));
    }
    format!(
        "{title}, from {from}: {}",
        spent(stayed_ms, budget_ms(stay, state))
    )
}

/// The budget of a stay's phase, with extensions.
fn budget_ms(stay: &Stay, state: &State) -> Option<u64> {
    let phase = state.phases.iter().find(|phase| phase.id == stay.phase);
    phase.and_then(|phase| phase.budget_ms)
}

/// The round for programs.
pub fn timeline_json(course: &Course<'_>) -> Value {
    let (state, walk) = (course.state, Walk::through(course));
    let stays = walk.stays.iter().map(|stay| {
        json!({
            "phase": stay.phase,
            "again": stay.is_return,
            "from_ms": stay.from_ms,
            "to_ms": stay.to_ms,
            "budget_ms": budget_ms(stay, state),
        })
    });
    let entries = walk.entries.iter().map(|entry| {
        let stay = entry.stay.and_then(|number| walk.stays.get(number));
        json!({
            "seq": entry.seq,
            "at_ms": entry.at_ms,
            "wall": entry.wall,
            "phase": stay.map(|stay| &stay.phase),
            "what": entry.told.what,
            "label": entry.told.label,
            "text": entry.told.text,
        })
    });
    json!({
        "schema": SCHEMA,
        "id": state.round.0,
        "prompt": state.drawn.prompt,
        "kind": state.drawn.kind,
        "started_at": state.started_at,
        "active_ms": state.clock.gathered_ms(),
        "budget_ms": state.budget_ms(),
        "phases": stays.collect::<Vec<_>>(),
        "entries": entries.collect::<Vec<_>>(),
    })
}
