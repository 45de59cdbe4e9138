//! `mockloop story`.

use clap::Subcommand;

use super::Done;
use crate::domain::story::{self, Length};
use crate::engine::{Desk, Error, Inputs, competencies};
use crate::interface::cli::word;
use crate::interface::session::Late;
use crate::report::document::Document;
use crate::report::{self, Manner};

pub(super) const EXAMPLES: &str = "\
Examples:
  mockloop story add queue-rewrite            write one, a question at a time
  mockloop story tell queue-rewrite           tell it aloud in 90 seconds
  mockloop story tell queue-rewrite --in 30s  tell the short version
  mockloop story matrix                       which competencies have no story yet
  mockloop story told queue-rewrite 12        the story that round 12 told";

#[derive(Debug, Subcommand)]
pub(in crate::interface) enum StoryCommand {
    /// Begin a story; each answer is kept before the next question
    Add {
        /// Its name, such as queue-rewrite
        id: String,
    },
    /// List all stories, with what is still to be written
    List {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Read a story, and how it was told so far
    Show {
        /// Its name
        id: String,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Go through a story's questions again; an empty line keeps what is there
    Edit {
        /// Its name
        id: String,
    },
    /// Tell a story aloud against the clock, part by part
    Tell {
        /// Its name
        id: String,
        /// The version: 30s, 90s or 3m
        #[arg(long = "in", value_name = "LENGTH", default_value = "90s", value_parser = word::<Length>)]
        length: Length,
    },
    /// Keep which story a behavioral round told
    Told {
        /// The story's name
        id: String,
        /// The round: its number, its id or `last`
        #[arg(default_value = "last")]
        round: String,
    },
    /// Show which story fits which competency, and the holes
    Matrix {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
}

pub(super) async fn run<I: Inputs>(
    command: StoryCommand,
    desk: &mut Desk<'_>,
    manner: Manner,
    inputs: Late<'_, I>,
) -> Result<Done, Error> {
    Ok(match command {
        StoryCommand::Add { id } => Done::Talked(desk.add_story(&id, inputs.get()?).await?),
        StoryCommand::Edit { id } => Done::Talked(desk.edit_story(&id, inputs.get()?).await?),
        StoryCommand::Tell { id, length } => {
            Done::Talked(desk.tell_story(&id, length, inputs.get()?).await?)
        }
        StoryCommand::List { json } => {
            let stories = desk.stories()?;
            let value = json.then(|| report::story::json(&stories));
            Done::Printed(value, report::story::list(&stories))
        }
        StoryCommand::Show { id, json } => {
            let one = desk.story(&id)?;
            let document = report::story::show(&one.0, &one.1);
            Done::Printed(json.then(|| report::story::json(&[one])), document)
        }
        StoryCommand::Told { id, round } => {
            desk.story_was_told(&id, &round)?;
            Done::Printed(None, Document::line(format!("Kept: {id}.")))
        }
        StoryCommand::Matrix { json } => {
            let stories: Vec<_> = desk
                .stories()?
                .into_iter()
                .map(|(story, _)| story)
                .collect();
            let rows = story::matrix(&stories, &competencies(&desk.library));
            let value = json.then(|| report::story::matrix_json(&rows));
            Done::Printed(value, report::story::matrix(&rows, &stories, manner))
        }
    })
}
