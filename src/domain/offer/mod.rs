//! Weighing offers: a weighted sum on fixed anchors, compensation, and what would change the
//! answer. What is not known is an interval, never a guess.

pub mod check;
pub mod compare;
pub mod equity;
pub mod fields;
pub mod flags;
pub mod flip;
pub mod format;
pub mod lottery;
pub mod model;
pub mod money;
pub mod pay;
pub mod question;
pub mod sensitivity;
pub mod smaa;
pub mod totals;
pub mod utility;
pub mod verdict;
pub mod vest;
pub mod words;
