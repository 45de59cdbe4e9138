//! A screen prompt's questions.

use super::fills;
use crate::domain::bank::format::ScreenTable;
use crate::domain::bank::lint::Subject;
use crate::domain::fault::{Code, Fault, Faults};

/// Fewer questions than this are another kind of interview.
const FEWEST_QUESTIONS: usize = 4;

/// The phase in which the questions are asked.
const PHASE: &str = "questions";

pub(super) fn rules(subject: &Subject<'_>, table: &ScreenTable, faults: &mut Faults) {
    let count = table.question.len();
    let last = table.question.last();
    if count < FEWEST_QUESTIONS {
        let message = format!("{count} questions");
        let help = "add [[screen.question]] tables until there are four";
        let span = last.map_or(subject.file.kind.span, |question| question.id.span);
        faults.push(Fault::error(Code::QUESTIONS, span, &message, help));
    }
    let minutes = table.question.iter().map(|question| question.minutes.value);
    let sum = minutes.fold(0, u32::saturating_add);
    let span = last.map_or(subject.file.kind.span, |question| question.minutes.span);
    let parts = ("questions", sum);
    fills(subject, PHASE, parts, (Code::QUESTIONS, span), faults);
}

#[cfg(test)]
mod tests {
    use super::super::sample::{self, SCREEN};

    #[test]
    fn four_questions_fill_their_phase() {
        let leaving = "[[screen.question]]\nid = \"leaving\"\nminutes = 1";
        let changed = "[[phase]]\nid = \"questions\"\nminutes = 12\n[[phase]]\nid = \"opening\"";
        sample::table(
            SCREEN,
            "B911",
            &[
                (&[], &[]),
                (
                    &[(
                        leaving,
                        "[[screen.question]]\nid = \"leaving\"\nminutes = 2",
                    )],
                    &["error `1`: the questions take 14 minutes, the phase `questions` has 13"],
                ),
                (
                    &[("[[phase]]\nid = \"opening\"", changed)],
                    &["error `1`: the questions take 13 minutes, the phase `questions` has 12"],
                ),
                (
                    &[("phases     = \"screen-25\"", "phases = \"design-60\"")],
                    &["error `\"design-60\"`: the plan `design-60` has no phase `questions`"],
                ),
                (
                    &[("phases     = \"screen-25\"", "phases = \"unknown\"")],
                    &[],
                ),
            ],
        );
    }

    #[test]
    fn fewer_than_four_questions_are_too_few() {
        let text = sample::text(SCREEN);
        let start = text.find("[[screen.question]]").unwrap();
        let end = text.find("[[screen.question]]\nid = \"changed\"").unwrap();
        sample::table(
            SCREEN,
            "B911",
            &[(
                &[(&text[start..end], "")],
                &[
                    "error `\"motive\"`: 3 questions",
                    "error `1`: the questions take 4 minutes, the phase `questions` has 13",
                ],
            )],
        );
    }
}
