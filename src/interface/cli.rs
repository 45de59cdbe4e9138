//! The command line: one grammar for the shell and for help.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

use super::backups::BackupCommand;
use super::bank::{self, BankCommand};
use super::config::{self, ConfigCommand};
use super::examples::with_examples;
use super::offer::{self, Offer};
use super::readiness::InsightCommand;
use super::road::RoadCommand;
use super::shell::ShellCommand;
use crate::domain::bank::{Kind, Level};
use crate::domain::config::{Colour, Config};
use crate::domain::names::nearest;
use crate::domain::raw::Choice;
use crate::domain::round::{CloseLength, Timekeeping};
use crate::domain::text::Safe;
use crate::engine::{Options, Pace, Turn, Way};
use crate::io::store::sqlite_version;

const EXAMPLES: &str = "\
Examples:
  mockloop taste                          three minutes, to see what it is like
  mockloop                                the first screen: resume, or draw a round
  mockloop practice system-design         draw a design round
  mockloop practice --fit 30              draw a round that fits half an hour with its close
  mockloop practice --prompt beh-made-it-worse --time-factor 1.5
  mockloop resume                         go on exactly where the last round was left
  mockloop show                           read the last round again
  mockloop readiness                      where you stand, as a range";

const PRACTICE_EXAMPLES: &str = "\
Examples:
  mockloop practice                       draw from all kinds
  mockloop practice behavioral            draw a behavioral round
  mockloop practice --seed 7              the same draw again, given the same history
  mockloop practice --another             not this one: the next of the last draw
  mockloop practice system-design --minutes 45
  mockloop practice --untimed --full      no limit, and the whole close";

const SHOW_EXAMPLES: &str = "\
Examples:
  mockloop show                           the last round
  mockloop show 3 --json                  the third round, for programs";

const REPLAY_EXAMPLES: &str = "\
Examples:
  mockloop replay                         the last round, in the order in which it went
  mockloop replay 3 --json                the third round, for programs";

/// Mock interviews in the terminal: timed rounds, an interviewer who answers back, a self-score
/// you can believe.
#[derive(Debug, Parser)]
#[command(name = "mockloop", version, before_help = EXAMPLES, disable_help_subcommand = true)]
pub(super) struct Cli {
    #[command(flatten)]
    pub(super) everywhere: Everywhere,
    #[command(subcommand)]
    pub(super) command: Option<Command>,
}

/// What every command takes.
#[derive(Debug, Clone, Args)]
pub(super) struct Everywhere {
    /// Folder of the journal and your banks; also the variable `MOCKLOOP_DATA_DIR`
    #[arg(long, global = true, value_name = "DIR")]
    pub(super) data_dir: Option<PathBuf>,
    /// A bank besides the built-in one and those below the data folder
    #[arg(long, global = true, value_name = "DIR")]
    pub(super) bank: Vec<PathBuf>,
    /// Short questions that read well aloud; also with ACCESSIBLE=1, TERM=dumb or no terminal
    #[arg(long, global = true)]
    pub(super) plain: bool,
    /// Colours: auto, always or never
    #[arg(long, global = true, value_name = "WHEN", value_parser = word::<Colour>)]
    pub(super) color: Option<Colour>,
    /// No clock on the last row; /time tells it
    #[arg(long, global = true)]
    pub(super) hide_clock: bool,
}

impl Everywhere {
    /// What a later command line asks for, on top of this.
    pub(super) fn and(&self, later: &Self) -> Self {
        Self {
            data_dir: later.data_dir.clone().or_else(|| self.data_dir.clone()),
            bank: self.bank.iter().chain(&later.bank).cloned().collect(),
            plain: self.plain || later.plain,
            color: later.color.or(self.color),
            hide_clock: self.hide_clock || later.hide_clock,
        }
    }
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    #[command(flatten)]
    Round(RoundCommand),
    /// Three minutes of an incident, to see what a round is like; nothing of it is kept
    Taste,
    #[command(flatten)]
    Insight(InsightCommand),
    /// Look around in banks, and write prompts
    #[command(before_help = bank::EXAMPLES)]
    Bank {
        #[command(subcommand)]
        command: BankCommand,
    },
    /// See and change what you want of every session
    #[command(before_help = config::EXAMPLES)]
    Config {
        #[command(subcommand)]
        command: ConfigCommand,
    },
    #[command(flatten)]
    Road(RoadCommand),
    /// Weigh offers: scores, compensation, what would change the answer
    #[command(before_help = offer::EXAMPLES)]
    Offer(Offer),
    #[command(flatten)]
    Backup(BackupCommand),
    /// Tell what works here and what does not, each with a remedy: journal, backups, sandbox, ...
    Doctor {
        /// Make the list of rounds anew from the journal, where they differ
        #[arg(long)]
        rebuild: bool,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    #[command(flatten)]
    Shell(ShellCommand),
}

impl Command {
    /// Whether something may be kept by it: then the day's backup is due at its end.
    pub(super) fn keeps(&self) -> bool {
        match self {
            Self::Round(command) => match command {
                RoundCommand::Practice(_)
                | RoundCommand::Resume { .. }
                | RoundCommand::Abandon { .. } => true,
                RoundCommand::Sessions { .. }
                | RoundCommand::Show { .. }
                | RoundCommand::Replay { .. } => false,
            },
            Self::Road(_) => true,
            Self::Taste
            | Self::Insight(_)
            | Self::Bank { .. }
            | Self::Config { .. }
            | Self::Offer(_)
            | Self::Backup(_)
            | Self::Shell(_)
            | Self::Doctor { .. } => false,
        }
    }
}

#[derive(Debug, Subcommand)]
pub(super) enum RoundCommand {
    /// Draw a prompt and answer it against the clock
    #[command(before_help = PRACTICE_EXAMPLES)]
    Practice(Practice),
    /// Take a round up where it was left
    Resume {
        /// Its number, its id or `last`; without it the latest that waits
        round: Option<String>,
    },
    /// List all rounds
    Sessions {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Read a round again: what was written when, ratings, ticks
    #[command(before_help = SHOW_EXAMPLES)]
    Show {
        /// Its number, its id or `last`
        #[arg(default_value = "last")]
        round: String,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Go through a round as it went: phase by phase, what happened when
    #[command(before_help = REPLAY_EXAMPLES)]
    Replay {
        /// Its number, its id or `last`
        #[arg(default_value = "last")]
        round: String,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Give a round up that waits; it stays in the journal
    Abandon {
        /// Its number, its id or `last`
        round: String,
    },
}

/// The names of all commands.
pub fn commands() -> Vec<String> {
    let names = |command: &clap::Command| command.get_name().to_owned();
    grammar().get_subcommands().map(names).collect()
}

/// The grammar of the command line, with examples for every command.
pub(super) fn grammar() -> clap::Command {
    // The commit is known where the build script could ask for it.
    let version = format!(
        "{} (commit {}, SQLite {})",
        env!("CARGO_PKG_VERSION"),
        env!("MOCKLOOP_COMMIT"),
        sqlite_version()
    );
    with_examples(Cli::command()).version(version)
}

impl Cli {
    /// Reads a command line.
    pub(super) fn read<T: Into<OsString> + Clone>(
        words: impl IntoIterator<Item = T>,
    ) -> Result<Self, clap::Error> {
        let mut words: Vec<OsString> = words.into_iter().map(Into::into).collect();
        // People ask for help either way: `mockloop help plan new` is `mockloop plan new --help`.
        if words.get(1).is_some_and(|word| word == "help") {
            words.remove(1);
            words.push("--help".into());
        }
        let matches = grammar().try_get_matches_from(words)?;
        Self::from_arg_matches(&matches)
    }
}

/// What a round should be.
#[derive(Debug, Default, Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a flag of the command line; `options` makes words of them"
)]
pub(super) struct Practice {
    /// The kind of round: coding, system-design, incident, behavioral, screen or negotiation
    #[arg(value_parser = word::<Kind>)]
    kind: Option<Kind>,
    /// Play this prompt instead of drawing one
    #[arg(long, value_name = "ID", conflicts_with = "fit")]
    prompt: Option<String>,
    /// Draw from all alike, whatever the history says
    #[arg(long, conflicts_with = "prompt")]
    random: bool,
    /// The last draw once more: the prompt that came next in it; an unanswered round is given up
    #[arg(long, conflicts_with_all = ["prompt", "seed"])]
    another: bool,
    /// The role that a prompt is drawn for: its name, or the path of its file
    #[arg(long, value_name = "ROLE")]
    pub(super) role: Option<String>,
    /// Seed of the draw: the same seed and history draw the same prompt
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// Draw a round whose time and close together fit so many minutes
    #[arg(long, value_name = "MIN", value_parser = clap::value_parser!(u32).range(5..=600))]
    fit: Option<u32>,
    /// Play it at this level: mid, senior or staff
    #[arg(long, value_parser = word::<Level>)]
    level: Option<Level>,
    /// Ask follow-ups about this stack only, besides those for any
    #[arg(long, value_name = "NAME")]
    stack: Option<String>,
    /// So many minutes in all, shared out as the phases are
    #[arg(long, value_name = "MIN", value_parser = clap::value_parser!(u32).range(1..=600))]
    minutes: Option<u32>,
    /// The prompt's time, so many times as long
    #[arg(long, value_name = "X", value_parser = factor, conflicts_with = "minutes")]
    time_factor: Option<f64>,
    /// No limit
    #[arg(long, conflicts_with_all = ["minutes", "time_factor"])]
    untimed: bool,
    /// Nothing stops the clock before the lock: no pause, no sleep, no time away
    #[arg(long, conflicts_with = "untimed")]
    strict: bool,
    /// The whole close instead of the four-minute one
    #[arg(long)]
    full: bool,
}

impl Practice {
    /// What was typed, and what is meant by it.
    pub(super) fn options(&self, config: &Config) -> Options {
        let pace = match (self.untimed, self.minutes, self.time_factor) {
            (true, ..) => Pace::Untimed,
            (false, Some(minutes), _) => Pace::Minutes(minutes),
            (false, None, factor) => Pace::Factor(factor.or(config.time_factor).unwrap_or(1.0)),
        };
        Options {
            kind: self.kind,
            prompt: self.prompt.clone(),
            seed: self.seed,
            fit_minutes: self.fit,
            level: self.level.or(config.level),
            stack: self
                .stack
                .as_deref()
                .map(Safe::new)
                .or_else(|| config.stack.clone()),
            pace,
            timekeeping: if self.strict {
                Timekeeping::Strict
            } else {
                config.timekeeping
            },
            close: if self.full {
                CloseLength::Full
            } else {
                config.close.unwrap_or(CloseLength::Short)
            },
            seat: None,
            drill: None,
            way: if self.random {
                Way::Random
            } else {
                Way::Fitting
            },
            turn: if self.another {
                Turn::Another
            } else {
                Turn::Fresh
            },
        }
    }
}

/// One of a closed set of words; a misspelt one gets the nearest.
pub(super) fn word<T: Choice>(text: &str) -> Result<T, String> {
    T::from_word(text).ok_or_else(|| {
        let words: Vec<&str> = T::WORDS.iter().map(|(word, _)| *word).collect();
        let near = nearest(text, words.iter().copied());
        let near = near.map_or_else(String::new, |near| format!("did you mean {near}? "));
        format!("{near}One of {}", words.join(", "))
    })
}

fn factor(text: &str) -> Result<f64, String> {
    let factor: f64 = text
        .parse()
        .map_err(|_| "write a number such as 1.5".to_owned())?;
    if (0.1..=10.0).contains(&factor) {
        Ok(factor)
    } else {
        Err("write a number from 0.1 to 10".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grammar_is_sound() {
        grammar().debug_assert();
    }
}
