//! What is wrong with a file, and where: values, not messages on a screen.

use super::raw::Span;
use super::text::Safe;

/// The name of a rule, such as `B005`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(&'static str);

impl Code {
    /// The file has the right form: it parses, has no unknown key and the right types.
    pub const FORM: Self = Self("B001");
    /// The directory is the kind, the file's stem is the id.
    pub const PLACE: Self = Self("B002");
    /// Ids have their form and are unique.
    pub const ID: Self = Self("B003");
    /// Exactly the kind's own table is present.
    pub const KIND_TABLE: Self = Self("B004");
    /// Phase minutes add up to the prompt's minutes.
    pub const MINUTES: Self = Self("B005");
    /// Every reference resolves.
    pub const REFERENCE: Self = Self("B006");
    /// Every dimension in use has its four ratings in words.
    pub const RATINGS: Self = Self("B007");
    /// Levels are contiguous and contain the prompt's own.
    pub const LEVELS: Self = Self("B008");
    /// Files lie inside the bank and are ordinary files.
    pub const FILES: Self = Self("B011");
    /// A hint ladder has the rungs 1, 2, 3 and rising costs.
    pub const LADDER: Self = Self("B401");
    /// A follow-up's condition is well-formed.
    pub const FOLLOW_UP: Self = Self("B501");
    /// A cap allows 1 to 3.
    pub const CAP: Self = Self("B502");

    /// Milestones are numbered from 1, and tests have them.
    pub const MILESTONES: Self = Self("B604");
    /// A signal ends in an unconditional view.
    pub const VIEWS: Self = Self("B806");
    /// A turn comes at its time or at its keys.
    pub const TURNS: Self = Self("B922");

    /// The code as it is written.
    pub fn as_str(self) -> &'static str {
        self.0
    }
}

/// Whether a fault blocks the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The file can't be used.
    Error,
    /// The file can be used, but should be better.
    Warning,
}

/// One thing that is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The rule that it breaks.
    pub code: Code,
    /// Whether it blocks the file.
    pub severity: Severity,
    /// Where it stands.
    pub span: Span,
    /// What is wrong.
    pub message: Safe,
    /// What to write instead.
    pub help: Safe,
}

impl Fault {
    /// A fault that blocks the file.
    pub fn error(code: Code, span: Span, message: &str, help: &str) -> Self {
        let (message, help) = (Safe::new(message), Safe::new(help));
        Self {
            code,
            severity: Severity::Error,
            span,
            message,
            help,
        }
    }
}

/// The faults of one file.
pub type Faults = Vec<Fault>;

/// A file's text with its faults.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaultyFile {
    /// The file's name as shown.
    pub file: Safe,
    /// The file's text, or nothing where it can't be read as text.
    pub text: String,
    /// What is wrong with it, in the order of their places.
    pub faults: Faults,
}

impl FaultyFile {
    /// Line and column of a byte, both from 1; columns count characters.
    pub fn place(&self, byte: usize) -> (usize, usize) {
        let before = self.text.get(..byte).unwrap_or(&self.text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        (line, column)
    }
}
