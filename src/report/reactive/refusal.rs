//! Why a line of a round that reacts was not kept, and what would be.

use super::super::document::Document;
use super::super::words::{list, name};
use super::talk;
use crate::domain::bank::Prompt;
use crate::domain::bank::detail::{Detail, Negotiation};
use crate::domain::round::plan::Lacks;
use crate::domain::round::talk::{Talk, Unread};
use crate::domain::round::{Missing, Refusal, State};
use crate::domain::text::Safe;

/// Words a refusal.
pub(in crate::report) fn refusal(refusal: &Refusal, prompt: &Prompt, state: &State) -> Document {
    match refusal {
        Refusal::Bare(missing) => Document::problem(bare(*missing)),
        Refusal::Which(meanings) => which(meanings),
        Refusal::NoUse(id) => Document::problem(format!(
            "Understood: {}. As things stand it changes nothing, or can't be done; it was left.",
            name(id.as_str())
        )),
        Refusal::NothingToTakeBack => Document::problem(
            "There is nothing to take back: what was done has settled. Another action may undo it.",
        ),
        Refusal::Unowned(lacks) => Document::problem(unowned(*lacks)),
        Refusal::NoPlan => Document::line(
            "Not locked yet: write what the next one on call should do, `runbook TEXT`, and at \
             least one action, `action WHAT, owner WHO, by DATE`. /done again locks without.",
        ),
        Refusal::Unread(unread) => negotiation(prompt).map_or_else(Document::default, |known| {
            Document::problem(not_read(unread, known))
        }),
        Refusal::NoTalk => Document::problem(
            "There is nobody to say it to: the call has not begun, or it has ended. Nothing was \
             kept.",
        ),
        Refusal::CardAway => {
            Document::problem("The card was for preparing. What you wrote is in /show.")
        }
        Refusal::Card => negotiation(prompt).map_or_else(Document::default, talk::card),
        Refusal::Terms => {
            Talk::of(prompt, state).map_or_else(Document::default, |open| talk::terms(&open))
        }
    }
}

fn negotiation(prompt: &Prompt) -> Option<&Negotiation> {
    match &prompt.detail {
        Detail::Negotiation(negotiation) => Some(negotiation),
        Detail::Coding(_)
        | Detail::Design(_)
        | Detail::Incident(_)
        | Detail::Behavioral(_)
        | Detail::Screen(_) => None,
    }
}

fn bare(missing: Missing) -> &'static str {
    match missing {
        Missing::Look => "Say what to look at: look error log. Nothing was kept.",
        Missing::Do => "Say what to do: do pause the queue. Nothing was kept.",
        Missing::Tell => {
            "Say whom and what: tell support one in twelve fails, next word at 14:20. Nothing was \
             kept."
        }
        Missing::TellMe => {
            "To see something, `look WHAT`; to ask somebody, end the line with ?. Nothing was kept."
        }
        Missing::Runbook => "Write the line behind the word: runbook TEXT. Nothing was kept.",
        Missing::Mind => {
            "Write what would change your mind: mind more than two nights a month. Nothing was \
             kept."
        }
        Missing::Ask => "Say a lever and an amount: ask base 88000 because ... Nothing was kept.",
        Missing::Give => "Say what you give: give a start on 1 September. Nothing was kept.",
    }
}

fn which(meanings: &[Safe]) -> Document {
    let names = meanings.iter().enumerate();
    Document::line("Which of these?")
        .items(names.map(|(index, id)| ((index + 1).to_string(), name(id.as_str()))))
        .text("Type its number, or say it in other words. Nothing was done yet.")
}

fn unowned(lacks: Lacks) -> String {
    let lacks = match lacks {
        Lacks::What => "Say what is to be done",
        Lacks::Owner => "Say who does it: without an owner nobody will",
        Lacks::Date => "Say by when: without a date it is a wish",
    };
    format!(
        "{lacks}. Not kept; write: action page on old transactions, owner payments, by 2026-12-04."
    )
}

fn not_read(unread: &Unread, negotiation: &Negotiation) -> String {
    match unread {
        Unread::Lever => {
            let first = negotiation.levers.first();
            let first = first.map_or_else(String::new, |lever| name(lever.id.as_str()));
            format!(
                "{} doesn't see what that would change; nothing was kept. Name the thing and an \
                 amount, such as: ask {first} AMOUNT.",
                negotiation.counterpart.name
            )
        }
        Unread::Levers(several) => {
            let names: Vec<String> = several.iter().map(|id| name(id.as_str())).collect();
            format!(
                "That could be {}; nothing was kept. Name one of them.",
                list(&names)
            )
        }
        Unread::Amount(lever) => format!(
            "How much? Write it behind the lever: ask {} AMOUNT. Nothing was kept.",
            name(lever.as_str())
        ),
        Unread::Unit(unit) => {
            format!("That is counted in {unit}: say what it comes to. Nothing was kept.")
        }
    }
}
