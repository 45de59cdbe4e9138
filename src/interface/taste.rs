//! `mockloop taste`: what a round is like, in three minutes.

use super::exit;
use super::plain::Plain;
use super::world::World;
use crate::engine::{self, Error, Inputs};
use crate::report::Manner;

pub(super) async fn run<I: Inputs>(manner: Manner, world: &mut World<'_, I>) -> Result<u8, Error> {
    let prompts = world.input_is_terminal && world.output_is_terminal;
    let mut ui = Plain::new(&mut *world.out, world.width, manner, prompts);
    let inputs = (world.inputs)().map_err(|error| Error::usage(format!("{error}."), ""));
    let outcome = engine::taste(world.clock, world.entropy, &mut ui, &mut inputs?).await?;
    Ok(exit::of_outcome(outcome))
}
