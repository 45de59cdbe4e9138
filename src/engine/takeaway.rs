//! What other programs take in of a history: missed items, ratings.

use std::collections::BTreeMap;

use super::desk::{Desk, read_round};
use super::error::Error;
use crate::domain::bank::ItemId;
use crate::domain::history::{Progress, Summary};
use crate::domain::readiness::Record;
use crate::domain::round::{Event, scoring};
use crate::domain::text::Safe;
use crate::report::takeaway::{Missed, Row};

impl Desk<'_> {
    /// Items that were not shown when they were last asked about, in the order in which their
    /// prompts were first played.
    pub fn missed(&self) -> Result<Vec<Missed>, Error> {
        let summaries = self.rounds()?;
        let finished = |round: &&Summary| round.progress == Progress::Finished;
        let mut places: BTreeMap<(String, ItemId), usize> = BTreeMap::new();
        let mut all: Vec<(Missed, bool)> = Vec::new();
        for summary in summaries.iter().filter(finished) {
            // A round that can't be read any more is told by `show`.
            let Ok((prompt, state)) = read_round(self.table.journal, summary) else {
                continue;
            };
            let id = format!("{}/{}", summary.bank, summary.prompt);
            for score in scoring::items(&prompt, &state) {
                let Some(hit) = score.hit else { continue };
                let item = score.item;
                let told = Missed {
                    prompt: id.clone(),
                    item: item.id.to_string(),
                    title: prompt.title.clone(),
                    kind: prompt.kind().as_str(),
                    phase: Safe::new(item.phase.as_str()),
                    dimension: Safe::new(item.dimension.as_str()),
                    topics: prompt.topics.iter().map(ToString::to_string).collect(),
                    probe: item.probe.clone(),
                    seen: item.seen.clone(),
                };
                let place = *places
                    .entry((id.clone(), item.id.clone()))
                    .or_insert(all.len());
                match all.get_mut(place) {
                    Some(known) => *known = (told, hit),
                    None => all.push((told, hit)),
                }
            }
        }
        let missed = all.into_iter().filter(|(_, hit)| !hit);
        Ok(missed.map(|(missed, _)| missed).collect())
    }

    /// All ratings: those of rounds played here, then those of attempts from elsewhere.
    pub fn rating_rows(&self) -> Result<Vec<Row>, Error> {
        let mut rows = Vec::new();
        for (index, round) in self.rounds()?.iter().enumerate() {
            rows.extend(Row::of_round(index + 1, round));
        }
        for envelope in self.table.journal.imported()? {
            let Event::Imported { record, .. } = envelope.event else {
                continue;
            };
            let record: Record = *record;
            rows.extend(Row::of_record(&envelope.round.0, &record));
        }
        Ok(rows)
    }
}
