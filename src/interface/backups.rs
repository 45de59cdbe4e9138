//! `mockloop backup` and `mockloop restore`.

use std::path::{Path, PathBuf};

use clap::Subcommand;

use super::bank::Printed;
use crate::engine::{self, Error};
use crate::io::clock::Clock;
use crate::io::store::Found;
use crate::report::backup::{self, Content};

const BACKUP_EXAMPLES: &str = "\
Examples:
  mockloop backup                         into `backups` of the data folder
  mockloop backup --to /mnt/stick/mockloop.db";

const RESTORE_EXAMPLES: &str = "\
Examples:
  mockloop restore latest                 the last backup that is sound
  mockloop restore journal-20261124T170000Z.db
  mockloop --data-dir NEW restore /mnt/stick/mockloop.db";

#[derive(Debug, Subcommand)]
pub(super) enum BackupCommand {
    /// Copy the journal, also while a round is on; older copies are thinned
    #[command(before_help = BACKUP_EXAMPLES)]
    Backup {
        /// Write it to this file instead, which is never thinned
        #[arg(long, value_name = "FILE")]
        to: Option<PathBuf>,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Put a backup in the journal's place; the journal before stays beside it
    #[command(before_help = RESTORE_EXAMPLES)]
    Restore {
        /// A file, a name in `backups`, or `latest`
        #[arg(value_name = "FILE|latest")]
        from: String,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
}

pub(super) fn run(
    command: &BackupCommand,
    data: &Path,
    clock: &dyn Clock,
) -> Result<Printed, Error> {
    Ok(match command {
        BackupCommand::Backup { to, json } => {
            let done = engine::back_up(data, to.as_deref(), clock)?;
            let content = content(&done.found);
            let value = json.then(|| backup::backed_up_json(&done.path, &content, &done.removed));
            Printed::ok(
                value,
                backup::backed_up(&done.path, &content, &done.removed),
            )
        }
        BackupCommand::Restore { from, json } => {
            let done = engine::restore(data, from, clock)?;
            let content = content(&done.found);
            let (aside, passed_over) = (done.aside.as_deref(), &done.passed_over);
            let value =
                json.then(|| backup::restored_json(&done.from, &content, aside, passed_over));
            Printed::ok(
                value,
                backup::restored(&done.from, &content, aside, passed_over),
            )
        }
    })
}

fn content(found: &Found) -> Content<'_> {
    Content {
        events: found.events,
        rounds: found.rounds,
        last_at: found.last_at.as_ref(),
    }
}
