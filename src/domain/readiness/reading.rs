//! A history read for a role, as of some instant: everything that is told of it.

use super::areas::Area;
use super::attempt::Attempt;
use super::filter::{DAY_MS, Estimate, Filter, Functional, days};
use super::forecast;
use super::layout::Layout;
use super::normal::NINETY;
use super::outlook::{Outlook, Ready, Seen};
use super::role::Role;

/// Before so many rounds nothing is put as a chance.
pub const ROUNDS_FOR_NUMBERS: u64 = 5;
/// With fewer rounds of a kind it is too early to say anything of it.
pub const ROUNDS_FOR_KIND: u32 = 3;
/// A change is looked for over so many days.
const CHANGE_DAYS: i64 = 28;
/// A shorter stretch tells no slope.
const LEAST_CHANGE_DAYS: f64 = 7.0;
/// A history: attempts in the order of time, and where the candidate began.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct History {
    /// The attempts, in the order of time.
    pub attempts: Vec<Attempt>,
    /// Where a strict assessor would have put the candidate at the beginning, in points, if the
    /// candidate said so.
    pub start: Option<f64>,
}

/// A history read for a role.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The role.
    pub role: Role,
    /// Where the candidate began, in points, if the candidate said so.
    pub start: Option<f64>,
    /// Attempts that said something.
    pub rounds: u64,
    /// Among them those of a prompt that was seen before.
    pub repeats: u64,
    /// Among them those with ticks or tests, which anchor the ratings.
    pub anchored: u64,
    /// Among them those that somebody else rated.
    pub outside: u64,
    /// The index, in points.
    pub index: Estimate,
    /// The chance that the present ability clears the bar.
    pub ready: Ready,
    /// The chance of passing one interview.
    pub pass: f64,
    /// The kinds, those of the role and those practised.
    pub kinds: Vec<Area>,
    /// The dimensions.
    pub dimensions: Vec<Area>,
    /// The topics.
    pub topics: Vec<Area>,
    /// The dimensions by kind.
    pub cells: Vec<Area>,
    /// How far own ratings sit above ticks, in points.
    pub own_above_ticks: Estimate,
    /// How the index changed of late; none if the stretch is too short to tell.
    pub change: Option<Change>,
}

/// How a read-out changed over a stretch of time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Change {
    /// By how many points.
    pub by: Estimate,
    /// Over how many days.
    pub days: f64,
}

/// What may be said of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// It went up.
    Up,
    /// It went down.
    Down,
    /// It may have gone either way.
    Unclear,
}

impl Estimate {
    /// The range in which it lies with nine chances of ten.
    pub fn range(&self) -> (f64, f64) {
        (self.mean - NINETY * self.sd, self.mean + NINETY * self.sd)
    }
}

impl Change {
    /// Up or down only when the change is beyond what chance does in nine cases of ten.
    pub fn direction(&self) -> Direction {
        if self.by.mean.abs() <= NINETY * self.by.sd {
            Direction::Unclear
        } else if self.by.mean > 0.0 {
            Direction::Up
        } else {
            Direction::Down
        }
    }

    /// The change in a week.
    pub fn per_week(&self) -> Estimate {
        let weeks = self.days / 7.0;
        Estimate {
            mean: self.by.mean / weeks,
            sd: self.by.sd / weeks,
        }
    }
}

impl History {
    /// What was practised.
    pub fn seen(&self) -> Seen {
        Seen::of(&self.attempts)
    }

    /// The state of knowledge for a role at an instant; attempts after it count as well.
    pub fn filter(&self, role: &Role, at_ms: i64) -> Filter {
        let mut filter = Filter::new(Layout::new(&self.attempts, [role]), self.start);
        for attempt in &self.attempts {
            filter.take(attempt);
        }
        filter.advance(at_ms);
        filter
    }

    /// The state at an instant, with the change of some read-outs over the last four weeks, or
    /// since the first round. No change where the stretch is too short to tell.
    pub fn filter_with_changes(
        &self,
        role: &Role,
        at_ms: i64,
        read_outs: impl Fn(&Outlook<'_>) -> Vec<Functional>,
    ) -> (Filter, Vec<Option<Change>>) {
        let seen = self.seen();
        let mut filter = Filter::new(Layout::new(&self.attempts, [role]), self.start);
        let functionals = read_outs(&Outlook {
            filter: &filter,
            role,
            seen: &seen,
        });
        let scored = || self.attempts.iter().filter(|attempt| !attempt.is_empty());
        let first_ms = scored().next().map_or(at_ms, |attempt| attempt.at_ms);
        let from_ms = first_ms.max(at_ms - CHANGE_DAYS * DAY_MS);
        let mark = |filter: &mut Filter| -> Vec<usize> {
            functionals
                .iter()
                .map(|functional| filter.mark(functional))
                .collect()
        };
        let mut marks = Vec::new();
        for attempt in scored() {
            if marks.is_empty() && attempt.at_ms > from_ms {
                filter.advance(from_ms);
                marks = mark(&mut filter);
            }
            filter.take(attempt);
        }
        if marks.is_empty() {
            filter.advance(from_ms);
            marks = mark(&mut filter);
        }
        filter.advance(at_ms);
        let days = days(from_ms, at_ms);
        let is_told = filter.rounds() >= ROUNDS_FOR_NUMBERS && days >= LEAST_CHANGE_DAYS;
        let change = |(number, functional): (usize, &Functional)| {
            let mark = marks.get(number).filter(|_| is_told)?;
            let by = filter.since(*mark, functional)?;
            Some(Change { by, days })
        };
        let changes = functionals.iter().enumerate().map(change).collect();
        (filter, changes)
    }

    /// Everything that is told of the history for a role at an instant.
    pub fn read(&self, role: &Role, at_ms: i64) -> Reading {
        let index = |outlook: &Outlook<'_>| vec![outlook.index()];
        let (filter, changes) = self.filter_with_changes(role, at_ms, index);
        let seen = self.seen();
        let outlook = Outlook {
            filter: &filter,
            role,
            seen: &seen,
        };
        let number = |is_counted: fn(&Attempt) -> bool| {
            let scored = self.attempts.iter().filter(|attempt| !attempt.is_empty());
            scored.filter(|attempt| is_counted(attempt)).count() as u64
        };
        Reading {
            rounds: filter.rounds(),
            repeats: number(|attempt| attempt.repeat),
            anchored: number(|attempt| !attempt.items.is_empty() || attempt.tests.is_some()),
            outside: number(|attempt| !attempt.external.is_empty()),
            index: filter.estimate(&outlook.index()),
            ready: outlook.ready(),
            pass: outlook.pass(),
            kinds: outlook.kinds(),
            dimensions: outlook.dimensions(),
            topics: outlook.topics(),
            cells: outlook.cells(),
            own_above_ticks: filter.own_above_ticks(),
            change: changes.into_iter().next().flatten(),
            role: role.clone(),
            start: self.start,
        }
    }

    /// What will be known on a later day.
    pub fn forecast(&self, role: &Role, now_ms: i64, until_ms: i64) -> Forecast {
        let filter = self.filter(role, now_ms);
        let seen = self.seen();
        let from_ms = filter.at_ms().unwrap_or(now_ms).max(now_ms);
        let per_week = forecast::pace_per_week(&self.attempts, now_ms);
        let rounds = forecast::rounds_until(per_week, from_ms, until_ms);
        let at_pace = forecast::mix(&self.attempts, rounds);
        let then = |rounds: &[&Attempt]| {
            let later = forecast::after(&filter, until_ms, rounds);
            let outlook = Outlook {
                filter: &later,
                role,
                seen: &seen,
            };
            let index = later.estimate(&outlook.index());
            (index, outlook.ready().chance)
        };
        Forecast {
            days: days(now_ms, until_ms),
            per_week,
            rounds,
            at_pace: then(&at_pace),
            if_stopped: then(&[]),
            needed_per_week: forecast::needed_per_week(
                &filter,
                (role, &seen),
                &self.attempts,
                until_ms,
            ),
        }
    }
}

/// What will be known on a later day: the index, and the chance of clearing the bar.
#[derive(Debug, Clone, PartialEq)]
pub struct Forecast {
    /// The days until then.
    pub days: f64,
    /// Rounds a week of late.
    pub per_week: f64,
    /// Rounds until then at that pace.
    pub rounds: usize,
    /// If that pace goes on.
    pub at_pace: (Estimate, f64),
    /// If practice stops.
    pub if_stopped: (Estimate, f64),
    /// The rounds a week that bring the chance to what is asked for; none if no pace does.
    pub needed_per_week: Option<f64>,
}
