//! What happens while you answer: a round is a fold over its events.
//!
//! [`decide`] turns what the human or the clock did into events, or into a reply that changes
//! nothing; [`step`] folds one event into the state and says what is to be told. Both are pure:
//! replaying a round's events gives the state that it had when it was live.

pub mod aftermath;
pub mod ask;
pub mod call;
pub mod close;
mod decide;
mod drawn;
mod event;
mod moves;
pub mod plan;
pub mod scenario;
pub mod scoring;
mod state;
mod step;
pub mod talk;
pub mod timer;
pub mod verbal;

pub use decide::{
    COMMANDS, Context, Decision, EXTEND_MINUTES, Happening, Input, LINE_LIMIT_BYTES, Missing,
    Pending, Refusal, Reply, SKIP, Task, Verb, Watch, decide, first_ratings,
};
pub use drawn::{Budget, Drawn, Drill, Subject, TASTE_BANK, Timekeeping};
pub use event::{
    CloseLength, CodeRun, Envelope, Event, Exercise, FORMAT, LATEST_FORMAT, Pause, Reveal, RoundId,
    Tag,
};
pub use moves::{Act, Move};
pub use state::{
    Broken, Capture, HintTaken, PhaseTime, Question, Ran, Rated, Stage, State, replay,
};
pub use step::{ASK_LIST, Effect, step};
