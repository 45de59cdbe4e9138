//! From what a bank's files say to what can be asked: every rule that a domain value rests on.
//!
//! A check reports all faults of a file at once and returns the value only when there are none.

mod behavioral;
mod coding;
mod design;
mod detail;
mod incident;
mod negotiation;
mod parts;
mod prompt;
mod role;
#[cfg(test)]
mod sample;
mod screen;
mod shared;

pub(in crate::domain::bank) use detail::SHORT_MINUTES;
pub use prompt::{Address, prompt};
pub use role::{role, role_at};
pub use shared::{Dimension, Plan, Shared, Topics, shared};

use crate::domain::fault::{Code, Fault, Faults};
use crate::domain::names::nearest;
use crate::domain::raw::{At, Span};

use super::format::{BankFile, SCHEMA};

/// Checks what `bank.toml` says of itself.
pub fn bank(file: &BankFile, faults: &mut Faults) {
    generation(&file.schema, faults);
}

/// Reports a generation of the format that this version does not read.
pub(in crate::domain) fn generation(schema: &At<u32>, faults: &mut Faults) {
    if schema.value != SCHEMA {
        let message = format!(
            "this file has format {}; only format {SCHEMA} is known",
            schema.value
        );
        faults.push(Fault::error(
            Code::FORM,
            schema.span,
            &message,
            "write `schema = 1`, or use a newer mockloop",
        ));
    }
}

/// Reports a reference to something that does not exist.
fn unresolved<'a>(
    what: &str,
    name: &str,
    span: Span,
    known: impl Iterator<Item = &'a str> + Clone,
    faults: &mut Faults,
) {
    let help = match nearest(name, known.clone()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("known: {}", known.collect::<Vec<_>>().join(", ")),
    };
    faults.push(Fault::error(
        Code::REFERENCE,
        span,
        &format!("no {what} `{name}`"),
        &help,
    ));
}

/// Reports every name that was given before.
fn unique<'a>(what: &str, names: impl Iterator<Item = (&'a str, Span)>, faults: &mut Faults) {
    let mut seen = std::collections::BTreeSet::new();
    for (name, span) in names {
        if !seen.insert(name) {
            let message = format!("{what} `{name}` is there twice");
            faults.push(Fault::error(
                Code::ID,
                span,
                &message,
                "give one of them another id",
            ));
        }
    }
}

/// The values of a list without their places.
fn values<T: Clone>(list: &[At<T>]) -> Vec<T> {
    list.iter().map(|element| element.value.clone()).collect()
}

/// Names one after the other, as in a sentence.
fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let names: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    match names.split_last() {
        Some((last, others @ [_, ..])) => format!("{} and {last}", others.join(", ")),
        Some((last, [])) => last.clone(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::listed;

    #[test]
    fn names_are_listed_as_in_a_sentence() {
        assert_eq!(listed(["a", "b", "c"]), "`a`, `b` and `c`");
        assert_eq!(listed(["a"]), "`a`");
    }
}
