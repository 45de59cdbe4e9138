//! The verbs of a negotiation: `ask`, `give`, `accept`, `decline`, `terms`, `card`.

use super::super::{Decision, record};
use super::{Missing, Refusal};
use crate::domain::bank::Prompt;
use crate::domain::bank::detail::Negotiation;
use crate::domain::round::event::Event;
use crate::domain::round::state::State;
use crate::domain::round::talk::{ACCEPT, DECLINE, PREPARE, Talk, read};
use crate::domain::text::Safe;

pub(super) fn line(
    state: &State,
    (verb, text, rest): (&str, &str, &str),
    now_ms: u64,
    prompt: &Prompt,
    negotiation: &Negotiation,
) -> Option<Decision> {
    let talk = Talk::of(prompt, state)?;
    let prepares = state
        .current()
        .is_some_and(|phase| phase.id.as_str() == PREPARE);
    let is_alone = rest.is_empty();
    Some(match verb {
        "card" if is_alone && prepares => Decision::refusal(Refusal::Card),
        "card" if is_alone => Decision::refusal(Refusal::CardAway),
        "terms" if is_alone => Decision::refusal(Refusal::Terms),
        "ask" if is_alone => Decision::refusal(Refusal::Bare(Missing::Ask)),
        "give" if is_alone => Decision::refusal(Refusal::Bare(Missing::Give)),
        // While one prepares, and to oneself, these are words like others.
        "ask" | "give" if prepares => return None,
        "give" if ["me", "us"].contains(&rest.split_whitespace().next().unwrap_or("")) => {
            return None;
        }
        "ask" | "give" if !talk.is_on() => Decision::refusal(Refusal::NoTalk),
        "accept" | "decline" if is_alone && !talk.is_on() => Decision::refusal(Refusal::NoTalk),
        "ask" => match read(rest, negotiation) {
            Ok(ask) => {
                let lever = Safe::new(ask.lever.id.as_str());
                let amount = Safe::new(rest);
                record(now_ms, [Event::Offered { lever, amount }])
            }
            Err(unread) => Decision::refusal(Refusal::Unread(unread)),
        },
        "give" => {
            let (who, text) = (negotiation.counterpart.name.clone(), Safe::new(rest));
            let matched = None;
            record(now_ms, [Event::Told { who, text, matched }])
        }
        "accept" if is_alone => ended(text, ACCEPT, now_ms),
        "decline" if is_alone => ended(text, DECLINE, now_ms),
        _ => return None,
    })
}

fn ended(text: &str, how: &str, now_ms: u64) -> Decision {
    let (text, matched) = (Safe::new(text), Some(Safe::new(how)));
    record(now_ms, [Event::Acted { text, matched }])
}
