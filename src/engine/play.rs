//! A round being played: inputs in, events kept, effects performed.

use std::collections::BTreeMap;

use super::coding::CodeRound;
use super::error::Error;
use super::inputs::{Arrived, Inputs, Signal};
use super::tools::Tool;
use super::ui::{Awaited, Ui};
use crate::domain::bank::{DimensionId, Prompt};
use crate::domain::code::Run;
use crate::domain::moment::Moment;
use crate::domain::round::close::Known;
use crate::domain::round::{
    CloseLength, Context, Decision, Effect, Envelope, Event, Happening, Input, Pending, Stage,
    State, decide, step,
};
use crate::domain::text::Safe;
use crate::io::clock::Clock;
use crate::io::entropy::Entropy;
use crate::io::runner::{Local, Runner};
use crate::io::store::{Draft, Journal, StoreError};
use crate::report::document::Document;
use crate::report::{announce, bar, close, reactive, reply, round, rounds};

/// Real milliseconds between two signs of life.
const HEARTBEAT_MS: u64 = 15_000;

/// What becomes of the draft when events are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keep {
    /// The events came of the line that was being typed.
    Line,
    /// A line is still being typed.
    Draft,
}

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
    /// What is being typed, as it was last kept.
    draft: String,
    /// The last calculation, with its result.
    pub(super) calculated: Option<String>,
    /// Whether the terminal is lent to an editor.
    pub(super) is_editing: bool,
    /// What the clock said while it was.
    held: Document,
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
            game.await_input();
        }
        let Some((input, outcome)) = game.next_input(inputs, &mut running).await? else {
            // A run came to its end: what may be typed is shown again.
            continue;
        };
        game.tick();
        if game.enter(&input)? {
            game.table.ui.show_clock(None);
            if outcome != Outcome::Left && !game.state.drawn.is_taste() {
                game.table.ui.say(&rounds::interrupted());
            }
            return Ok(outcome);
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
            draft: String::new(),
            calculated: None,
            is_editing: false,
            held: Document::default(),
            code: None,
        }
    }

    /// Puts a text where the first line is typed: the draft of a round that is taken up again.
    pub(super) fn with_draft(mut self, draft: String) -> Self {
        self.draft = draft;
        self
    }

    /// Shows what may be entered now, and the clock.
    fn await_input(&mut self) {
        if self.is_editing {
            return;
        }
        let now_ms = self.state.active_ms(&self.table.clock.now());
        let bar = bar::bar(&self.state, now_ms);
        self.table.ui.show_clock(bar.as_ref());
        let awaited = match close::keys(self.prompt, &self.state) {
            Some(keys) => Awaited::Key { keys },
            None => Awaited::Line {
                draft: self.draft.clone(),
            },
        };
        self.table.ui.await_input(&awaited);
    }

    /// Waits for what is entered or ends the round; all else is dealt with meanwhile. Nothing if a
    /// run of tests ended that was waited for.
    async fn next_input<'r, I: Inputs>(
        &mut self,
        inputs: &mut I,
        running: &mut Option<Local<'r, Run>>,
    ) -> Result<Option<(Input, Outcome)>, Error>
    where
        'a: 'r,
    {
        loop {
            // A watched file may have changed.
            if let Some(run) = self.next_run(running.is_some()) {
                *running = Some(run);
            }
            let arrived = match next(inputs, running).await {
                Next::Arrived(arrived) => arrived,
                Next::Ran(run) => {
                    *running = None;
                    if self.ran(&run) {
                        return Ok(None);
                    }
                    continue;
                }
            };
            match arrived {
                Arrived::Tick => self.tick(),
                Arrived::Draft(text) => self.keep_draft(text),
                Arrived::Suspend => {
                    self.tick();
                    self.table.ui.suspend();
                }
                Arrived::Continued => self.go_on()?,
                Arrived::Edited(written) => {
                    self.is_editing = false;
                    self.table.ui.take_again();
                    let held = std::mem::take(&mut self.held);
                    self.table.ui.say(&held);
                    self.take_edited(written)?;
                    self.await_input();
                }
                Arrived::Signal(Signal::Interrupt) if running.is_some() => {
                    *running = None;
                    self.stop_run();
                    return Ok(None);
                }
                Arrived::Line(line) => return Ok(Some((Input::Line(line), Outcome::Left))),
                Arrived::EndOfInput => return Ok(Some((Input::End, Outcome::EndOfInput))),
                Arrived::Signal(signal) => {
                    return Ok(Some((Input::End, Outcome::Signal(signal))));
                }
            }
        }
    }

    /// Takes what was entered: a tool of the round's own, or an input. True when the round is left.
    fn enter(&mut self, input: &Input) -> Result<bool, Error> {
        let had_draft = !self.draft.is_empty();
        let leaves = match input {
            Input::Line(line) => match Tool::of(line, &self.state) {
                Some(tool) => self.take_up(tool)?,
                None => self.handle(input)?,
            },
            Input::Start
            | Input::Tick
            | Input::Reopen { .. }
            | Input::Continue { .. }
            | Input::Ran(_)
            | Input::End
            | Input::Abandon => return self.handle(input),
        };
        // A line that was refused, or that was no answer, is not being typed any more either.
        self.draft.clear();
        if had_draft && !leaves {
            let at = self.table.clock.now();
            let active_ms = self.state.active_ms(&at);
            self.heartbeat(active_ms, at);
        }
        Ok(leaves)
    }

    /// The time for which the process was stopped is a pause.
    fn go_on(&mut self) -> Result<(), Error> {
        self.table.ui.take_again();
        let alive_ms = self.told_until_ms;
        self.handle(&Input::Continue { alive_ms })?;
        self.tick();
        Ok(())
    }

    fn keep_draft(&mut self, text: String) {
        // What is typed in the close is short and about what is on the screen.
        if matches!(self.state.stage, Stage::Answering { .. }) {
            self.draft = text;
            let at = self.table.clock.now();
            let active_ms = self.state.active_ms(&at);
            self.heartbeat(active_ms, at);
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
        let keep = match input {
            Input::Line(_) => Keep::Line,
            Input::Start
            | Input::Tick
            | Input::Reopen { .. }
            | Input::Continue { .. }
            | Input::Ran(_)
            | Input::End
            | Input::Abandon => Keep::Draft,
        };
        let told = match self.keep(&decision, &at, keep) {
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
        let told = self.keep(&decision, &at, Keep::Draft).unwrap_or_default();
        let now_ms = self.state.active_ms(&at);
        let told = told.then(self.time_left(now_ms));
        self.told_until_ms = now_ms;
        if self.is_editing {
            self.held = std::mem::take(&mut self.held).then(told);
            self.after_tick(now_ms, at);
            return;
        }
        if !told.is_empty() {
            self.table.ui.announce(&told);
        }
        let is_time_up = |happening: &Happening| matches!(happening.event, Event::TimeUp { .. });
        if decision.happenings.iter().any(is_time_up) {
            self.table.ui.ring();
        }
        self.table
            .ui
            .show_clock(bar::bar(&self.state, now_ms).as_ref());
        self.after_tick(now_ms, at);
    }

    fn after_tick(&mut self, now_ms: u64, at: Moment) {
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
        keep: Keep,
    ) -> Result<Document, StoreError> {
        if decision.happenings.is_empty() {
            return Ok(Document::default());
        }
        let envelopes = self.envelopes(&decision.happenings, at);
        match keep {
            Keep::Line => self.table.journal.append_line(&envelopes)?,
            Keep::Draft => self.table.journal.append(&envelopes)?,
        }
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
                v: happening.event.format(),
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
            StoreError::Full
                | StoreError::Unwritable(_)
                | StoreError::Disk(_)
                | StoreError::Busy
                | StoreError::Other(_)
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
                let before_ms = self.told_until_ms;
                announce::time_left(&self.state, before_ms, now_ms).then(reactive::time_left(
                    self.prompt,
                    &self.state,
                    before_ms,
                    now_ms,
                ))
            }
            Stage::Answering { paused: Some(_) }
            | Stage::Drawn
            | Stage::Closing
            | Stage::Finished
            | Stage::Abandoned => Document::default(),
        }
    }

    fn heartbeat(&self, active_ms: u64, at: Moment) {
        if matches!(self.state.stage, Stage::Answering { .. }) {
            let round = self.state.round.clone();
            let draft = Draft {
                round,
                text: Safe::new(&self.draft),
                active_ms,
                at,
            };
            // A lost sign of life costs seconds of the clock after a crash, no line.
            let _ = self.table.journal.save_draft(&draft);
        }
    }
}
