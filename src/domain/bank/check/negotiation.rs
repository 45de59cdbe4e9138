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

#[cfg(test)]
mod tests {
    use super::super::sample;
    use crate::domain::bank::Kind;
    use crate::domain::bank::detail::{Cue, Detail, Range};

    const GOOD: &str = r#"
[negotiation]
currency = "EUR"
counterpart = { name = "Joris", role = "Recruiter", style = "warm", authority = "88,000" }
[negotiation.card]
current = "76,000"
alternative = "Staying is fine"
target_hint = "Three numbers"
constraints = ["not before September"]
[[negotiation.lever]]
id = "base"
opening = 84000
reach = { easy = 88000, approval = 91000.5 }
unit = "EUR/year"
[[negotiation.lever]]
id = "deadline"
opening = "Friday"
reach = { easy = "Thursday" }
unit = "date"
[[negotiation.turn]]
id = "anchor"
at = 1
text = "What number would do?"
shows = ["says-why"]
[[negotiation.turn]]
id = "ceiling"
keys = ["88k"]
text = "I can write 88 myself."
"#;

    fn fault(from: &str, to: &str) -> [String; 3] {
        let faults = sample::faults(Kind::Negotiation, GOOD, from, to);
        let [only] = faults.try_into().unwrap();
        only
    }

    #[test]
    fn a_sound_table_has_levers_and_turns() {
        let Detail::Negotiation(negotiation) = sample::detail(Kind::Negotiation, GOOD) else {
            panic!("another kind");
        };
        let [base, deadline] = &negotiation.levers[..] else {
            panic!("two levers");
        };
        assert!(matches!(&base.range, Range::Numbers(ends) if ends.approval == Some(91_000.5)));
        assert!(matches!(&deadline.range, Range::Texts(ends) if ends.approval.is_none()));
        let cues: Vec<&Cue> = negotiation.turns.iter().map(|turn| &turn.cue).collect();
        assert_eq!(cues, [&Cue::At(1), &Cue::Keys(vec!["88k".to_owned()])]);
    }

    #[test]
    fn the_ends_of_a_lever_are_alike() {
        assert_eq!(
            fault("easy = 88000", "easy = \"more\"")[..2],
            ["B001", "\"more\""]
        );
        assert_eq!(fault("easy = \"Thursday\"", "easy = 4")[..2], ["B001", "4"]);
        let neither = fault("opening = \"Friday\"", "opening = true");
        assert_eq!(
            neither[2],
            "expected a number or a text, found true or false"
        );
    }

    #[test]
    fn a_turn_comes_at_its_time_or_at_its_keys() {
        assert_eq!(fault("at = 1\n", "")[..2], ["B922", "\"anchor\""]);
        assert_eq!(
            fault("keys = [\"88k\"]", "at = 3\nkeys = [\"88k\"]")[..2],
            ["B922", "\"ceiling\""]
        );
        assert_eq!(
            fault("[\"says-why\"]", "[\"says\"]")[..2],
            ["B006", "\"says\""]
        );
    }

    #[test]
    fn ids_are_unique() {
        assert_eq!(
            fault("id = \"deadline\"", "id = \"base\"")[..2],
            ["B003", "\"base\""]
        );
        assert_eq!(
            fault("id = \"ceiling\"", "id = \"anchor\"")[..2],
            ["B003", "\"anchor\""]
        );
    }
}
