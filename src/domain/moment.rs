//! An instant as an argument: three clocks and the boot that two of them count from.

use serde::{Deserialize, Serialize};

use super::text::Safe;

/// What all clocks showed at one instant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moment {
    /// Monotonic milliseconds; stands still while the machine sleeps.
    pub mono_ms: u64,
    /// Milliseconds since boot; counts sleep.
    pub boot_ms: u64,
    /// Names the boot that both count from.
    pub boot_id: String,
    /// The wall clock, RFC 3339 with offset. Shown and sorted by, never calculated with.
    pub wall: Safe,
}

impl Moment {
    /// Date and minute of the wall clock, such as `2026-11-24 09:30`.
    pub fn date_and_minute(&self) -> String {
        date_and_minute(&self.wall)
    }
}

/// Date and minute of an RFC 3339 time, such as `2026-11-24 09:30`.
pub fn date_and_minute(wall: &Safe) -> String {
    wall.as_str()
        .chars()
        .take(16)
        .map(|c| if c == 'T' { ' ' } else { c })
        .collect()
}
