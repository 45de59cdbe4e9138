//! The table of promises: how often each is tried, how long that took, and what came of it.
//!
//! A plain `cargo test` tries each a few times. `.ci/promises` sets `MOCKLOOP_PROMISES` to a
//! folder: then each is tried as often as the table asks, and leaves its row there.

use std::fs;
use std::path::PathBuf;
use std::time::Instant;

/// A promise that is being tried.
pub(crate) struct Promise {
    row: &'static str,
    began: Instant,
    /// Where its row goes, if the table is being made.
    table: Option<PathBuf>,
}

impl Promise {
    /// Begins a row of the table: a short name without blanks, such as `kill`.
    #[expect(
        clippy::disallowed_methods,
        reason = "the table says how long a row took"
    )]
    pub(crate) fn of(row: &'static str) -> Self {
        Self {
            row,
            began: Instant::now(),
            table: table_folder(),
        }
    }

    /// How often it is tried: seldom with every test, as often as the table asks in its own run.
    pub(crate) fn times<T>(&self, seldom: T, table: T) -> T {
        if self.table.is_some() { table } else { seldom }
    }

    /// It held: writes the row.
    pub(crate) fn held(self, count: usize, found: &str) {
        let Some(folder) = &self.table else {
            return;
        };
        let seconds = self.began.elapsed().as_secs_f64();
        let line = format!("{}\t{count}\t{seconds:.1}\t{found}\n", self.row);
        fs::write(folder.join(self.row), line).unwrap();
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "set by the command that makes the table"
)]
fn table_folder() -> Option<PathBuf> {
    std::env::var_os("MOCKLOOP_PROMISES").map(PathBuf::from)
}
