//! A screen prompt's own table.

use super::{unique, values};
use crate::domain::bank::detail::{Question, Reveal, Role, Screen};
use crate::domain::bank::format::{QuestionTable, RevealTable, ScreenTable};
use crate::domain::fault::Faults;

pub(super) fn screen(table: &ScreenTable, faults: &mut Faults) -> Screen {
    let questions = table.question.iter();
    let questions = questions.map(|t| (t.id.value.as_str(), t.id.span));
    unique("question", questions, faults);
    let question = |table: &QuestionTable| Question {
        id: table.id.value.clone(),
        minutes: table.minutes.value,
        ask: table.ask.value.clone(),
        good: table.good.value.clone(),
        poor: table.poor.value.clone(),
    };
    let reveal = |table: &RevealTable| Reveal {
        keys: values(&table.keys),
        text: table.text.value.clone(),
    };
    let role = &table.role;
    Screen {
        who: table.who.value,
        role: Role {
            name: role.name.value.clone(),
            title: role.title.value.clone(),
            wants: role.wants.value.clone(),
            worries: values(&role.worries),
        },
        questions: table.question.iter().map(question).collect(),
        reveals: table.reveal.iter().map(reveal).collect(),
    }
}
