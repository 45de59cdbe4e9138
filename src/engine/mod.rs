//! Floor 3: the loop and what it drives. `select!` only names an input; a synchronous function
//! decides; effects are performed. What is needed of a human is the trait [`Ui`].

mod archive;
mod calc;
mod choose;
mod desk;
mod drills;
mod error;
mod evidence;
mod grading;
mod inputs;
mod library;
mod loops;
pub mod offers;
mod options;
mod outcomes;
mod papers;
mod peers;
mod planning;
mod play;
mod shelf;
mod stories;
mod talk;
mod taste;
mod transfer;
mod ui;

pub use archive::{DEFAULT_ROLE, history, phase_uses, role, role_entry};
pub use choose::because;
pub use desk::Desk;
pub use error::{Error, Kind};
pub use evidence::evidence;
pub use inputs::{Arrived, Inputs, LineReceiver, LineSender, Live, Signal, block_on, lines};
pub use library::{Entry, Library, Linted, RoleEntry};
pub use loops::{Begin, LoopChoice};
pub use options::{Options, Pace, Turn, Way};
pub use papers::write as write_text;
pub use planning::Course;
pub use play::{Outcome, Table};
pub use shelf::{begin, begin_role, lint_at, read};
pub use stories::competencies;
pub use taste::taste;
pub use transfer::{Imported, import};
pub use ui::{Awaited, Ui};
