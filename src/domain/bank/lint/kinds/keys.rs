//! Keys of an incident prompt that would find two things.

use std::collections::BTreeMap;

use crate::domain::bank::format::IncidentTable;
use crate::domain::bank::lint::Subject;
use crate::domain::bank::lint::words::{joined, words};
use crate::domain::fault::{Code, Fault, Faults};
use crate::domain::raw::At;

/// Keys as they are compared, each with the name of what has it first.
type Owners<'a> = BTreeMap<String, &'a str>;

pub(super) fn rules(subject: &Subject<'_>, table: &IncidentTable, faults: &mut Faults) {
    let signals = table.signal.iter();
    let signals = signals.map(|signal| (signal.id.value.as_str(), &signal.keys));
    let signals = owners("signal", signals, faults);
    let actions = table.action.iter();
    let actions = actions.map(|action| (action.id.value.as_str(), &action.keys));
    let actions = owners("action", actions, faults);
    for clarification in &subject.file.clarify {
        for key in &clarification.keys {
            let plain = plain(key);
            for (what, owners) in [("signal", &signals), ("action", &actions)] {
                if let Some(owner) = owners.get(&plain) {
                    let message = format!("`{}` is a key of the {what} `{owner}` too", key.value);
                    let help = "keep it where people mean it, and lengthen it at the other";
                    faults.push(Fault::warning(Code::SIGNAL_KEYS, key.span, &message, help));
                }
            }
        }
    }
}

/// A key's words, by which a line is compared with it.
fn plain(key: &At<String>) -> String {
    joined(&words(&key.value))
}

/// Who has which key; a key that two have, or that one has twice, is reported.
fn owners<'a>(
    what: &str,
    all: impl Iterator<Item = (&'a str, &'a Vec<At<String>>)>,
    faults: &mut Faults,
) -> Owners<'a> {
    let mut owners = Owners::new();
    for (id, keys) in all {
        for key in keys {
            let text = &key.value;
            let owner = *owners.entry(plain(key)).or_insert(id);
            if owner != id {
                let message = format!("`{text}` is a key of the {what} `{owner}` too");
                let help = "keep it where people mean it, and lengthen it at the other";
                faults.push(Fault::error(Code::SIGNAL_KEYS, key.span, &message, help));
            }
        }
    }
    owners
}

#[cfg(test)]
mod tests {
    use super::super::sample::{self, INCIDENT};

    /// What is found beyond what the prompt as shipped has.
    fn added(from: &str, to: &str) -> Vec<String> {
        let before = sample::found(INCIDENT, "B807", &[], &[]);
        let mut after = sample::found(INCIDENT, "B807", &[(from, to)], &[]);
        after.retain(|fault| !before.contains(fault));
        after
    }

    #[test]
    fn signals_and_actions_are_told_apart() {
        for (from, to, expected) in [
            (
                "keys = [\"oban\", ",
                "keys = [\"oban\", \"Slow-Quer\", ",
                Some("error `\"Slow-Quer\"`: `Slow-Quer` is a key of the signal `db-time` too"),
            ),
            (
                "keys = [\"colleague\", ",
                "keys = [\"colleague\", \"notify\", ",
                Some("error `\"notify\"`: `notify` is a key of the action `post-update` too"),
            ),
            (
                "keys = [\"colleague\", ",
                "keys = [\"colleague\", \"oban\", ",
                None,
            ),
            (
                "\"what severity\", ",
                "\"what severity\", \"notify\", ",
                Some("warning `\"notify\"`: `notify` is a key of the action `post-update` too"),
            ),
            (
                "\"what severity\", ",
                "\"what severity\", \"oban\", ",
                Some("warning `\"oban\"`: `oban` is a key of the signal `oban` too"),
            ),
        ] {
            assert_eq!(added(from, to), Vec::from_iter(expected), "{to}");
        }
    }

    #[test]
    fn no_two_of_the_shipped_signals_or_actions_share_a_key() {
        let found = sample::found(INCIDENT, "B807", &[], &[]);
        assert!(
            !found.iter().any(|fault| fault.starts_with("error")),
            "{found:?}"
        );
    }
}
