//! Records that read themselves from a table and report every fault.

use std::collections::BTreeMap;

use super::{Entry, Node, Shape, Span, Value};
use crate::domain::fault::{Code, Fault, Faults};
use crate::domain::names::nearest;
use crate::domain::text::Safe;

/// The longest string that a file may hold, in bytes.
const TEXT_LIMIT_BYTES: usize = 64 * 1024;

/// A value together with its place, for rules that are checked later.
#[derive(Debug, Clone, PartialEq)]
pub struct At<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

/// Collects the faults of one file while its records are read.
#[derive(Debug)]
pub struct Reader<'a> {
    faults: &'a mut Faults,
}

impl<'a> Reader<'a> {
    /// A reader that reports into `faults`.
    pub fn new(faults: &'a mut Faults) -> Self {
        Self { faults }
    }

    /// Reports a fault of form: rule B001.
    pub fn fault(&mut self, span: Span, message: &str, help: &str) {
        self.faults
            .push(Fault::error(Code::FORM, span, message, help));
    }

    fn wrong_type(&mut self, node: &Node, wanted: &str) {
        let message = format!("expected {wanted}, found {}", node.value.what());
        self.fault(node.span, &message, &format!("write {wanted} here"));
    }

    /// Looks a key up and reads it, or reports that it is missing from the table at `table`.
    pub fn field<T: Field>(&mut self, entries: &[Entry], table: Span, key: &str) -> Option<T> {
        match entries.iter().find(|entry| entry.key == key) {
            Some(entry) => T::read(&entry.node, self),
            None => T::absent().or_else(|| {
                let help = format!("add `{key} = ...`: {}", T::WHAT);
                self.fault(table, &format!("`{key}` is missing"), &help);
                None
            }),
        }
    }

    /// Reports every key of a table that is not among the allowed ones.
    pub fn unknown_keys(&mut self, entries: &[Entry], allowed: &[&str]) {
        for entry in entries
            .iter()
            .filter(|entry| !allowed.contains(&entry.key.as_str()))
        {
            let help = match nearest(&entry.key, allowed.iter().copied()) {
                Some(near) => format!("did you mean `{near}`? allowed: {}", allowed.join(", ")),
                None => format!("allowed here: {}", allowed.join(", ")),
            };
            self.fault(
                entry.key_span,
                &format!("unknown key `{}`", entry.key),
                &help,
            );
        }
    }
}

/// A type that can be read from a node.
pub trait Field: Sized {
    /// What is expected, as a message names it.
    const WHAT: &'static str;

    /// Reads the value, or reports why it can't be read.
    fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self>;

    /// What can be read.
    fn shape() -> Shape;

    /// The value of a key that isn't there, where that is allowed.
    fn absent() -> Option<Self> {
        None
    }
}

impl<T: Field> Field for At<T> {
    const WHAT: &'static str = T::WHAT;

    fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        T::read(node, reader).map(|value| Self {
            value,
            span: node.span,
        })
    }

    fn shape() -> Shape {
        T::shape()
    }
}

impl<T: Field> Field for Option<T> {
    const WHAT: &'static str = T::WHAT;

    fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        T::read(node, reader).map(Some)
    }

    fn shape() -> Shape {
        T::shape()
    }

    fn absent() -> Option<Self> {
        Some(None)
    }
}

impl<T: Field> Field for Vec<T> {
    const WHAT: &'static str = "a list";

    fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let Value::List(nodes) = &node.value else {
            reader.wrong_type(node, Self::WHAT);
            return None;
        };
        // All elements are read before giving up, so that each one's faults are reported.
        let read: Vec<Option<T>> = nodes.iter().map(|node| T::read(node, reader)).collect();
        read.into_iter().collect()
    }

    fn shape() -> Shape {
        Shape::List(Box::new(T::shape()))
    }

    fn absent() -> Option<Self> {
        Some(Self::new())
    }
}

impl<T: Field> Field for BTreeMap<String, T> {
    const WHAT: &'static str = "a table";

    fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let Value::Table(entries) = &node.value else {
            reader.wrong_type(node, Self::WHAT);
            return None;
        };
        let read: Vec<_> = entries
            .iter()
            .map(|entry| T::read(&entry.node, reader).map(|value| (entry.key.clone(), value)))
            .collect();
        read.into_iter().collect()
    }

    fn shape() -> Shape {
        Shape::Map(Box::new(T::shape()))
    }

    fn absent() -> Option<Self> {
        Some(Self::new())
    }
}

impl Field for Safe {
    const WHAT: &'static str = "a text";

    fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        String::read(node, reader).map(Self::from)
    }

    fn shape() -> Shape {
        String::shape()
    }
}

impl Field for String {
    const WHAT: &'static str = "a text";

    fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        match &node.value {
            Value::Text(text) if text.len() > TEXT_LIMIT_BYTES => {
                let message = format!("this text has {} bytes, more than 64 KiB", text.len());
                reader.fault(node.span, &message, "shorten it");
                None
            }
            Value::Text(text) => Some(text.clone()),
            Value::Integer(_)
            | Value::Float(_)
            | Value::Boolean(_)
            | Value::Moment(_)
            | Value::List(_)
            | Value::Table(_) => {
                reader.wrong_type(node, Self::WHAT);
                None
            }
        }
    }

    fn shape() -> Shape {
        Shape::Text
    }
}

impl Field for bool {
    const WHAT: &'static str = "true or false";

    fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        if let Value::Boolean(value) = node.value {
            return Some(value);
        }
        reader.wrong_type(node, Self::WHAT);
        None
    }

    fn shape() -> Shape {
        Shape::Boolean
    }
}

impl Field for u32 {
    const WHAT: &'static str = "a whole number from 0";

    fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        if let Value::Integer(value) = node.value
            && let Ok(value) = Self::try_from(value)
        {
            return Some(value);
        }
        reader.wrong_type(node, Self::WHAT);
        None
    }

    fn shape() -> Shape {
        Shape::Whole {
            least: Self::MIN,
            greatest: Self::MAX,
        }
    }
}

impl Field for f64 {
    const WHAT: &'static str = "a number";

    fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        match node.value {
            Value::Float(value) if value.is_finite() => Some(value),
            Value::Integer(value) => i32::try_from(value).ok().map(Self::from).or_else(|| {
                reader.fault(
                    node.span,
                    "this number is out of range",
                    "write a smaller number",
                );
                None
            }),
            Value::Float(_)
            | Value::Text(_)
            | Value::Boolean(_)
            | Value::Moment(_)
            | Value::List(_)
            | Value::Table(_) => {
                reader.wrong_type(node, Self::WHAT);
                None
            }
        }
    }

    fn shape() -> Shape {
        Shape::Number
    }
}

/// A closed set of words, such as the kinds of prompts.
pub trait Choice: Copy + Sized + 'static {
    /// What the words name, for messages.
    const WHAT: &'static str;
    /// Every word with its value.
    const WORDS: &'static [(&'static str, Self)];

    /// The value of a word.
    fn from_word(word: &str) -> Option<Self> {
        Self::WORDS
            .iter()
            .find(|(known, _)| *known == word)
            .map(|(_, value)| *value)
    }
}

impl<T: Choice> Field for T {
    const WHAT: &'static str = <T as Choice>::WHAT;

    fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let text = String::read(node, reader)?;
        let found = T::from_word(&text);
        if found.is_none() {
            let words: Vec<&str> = T::WORDS.iter().map(|(word, _)| *word).collect();
            let help = match nearest(&text, words.iter().copied()) {
                Some(near) => format!("did you mean `{near}`? one of: {}", words.join(", ")),
                None => format!("one of: {}", words.join(", ")),
            };
            reader.fault(
                node.span,
                &format!("`{text}` is not {}", <T as Choice>::WHAT),
                &help,
            );
        }
        found
    }

    fn shape() -> Shape {
        Shape::Word(T::WORDS.iter().map(|(word, _)| *word).collect())
    }
}

/// Declares a record: a struct whose fields are the only keys that its table may have.
///
/// A key has its field's name unless another is given: `pub when_set: Vec<String> = "if"`. What the
/// docs say is told to authors too, as part of the record's [`Shape`].
#[macro_export]
macro_rules! record {
    ($(#[doc = $doc:literal])* pub struct $name:ident {
        $($(#[doc = $field_doc:literal])* pub $field:ident : $type:ty $(= $key:literal)?),* $(,)?
    }) => {
        $(#[doc = $doc])*
        #[derive(Debug, Clone, PartialEq)]
        pub struct $name {
            /// Where the table stands.
            pub span: $crate::domain::raw::Span,
            $($(#[doc = $field_doc])* pub $field: $type,)*
        }

        impl $crate::domain::raw::Field for $name {
            const WHAT: &'static str = "a table";

            fn read(
                node: &$crate::domain::raw::Node,
                reader: &mut $crate::domain::raw::Reader<'_>,
            ) -> Option<Self> {
                let $crate::domain::raw::Value::Table(entries) = &node.value else {
                    let message = format!("expected a table, found {}", node.value.what());
                    reader.fault(node.span, &message, "write a table here");
                    return None;
                };
                reader.unknown_keys(entries, &[$($crate::record!(@key $field $($key)?)),*]);
                $(let $field = reader.field::<$type>(
                    entries, node.span, $crate::record!(@key $field $($key)?));)*
                Some(Self { span: node.span, $($field: $field?,)* })
            }

            fn shape() -> $crate::domain::raw::Shape {
                // Every line of a doc begins with a space.
                $crate::domain::raw::Shape::Table($crate::domain::raw::Table {
                    doc: concat!($($doc),*).trim(),
                    keys: vec![$($crate::domain::raw::Key {
                        key: $crate::record!(@key $field $($key)?),
                        doc: concat!($($field_doc),*).trim(),
                        required: <$type as $crate::domain::raw::Field>::absent().is_none(),
                        shape: <$type as $crate::domain::raw::Field>::shape(),
                    }),*],
                    others: None,
                })
            }
        }
    };
    (@key $field:ident) => { stringify!($field) };
    (@key $field:ident $key:literal) => { $key };
}
