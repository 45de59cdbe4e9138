//! What a round should be: what is asked for, and the time that comes of it.

use super::error::Error;
use super::library::Entry;
use crate::domain::bank::prompt::Phase;
use crate::domain::bank::{Kind, Level, Prompt};
use crate::domain::round::{Budget, CloseLength, Drawn, Drill, Subject, Timekeeping};
use crate::domain::session::Seat;
use crate::domain::text::Safe;
use crate::report::words::list;

/// What a round should be.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// Its kind.
    pub kind: Option<Kind>,
    /// Its prompt.
    pub prompt: Option<String>,
    /// The seed of the draw.
    pub seed: Option<u64>,
    /// Minutes that round and close together must fit into.
    pub fit_minutes: Option<u32>,
    /// The level at which it is played.
    pub level: Option<Level>,
    /// The stack that follow-ups may be about.
    pub stack: Option<Safe>,
    /// Its time.
    pub pace: Pace,
    /// What its clock counts.
    pub timekeeping: Timekeeping,
    /// How much of the close is wanted.
    pub close: CloseLength,
    /// Its place in a loop.
    pub seat: Option<Box<Seat>>,
    /// The part of the prompt that is practised; none for all of it.
    pub drill: Option<Drill>,
    /// How a prompt is drawn where none is named.
    pub way: Way,
    /// Whether that is a new draw.
    pub turn: Turn,
}

impl Default for Options {
    /// Whatever comes up, as its prompt has it.
    fn default() -> Self {
        Self {
            kind: None,
            prompt: None,
            seed: None,
            fit_minutes: None,
            level: None,
            stack: None,
            pace: Pace::Factor(1.0),
            timekeeping: Timekeeping::Active,
            close: CloseLength::Short,
            seat: None,
            drill: None,
            way: Way::Random,
            turn: Turn::Fresh,
        }
    }
}

/// How a prompt is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// What is worth most for the role comes up most often.
    Fitting,
    /// All come up alike.
    Random,
}

/// Whether a draw is a new one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// A new draw.
    Fresh,
    /// The last draw once more: the prompt that came next in it.
    Another,
}

/// A round's time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Pace {
    /// The prompt's own times a factor.
    Factor(f64),
    /// So many minutes in all.
    Minutes(u32),
    /// No limit.
    Untimed,
}

/// What the draw pins.
pub(super) fn drawn(
    entry: &Entry,
    options: &Options,
    seed: u64,
    draw: u64,
) -> Result<Drawn, Error> {
    let prompt = &entry.prompt;
    let level = options.level.unwrap_or(prompt.level);
    if !prompt.levels.contains(&level) {
        let levels: Vec<String> = prompt
            .levels
            .iter()
            .map(|l| l.as_str().to_owned())
            .collect();
        let cause = format!(
            "Prompt {} is not played at level {}.",
            prompt.id,
            level.as_str()
        );
        return Err(Error::usage(
            cause,
            format!("Its levels: {}.", list(&levels)),
        ));
    }
    let budget = |phase: &Phase| Budget {
        phase: phase.id.clone(),
        budget_ms: budget_ms(phase.minutes, prompt.minutes, options.pace),
    };
    let budgets = match &options.drill {
        Some(drill) => drill_budget(prompt, level, drill).into_iter().collect(),
        None => prompt.phases.iter().map(budget).collect(),
    };
    Ok(Drawn {
        bank: entry.bank.clone(),
        bank_version: entry.bank_version.clone(),
        prompt: prompt.id.clone(),
        revision: prompt.revision,
        hash: entry.hash.clone(),
        kind: prompt.kind(),
        level,
        seed,
        draw,
        stack: options.stack.clone(),
        timekeeping: options.timekeeping,
        budgets,
        seat: options.seat.clone(),
        drill: options.drill.clone(),
        subject: Some(Subject::of(prompt)),
        formula: None,
    })
}

/// A drill has one phase, the one with most of its items: two minutes for each item and two more,
/// from five to twelve.
fn drill_budget(prompt: &Prompt, level: Level, drill: &Drill) -> Option<Budget> {
    let items = prompt.items_at(level).into_iter();
    let items: Vec<_> = items.filter(|item| drill.has(item)).collect();
    let in_phase = |phase: &&Phase| items.iter().filter(|item| item.phase == phase.id).count();
    // Among equals the first.
    let phase = prompt.phases.iter().rev().max_by_key(in_phase)?;
    let minutes = (items.len() as u64 * 2 + 2).clamp(5, 12);
    Some(Budget {
        phase: phase.id.clone(),
        budget_ms: Some(minutes * 60_000),
    })
}

/// A phase's time at a pace, in milliseconds; whole seconds.
fn budget_ms(minutes: u32, of_minutes: u32, pace: Pace) -> Option<u64> {
    let factor = match pace {
        Pace::Factor(factor) => factor,
        Pace::Minutes(wanted) => f64::from(wanted) / f64::from(of_minutes.max(1)),
        Pace::Untimed => return None,
    };
    let seconds = (f64::from(minutes) * 60.0 * factor)
        .round()
        .clamp(1.0, 86_400.0);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to a day of seconds"
    )]
    let seconds = seconds as u64;
    Some(seconds * 1000)
}

/// A round's length at a pace, in minutes, rounded up; the prompt's own if untimed.
pub(super) fn length(minutes: u32, pace: Pace) -> u32 {
    let total_ms = budget_ms(minutes, minutes, pace).unwrap_or(u64::from(minutes) * 60_000);
    u32::try_from(total_ms.div_ceil(60_000)).unwrap_or(u32::MAX)
}
