//! Offers as documents, drafts and JSON.

pub mod checklist;
pub mod compare;
pub mod email;
pub mod export;
pub mod json;
pub mod memo;
pub mod score;
pub mod sensitivity;
pub mod table;
pub mod words;
pub mod years;
