//! What can be asked: prompts, their rubrics and phases, and the check that makes them of a file.
//!
//! [`format`](mod@format) names the keys of a bank's files; [`check`] turns what was read into the values of
//! [`prompt`] and [`detail`], which can't be wrong: every reference in them resolves. [`lint`] says
//! what makes a sound prompt a poor one. [`ways`] says how an incident can end. [`index`] is what choosing needs to know of a prompt.

pub mod check;
pub mod detail;
pub mod format;
mod ids;
pub mod index;
pub mod lint;
pub mod prompt;
mod scale;
mod states;
pub mod tests_text;
pub mod ways;

pub use ids::{
    ActionId, BankId, CapId, ClarificationId, DimensionId, EstimateId, ExemplarId, FactId,
    FollowUpId, InjectId, ItemId, LeverId, MissId, MutantId, PhaseId, PlanId, PromptId, QuestionId,
    RoleId, SignalId, TopicId, TurnId, TwistId, is_kebab,
};
pub use prompt::Prompt;
pub use scale::{Kind, Level, Rating, Status, Value, Weight};
