//! A screen: its questions one by one, and what was said to each.

use super::super::document::Document;
use super::super::words::{budget, capital, clock, count, list, spent};
use crate::domain::bank::detail::{Screen, Who};
use crate::domain::bank::{Prompt, Value};
use crate::domain::round::State;
use crate::domain::round::call::{ANSWER_MS, Answer, Call, Said};

/// The verbs with what they do.
pub(super) const HELP: [(&str, &str); 2] = [
    (
        "/next",
        "asks for the next question while there are some, then goes to the next phase",
    ),
    (
        "mind TEXT",
        "keeps what would change your mind about the job; the close sets your questions beside it",
    ),
];

pub(super) fn briefing(screen: &Screen) -> Document {
    let who = match screen.who {
        Who::Recruiter => "a recruiter",
        Who::HiringManager => "the manager of the team",
        Who::Technical => "an engineer",
    };
    Document::default().title("The call").text(format!(
        "With {}, {}: {who}. {} come one by one, each with its own time; an answer is listened to \
         for ninety seconds. /next asks for the next. `mind TEXT` keeps what would change your \
         mind about the job: write it before you ask back.",
        screen.role.name,
        screen.role.title,
        capital(&count(screen.questions.len(), "question")),
    ))
}

/// The question that was just asked.
pub(super) fn moved(prompt: &Prompt, state: &State) -> Document {
    let Some(call) = Call::of(prompt, state) else {
        return Document::default();
    };
    let Some((_, number, question)) = call.on() else {
        return Document::default();
    };
    let of = call.screen().questions.len();
    let time = budget(call.budget_ms(question));
    Document::default()
        .title(format!("Question {number} of {of}, {time}"))
        .interviewer(&question.ask)
}

pub(super) fn lines(prompt: &Prompt, state: &State) -> Vec<(u32, String, String)> {
    let Some(call) = Call::of(prompt, state) else {
        return Vec::new();
    };
    let asked = call.asked().iter();
    asked
        .map(|(step, question)| {
            (
                step.seq,
                format!("{} {}", clock(step.at_ms), call.screen().role.name),
                question.ask.to_string(),
            )
        })
        .collect()
}

pub(super) fn time(prompt: &Prompt, state: &State, active_ms: u64) -> Document {
    let call = Call::of(prompt, state);
    let Some((from_ms, number, question)) = call.as_ref().and_then(Call::on) else {
        return Document::default();
    };
    let budget_ms = call.as_ref().and_then(|call| call.budget_ms(question));
    let time = spent(active_ms.saturating_sub(from_ms), budget_ms);
    Document::line(format!("Question {number}: {time}."))
}

/// An answer that gets long, and a question whose time is up.
pub(super) fn time_left(call: &Call<'_>, before_ms: u64, now_ms: u64) -> Document {
    let Some((from_ms, number, question)) = call.on() else {
        return Document::default();
    };
    let Some(budget_ms) = call.budget_ms(question) else {
        return Document::default();
    };
    let crossed = |after_ms: u64| before_ms < from_ms + after_ms && from_ms + after_ms <= now_ms;
    if crossed(budget_ms) {
        Document::line(format!(
            "Question {number}: its time is over ({}); /next goes on.",
            budget(Some(budget_ms))
        ))
    } else if crossed(ANSWER_MS) && ANSWER_MS < budget_ms {
        Document::line(format!(
            "Question {number}: ninety seconds; come to the point."
        ))
    } else {
        Document::default()
    }
}

/// Each question with what was said, and what good and poor answers have; one's own questions.
pub(super) fn debrief(prompt: &Prompt, state: &State) -> Document {
    let Some(call) = Call::of(prompt, state) else {
        return Document::default();
    };
    let answers = call.answers();
    let document = Document::default().title("Their questions and your answers");
    let document = answers
        .iter()
        .fold(document, |document, one| document.then(answer(&call, one)));
    document
        .then(own_questions(&call))
        .then(minds(&call))
        .then(role(&call))
}

fn answer(call: &Call<'_>, answer: &Answer<'_>) -> Document {
    let question = answer.question;
    let time = match answer.spent_ms {
        Some(spent_ms) => spent(spent_ms, call.budget_ms(question)),
        None => "never reached".to_owned(),
    };
    let lines: Vec<String> = answer
        .lines
        .iter()
        .map(|line| format!("\"{}\"", line.text))
        .collect();
    let said = match (lines.is_empty(), answer.spent_ms) {
        (true, None) => "nothing".to_owned(),
        (true, Some(_)) => "nothing was typed".to_owned(),
        (false, _) => lines.join(" "),
    };
    let keywords = if answer.keywords.is_empty() {
        "none".to_owned()
    } else {
        answer.keywords.join(", ")
    };
    Document::line(format!("{} ({time})", question.ask))
        .item("you", said)
        .item("words noted", keywords)
        .item("good", &question.good)
        .item("poor", &question.poor)
}

/// One's own questions, with what each is good for.
fn own_questions(call: &Call<'_>) -> Document {
    let document = Document::default().title("Your questions to them");
    let questions = call.own_questions();
    if questions.is_empty() {
        return document.text("None.");
    }
    let deciding = questions
        .iter()
        .filter(|(_, said)| is_deciding(*said))
        .count();
    let items = questions.iter().map(|(asked, said)| {
        let worth = match said {
            Said::Known(known) => match known.value {
                Value::High => format!("could change your mind. {}", known.effect),
                Value::Medium | Value::Low => format!("changes little. {}", known.effect),
            },
            Said::GivenAway(text) => format!("brought out what is not told unasked. {text}"),
            Said::Default => "got no answer that says anything.".to_owned(),
        };
        (asked.text.to_string(), worth)
    });
    document.items(items).text(format!(
        "{deciding} of {} could change your mind.",
        count(questions.len(), "question")
    ))
}

fn is_deciding(said: Said<'_>) -> bool {
    match said {
        Said::Known(known) => known.value == Value::High,
        Said::GivenAway(_) => true,
        Said::Default => false,
    }
}

/// What would change one's mind, as it was written, beside what was asked.
fn minds(call: &Call<'_>) -> Document {
    let minds = call.minds();
    if minds.is_empty() {
        return Document::line(
            "You did not write what would change your mind: `mind TEXT` does, before you ask.",
        );
    }
    let items = minds.into_iter().map(|(text, asked)| {
        let asked = match asked {
            Some(asked) => format!("asked: \"{}\"", asked.text),
            None => "you never asked about it".to_owned(),
        };
        (text.to_owned(), asked)
    });
    Document::default()
        .title("What would change your mind")
        .items(items)
}

fn role(call: &Call<'_>) -> Document {
    let role = &call.screen().role;
    let worries: Vec<String> = role.worries.iter().map(ToString::to_string).collect();
    Document::default()
        .title(format!("What {} had in mind", role.name))
        .text(format!(
            "Hopes for: {}. Fears: {}.",
            role.wants,
            list(&worries)
        ))
}
