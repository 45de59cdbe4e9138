//! A negotiation prompt's own table.

use super::parts::Names;
use super::{unique, values};
use crate::domain::bank::detail::{Card, Counterpart, Cue, Ends, Lever, Negotiation, Range, Turn};
use crate::domain::bank::format::{Amount, LeverTable, NegotiationTable, TurnTable};
use crate::domain::fault::{Code, Fault, Faults};
use crate::domain::raw::At;
use crate::domain::text::Safe;

pub(super) fn negotiation(
    table: &NegotiationTable,
    names: &Names<'_>,
    faults: &mut Faults,
) -> Negotiation {
    let levers = table.lever.iter();
    let levers = levers.map(|t| (t.id.value.as_str(), t.id.span));
    unique("lever", levers, faults);
    let turns = table.turn.iter();
    let turns = turns.map(|t| (t.id.value.as_str(), t.id.span));
    unique("turn", turns, faults);
    let (counterpart, card) = (&table.counterpart, &table.card);
    Negotiation {
        currency: table.currency.value.clone(),
        counterpart: Counterpart {
            name: counterpart.name.value.clone(),
            role: counterpart.role.value.clone(),
            style: counterpart.style.value.clone(),
            authority: counterpart.authority.value.clone(),
        },
        card: Card {
            current: card.current.value.clone(),
            alternative: card.alternative.value.clone(),
            target_hint: card.target_hint.value.clone(),
            constraints: values(&card.constraints),
        },
        levers: table
            .lever
            .iter()
            .map(|table| lever(table, faults))
            .collect(),
        turns: table
            .turn
            .iter()
            .filter_map(|table| turn(table, names, faults))
            .collect(),
    }
}

/// The opening decides what a lever is counted in: all its ends are numbers, or all are texts.
fn lever(table: &LeverTable, faults: &mut Faults) -> Lever {
    let reach = &table.reach.value;
    let (easy, approval) = (reach.easy.as_ref(), reach.approval.as_ref());
    let range = match &table.opening.value {
        Amount::Number(opening) => Range::Numbers(Ends {
            opening: *opening,
            easy: easy.and_then(|end| number(end, faults)),
            approval: approval.and_then(|end| number(end, faults)),
        }),
        Amount::Text(opening) => Range::Texts(Ends {
            opening: opening.clone(),
            easy: easy.and_then(|end| text(end, faults)),
            approval: approval.and_then(|end| text(end, faults)),
        }),
    };
    Lever {
        id: table.id.value.clone(),
        range,
        unit: table.unit.value.clone(),
    }
}

/// The number of an end whose opening is one.
fn number(end: &At<Amount>, faults: &mut Faults) -> Option<f64> {
    match &end.value {
        Amount::Number(number) => Some(*number),
        Amount::Text(_) => {
            let message = "the opening is a number, and this is a text";
            mixed(end, message, faults);
            None
        }
    }
}

/// The text of an end whose opening is one.
fn text(end: &At<Amount>, faults: &mut Faults) -> Option<Safe> {
    match &end.value {
        Amount::Text(text) => Some(text.clone()),
        Amount::Number(_) => {
            let message = "the opening is a text, and this is a number";
            mixed(end, message, faults);
            None
        }
    }
}

fn mixed(end: &At<Amount>, message: &str, faults: &mut Faults) {
    let help = "write numbers in all ends of a lever, or texts in all";
    faults.push(Fault::error(Code::FORM, end.span, message, help));
}

fn turn(table: &TurnTable, names: &Names<'_>, faults: &mut Faults) -> Option<Turn> {
    table.shows.iter().for_each(|item| names.item(item, faults));
    let cue = match (&table.at, table.keys.as_slice()) {
        (Some(at), []) => Cue::At(at.value),
        (None, [_, ..]) => Cue::Keys(values(&table.keys)),
        (Some(_), [_, ..]) | (None, []) => {
            let message = format!("turn `{}` needs either `at` or `keys`", table.id.value);
            let help = "write the minute of the talk, or the stems that it answers";
            faults.push(Fault::error(Code::TURNS, table.id.span, &message, help));
            return None;
        }
    };
    Some(Turn {
        id: table.id.value.clone(),
        cue,
        text: table.text.value.clone(),
        shows: values(&table.shows),
    })
}
