//! What happens while you answer: a round is a fold over its events.
//!
//! [`decide`] turns what the human or the clock did into events, or into a reply that changes
//! nothing; [`step`] folds one event into the state and says what is to be told. Both are pure:
//! replaying a round's events gives the state that it had when it was live.

pub mod ask;
pub mod close;
mod decide;
mod event;
pub mod scoring;
mod state;
mod step;
pub mod timer;
pub mod verbal;

pub use decide::{
    COMMANDS, Context, Decision, EXTEND_MINUTES, Happening, Input, LINE_LIMIT_BYTES, Pending,
    Reply, SKIP, Task, Watch, decide, first_ratings,
};
pub use event::{
    Budget, CloseLength, CodeRun, Drawn, Envelope, Event, FORMAT, Pause, Reveal, RoundId, Tag,
};
pub use state::{
    Broken, Capture, HintTaken, PhaseTime, Question, Ran, Rated, Stage, State, replay,
};
pub use step::{ASK_LIST, Effect, step};
