//! What the candidate reads first: the statement, the title, the summary.

use super::Subject;
use super::words::{count, find_stems, shared_run};
use crate::domain::bank::Value;
use crate::domain::fault::{Code, Fault, Faults};

/// Words in a row of an item that give it away.
const LEAK_WORDS: usize = 5;

/// A key as short as this says nothing in a title.
const SHORT_KEY_CHARS: usize = 4;

pub(super) fn rules(subject: &Subject<'_>, faults: &mut Faults) {
    leaks(subject, faults);
    length(subject, faults);
    giveaways(subject, faults);
}

fn leaks(subject: &Subject<'_>, faults: &mut Faults) {
    let statement = &subject.file.statement;
    for item in &subject.file.expect {
        let seen = item.seen.value.as_str();
        if let Some(leak) = shared_run(statement.value.as_str(), seen, LEAK_WORDS) {
            let message = format!("these words are item `{}`: \"{leak}\"", item.id.value);
            let help = "say it in other words here or in the item, or leave it for a question";
            let span = subject.within(statement.span, leak);
            faults.push(Fault::error(Code::STATEMENT, span, &message, help));
        }
    }
}

fn length(subject: &Subject<'_>, faults: &mut Faults) {
    let statement = &subject.file.statement;
    let words = count(statement.value.as_str());
    let help = match words {
        45..=190 => return,
        0..45 => "say who asks, what there is today, and what is wanted, in 45 words or more",
        _ => "move facts into clarifications, until it has 190 words or fewer",
    };
    let message = format!("the statement has {words} words");
    faults.push(Fault::warning(
        Code::STATEMENT,
        statement.span,
        &message,
        help,
    ));
}

fn giveaways(subject: &Subject<'_>, faults: &mut Faults) {
    let (title, summary) = (&subject.file.title, &subject.file.summary);
    let clarifications = subject.file.clarify.iter();
    for clarification in clarifications.filter(|entry| entry.value == Value::High) {
        for shown in [title, summary] {
            let keys = clarification.keys.iter().map(|key| key.value.as_str());
            let found = keys
                .filter(|key| key.chars().count() > SHORT_KEY_CHARS)
                .find_map(|key| find_stems(shown.value.as_str(), key));
            if let Some(found) = found {
                let message = format!(
                    "\"{found}\" points at `{}`, which a good question finds out",
                    clarification.id.value
                );
                let help = "name the matter and not what decides it";
                let span = subject.within(shown.span, found);
                faults.push(Fault::warning(Code::GIVEAWAY, span, &message, help));
            }
        }
    }
}
