//! Events and summaries as rows.

use std::collections::BTreeMap;

use rusqlite::{Connection, ErrorCode, OptionalExtension as _, TransactionBehavior, params};
use serde_json::{Map, Value};

use super::sqlite::translate;
use super::{StoreError, damaged};
use crate::domain::history::Summary;
use crate::domain::round::{Envelope, Event};

/// Says whether the event is new.
pub(super) fn insert(connection: &Connection, envelope: &Envelope) -> Result<bool, StoreError> {
    let (kind, fields) = split(&envelope.event)?;
    let mut statement = connection
        .prepare_cached(
            "INSERT INTO events (event_id, round, seq, v, active_ms, mono_ms, boot_ms, boot_id,
                                 wall, kind, fields)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
             ON CONFLICT (event_id) DO NOTHING
             ON CONFLICT (round) WHERE kind = 'finished' DO NOTHING",
        )
        .map_err(translate)?;
    let at = &envelope.at;
    let inserted = statement.execute(params![
        envelope.event_id,
        envelope.round.0,
        envelope.seq,
        envelope.v,
        signed(envelope.active_ms),
        signed(at.mono_ms),
        signed(at.boot_ms),
        at.boot_id,
        at.wall.as_str(),
        kind,
        fields
    ]);
    match inserted {
        Ok(rows) => Ok(rows > 0),
        Err(rusqlite::Error::SqliteFailure(cause, _))
            if cause.code == ErrorCode::ConstraintViolation =>
        {
            Err(StoreError::Overtaken { seq: envelope.seq })
        }
        Err(error) => Err(translate(error)),
    }
}

/// Folds a new event into its round's summary.
pub(super) fn project(connection: &Connection, envelope: &Envelope) -> Result<(), StoreError> {
    let known: Option<String> = connection
        .prepare_cached("SELECT summary FROM rounds WHERE round = ?1")
        .and_then(|mut statement| {
            statement
                .query_row([&envelope.round.0], |row| row.get(0))
                .optional()
        })
        .map_err(translate)?;
    let summary = match known {
        Some(text) => Some(from_json::<Summary>(&text)?.after(envelope)),
        None => Summary::begin(envelope),
    };
    let Some(summary) = summary else {
        return Ok(());
    };
    write_summary(connection, &summary)
}

fn write_summary(connection: &Connection, summary: &Summary) -> Result<(), StoreError> {
    let text =
        serde_json::to_string(summary).map_err(|error| StoreError::Other(error.to_string()))?;
    connection
        .prepare_cached(
            "INSERT INTO rounds (round, summary) VALUES (?1, ?2)
             ON CONFLICT (round) DO UPDATE SET summary = excluded.summary",
        )
        .and_then(|mut statement| statement.execute(params![summary.round.0, text]))
        .map(|_| ())
        .map_err(translate)
}

/// The events that a clause selects, with the value that it names.
pub(super) fn select(
    connection: &Connection,
    clause: &str,
    value: Option<String>,
) -> Result<Vec<Envelope>, StoreError> {
    let sql = format!(
        "SELECT event_id, round, seq, v, active_ms, mono_ms, boot_ms, boot_id, wall, kind, fields
         FROM events {clause}"
    );
    let mut statement = connection.prepare_cached(&sql).map_err(translate)?;
    let rows = statement
        .query_map(rusqlite::params_from_iter(value), row_to_parts)
        .map_err(translate)?;
    rows.map(|row| row.map_err(translate).and_then(parts_to_envelope))
        .collect()
}

/// All rounds as the events tell them, in the order in which their prompts were drawn.
pub(super) fn fold(events: &[Envelope]) -> Vec<Summary> {
    let mut rounds: Vec<Summary> = Vec::new();
    let mut places = BTreeMap::new();
    for envelope in events {
        let place = places.get(&envelope.round.0).copied();
        match place.and_then(|place: usize| rounds.get_mut(place)) {
            Some(summary) => *summary = summary.clone().after(envelope),
            None => {
                if let Some(summary) = Summary::begin(envelope) {
                    places.insert(envelope.round.0.clone(), rounds.len());
                    rounds.push(summary);
                }
            }
        }
    }
    rounds
}

/// Makes the derived table anew. How many rounds there are.
pub(super) fn rebuild(connection: &mut Connection) -> Result<usize, StoreError> {
    let transaction = connection
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(translate)?;
    let rounds = fold(&select(&transaction, "ORDER BY rowid", None)?);
    transaction
        .execute("DELETE FROM rounds", [])
        .map_err(translate)?;
    for summary in &rounds {
        write_summary(&transaction, summary)?;
    }
    transaction.commit().map_err(translate)?;
    Ok(rounds.len())
}

/// An event's kind, and its fields as JSON.
fn split(event: &Event) -> Result<(String, String), StoreError> {
    let other = |text: &str| StoreError::Other(text.to_owned());
    let value = serde_json::to_value(event).map_err(|error| other(&error.to_string()))?;
    let Value::Object(mut fields) = value else {
        return Err(other("an event has no fields"));
    };
    let Some(Value::String(kind)) = fields.remove("kind") else {
        return Err(other("an event has no kind"));
    };
    Ok((kind, Value::Object(fields).to_string()))
}

/// A row as it is, before its event is read.
struct Parts {
    envelope: Map<String, Value>,
    kind: String,
    fields: String,
}

fn row_to_parts(row: &rusqlite::Row<'_>) -> rusqlite::Result<Parts> {
    let mut envelope = Map::new();
    for (index, name) in ["event_id", "round"].into_iter().enumerate() {
        envelope.insert(name.to_owned(), row.get::<_, String>(index)?.into());
    }
    for (index, name) in ["seq", "v", "active_ms", "mono_ms", "boot_ms"]
        .into_iter()
        .enumerate()
    {
        envelope.insert(name.to_owned(), row.get::<_, i64>(index + 2)?.into());
    }
    for (index, name) in ["boot_id", "wall"].into_iter().enumerate() {
        envelope.insert(name.to_owned(), row.get::<_, String>(index + 7)?.into());
    }
    Ok(Parts {
        envelope,
        kind: row.get(9)?,
        fields: row.get(10)?,
    })
}

fn parts_to_envelope(parts: Parts) -> Result<Envelope, StoreError> {
    let Parts {
        mut envelope,
        kind,
        fields,
    } = parts;
    envelope.extend(from_json::<Map<String, Value>>(&fields)?);
    envelope.insert("kind".to_owned(), kind.into());
    serde_json::from_value(Value::Object(envelope))
        .map_err(|error| damaged(format!("an event can't be read: {error}")))
}

pub(super) fn from_json<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|error| damaged(error.to_string()))
}

/// SQLite's integers are signed; our times stay far below their limit.
pub(super) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

pub(super) fn unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}
