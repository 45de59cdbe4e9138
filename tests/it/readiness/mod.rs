//! The readiness model against its specification, and what it promises.

mod draws;
mod golden;
mod learners;
mod page;
mod table;
pub(crate) mod told;
