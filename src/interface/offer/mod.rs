//! `mockloop offer`: weighing offers, from the first figure to the answer.

mod write;

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::bank::Printed;
use super::cli::word;
use super::exit;
use crate::domain::names::nearest;
use crate::domain::offer::check::Given;
use crate::domain::offer::compare::Comparison;
use crate::domain::offer::sensitivity::sensitivity;
use crate::domain::offer::words::ScoreFrom;
use crate::domain::text::Safe;
use crate::engine::offers::change::find;
use crate::engine::offers::{Loaded, Search, Talk, decide, reviews, threads};
use crate::engine::{Error, Inputs, Outcome, Ui};
use crate::interface::session::Late;
use crate::report::Manner;
use crate::report::document::Document;
use crate::report::offer::email::{self, EmailKind};
use crate::report::offer::export::{self, Format, Telling};
use crate::report::offer::{checklist, compare, json, memo, sensitivity as tell, years};

pub(super) const EXAMPLES: &str = "\
Examples:
  mockloop offer quick borealis                   an offer in ten minutes, asked line by line
  mockloop offer compare                          all offers side by side, and the verdict
  mockloop offer sensitivity --all                what would change it
  mockloop offer score borealis team_mentorship 5..7 --why 'met two of four'
  mockloop offer email borealis --kind counter    a draft; nothing is ever sent
  mockloop offer memo --decide borealis           one page, and the decision logged
  mockloop offer example                          three invented offers to play with";

/// The offers of a search, weighed.
#[derive(Debug, Args)]
pub(super) struct Offer {
    /// Folder of scorecard.toml and offers/ID.toml; `offers` in the data folder without it
    #[arg(long, global = true, value_name = "DIR")]
    dir: Option<PathBuf>,
    #[command(subcommand)]
    command: OfferCommand,
}

#[derive(Debug, Subcommand)]
enum OfferCommand {
    #[command(flatten)]
    Write(write::WriteCommand),
    #[command(flatten)]
    Read(ReadCommand),
}

/// What only looks.
#[derive(Debug, Subcommand)]
enum ReadCommand {
    /// Put the offers side by side: ranges, pay, what stands beside the score, the verdict
    Compare {
        /// Also pay by year, and what is assumed
        #[arg(long)]
        years: bool,
        /// Also what each comes to when leaving after so many months
        #[arg(long, value_name = "MONTHS", value_parser = clap::value_parser!(u32).range(1..=120))]
        leave_after: Option<u32>,
        /// Score compensation from this figure: cash, expected or risk
        #[arg(long, value_parser = lens)]
        lens: Option<ScoreFrom>,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Tell what would change the answer
    Sensitivity {
        /// Everything: bounds of weights, single scores, chances, questions, prices
        #[arg(long)]
        all: bool,
        /// Only of this criterion
        #[arg(long, value_name = "ID", conflicts_with = "all")]
        criterion: Option<String>,
        /// How many draws
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1000..=5_000_000))]
        draws: Option<u32>,
        /// Seed of the draws
        #[arg(long, value_name = "N")]
        seed: Option<u32>,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Draft an email; nothing is ever sent
    Email {
        /// The offer
        id: String,
        /// counter, clarify, extend, accept or decline
        #[arg(long, default_value = "counter", value_parser = word::<EmailKind>)]
        kind: EmailKind,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// One page: the decision, what would change it, and what speaks against it
    Memo {
        /// Log the decision for this offer, with reasons and a day to look back in 90 days
        #[arg(long, value_name = "ID")]
        decide: Option<String>,
        /// A reason for it; asked for without any
        #[arg(long, value_name = "TEXT", requires = "decide")]
        because: Vec<String>,
        /// As a page for a browser or a printer
        #[arg(long)]
        html: bool,
    },
    /// What is still to be settled before signing; exit code 1 if a written offer has gaps
    Checklist {
        /// Only of this offer
        id: Option<String>,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Write tables for other programs: md, html, csv, json, or ics with deadlines
    Export {
        /// md, html, csv, json or ics
        #[arg(long, value_parser = word::<Format>)]
        format: Format,
        /// Without names, and money as ratios
        #[arg(long)]
        redact: bool,
    },
}

fn lens(text: &str) -> Result<ScoreFrom, String> {
    // The short word of the command line.
    word::<ScoreFrom>(if text == "risk" {
        "risk_adjusted"
    } else {
        text
    })
}

/// What a command of this family works with.
pub(super) struct Around<'a> {
    /// The data folder.
    pub(super) data: &'a Path,
    /// The day, and what the command line gives in place of the files.
    pub(super) given: Given,
    /// A seed for a new search.
    pub(super) seed: u64,
    /// The user's editor.
    pub(super) editor: Option<String>,
    /// The human.
    pub(super) ui: &'a mut dyn Ui,
}

pub(super) async fn run<I: Inputs>(
    offer: Offer,
    around: Around<'_>,
    inputs: Late<'_, I>,
) -> Result<Printed, Error> {
    let search = Search::new(
        offer
            .dir
            .clone()
            .unwrap_or_else(|| around.data.join("offers")),
    );
    match offer.command {
        OfferCommand::Write(command) => {
            write::run(command, &search, offer.dir.as_deref(), around, inputs).await
        }
        OfferCommand::Read(command) => read(command, &search, around, inputs).await,
    }
}

fn ok(document: Document) -> Printed {
    told(None, document)
}

fn told(value: Option<serde_json::Value>, document: Document) -> Printed {
    Printed {
        value,
        document,
        text: None,
        code: exit::OK,
    }
}

async fn read<I: Inputs>(
    command: ReadCommand,
    search: &Search,
    mut around: Around<'_>,
    inputs: Late<'_, I>,
) -> Result<Printed, Error> {
    let manner = around.ui.manner();
    if let ReadCommand::Sensitivity { draws, seed, .. } = &command {
        (around.given.draws, around.given.seed) = (*draws, *seed);
    }
    let mut loaded = search.load(&around.given)?;
    match command {
        ReadCommand::Compare {
            years,
            leave_after,
            lens,
            json: as_json,
        } => {
            with_lens(&mut loaded, lens)?;
            let comparison = loaded.compare();
            let value = as_json.then(|| json::comparison(&comparison));
            Ok(told(
                value,
                compared(&comparison, years, leave_after, manner),
            ))
        }
        ReadCommand::Sensitivity {
            all,
            criterion,
            json: as_json,
            ..
        } => {
            let comparison = loaded.compare();
            sensitive(&comparison, all, criterion.as_deref(), as_json, manner)
        }
        ReadCommand::Email {
            id,
            kind,
            json: as_json,
        } => {
            find(&loaded, &id)?;
            let draft = email::draft(&loaded.compare(), &id, kind)
                .map_err(|refusal| Error::usage(refusal.cause, refusal.remedy))?;
            Ok(told(as_json.then(|| draft.value()), draft.document()))
        }
        ReadCommand::Memo {
            decide,
            because,
            html,
        } => memo_of(search, &loaded, decide, because, html, around, inputs).await,
        ReadCommand::Checklist { id, json: as_json } => {
            if let Some(id) = &id {
                find(&loaded, id)?;
            }
            let comparison = loaded.compare();
            let list = checklist::Checklist::of(&comparison, id.as_deref());
            let code = u8::from(list.has_gaps());
            let printed = told(as_json.then(|| list.value()), list.document());
            Ok(Printed { code, ..printed })
        }
        ReadCommand::Export { format, redact } => exported(search, &loaded, format, redact),
    }
}

fn exported(
    search: &Search,
    loaded: &Loaded,
    format: Format,
    redact: bool,
) -> Result<Printed, Error> {
    let telling = if redact {
        Telling::Redacted
    } else {
        Telling::Open
    };
    let comparison = loaded.compare();
    let found = (format == Format::Json).then(|| sensitivity(&comparison, threads()));
    let pages = export::Pages {
        comparison: &comparison,
        sensitivity: found.as_ref(),
        hash: &loaded.hash(),
        reviews: &reviews(search)?,
    };
    Ok(Printed::raw(export::text(&pages, format, telling)))
}

fn with_lens(loaded: &mut Loaded, lens: Option<ScoreFrom>) -> Result<(), Error> {
    let Some(lens) = lens else { return Ok(()) };
    let card = &mut loaded.card;
    if lens == ScoreFrom::RiskAdjusted && (card.wealth.is_none() || card.discount_rate.is_none()) {
        let cause = "Risk can't be weighed without your savings and a discount rate.";
        return Err(Error::usage(
            cause,
            "Add wealth and discount_rate to scorecard.toml.",
        ));
    }
    card.score_from = lens;
    Ok(())
}

fn compared(
    comparison: &Comparison,
    by_year: bool,
    leave_after: Option<u32>,
    manner: Manner,
) -> Document {
    if comparison.offers.is_empty() {
        return Document::line("There is no open offer yet. `mockloop offer quick ID` begins one.");
    }
    let mut document = compare::comparison(comparison, manner);
    if by_year {
        document = document.then(years::years(comparison, manner));
    }
    if let Some(months) = leave_after {
        document = document.then(years::leave_after(comparison, months, manner));
    }
    document
}

fn sensitive(
    comparison: &Comparison,
    all: bool,
    criterion: Option<&str>,
    as_json: bool,
    manner: Manner,
) -> Result<Printed, Error> {
    if !as_json && !all && criterion.is_none() {
        return Ok(ok(tell::short_answer(comparison)));
    }
    let found = sensitivity(comparison, threads());
    let place = criterion
        .map(|name| criterion_place(comparison, name))
        .transpose()?;
    let document = match place {
        Some(place) => tell::criterion(comparison, &found, place),
        None => tell::whole(comparison, &found, manner),
    };
    let value = as_json.then(|| json::sensitivity(comparison, &found));
    Ok(Printed {
        value,
        ..ok(document)
    })
}

fn criterion_place(comparison: &Comparison, name: &str) -> Result<usize, Error> {
    let ids: Vec<&str> = comparison
        .card
        .criteria
        .iter()
        .map(|one| one.id.as_str())
        .collect();
    ids.iter().position(|id| *id == name).ok_or_else(|| {
        let remedy = match nearest(name, ids.iter().copied()) {
            Some(near) => format!("Did you mean {near}?"),
            None => format!("There are: {}.", ids.join(", ")),
        };
        Error::usage(
            format!("There is no criterion {}.", Safe::new(name)),
            remedy,
        )
    })
}

async fn memo_of<I: Inputs>(
    search: &Search,
    loaded: &Loaded,
    chosen: Option<String>,
    mut because: Vec<String>,
    html: bool,
    around: Around<'_>,
    inputs: Late<'_, I>,
) -> Result<Printed, Error> {
    let mut decision = None;
    if let Some(id) = &chosen {
        find(loaded, id)?;
        if because.is_empty() {
            let mut talk = Talk {
                ui: around.ui,
                inputs: inputs.get()?,
            };
            talk.say(&memo::ask_reasons(id));
            loop {
                match talk.line().await {
                    Ok(line) if line.is_empty() => break,
                    Ok(line) => because.push(line),
                    Err(stopped) => {
                        let code = exit::of_outcome(Outcome::from(stopped));
                        return Ok(Printed {
                            code,
                            ..ok(memo::not_logged())
                        });
                    }
                }
            }
        }
        decision = Some(decide(search, loaded, id, &because, &around.given)?);
    }
    let comparison = loaded.compare();
    let found = sensitivity(&comparison, threads());
    let hash = loaded.hash();
    let logged = decision.as_ref().map(|decision| memo::Logged {
        offer: &decision.offer,
        reasons: &decision.reasons,
        review_on: decision.review_on,
    });
    let memo = memo::Memo::of(&comparison, &found, &hash, logged.as_ref());
    let text = if html {
        export::memo_page(&memo)
    } else {
        memo.text()
    };
    Ok(ok(Document::default().verbatim(text)))
}
