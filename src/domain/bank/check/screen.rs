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

#[cfg(test)]
mod tests {
    use super::super::sample;
    use crate::domain::bank::Kind;
    use crate::domain::bank::detail::{Detail, Who};

    const GOOD: &str = r#"
[screen]
who = "hiring-manager"
role = { name = "Ines", title = "Manager", wants = "quieter nights", worries = ["clever code"] }
[[screen.question]]
id = "system"
minutes = 4
ask = "What did you run?"
good = "Size and an own decision"
poor = "A tour"
[[screen.question]]
id = "leaving"
minutes = 1
ask = "Why are you looking?"
good = "Short and true"
poor = "A grievance"
[[screen.reveal]]
keys = ["leave", "quit"]
text = "The nights."
"#;

    #[test]
    fn a_sound_table_says_who_asks_what() {
        let Detail::Screen(screen) = sample::detail(Kind::Screen, GOOD) else {
            panic!("another kind");
        };
        assert_eq!(screen.who, Who::HiringManager);
        assert_eq!(screen.role.name.as_str(), "Ines");
        let minutes: u32 = screen
            .questions
            .iter()
            .map(|question| question.minutes)
            .sum();
        assert_eq!(minutes, 5);
        assert_eq!(screen.reveals[0].keys, ["leave", "quit"]);
    }

    #[test]
    fn questions_are_unique_and_the_interviewer_is_known() {
        let fault = |from, to| sample::faults(Kind::Screen, GOOD, from, to).remove(0);
        assert_eq!(
            fault("\"leaving\"", "\"system\"")[..2],
            ["B003", "\"system\""]
        );
        assert_eq!(
            fault("\"hiring-manager\"", "\"boss\"")[..2],
            ["B001", "\"boss\""]
        );
    }
}
