//! Roles: what the interviews for a job weigh.

use serde_json::{Value, json};

use crate::domain::bank::BankId;
use crate::domain::readiness::Role;
use crate::report::document::Document;
use crate::report::json::SCHEMA;
use crate::report::words::{list, percent};

/// Roles as a list, each with its bank.
pub fn roles(roles: &[(&BankId, &Role)]) -> Document {
    if roles.is_empty() {
        return Document::line("No role. `mockloop bank lint` tells what is wrong with one.");
    }
    let line = |(bank, role): &(&BankId, &Role)| {
        let kinds: Vec<String> = role.kinds().cloned().collect();
        let text = format!("{}. {}; bar {}", role.title, list(&kinds), role.bar);
        (format!("{bank}/{}", role.id), text)
    };
    Document::default().items(roles.iter().map(line))
}

/// Roles for programs.
pub fn roles_json(roles: &[(&BankId, &Role)]) -> Value {
    let line = |(bank, role): &(&BankId, &Role)| json!({ "bank": bank, "id": role.id, "title": role.title, "bar": role.bar });
    json!({ "schema": SCHEMA, "roles": roles.iter().map(line).collect::<Vec<_>>() })
}

/// What a role weighs, the heaviest first.
pub fn role(role: &Role) -> Document {
    let critical = if role.critical.is_empty() {
        "nothing by itself".to_owned()
    } else {
        list(&role.critical)
    };
    let document = Document::default()
        .title(format!("{} ({})", role.title, role.id))
        .text(format!(
            "The bar is {}. What has to come within {} of it, whatever the rest does: {critical}.",
            role.bar, role.margin
        ));
    role.by_kind
        .iter()
        .fold(document, |document, (kind, weights)| {
            document
                .title(format!("{kind}, {}", percent(weights.weight)))
                .item("dimensions", shares(weights.dimensions.iter()))
                .item("topics", shares(weights.topics.iter()))
        })
}

/// A role for programs, as its file has it.
pub fn role_json(role: &Role) -> Value {
    let kinds = role.by_kind.iter();
    let by = |of: fn(&crate::domain::readiness::KindWeights) -> Value| -> Value {
        kinds
            .clone()
            .map(|(kind, weights)| (kind.clone(), of(weights)))
            .collect::<serde_json::Map<_, _>>()
            .into()
    };
    json!({
        "schema": SCHEMA,
        "id": role.id,
        "title": role.title,
        "bar": role.bar,
        "critical": role.critical,
        "margin": role.margin,
        "w_kind": by(|weights| json!(weights.weight)),
        "w_kind_dim": by(|weights| json!(weights.dimensions)),
        "w_kind_topic": by(|weights| json!(weights.topics)),
    })
}

fn shares<'a>(shares: impl Iterator<Item = (&'a String, &'a f64)>) -> String {
    let mut shares: Vec<(&String, f64)> = shares.map(|(name, share)| (name, *share)).collect();
    shares.sort_by(|a, b| b.1.total_cmp(&a.1));
    let words: Vec<String> = shares
        .into_iter()
        .map(|(name, share)| format!("{name} {}", percent(share)))
        .collect();
    words.join(", ")
}
