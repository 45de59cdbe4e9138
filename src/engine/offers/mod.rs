//! Offers on disk: a folder with `scorecard.toml` and `offers/ID.toml`.

mod folder;

pub use folder::{Loaded, Search, threads};
