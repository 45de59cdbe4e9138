//! A taste: one short incident, played as any round is, with a journal that is forgotten.

use std::collections::BTreeMap;

use super::error::Error;
use super::inputs::Inputs;
use super::library::Library;
use super::options::{Options, drawn};
use super::play::{Game, Outcome, Table, play};
use super::shelf;
use super::ui::Ui;
use crate::domain::round::{Envelope, Event, FORMAT, Input, RoundId, State};
use crate::io::clock::Clock;
use crate::io::entropy::Entropy;
use crate::io::runner::Runner;
use crate::io::store::{Journal as _, Memory};

/// The prompt that is played.
const PROMPT: &str = "inc-doors";

/// Plays a taste. Nothing is written, and nothing has to be set up.
///
/// # Errors
/// The inputs fail.
pub async fn taste<I: Inputs>(
    clock: &dyn Clock,
    entropy: &dyn Entropy,
    runner: &dyn Runner,
    ui: &mut dyn Ui,
    inputs: &mut I,
) -> Result<Outcome, Error> {
    let entry = shelf::read(&Library::taste(), PROMPT)?;
    let options = Options::default();
    let first = Envelope {
        event_id: entropy.id(clock.unix_ms()),
        round: RoundId(entropy.id(clock.unix_ms())),
        seq: 1,
        v: FORMAT,
        active_ms: 0,
        at: clock.now(),
        event: Event::Drawn(Box::new(drawn(&entry, &options, 1, 1)?)),
    };
    let journal = Memory::default();
    journal.append(std::slice::from_ref(&first))?;
    let Some(state) = State::drawn(&first) else {
        return Err(Error::usage("The draw could not be folded.", ""));
    };
    let mut table = Table {
        journal: &journal,
        clock,
        entropy,
        runner,
        ui,
    };
    let known = BTreeMap::new();
    let mut game = Game::new(&mut table, &entry.prompt, state, &known, options.close);
    if game.handle(&Input::Start)? {
        return Ok(Outcome::Left);
    }
    play(&mut game, inputs).await
}
