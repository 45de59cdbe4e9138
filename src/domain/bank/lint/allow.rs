//! Warnings that a prompt allows, and allowances that allow nothing.

use super::Subject;
use super::explain::{self, Gravity};
use crate::domain::bank::format::LintTable;
use crate::domain::fault::{Code, Fault, Faults, Severity};
use crate::domain::names::nearest;
use crate::domain::raw::Span;

/// Codes whose warnings only show when a bank is looked at as a whole.
const OF_BANK: &[Code] = &[Code::REFERENCE, Code::SHARED_TEXT];

/// Codes of which some warnings only show when code is run.
const OF_RUNS: &[Code] = &[Code::SLOW_TESTS];

/// Removes the warnings of one prompt that it allows, and reports poor allowances.
pub(super) fn prompt(subject: &Subject<'_>, faults: &mut Faults) {
    let mut poor = Faults::new();
    for (name, why, span) in allowances(subject.file.lint.as_ref()) {
        match code(name, why) {
            Err((message, help)) => poor.push(warning(span, &message, &help)),
            Ok(code) if OF_BANK.contains(&code) => {}
            Ok(code) => remove(code, span, faults, &mut poor),
        }
    }
    faults.append(&mut poor);
}

/// Removes those warnings that come from looking at the bank.
pub(super) fn bank(subject: &Subject<'_>, faults: &mut Faults) {
    let mut poor = Faults::new();
    for (name, why, span) in allowances(subject.file.lint.as_ref()) {
        if let Ok(code) = code(name, why)
            && OF_BANK.contains(&code)
        {
            remove(code, span, faults, &mut poor);
        }
    }
    faults.append(&mut poor);
}

fn allowances(table: Option<&LintTable>) -> impl Iterator<Item = (&str, &str, Span)> {
    table
        .into_iter()
        .flat_map(|table| &table.allow)
        .map(|(name, why)| (name.as_str(), why.value.as_str(), why.span))
}

/// The code that an allowance is for, or what is wrong with it: message and help.
fn code(name: &str, why: &str) -> Result<Code, (String, String)> {
    let Some(rule) = explain::rule(name) else {
        let codes = Code::ALL.iter().map(|code| code.as_str());
        let help = match nearest(name, codes) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "write the code that a warning shows, such as B305".to_owned(),
        };
        return Err((format!("there is no rule `{name}`"), help));
    };
    if rule.gravity == Gravity::Error {
        let help = "correct what it reports, and remove this allowance".to_owned();
        return Err((format!("{name} can't be allowed: it is an error"), help));
    }
    if why.trim().is_empty() {
        let help = format!("say why {name} is wrong about this prompt");
        return Err((format!("{name} is allowed without a reason"), help));
    }
    Ok(rule.code)
}

fn remove(code: Code, span: Span, faults: &mut Faults, poor: &mut Faults) {
    let before = faults.len();
    faults.retain(|fault| fault.code != code || fault.severity == Severity::Error);
    if faults.len() == before && !OF_RUNS.contains(&code) {
        let message = format!("{} is allowed, and there is no such warning", code.as_str());
        poor.push(warning(span, &message, "remove this allowance"));
    }
}

fn warning(span: Span, message: &str, help: &str) -> Fault {
    Fault::warning(Code::ALLOWANCE, span, message, help)
}
