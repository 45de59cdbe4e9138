//! A role's file against the rules.

use std::collections::{BTreeMap, BTreeSet};

use super::parts::rating;
use super::{Shared, generation, unique, unresolved};
use crate::domain::bank::format::{RoleFile, Weights};
use crate::domain::bank::{DimensionId, Kind, TopicId};
use crate::domain::fault::{Code, Fault, Faults};
use crate::domain::raw::{At, Span};

/// How far from 1 the weights of a table may sum.
const TOLERANCE: f64 = 1e-4;

/// The widest margin: from the lowest rating to the highest.
const WIDEST_MARGIN: f64 = 3.0;

/// The name of the role whose file lies at a path in a bank: `roles/ID.toml`.
pub fn role_at(path: &str) -> Option<&str> {
    let name = path.strip_prefix("roles/")?.strip_suffix(".toml")?;
    (!name.contains('/')).then_some(name)
}

/// Checks the file of the role called `name`, in a bank that has some kinds.
pub fn role(file: &RoleFile, name: &str, kinds: &[Kind], shared: &Shared, faults: &mut Faults) {
    generation(&file.schema, faults);
    if file.id.value.as_str() != name {
        let message = format!("the file is called `{name}`, the role `{}`", file.id.value);
        let help = "give the file and the role the same name";
        faults.push(Fault::error(Code::PLACE, file.id.span, &message, help));
    }
    let own_kinds = names(&file.kinds.value, |kind| kind.as_str());
    let known = kinds.iter().map(|kind| kind.as_str()).collect();
    let own_kinds = resolved("kind", &own_kinds, &known, faults);
    let dimensions = names(&file.dimensions.value, DimensionId::as_str);
    let known = shared.dimensions.keys().map(DimensionId::as_str).collect();
    let dimensions = resolved("dimension", &dimensions, &known, faults);
    let topics = names(&file.topics.value, TopicId::as_str);
    let known = shared.topics.iter().map(TopicId::as_str).collect();
    let topics = resolved("topic", &topics, &known, faults);
    let critical = names(&file.critical, DimensionId::as_str);
    resolved("dimension of this role", &critical, &dimensions, faults);
    ratings(file, faults);
    weighed("w_kind", file, &file.w_kind.value, faults);
    weights("w_kind", "kind", &file.w_kind, &own_kinds, faults);
    for (table, what, tables, known) in [
        ("w_kind_dim", "dimension", &file.w_kind_dim, &dimensions),
        ("w_kind_topic", "topic", &file.w_kind_topic, &topics),
    ] {
        weighed(table, file, &tables.value, faults);
        by_kind((table, what), &tables.value, (&own_kinds, known), faults);
    }
}

/// The names of a list with their places.
fn names<T>(list: &[At<T>], word: impl Fn(&T) -> &str) -> Vec<(&str, Span)> {
    list.iter().map(|at| (word(&at.value), at.span)).collect()
}

/// Reports names that are unknown or given twice. The result is the whole list, so that a slip in
/// it is told once and not again where the name is used.
fn resolved<'a>(
    what: &str,
    list: &[(&'a str, Span)],
    known: &BTreeSet<&str>,
    faults: &mut Faults,
) -> BTreeSet<&'a str> {
    unique(what, list.iter().copied(), faults);
    for (name, span) in list {
        if !known.contains(name) {
            unresolved(what, name, *span, known.iter().copied(), faults);
        }
    }
    list.iter().map(|(name, _)| *name).collect()
}

/// The bar is a rating, and the margin lies between ratings.
fn ratings(file: &RoleFile, faults: &mut Faults) {
    if rating(&file.bar).is_none() {
        let (message, help) = ("a rating is 1, 2, 3 or 4", "write the rating asked for");
        faults.push(Fault::error(Code::RATINGS, file.bar.span, message, help));
    }
    if !(0.0..=WIDEST_MARGIN).contains(&file.margin.value) {
        let message = format!("a margin of {} ratings", file.margin.value);
        let help = format!("write a number from 0 to {WIDEST_MARGIN}, such as 0.5");
        let fault = Fault::error(Code::RATINGS, file.margin.span, &message, &help);
        faults.push(fault);
    }
}

/// Every kind of the role is in a table.
fn weighed<T>(table: &str, file: &RoleFile, own: &BTreeMap<String, T>, faults: &mut Faults) {
    for kind in &file.kinds.value {
        let name = kind.value.as_str();
        if !own.contains_key(name) {
            let message = format!("`{name}` has no weights in `{table}`");
            let help = format!("add `{name}` to `{table}`, or remove it from `kinds`");
            let fault = Fault::error(Code::ROLE_WEIGHTS, kind.span, &message, &help);
            faults.push(fault);
        }
    }
}

/// A table of weights for each of the role's kinds.
fn by_kind(
    (table, what): (&str, &str),
    tables: &BTreeMap<String, At<Weights>>,
    (kinds, known): (&BTreeSet<&str>, &BTreeSet<&str>),
    faults: &mut Faults,
) {
    for (kind, own) in tables {
        if !kinds.contains(kind.as_str()) {
            let known = kinds.iter().copied();
            unresolved("kind of this role", kind, own.span, known, faults);
        }
        weights(&format!("{table}.{kind}"), what, own, known, faults);
    }
}

/// The weights of a table are the role's own, none is negative, and they sum to 1.
fn weights(
    table: &str,
    what: &str,
    own: &At<Weights>,
    known: &BTreeSet<&str>,
    faults: &mut Faults,
) {
    for (name, weight) in &own.value {
        if !known.contains(name.as_str()) {
            let (what, known) = (format!("{what} of this role"), known.iter().copied());
            unresolved(&what, name, weight.span, known, faults);
        }
        if weight.value < 0.0 {
            let message = format!("`{name}` weighs {} in `{table}`", weight.value);
            let help = "write a number from 0 to 1";
            let fault = Fault::error(Code::ROLE_WEIGHTS, weight.span, &message, help);
            faults.push(fault);
        }
    }
    let sum: f64 = own.value.values().map(|weight| weight.value).sum();
    if (sum - 1.0).abs() > TOLERANCE {
        let sum = format!("{sum:.6}");
        let sum = sum.trim_end_matches('0').trim_end_matches('.');
        let message = format!("the weights of `{table}` sum to {sum}");
        let help = "change them so that they sum to 1";
        let fault = Fault::error(Code::ROLE_WEIGHTS, own.span, &message, help);
        faults.push(fault);
    }
}
