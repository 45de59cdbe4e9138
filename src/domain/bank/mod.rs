//! What can be asked: prompts, their rubrics and phases, and the check that makes them of a file.
//!
//! [`format`](mod@format) names the keys of a bank's files; [`check`] turns what was read into the values of
//! [`prompt`], which can't be wrong: every reference in them resolves. [`lint`] says what makes a
//! sound prompt a poor one.

pub mod check;
pub mod format;
mod ids;
pub mod lint;
pub mod prompt;

pub use ids::{
    BankId, CapId, ClarificationId, DimensionId, EstimateId, ExemplarId, FollowUpId, ItemId,
    MissId, PhaseId, PlanId, PromptId, TopicId, TwistId, is_kebab,
};
pub use prompt::{Kind, Level, Prompt, Rating, Weight};
