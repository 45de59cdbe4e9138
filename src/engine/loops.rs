//! Loops: rounds in order with breaks between, gone on with where they were left.

use std::path::PathBuf;

use super::desk::Desk;
use super::error::Error;
use super::inputs::Inputs;
use super::options::{Options, Pace};
use super::papers;
use super::play::Outcome;
use super::talk::{Heard, Stop, Talk, settle};
use crate::domain::history::Summary;
use crate::domain::names::nearest;
use crate::domain::session::{self, Loop, Next, Part, Seat, sessions};
use crate::domain::text::Safe;
use crate::io::clock::Clock;
use crate::io::embedded;
use crate::report;
use crate::report::document::Document;

/// What a loop is asked to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoopChoice {
    /// Its name; without it the one that waits goes on.
    pub name: Option<String>,
    /// The seed of its draws.
    pub seed: Option<u64>,
    /// Whether one that waits is left behind.
    pub begin: Begin,
}

/// Whether a loop that waits is gone on with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Begin {
    /// It is gone on with.
    Waiting,
    /// Another one is begun.
    Anew,
}

impl Desk<'_> {
    /// The loops at hand: the user's own, then those that ship and have no namesake among them.
    pub fn loops(&self) -> Result<Vec<Loop>, Error> {
        let mut loops = papers::all(&self.data.join("loops"), session::check)?;
        for (name, text) in embedded::loops() {
            if loops.iter().any(|own| own.id.as_str() == name) {
                continue;
            }
            let path = PathBuf::from(format!("loops/{name}.toml"));
            let plan = papers::of_text(&path, name, text, session::check);
            loops.push(plan.map_err(papers::bad_one)?);
        }
        Ok(loops)
    }

    /// Plays a loop from where it is: round after round, then the debrief.
    pub async fn play_loop<I: Inputs>(
        &mut self,
        choice: &LoopChoice,
        inputs: &mut I,
    ) -> Result<Outcome, Error> {
        let seat = match self.waiting_seat(choice)? {
            Some(seat) => seat,
            None => match self.begin_loop(choice, inputs).await {
                Ok(seat) => seat,
                Err(stop) => return settle(Err(stop)),
            },
        };
        settle(self.rounds_of(seat, inputs).await)
    }

    /// The seat of the loop that waits, if it is to go on.
    fn waiting_seat(&mut self, choice: &LoopChoice) -> Result<Option<Seat>, Error> {
        if choice.begin == Begin::Anew {
            return Ok(None);
        }
        let rounds = self.rounds()?;
        let all = sessions(&rounds);
        let Some(waiting) = all.last().filter(|last| last.next() != Next::Debrief) else {
            return Ok(None);
        };
        let plan = waiting.plan;
        if let Some(name) = &choice.name
            && name != plan.id.as_str()
        {
            self.named_loop(Some(name))?;
            let cause = format!("The loop {} waits.", plan.id);
            let remedy = format!(
                "`mockloop loop` goes on with it; `mockloop loop {} --anew` begins another.",
                Safe::new(name)
            );
            return Err(Error::usage(cause, remedy));
        }
        self.table.ui.say(&report::session::goes_on(waiting));
        Ok(Some(Seat {
            session: waiting.id.to_owned(),
            seed: waiting.seed,
            part: 0,
            plan: plan.clone(),
        }))
    }

    async fn begin_loop<I: Inputs>(
        &mut self,
        choice: &LoopChoice,
        inputs: &mut I,
    ) -> Result<Seat, Stop> {
        let plan = self.named_loop(choice.name.as_deref())?;
        self.prompts_of(&plan)?;
        let seed = choice.seed.unwrap_or_else(|| self.table.entropy.seed());
        let session = self.table.entropy.id(self.table.clock.unix_ms());
        let mut talk = self.talk(inputs);
        talk.ask(&report::session::begin(&plan, seed)).await?;
        Ok(Seat {
            session,
            seed,
            part: 0,
            plan,
        })
    }

    fn named_loop(&self, name: Option<&str>) -> Result<Loop, Error> {
        let loops = self.loops()?;
        let names: Vec<&str> = loops.iter().map(|plan| plan.id.as_str()).collect();
        let Some(name) = name else {
            let remedy = format!("Begin one: {}.", names.join(", "));
            return Err(Error::usage("No loop waits.", remedy));
        };
        if let Some(plan) = loops.iter().find(|plan| plan.id.as_str() == name) {
            return Ok(plan.clone());
        }
        let remedy = match nearest(name, names.iter().copied()) {
            Some(near) => format!("Did you mean {near}?"),
            None => format!("There are {}.", names.join(", ")),
        };
        let cause = format!("There is no loop {}.", Safe::new(name));
        Err(Error::usage(cause, remedy))
    }

    /// A prompt that a loop names has to be there, and of the part's kind; else there has to be one
    /// to draw. That is told before the day begins, not in the middle of it.
    fn prompts_of(&self, plan: &Loop) -> Result<(), Error> {
        for part in &plan.parts {
            let kind = part.kind.as_str();
            let Some(name) = &part.prompt else {
                if self.library.candidates(Some(part.kind)).is_empty() {
                    let cause = format!("No {kind} prompt at hand can be played.");
                    return Err(Error::usage(cause, "Choose another loop."));
                }
                continue;
            };
            let cause = match self.library.find(name.as_str()) {
                None => format!(
                    "The loop {} asks for prompt {name}, which is not at hand.",
                    plan.id
                ),
                Some(found) if found.kind != part.kind => format!(
                    "The loop {} has {name} as {kind}; it is {}.",
                    plan.id,
                    found.kind.as_str()
                ),
                Some(_) => continue,
            };
            return Err(Error::usage(cause, "`mockloop bank list` lists all."));
        }
        Ok(())
    }

    async fn rounds_of<I: Inputs>(&mut self, seat: Seat, inputs: &mut I) -> Result<(), Stop> {
        // A break is taken only between two rounds of one sitting.
        let mut sat_before = false;
        loop {
            let rounds = self.rounds()?;
            let all = sessions(&rounds);
            let session = all.iter().find(|known| known.id == seat.session);
            let next = session.map_or(Next::Draw(0), session::Session::next);
            let outcome = match next {
                Next::Debrief => {
                    let said = session.map(report::session::debrief);
                    self.table.ui.say(&said.unwrap_or_default());
                    return Ok(());
                }
                Next::GoOn(open) => self.resume(Some(&open.round.0), inputs).await?,
                Next::Draw(index) => {
                    let Some(part) = seat.plan.parts.get(index) else {
                        return Ok(());
                    };
                    if sat_before && part.break_minutes > 0 {
                        let clock = self.table.clock;
                        let mut talk = self.talk(inputs);
                        talk.rest(part, clock).await?;
                    }
                    let of = seat.plan.parts.len();
                    self.table.ui.say(&report::session::part(index, part, of));
                    let options = options(part, index, &seat);
                    self.practice(&options, inputs).await?
                }
            };
            if outcome != Outcome::Left {
                return Err(Stop::Out(outcome));
            }
            if self.is_left_open(&seat)? {
                self.table.ui.say(&report::session::left());
                return Ok(());
            }
            sat_before = true;
        }
    }

    /// Whether the session's last round was left before its end.
    fn is_left_open(&self, seat: &Seat) -> Result<bool, Error> {
        let is_open = |round: &Summary| {
            let own = round.seat.as_ref();
            own.is_some_and(|own| own.session == seat.session) && round.progress.is_open()
        };
        Ok(self.rounds()?.iter().any(is_open))
    }
}

/// What the round of a part should be.
fn options(part: &Part, index: usize, seat: &Seat) -> Options {
    Options {
        kind: Some(part.kind),
        prompt: part.prompt.as_ref().map(Safe::to_string),
        seed: Some(seat.seed),
        level: part.level,
        stack: part.stack.clone(),
        pace: part.minutes.map_or(Pace::Factor(1.0), Pace::Minutes),
        seat: Some(Box::new(Seat {
            part: index + 1,
            ..seat.clone()
        })),
        ..Options::default()
    }
}

impl<I: Inputs> Talk<'_, '_, I> {
    /// A break: its end is announced, Enter ends it at any time.
    async fn rest(&mut self, part: &Part, clock: &dyn Clock) -> Result<(), Stop> {
        self.ui.say(&report::session::pause(part));
        let end_ms = clock.now().boot_ms + u64::from(part.break_minutes) * 60_000;
        let mut is_told = false;
        self.ui.await_line();
        loop {
            match self.hear().await? {
                Heard::Tick => {
                    if !is_told && clock.now().boot_ms >= end_ms {
                        is_told = true;
                        self.ui.announce(&Document::line("The break is over."));
                    }
                }
                Heard::Line(line) if matches!(line.trim(), "/quit" | "/q") => {
                    self.ui.say(&report::session::left());
                    return Err(Stop::Out(Outcome::Left));
                }
                Heard::Line(_) => return Ok(()),
            }
        }
    }
}
