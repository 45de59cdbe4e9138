//! JSON Schemas of a bank's files, so that an editor completes and checks while one writes.

use serde_json::{Map, Value, json};

use crate::domain::bank::check::Topics;
use crate::domain::bank::format::{BankFile, PlansFile, PromptFile, RoleFile, RubricsFile, SCHEMA};
use crate::domain::raw::{Field, Key, Shape, Table};

/// A schema: its keywords with what they say.
type Schema = Map<String, Value>;

/// The schemas of all files of a bank, by the names of the schemas' own files.
pub fn all() -> [(String, Value); 6] {
    [
        ("prompt", "prompt", PromptFile::shape()),
        ("bank", "bank", BankFile::shape()),
        ("topics", "topics", Topics::shape()),
        ("phases", "time plans", PlansFile::shape()),
        ("rubrics", "dimensions", RubricsFile::shape()),
        ("role", "role", RoleFile::shape()),
    ]
    .map(|(name, title, shape)| {
        let name = format!("{name}-{SCHEMA}.schema.json");
        let schema = file(&name, title, &shape);
        (name, schema)
    })
}

/// A schema as it stands in its file.
pub fn text(schema: &Value) -> String {
    format!("{schema:#}\n")
}

fn file(name: &str, title: &str, shape: &Shape) -> Value {
    let mut schema = of(shape);
    schema.extend(keywords([
        (
            "$schema",
            json!("https://json-schema.org/draft/2020-12/schema"),
        ),
        ("$id", json!(name)),
        ("title", json!(format!("mockloop {title}"))),
    ]));
    let mut schema = Value::Object(schema);
    // A file of another generation has another schema.
    if let Some(Value::Object(generation)) = schema.pointer_mut("/properties/schema") {
        generation.insert("const".to_owned(), json!(SCHEMA));
    }
    schema
}

fn of(shape: &Shape) -> Schema {
    match shape {
        Shape::Text => keywords([("type", json!("string"))]),
        Shape::Form { what, pattern } => keywords([
            ("type", json!("string")),
            ("pattern", json!(pattern)),
            ("description", json!(write(what))),
        ]),
        Shape::Word(words) => keywords([("type", json!("string")), ("enum", json!(words))]),
        Shape::Whole { least, greatest } => keywords([
            ("type", json!("integer")),
            ("minimum", json!(least)),
            ("maximum", json!(greatest)),
        ]),
        Shape::Number => keywords([("type", json!("number"))]),
        Shape::Boolean => keywords([("type", json!("boolean"))]),
        Shape::List(element) => keywords([("type", json!("array")), ("items", of(element).into())]),
        Shape::Map(value) => keywords([
            ("type", json!("object")),
            ("additionalProperties", of(value).into()),
        ]),
        Shape::Table(table) => of_table(table),
        Shape::Either(shapes) => {
            let shapes: Vec<Schema> = shapes.iter().map(of).collect();
            keywords([("anyOf", json!(shapes))])
        }
        Shape::Anything => Schema::new(),
    }
}

fn of_table(table: &Table) -> Schema {
    let properties: Schema = table.keys.iter().map(property).collect();
    let required = table.keys.iter().filter(|key| key.required);
    let required: Vec<&str> = required.map(|key| key.key).collect();
    let others = table.others.as_deref();
    keywords([
        ("type", json!("object")),
        ("description", json!(table.doc)),
        ("properties", properties.into()),
        ("required", json!(required)),
        (
            "additionalProperties",
            others.map_or(json!(false), |shape| of(shape).into()),
        ),
    ])
}

fn property(key: &Key) -> (String, Value) {
    let mut schema = of(&key.shape);
    let description = if let Shape::Form { what, .. } = key.shape {
        format!("{} {}", key.doc, write(what))
    } else {
        key.doc.to_owned()
    };
    schema.insert("description".to_owned(), json!(description));
    (key.key.to_owned(), schema.into())
}

/// What is expected, worded as the check does.
fn write(what: &str) -> String {
    format!("Write {what}.")
}

fn keywords<const N: usize>(pairs: [(&str, Value); N]) -> Schema {
    let pairs = pairs.into_iter();
    pairs.map(|(key, value)| (key.to_owned(), value)).collect()
}
