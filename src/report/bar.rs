//! What the bar on the last row says: the phase, its time left, the round's time.

use super::words::clock;
use crate::domain::bank::PhaseId;
use crate::domain::round::{Stage, State};

/// A round's clock as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// The current phase.
    pub phase: PhaseId,
    /// How its time goes.
    pub course: Course,
    /// Its time spent, in milliseconds.
    pub spent_ms: u64,
    /// Its budget, in milliseconds; none if untimed.
    pub budget_ms: Option<u64>,
    /// The round's time spent, in milliseconds.
    pub total_ms: u64,
    /// The round's budget, in milliseconds; none if untimed.
    pub total_budget_ms: Option<u64>,
}

/// How a phase's time goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Course {
    /// There is time left, or no limit.
    Running,
    /// The budget is used up.
    Over,
    /// The clock stands still.
    Paused,
}

/// The narrowest terminal on which the bar uses whole words, in columns.
const ROOMY_COLUMNS: usize = 56;
/// Where there is little room, a phase's name is cut to so many characters.
const SHORT_NAME_CHARS: usize = 12;

/// The clock of a round that is being answered; nothing outside of that.
pub fn bar(state: &State, now_ms: u64) -> Option<Bar> {
    let Stage::Answering { paused } = state.stage else {
        return None;
    };
    let phase = state.current()?;
    let spent_ms = state.spent_ms(state.phase, now_ms);
    let course = match (paused, phase.budget_ms) {
        (Some(_), _) => Course::Paused,
        (None, Some(budget_ms)) if spent_ms >= budget_ms => Course::Over,
        (None, _) => Course::Running,
    };
    Some(Bar {
        phase: phase.id.clone(),
        course,
        spent_ms,
        budget_ms: phase.budget_ms,
        total_ms: now_ms,
        total_budget_ms: state.budget_ms(),
    })
}

impl Bar {
    /// What stands left of the bar: `requirements 07:12 left`, `requirements 02:10 over`. On a
    /// narrow terminal the words are left out, and `+02:10` is over.
    pub fn left(&self, columns: usize) -> String {
        let name = self.phase.as_str();
        let is_roomy = columns >= ROOMY_COLUMNS;
        let name = if is_roomy {
            name.to_owned()
        } else {
            name.chars().take(SHORT_NAME_CHARS).collect()
        };
        let time = match self.budget_ms {
            None => clock(self.spent_ms),
            Some(budget_ms) if self.spent_ms >= budget_ms => {
                let over = clock(self.spent_ms - budget_ms);
                if is_roomy {
                    format!("{over} over")
                } else {
                    format!("+{over}")
                }
            }
            // What is left is rounded up: a full minute is shown as one until it is gone.
            Some(budget_ms) => {
                let left = clock((budget_ms - self.spent_ms).div_ceil(1000) * 1000);
                if is_roomy {
                    format!("{left} left")
                } else {
                    left
                }
            }
        };
        match (self.course, is_roomy) {
            (Course::Paused, true) => format!("{name} {time}, paused"),
            (Course::Paused, false) => format!("{name} {time} ||"),
            (Course::Running | Course::Over, _) => format!("{name} {time}"),
        }
    }

    /// What stands right of the bar: the round's time, `24:10 of 60:00`.
    pub fn right(&self, columns: usize) -> String {
        let spent = clock(self.total_ms);
        match self.total_budget_ms {
            None => spent,
            Some(budget_ms) if columns >= ROOMY_COLUMNS => {
                format!("{spent} of {}", clock(budget_ms))
            }
            Some(budget_ms) => format!("{spent}/{}", clock(budget_ms)),
        }
    }

    /// The share of the phase's time that is spent, in hundredths; nothing if untimed.
    pub fn percent(&self) -> Option<u64> {
        self.budget_ms
            .filter(|budget_ms| *budget_ms > 0)
            .map(|budget_ms| self.spent_ms.saturating_mul(100) / budget_ms)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bar(spent_s: u64, budget_s: Option<u64>, course: Course) -> Bar {
        Bar {
            phase: PhaseId::new("requirements").unwrap(),
            course,
            spent_ms: spent_s * 1000,
            budget_ms: budget_s.map(|s| s * 1000),
            total_ms: 1_450_000,
            total_budget_ms: budget_s.map(|_| 3_600_000),
        }
    }

    #[test]
    fn words_where_there_is_room_and_signs_where_there_is_little() {
        let running = bar(168, Some(600), Course::Running);
        assert_eq!(running.left(80), "requirements 07:12 left");
        assert_eq!(running.right(80), "24:10 of 60:00");
        assert_eq!(running.left(40), "requirements 07:12");
        assert_eq!(running.right(40), "24:10/60:00");
        let over = bar(730, Some(600), Course::Over);
        assert_eq!(over.left(80), "requirements 02:10 over");
        assert_eq!(over.left(40), "requirements +02:10");
        assert_eq!(over.percent(), Some(121));
        let paused = bar(168, Some(600), Course::Paused);
        assert_eq!(paused.left(200), "requirements 07:12 left, paused");
        assert_eq!(paused.left(40), "requirements 07:12 ||");
        let untimed = bar(75, None, Course::Running);
        assert_eq!(
            (untimed.left(80), untimed.right(80)),
            ("requirements 01:15".to_owned(), "24:10".to_owned())
        );
        assert_eq!(untimed.percent(), None);
    }
}
