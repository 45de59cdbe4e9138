//! The journal in memory, for tests: the same behaviour without a disk.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::{Draft, Journal, StoreError};
use crate::domain::history::Summary;
use crate::domain::round::{Envelope, Event, RoundId};
use crate::domain::text::Safe;

/// The journal in memory.
#[derive(Debug, Default)]
pub struct Memory {
    kept: RefCell<Kept>,
}

#[derive(Debug, Default, Clone)]
struct Kept {
    events: Vec<Envelope>,
    summaries: Vec<Summary>,
    pinned: BTreeMap<String, String>,
    drafts: BTreeMap<RoundId, Draft>,
}

impl Kept {
    fn add(&mut self, envelope: &Envelope) -> Result<(), StoreError> {
        let same_round = || {
            self.events
                .iter()
                .filter(|kept| kept.round == envelope.round)
        };
        let is_kept = self
            .events
            .iter()
            .any(|kept| kept.event_id == envelope.event_id);
        let is_second_end = envelope.event == Event::Finished
            && same_round().any(|kept| kept.event == Event::Finished);
        if is_kept || is_second_end {
            return Ok(());
        }
        if same_round().any(|kept| kept.seq == envelope.seq) {
            return Err(StoreError::Overtaken { seq: envelope.seq });
        }
        self.events.push(envelope.clone());
        match self
            .summaries
            .iter_mut()
            .find(|summary| summary.round == envelope.round)
        {
            Some(summary) => *summary = summary.clone().after(envelope),
            None => self.summaries.extend(Summary::begin(envelope)),
        }
        Ok(())
    }
}

impl Journal for Memory {
    fn append(&self, events: &[Envelope]) -> Result<(), StoreError> {
        let mut after = self.kept.borrow().clone();
        events.iter().try_for_each(|envelope| after.add(envelope))?;
        *self.kept.borrow_mut() = after;
        Ok(())
    }

    fn append_line(&self, events: &[Envelope]) -> Result<(), StoreError> {
        self.append(events)?;
        let mut kept = self.kept.borrow_mut();
        for envelope in events {
            if let Some(draft) = kept.drafts.get_mut(&envelope.round) {
                draft.text = Safe::default();
            }
        }
        Ok(())
    }

    fn events(&self, round: &RoundId) -> Result<Vec<Envelope>, StoreError> {
        let kept = self.kept.borrow();
        let mut events: Vec<Envelope> = kept
            .events
            .iter()
            .filter(|envelope| envelope.round == *round)
            .cloned()
            .collect();
        events.sort_by_key(|envelope| envelope.seq);
        Ok(events)
    }

    fn all_events(&self) -> Result<Vec<Envelope>, StoreError> {
        Ok(self.kept.borrow().events.clone())
    }

    fn exercises(&self) -> Result<Vec<Envelope>, StoreError> {
        let is_exercise = |envelope: &Envelope| matches!(envelope.event, Event::Exercised(_));
        let mut events = self.all_events()?;
        events.retain(is_exercise);
        Ok(events)
    }

    fn summaries(&self) -> Result<Vec<Summary>, StoreError> {
        Ok(self.kept.borrow().summaries.clone())
    }

    fn imported(&self) -> Result<Vec<Envelope>, StoreError> {
        let kept = self.kept.borrow();
        let is_imported = |kept: &&Envelope| matches!(kept.event, Event::Imported { .. });
        Ok(kept.events.iter().filter(is_imported).cloned().collect())
    }

    fn pin(&self, hash: &str, texts: &str) -> Result<(), StoreError> {
        let mut kept = self.kept.borrow_mut();
        kept.pinned
            .entry(hash.to_owned())
            .or_insert_with(|| texts.to_owned());
        Ok(())
    }

    fn pinned(&self, hash: &str) -> Result<Option<String>, StoreError> {
        Ok(self.kept.borrow().pinned.get(hash).cloned())
    }

    fn save_draft(&self, draft: &Draft) -> Result<(), StoreError> {
        self.kept
            .borrow_mut()
            .drafts
            .insert(draft.round.clone(), draft.clone());
        Ok(())
    }

    fn draft(&self, round: &RoundId) -> Result<Option<Draft>, StoreError> {
        Ok(self.kept.borrow().drafts.get(round).cloned())
    }
}
