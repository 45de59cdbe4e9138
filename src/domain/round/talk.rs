//! A negotiation's table, folded from a round's moves: what was asked, granted, given.

use super::ask::longest_key;
use super::moves::Act;
use super::state::State;
use crate::domain::bank::detail::{Cue, Detail, Lever, Negotiation, Range, Turn};
use crate::domain::bank::{PhaseId, Prompt};
use crate::domain::text::Safe;

mod read;

pub use self::read::{Ask, Unread, read};
use self::read::{numbers, read_amount};

/// The phase in which the call is.
pub const CALL: &str = "exchange";

/// The phase in which it is looked back on.
const REVIEW: &str = "review";

/// The phase in which the card is read.
pub const PREPARE: &str = "prepare";

/// What ends a negotiation with a yes, in an event.
pub const ACCEPT: &str = "accept";

/// What ends a negotiation with a no, in an event.
pub const DECLINE: &str = "decline";

/// A negotiation after a round's moves.
#[derive(Debug, Clone)]
pub struct Talk<'a> {
    negotiation: &'a Negotiation,
    prompt: &'a Prompt,
    state: &'a State,
    rows: Vec<Row<'a>>,
    asks: Vec<Asked<'a>>,
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

/// Something that was asked for, and what was answered.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked<'a> {
    /// Active time, in milliseconds.
    pub at_ms: u64,
    /// The lever.
    pub lever: &'a Lever,
    /// The amount.
    pub amount: Value,
    /// Whether a reason was given.
    pub has_reason: bool,
    /// What was answered.
    pub answer: Answer,
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
            asks: Vec::new(),
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
        let Some((lever, Ok((amount, has_reason)))) =
            lever.map(|l| (l, read_amount(amount.as_str(), l)))
        else {
            return;
        };
        let carried = self.rows.iter().filter(|row| row.carried.is_some()).count();
        let has_case = has_reason || self.given.len() > carried;
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
        self.asks.push(Asked {
            at_ms,
            lever,
            amount,
            has_reason,
            answer,
        });
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
    pub fn asks(&self) -> &[Asked<'a>] {
        &self.asks
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
        let phase = self.state.current().map(|phase| phase.id.as_str());
        phase.is_some_and(|phase| ![PREPARE, REVIEW].contains(&phase)) && self.ended.is_none()
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

    /// What it adds up to as agreed.
    pub fn agreed(&self) -> Total {
        self.total(|row| row.agreed.clone())
    }

    /// What it adds up to with what still needs an approval.
    pub fn if_approved(&self) -> Total {
        self.total(|row| row.carried.clone().unwrap_or_else(|| row.agreed.clone()))
    }

    /// What the offer adds up to as it was opened.
    pub fn opening(&self) -> Total {
        self.total(|row| opening(row.lever))
    }

    /// What the counterpart could have agreed to alone, on top of what is agreed.
    pub fn left(&self) -> Total {
        let (reached, agreed) = (self.total(easiest), self.agreed());
        Total {
            yearly: reached.yearly - agreed.yearly,
            once: reached.once - agreed.once,
        }
    }

    fn total(&self, value: impl Fn(&Row<'a>) -> Value) -> Total {
        let mut total = Total {
            yearly: 0.0,
            once: 0.0,
        };
        for row in &self.rows {
            let unit = row.lever.unit.as_str();
            let is_money = unit.starts_with(self.negotiation.currency.as_str());
            if let (Value::Number(number), true) = (value(row), is_money) {
                if unit.contains("year") {
                    total.yearly += number;
                } else {
                    total.once += number;
                }
            }
        }
        total
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

/// What is agreed, or what the counterpart could have agreed to alone if that is more.
fn easiest(row: &Row<'_>) -> Value {
    match (&row.lever.range, &row.agreed) {
        (Range::Numbers(ends), Value::Number(agreed)) => {
            Value::Number(ends.easy.map_or(*agreed, |easy| easy.max(*agreed)))
        }
        (Range::Numbers(_) | Range::Texts(_), agreed) => agreed.clone(),
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

#[cfg(test)]
mod tests {
    use super::read::tests::levers;
    use super::*;

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
