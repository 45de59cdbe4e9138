//! How a plan stands: what was done counts, what was missed moves.

use super::{Aim, Item, Theme, days};
use crate::domain::bank::Kind;
use crate::domain::day::Day;
use crate::domain::text::Safe;

/// Something that was done, as the journal knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// When.
    pub day: Day,
    /// What.
    pub what: Deed,
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// A round of a kind was finished.
    Round(Kind),
    /// A drill on a dimension was finished.
    Drilled(Safe),
    /// Exemplars were rated.
    Graded,
    /// A story was written or told.
    Told,
    /// A loop was played to its debrief.
    Looped,
}

impl Deed {
    /// Whether it is what an item asks for.
    fn fits(&self, item: &Item) -> bool {
        match (self, item) {
            (Self::Round(kind), Item::Practice(wanted)) => kind == wanted,
            (Self::Drilled(dimension), Item::Drill(Some(wanted))) => dimension == wanted,
            (Self::Round(Kind::Incident), Item::Runbook)
            | (Self::Drilled(_), Item::Drill(None))
            | (Self::Graded, Item::Grade)
            | (Self::Told, Item::Story)
            | (Self::Looped, Item::Loop) => true,
            (
                Self::Round(_) | Self::Drilled(_) | Self::Graded | Self::Told | Self::Looped,
                Item::Practice(_)
                | Item::Runbook
                | Item::Drill(_)
                | Item::Grade
                | Item::Story
                | Item::Loop
                | Item::Review(_),
            ) => false,
        }
    }
}

/// How it stands with an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Done.
    Done,
    /// To be done on its day.
    Open,
    /// Missed, and moved to another day.
    MovedTo(Day),
    /// Moved here from the day on which it was missed.
    MovedFrom(Day),
    /// Missed, and no day is left for it.
    LeftOut,
    /// A review whose day is past: the journal does not know whether it was done.
    Past,
}

/// A day of a plan as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The day.
    pub day: Day,
    /// Its theme.
    pub theme: Theme,
    /// What to do, and how it stands.
    pub items: Vec<(Item, State)>,
}

/// How a plan stands on a day: each deed counts for the earliest item that it fits; what was missed
/// moves, one a day, to the days from today on that hold least.
pub fn standing(aim: &Aim, done: &[Done], today: Day) -> Vec<Standing> {
    let mut days: Vec<Standing> = days(aim)
        .into_iter()
        .map(|planned| Standing {
            day: planned.day,
            theme: planned.theme,
            items: planned
                .items
                .into_iter()
                .map(|item| (item, State::Open))
                .collect(),
        })
        .collect();
    for deed in done.iter().filter(|deed| deed.day >= aim.begun) {
        let open = days
            .iter_mut()
            .flat_map(|day| &mut day.items)
            .find(|(item, state)| *state == State::Open && deed.what.fits(item));
        if let Some((_, state)) = open {
            *state = State::Done;
        }
    }
    drop_idle_reviews(&mut days, today);
    move_missed(&mut days, today);
    days
}

/// A day on which no round was played after all needs no review.
fn drop_idle_reviews(days: &mut [Standing], today: Day) {
    let played = |day: &Standing| {
        let mut items = day.items.iter();
        items.any(|(item, state)| item.is_round() && *state == State::Done)
    };
    let idle = days.iter().filter(|day| day.day < today && !played(day));
    let idle: Vec<Day> = idle.map(|day| day.day).collect();
    for day in days {
        day.items
            .retain(|(item, _)| !matches!(item, Item::Review(of) if idle.contains(of)));
    }
}

/// A place of a day and of an item on it.
type Place = (usize, usize);

fn move_missed(days: &mut [Standing], today: Day) {
    let past = days.iter().enumerate().filter(|(_, day)| day.day < today);
    let missed: Vec<Place> = past
        .flat_map(|(at, day)| {
            let open = day.items.iter().enumerate();
            open.filter(|(_, (_, state))| *state == State::Open)
                .map(move |(index, _)| (at, index))
        })
        .collect();
    for (from, index) in missed {
        let Some((item, day)) = days
            .get(from)
            .and_then(|day| Some((day.items.get(index)?.0.clone(), day.day)))
        else {
            continue;
        };
        let is_review = matches!(item, Item::Review(_));
        let to = if is_review {
            None
        } else {
            least_full(days, today)
        };
        let state = match to.and_then(|to| days.get(to)) {
            Some(to) => State::MovedTo(to.day),
            None if is_review => State::Past,
            None => State::LeftOut,
        };
        if let Some(to) = to.and_then(|to| days.get_mut(to)) {
            to.items.push((item, State::MovedFrom(day)));
        }
        if let Some((_, old)) = days.get_mut(from).and_then(|day| day.items.get_mut(index)) {
            *old = state;
        }
    }
}

/// Of the days from today on that nothing was moved to yet, the one with the fewest minutes, the
/// earlier among equals. The day before the interview stays free.
fn least_full(days: &[Standing], today: Day) -> Option<usize> {
    let minutes = |day: &Standing| -> u32 {
        let open = day.items.iter().filter(|(_, state)| *state == State::Open);
        open.map(|(item, _)| item.minutes()).sum()
    };
    let is_free = |day: &Standing| {
        let mut items = day.items.iter();
        day.day >= today
            && day.theme != Theme::Rest
            && !items.any(|(_, state)| matches!(state, State::MovedFrom(_)))
    };
    let free = days.iter().enumerate().filter(|(_, day)| is_free(day));
    free.min_by_key(|(index, day)| (minutes(day), *index))
        .map(|(index, _)| index)
}

/// Today's day of a plan; nothing before it begins and after it ends.
pub fn today(standing: &[Standing], today: Day) -> Option<&Standing> {
    standing.iter().find(|day| day.day == today)
}

#[cfg(test)]
mod tests {
    use super::super::days;
    use super::super::tests::{aim, day};
    use super::*;

    #[test]
    fn what_was_missed_moves_and_what_was_done_does_not() {
        let aim = aim("2026-12-22", 7, &[]);
        let done = [Done {
            day: day("2026-11-24"),
            what: Deed::Round(Kind::Coding),
        }];
        let now = standing(&aim, &done, day("2026-11-26"));
        let state = |index: usize, item: &Item| {
            let found = now[index].items.iter().find(|(known, _)| known == item);
            found.unwrap().1
        };
        assert_eq!(state(0, &Item::Practice(Kind::Coding)), State::Done);
        let State::MovedTo(to) = state(0, &Item::Drill(None)) else {
            panic!("{:?}", now[0]);
        };
        let moved = now.iter().find(|standing| standing.day == to).unwrap();
        assert!(to >= day("2026-11-26"));
        assert!(
            moved
                .items
                .contains(&(Item::Drill(None), State::MovedFrom(day("2026-11-24"))))
        );
        assert_eq!(
            today(&now, day("2026-11-26")).unwrap().day,
            day("2026-11-26")
        );
        assert_eq!(today(&now, day("2026-12-22")), None);
    }

    #[test]
    fn what_finds_no_day_is_left_out_and_the_day_before_stays_free() {
        let aim = aim("2026-12-01", 14, &[]);
        let now = standing(&aim, &[], day("2026-11-29"));
        let all = now.iter().flat_map(|day| &day.items);
        assert!(all.clone().any(|(_, state)| *state == State::LeftOut));
        assert_eq!(now.last().unwrap().items, []);
    }

    proptest::proptest! {
        /// Whatever was missed is somewhere: moved to exactly one day, or said to be left out.
        #[test]
        fn nothing_that_was_missed_is_lost(
            length in 1i32..120, hours in 1u32..=40, passed in 0i32..130, coded in 0usize..9,
        ) {
            let aim = Aim {
                begun: day("2026-11-24"),
                interview: day("2026-11-24").plus(length),
                hours_per_week: hours,
                weak: Vec::new(),
            };
            let deed = Done { day: aim.begun, what: Deed::Round(Kind::Coding) };
            let now = standing(&aim, &vec![deed; coded], aim.begun.plus(passed));
            let states = || now.iter().flat_map(|day| &day.items).map(|(_, state)| *state);
            let moved_to = states().filter(|s| matches!(s, State::MovedTo(_))).count();
            let moved_from = states().filter(|s| matches!(s, State::MovedFrom(_))).count();
            proptest::prop_assert_eq!(moved_to, moved_from);
            proptest::prop_assert!(now.last().is_some_and(|day| day.items.is_empty()));
            let is_tracked = |item: &&Item| !matches!(item, Item::Review(_));
            let planned = days(&aim);
            let planned = planned.iter().flat_map(|day| &day.items).filter(is_tracked);
            let there = now.iter().flat_map(|day| &day.items).map(|(item, _)| item);
            let there = there.filter(is_tracked).count();
            proptest::prop_assert_eq!(there, planned.count() + moved_from);
        }
    }
}
