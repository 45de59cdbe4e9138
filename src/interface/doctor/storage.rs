//! What the doctor finds of the journal, its copies, the disk below it and the clocks.

use std::path::Path;

use crate::domain::moment::Moment;
use crate::engine;
use crate::io::clock::Clock;
use crate::io::file_system::{self, FileSystem};
use crate::io::store::{
    Examined, StoreError, examine, is_sqlite_sound, is_there, names, sqlite_version,
};
use crate::report::doctor::{Check, Health};
use crate::report::words::{capital, count};

const RESTORE: &str =
    "`mockloop restore latest` takes the last backup and keeps this file beside it.";
const HOUR_MS: u64 = 60 * 60 * 1000;
/// A copy is made at most a day after something was kept, so a week without one tells something.
const STALE_MS: u64 = 7 * 24 * HOUR_MS;
/// Years in which a clock may be right.
const YEARS: std::ops::RangeInclusive<i32> = 2025..=2125;

pub(super) fn checks(data: &Path, clock: &dyn Clock) -> Vec<Check> {
    let mut checks = vec![sqlite()];
    checks.extend(journal(data));
    checks.push(backups(data, clock));
    checks.extend(disk(data));
    checks.push(clocks(&clock.now()));
    checks
}

fn sqlite() -> Check {
    if is_sqlite_sound() {
        return Check::fine("sqlite", sqlite_version());
    }
    Check::new(
        "sqlite",
        Health::Bad,
        format!("{} has a fault that loses data.", sqlite_version()),
        "Build mockloop with the SQLite it bundles.",
    )
}

fn journal(data: &Path) -> Vec<Check> {
    const NAME: &str = "journal";
    match examine(data) {
        Ok(None) if !names(data).is_empty() => {
            vec![Check::new(
                NAME,
                Health::Bad,
                "It is missing or empty, and there are backups of it.",
                RESTORE,
            )]
        }
        Ok(None) => vec![Check::fine(NAME, "It will be made by the first round.")],
        Ok(Some(found)) => examined(&found),
        Err(error @ (StoreError::Damaged { .. } | StoreError::NotOurs(_))) => {
            let found = format!("{}.", capital(&error.to_string()));
            vec![Check::new(NAME, Health::Bad, found, RESTORE)]
        }
        Err(error) => {
            let error = engine::Error::from(error);
            vec![Check::new(NAME, Health::Bad, error.cause, error.remedy)]
        }
    }
}

fn examined(found: &Examined) -> Vec<Check> {
    if let Some(fault) = found.faults.first() {
        let more = found.faults.len() - 1;
        let more = if more == 0 {
            String::new()
        } else {
            format!(" (and {more} more)")
        };
        let fault = format!("It is damaged: {fault}{more}.");
        return vec![Check::new("journal", Health::Bad, fault, RESTORE)];
    }
    if let Some(obstacle) = &found.obstacle {
        let obstacle = format!("It can be read, and nothing can be kept in it: {obstacle}.");
        let remedy = "Check the folder's owner and mode. If they are right the file is damaged: \
                      `mockloop restore latest` takes the last backup.";
        return vec![Check::new("journal", Health::Bad, obstacle, remedy)];
    }
    let format = if found.format < found.latest {
        format!(
            "format {}, which becomes {} with the next round",
            found.format, found.latest
        )
    } else {
        format!("format {}", found.format)
    };
    let sound = format!(
        "Sound: {} in {}; {format}; {} mode.",
        count(found.events, "event"),
        count(found.rounds, "round"),
        found.mode.to_uppercase(),
    );
    let list = if found.is_list_right {
        Check::fine("list of rounds", "It says what the journal says.")
    } else {
        Check::new(
            "list of rounds",
            Health::Bad,
            "It differs from the journal, which is right.",
            "`mockloop doctor --rebuild` makes it anew.",
        )
    };
    vec![Check::fine("journal", sound), list]
}

fn backups(data: &Path, clock: &dyn Clock) -> Check {
    const NAME: &str = "backups";
    let remedy = "`mockloop backup` makes one; after rounds it happens once a day.";
    match engine::age_ms(data, clock) {
        None if is_there(data) => Check::new(NAME, Health::Weak, "There is none.", remedy),
        None => Check::fine(NAME, "There is nothing to back up yet."),
        Some(age_ms) => {
            let found = format!("The last one was made {} ago.", age(age_ms));
            if age_ms < STALE_MS {
                Check::fine(NAME, found)
            } else {
                Check::new(NAME, Health::Weak, found, remedy)
            }
        }
    }
}

fn age(age_ms: u64) -> String {
    let hours = age_ms / HOUR_MS;
    match hours {
        0 => "less than an hour".to_owned(),
        1..48 => count(hours, "hour"),
        _ => count(hours / 24, "day"),
    }
}

fn disk(data: &Path) -> Option<Check> {
    const NAME: &str = "file system";
    let remedy = "Choose a folder on a disk of this machine with --data-dir; `mockloop restore` \
                  takes a backup there.";
    Some(match file_system::of(data)? {
        FileSystem::Local => Check::fine(NAME, "The data folder is on a disk of this machine."),
        FileSystem::Memory => Check::new(
            NAME,
            Health::Weak,
            "The data folder is in memory: it is gone when the machine is switched off.",
            remedy,
        ),
        FileSystem::Network(name) => Check::new(
            NAME,
            Health::Weak,
            format!("The data folder is on another machine ({name}), where locks may not hold."),
            remedy,
        ),
        FileSystem::PassedThrough(name) => Check::new(
            NAME,
            Health::Weak,
            format!("The data folder is passed through ({name}); what is synced may not last."),
            remedy,
        ),
    })
}

fn clocks(now: &Moment) -> Check {
    const NAME: &str = "clocks";
    let wall = now.date_and_minute();
    let year = wall.get(..4).and_then(|year| year.parse().ok());
    if !year.is_some_and(|year| YEARS.contains(&year)) {
        return Check::new(
            NAME,
            Health::Bad,
            format!("The machine says that it is {wall}."),
            "Set its clock: plans, trends and backups go by the date. Rounds are timed without it.",
        );
    }
    if now.boot_id == "unknown" || now.boot_ms < now.mono_ms {
        return Check::new(
            NAME,
            Health::Weak,
            format!("It is {wall}; this machine does not count the time that it sleeps."),
            "Use /pause before it sleeps.",
        );
    }
    Check::fine(
        NAME,
        format!("It is {wall}; sleep of the machine is counted."),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(wall: &str, boot_ms: u64) -> Health {
        clocks(&Moment {
            mono_ms: 5,
            boot_ms,
            boot_id: "boot".to_owned(),
            wall: wall.into(),
        })
        .state
    }

    #[test]
    fn a_clock_that_is_years_off_is_told() {
        assert_eq!(at("2026-11-24T09:00:00+01:00", 6), Health::Fine);
        assert_eq!(at("1970-01-01T00:00:03+00:00", 6), Health::Bad);
        assert_eq!(at("2026-11-24T09:00:00+01:00", 4), Health::Weak);
    }

    #[test]
    fn ages_are_told_in_hours_then_days() {
        assert_eq!(age(0), "less than an hour");
        assert_eq!(age(HOUR_MS), "1 hour");
        assert_eq!(age(47 * HOUR_MS), "47 hours");
        assert_eq!(age(49 * HOUR_MS), "2 days");
    }
}
