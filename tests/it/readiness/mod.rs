//! The readiness model against its specification, and what it promises.

mod golden;
mod learners;
mod table;
