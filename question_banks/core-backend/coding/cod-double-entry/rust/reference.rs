//! Entries are added and never touched again; what an account holds is their sum.

use std::collections::HashMap;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Customer,
    Own,
}

/// Why nothing was posted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused(pub String);

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
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

impl Entry {
    /// Senders change the moment and the order of the lines from one try to the next.
    fn is_same(&self, other: &Self) -> bool {
        let sorted = |entry: &Self| {
            let mut lines = entry.lines.clone();
            lines.sort();
            lines
        };
        self.reverses == other.reverses && sorted(self) == sorted(other)
    }
}

pub struct Ledger {
    accounts: HashMap<String, Kind>,
    entries: Vec<Entry>,
}

impl Ledger {
    pub fn new(accounts: &[(&str, Kind)]) -> Self {
        let accounts = accounts
            .iter()
            .map(|(name, kind)| (name.to_string(), *kind));
        Self {
            accounts: accounts.collect(),
            entries: Vec::new(),
        }
    }

    /// Posts a transfer.
    pub fn post(&mut self, reference: &str, at: u64, lines: &[Line]) -> Result<Entry, Refused> {
        let entry = self.entry(reference, at, lines.to_vec(), None);
        // A repeat is told first: what it moves may be gone by now, and it moves nothing.
        if let Some(posted) = self.posted(&entry)? {
            return Ok(posted);
        }
        self.check_lines(lines)?;
        self.check_cover(lines)?;
        Ok(self.add(entry))
    }

    /// Undoes the transfer of a reference, under a reference of its own.
    pub fn reverse(&mut self, reference: &str, under: &str, at: u64) -> Result<Entry, Refused> {
        let original = self
            .find(reference)
            .ok_or_else(|| refused("nothing was posted as", reference))?;
        let opposite = |line: &Line| Line {
            account: line.account.clone(),
            cents: -line.cents,
        };
        let lines = original.lines.iter().map(opposite).collect();
        let entry = self.entry(under, at, lines, Some(reference.to_owned()));
        if let Some(posted) = self.posted(&entry)? {
            return Ok(posted);
        }
        self.check_reversible(original)?;
        // Cover is not asked for: the money has left, and a debt must be seen.
        Ok(self.add(entry))
    }

    /// The cents held at a moment, or after everything that was posted; wide enough for any sum.
    pub fn balance(&self, account: &str, at: Option<u64>) -> i128 {
        // By the moment of a transfer, not by its place: transfers may come in late.
        let entries = self
            .entries
            .iter()
            .filter(|entry| at.is_none_or(|at| entry.at <= at));
        let lines = entries.flat_map(|entry| &entry.lines);
        lines
            .filter(|line| line.account == account)
            .map(|line| i128::from(line.cents))
            .sum()
    }

    fn entry(&self, reference: &str, at: u64, lines: Vec<Line>, reverses: Option<String>) -> Entry {
        Entry {
            id: self.entries.len() + 1,
            reference: reference.to_owned(),
            at,
            lines,
            reverses,
        }
    }

    fn find(&self, reference: &str) -> Option<&Entry> {
        self.entries
            .iter()
            .find(|entry| entry.reference == reference)
    }

    fn posted(&self, entry: &Entry) -> Result<Option<Entry>, Refused> {
        match self.find(&entry.reference) {
            Some(posted) if !posted.is_same(entry) => {
                Err(refused("another transfer is posted as", &entry.reference))
            }
            posted => Ok(posted.cloned()),
        }
    }

    fn check_lines(&self, lines: &[Line]) -> Result<(), Refused> {
        if lines.is_empty() {
            return Err(refused("there are no lines", ""));
        }
        for line in lines {
            // The least of all numbers has no opposite, so that it could never be reversed.
            if line.cents == 0 || line.cents == i64::MIN {
                return Err(refused("no amount for", &line.account));
            }
            if !self.accounts.contains_key(&line.account) {
                return Err(refused("no account is called", &line.account));
            }
        }
        if total(lines) != 0 {
            return Err(refused("the lines do not add up to zero", ""));
        }
        Ok(())
    }

    /// All lines together, and only where an account loses: who is in debt may still pay in.
    fn check_cover(&self, lines: &[Line]) -> Result<(), Refused> {
        for account in lines.iter().map(|line| &line.account) {
            let change = total(lines.iter().filter(|line| line.account == *account));
            let is_customer = self.accounts.get(account) == Some(&Kind::Customer);
            if is_customer && change < 0 && self.balance(account, None) + change < 0 {
                return Err(refused("not enough is held by", account));
            }
        }
        Ok(())
    }

    fn check_reversible(&self, original: &Entry) -> Result<(), Refused> {
        if original.reverses.is_some() {
            return Err(refused("a reversal itself is", &original.reference));
        }
        let is_reversal = |entry: &Entry| entry.reverses.as_ref() == Some(&original.reference);
        if self.entries.iter().any(is_reversal) {
            return Err(refused("reversed before was", &original.reference));
        }
        Ok(())
    }

    fn add(&mut self, entry: Entry) -> Entry {
        self.entries.push(entry.clone());
        entry
    }
}

fn total<'a>(lines: impl IntoIterator<Item = &'a Line>) -> i128 {
    lines.into_iter().map(|line| i128::from(line.cents)).sum()
}

fn refused(why: &str, what: &str) -> Refused {
    Refused(format!("{why} {what}"))
}
