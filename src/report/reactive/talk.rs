//! A negotiation: the card, the counterpart's answers, and what it adds up to.

use super::super::document::Document;
use super::super::words::{amount, capital, clock, count, name};
use crate::domain::bank::Prompt;
use crate::domain::bank::detail::{Ends, Lever, Negotiation, Range};
use crate::domain::round::talk::{ACCEPT, Answer, Asked, End, Row, Talk, Total, Value};
use crate::domain::round::{Act, State};

/// The verbs with what they do.
pub(super) const HELP: [(&str, &str); 6] = [
    (
        "ask LEVER AMOUNT",
        "asks for something: ask base 88000 because ... A reason carries further than a figure",
    ),
    (
        "give WHAT",
        "offers something in return: give a start on 1 September",
    ),
    ("terms", "shows what is on the table"),
    ("accept, decline", "ends the talk with a yes or a no"),
    ("card", "shows your card again, while you prepare"),
    (
        "target N, acceptable N, walk-away N",
        "notes with your yearly figures; the close adds up against them",
    ),
];

pub(super) fn briefing(negotiation: &Negotiation) -> Document {
    let counterpart = &negotiation.counterpart;
    Document::default()
        .title("The call")
        .text(format!(
            "With {}, {}: {}. While you prepare, write target, acceptable and walk-away, each with \
             its yearly figure. In the call `ask LEVER AMOUNT` asks for something, `give WHAT` \
             offers something in return, `terms` shows what is on the table, `accept` and \
             `decline` end it. No slash is needed.",
            counterpart.name, counterpart.role, counterpart.style
        ))
        .then(card(negotiation))
}

/// What the candidate alone is told.
pub(super) fn card(negotiation: &Negotiation) -> Document {
    let card = &negotiation.card;
    Document::default()
        .title("Your card; nobody else sees it")
        .item("today", &card.current)
        .item("without an agreement", &card.alternative)
        .items(card.constraints.iter().map(|what| ("fixed", what)))
        .text(&card.target_hint)
}

/// What the last move came to.
pub(super) fn moved(prompt: &Prompt, state: &State) -> Document {
    let (Some(talk), Some(last)) = (Talk::of(prompt, state), state.moves.last()) else {
        return Document::default();
    };
    let who = &talk.negotiation().counterpart.name;
    match &last.what {
        Act::AskedFor { .. } => talk.asks().last().map_or_else(Document::default, |asked| {
            let what = counted(asked.lever, &asked.amount);
            Document::line(format!("You ask: {what}.")).item(who, answered(asked))
        }),
        Act::Told { text, .. } => {
            Document::line(format!("You give: {text}.")).item(who, "That helps. I can use it.")
        }
        Act::Did { matched, .. } => {
            let is_yes = matched.as_ref().is_some_and(|how| how.as_str() == ACCEPT);
            if is_yes {
                Document::default()
                    .item(who, "Then it's a yes. I write down what we have.")
                    .then(terms(&talk))
            } else {
                Document::default().item(who, "That is a pity. Thank you for telling me.")
            }
        }
        Act::Happened(id) => {
            let turns = talk.negotiation().turns.iter();
            let said = turns.filter(|turn| turn.id.as_str() == id.as_str());
            Document::default().items(said.map(|turn| (who, &turn.text)))
        }
        Act::Looked { .. } | Act::TookBack => Document::default(),
    }
}

fn answered(asked: &Asked<'_>) -> String {
    match (asked.answer, &asked.amount) {
        (Answer::Standing, _) => {
            let lever = capital(&name(asked.lever.id.as_str()));
            format!("{lever} stands as it is, or better.")
        }
        (Answer::Granted, amount) => format!("I can write that: {}.", counted(asked.lever, amount)),
        (Answer::Carried, _) => "That isn't mine to give. With what you gave me I can take it to \
                                 those who decide it."
            .to_owned(),
        (Answer::NeedsReason, _) => "That isn't mine to give, and I have nothing to say for it. A \
                                     reason, or something in return?"
            .to_owned(),
        (Answer::Refused, Value::Number(_)) => "No. Nobody here would sign that.".to_owned(),
        (Answer::Refused, Value::Text(_)) => {
            "That I can't write. Something near it, perhaps?".to_owned()
        }
    }
}

/// A lever's amount in its unit: `base 88,000 EUR/year`.
fn counted(lever: &Lever, value: &Value) -> String {
    let name = name(lever.id.as_str());
    match value {
        Value::Number(number) => format!("{name} {} {}", amount(*number), lever.unit),
        Value::Text(text) => format!("{name} {text}"),
    }
}

/// What is on the table.
pub(super) fn terms(talk: &Talk<'_>) -> Document {
    let asked = |row: &&Row<'_>| row.asked.is_some() || row.lever.id.as_str() == first_id(talk);
    let rows = talk.rows().iter().filter(asked);
    let items = rows.map(|row| (name(row.lever.id.as_str()), standing(row)));
    let currency = &talk.negotiation().currency;
    Document::default()
        .title("On the table")
        .items(items)
        .text(format!(
            "As agreed: {}.",
            total(talk.agreed(), currency.as_str())
        ))
}

fn first_id<'a>(talk: &Talk<'a>) -> &'a str {
    talk.negotiation()
        .levers
        .first()
        .map_or("", |lever| lever.id.as_str())
}

fn standing(row: &Row<'_>) -> String {
    let value = |value: &Value| match value {
        Value::Number(number) => format!("{} {}", amount(*number), row.lever.unit),
        Value::Text(text) => text.to_string(),
    };
    match &row.carried {
        Some(carried) => format!(
            "{}; {} has to be approved",
            value(&row.agreed),
            value(carried)
        ),
        None => value(&row.agreed),
    }
}

fn total(total: Total, currency: &str) -> String {
    if total.once > 0.0 {
        format!(
            "{} {currency} a year and {} once",
            amount(total.yearly),
            amount(total.once)
        )
    } else {
        format!("{} {currency} a year", amount(total.yearly))
    }
}

pub(super) fn lines(prompt: &Prompt, state: &State) -> Vec<(u32, String, String)> {
    let Some(talk) = Talk::of(prompt, state) else {
        return Vec::new();
    };
    let who = &talk.negotiation().counterpart.name;
    let mut asks = talk.asks().iter();
    let line = |step: &crate::domain::round::Move| {
        let (side, what) = match &step.what {
            Act::AskedFor { lever, amount } => {
                let answer = asks.next().map(answered);
                let said = answer.map_or_else(String::new, |said| format!(" {who}: {said}"));
                (
                    "ask".to_owned(),
                    format!("{}, \"{amount}\".{said}", name(lever.as_str())),
                )
            }
            Act::Told { text, .. } => ("give".to_owned(), text.to_string()),
            Act::Did { text, .. } => ("end".to_owned(), text.to_string()),
            Act::Happened(id) => {
                let mut turns = talk.negotiation().turns.iter();
                let said = turns.find(|turn| turn.id.as_str() == id.as_str())?;
                (who.to_string(), said.text.to_string())
            }
            Act::Looked { .. } | Act::TookBack => return None,
        };
        Some((step.seq, format!("{} {side}", clock(step.at_ms)), what))
    };
    state.moves.iter().filter_map(line).collect()
}

/// What the talk came to, lever by lever, and against one's own figures.
pub(super) fn debrief(prompt: &Prompt, state: &State) -> Document {
    let Some(talk) = Talk::of(prompt, state) else {
        return Document::default();
    };
    let negotiation = talk.negotiation();
    let counterpart = &negotiation.counterpart;
    let levers = talk.rows().iter().map(|row| {
        let label = format!("{} ({})", name(row.lever.id.as_str()), row.lever.unit);
        (label, reached(row))
    });
    Document::default()
        .title("What the talk came to")
        .text(ending(&talk))
        .items(levers)
        .then(traded(&talk))
        .title("Added up")
        .items(figures(&talk))
        .title(format!("What {} could have done", counterpart.name))
        .text(&counterpart.authority)
}

fn ending(talk: &Talk<'_>) -> String {
    match talk.ended() {
        Some((at_ms, End::Accepted)) => format!("A yes at {}, to what was agreed.", clock(at_ms)),
        Some((at_ms, End::Declined)) => {
            format!(
                "A no at {}: there is no agreement, and your alternative stands.",
                clock(at_ms)
            )
        }
        None => "No yes and no no: what was agreed can be signed or left.".to_owned(),
    }
}

/// Where a lever began, where it stands, and how far it would have gone.
fn reached(row: &Row<'_>) -> String {
    let text = |value: &Value| match value {
        Value::Number(number) => amount(*number),
        Value::Text(text) => text.to_string(),
    };
    let ends = match &row.lever.range {
        Range::Numbers(ends) => worded(ends, |number| amount(*number)),
        Range::Texts(ends) => worded(ends, ToString::to_string),
    };
    let asked = match &row.asked {
        Some(asked) => format!("you asked for {}", text(asked)),
        None => "never asked for".to_owned(),
    };
    let carried = row.carried.as_ref();
    let carried = carried.map_or_else(String::new, |value| {
        format!(", {} to be approved", text(value))
    });
    format!("{ends}; {asked}; agreed {}{carried}", text(&row.agreed))
}

fn worded<T>(ends: &Ends<T>, word: impl Fn(&T) -> String) -> String {
    let easy = ends
        .easy
        .as_ref()
        .map(|end| format!(", {} at once", word(end)));
    let approval = ends
        .approval
        .as_ref()
        .map(|end| format!(", {} with an approval", word(end)));
    format!(
        "opened at {}{}{}",
        word(&ends.opening),
        easy.unwrap_or_default(),
        approval.unwrap_or_default()
    )
}

/// What was given, and what was got for it.
fn traded(talk: &Talk<'_>) -> Document {
    let with = |wanted: &'static [Answer]| {
        let asks = talk.asks().iter();
        asks.filter(move |asked| wanted.contains(&asked.answer))
    };
    let line = |label: &'static str| {
        move |asked: &Asked<'_>| {
            let label = format!("{} {label}", clock(asked.at_ms));
            (label, counted(asked.lever, &asked.amount))
        }
    };
    let (got, carried) = (&[Answer::Granted], &[Answer::Carried]);
    let noes = &[Answer::Refused, Answer::NeedsReason];
    let given = talk.given();
    Document::default()
        .title("Traded")
        .items(
            given
                .iter()
                .map(|(at_ms, what)| (format!("{} you gave", clock(*at_ms)), *what)),
        )
        .items(with(got).map(line("you got")))
        .items(with(carried).map(line("to be approved")))
        .text(format!(
            "Asks with a reason: {} of {}. Given: {}. Got: {}. To be approved: {}. Noes: {}.",
            talk.asks().iter().filter(|asked| asked.has_reason).count(),
            talk.asks().len(),
            given.len(),
            with(got).count(),
            with(carried).count(),
            with(noes).count()
        ))
}

/// The yearly sums against the candidate's own figures.
fn figures(talk: &Talk<'_>) -> Vec<(String, String)> {
    let currency = talk.negotiation().currency.as_str();
    let agreed = talk.agreed();
    let against = |names: &[&str], example: &str| match talk.written(names) {
        None => format!("not written; a line such as `{example}` does"),
        Some(figure) => {
            let difference = agreed.yearly - figure;
            let side = match difference {
                d if d > 0.0 => format!("{} above it", amount(d)),
                d if d < 0.0 => format!("{} below it", amount(-d)),
                _ => "exactly it".to_owned(),
            };
            format!("{}: what is agreed is {side}", amount(figure))
        }
    };
    let mut figures = vec![
        ("as offered".to_owned(), total(talk.opening(), currency)),
        ("as agreed".to_owned(), total(agreed, currency)),
    ];
    let approved = talk
        .rows()
        .iter()
        .filter(|row| row.carried.is_some())
        .count();
    if approved > 0 {
        let label = format!("if {} is approved", count(approved, "ask"));
        figures.push((label, total(talk.if_approved(), currency)));
    }
    let left = talk.left();
    if left.yearly > 0.0 || left.once > 0.0 {
        figures.push((
            "left, though nobody had to approve it".to_owned(),
            total(left, currency),
        ));
    }
    figures.push((
        "your target".to_owned(),
        against(&["target"], "target 90000"),
    ));
    figures.push((
        "your walk-away".to_owned(),
        against(&["walk away", "walkaway"], "walk-away 84000"),
    ));
    figures
}
