//! Points that were missed, and when their prompts are due again.

use std::collections::BTreeMap;

use super::bank::{BankId, PromptId};
use super::day::Day;
use super::history::{Progress, Summary};
use super::plan::review_gap;

/// What makes a prompt due: points that its latest round missed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// Items that were asked about and not shown.
    pub missed: u32,
    /// Days since then.
    pub days: i32,
}

/// The prompts that are due on a day before an interview: so long after the latest round on them,
/// if that one missed something, as [`review_gap`] says.
pub fn due(rounds: &[Summary], interview: Day, today: Day) -> BTreeMap<(BankId, PromptId), Due> {
    let mut due = BTreeMap::new();
    if today >= interview {
        return due;
    }
    let finished = rounds
        .iter()
        .filter(|round| round.progress == Progress::Finished);
    for round in finished {
        let Some(on) = Day::of_wall(&round.last_at) else {
            continue;
        };
        let items = round.scores.items.values();
        let missed = items.map(|(shown, of)| of.saturating_sub(*shown)).sum();
        let name = (round.bank.clone(), round.prompt.clone());
        let gap = review_gap(on.days_until(interview));
        if missed > 0 && on.plus(gap) <= today {
            let days = on.days_until(today);
            due.insert(name, Due { missed, days });
        } else {
            due.remove(&name);
        }
    }
    due
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::bank::DimensionId;
    use crate::domain::history::finished;

    fn round(prompt: &str, day: &str, items: (u32, u32)) -> Summary {
        let mut round = finished(prompt, day);
        let dimension = DimensionId::new("tradeoffs").unwrap();
        round.scores.items.insert(dimension, items);
        round
    }

    #[test]
    fn what_was_missed_is_due_after_its_gap_until_it_is_played_again() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let interview = day("2026-12-24");
        let mut rounds = vec![
            round("des-one", "2026-11-24", (2, 5)),
            round("des-all", "2026-11-24", (5, 5)),
        ];
        // 30 days are left: the gap is a fifth of them or so.
        let gap = review_gap(30);
        assert!((5..=8).contains(&gap), "{gap}");
        let names = |rounds: &[Summary], today: Day| -> Vec<(String, Due)> {
            let due = due(rounds, interview, today).into_iter();
            due.map(|((_, prompt), due)| (prompt.to_string(), due))
                .collect()
        };
        let begun = day("2026-11-24");
        assert_eq!(names(&rounds, begun.plus(gap - 1)), []);
        let expected = Due {
            missed: 3,
            days: gap,
        };
        assert_eq!(
            names(&rounds, begun.plus(gap)),
            [("des-one".to_owned(), expected)]
        );
        assert_eq!(names(&rounds, interview), []);
        rounds.push(round("des-one", "2026-12-01", (4, 5)));
        assert_eq!(names(&rounds, day("2026-12-02")), []);
        rounds.push(round("des-one", "2026-12-05", (5, 5)));
        assert_eq!(names(&rounds, day("2026-12-23")), []);
    }
}
