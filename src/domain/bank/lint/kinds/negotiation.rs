//! A negotiation prompt's levers, and the order of the counterpart's lines.

use super::phase_minutes;
use crate::domain::bank::format::{Amount, LeverTable, NegotiationTable};
use crate::domain::bank::lint::Subject;
use crate::domain::fault::{Code, Fault, Faults};

/// Fewer levers than this leave nothing to trade.
const FEWEST_LEVERS: usize = 4;

/// Trades need things that are worth more to one side than to the other.
const FEWEST_NOT_MONEY: usize = 2;

/// Fewer turns than this are no pressure.
const FEWEST_TURNS: usize = 4;

/// The phase that the turns are timed in.
const PHASE: &str = "exchange";

pub(super) fn rules(subject: &Subject<'_>, table: &NegotiationTable, faults: &mut Faults) {
    enough_levers(subject, table, faults);
    table.lever.iter().for_each(|lever| rising(lever, faults));
    turns(subject, table, faults);
}

fn enough_levers(subject: &Subject<'_>, table: &NegotiationTable, faults: &mut Faults) {
    let span = table
        .lever
        .last()
        .map_or(subject.file.kind.span, |lever| lever.id.span);
    let count = table.lever.len();
    if count < FEWEST_LEVERS {
        let message = format!("{count} levers");
        let help = "add [[negotiation.lever]] tables until there are four";
        faults.push(Fault::error(Code::LEVERS, span, &message, help));
    }
    let currency = table.currency.value.as_str();
    let is_money = |lever: &&LeverTable| lever.unit.value.as_str().starts_with(currency);
    let others = count - table.lever.iter().filter(is_money).count();
    if others < FEWEST_NOT_MONEY {
        let message = format!("{others} of {count} levers are not counted in {currency}");
        let help = "add levers of another unit until there are two, such as a date or days off";
        let span = table
            .lever
            .iter()
            .rfind(is_money)
            .map_or(span, |lever| lever.unit.span);
        faults.push(Fault::error(Code::LEVERS, span, &message, help));
    }
}

/// What is easy to get is no less than the opening, and what needs an approval is no less than that.
fn rising(lever: &LeverTable, faults: &mut Faults) {
    let reach = &lever.reach.value;
    let ends = [
        ("opening", Some(&lever.opening)),
        ("easy", reach.easy.as_ref()),
        ("approval", reach.approval.as_ref()),
    ];
    let mut before: Option<(&str, f64)> = None;
    for (name, end) in ends {
        let Some((end, Amount::Number(number))) = end.map(|end| (end, &end.value)) else {
            continue;
        };
        if let Some((lower, least)) = before.filter(|(_, least)| number < least) {
            let id = &lever.id.value;
            let message = format!("`{id}` goes backwards: {lower} {least}, {name} {number}");
            let help = format!("write {least} or more, or exchange the two");
            faults.push(Fault::error(Code::LEVERS, end.span, &message, &help));
        }
        before = Some((name, *number));
    }
}

fn turns(subject: &Subject<'_>, table: &NegotiationTable, faults: &mut Faults) {
    let count = table.turn.len();
    if count < FEWEST_TURNS {
        let message = format!("{count} turns");
        let help = "add [[negotiation.turn]] tables until there are four";
        let last = table.turn.last();
        let span = last.map_or(subject.file.kind.span, |turn| turn.id.span);
        faults.push(Fault::warning(Code::TURNS, span, &message, help));
    }
    let Some(minutes) = phase_minutes(subject, PHASE, Code::TURNS, faults) else {
        return;
    };
    let mut before = 0;
    for turn in &table.turn {
        let Some(at) = &turn.at else { continue };
        let (id, minute) = (&turn.id.value, at.value);
        let (message, help) = if minute > minutes {
            let message = format!("`{id}` comes at minute {minute} of {minutes}");
            (
                message,
                format!("write a minute of the phase `{PHASE}`: 0 to {minutes}"),
            )
        } else if minute < before {
            let message =
                format!("`{id}` comes at minute {minute}, and a turn above it at {before}");
            (message, "sort the turns by `at`".to_owned())
        } else {
            before = minute;
            continue;
        };
        faults.push(Fault::error(Code::TURNS, at.span, &message, &help));
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{self, NEGOTIATION};

    #[test]
    fn levers_rise_and_not_all_are_money() {
        let window = "opening = 90\nreach = { approval = 730 }\nunit = \"days\"";
        let date = "\"next March, written\" }\nunit = \"date\"";
        let money = "\"next March, written\" }\nunit = \"EUR\"";
        sample::table(
            NEGOTIATION,
            "B921",
            &[
                (&[], &[]),
                (
                    &[("easy = 88000", "easy = 83000")],
                    &["error `83000`: `base` goes backwards: opening 84000, easy 83000"],
                ),
                (
                    &[("approval = 91000", "approval = 87000.5")],
                    &["error `87000.5`: `base` goes backwards: easy 88000, approval 87000.5"],
                ),
                (
                    &[("approval = 730", "approval = 30")],
                    &["error `30`: `exercise-window` goes backwards: opening 90, approval 30"],
                ),
                (&[(date, money)], &[]),
                (
                    &[
                        (date, money),
                        (window, "opening = 9\nreach = {}\nunit = \"EUR\""),
                    ],
                    &["error `\"EUR\"`: 1 of 6 levers are not counted in EUR"],
                ),
            ],
        );
    }

    #[test]
    fn fewer_than_four_levers_are_too_few() {
        let text = sample::text(NEGOTIATION);
        let start = text.find("[[negotiation.lever]]").unwrap();
        let end = text
            .find("[[negotiation.lever]]\nid = \"deadline\"")
            .unwrap();
        sample::table(
            NEGOTIATION,
            "B921",
            &[(
                &[(&text[start..end], "")],
                &["error `\"exercise-window\"`: 3 levers"],
            )],
        );
    }

    #[test]
    fn turns_come_in_order_within_the_call() {
        let text = sample::text(NEGOTIATION);
        let start = text.find("[[negotiation.turn]]").unwrap();
        let end = text
            .find("[[negotiation.turn]]\nid = \"close-now\"")
            .unwrap();
        sample::table(
            NEGOTIATION,
            "B922",
            &[
                (&[], &[]),
                (
                    &[("at = 5\n", "at = 2\n")],
                    &["error `2`: `base-no` comes at minute 2, and a turn above it at 3"],
                ),
                (&[("at = 9\n", "at = 11\n")], &[]),
                (
                    &[("at = 9\n", "at = 12\n")],
                    &["error `12`: `close-now` comes at minute 12 of 11"],
                ),
                (
                    &[(&text[start..end], "")],
                    &["warning `\"the-others\"`: 3 turns"],
                ),
            ],
        );
    }
}
