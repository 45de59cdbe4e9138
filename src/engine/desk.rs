//! What a command asks for: draw a round, take one up, read one.

use std::path::{Path, PathBuf};

use super::archive::Target;
use super::coding::CodeRound;
use super::error::{Error, Kind as ErrorKind};
use super::inputs::Inputs;
use super::library::{Library, unpin};
use super::options::{Options, drawn};
use super::play::{Game, Outcome, Table, play};
use super::talk::Stop;
use crate::domain::bank::{Kind, Prompt};
use crate::domain::history::{self, Summary};
use crate::domain::pick::Because;
use crate::domain::round::{
    CloseLength, Drawn, Envelope, Event, Exercise, Input, RoundId, Stage, State, replay,
};
use crate::domain::text::Safe;
use crate::io::clock::Clock;
use crate::io::lock::{LockError, RoundLock};
use crate::io::store::{Journal, StoreError};
use crate::report::words::count;
use crate::report::{announce, rounds};

/// A data folder with its journal, and the banks at hand.
pub struct Desk<'a> {
    /// What rounds are played with.
    pub table: Table<'a>,
    /// The banks.
    pub library: Library,
    /// The data folder.
    pub data: PathBuf,
    /// What the history is read for.
    pub target: Target,
}

impl Desk<'_> {
    /// Draws a round and plays it.
    pub async fn practice<I: Inputs>(
        &mut self,
        options: &Options,
        inputs: &mut I,
    ) -> Result<Outcome, Error> {
        let _lock = self.lock()?;
        let summaries = self.table.journal.summaries()?;
        let chosen = self.choose(options, &summaries)?;
        let entry = &chosen.entry;
        let drawn = Drawn {
            formula: chosen.because.as_ref().and_then(Because::formula),
            ..drawn(entry, options, chosen.seed, chosen.draw)?
        };
        self.table.journal.pin(&entry.hash, &entry.texts)?;
        let first = self.apart(Event::Drawn(Box::new(drawn)));
        self.table.journal.append(std::slice::from_ref(&first))?;
        let Some(state) = State::drawn(&first) else {
            return Err(Error::usage("The draw could not be folded.", ""));
        };
        let focus = history::last_focus(&summaries, entry.prompt.kind());
        if let Some(focus) = focus {
            self.table
                .ui
                .say(&announce::last_focus(entry.prompt.kind().as_str(), focus));
        }
        let told = rounds::drawn(&state, summaries.len() + 1, chosen.because.as_ref());
        self.table.ui.say(&told);
        self.play(
            &entry.prompt,
            state,
            &summaries,
            (options.close, String::new()),
            &Input::Start,
            inputs,
        )
        .await
    }

    /// Takes a round up where it was left: the named one, or the latest that waits.
    pub async fn resume<I: Inputs>(
        &mut self,
        name: Option<&str>,
        inputs: &mut I,
    ) -> Result<Outcome, Error> {
        let _lock = self.lock()?;
        let summaries = self.table.journal.summaries()?;
        let summary = match name {
            Some(name) => find(&summaries, name)?,
            None => history::open(&summaries)
                .pop()
                .ok_or_else(|| Error::usage("No round waits.", "`mockloop practice` draws one."))?,
        };
        if !summary.progress.is_open() {
            let cause = format!("This round is {}.", summary.progress.as_str());
            return Err(Error::usage(
                cause,
                "`mockloop sessions` lists the rounds that wait.",
            ));
        }
        let (prompt, state) = self.read(summary)?;
        let draft = self.table.journal.draft(&summary.round)?;
        let alive_ms = draft.as_ref().map(|draft| draft.active_ms);
        let typed = draft.map_or_else(String::new, |draft| draft.text.to_string());
        let number = number_of(&summaries, summary);
        self.table.ui.say(&rounds::resumed(&prompt, &state, number));
        let input = Input::Reopen { alive_ms };
        self.play(
            &prompt,
            state,
            &summaries,
            (CloseLength::Short, typed),
            &input,
            inputs,
        )
        .await
    }

    /// Gives a round up.
    pub fn abandon(&mut self, name: &str) -> Result<(), Error> {
        let _lock = self.lock()?;
        let summaries = self.table.journal.summaries()?;
        let summary = find(&summaries, name)?;
        if !summary.progress.is_open() {
            let cause = format!("This round is {}.", summary.progress.as_str());
            return Err(Error::usage(
                cause,
                "Only a round that waits can be given up.",
            ));
        }
        self.give_up(summary, &summaries)
    }

    /// Gives a round up that waits, while its lock is held.
    pub(super) fn give_up(
        &mut self,
        summary: &Summary,
        summaries: &[Summary],
    ) -> Result<(), Error> {
        let (prompt, state) = self.read(summary)?;
        let known = history::known_dimensions(summaries);
        let mut game = Game::new(&mut self.table, &prompt, state, &known, CloseLength::Short);
        game.handle(&Input::Abandon).map(|_| ())
    }

    /// All rounds, in order.
    pub fn rounds(&self) -> Result<Vec<Summary>, Error> {
        Ok(self.table.journal.summaries()?)
    }

    /// A round by its number, its id, the first characters of its id, or `last`, with its prompt
    /// as it was then.
    pub fn round(&self, name: &str) -> Result<(Prompt, State), Error> {
        let summaries = self.table.journal.summaries()?;
        self.read(find(&summaries, name)?)
    }

    /// A round with all that happened in it, in order.
    pub fn course(&self, name: &str) -> Result<(Prompt, State, Vec<Envelope>), Error> {
        let summaries = self.table.journal.summaries()?;
        let summary = find(&summaries, name)?;
        let (prompt, state) = self.read(summary)?;
        let events = self.table.journal.events(&summary.round)?;
        Ok((prompt, state, events))
    }

    async fn play<I: Inputs>(
        &mut self,
        prompt: &Prompt,
        state: State,
        summaries: &[Summary],
        (close, typed): (CloseLength, String),
        first: &Input,
        inputs: &mut I,
    ) -> Result<Outcome, Error> {
        let known = history::known_dimensions(summaries);
        let code = CodeRound::open(&self.table, &self.library, &self.data, prompt, &state).await;
        let mut game = Game::new(&mut self.table, prompt, state, &known, close).with_draft(typed);
        if game.handle(first)? {
            return Ok(Outcome::Left);
        }
        game.take_code(code);
        let outcome = play(&mut game, inputs).await?;
        let is_finished = game.state.stage == Stage::Finished;
        let is_told = prompt.kind() == Kind::Behavioral && is_finished;
        let round = game.state.round.0.clone();
        if is_told {
            match self.which_story(&round, inputs).await {
                Ok(()) => {}
                Err(Stop::Out(outcome)) => return Ok(outcome),
                Err(Stop::Failed(error)) => return Err(error),
            }
        }
        if is_finished {
            self.ask_for_others()?;
        }
        Ok(outcome)
    }

    pub(super) fn read(&self, summary: &Summary) -> Result<(Prompt, State), Error> {
        read_round(self.table.journal, summary)
    }

    pub(super) fn lock(&self) -> Result<RoundLock, Error> {
        hold(&self.data, self.table.clock)
    }

    /// Keeps what happened to a round after it was left, in one transaction.
    pub(super) fn keep_late(&self, state: &State, events: Vec<Event>) -> Result<(), Error> {
        let (at, unix_ms) = (self.table.clock.now(), self.table.clock.unix_ms());
        let numbered = events.into_iter().zip(state.seq + 1..);
        let envelopes: Vec<Envelope> = numbered
            .map(|(event, seq)| Envelope {
                event_id: self.table.entropy.id(unix_ms),
                round: state.round.clone(),
                seq,
                v: event.format(),
                active_ms: state.clock.gathered_ms(),
                at: at.clone(),
                event,
            })
            .collect();
        Ok(self.table.journal.append(&envelopes)?)
    }

    /// Begins a sitting: what is practised in it belongs to no round.
    pub(super) fn sitting(&self) -> RoundId {
        RoundId(self.table.entropy.id(self.table.clock.unix_ms()))
    }

    /// Keeps what belongs to no round, as a numbered part of a sitting.
    pub(super) fn keep_exercise(
        &self,
        sitting: &RoundId,
        seq: u32,
        exercise: Exercise,
    ) -> Result<(), Error> {
        let envelope = Envelope {
            round: sitting.clone(),
            seq,
            ..self.apart(Event::Exercised(Box::new(exercise)))
        };
        Ok(self.table.journal.append(std::slice::from_ref(&envelope))?)
    }

    /// An event that begins something of its own.
    fn apart(&self, event: Event) -> Envelope {
        let unix_ms = self.table.clock.unix_ms();
        Envelope {
            event_id: self.table.entropy.id(unix_ms),
            round: RoundId(self.table.entropy.id(unix_ms)),
            seq: 1,
            v: event.format(),
            active_ms: 0,
            at: self.table.clock.now(),
            event,
        }
    }
}

/// Takes the lock of a data folder.
pub(super) fn hold(data: &Path, clock: &dyn Clock) -> Result<RoundLock, Error> {
    let now = clock.now();
    let holder = format!(
        "process {} since {}",
        std::process::id(),
        now.date_and_minute()
    );
    RoundLock::take(data, &holder).map_err(|error| match error {
        LockError::Held(who) => {
            let cause = format!("Another mockloop holds the round: {who}.");
            let remedy = "Go on there, or end it; `sessions` and `show` work meanwhile.";
            Error::new(ErrorKind::Held, cause, remedy)
        }
        LockError::System(error) if is_full(&error) => Error::from(StoreError::Full),
        LockError::System(error) => {
            let cause = format!("The round can't be locked: {error}.");
            Error::new(
                ErrorKind::CantWrite,
                cause,
                "Check the data folder's owner and mode.",
            )
        }
    })
}

fn is_full(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{QuotaExceeded, StorageFull};
    matches!(error.kind(), StorageFull | QuotaExceeded)
}

/// A round as of its last event, with its prompt as it was then.
pub(super) fn read_round(
    journal: &dyn Journal,
    summary: &Summary,
) -> Result<(Prompt, State), Error> {
    let events = journal.events(&summary.round)?;
    let damaged = |cause: String| {
        Error::new(
            ErrorKind::CantRead,
            cause,
            "The rest of the journal can be used; `mockloop restore latest` takes the last backup.",
        )
    };
    let state = replay(&summary.round, &events).map_err(|e| damaged(format!("{e}.")))?;
    let texts = journal.pinned(&state.drawn.hash)?;
    let texts = texts.ok_or_else(|| {
        damaged(format!(
            "The text of prompt {} is not in the journal.",
            summary.prompt
        ))
    })?;
    let prompt = unpin(&texts).map_err(|fault| {
        damaged(format!(
            "The kept text of prompt {} can't be read: {fault}.",
            summary.prompt
        ))
    })?;
    Ok((prompt, state))
}

/// The number of a round, from 1.
fn number_of(summaries: &[Summary], summary: &Summary) -> usize {
    summaries
        .iter()
        .position(|known| known.round == summary.round)
        .map_or(0, |index| index + 1)
}

pub(super) fn find<'a>(summaries: &'a [Summary], name: &str) -> Result<&'a Summary, Error> {
    let by_number = name
        .parse::<usize>()
        .ok()
        .and_then(|number| number.checked_sub(1));
    let found = match by_number {
        Some(index) => summaries.get(index),
        // The last one that was practised: an older one may have been finished after it was drawn.
        None if name == "last" => summaries.iter().max_by(|a, b| a.last_at.cmp(&b.last_at)),
        None if name.len() >= 8 => {
            let mut matching = summaries
                .iter()
                .filter(|known| known.round.0.starts_with(name));
            let first = matching.next();
            // An id's first characters may name several rounds: then they name none.
            first.filter(|_| matching.next().is_none())
        }
        None => None,
    };
    found.ok_or_else(|| {
        let rounds = count(summaries.len(), "round");
        let cause = format!("There is no round {}.", Safe::new(name));
        let remedy = format!("So far: {rounds}. A round is named by its number, its id or `last`.");
        Error::usage(cause, remedy)
    })
}
