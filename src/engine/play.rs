//! A round being played: inputs in, events kept, effects performed.

use std::collections::BTreeMap;

use super::coding::CodeRound;
use super::error::Error;
use super::inputs::{Arrived, Inputs, Signal};
use super::ui::Ui;
use crate::domain::bank::{DimensionId, Prompt};
use crate::domain::code::Run;
use crate::domain::moment::Moment;
use crate::domain::round::close::Known;
use crate::domain::round::{
    CloseLength, Context, Decision, Effect, Envelope, FORMAT, Happening, Input, Pending, Stage,
    State, decide, step,
};
use crate::domain::text::Safe;
use crate::io::clock::Clock;
use crate::io::entropy::Entropy;
use crate::io::runner::{Local, Runner};
use crate::io::store::{Draft, Journal, StoreError};
use crate::report::document::Document;
use crate::report::{announce, close, reply, round, rounds};

/// Real milliseconds between two signs of life.
const HEARTBEAT_MS: u64 = 15_000;

/// How a round was left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It is done, or was left on purpose.
    Left,
    /// The input ended.
    EndOfInput,
    /// A signal ended it.
    Signal(Signal),
}

/// What a round is played with.
pub struct Table<'a> {
    /// Where events are kept.
    pub journal: &'a dyn Journal,
    /// Tells the time.
    pub clock: &'a dyn Clock,
    /// Gives ids.
    pub entropy: &'a dyn Entropy,
    /// The human.
    pub ui: &'a mut dyn Ui,
    /// Runs tests.
    pub runner: &'a dyn Runner,
}

/// A round at the table.
pub(super) struct Game<'a, 't> {
    pub(super) table: &'t mut Table<'a>,
    pub(super) prompt: &'t Prompt,
    pub(super) state: State,
    pub(super) known: &'t BTreeMap<DimensionId, Known>,
    pub(super) close: CloseLength,
    pending: Option<Pending>,
    told_until_ms: u64,
    ticks: u64,
    pub(super) code: Option<CodeRound<'a>>,
}

/// Plays a round until it is done or left. Whatever ends it, every acknowledged line is kept.
///
/// # Errors
/// The journal fails in a way that another line would not mend.
pub(super) async fn play<I: Inputs>(
    game: &mut Game<'_, '_>,
    inputs: &mut I,
) -> Result<Outcome, Error> {
    let mut running: Option<Local<'_, Run>> = None;
    loop {
        running = game.next_run(running.is_some()).or(running);
        if !game.waits_for_run(running.is_some()) {
            game.table.ui.await_line();
        }
        loop {
            // A watched file may have changed.
            running = game.next_run(running.is_some()).or(running);
            let (input, outcome) = match next(inputs, &mut running).await {
                Next::Ran(run) => {
                    running = None;
                    if game.ran(&run) {
                        break;
                    }
                    continue;
                }
                Next::Arrived(arrived) => match arrived {
                    Arrived::Tick => {
                        game.tick();
                        continue;
                    }
                    Arrived::Signal(Signal::Interrupt) if running.is_some() => {
                        running = None;
                        game.stop_run();
                        break;
                    }
                    Arrived::Line(line) => (Input::Line(line), Outcome::Left),
                    Arrived::EndOfInput => (Input::End, Outcome::EndOfInput),
                    Arrived::Signal(signal) => (Input::End, Outcome::Signal(signal)),
                },
            };
            game.tick();
            if game.handle(&input)? {
                if outcome != Outcome::Left {
                    game.table.ui.say(&rounds::interrupted());
                }
                return Ok(outcome);
            }
            break;
        }
    }
}

/// What comes next in a round.
enum Next {
    Arrived(Arrived),
    Ran(Run),
}

/// The run's outcome, if one is on and has ended, or what arrives.
async fn next<I: Inputs>(inputs: &mut I, running: &mut Option<Local<'_, Run>>) -> Next {
    match running {
        None => Next::Arrived(inputs.next().await),
        Some(run) => tokio::select! {
            biased;
            run = run => Next::Ran(run),
            arrived = inputs.next() => Next::Arrived(arrived),
        },
    }
}

impl<'a, 't> Game<'a, 't> {
    pub(super) fn new(
        table: &'t mut Table<'a>,
        prompt: &'t Prompt,
        state: State,
        known: &'t BTreeMap<DimensionId, Known>,
        close: CloseLength,
    ) -> Self {
        let told_until_ms = state.clock.gathered_ms();
        Self {
            table,
            prompt,
            state,
            known,
            close,
            pending: None,
            told_until_ms,
            ticks: 0,
            code: None,
        }
    }

    /// Takes one input. True when the round is left.
    ///
    /// # Errors
    /// The journal fails in a way that another line would not mend. A full disk is told to the
    /// human instead: the line was not kept and can be entered again.
    pub(super) fn handle(&mut self, input: &Input) -> Result<bool, Error> {
        let at = self.table.clock.now();
        let decision = self.decide(input, &at);
        let told = match self.keep(&decision, &at) {
            Ok(told) => told,
            Err(error) => return self.not_kept(error, input),
        };
        let Decision {
            replies,
            pending,
            leave,
            task,
            happenings,
        } = decision;
        self.pending = pending;
        self.for_code(task, &happenings);
        let active_ms = self.state.active_ms(&at);
        let replies = replies
            .iter()
            .map(|answer| reply::reply(answer, self.prompt, &self.state, active_ms));
        let document = replies.fold(Document::default(), Document::then).then(told);
        let question = if leave {
            Document::default()
        } else {
            self.question()
        };
        self.table.ui.say(&document.then(question));
        Ok(leave)
    }

    /// Lets time pass: budgets run out, the clock speaks, a sign of life is left.
    pub(super) fn tick(&mut self) {
        let at = self.table.clock.now();
        let decision = self.decide(&Input::Tick, &at);
        // What can't be kept now is decided again at the next tick.
        let told = self.keep(&decision, &at).unwrap_or_default();
        let now_ms = self.state.active_ms(&at);
        let told = told.then(self.time_left(now_ms));
        self.told_until_ms = now_ms;
        if !told.is_empty() {
            self.table.ui.announce(&told);
        }
        self.ticks += 1;
        if self
            .ticks
            .is_multiple_of((HEARTBEAT_MS / self.table.clock.tick_ms()).max(1))
        {
            self.heartbeat(now_ms, at);
        }
    }

    /// The question of the close that is open.
    pub(super) fn question(&mut self) -> Document {
        let question = close::question(self.prompt, &self.state, self.table.ui.manner());
        self.hidden_outcome().then(question)
    }

    pub(super) fn decide(&self, input: &Input, at: &Moment) -> Decision {
        let context = Context {
            prompt: self.prompt,
            known: self.known,
            close: self.close,
            pending: self.pending.as_ref(),
        };
        decide(&self.state, input, at, &context)
    }

    /// Keeps what happened, then folds it. Nothing is told before it is on disk.
    pub(super) fn keep(
        &mut self,
        decision: &Decision,
        at: &Moment,
    ) -> Result<Document, StoreError> {
        if decision.happenings.is_empty() {
            return Ok(Document::default());
        }
        let envelopes = self.envelopes(&decision.happenings, at);
        self.table.journal.append(&envelopes)?;
        let mut told = Document::default();
        for envelope in &envelopes {
            let (state, effects) = step(self.state.clone(), envelope);
            self.state = state;
            for effect in effects {
                told = told.then(self.tell(&effect));
            }
        }
        Ok(told)
    }

    fn tell(&self, effect: &Effect) -> Document {
        round::tell(effect, self.prompt, &self.state)
    }

    fn envelopes(&self, happenings: &[Happening], at: &Moment) -> Vec<Envelope> {
        let unix_ms = self.table.clock.unix_ms();
        let numbered = happenings.iter().zip(self.state.seq + 1..);
        numbered
            .map(|(happening, seq)| Envelope {
                event_id: self.table.entropy.id(unix_ms),
                round: self.state.round.clone(),
                seq,
                v: FORMAT,
                active_ms: happening.active_ms,
                at: at.clone(),
                event: happening.event.clone(),
            })
            .collect()
    }

    /// An input that could not be kept changes nothing. What a later try may mend is told.
    fn not_kept(&mut self, error: StoreError, input: &Input) -> Result<bool, Error> {
        let can_try_again = matches!(
            error,
            StoreError::Full | StoreError::Unwritable(_) | StoreError::Busy | StoreError::Other(_)
        );
        let error = Error::from(error);
        let is_typed = matches!(input, Input::Line(_));
        if !is_typed || !can_try_again {
            return Err(error);
        }
        self.table.ui.say(&Document::problem(format!(
            "{} This was not kept: enter it again. {}",
            error.cause, error.remedy
        )));
        Ok(false)
    }

    fn time_left(&self, now_ms: u64) -> Document {
        match self.state.stage {
            Stage::Answering { paused: None } => {
                announce::time_left(&self.state, self.told_until_ms, now_ms)
            }
            Stage::Answering { paused: Some(_) }
            | Stage::Drawn
            | Stage::Closing
            | Stage::Finished
            | Stage::Abandoned => Document::default(),
        }
    }

    fn heartbeat(&self, active_ms: u64, at: Moment) {
        if self.state.clock.is_running() {
            let round = self.state.round.clone();
            let draft = Draft {
                round,
                text: Safe::default(),
                active_ms,
                at,
            };
            // A lost sign of life costs seconds of the clock after a crash, no line.
            let _ = self.table.journal.save_draft(&draft);
        }
    }
}
