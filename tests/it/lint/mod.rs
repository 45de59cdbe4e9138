//! The rules of quality, each on a prompt that keeps it and one that breaks it.

mod across;
mod common;
mod kinds;
mod roles;
mod shipped;
mod texts;
mod work;
