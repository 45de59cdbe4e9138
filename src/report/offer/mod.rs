//! Offers as documents, drafts and JSON.

pub mod compare;
pub mod json;
pub mod table;
pub mod words;
