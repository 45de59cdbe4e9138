//! The first screen.

use super::document::Document;
use super::plan;
use crate::domain::day::Day;
use crate::domain::history::{self, Progress, Summary};
use crate::domain::plan::{Aim, Item, Standing, State, today};

/// A plan as it stands on a day: what it is made of, its days, and today.
pub type Today<'a> = (&'a Aim, &'a [Standing], Day);

/// What an empty line on the first screen does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next<'a> {
    /// There is no round yet: three minutes show what one is like.
    Taste,
    /// A round waits: its number, and what is known of it.
    Resume(usize, &'a Summary),
    /// The plan has something for today.
    Planned(&'a Item),
    /// A round is drawn.
    Draw,
}

impl<'a> Next<'a> {
    /// What comes next after all rounds so far: the round that waits, what is planned for today, a
    /// draw.
    pub fn after(rounds: &'a [Summary], plan: Option<Today<'a>>) -> Self {
        let day = plan.and_then(|(_, standing, now)| today(standing, now));
        let items = day.into_iter().flat_map(|day| &day.items);
        let mut open = items.filter(|(item, state)| {
            matches!(state, State::Open | State::MovedFrom(_)) && !matches!(item, Item::Review(_))
        });
        match history::open(rounds).pop() {
            Some(round) => {
                let number = rounds.iter().position(|known| known.round == round.round);
                Self::Resume(number.map_or(0, |index| index + 1), round)
            }
            None => match open.next() {
                Some((item, _)) => Self::Planned(item),
                None if rounds.is_empty() => Self::Taste,
                None => Self::Draw,
            },
        }
    }

    /// The command that does it.
    pub fn command(self) -> String {
        match self {
            Self::Taste => "taste".to_owned(),
            Self::Resume(..) => "resume".to_owned(),
            Self::Planned(item) => plan::command(item),
            Self::Draw => "practice".to_owned(),
        }
    }
}

/// What this is, what is planned for today, and what to do next.
pub fn first_screen(next: Next<'_>, today: Option<Today<'_>>) -> Document {
    let document = Document::line(
        "mockloop: mock interviews against the clock, rated by yourself, kept on this machine.",
    )
    .text("Talk aloud; type only what you would put on the whiteboard.");
    let draws = ("practice", "draws a round and starts its clock");
    let document = match today {
        Some((aim, standing, now)) => document.then(plan::of_today(aim, standing, now)),
        None => document,
    };
    let document = document.gap();
    let document = match next {
        Next::Taste => document
            .item(
                "Enter",
                "three minutes of an incident, to see what a round is like",
            )
            .item(draws.0, draws.1),
        Next::Resume(number, round) => {
            let what = match round.progress {
                Progress::Closing => "waits to be rated",
                Progress::Answering | Progress::Finished | Progress::Abandoned => "waits",
            };
            document
                .text(format!("Round {number} ({}) {what}.", round.prompt))
                .item("Enter", "takes it up")
                .item("practice", "draws another")
        }
        Next::Planned(item) => document
            .item("Enter", format!("begins {}", plan::words(item)))
            .item(draws.0, draws.1),
        Next::Draw => document.item("Enter", draws.1),
    };
    document
        .item(
            "practice system-design --fit 30",
            "draws one that fits half an hour",
        )
        .item("sessions, show, bank list", "look back, and around")
        .item("help, quit", "tells all commands; leaves")
}
