//! The JSON Schemas: they are those of the format, and the shipped files point at them and keep to
//! them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use jsonschema::Validator;
use mockloop::domain::bank::check::{Address, Topics, role_at};
use mockloop::domain::bank::format::{BankFile, PlansFile, PromptFile, RoleFile, RubricsFile};
use mockloop::domain::bank::{PromptId, TopicId};
use mockloop::domain::fault::Faults;
use mockloop::domain::raw::{Field, Node, Reader, Shape, Value as Raw};
use mockloop::io::toml;
use mockloop::report::schema;
use serde_json::{Value, json};

use crate::transcript::{bless, same};

/// The files of the format.
const FILES: [&str; 6] = ["bank", "phases", "prompt", "role", "rubrics", "topics"];

#[test]
fn the_committed_schemas_are_those_of_the_format() {
    for (name, schema) in schema::all() {
        let (path, seen) = (folder().join(&name), schema::text(&schema));
        if bless() {
            fs::create_dir_all(folder()).unwrap();
            fs::write(path, seen).unwrap();
        } else {
            let expected = fs::read_to_string(path).unwrap_or_default();
            same(&name, &expected, &seen);
            assert!(expected.ends_with("}\n"), "{name}: the last line");
        }
    }
    if !bless() {
        let mut committed: Vec<_> = fs::read_dir(folder())
            .unwrap()
            .map(|file| file.unwrap().file_name().into_string().unwrap())
            .collect();
        committed.sort();
        assert_eq!(committed, FILES.map(file_of), "in question_banks/schema");
    }
}

#[test]
fn the_schemas_are_schemas() {
    for (name, schema) in schema::all() {
        if let Err(error) = jsonschema::draft202012::meta::validate(&schema) {
            panic!("{name}: {error} at {}", error.instance_path());
        }
        assert_eq!(schema["$id"], json!(name));
    }
}

#[test]
fn the_shipped_files_keep_to_their_schemas() {
    let validators = validators();
    let shipped = shipped();
    for (path, text) in &shipped {
        let faults = marked(&validators[role(path).unwrap()], text);
        assert!(faults.is_empty(), "{}: {faults:#?}", path.display());
    }
    for name in FILES {
        let is_there = shipped.iter().any(|(path, _)| role(path) == Some(name));
        assert!(is_there, "no {name} is shipped");
    }
}

#[test]
fn the_shipped_files_point_at_their_schemas() {
    for (path, text) in shipped() {
        let first = text.lines().next().unwrap_or_default();
        let pointed = first
            .strip_prefix("#:schema ")
            .and_then(|to| fs::canonicalize(path.parent().unwrap().join(to)).ok());
        let wanted = folder().join(file_of(role(&path).unwrap()));
        let wanted = fs::canonicalize(wanted).unwrap();
        assert_eq!(pointed, Some(wanted), "{}:1: {first}", path.display());
    }
}

/// What the program refuses for its form, an editor marks too.
#[test]
fn spoilt_files_are_refused_by_their_schemas_and_by_the_program() {
    let validators = validators();
    let shipped = shipped();
    // The end of a path, a stretch of the file, what takes its place, and where that is marked.
    let spoilt = [
        // Keys that are not known.
        ("made-it-worse.toml", "\nstatus ", "\nhard = 3\nstatus ", ""),
        ("made-it-worse.toml", "\nask =", "\nasks =", "/clarify/0"),
        ("topics.toml", "title = ", "name = \"\"\ntitle = ", "/otp"),
        ("bank.toml", "\nlicence ", "\nlicense ", ""),
        // Keys that are missing.
        ("webhook-delivery.toml", "\nminutes ", "\n# ", ""),
        ("slow-captures.toml", "\nclock_start", "\n# ", "/incident"),
        ("phases.toml", "minutes = ", "# ", "/plan/0/phase/0"),
        ("rubrics.toml", "\nschema = 1", "\n", ""),
        // Values of another type.
        ("first-call.toml", "= 1\n", "= \"1\"\n", "/schema"),
        (
            "quote-gate/prompt.toml",
            "\nrevision   = ",
            "\nrevision = -",
            "/revision",
        ),
        (
            "bank.toml",
            "[\"shared/rubrics.toml\"]",
            "\"shared/rubrics.toml\"",
            "/rubrics",
        ),
        (
            "offer.toml",
            "opening = ",
            "opening = true # ",
            "/negotiation/lever/0/opening",
        ),
        // Words outside a choice, and names without the form of one.
        (
            "webhook-delivery.toml",
            "\"must\"",
            "\"mst\"",
            "/expect/0/weight",
        ),
        (
            "made-it-worse.toml",
            "\"senior\"",
            "\"principal\"",
            "/level",
        ),
        ("bank.toml", "\"core-backend\"", "\"Core backend\"", "/id"),
        (
            "made-it-worse.toml",
            "\"people.failure\"",
            "\"failure\"",
            "/topics/0",
        ),
        ("backend.toml", "\nbar ", "\nbars ", ""),
        ("backend.toml", "margin   = ", "margin = '' #", "/margin"),
    ];
    for (end, from, to, place) in spoilt {
        let (path, text) = shipped
            .iter()
            .find(|(path, _)| path.to_str().unwrap().ends_with(end))
            .unwrap();
        assert!(text.contains(from), "{from:?} is not in {end}");
        let text = text.replacen(from, to, 1);
        let role = role(path).unwrap();
        let marked = marked(&validators[role], &text);
        let is_marked = marked
            .iter()
            .any(|fault| fault.starts_with(&format!("{place}: ")));
        assert!(is_marked, "{end}: {to:?}: {marked:?}");
        assert!(!is_read(role, &text), "{end}: {to:?}");
    }
}

#[test]
fn ids_have_the_same_form_in_the_schemas() {
    fn agree<T: Field>(new: impl Fn(&str) -> Option<T>) {
        let Shape::Form { pattern, .. } = T::shape() else {
            panic!("an id without a form");
        };
        let schema = jsonschema::validator_for(&json!({ "pattern": pattern })).unwrap();
        for id in [
            "a",
            "des-webhook-delivery",
            "r2-d2",
            "jobs.retries",
            "a-b.c-d",
            "",
            "-a",
            "a-",
            "a--b",
            "A",
            "a b",
            "ä",
            "a\n",
            "a.b.c",
            ".a",
            "a.",
            "a.-b",
            "a_b",
        ] {
            assert_eq!(schema.is_valid(&json!(id)), new(id).is_some(), "{id:?}");
        }
    }
    agree(PromptId::new);
    agree(TopicId::new);
}

fn banks() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("question_banks")
}

fn folder() -> PathBuf {
    banks().join("schema")
}

fn file_of(role: &str) -> String {
    format!("{role}-1.schema.json")
}

fn validators() -> BTreeMap<&'static str, Validator> {
    let schemas: BTreeMap<_, _> = schema::all().into_iter().collect();
    let validator = |name| jsonschema::validator_for(&schemas[&file_of(name)]).unwrap();
    FILES.map(|name| (name, validator(name))).into()
}

/// What a schema finds wrong in a file, each with its place.
fn marked(validator: &Validator, text: &str) -> Vec<String> {
    let file = json_of(text);
    let errors = validator.iter_errors(&file);
    errors
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

/// The shipped files of the format with their texts.
fn shipped() -> Vec<(PathBuf, String)> {
    fn walk(folder: &Path, files: &mut Vec<(PathBuf, String)>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, files);
            } else if path
                .extension()
                .is_some_and(|extension| extension == "toml")
            {
                let text = fs::read_to_string(&path).unwrap();
                files.push((path, text));
            }
        }
    }
    let mut files = Vec::new();
    walk(&banks().join("core-backend"), &mut files);
    files.sort();
    files
}

/// Which of the files of the format a file of the shipped bank is.
fn role(path: &Path) -> Option<&'static str> {
    let path = path.strip_prefix(banks().join("core-backend")).unwrap();
    match path.to_str().unwrap() {
        "bank.toml" => Some("bank"),
        "shared/phases.toml" => Some("phases"),
        "shared/rubrics.toml" => Some("rubrics"),
        "shared/topics.toml" => Some("topics"),
        path if role_at(path).is_some() => Some("role"),
        path => Address::of(path).map(|_| "prompt"),
    }
}

fn is_read(role: &str, text: &str) -> bool {
    fn is<T: Field>(text: &str) -> bool {
        toml::read::<T>(text, &mut Faults::new()).is_some()
    }
    match role {
        "bank" => is::<BankFile>(text),
        "phases" => is::<PlansFile>(text),
        "rubrics" => is::<RubricsFile>(text),
        "topics" => is::<Topics>(text),
        "role" => is::<RoleFile>(text),
        "prompt" => is::<PromptFile>(text),
        _ => panic!("{role} is no file of the format"),
    }
}

/// A whole file as JSON.
struct Json(Value);

impl Field for Json {
    const WHAT: &'static str = "anything";

    fn read(node: &Node, _: &mut Reader<'_>) -> Option<Self> {
        Some(Self(json(node)))
    }

    fn shape() -> Shape {
        Shape::Anything
    }
}

fn json_of(text: &str) -> Value {
    let mut faults = Faults::new();
    let read: Option<Json> = toml::read(text, &mut faults);
    read.unwrap_or_else(|| panic!("{faults:?}")).0
}

fn json(node: &Node) -> Value {
    match &node.value {
        Raw::Text(text) | Raw::Moment(text) => json!(text),
        Raw::Integer(number) => json!(number),
        Raw::Float(number) => json!(number),
        Raw::Boolean(value) => json!(value),
        Raw::List(nodes) => nodes.iter().map(json).collect(),
        Raw::Table(entries) => entries
            .iter()
            .map(|entry| (entry.key.clone(), json(&entry.node)))
            .collect(),
    }
}
