//! Where private data lies.

use std::path::{Path, PathBuf};

use etcetera::BaseStrategy as _;

/// The data folder: what was asked for, else the platform's own place. Nothing is created.
///
/// # Errors
/// The home folder is not known and no folder was asked for.
pub fn data(asked: Option<&Path>) -> Result<PathBuf, String> {
    match asked {
        Some(path) => Ok(path.to_path_buf()),
        None => match etcetera::base_strategy::choose_base_strategy() {
            Ok(strategy) => Ok(strategy.data_dir().join("mockloop")),
            Err(error) => Err(error.to_string()),
        },
    }
}

/// The configuration's file: in the data folder that was asked for, else in the platform's own
/// place. Nothing is created.
///
/// # Errors
/// The home folder is not known and no folder was asked for.
pub fn config(asked: Option<&Path>) -> Result<PathBuf, String> {
    match asked {
        Some(path) => Ok(path.join("config.toml")),
        None => match etcetera::base_strategy::choose_base_strategy() {
            Ok(strategy) => Ok(strategy.config_dir().join("mockloop/config.toml")),
            Err(error) => Err(error.to_string()),
        },
    }
}

/// The folder of what can be made again. Nothing is created.
///
/// # Errors
/// The home folder is not known.
pub fn cache() -> Result<PathBuf, String> {
    match etcetera::base_strategy::choose_base_strategy() {
        Ok(strategy) => Ok(strategy.cache_dir().join("mockloop")),
        Err(error) => Err(error.to_string()),
    }
}
