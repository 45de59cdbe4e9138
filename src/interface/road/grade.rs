//! `mockloop grade`.

use clap::Args;

use super::Done;
use crate::engine::{Desk, Error, Inputs};
use crate::interface::session::Late;
use crate::report::grade;

pub(super) const EXAMPLES: &str = "\
Examples:
  mockloop grade                        rate answers to a prompt that you have practised
  mockloop grade des-webhook-delivery   rate answers to this one
  mockloop grade --history              how your ratings stood to the known ones";

#[derive(Debug, Args)]
pub(in crate::interface) struct GradeArgs {
    /// The prompt; drawn without it, from those that you have practised
    prompt: Option<String>,
    /// Seed of the draw and of the answers' order
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// Show every sitting so far
    #[arg(long, conflicts_with_all = ["prompt", "seed"])]
    history: bool,
    /// Print the history as JSON
    #[arg(long, requires = "history")]
    json: bool,
}

pub(super) async fn run<I: Inputs>(
    asked: GradeArgs,
    desk: &mut Desk<'_>,
    inputs: Late<'_, I>,
) -> Result<Done, Error> {
    if asked.history {
        let gradings = desk.gradings()?;
        let value = asked.json.then(|| grade::json(&gradings));
        return Ok(Done::Printed(value, grade::history(&gradings)));
    }
    let prompt = asked.prompt.as_deref();
    Ok(Done::Talked(
        desk.grade(prompt, asked.seed, inputs.get()?).await?,
    ))
}
