//! What a command asks for: draw a round, take one up, read one.

use std::path::PathBuf;

use super::coding::CodeRound;
use super::error::{Error, Kind as ErrorKind};
use super::inputs::Inputs;
use super::library::{Entry, Library, unpin};
use super::options::{Options, drawn, length};
use super::play::{Game, Outcome, Table, play};
use super::shelf;
use crate::domain::bank::{Kind, Prompt};
use crate::domain::history::{self, Summary};
use crate::domain::pick;
use crate::domain::round::{
    CloseLength, Drawn, Envelope, Event, FORMAT, Input, RoundId, State, replay,
};
use crate::domain::text::Safe;
use crate::io::lock::{LockError, RoundLock};
use crate::report::words::{count, list};
use crate::report::{announce, rounds};

/// Minutes that the short close takes, for `--fit`.
const CLOSE_MINUTES: u32 = 4;

/// A data folder with its journal, and the banks at hand.
pub struct Desk<'a> {
    /// What rounds are played with.
    pub table: Table<'a>,
    /// The banks.
    pub library: Library,
    /// The data folder.
    pub data: PathBuf,
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
        let seed = options.seed.unwrap_or_else(|| self.table.entropy.seed());
        let draw = summaries.len() as u64 + 1;
        let entry = self.choose(options, &summaries, seed, draw)?;
        let drawn = drawn(&entry, options, seed, draw)?;
        self.table.journal.pin(&entry.hash, &entry.texts)?;
        let first = self.first_event(drawn);
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
        self.table
            .ui
            .say(&rounds::drawn(&state, summaries.len() + 1));
        self.play(
            &entry.prompt,
            state,
            &summaries,
            options.close,
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
        let alive_ms = draft.map(|draft| draft.active_ms);
        let number = number_of(&summaries, summary);
        self.table.ui.say(&rounds::resumed(&prompt, &state, number));
        let input = Input::Reopen { alive_ms };
        self.play(
            &prompt,
            state,
            &summaries,
            CloseLength::Short,
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
        let (prompt, state) = self.read(summary)?;
        let known = history::known_dimensions(&summaries);
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

    async fn play<I: Inputs>(
        &mut self,
        prompt: &Prompt,
        state: State,
        summaries: &[Summary],
        close: CloseLength,
        first: &Input,
        inputs: &mut I,
    ) -> Result<Outcome, Error> {
        let known = history::known_dimensions(summaries);
        let code = CodeRound::open(&self.table, &self.library, &self.data, prompt, &state).await;
        let mut game = Game::new(&mut self.table, prompt, state, &known, close);
        if game.handle(first)? {
            return Ok(Outcome::Left);
        }
        game.take_code(code);
        play(&mut game, inputs).await
    }

    fn read(&self, summary: &Summary) -> Result<(Prompt, State), Error> {
        let events = self.table.journal.events(&summary.round)?;
        let damaged = |cause: String| {
            Error::new(
                ErrorKind::CantRead,
                cause,
                "The rest of the journal can be used.",
            )
        };
        let state = replay(&summary.round, &events).map_err(|e| damaged(format!("{e}.")))?;
        let texts = self.table.journal.pinned(&state.drawn.hash)?;
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

    fn lock(&self) -> Result<RoundLock, Error> {
        let now = self.table.clock.now();
        let holder = format!(
            "process {} since {}",
            std::process::id(),
            now.date_and_minute()
        );
        RoundLock::take(&self.data, &holder).map_err(|error| match error {
            LockError::Held(who) => {
                let cause = format!("Another mockloop holds the round: {who}.");
                let remedy = "Go on there, or end it; `sessions` and `show` work meanwhile.";
                Error::new(ErrorKind::Held, cause, remedy)
            }
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

    fn first_event(&self, drawn: Drawn) -> Envelope {
        let unix_ms = self.table.clock.unix_ms();
        Envelope {
            event_id: self.table.entropy.id(unix_ms),
            round: RoundId(self.table.entropy.id(unix_ms)),
            seq: 1,
            v: FORMAT,
            active_ms: 0,
            at: self.table.clock.now(),
            event: Event::Drawn(Box::new(drawn)),
        }
    }

    fn choose(
        &self,
        options: &Options,
        summaries: &[Summary],
        seed: u64,
        draw: u64,
    ) -> Result<Entry, Error> {
        if let Some(name) = &options.prompt {
            return self.named(name);
        }
        let mut candidates = self.library.candidates(options.kind);
        if candidates.is_empty() {
            let mut kinds: Vec<Kind> = self
                .library
                .candidates(None)
                .iter()
                .map(|candidate| candidate.kind)
                .collect();
            kinds.sort_unstable();
            kinds.dedup();
            let kinds: Vec<String> = kinds.iter().map(|kind| kind.as_str().to_owned()).collect();
            let cause = match options.kind {
                Some(kind) if !kind.is_played() => not_played(kind),
                Some(kind) => format!("There is no {} prompt in the banks at hand.", kind.as_str()),
                None => "There is no prompt in the banks at hand.".to_owned(),
            };
            let remedy = format!(
                "There are prompts for {}. --bank adds a bank.",
                list(&kinds)
            );
            return Err(Error::usage(cause, remedy));
        }
        if let Some(fit) = options.fit_minutes {
            let shortest = candidates
                .iter()
                .map(|c| length(c.minutes, options.pace))
                .min();
            candidates.retain(|c| length(c.minutes, options.pace) + CLOSE_MINUTES <= fit);
            if candidates.is_empty() {
                let least = shortest.unwrap_or(0) + CLOSE_MINUTES;
                let cause = format!("No round fits {} with its close.", count(fit, "minute"));
                let remedy = format!(
                    "The shortest takes {}; --minutes shortens any.",
                    count(least, "minute")
                );
                return Err(Error::usage(cause, remedy));
            }
        }
        let chosen = pick::draw(&candidates, &history::seen(summaries), seed, draw);
        let name = chosen.map(|chosen| format!("{}/{}", chosen.bank, chosen.prompt));
        self.named(&name.unwrap_or_default())
    }

    /// A prompt by its name, read whole, if rounds of its kind are played.
    fn named(&self, name: &str) -> Result<Entry, Error> {
        match self.library.find(name) {
            Some(listing) if !listing.kind.is_played() => {
                let remedy = format!("`mockloop bank show {}` reads it.", listing.id);
                Err(Error::usage(not_played(listing.kind), remedy))
            }
            Some(_) | None => shelf::read(&self.library, name),
        }
    }
}

fn not_played(kind: Kind) -> String {
    format!("This version does not play {} rounds yet.", kind.as_str())
}

/// The number of a round, from 1.
fn number_of(summaries: &[Summary], summary: &Summary) -> usize {
    summaries
        .iter()
        .position(|known| known.round == summary.round)
        .map_or(0, |index| index + 1)
}

fn find<'a>(summaries: &'a [Summary], name: &str) -> Result<&'a Summary, Error> {
    let by_number = name
        .parse::<usize>()
        .ok()
        .and_then(|number| number.checked_sub(1));
    let found = match by_number {
        Some(index) => summaries.get(index),
        None if name == "last" => summaries.last(),
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
        let remedy =
            format!("There are {rounds}; a round is named by its number, its id or `last`.");
        Error::usage(cause, remedy)
    })
}
