//! Edits of TOML texts that leave comments and order as they are.

use toml_edit::{Array, DocumentMut, InlineTable, Item, Table, Value};

/// What is set.
#[derive(Debug, Clone, PartialEq)]
pub enum Set {
    /// A text.
    Text(String),
    /// A whole number.
    Whole(i64),
    /// A number.
    Number(f64),
    /// `true` or `false`.
    Boolean(bool),
    /// A value as it is written in TOML: a date, a list.
    Written(String),
}

impl Set {
    /// A value as a person types it: TOML where it is TOML, else a text. An amount stays a text, for
    /// money is exact.
    pub fn typed(text: &str, is_money: bool) -> Self {
        let is_toml = text.parse::<Value>().is_ok();
        if is_money && !text.starts_with(['"', '\'', '[']) {
            return Self::Text(text.to_owned());
        }
        if is_toml {
            Self::Written(text.to_owned())
        } else {
            Self::Text(text.to_owned())
        }
    }

    fn value(&self) -> Option<Value> {
        match self {
            Self::Text(text) => Some(Value::from(text.as_str())),
            Self::Whole(number) => Some(Value::from(*number)),
            Self::Number(number) => Some(Value::from(*number)),
            Self::Boolean(value) => Some(Value::from(*value)),
            Self::Written(text) => text.parse().ok(),
        }
    }
}

/// A text that is edited, or begun.
#[derive(Debug, Clone, Default)]
pub struct Editing(DocumentMut);

impl Editing {
    /// Begins to edit a text; nothing if it is not TOML.
    pub fn of(text: &str) -> Option<Self> {
        text.parse().ok().map(Self)
    }

    /// Sets the value at a path such as `comp.base`; tables on the way are made. False if something
    /// else stands on the way.
    pub fn set(&mut self, path: &str, set: &Set) -> bool {
        let keys: Vec<&str> = path.split('.').collect();
        let Some((last, tables)) = keys.split_last() else {
            return false;
        };
        let Some(value) = set.value() else {
            return false;
        };
        let mut table = self.0.as_table_mut();
        for key in tables {
            let item = table.entry(key).or_insert_with(|| {
                let mut new = Table::new();
                new.set_implicit(true);
                Item::Table(new)
            });
            let Some(inner) = item.as_table_mut() else {
                return false;
            };
            table = inner;
        }
        put(table, last, value);
        true
    }

    /// Removes what stands at a path.
    pub fn remove(&mut self, path: &str) {
        let keys: Vec<&str> = path.split('.').collect();
        let Some((last, tables)) = keys.split_last() else {
            return;
        };
        let mut table = self.0.as_table_mut();
        for key in tables {
            let Some(inner) = table.get_mut(key).and_then(Item::as_table_mut) else {
                return;
            };
            table = inner;
        }
        table.remove(last);
    }

    /// The text at a path.
    pub fn get(&self, path: &str) -> Option<String> {
        let mut item = self.0.as_item();
        for key in path.split('.') {
            item = item.get(key)?;
        }
        item.as_str().map(ToOwned::to_owned)
    }

    /// Two values of each element of a list of tables.
    pub fn pairs(&self, list: &str, (first, second): (&str, &str)) -> Vec<(String, String)> {
        let tables = self.0.get(list).and_then(Item::as_array_of_tables);
        let written = |table: &Table, key: &str| {
            let value = table.get(key)?.as_value()?;
            Some(
                value
                    .as_str()
                    .map_or_else(|| value.to_string().trim().to_owned(), ToOwned::to_owned),
            )
        };
        let tables = tables.into_iter().flat_map(toml_edit::ArrayOfTables::iter);
        tables
            .filter_map(|table| Some((written(table, first)?, written(table, second)?)))
            .collect()
    }

    /// Adds an element to a list of tables, such as `decision` or `comp.sign_on`.
    pub fn append(&mut self, list: &str, sets: &[(&str, Set)]) -> bool {
        let (tables, list) = list.rsplit_once('.').unwrap_or(("", list));
        let mut parent = self.0.as_table_mut();
        for key in tables.split('.').filter(|key| !key.is_empty()) {
            let item = parent
                .entry(key)
                .or_insert_with(|| Item::Table(Table::new()));
            let Some(inner) = item.as_table_mut() else {
                return false;
            };
            parent = inner;
        }
        let item = parent
            .entry(list)
            .or_insert_with(|| Item::ArrayOfTables(toml_edit::ArrayOfTables::new()));
        let Some(tables) = item.as_array_of_tables_mut() else {
            return false;
        };
        let mut table = Table::new();
        for (key, set) in sets {
            let Some(value) = set.value() else {
                return false;
            };
            put(&mut table, key, value);
        }
        tables.push(table);
        true
    }

    /// Takes the last element of a list of tables away.
    pub fn pop(&mut self, list: &str) {
        let tables = self.0.get_mut(list).and_then(Item::as_array_of_tables_mut);
        if let Some(tables) = tables
            && let Some(last) = tables.len().checked_sub(1)
        {
            tables.remove(last);
        }
    }

    /// Sets keys in the element of a list of tables whose key has a value; adds one if there is none.
    pub fn set_in(
        &mut self,
        list: &str,
        (key, name): (&str, &str),
        sets: &[(&str, Option<Set>)],
    ) -> bool {
        let item = self
            .0
            .as_table_mut()
            .entry(list)
            .or_insert_with(|| Item::ArrayOfTables(toml_edit::ArrayOfTables::new()));
        let Some(tables) = item.as_array_of_tables_mut() else {
            return false;
        };
        let is_it = |table: &Table| table.get(key).and_then(Item::as_str) == Some(name);
        let known = tables.iter().position(is_it);
        if known.is_none() {
            let mut table = Table::new();
            put(&mut table, key, Value::from(name));
            tables.push(table);
        }
        let place = known.unwrap_or(tables.len() - 1);
        let Some(table) = tables.get_mut(place) else {
            return false;
        };
        for (key, set) in sets {
            match set.as_ref().map(Set::value) {
                Some(Some(value)) => put(table, key, value),
                Some(None) => return false,
                None => {
                    table.remove(key);
                }
            }
        }
        true
    }

    /// The edited text.
    pub fn text(&self) -> String {
        self.0.to_string()
    }
}

/// A list of texts as a value.
pub fn texts<T: AsRef<str>>(list: &[T]) -> Set {
    let array: Array = list.iter().map(AsRef::as_ref).collect();
    Set::Written(array.to_string())
}

/// A list of tables of texts as a value, in one line.
pub fn tables(list: &[Vec<(&str, &str)>]) -> Set {
    let table = |pairs: &Vec<(&str, &str)>| pairs.iter().copied().collect::<InlineTable>();
    let array: Array = list.iter().map(table).collect();
    Set::Written(array.to_string())
}

/// Replaces a value and keeps what stands around it: a comment behind it, spaces before it.
fn put(table: &mut Table, key: &str, mut value: Value) {
    match table.get_mut(key) {
        Some(item) => {
            if let Some(old) = item.as_value() {
                let decor = old.decor().clone();
                *value.decor_mut() = decor;
            }
            *item = Item::Value(value);
        }
        None => {
            table.insert(key, Item::Value(value));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\
# my offer
id = \"a\"
[comp] # pay
base = \"1\"   # a year
[[scores]]
criterion = \"team\"
unknown = true # not asked yet
";

    #[test]
    fn edits_keep_comments_and_order() {
        let mut editing = Editing::of(TEXT).unwrap();
        assert!(editing.set("comp.base", &Set::typed("140000", true)));
        assert!(editing.set("comp.bonus.target_pct", &Set::typed("0.1", false)));
        assert!(editing.set("deadline", &Set::typed("2026-11-28", false)));
        let sets = [
            ("unknown", None),
            ("score", Some(Set::Number(7.5))),
            ("evidence", Some(texts(&["e1".to_owned()]))),
        ];
        assert!(editing.set_in("scores", ("criterion", "team"), &sets));
        assert!(editing.set_in(
            "scores",
            ("criterion", "scope"),
            &[("score", Some(Set::Whole(8)))]
        ));
        assert!(!editing.set("id.x", &Set::Boolean(true)));
        assert!(editing.append("asked", &[("n", Set::Whole(1))]));
        assert!(editing.append("asked", &[("n", Set::Whole(2))]));
        editing.pop("asked");
        editing.pop("asked");
        editing.pop("none");
        assert!(!editing.append("id", &[]));
        assert!(Editing::of("a = ").is_none());
        assert_eq!(
            editing.text(),
            "\
# my offer
id = \"a\"
deadline = 2026-11-28
[comp] # pay
base = \"140000\"   # a year

[comp.bonus]
target_pct = 0.1
[[scores]]
criterion = \"team\"
score = 7.5
evidence = [\"e1\"]

[[scores]]
criterion = \"scope\"
score = 8
"
        );
    }
}
