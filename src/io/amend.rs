//! TOML files changed where they are to be changed: comments and order stay.

use toml_edit::{Array, ArrayOfTables, DocumentMut, InlineTable, Item, Table, value};

/// A TOML text that is being written or changed.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    document: DocumentMut,
}

/// What is written at a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry<'a> {
    /// A text.
    Text(&'a str),
    /// A list of texts.
    Texts(Vec<&'a str>),
    /// A list of tables of texts, in one line.
    Tables(Vec<Vec<(&'a str, &'a str)>>),
    /// A whole number.
    Number(i64),
    /// A date, as it is written.
    Date(String),
}

impl Entry<'_> {
    fn item(&self) -> Item {
        match self {
            Self::Text(text) => value(*text),
            Self::Texts(texts) => value(texts.iter().copied().collect::<Array>()),
            Self::Tables(tables) => {
                let table =
                    |entries: &Vec<(&str, &str)>| entries.iter().copied().collect::<InlineTable>();
                value(tables.iter().map(table).collect::<Array>())
            }
            Self::Number(number) => value(*number),
            Self::Date(text) => match text.parse::<toml_edit::Datetime>() {
                Ok(date) => value(date),
                Err(_) => value(text.as_str()),
            },
        }
    }
}

impl Sheet {
    /// An existing text; nothing if it is no TOML.
    pub fn of(text: &str) -> Option<Self> {
        let document = text.parse().ok()?;
        Some(Self { document })
    }

    /// Writes a key of the top table.
    pub fn set(&mut self, key: &str, entry: &Entry<'_>) {
        put(self.document.as_table_mut(), key, entry);
    }

    /// Writes a key of a table, which is begun if need be. False if something else stands there.
    pub fn set_in(&mut self, table: &str, key: &str, entry: &Entry<'_>) -> bool {
        let item = self
            .document
            .entry(table)
            .or_insert(Item::Table(Table::new()));
        let Some(table) = item.as_table_like_mut() else {
            return false;
        };
        match table.get_mut(key) {
            Some(old) => replace(old, entry),
            None => {
                table.insert(key, entry.item());
            }
        }
        true
    }

    /// Adds a table at the end of a list of tables. False if something else stands there.
    pub fn push(&mut self, list: &str, entries: &[(&str, Entry<'_>)]) -> bool {
        let begun = Item::ArrayOfTables(ArrayOfTables::new());
        let item = self.document.entry(list).or_insert(begun);
        let Some(tables) = item.as_array_of_tables_mut() else {
            return false;
        };
        let mut table = Table::new();
        for (key, entry) in entries {
            table.insert(key, entry.item());
        }
        tables.push(table);
        true
    }

    /// Takes the last table of a list away.
    pub fn pop(&mut self, list: &str) {
        let tables = self.document.get_mut(list);
        if let Some(tables) = tables.and_then(Item::as_array_of_tables_mut)
            && let Some(last) = tables.len().checked_sub(1)
        {
            tables.remove(last);
        }
    }

    /// The text.
    pub fn text(&self) -> String {
        self.document.to_string()
    }
}

fn put(table: &mut Table, key: &str, entry: &Entry<'_>) {
    match table.get_mut(key) {
        Some(old) => replace(old, entry),
        None => {
            table.insert(key, entry.item());
        }
    }
}

/// The comment behind a value belongs to the value's place, not to the value.
fn replace(old: &mut Item, entry: &Entry<'_>) {
    let decor = old.as_value().map(|value| value.decor().clone());
    *old = entry.item();
    if let (Some(decor), Some(value)) = (decor, old.as_value_mut()) {
        *value.decor_mut() = decor;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_order_stay() {
        let text = "# mine\na = \"x\" # why\nb = [\"p\"]\n\n[t] # a table\nc = 1\n";
        let mut sheet = Sheet::of(text).unwrap();
        sheet.set("a", &Entry::Text("say \"y\""));
        sheet.set("b", &Entry::Texts(vec!["p", "q"]));
        assert!(sheet.set_in("t", "d", &Entry::Date("2026-11-24".to_owned())));
        assert!(sheet.push("e", &[("f", Entry::Number(2))]));
        assert!(!sheet.push("a", &[]));
        assert!(sheet.push("e", &[("f", Entry::Number(3))]));
        sheet.pop("e");
        sheet.pop("none");
        assert_eq!(
            sheet.text(),
            "# mine\na = 'say \"y\"' # why\nb = [\"p\", \"q\"]\n\n[t] # a table\nc = 1\n\
             d = 2026-11-24\n\n[[e]]\nf = 2\n"
        );
        assert!(Sheet::of("a = ").is_none());
    }
}
