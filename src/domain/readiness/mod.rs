//! What the history says about the next round, as a range: the model and its read-outs.
//!
//! [`Attempt`] is one round as evidence. A [`Filter`] takes attempts in the order of time and knows
//! after each how good somebody is at what, and how surely. An [`Outlook`] reads it for a
//! [`Role`]. The model works in points 1 to 5; people see ratings 1 to 4, by [`rating`].

mod areas;
mod attempt;
mod choice;
mod dense;
mod filter;
mod fold;
pub mod forecast;
mod layout;
mod ledger;
mod normal;
#[cfg(test)]
mod observations;
mod observe;
mod outlook;
mod params;
#[cfg(test)]
mod properties;
mod reading;
mod record;
mod role;
mod series;
mod weak;

pub use areas::{Area, Of, Standing};
pub use attempt::{Attempt, CORRECTNESS, PACING};
pub use choice::{Chooser, Stretch, Worth};
pub use filter::{DAY_MS, Estimate, Filter, Functional};
pub use fold::attempts;
pub use layout::Layout;
pub use ledger::{Beside, Contrast, Ledger, Why};
pub use normal::{NINETY, phi};
pub use observe::{Cause, What};
pub use outlook::{Outlook, Ready, Seen, next_score, points, rating};
pub use params::FORMULA;
pub use reading::{
    Change, Direction, Forecast, History, ROUNDS_FOR_KIND, ROUNDS_FOR_NUMBERS, Reading,
};
pub use record::{Record, Slip};
pub use role::{KindWeights, Role};
pub use series::{By, Moves, Point, Series};
pub use weak::{Craft, RoundEvidence, WeakAreas};
