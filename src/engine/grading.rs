//! The interviewer's chair: exemplars are rated before their labels are seen.

use super::desk::Desk;
use super::error::Error;
use super::inputs::Inputs;
use super::library::{Entry, candidate};
use super::play::Outcome;
use super::shelf;
use super::talk::{Stop, settle};
use crate::domain::bank::index::Listing;
use crate::domain::bank::prompt::{Exemplar, Row};
use crate::domain::bank::{Prompt, Rating, Status};
use crate::domain::history::{self, Grading, Progress, Summary};
use crate::domain::pick::{self, Candidate};
use crate::domain::round::{Exercise, RoundId};
use crate::report::document::Document;
use crate::report::grade::{self, LABELS};

/// The fewest exemplars that can be told apart.
const FEWEST: usize = 2;

impl Desk<'_> {
    /// Rates two or three exemplars of a prompt: the named one, or one that was practised before.
    pub async fn grade<I: Inputs>(
        &mut self,
        prompt: Option<&str>,
        seed: Option<u64>,
        inputs: &mut I,
    ) -> Result<Outcome, Error> {
        let rounds = self.rounds()?;
        let seed = seed.unwrap_or_else(|| self.table.entropy.seed());
        let entry = match prompt {
            Some(name) => shelf::read(&self.library, name)?,
            None => self.to_grade(&rounds, seed)?,
        };
        if entry.prompt.exemplars.len() < FEWEST {
            let cause = format!(
                "Prompt {} has no two exemplars to tell apart.",
                entry.prompt.id
            );
            return Err(Error::usage(cause, "Choose another prompt."));
        }
        let graded = self.chair(&entry, &rounds, seed, inputs).await;
        settle(graded)
    }

    /// Every sitting in the interviewer's chair.
    pub fn gradings(&self) -> Result<Vec<Grading>, Error> {
        Ok(history::gradings(&self.table.journal.exercises()?))
    }

    /// Draws a prompt: among those that were practised if one of them has exemplars, so that no
    /// answer is seen too early; those rated longest ago first.
    fn to_grade(&self, rounds: &[Summary], seed: u64) -> Result<Entry, Error> {
        let is_practised = |candidate: &Candidate| is_practised(rounds, candidate);
        // A round that waits is not to be given away.
        let is_open = |listing: &Listing| {
            let mut open = rounds.iter().filter(|round| round.progress.is_open());
            open.any(|round| (&round.bank, &round.prompt) == (&listing.bank, &listing.id))
        };
        let active = self
            .library
            .listings()
            .filter(|listing| listing.status == Status::Active && !is_open(listing));
        let all: Vec<Candidate> = active.map(candidate).collect();
        let (practised, others): (Vec<_>, Vec<_>) = all.into_iter().partition(is_practised);
        let gradings = self.gradings()?;
        let last_draws = gradings
            .iter()
            .enumerate()
            .map(|(index, grading)| ((grading.bank.clone(), grading.prompt.clone()), index + 1))
            .collect();
        let number = gradings.len() as u64 + 1;
        for mut candidates in [practised, others] {
            while let Some(drawn) = pick::draw(&candidates, &last_draws, seed, number).cloned() {
                let name = format!("{}/{}", drawn.bank, drawn.prompt);
                let entry = shelf::read(&self.library, &name)?;
                if entry.prompt.exemplars.len() >= FEWEST {
                    return Ok(entry);
                }
                candidates.retain(|candidate| *candidate != drawn);
            }
        }
        let remedy = "--bank adds a bank.";
        Err(Error::usage("No prompt at hand has exemplars.", remedy))
    }

    async fn chair<I: Inputs>(
        &mut self,
        entry: &Entry,
        rounds: &[Summary],
        seed: u64,
        inputs: &mut I,
    ) -> Result<(), Stop> {
        let prompt = &entry.prompt;
        let exemplars = shuffled(prompt, seed);
        let row = telling(prompt, &exemplars);
        let is_new = !rounds
            .iter()
            .any(|round| round.bank == entry.bank && round.prompt == prompt.id);
        let begin = grade::begin(prompt, exemplars.len(), is_new);
        self.table.ui.say(&begin);
        let sitting = self.sitting();
        let mut seq = 0;
        let mut given = Vec::new();
        for (label, exemplar) in LABELS.into_iter().zip(&exemplars) {
            let question = grade::answer(label, exemplar);
            let call = self.talk(inputs).rating(&question, &grade::calls()).await?;
            self.keep_grade(entry, exemplar, None, call, (&sitting, &mut seq))?;
            let own = match row {
                Some(row) => {
                    let question = grade::dimension(label, row);
                    let words = crate::report::peer::words(row);
                    let rating = self.talk(inputs).rating(&question, &words).await?;
                    self.keep_grade(entry, exemplar, Some(row), rating, (&sitting, &mut seq))?;
                    rating
                }
                None => None,
            };
            given.push((call, own));
        }
        let labels = LABELS.into_iter().zip(&exemplars).zip(given);
        let said = labels.fold(Document::default(), |said, ((label, exemplar), given)| {
            said.then(grade::label(prompt, label, exemplar, row, given))
        });
        self.table.ui.say(&said.gap());
        let all = self.gradings()?;
        if let Some(last) = all.last().filter(|_| seq > 0) {
            let text = format!(
                "{} `mockloop grade --history` shows all.",
                grade::accuracy(last)
            );
            self.table.ui.say(&Document::line(text));
        }
        Ok(())
    }

    /// Keeps one rating beside the known one; a skipped one is not kept.
    fn keep_grade(
        &self,
        entry: &Entry,
        exemplar: &Exemplar,
        row: Option<&Row>,
        given: Option<Rating>,
        (sitting, seq): (&RoundId, &mut u32),
    ) -> Result<(), Error> {
        let known = match row {
            Some(row) => exemplar.ratings.get(&row.dimension).copied(),
            None => Some(exemplar.rating),
        };
        let (Some(given), Some(known)) = (given, known) else {
            return Ok(());
        };
        *seq += 1;
        let exercise = Exercise::Graded {
            bank: entry.bank.clone(),
            prompt: entry.prompt.id.clone(),
            revision: entry.prompt.revision,
            exemplar: exemplar.id.clone(),
            dimension: row.map(|row| row.dimension.clone()),
            given,
            known,
        };
        self.keep_exercise(sitting, *seq, exercise)
    }
}

fn is_practised(rounds: &[Summary], candidate: &Candidate) -> bool {
    rounds.iter().any(|round| {
        round.progress == Progress::Finished
            && round.bank == candidate.bank
            && round.prompt == candidate.prompt
    })
}

/// Up to three exemplars, the lowest and the highest among them, in an order of the seed's.
fn shuffled(prompt: &Prompt, seed: u64) -> Vec<&Exemplar> {
    let place = |exemplar: &&Exemplar| pick::place(seed, exemplar.id.as_str());
    let mut exemplars: Vec<&Exemplar> = prompt.exemplars.iter().collect();
    exemplars.sort_by_key(|exemplar| exemplar.rating);
    if exemplars.len() > LABELS.len() {
        let highest = exemplars.pop();
        let mut middle = exemplars.split_off(1);
        middle.sort_by_key(place);
        exemplars.extend(middle.first());
        exemplars.extend(highest);
    }
    exemplars.sort_by_key(place);
    exemplars
}

/// The dimension that tells the exemplars apart best: the heaviest on which they differ.
fn telling<'a>(prompt: &'a Prompt, exemplars: &[&Exemplar]) -> Option<&'a Row> {
    let differs = |row: &&Row| {
        let mut ratings = exemplars.iter().map(|e| e.ratings.get(&row.dimension));
        let first = ratings.next();
        ratings.any(|rating| Some(rating) != first)
    };
    // Among equals the first of the rubric.
    let rows = prompt.rubric.iter().rev().filter(differs);
    rows.max_by(|a, b| a.weight.total_cmp(&b.weight))
}
