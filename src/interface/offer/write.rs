//! What writes: new offers, scores, edits, templates.

use std::path::Path;

use clap::Subcommand;

use super::super::bank::Printed;
use super::super::exit;
use super::{Around, ok};
use crate::engine::offers::change::{change, find, in_editor, is_money, typed_score};
use crate::engine::offers::{Search, Talk, begin, put_score, quick, score};
use crate::engine::{Error, Inputs, Outcome};
use crate::interface::session::Late;
use crate::io::edit::Set;
use crate::report::document::Document;

const EDIT_HELP: &str = "\
Without --set the file opens in your editor; what has faults is not taken, and the old file stands.
What stands on a command line can be read by other users while the command runs: KEY=- reads the
value from the next line of input instead, so that an amount is never seen there.";

/// What writes.
#[derive(Debug, Subcommand)]
pub(super) enum WriteCommand {
    /// An offer in ten minutes: five figures, a score and its reason for each criterion
    Quick {
        /// The offer's name, such as borealis
        id: String,
    },
    /// Begin an offer: a commented file in which everything is unknown
    New {
        /// The offer's name, such as borealis
        id: String,
        /// The interview loop that led to it
        #[arg(long, value_name = "LOOP")]
        from_loop: Option<String>,
        /// Currency of a new scorecard
        #[arg(long, value_name = "CODE", default_value = "EUR")]
        currency: String,
    },
    /// Edit an offer, or the scorecard: comments and order stay
    #[command(after_help = EDIT_HELP)]
    Edit {
        /// The offer, or `scorecard`
        id: String,
        /// Set a value: deadline=2026-12-01, status=written, comp.base=- (reads the next line)
        #[arg(long, value_name = "KEY=VALUE")]
        set: Vec<String>,
    },
    /// Score an offer, one criterion at a time, without the scores of the others
    Score {
        /// The offer
        id: String,
        /// The criterion; all in turn without it
        criterion: Option<String>,
        /// 7, 5..7 or ?
        #[arg(requires = "criterion", allow_hyphen_values = true)]
        score: Option<String>,
        /// Evidence of the offer that it rests on
        #[arg(long, value_name = "ID", requires = "score")]
        evidence: Vec<String>,
        /// A line that becomes evidence, or the question behind a ?
        #[arg(long, value_name = "TEXT", requires = "score")]
        why: Option<String>,
    },
    /// Write three invented offers to play with
    Example,
    /// Keep criteria and weights for the next search
    Template {
        #[command(subcommand)]
        command: TemplateCommand,
    },
}

/// What is done with templates.
#[derive(Debug, Subcommand)]
pub(super) enum TemplateCommand {
    /// Keep this search's criteria and weights, without its amounts
    Save {
        /// The template's name
        name: String,
    },
    /// Begin a search with a template
    Use {
        /// The template's name
        name: String,
    },
    /// List all
    List,
}

pub(super) async fn run<I: Inputs>(
    command: WriteCommand,
    search: &Search,
    dir: Option<&Path>,
    around: Around<'_>,
    inputs: Late<'_, I>,
) -> Result<Printed, Error> {
    let given = around.given;
    match command {
        WriteCommand::Quick { id } => {
            let mut talk = Talk {
                ui: around.ui,
                inputs: inputs.get()?,
            };
            let outcome = quick(search, &id, &given, around.seed, &mut talk).await?;
            Ok(left(outcome, &id))
        }
        WriteCommand::New {
            id,
            from_loop,
            currency,
        } => {
            begin::is_free(search, &id)?;
            let begun = begin::scorecard(search, &currency, around.seed)?;
            let path = begin::offer(search, &id, from_loop.as_deref(), &given)?;
            let first = if begun {
                format!("{}\n", search.path("scorecard.toml").display())
            } else {
                String::new()
            };
            let text = "What you don't know stays unknown. Set the weights in scorecard.toml before you \
                        score; then:";
            Ok(ok(Document::line("Begun:")
                .verbatim(format!("{first}{}", path.display()))
                .text(text)
                .verbatim(format!("  mockloop offer edit {id}\n  mockloop offer score {id}\n  mockloop offer compare"))))
        }
        WriteCommand::Edit { id, set } => edit(search, &id, &set, around, inputs).await,
        WriteCommand::Score {
            id,
            criterion: Some(criterion),
            score: Some(text),
            evidence,
            why,
        } => {
            let typed = typed_score(&text).map_err(|help| Error::usage(help, ""))?;
            let why = why.unwrap_or_default();
            put_score(search, &id, &given, &criterion, typed, &why, &evidence)?;
            let bare = if evidence.is_empty() && why.is_empty() {
                " It has no evidence, and is marked so."
            } else {
                ""
            };
            Ok(ok(Document::line(format!(
                "Kept: {criterion} {text}.{bare}"
            ))))
        }
        WriteCommand::Score { id, criterion, .. } => {
            let mut talk = Talk {
                ui: around.ui,
                inputs: inputs.get()?,
            };
            let outcome = score(search, &id, &given, criterion.as_deref(), &mut talk).await?;
            Ok(left(outcome, &id))
        }
        WriteCommand::Example => {
            // One's own offers stay where they are.
            let own = around.data.join("offer_example");
            let search = dir.map_or_else(|| Search::new(own), Search::new);
            begin::example(&search)?;
            Ok(ok(example_told(search.dir())))
        }
        WriteCommand::Template { command } => template(command, search, &around),
    }
}

/// What was answered is kept, however the conversation ended.
fn left(outcome: Outcome, id: &str) -> Printed {
    let document = match outcome {
        Outcome::Left => Document::default(),
        Outcome::EndOfInput | Outcome::Signal(_) => Document::default().gap().text(format!(
            "What you answered is kept. `mockloop offer score {id}` goes on."
        )),
    };
    Printed {
        code: exit::of_outcome(outcome),
        ..ok(document)
    }
}

fn example_told(dir: &Path) -> Document {
    let dir = dir.display();
    Document::line("Three invented offers:")
        .verbatim(format!("  {dir}"))
        .text("Look at them, change them, ask them:")
        .verbatim(format!(
            "  mockloop offer compare --dir {dir}\n  mockloop offer sensitivity --all --dir {dir}\n  \
             mockloop offer email borealis --dir {dir}\n  mockloop offer memo --dir {dir}"
        ))
}

fn template(
    command: TemplateCommand,
    search: &Search,
    around: &Around<'_>,
) -> Result<Printed, Error> {
    let text = match command {
        TemplateCommand::Save { name } => {
            begin::save_template(search, around.data, &name, &around.given)?;
            format!(
                "Kept as {name}, without amounts and rates. `mockloop offer template use {name} --dir DIR` \
                 begins the next search with it."
            )
        }
        TemplateCommand::Use { name } => {
            begin::use_template(search, around.data, &name)?;
            format!(
                "A search begins with {name}. `mockloop offer quick ID` asks for its first offer."
            )
        }
        TemplateCommand::List => {
            let names = begin::template_names(around.data);
            if names.is_empty() {
                "There is no template yet. `mockloop offer template save NAME` keeps one."
                    .to_owned()
            } else {
                names.join("\n\n")
            }
        }
    };
    Ok(ok(Document::line(text)))
}

async fn edit<I: Inputs>(
    search: &Search,
    id: &str,
    sets: &[String],
    around: Around<'_>,
    inputs: Late<'_, I>,
) -> Result<Printed, Error> {
    let name = if id == "scorecard" {
        "scorecard.toml".to_owned()
    } else {
        if !search.path(&Search::offer_file(id)).exists() {
            find(&search.load(&around.given)?, id)?;
        }
        Search::offer_file(id)
    };
    if sets.is_empty() {
        let editor = around.editor.as_deref().ok_or_else(|| {
            Error::usage(
                "No editor is set.",
                "Set VISUAL or EDITOR, or use --set KEY=VALUE.",
            )
        })?;
        let changed = in_editor(search, &name, editor, &around.given)?;
        return Ok(ok(Document::line(if changed {
            "Kept."
        } else {
            "Nothing was changed."
        })));
    }
    let (mut pairs, mut seen) = (Vec::new(), false);
    let needs_input = sets.iter().any(|set| set.ends_with("=-"));
    let mut inputs = needs_input.then(|| inputs.get()).transpose()?;
    for set in sets {
        let (key, value) = set.split_once('=').ok_or_else(|| {
            Error::usage(
                format!("`{set}` sets nothing."),
                "Write KEY=VALUE, such as status=written.",
            )
        })?;
        let value = if let Some(inputs) = inputs.as_deref_mut().filter(|_| value == "-") {
            let mut talk = Talk {
                ui: &mut *around.ui,
                inputs,
            };
            talk.say(&Document::line(format!("{key}?")));
            match talk.line().await {
                Ok(line) => line,
                Err(stopped) => {
                    return Ok(Printed {
                        code: exit::of_outcome(stopped.into()),
                        ..ok(Document::line("Nothing was changed."))
                    });
                }
            }
        } else {
            seen |= is_money(key);
            value.to_owned()
        };
        pairs.push((key, Set::typed(&value, is_money(key))));
    }
    change(search, &name, &around.given, |editing| {
        pairs.iter().all(|(key, set)| editing.set(key, set))
    })?;
    let note = if seen {
        " Other users of this machine could read the amount on the command line; KEY=- reads it from the \
         input."
    } else {
        ""
    };
    Ok(ok(Document::line(format!("Kept.{note}"))))
}
