//! The part of the domain that reads banks: all that the build script compiles of it.

#[path = "../src/domain/bank/mod.rs"]
pub mod bank;
#[path = "../src/domain/fault.rs"]
pub mod fault;
#[path = "../src/domain/names.rs"]
pub mod names;
#[path = "../src/domain/raw/mod.rs"]
pub mod raw;
#[path = "../src/domain/text.rs"]
pub mod text;
