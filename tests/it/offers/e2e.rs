//! The three invented offers in `tests/offers/e2e`, from the files to the contract of the JSON.
