//! Floor 3: the loop and what it drives. `select!` only names an input; a synchronous function
//! decides; effects are performed. What is needed of a human is the trait [`Ui`].

mod archive;
mod choose;
mod desk;
mod error;
mod evidence;
mod inputs;
mod library;
mod options;
mod play;
mod shelf;
mod ui;

pub use archive::{DEFAULT_ROLE, Imported, history, import, phase_uses, role, role_entry};
pub use choose::because;
pub use desk::Desk;
pub use error::{Error, Kind};
pub use evidence::evidence;
pub use inputs::{Arrived, Inputs, LineSender, Live, Signal, block_on, lines};
pub use library::{Entry, Library, Linted, RoleEntry};
pub use options::{Options, Pace, Turn, Way};
pub use play::{Outcome, Table};
pub use shelf::{begin, begin_role, lint_at, read};
pub use ui::Ui;
