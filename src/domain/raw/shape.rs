//! What may stand in a place of a file, as a value: what is read can also be described.

/// What a [`Field`](super::Field) reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    /// Any text.
    Text,
    /// A text of a certain form.
    Form {
        /// What is expected, with an example.
        what: &'static str,
        /// The form, as a regular expression for the whole text.
        pattern: &'static str,
    },
    /// One of some words.
    Word(Vec<&'static str>),
    /// A whole number.
    Whole {
        /// The least.
        least: u32,
        /// The greatest.
        greatest: u32,
    },
    /// A number with or without a point.
    Number,
    /// `true` or `false`.
    Boolean,
    /// A list with elements of one shape.
    List(Box<Self>),
    /// A table with free keys and values of one shape.
    Map(Box<Self>),
    /// A table with keys of its own.
    Table(Table),
    /// One of some shapes.
    Either(Vec<Self>),
    /// Whatever one likes.
    Anything,
}

/// The shape of a table with keys of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// What the table is.
    pub doc: &'static str,
    /// Its keys in order.
    pub keys: Vec<Key>,
    /// What may stand at other keys; without it, there are none.
    pub others: Option<Box<Shape>>,
}

/// A key of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// The key as it is written.
    pub key: &'static str,
    /// What its value says.
    pub doc: &'static str,
    /// Whether it must be there.
    pub required: bool,
    /// What may stand there.
    pub shape: Shape,
}
