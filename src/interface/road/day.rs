//! `mockloop loop`.

use clap::Args;

use super::Done;
use crate::domain::session::sessions;
use crate::engine::{Begin, Desk, Error, Inputs, LoopChoice};
use crate::interface::session::Late;
use crate::report;

pub(super) const EXAMPLES: &str = "\
Examples:
  mockloop loop --list             the loops at hand; your own are in `loops` in the data folder
  mockloop loop onsite-senior      play a whole interview day
  mockloop loop                    go on with the one that waits
  mockloop loop --debrief          read the last debrief again";

#[derive(Debug, Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a flag of the command line"
)]
pub(in crate::interface) struct LoopArgs {
    /// The loop; without it the one that waits goes on
    name: Option<String>,
    /// Seed of its draws: the same seed and history draw the same prompts
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// Begin it even if another one waits; that one stays in the journal
    #[arg(long, requires = "name")]
    anew: bool,
    /// List the loops at hand
    #[arg(long, conflicts_with_all = ["name", "seed", "debrief"])]
    list: bool,
    /// Read the last loop's debrief, as far as it was played
    #[arg(long, conflicts_with_all = ["name", "seed"])]
    debrief: bool,
    /// Print the debrief as JSON
    #[arg(long, requires = "debrief")]
    json: bool,
}

pub(super) async fn run<I: Inputs>(
    asked: LoopArgs,
    desk: &mut Desk<'_>,
    inputs: Late<'_, I>,
) -> Result<Done, Error> {
    if asked.list {
        return Ok(Done::Printed(None, report::session::loops(&desk.loops()?)));
    }
    if asked.debrief {
        let rounds = desk.rounds()?;
        let all = sessions(&rounds);
        let last = all.last().ok_or_else(|| {
            Error::usage(
                "No loop was played yet.",
                "`mockloop loop --list` lists them.",
            )
        })?;
        let value = asked.json.then(|| report::session::json(last));
        return Ok(Done::Printed(value, report::session::debrief(last)));
    }
    let choice = LoopChoice {
        name: asked.name,
        seed: asked.seed,
        begin: if asked.anew {
            Begin::Anew
        } else {
            Begin::Waiting
        },
    };
    Ok(Done::Talked(desk.play_loop(&choice, inputs.get()?).await?))
}
