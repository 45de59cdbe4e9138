//! Transfers between accounts, in whole cents.

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Customer,
    Own,
}

/// Why nothing was posted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused(pub String);

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub account: String,
    pub cents: i64,
}

/// One row per posted transfer, with its lines; `at` is in seconds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub id: usize,
    pub reference: String,
    pub at: u64,
    pub lines: Vec<Line>,
    pub reverses: Option<String>,
}

pub struct Ledger {}

impl Ledger {
    pub fn new(_accounts: &[(&str, Kind)]) -> Self {
        Self {}
    }

    /// Posts a transfer.
    pub fn post(&mut self, _reference: &str, _at: u64, _lines: &[Line]) -> Result<Entry, Refused> {
        todo!()
    }

    /// Undoes the transfer of a reference, under a reference of its own.
    pub fn reverse(&mut self, _reference: &str, _under: &str, _at: u64) -> Result<Entry, Refused> {
        todo!()
    }

    /// The cents held at a moment, or after everything that was posted; wide enough for any sum.
    pub fn balance(&self, _account: &str, _at: Option<u64>) -> i128 {
        todo!()
    }
}
