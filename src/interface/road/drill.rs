//! `mockloop drill`.

use clap::Args;

use super::Done;
use crate::engine::{Desk, Error, Inputs};
use crate::interface::session::Late;

pub(super) const EXAMPLES: &str = "\
Examples:
  mockloop drill                                       on what is weakest
  mockloop drill failure-handling                      on a dimension
  mockloop drill jobs.retries                          on a topic: a short prompt if there is one
  mockloop drill des-webhook-delivery#head-of-line     on one item of a prompt";

#[derive(Debug, Args)]
pub(in crate::interface) struct DrillArgs {
    /// `weak`, a dimension, a topic or its area, a kind, a prompt, or PROMPT#ITEM
    #[arg(default_value = "weak")]
    target: String,
    /// Seed of the draw
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
}

pub(super) async fn run<I: Inputs>(
    asked: DrillArgs,
    desk: &mut Desk<'_>,
    inputs: Late<'_, I>,
) -> Result<Done, Error> {
    let outcome = desk.drill(&asked.target, asked.seed, inputs.get()?).await?;
    Ok(Done::Talked(outcome))
}
