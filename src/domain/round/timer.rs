//! The round's clock: active time, from anchors and elapsed monotonic time.

use super::drawn::Timekeeping;
use crate::domain::moment::Moment;

/// A boot clock this far ahead of the monotonic clock means that the machine slept.
const SLEEP_MS: u64 = 2_000;

/// A round's time: what has gathered, and since when more gathers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RoundClock {
    gathered_ms: u64,
    timekeeping: Timekeeping,
    /// When it was last set.
    anchor: Option<Anchor>,
    is_running: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Anchor {
    mono_ms: u64,
    boot_ms: u64,
    boot_id: String,
}

impl Anchor {
    fn of(at: &Moment) -> Self {
        Self {
            mono_ms: at.mono_ms,
            boot_ms: at.boot_ms,
            boot_id: at.boot_id.clone(),
        }
    }
}

impl RoundClock {
    /// A clock that stands at nothing.
    pub(super) fn new(timekeeping: Timekeeping) -> Self {
        Self {
            timekeeping,
            ..Self::default()
        }
    }

    /// What it counts.
    pub fn timekeeping(&self) -> Timekeeping {
        self.timekeeping
    }

    /// The round's milliseconds at a moment. Never runs backwards: a moment of another boot, or
    /// before the anchor, adds nothing.
    pub fn active_ms(&self, at: &Moment) -> u64 {
        if self.is_running {
            self.unbroken_ms(at)
        } else {
            self.gathered_ms
        }
    }

    /// The round's milliseconds at a moment as if the clock had not been stopped when it was last
    /// set.
    pub fn unbroken_ms(&self, at: &Moment) -> u64 {
        let anchor = self
            .anchor
            .as_ref()
            .filter(|anchor| anchor.boot_id == at.boot_id);
        let elapsed = anchor.map_or(0, |anchor| match self.timekeeping {
            Timekeeping::Active => at.mono_ms.saturating_sub(anchor.mono_ms),
            Timekeeping::Strict => at.boot_ms.saturating_sub(anchor.boot_ms),
        });
        self.gathered_ms + elapsed
    }

    /// The round's milliseconds when the clock was last set.
    pub fn gathered_ms(&self) -> u64 {
        self.gathered_ms
    }

    /// Whether time gathers.
    pub fn is_running(&self) -> bool {
        self.is_running
    }

    /// Whether the machine slept between the clock's last setting and a moment. A strict clock
    /// counts sleep and never asks.
    pub fn slept(&self, at: &Moment) -> bool {
        self.is_running
            && self.timekeeping == Timekeeping::Active
            && self
                .anchor
                .as_ref()
                .filter(|anchor| anchor.boot_id == at.boot_id)
                .is_some_and(|anchor| {
                    let awake_ms = at.mono_ms.saturating_sub(anchor.mono_ms);
                    at.boot_ms.saturating_sub(anchor.boot_ms) > awake_ms + SLEEP_MS
                })
    }

    /// Sets the clock to what an event recorded; it goes on from there if it was running.
    pub(super) fn set(&mut self, active_ms: u64, at: &Moment) {
        self.gathered_ms = self.gathered_ms.max(active_ms);
        if self.anchor.is_some() {
            self.anchor = Some(Anchor::of(at));
        }
    }

    /// Lets time gather from a moment on.
    pub(super) fn run(&mut self, at: &Moment) {
        self.is_running = true;
        self.anchor = Some(Anchor::of(at));
    }

    /// Stops time.
    pub(super) fn stop(&mut self) {
        self.is_running = false;
    }
}

/// A point in a phase at which the time left is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// Half of the budget is gone.
    Half,
    /// Five minutes are left.
    FiveMinutes,
    /// One minute is left.
    OneMinute,
}

impl Mark {
    /// The marks of a budget with the spent time at which each is reached, in that order. A mark
    /// that would come within a minute of the start, or of half, is left out.
    pub fn of_budget(budget_ms: u64) -> Vec<(Self, u64)> {
        const MINUTE: u64 = 60_000;
        let half = budget_ms / 2;
        let mut marks = Vec::new();
        if half >= MINUTE {
            marks.push((Self::Half, half));
        }
        for (mark, left) in [(Self::FiveMinutes, 5 * MINUTE), (Self::OneMinute, MINUTE)] {
            let at = budget_ms.saturating_sub(left);
            if at >= MINUTE && at.abs_diff(half) >= MINUTE {
                marks.push((mark, at));
            }
        }
        marks.sort_by_key(|(_, at)| *at);
        marks
    }

    /// The last mark crossed when spent time went from `before_ms` to `now_ms`.
    pub fn crossed(budget_ms: u64, before_ms: u64, now_ms: u64) -> Option<Self> {
        Self::of_budget(budget_ms)
            .into_iter()
            .rfind(|(_, at)| before_ms < *at && *at <= now_ms && now_ms < budget_ms)
            .map(|(mark, _)| mark)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(mono_ms: u64, boot_ms: u64, boot_id: &str) -> Moment {
        Moment {
            mono_ms,
            boot_ms,
            boot_id: boot_id.to_owned(),
            wall: "".into(),
        }
    }

    #[test]
    fn time_gathers_only_while_it_runs() {
        let mut clock = RoundClock::default();
        clock.run(&at(1_000, 1_000, "a"));
        assert_eq!(clock.active_ms(&at(4_000, 4_000, "a")), 3_000);
        clock.set(3_000, &at(4_000, 4_000, "a"));
        clock.stop();
        assert_eq!(clock.active_ms(&at(9_000, 9_000, "a")), 3_000);
    }

    #[test]
    fn another_boot_and_a_clock_set_back_add_nothing() {
        let mut clock = RoundClock::default();
        clock.run(&at(5_000, 5_000, "a"));
        assert_eq!(clock.active_ms(&at(9_000, 9_000, "b")), 0);
        assert_eq!(clock.active_ms(&at(4_000, 4_000, "a")), 0);
    }

    #[test]
    fn sleep_shows_between_the_clocks() {
        let mut clock = RoundClock::default();
        clock.run(&at(0, 0, "a"));
        assert!(!clock.slept(&at(60_000, 61_000, "a")));
        assert!(clock.slept(&at(60_000, 3_600_000, "a")));
    }

    #[test]
    fn a_strict_clock_counts_sleep_and_the_time_away() {
        let mut clock = RoundClock::new(Timekeeping::Strict);
        clock.run(&at(0, 0, "a"));
        let later = at(60_000, 3_600_000, "a");
        assert!(!clock.slept(&later));
        assert_eq!(clock.active_ms(&later), 3_600_000);
        clock.set(3_600_000, &later);
        clock.stop();
        let back = at(60_000, 7_200_000, "a");
        assert_eq!(clock.active_ms(&back), 3_600_000);
        assert_eq!(clock.unbroken_ms(&back), 7_200_000);
        assert_eq!(clock.unbroken_ms(&at(0, 9_000_000, "b")), 3_600_000);
    }

    #[test]
    fn marks_of_short_and_long_budgets() {
        let minutes = |budget: u64| {
            Mark::of_budget(budget * 60_000)
                .into_iter()
                .map(|(mark, at)| (mark, at / 60_000))
                .collect::<Vec<_>>()
        };
        assert_eq!(minutes(1), vec![]);
        assert_eq!(minutes(2), vec![(Mark::Half, 1)]);
        assert_eq!(
            minutes(7),
            vec![
                (Mark::FiveMinutes, 2),
                (Mark::Half, 3),
                (Mark::OneMinute, 6)
            ]
        );
        assert_eq!(
            minutes(14),
            vec![
                (Mark::Half, 7),
                (Mark::FiveMinutes, 9),
                (Mark::OneMinute, 13)
            ]
        );
        assert_eq!(
            Mark::crossed(14 * 60_000, 0, 9 * 60_000),
            Some(Mark::FiveMinutes)
        );
        assert_eq!(Mark::crossed(14 * 60_000, 0, 14 * 60_000), None);
    }
}
