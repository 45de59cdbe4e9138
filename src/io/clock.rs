//! The only place where clocks are read.

use jiff::civil::Date;
use jiff::fmt::temporal::Pieces;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ZonedDateTime};
use rustix::time::{ClockId, clock_gettime};

use crate::domain::moment::Moment;
use crate::domain::text::Safe;

/// Tells what time it is.
pub trait Clock {
    /// What all clocks show.
    fn now(&self) -> Moment;

    /// Milliseconds since 1970, for ids that sort by time.
    fn unix_ms(&self) -> u64;

    /// Real milliseconds from one tick of a round to the next.
    fn tick_ms(&self) -> u64;
}

/// The milliseconds since 1970 of a time as it is written, RFC 3339.
pub fn instant_ms(written: &str) -> Option<i64> {
    let instant: Timestamp = written.parse().ok()?;
    Some(instant.as_millisecond())
}

/// The milliseconds since 1970 at which a day ends where the clock shows `now`, RFC 3339; none if
/// the day is no date such as 2026-11-24.
pub fn end_of_day_ms(day: &str, now: &str) -> Option<i64> {
    let day: Date = day.parse().ok()?;
    let now = Pieces::parse(now).ok()?;
    let zone = TimeZone::fixed(now.to_numeric_offset()?);
    let next = day.tomorrow().ok()?.to_zoned_datetime(zone).ok()?;
    Some(next.timestamp().as_millisecond() - 1)
}

/// The machine's clocks.
#[derive(Debug, Clone)]
pub struct System {
    speed: u64,
    boot_id: String,
}

/// The speeds that `MOCKLOOP_SPEED` may ask for.
pub const SPEEDS: std::ops::RangeInclusive<u64> = 1..=3600;

impl System {
    /// The machine's clocks; round time runs `speed` times as fast as real time.
    pub fn new(speed: u64) -> Self {
        let boot_id = std::fs::read_to_string("/proc/sys/kernel/random/boot_id");
        let boot_id = boot_id.map_or_else(|_| "unknown".to_owned(), |id| id.trim().to_owned());
        Self { speed, boot_id }
    }
}

impl Clock for System {
    fn now(&self) -> Moment {
        Moment {
            mono_ms: read_ms(ClockId::Monotonic) * self.speed,
            boot_ms: read_ms(BOOT) * self.speed,
            boot_id: self.boot_id.clone(),
            wall: Safe::new(&wall_now().strftime("%Y-%m-%dT%H:%M:%S%.3f%:z").to_string()),
        }
    }

    fn unix_ms(&self) -> u64 {
        u64::try_from(wall_now().timestamp().as_millisecond()).unwrap_or(0)
    }

    fn tick_ms(&self) -> u64 {
        (1000 / self.speed).max(20)
    }
}

#[cfg(target_os = "linux")]
const BOOT: ClockId = ClockId::Boottime;
/// Elsewhere no clock that counts sleep is offered; a sleep can't be told from a wait there.
#[cfg(not(target_os = "linux"))]
const BOOT: ClockId = ClockId::Monotonic;

#[expect(
    clippy::disallowed_methods,
    reason = "this is the home of the wall clock"
)]
fn wall_now() -> ZonedDateTime {
    ZonedDateTime::now()
}

/// Milliseconds of the monotonic clock, for telling two keys from one.
pub fn real_ms() -> u64 {
    read_ms(ClockId::Monotonic)
}

fn read_ms(clock: ClockId) -> u64 {
    let time = clock_gettime(clock);
    let seconds_ms = u64::try_from(time.tv_sec).unwrap_or(0) * 1000;
    seconds_ms + u64::try_from(time.tv_nsec / 1_000_000).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wall_clock_is_written_with_its_offset() {
        let now = System::new(1).now();
        let wall = now.wall.as_str();
        assert_eq!(wall.len(), "2026-11-24T09:30:00.000+01:00".len(), "{wall}");
        assert!(wall.parse::<Timestamp>().is_ok(), "{wall}");
        assert!(!now.boot_id.is_empty());
    }

    #[test]
    fn a_faster_clock_runs_faster() {
        let (slow, fast) = (System::new(1).now(), System::new(60).now());
        assert!(fast.mono_ms >= slow.mono_ms * 60);
    }
}
