//! A negotiation's table, folded from a round's moves: what was asked, granted, given.

use super::ask::{longest_key, words};
use super::moves::Act;
use super::state::State;
use crate::domain::bank::detail::{Cue, Detail, Ends, Lever, Negotiation, Range, Turn};
use crate::domain::bank::{PhaseId, Prompt};
use crate::domain::text::Safe;

/// The phase in which the call is.
pub const CALL: &str = "exchange";

/// The phase in which the card is read.
pub const PREPARE: &str = "prepare";

/// What ends a negotiation with a yes, in an event.
pub const ACCEPT: &str = "accept";

/// What ends a negotiation with a no, in an event.
pub const DECLINE: &str = "decline";

/// Words behind which a reason stands.
const REASONS: [&str; 6] = ["because", "since", "as", "for", "if", "given"];

/// A negotiation after a round's moves.
#[derive(Debug, Clone)]
pub struct Talk<'a> {
    negotiation: &'a Negotiation,
    prompt: &'a Prompt,
    state: &'a State,
    rows: Vec<Row<'a>>,
    answers: Vec<(u64, &'a Lever, Value, Answer)>,
    given: Vec<(u64, &'a Safe)>,
    ended: Option<(u64, End)>,
    turns: Vec<(u64, &'a Turn)>,
}

/// A lever and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Row<'a> {
    /// The lever.
    pub lever: &'a Lever,
    /// What is agreed: the opening at first.
    pub agreed: Value,
    /// What is with somebody who has to approve.
    pub carried: Option<Value>,
    /// What was asked last.
    pub asked: Option<Value>,
}

/// An amount of a lever.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A number.
    Number(f64),
    /// A text, such as a date in words.
    Text(Safe),
}

/// What the counterpart makes of an ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// It stands already.
    Standing,
    /// Agreed.
    Granted,
    /// It goes to somebody who has to approve.
    Carried,
    /// It would need an approval, and there is nothing to say for it.
    NeedsReason,
    /// Nobody there agrees to it.
    Refused,
}

/// How a negotiation was ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// With a yes to what is agreed.
    Accepted,
    /// With a no.
    Declined,
}

/// What a typed ask could not be read as.
#[derive(Debug, Clone, PartialEq)]
pub enum Unread {
    /// No lever.
    Lever,
    /// Several levers equally well.
    Levers(Vec<Safe>),
    /// A lever without an amount.
    Amount(Safe),
    /// An amount in something else than the lever is counted in.
    Unit(Safe),
}

/// A typed ask as it was understood.
#[derive(Debug, Clone, PartialEq)]
pub struct Ask<'a> {
    /// The lever.
    pub lever: &'a Lever,
    /// The amount.
    pub amount: Value,
    /// Whether a reason was given.
    pub has_reason: bool,
}

/// The yearly sum of what is counted in money, and what is paid once.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Total {
    /// A year.
    pub yearly: f64,
    /// Once.
    pub once: f64,
}

impl<'a> Talk<'a> {
    /// Folds a round's moves; nothing if the round is no negotiation.
    pub fn of(prompt: &'a Prompt, state: &'a State) -> Option<Self> {
        let Detail::Negotiation(negotiation) = &prompt.detail else {
            return None;
        };
        let row = |lever: &'a Lever| Row {
            lever,
            agreed: opening(lever),
            carried: None,
            asked: None,
        };
        let mut talk = Self {
            negotiation,
            prompt,
            state,
            rows: negotiation.levers.iter().map(row).collect(),
            answers: Vec::new(),
            given: Vec::new(),
            ended: None,
            turns: Vec::new(),
        };
        for step in &state.moves {
            talk.fold(step.at_ms, &step.what);
        }
        Some(talk)
    }

    fn fold(&mut self, at_ms: u64, what: &'a Act) {
        match what {
            Act::AskedFor { lever, amount } => self.asked(at_ms, lever, amount),
            Act::Told { text, .. } => self.given.push((at_ms, text)),
            Act::Did { matched, .. } => {
                self.ended = match matched.as_ref().map(Safe::as_str) {
                    Some(ACCEPT) => Some((at_ms, End::Accepted)),
                    Some(DECLINE) => Some((at_ms, End::Declined)),
                    Some(_) | None => self.ended,
                };
            }
            Act::Happened(id) => {
                let mut turns = self.negotiation.turns.iter();
                let turn = turns.find(|turn| turn.id.as_str() == id.as_str());
                self.turns.extend(turn.map(|turn| (at_ms, turn)));
            }
            Act::Looked { .. } | Act::TookBack => {}
        }
    }

    fn asked(&mut self, at_ms: u64, lever: &Safe, amount: &Safe) {
        let levers = &self.negotiation.levers;
        let lever = levers
            .iter()
            .find(|known| known.id.as_str() == lever.as_str());
        let Some((lever, Ok((amount, reason)))) =
            lever.map(|l| (l, read_amount(amount.as_str(), l)))
        else {
            return;
        };
        let carried = self.rows.iter().filter(|row| row.carried.is_some()).count();
        let has_case = reason || self.given.len() > carried;
        let Some(row) = self.rows.iter_mut().find(|row| row.lever.id == lever.id) else {
            return;
        };
        let answer = answer(row, &amount, has_case);
        row.asked = Some(amount.clone());
        match answer {
            Answer::Granted => row.agreed = amount.clone(),
            Answer::Carried => row.carried = Some(amount.clone()),
            Answer::Standing | Answer::NeedsReason | Answer::Refused => {}
        }
        self.answers.push((at_ms, lever, amount, answer));
    }

    /// What only a negotiation has.
    pub fn negotiation(&self) -> &'a Negotiation {
        self.negotiation
    }

    /// The levers and where they stand.
    pub fn rows(&self) -> &[Row<'a>] {
        &self.rows
    }

    /// What was asked for, and what was answered, in order.
    pub fn answers(&self) -> &[(u64, &'a Lever, Value, Answer)] {
        &self.answers
    }

    /// What was given in return.
    pub fn given(&self) -> &[(u64, &'a Safe)] {
        &self.given
    }

    /// Whether and how it was ended.
    pub fn ended(&self) -> Option<(u64, End)> {
        self.ended
    }

    /// Whether asks can be made: in the call and at its close.
    pub fn is_on(&self) -> bool {
        let phase = self.state.current();
        phase.is_some_and(|phase| phase.id.as_str() != PREPARE) && self.ended.is_none()
    }

    /// The counterpart's lines that are due: by the minutes of the call, and by a typed line.
    pub fn due(&self, active_ms: u64, line: Option<&str>) -> Vec<&'a Turn> {
        if !self.is_on() {
            return Vec::new();
        }
        let in_call = self.state.current().is_some_and(|phase| is_call(&phase.id));
        let minute_ms = self.minute_ms();
        let phases = self.state.phases.iter().enumerate();
        let mut phases = phases.filter(|(_, phase)| is_call(&phase.id));
        let spent_ms = phases
            .next()
            .map_or(0, |(at, _)| self.state.spent_ms(at, active_ms));
        let is_due = |turn: &&Turn| {
            let is_new = self.turns.iter().all(|(_, shown)| shown.id != turn.id);
            let comes = match &turn.cue {
                Cue::At(minute) => in_call && spent_ms >= u64::from(*minute) * minute_ms,
                Cue::Keys(keys) => line.is_some_and(|line| longest_key(line, keys) > 0),
            };
            is_new && comes
        };
        self.negotiation.turns.iter().filter(is_due).collect()
    }

    /// How long a minute of the call is at this round's pace.
    fn minute_ms(&self) -> u64 {
        let mut budgets = self
            .state
            .drawn
            .budgets
            .iter()
            .filter(|b| is_call(&b.phase));
        let mut phases = self.prompt.phases.iter().filter(|phase| is_call(&phase.id));
        let budget_ms = budgets.next().and_then(|budget| budget.budget_ms);
        let minutes = phases
            .next()
            .map_or(1, |phase| u64::from(phase.minutes.max(1)));
        budget_ms.map_or(60_000, |budget_ms| (budget_ms / minutes).max(1))
    }

    /// What it adds up to: as agreed, or with what still needs an approval.
    pub fn total(&self, with_carried: bool) -> Total {
        let mut total = Total {
            yearly: 0.0,
            once: 0.0,
        };
        for row in &self.rows {
            let carried = row.carried.as_ref().filter(|_| with_carried);
            let unit = row.lever.unit.as_str();
            let is_money = unit.starts_with(self.negotiation.currency.as_str());
            if let (Value::Number(number), true) = (carried.unwrap_or(&row.agreed), is_money) {
                if unit.contains("year") {
                    total.yearly += number;
                } else {
                    total.once += number;
                }
            }
        }
        total
    }

    /// What the offer adds up to as it was opened.
    pub fn opening(&self) -> Total {
        let mut at_start = self.clone();
        for row in &mut at_start.rows {
            row.agreed = opening(row.lever);
        }
        at_start.total(false)
    }

    /// A figure that the candidate wrote behind one of some words, the last one.
    pub fn written(&self, names: &[&str]) -> Option<f64> {
        let mut found = None;
        for capture in &self.state.captures {
            let text = capture.text.as_str().to_lowercase().replace('-', " ");
            for name in names {
                if let Some((_, rest)) = text.split_once(name) {
                    found = numbers(rest).first().copied().or(found);
                }
            }
        }
        found
    }
}

fn is_call(id: &PhaseId) -> bool {
    id.as_str() == CALL
}

fn opening(lever: &Lever) -> Value {
    match &lever.range {
        Range::Numbers(ends) => Value::Number(ends.opening),
        Range::Texts(ends) => Value::Text(ends.opening.clone()),
    }
}

/// How far an amount goes: nobody, the counterpart alone, with an approval, nobody at all.
fn answer(row: &Row<'_>, amount: &Value, has_case: bool) -> Answer {
    let (standing, easy, approval) = match (&row.lever.range, amount, &row.agreed) {
        (Range::Numbers(ends), Value::Number(amount), Value::Number(agreed)) => {
            let within = |end: Option<f64>| end.is_some_and(|end| *amount <= end);
            (amount <= agreed, within(ends.easy), within(ends.approval))
        }
        (Range::Texts(ends), Value::Text(amount), _) => {
            let is = |end: &Option<Safe>| end.as_ref() == Some(amount);
            let standing = row.agreed == Value::Text(amount.clone()) || ends.opening == *amount;
            (standing, is(&ends.easy), is(&ends.approval))
        }
        (Range::Numbers(_) | Range::Texts(_), ..) => (false, false, false),
    };
    match (standing, easy, approval, has_case) {
        (true, ..) => Answer::Standing,
        (_, true, ..) => Answer::Granted,
        (_, _, true, true) => Answer::Carried,
        (_, _, true, false) => Answer::NeedsReason,
        (_, _, false, _) => Answer::Refused,
    }
}

/// Reads what stands behind `ask`.
///
/// # Errors
/// What could not be read.
pub fn read<'a>(line: &str, negotiation: &'a Negotiation) -> Result<Ask<'a>, Unread> {
    let lever = lever(line, &negotiation.levers)?;
    let (amount, has_reason) = read_amount(line, lever)?;
    Ok(Ask {
        lever,
        amount,
        has_reason,
    })
}

/// The lever that a line names: the one most of whose name is in it, else the one whose ends are.
fn lever<'a>(line: &str, levers: &'a [Lever]) -> Result<&'a Lever, Unread> {
    let typed = words(before_reason(line));
    let run = typed.concat();
    let by_name = |lever: &Lever| {
        let name = words(lever.id.as_str());
        if name.len() > 1 && run.contains(&name.concat()) {
            return lever.id.as_str().len();
        }
        let found = name
            .iter()
            .filter(|part| typed.iter().any(|word| word.starts_with(*part)));
        found.map(String::len).sum()
    };
    let by_end = |lever: &Lever| match &lever.range {
        Range::Texts(ends) => texts(ends)
            .map(|end| shared(&typed, end))
            .max()
            .unwrap_or(0),
        Range::Numbers(_) => 0,
    };
    let best = |length: &dyn Fn(&Lever) -> usize| {
        let most = levers.iter().map(length).max().unwrap_or(0);
        let found = levers
            .iter()
            .filter(|lever| most > 2 && length(lever) == most);
        found.collect::<Vec<&Lever>>()
    };
    let named = best(&by_name);
    let found = if named.is_empty() {
        best(&by_end)
    } else {
        named
    };
    match found.as_slice() {
        [only] => Ok(only),
        [] => Err(Unread::Lever),
        _ => Err(Unread::Levers(
            found
                .iter()
                .map(|lever| Safe::new(lever.id.as_str()))
                .collect(),
        )),
    }
}

fn texts(ends: &Ends<Safe>) -> impl Iterator<Item = &Safe> {
    let others = ends.easy.iter().chain(&ends.approval);
    std::iter::once(&ends.opening).chain(others)
}

/// Letters of the words that a line and a text share.
fn shared(typed: &[String], text: &Safe) -> usize {
    let words = words(text.as_str());
    let both = words
        .iter()
        .filter(|word| word.len() > 2 && typed.contains(word));
    both.map(String::len).sum()
}

/// The amount that a line asks for, and whether it says why.
fn read_amount(line: &str, lever: &Lever) -> Result<(Value, bool), Unread> {
    let asked = before_reason(line);
    // `deadline for Thursday` has no reason, though it has a word that reasons begin with.
    match amount_in(asked, lever) {
        Err(Unread::Amount(_)) => amount_in(line, lever).map(|value| (value, false)),
        read => read.map(|value| (value, words(line).len() > words(asked).len() + 2)),
    }
}

fn amount_in(asked: &str, lever: &Lever) -> Result<Value, Unread> {
    let typed = words(asked);
    let without = || Unread::Amount(Safe::new(lever.id.as_str()));
    match &lever.range {
        Range::Numbers(ends) => {
            let unit = lever.unit.as_str();
            let is_other = |time: &&str| {
                !unit.contains(*time) && typed.iter().any(|word| word.starts_with(*time))
            };
            let number = *numbers(asked).last().ok_or_else(without)?;
            if ["day", "week", "month", "year"]
                .iter()
                .any(|time| is_other(&time))
            {
                return Err(Unread::Unit(lever.unit.clone()));
            }
            // 90 for 90,000, as people say it.
            let is_short = ends.opening >= 1_000.0 && number * 100.0 < ends.opening;
            Ok(Value::Number(if is_short {
                number * 1_000.0
            } else {
                number
            }))
        }
        Range::Texts(ends) => {
            let most = texts(ends)
                .map(|end| shared(&typed, end))
                .max()
                .unwrap_or(0);
            let best = texts(ends).find(|end| most > 0 && shared(&typed, end) == most);
            match best {
                Some(end) => Ok(Value::Text(end.clone())),
                None if typed.len() > words(lever.id.as_str()).len() => {
                    Ok(Value::Text(Safe::new(asked.trim())))
                }
                None => Err(without()),
            }
        }
    }
}

/// A line up to its reason.
fn before_reason(line: &str) -> &str {
    let lower = line.to_lowercase();
    let at = |word: &&str| {
        let found = lower.find(&format!(" {word} "))?;
        // A reason stands behind something: `for` at the start is part of the ask.
        (found > 0).then_some(found)
    };
    let end = REASONS.iter().filter_map(at).min();
    end.and_then(|end| line.get(..end)).unwrap_or(line)
}

/// The numbers of a text: `88,000`, `88 000`, `88.5k`, `3640`.
pub fn numbers(text: &str) -> Vec<f64> {
    let mut found = Vec::new();
    let mut digits = String::new();
    let mut rest = text.chars().peekable();
    let mut before = ' ';
    while let Some(c) = rest.next() {
        let ahead: String = rest.clone().take(4).collect();
        let three = ahead.chars().take(3).filter(char::is_ascii_digit).count() == 3;
        let groups = three && !ahead.chars().nth(3).is_some_and(|c| c.is_ascii_digit());
        let next_digit = ahead.starts_with(|c: char| c.is_ascii_digit());
        match c {
            '0'..='9' if !digits.is_empty() || !before.is_alphanumeric() => digits.push(c),
            ',' | '.' | ' ' | '\'' if !digits.is_empty() && groups && !digits.contains('.') => {}
            '.' | ',' if !digits.is_empty() && next_digit && !digits.contains('.') => {
                digits.push('.');
            }
            _ => {
                let factor = if matches!(c, 'k' | 'K') { 1_000.0 } else { 1.0 };
                found.extend(digits.parse().map(|number: f64| number * factor));
                digits.clear();
            }
        }
        before = c;
    }
    found.extend(digits.parse::<f64>());
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::bank::LeverId;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (text, expected) in [
            ("88,000 because", vec![88_000.0]),
            ("88 000", vec![88_000.0]),
            ("at 88.5k, or 90K", vec![88_500.0, 90_000.0]),
            ("84.625 a year", vec![84_625.0]),
            ("0.5 x 90,000 + 4", vec![0.5, 90_000.0, 4.0]),
            ("sev1 and p99", vec![]),
            ("none", vec![]),
        ] {
            assert_eq!(numbers(text), expected, "{text}");
        }
    }

    fn lever(id: &str, range: Range, unit: &str) -> Lever {
        Lever {
            id: LeverId::new(id).unwrap(),
            range,
            unit: Safe::new(unit),
        }
    }

    fn levers() -> Vec<Lever> {
        let numbers = |opening, easy, approval| {
            Range::Numbers(Ends {
                opening,
                easy,
                approval,
            })
        };
        let dates = Range::Texts(Ends {
            opening: Safe::new("Friday noon"),
            easy: Some(Safe::new("Thursday of next week")),
            approval: None,
        });
        vec![
            lever(
                "base",
                numbers(84_000.0, Some(88_000.0), Some(91_000.0)),
                "EUR/year",
            ),
            lever("on-call-pay", numbers(0.0, Some(3_640.0), None), "EUR/year"),
            lever("sign-on", numbers(0.0, None, Some(5_000.0)), "EUR once"),
            lever("deadline", dates, "date"),
        ]
    }

    #[test]
    fn an_ask_names_a_lever_an_amount_and_a_reason() {
        let levers = levers();
        for (line, id, amount, reason) in [
            ("base 90000", "base", "90000", false),
            (
                "for base pay of 90k because I lead settlements",
                "base",
                "90000",
                true,
            ),
            ("base 90", "base", "90000", false),
            ("on-call 3,640", "on-call-pay", "3640", false),
            ("oncall pay 3640 a year", "on-call-pay", "3640", false),
            ("a signing bonus on top, 4000", "sign-on", "4000", false),
            (
                "thursday because of an interview",
                "deadline",
                "Thursday of next week",
                true,
            ),
            (
                "deadline for thursday",
                "deadline",
                "Thursday of next week",
                false,
            ),
            (
                "deadline in three weeks",
                "deadline",
                "deadline in three weeks",
                false,
            ),
        ] {
            let found = super::lever(line, &levers).unwrap();
            let (value, has_reason) = read_amount(line, found).unwrap();
            let value = match value {
                Value::Number(number) => number.to_string(),
                Value::Text(text) => text.to_string(),
            };
            assert_eq!((found.id.as_str(), value.as_str()), (id, amount), "{line}");
            assert_eq!(has_reason, reason, "{line}");
        }
        assert_eq!(super::lever("more holidays", &levers), Err(Unread::Lever));
        let week = read_amount("on-call pay 350 a week", &levers[1]);
        assert_eq!(week, Err(Unread::Unit(Safe::new("EUR/year"))));
        assert!(matches!(
            read_amount("base", &levers[0]),
            Err(Unread::Amount(_))
        ));
    }

    #[test]
    fn what_is_easy_is_granted_and_what_needs_an_approval_needs_a_case() {
        let levers = levers();
        let row = |lever| Row {
            lever,
            agreed: opening(lever),
            carried: None,
            asked: None,
        };
        let (base, deadline) = (row(&levers[0]), row(&levers[3]));
        for (amount, has_case, expected) in [
            (84_000.0, false, Answer::Standing),
            (88_000.0, false, Answer::Granted),
            (90_000.0, false, Answer::NeedsReason),
            (90_000.0, true, Answer::Carried),
            (92_000.0, true, Answer::Refused),
        ] {
            assert_eq!(
                answer(&base, &Value::Number(amount), has_case),
                expected,
                "{amount}"
            );
        }
        for (text, expected) in [
            ("Friday noon", Answer::Standing),
            ("Thursday of next week", Answer::Granted),
            ("in three weeks", Answer::Refused),
        ] {
            let amount = Value::Text(Safe::new(text));
            assert_eq!(answer(&deadline, &amount, true), expected, "{text}");
        }
    }
}
