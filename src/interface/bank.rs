//! `mockloop bank`: for those who write prompts, and those who look around.

use std::path::{Path, PathBuf};

use clap::Subcommand;
use serde_json::Value;

use super::cli::word;
use super::code::{self, CodeCommand, Hands};
use super::exit;
use crate::domain::bank::Kind;
use crate::domain::bank::index::Listing;
use crate::domain::bank::lint::explain;
use crate::domain::bank::prompt::Prompt;
use crate::domain::fault::{Code, Severity};
use crate::domain::names::nearest;
use crate::engine::{self, Error, Library, Linted};
use crate::report::document::Document;
use crate::report::words::count;
use crate::report::{bank, faults, json};

pub(super) const EXAMPLES: &str = "\
Examples:
  mockloop bank list --kind behavioral
  mockloop bank show des-webhook-delivery             as a candidate sees it
  mockloop bank show des-webhook-delivery --spoilers  as the interviewer knows it
  mockloop bank new behavioral beh-late-release       begin a prompt in your own bank
  mockloop bank lint my-bank                          everything that is wrong, and what to write
  mockloop bank explain B305                          why a rule is there
  mockloop bank trust my-bank                         what its tests would run
  mockloop bank verify cod-quote-gate                 reference, starter and wrong variants tried out";

#[derive(Debug, Subcommand)]
pub(super) enum BankCommand {
    /// List the prompts at hand
    List {
        /// Only of this kind
        #[arg(long, value_parser = word::<Kind>)]
        kind: Option<Kind>,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Read a prompt, without what an interviewer would hide
    Show {
        /// Its id, or its bank and id with a slash between
        id: String,
        /// Also what the interviewer knows: this spoils the round
        #[arg(long)]
        spoilers: bool,
    },
    /// Tell what is wrong with a bank, and what to write instead; exit code 1 if there are errors
    Lint {
        /// A bank's folder, or one file in it; all banks at hand without it
        path: Option<PathBuf>,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Tell what a rule asks, and why
    Explain {
        /// The rule's code, such as B305; all rules without it
        code: Option<String>,
    },
    /// Begin a prompt: a file in which everything to be written is marked
    New {
        /// The kind of round
        #[arg(value_parser = word::<Kind>)]
        kind: Kind,
        /// The prompt's id, such as beh-late-release
        id: String,
        /// The bank's folder; `question_banks/own` in the data folder without it
        #[arg(long, value_name = "DIR")]
        to: Option<PathBuf>,
    },
    #[command(flatten)]
    Code(CodeCommand),
    /// Count kinds, levels, topics and minutes, and how far exemplars are apart
    Stats,
}

/// What a command prints, and its exit code.
pub(super) struct Printed {
    pub(super) value: Option<Value>,
    pub(super) document: Document,
    /// A text for other programs, printed as it is instead.
    pub(super) text: Option<String>,
    pub(super) code: u8,
}

impl Printed {
    pub(super) fn ok(value: Option<Value>, document: Document) -> Self {
        Self {
            value,
            document,
            text: None,
            code: exit::OK,
        }
    }

    /// A text for other programs.
    pub(super) fn raw(text: String) -> Self {
        Self {
            text: Some(text),
            ..Self::ok(None, Document::default())
        }
    }
}

pub(super) async fn run(
    command: BankCommand,
    library: &Library,
    data: &Path,
    hands: Hands<'_>,
) -> Result<Printed, Error> {
    match command {
        BankCommand::Code(command) => code::run(command, library, data, hands).await,
        BankCommand::List {
            kind,
            json: as_json,
        } => {
            let is_wanted = |listing: &&Listing| kind.is_none_or(|kind| listing.kind == kind);
            let listings: Vec<&Listing> = library.listings().filter(is_wanted).collect();
            let value = as_json.then(|| json::listings(&listings));
            Ok(Printed::ok(value, bank::list(&listings)))
        }
        BankCommand::Show { id, spoilers } => {
            let entry = engine::read(library, &id)?;
            let listing = Listing::of(&entry.prompt, &entry.bank, "");
            let document = bank::outside(&listing, &entry.prompt);
            let inside = if spoilers {
                bank::inside(&entry.prompt)
            } else {
                Document::default()
            };
            Ok(Printed::ok(None, document.then(inside)))
        }
        BankCommand::Lint {
            path,
            json: as_json,
        } => Ok(linted(&engine::lint_at(path.as_deref(), library)?, as_json)),
        BankCommand::Explain { code } => explained(code.as_deref()),
        BankCommand::New { kind, id, to } => {
            let own = data.join("question_banks/own");
            let path = engine::begin(to.as_deref().unwrap_or(&own), kind, &id)?;
            Ok(Printed::ok(None, begun(&path, to.as_deref(), &id)))
        }
        BankCommand::Stats => {
            let read = |listing: &Listing| {
                engine::read(library, &format!("{}/{}", listing.bank, listing.id))
                    .map(|entry| entry.prompt)
            };
            let mut prompts: Vec<(&Listing, Prompt)> = Vec::new();
            for listing in library.listings() {
                prompts.push((listing, read(listing)?));
            }
            Ok(Printed::ok(None, bank::stats(&prompts)))
        }
    }
}

fn linted(linted: &Linted, as_json: bool) -> Printed {
    let all = linted.files.iter().flat_map(|file| &file.faults);
    let errors = all
        .filter(|fault| fault.severity == Severity::Error)
        .count();
    let prompts = count(linted.prompts, "prompt");
    let document = if linted.files.is_empty() {
        Document::line(format!("{prompts}: no fault."))
    } else {
        let errors = count(errors, "error");
        faults::show(&linted.files).text(format!(
            "{prompts}, {errors}. `mockloop bank explain CODE` tells what a rule asks, and why."
        ))
    };
    let value = as_json.then(|| json::lint(linted.prompts, &linted.files));
    // 1: the answer is no.
    Printed {
        value,
        document,
        text: None,
        code: u8::from(errors > 0),
    }
}

fn explained(code: Option<&str>) -> Result<Printed, Error> {
    let Some(code) = code else {
        let rules = explain::all().map(|rule| (rule.code.as_str(), rule.title));
        return Ok(Printed::ok(None, Document::default().items(rules)));
    };
    let Some(rule) = explain::rule(code) else {
        let known: Vec<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
        let remedy = match nearest(&code.to_uppercase(), known) {
            Some(near) => format!("Did you mean {near}? `mockloop bank explain` lists all."),
            None => "`mockloop bank explain` lists all.".to_owned(),
        };
        return Err(Error::usage(format!("There is no rule {code}."), remedy));
    };
    Ok(Printed::ok(None, bank::rule(rule)))
}

/// Paths stand on lines of their own, to be copied.
fn begun(path: &Path, bank: Option<&Path>, id: &str) -> Document {
    let path = path.display();
    let bank = bank.map_or_else(String::new, |bank| format!("--bank {} ", bank.display()));
    Document::line("Begun:")
        .verbatim(format!("  {path}"))
        .text("Write where it says <...>. This tells what is missing, and this plays it:")
        .verbatim(format!(
            "  mockloop bank lint {path}\n  mockloop practice {bank}--prompt {id}"
        ))
}
