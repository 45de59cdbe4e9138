//! The verbs of an incident: `look`, `do`, `tell`, `undo`, and what is written afterwards.

use super::super::{Context, Decision, Pending, record};
use super::{Refusal, note};
use crate::domain::bank::detail::Action;
use crate::domain::round::ask::{Findable, Understood, understand, words};
use crate::domain::round::event::Event;
use crate::domain::round::plan;
use crate::domain::round::scenario::Scenario;
use crate::domain::round::state::State;
use crate::domain::text::Safe;

/// What a verb of a round that reacts needs behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// `look`: what at.
    Look,
    /// `do`: what.
    Do,
    /// `tell`: whom, and what.
    Tell,
    /// `tell me`: that is a question or a look.
    TellMe,
    /// `runbook`: a line of it.
    Runbook,
    /// `mind`: what would change it.
    Mind,
    /// `ask`: a lever and an amount.
    Ask,
    /// `give`: what.
    Give,
}

/// A verb whose line may have to be told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    /// `look`.
    Look,
    /// `do`.
    Do,
    /// `tell`.
    Tell,
}

/// The verb as typed in lower case, the whole line, and what stands behind the verb.
type Typed<'a> = (&'a str, &'a str, &'a str);

pub(super) fn line(
    state: &State,
    (verb, text, rest): Typed<'_>,
    now_ms: u64,
    context: &Context<'_>,
) -> Option<Decision> {
    let scenario = Scenario::of(context.prompt, state)?;
    if let Some(Pending::WhichMove {
        verb,
        text: line,
        meanings,
    }) = context.pending
        && let Ok(number) = text.parse::<usize>()
        && let Some(id) = number.checked_sub(1).and_then(|at| meanings.get(at))
    {
        return Some(moved(*verb, line, Some(id.clone()), now_ms, &scenario));
    }
    let incident = scenario.incident();
    Some(match verb {
        "look" if rest.is_empty() => bare(Missing::Look),
        "look" => found(Verb::Look, text, rest, &incident.signals, now_ms, &scenario),
        "do" if rest.is_empty() => bare(Missing::Do),
        // What is not to be done is no action.
        "do" if ["not", "nothing", "n't"].iter().any(|no| begins(rest, no)) => return None,
        "do" => found(Verb::Do, text, rest, &incident.actions, now_ms, &scenario),
        "tell" if begins(rest, "me") => bare(Missing::TellMe),
        "tell" => match addressee(rest) {
            None => bare(Missing::Tell),
            Some((who, _)) => {
                let known = speaks_to(who, &incident.actions);
                found(Verb::Tell, text, text, &known, now_ms, &scenario)
            }
        },
        "undo" if rest.is_empty() || ["it", "that", "this"].contains(&rest) => {
            match scenario.can_take_back(scenario.now_ms(now_ms)) {
                Some(_) => record(now_ms, [Event::TakenBack]),
                None => Decision::refusal(Refusal::NothingToTakeBack),
            }
        }
        "runbook" if rest.is_empty() => bare(Missing::Runbook),
        "runbook" => note(&plan::runbook(rest), now_ms),
        "action" => match plan::action(rest) {
            Ok(action) => note(&action, now_ms),
            Err(lacks) => Decision::refusal(Refusal::Unowned(lacks)),
        },
        _ => return None,
    })
}

fn bare(missing: Missing) -> Decision {
    Decision::refusal(Refusal::Bare(missing))
}

fn begins(rest: &str, word: &str) -> bool {
    rest.split_whitespace().next() == Some(word)
}

/// What a line means among things that can be found: one is recorded, of several one is asked for.
fn found<T: Findable>(
    verb: Verb,
    text: &str,
    what: &str,
    known: &[T],
    now_ms: u64,
    scenario: &Scenario<'_>,
) -> Decision {
    let id = |thing: &T| thing.names().last().map(|id| Safe::new(id));
    match understand(what, known) {
        Understood::One(one) => moved(verb, text, id(one), now_ms, scenario),
        Understood::Nothing => moved(verb, text, None, now_ms, scenario),
        Understood::Several(several) => {
            let meanings: Vec<Safe> = several.into_iter().filter_map(id).collect();
            let pending = Pending::WhichMove {
                verb,
                text: text.to_owned(),
                meanings: meanings.clone(),
            };
            Decision {
                pending: Some(pending),
                ..Decision::refusal(Refusal::Which(meanings))
            }
        }
    }
}

/// The event of a line that is understood, unless it would change nothing.
fn moved(
    verb: Verb,
    line: &str,
    matched: Option<Safe>,
    now_ms: u64,
    scenario: &Scenario<'_>,
) -> Decision {
    let actions = scenario.incident().actions.iter();
    let mut actions = actions.filter(|a| {
        matched
            .as_ref()
            .is_some_and(|id| id.as_str() == a.id.as_str())
    });
    let is_useless = actions
        .next()
        .is_some_and(|action| !scenario.can_do(action));
    let text = Safe::new(line);
    let event = match (verb, matched) {
        (Verb::Look, matched) => Event::Looked { text, matched },
        (Verb::Do, Some(id)) if is_useless => return Decision::refusal(Refusal::NoUse(id)),
        (Verb::Do, matched) => Event::Acted { text, matched },
        (Verb::Tell, matched) => {
            let matched = matched.filter(|_| !is_useless);
            let rest = line
                .split_once(char::is_whitespace)
                .map_or("", |(_, rest)| rest);
            let (who, text) = addressee(rest).unwrap_or((rest, rest));
            let (who, text) = (Safe::new(who), Safe::new(text));
            Event::Told { who, text, matched }
        }
    };
    record(now_ms, [event])
}

/// The actions that a word to somebody may be: an update, or one that is found by who is told.
/// Whoever tells support that nodes restart does not restart them.
fn speaks_to<'a>(who: &str, actions: &'a [Action]) -> Vec<&'a Action> {
    let who = words(who);
    let names = |key: &String| {
        let key = words(key);
        who.iter()
            .any(|word| word.len() > 2 && word != "the" && key.contains(word))
    };
    let may_be = |action: &&Action| action.is_update() || action.keys.iter().any(names);
    actions.iter().filter(may_be).collect()
}

/// Who is told, and what: `support: one in twelve fails`, `the VP that we hold captures`.
fn addressee(rest: &str) -> Option<(&str, &str)> {
    let rest = rest.trim();
    let skipped = ["the ", "my ", "our ", "all "].iter().find_map(|word| {
        let begins = rest.to_lowercase().starts_with(word);
        begins.then_some(word.len())
    });
    let from = skipped.unwrap_or(0);
    let end = rest.get(from..)?.find(char::is_whitespace)? + from;
    let who = rest.get(..end)?.trim_end_matches([':', ',']);
    let what = rest.get(end..)?.trim();
    let what = what.strip_prefix("that ").unwrap_or(what);
    (!who.is_empty() && !what.is_empty()).then_some((who, what))
}

#[cfg(test)]
mod tests {
    use super::addressee;

    #[test]
    fn somebody_is_told_something() {
        for (rest, expected) in [
            ("support: 8% fail", Some(("support", "8% fail"))),
            ("my colleague to wait", Some(("my colleague", "to wait"))),
            ("The VP that we hold them", Some(("The VP", "we hold them"))),
            ("support", None),
            ("the VP", None),
            ("", None),
        ] {
            assert_eq!(addressee(rest), expected, "{rest}");
        }
    }
}
