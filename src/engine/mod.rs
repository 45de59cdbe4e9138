//! Floor 3: the loop and what it drives. `select!` only names an input; a synchronous function
//! decides; effects are performed. What is needed of a human is the trait [`Ui`].

mod code;
mod coding;
mod desk;
mod error;
mod inputs;
mod library;
mod options;
mod play;
mod shelf;
mod trust;
mod ui;
mod verify;

pub use desk::Desk;
pub use error::{Error, Kind};
pub use inputs::{Arrived, Inputs, LineSender, Live, Signal, block_on, lines};
pub use library::{Entry, Library, Linted};
pub use options::{Options, Pace};
pub use play::{Outcome, Table};
pub use shelf::{begin, lint_at, read};
pub use trust::Content;
pub use ui::Ui;
pub use verify::{Consent, Progress, VerifyOptions, verify};
