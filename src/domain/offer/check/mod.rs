//! Files against the rules: what comes out can't be wrong, and all faults are told at once.

mod comp;
mod equity;
mod offer;
mod scorecard;

pub use offer::offer;
pub use scorecard::{Given, largest_remainder, scorecard};

use std::collections::BTreeSet;

use crate::domain::fault::{Code, Fault, Faults};
use crate::domain::names::nearest;
use crate::domain::raw::{At, Span};
use crate::domain::text::Safe;

/// The generation of the format.
const SCHEMA: u32 = 1;

fn fault(faults: &mut Faults, code: Code, span: Span, message: impl AsRef<str>, help: &str) {
    faults.push(Fault::error(code, span, message.as_ref(), help));
}

fn generation(schema: &At<u32>, faults: &mut Faults) {
    if schema.value != SCHEMA {
        let message = format!("this mockloop reads schema {SCHEMA}, not {}", schema.value);
        fault(faults, Code::FORM, schema.span, message, "write schema = 1");
    }
}

/// Whether a text can be an id: `a-z`, `0-9`, `-` and `_`, at most 40 characters.
pub fn is_id(text: &str) -> bool {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_".contains(c);
    let starts = text.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit());
    starts && text.len() <= 40 && text.chars().all(allowed)
}

/// Reports an id of a wrong form.
fn id(id: &At<String>, faults: &mut Faults) {
    if !is_id(&id.value) {
        let message = format!("`{}` is no id", id.value);
        let help = "begin with a letter or digit, then a-z, 0-9, - and _; at most 40 characters";
        fault(faults, Code::OFFER_REFERENCE, id.span, message, help);
    }
}

/// Reports ids that are given twice.
fn unique<'a>(what: &str, ids: impl Iterator<Item = &'a At<String>>, faults: &mut Faults) {
    let mut seen = BTreeSet::new();
    for id in ids {
        if !seen.insert(id.value.as_str()) {
            let message = format!("there are two {what} called `{}`", id.value);
            let help = "give each a name of its own, or remove one";
            fault(faults, Code::OFFER_REFERENCE, id.span, message, help);
        }
    }
}

/// Reports a name that isn't known, with the nearest that is.
fn known(what: &str, name: &At<String>, names: &[&str], faults: &mut Faults) -> bool {
    let is_known = names.contains(&name.value.as_str());
    if !is_known {
        let list = names.join(", ");
        let help = match nearest(&name.value, names.iter().copied()) {
            Some(near) => format!("did you mean `{near}`? there are: {list}"),
            None if names.is_empty() => format!("there is no {what} yet: add one"),
            None => format!("there are: {list}"),
        };
        let message = format!("there is no {what} called `{}`", name.value);
        fault(faults, Code::OFFER_REFERENCE, name.span, message, &help);
    }
    is_known
}

fn texts(list: &[At<String>]) -> Vec<Safe> {
    list.iter().map(|at| Safe::new(&at.value)).collect()
}
