//! `mockloop bank trust`, `untrust` and `verify`: banks' code, and whether it may run.

use std::path::Path;

use clap::{Args, Subcommand};

use super::bank::Printed;
use super::exit;
use crate::domain::bank::Kind;
use crate::domain::bank::detail::Language;
use crate::domain::raw::Choice as _;
use crate::engine::{self, Consent, Content, Error, Library, VerifyOptions};
use crate::io::runner::Runner;
use crate::io::trust::Trusted;
use crate::report::code::{self, HASH_START, Trusting};
use crate::report::document::Document;

/// How often the reference is run without `--times`.
const TIMES: u32 = 3;

const VERIFY_EXAMPLES: &str = "\
Examples:
  mockloop bank verify                                every coding prompt at hand
  mockloop bank verify cod-quote-gate --times 10      one prompt, its reference ten times
  mockloop bank verify my-bank/coding/cod-two-tills --trust
                                                      files that you are writing";

#[derive(Debug, Subcommand)]
pub(super) enum CodeCommand {
    /// Show what a bank's tests would run, and trust exactly that
    Trust {
        /// The bank's id
        id: String,
        /// The first characters of the hash that was shown: trusts that content
        #[arg(long, value_name = "HASH")]
        hash: Option<String>,
    },
    /// No longer run a bank's code
    Untrust {
        /// The bank's id
        id: String,
    },
    /// Try code out: reference, starter, every known-wrong variant; exit code 1 if one disappoints
    #[command(before_help = VERIFY_EXAMPLES)]
    Verify(Verify),
}

#[derive(Debug, Args)]
pub(super) struct Verify {
    /// A bank's id, a prompt's id, or a path in a bank; everything at hand without it
    target: Option<String>,
    /// How often the reference is run
    #[arg(long, value_name = "N", default_value_t = TIMES, value_parser = clap::value_parser!(u32).range(1..=100))]
    times: u32,
    /// Run code that was not trusted, as it is now: you wrote it, or have read it
    #[arg(long)]
    trust: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// What these commands do their work with.
pub(super) struct Hands<'a> {
    /// Runs tests.
    pub(super) runner: &'a dyn Runner,
    /// Tells what goes on.
    pub(super) tell: &'a mut dyn FnMut(&Document),
}

pub(super) async fn run(
    command: CodeCommand,
    library: &Library,
    data: &Path,
    hands: Hands<'_>,
) -> Result<Printed, Error> {
    let trusted = Trusted::new(data);
    match command {
        CodeCommand::Trust { id, hash } => {
            let content = library.content(&id)?;
            trust(&content, hash.as_deref(), &trusted, library, hands.runner).await
        }
        CodeCommand::Untrust { id } => {
            let was = trusted.hash(&id).is_some();
            trusted.set(&id, None).map_err(|error| cant_write(&error))?;
            let text = if was {
                format!("The code of bank {id} is no longer run.")
            } else {
                format!("The code of bank {id} was not trusted.")
            };
            Ok(Printed::ok(None, Document::line(text)))
        }
        CodeCommand::Verify(verify) => {
            let options = VerifyOptions {
                target: verify.target,
                times: verify.times,
                consent: if verify.trust {
                    Consent::AsItIs
                } else {
                    Consent::Trusted
                },
                at_once: engine::cores(),
            };
            let all = engine::verify(&options, library, &trusted, hands.runner, hands.tell).await?;
            let is_sound = all.iter().all(|tried| tried.findings.is_empty());
            Ok(Printed {
                value: verify.json.then(|| code::verified_json(&all)),
                document: code::verified(&all),
                text: None,
                code: if is_sound { exit::OK } else { exit::NO },
            })
        }
    }
}

async fn trust(
    content: &Content,
    hash: Option<&str>,
    trusted: &Trusted,
    library: &Library,
    runner: &dyn Runner,
) -> Result<Printed, Error> {
    let bank = content.bank.as_str();
    if content.is_built_in {
        let text = format!("Bank {bank} came with the program: its code runs without being asked.");
        return Ok(Printed::ok(None, Document::line(text)));
    }
    let languages = Language::WORDS.iter().filter(|(word, _)| {
        let part = format!("/{word}/");
        content.files.iter().any(|(path, _)| path.contains(&part))
    });
    let offer = runner.offer(Language::Elixir).await;
    let trusting = Trusting {
        bank,
        files: &content.files,
        hash: &content.hash,
        commands: languages.map(|(_, language)| command(*language)).collect(),
        level: offer.level.words().to_owned(),
    };
    let shown = code::would_run(&trusting);
    match hash {
        None if trusted.hash(bank).as_ref() == Some(&content.hash) => {
            let text = "It is trusted as it is now.";
            Ok(Printed::ok(None, shown.text(text)))
        }
        None => Ok(Printed::ok(None, shown.then(code::how_to_trust(&trusting)))),
        Some(start) if start.len() >= HASH_START && content.hash.starts_with(start) => {
            trusted
                .set(bank, Some(&content.hash))
                .map_err(|error| cant_write(&error))?;
            let prompts = library
                .listings()
                .filter(|listing| listing.bank == content.bank && listing.kind == Kind::Coding);
            let text = format!(
                "Trusted: the code of {} of bank {bank}. Any change takes it away, and so does \
                 `mockloop bank untrust {bank}`.",
                crate::report::words::count(prompts.count(), "prompt")
            );
            Ok(Printed::ok(None, Document::line(text)))
        }
        Some(_) => {
            let cause = format!("Bank {bank} holds other files than those of this hash.");
            let remedy = format!("`mockloop bank trust {bank}` shows what it holds now.");
            Err(Error::new(engine::Kind::Refused, cause, remedy))
        }
    }
}

/// What runs for a language, as it would be typed.
fn command(language: Language) -> String {
    let command = match language {
        Language::Elixir => "elixir harness.exs   (solution.ex visible_test.exs hidden_test.exs)",
        Language::Python => {
            "python3 -I -B harness.py   (solution.py visible_test.py hidden_test.py)"
        }
        Language::Rust => {
            "rustc main.rs -o tests; tests   (solution.rs visible_test.rs hidden_test.rs)"
        }
    };
    command.to_owned()
}

fn cant_write(error: &std::io::Error) -> Error {
    Error::new(
        engine::Kind::CantWrite,
        format!("The list of trusted banks can't be written: {error}."),
        "Check the data folder's owner and mode.",
    )
}
