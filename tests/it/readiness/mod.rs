//! The readiness model against its specification, and what it promises.

mod draws;
mod golden;
mod learners;
mod table;
mod told;
