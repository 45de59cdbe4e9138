//! The plan: from today to the day before the interview, in four themes, with what was missed
//! moved on.
//!
//! The four themes share the days evenly, however many there are: four weeks fit them best, fewer
//! compress them, more stretch them. The day before the interview is for rest.

use super::bank::check::generation;
use super::bank::{Kind, is_kebab};
use super::day::Day;
use super::fault::{Code, Fault, Faults};
use super::raw::{At, Choice};
use super::text::Safe;
use crate::record;

/// Hours a week that a plan may be made for.
pub const HOURS: std::ops::RangeInclusive<u32> = 1..=40;

record! {
    /// `plan.toml`: what a plan is made of. The days follow from it.
    pub struct PlanFile {
        /// Generation of the format.
        pub schema: At<u32>,
        /// The day on which it begins.
        pub begun: Day,
        /// The day of the interview.
        pub interview: At<Day>,
        /// Hours a week.
        pub hours_per_week: At<u32>,
        /// Kinds and dimensions that are weak, the weakest first.
        pub weak: Vec<At<Safe>>,
    }
}

/// What a plan is made of, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aim {
    /// The day on which it begins.
    pub begun: Day,
    /// The day of the interview, later than that.
    pub interview: Day,
    /// Hours a week.
    pub hours_per_week: u32,
    /// Kinds and dimensions that are weak, the weakest first.
    pub weak: Vec<Safe>,
}

/// Checks the plan's file.
pub fn check(file: &PlanFile, _: &str, faults: &mut Faults) -> Option<Aim> {
    let before = faults.len();
    generation(&file.schema, faults);
    let mut fault = |span, message: &str, help: &str| {
        faults.push(Fault::error(Code::FORM, span, message, help));
    };
    if file.begun.days_until(file.interview.value) < 1 {
        let message = "the interview is not after the day on which the plan begins";
        let help = "write a later day, or make the plan anew: `mockloop plan new`";
        fault(file.interview.span, message, help);
    }
    if !HOURS.contains(&file.hours_per_week.value) {
        let message = format!("{} hours a week", file.hours_per_week.value);
        fault(file.hours_per_week.span, &message, "write 1 to 40 hours");
    }
    for weak in file.weak.iter().filter(|w| !is_kebab(w.value.as_str())) {
        let message = format!("`{}` is no kind and no dimension", weak.value);
        fault(weak.span, &message, "write such as incident or edge-cases");
    }
    (faults.len() == before).then(|| Aim {
        begun: file.begun,
        interview: file.interview.value,
        hours_per_week: file.hours_per_week.value,
        weak: file.weak.iter().map(|weak| weak.value.clone()).collect(),
    })
}

/// What a stretch of the plan is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Theme {
    /// Code and stories.
    Fundamentals,
    /// Designs.
    SystemDesign,
    /// Outages, with a runbook.
    Incidents,
    /// The day itself.
    Simulation,
    /// The day before.
    Rest,
}

impl Theme {
    /// The four that share the days, in order.
    const STRETCHES: [Self; 4] = [
        Self::Fundamentals,
        Self::SystemDesign,
        Self::Incidents,
        Self::Simulation,
    ];

    /// The words for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Fundamentals => "fundamentals",
            Self::SystemDesign => "system design",
            Self::Incidents => "incidents",
            Self::Simulation => "simulation",
            Self::Rest => "rest",
        }
    }

    /// What its evenings hold, over and over: a short thing and a round, about an hour together.
    fn evenings(self) -> [[Wish; 2]; 3] {
        let round = |kind| Wish::Item(Item::Practice(kind));
        let short = |item| Wish::Item(item);
        match self {
            Self::Fundamentals => [
                [Wish::WeakDimension, round(Kind::Coding)],
                [short(Item::Story), Wish::WeakKind(Kind::Behavioral)],
                [short(Item::Grade), round(Kind::Coding)],
            ],
            Self::SystemDesign => [
                [Wish::WeakDimension, round(Kind::SystemDesign)],
                [short(Item::Grade), Wish::WeakKind(Kind::SystemDesign)],
                [short(Item::Story), round(Kind::Coding)],
            ],
            Self::Incidents => [
                [Wish::WeakDimension, round(Kind::Incident)],
                [short(Item::Grade), Wish::Item(Item::Runbook)],
                [short(Item::Story), Wish::WeakKind(Kind::SystemDesign)],
            ],
            Self::Simulation | Self::Rest => [
                [Wish::Item(Item::Loop), Wish::Nothing],
                [Wish::WeakDimension, Wish::WeakKind(Kind::Behavioral)],
                [short(Item::Story), round(Kind::Coding)],
            ],
        }
    }
}

/// A place in an evening.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Wish {
    /// This.
    Item(Item),
    /// A drill on the next weak dimension.
    WeakDimension,
    /// A round of the next weak kind; of this one if none is weak.
    WeakKind(Kind),
    /// No more that evening.
    Nothing,
}

/// Something to do.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Item {
    /// A round of a kind.
    Practice(Kind),
    /// An incident round with its runbook in writing.
    Runbook,
    /// A drill on a dimension; on whatever is weak by then without one.
    Drill(Option<Safe>),
    /// Rating exemplars.
    Grade,
    /// A story written or told.
    Story,
    /// A whole interview day.
    Loop,
    /// A look at what was practised on a day.
    Review(Day),
}

impl Item {
    /// Whether a round is played.
    fn is_round(&self) -> bool {
        matches!(self, Self::Practice(_) | Self::Runbook | Self::Loop)
    }

    /// About how long it takes, with its close.
    pub fn minutes(&self) -> u32 {
        match self {
            Self::Practice(kind) => match kind {
                Kind::SystemDesign => 65,
                Kind::Coding => 50,
                Kind::Incident => 40,
                Kind::Behavioral => 25,
                Kind::Screen | Kind::Negotiation => 30,
            },
            Self::Runbook => 45,
            Self::Drill(_) | Self::Review(_) => 10,
            Self::Grade | Self::Story => 15,
            Self::Loop => 240,
        }
    }
}

/// A day of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// The day.
    pub day: Day,
    /// Its theme.
    pub theme: Theme,
    /// What to do.
    pub items: Vec<Item>,
}

/// The days of a plan, from its first to the day before the interview.
pub fn days(aim: &Aim) -> Vec<Planned> {
    let length = aim.begun.days_until(aim.interview).max(1);
    let working = length - 1;
    let mut weak = Weak::of(&aim.weak);
    let mut days: Vec<Planned> = Vec::new();
    let mut evening = (Theme::Fundamentals, 0usize);
    for number in 0..working {
        let theme = theme(number, working);
        if theme != evening.0 {
            evening = (theme, 0);
        }
        let mut items = Vec::new();
        for _ in 0..evenings_on(number, aim.hours_per_week) {
            items.extend(weak.evening(theme, evening.1));
            evening.1 += 1;
        }
        let day = aim.begun.plus(number);
        days.push(Planned { day, theme, items });
    }
    with_reviews(&mut days, aim.interview);
    days.push(Planned {
        day: aim.begun.plus(working),
        theme: Theme::Rest,
        items: Vec::new(),
    });
    days
}

/// The theme of a day, counted from 0, among so many.
fn theme(number: i32, of: i32) -> Theme {
    let index = usize::try_from(number * 4 / of.max(1)).unwrap_or(0);
    let theme = Theme::STRETCHES.get(index);
    theme.copied().unwrap_or(Theme::Simulation)
}

/// How many evenings of an hour fall on a day: spread evenly over each week, the first day first.
fn evenings_on(number: i32, hours_per_week: u32) -> u32 {
    let day = u32::try_from(number).unwrap_or(0);
    let until = |day: u32| (day * hours_per_week).div_ceil(7);
    until(day + 1) - until(day)
}

/// Weak kinds and dimensions, taken in turn, the weakest first.
struct Weak {
    kinds: Vec<Kind>,
    dimensions: Vec<Safe>,
    turns: (usize, usize),
}

impl Weak {
    fn of(names: &[Safe]) -> Self {
        let kind = |name: &Safe| Kind::from_word(name.as_str());
        Self {
            kinds: names.iter().filter_map(kind).collect(),
            dimensions: names
                .iter()
                .filter(|name| kind(name).is_none())
                .cloned()
                .collect(),
            turns: (0, 0),
        }
    }

    fn evening(&mut self, theme: Theme, number: usize) -> Vec<Item> {
        let [first, second, third] = theme.evenings();
        let wishes = match number % 3 {
            0 => first,
            1 => second,
            _ => third,
        };
        wishes
            .into_iter()
            .filter_map(|wish| self.grant(wish))
            .collect()
    }

    fn grant(&mut self, wish: Wish) -> Option<Item> {
        match wish {
            Wish::Item(item) => Some(item),
            Wish::WeakDimension => {
                let dimension = in_turn(&self.dimensions, self.turns.0);
                self.turns.0 += 1;
                Some(Item::Drill(dimension.cloned()))
            }
            Wish::WeakKind(usual) => {
                let kind = in_turn(&self.kinds, self.turns.1);
                self.turns.1 += 1;
                Some(Item::Practice(kind.copied().unwrap_or(usual)))
            }
            Wish::Nothing => None,
        }
    }
}

/// The element whose turn it is, around and around; nothing if there is none.
fn in_turn<T>(list: &[T], turn: usize) -> Option<&T> {
    list.get(turn.checked_rem(list.len())?)
}

/// Days until a review pays most, with so many days left: 30 % of the time left within a week, 7.5 %
/// within a year, on a straight line in the logarithm of the days between.
///
/// Cepeda, Vul, Rohrer, Wixted and Pashler, Spacing effects in learning: a temporal ridgeline of
/// optimal retention, Psychological Science 19 (2008): 20 to 40 % for a week, 5 to 10 % for a year.
pub fn review_gap(days_left: i32) -> i32 {
    const NEAR: (f64, f64) = (7.0, 0.30);
    const FAR: (f64, f64) = (365.0, 0.075);
    let days = f64::from(days_left.max(1)).clamp(NEAR.0, FAR.0);
    let way = libm::log(days / NEAR.0) / libm::log(FAR.0 / NEAR.0);
    let share = NEAR.1 + (FAR.1 - NEAR.1) * way;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a share of a number of days that is an i32"
    )]
    let gap = libm::round(share * f64::from(days_left)) as i32;
    gap.max(1)
}

/// Adds a review of each day with a round: a gap later, at most one a day.
fn with_reviews(days: &mut [Planned], interview: Day) {
    let practised: Vec<Day> = days
        .iter()
        .filter(|planned| planned.items.iter().any(Item::is_round))
        .map(|planned| planned.day)
        .collect();
    for day in practised {
        let due = day.plus(review_gap(day.days_until(interview)));
        let has_review = |planned: &Planned| {
            let mut items = planned.items.iter();
            items.any(|item| matches!(item, Item::Review(_)))
        };
        let free = days
            .iter_mut()
            .find(|planned| planned.day >= due && !has_review(planned));
        if let Some(planned) = free {
            planned.items.push(Item::Review(day));
        }
    }
}

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
    /// A story was told.
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
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn aim(interview: &str, hours_per_week: u32, weak: &[&str]) -> Aim {
        Aim {
            begun: day("2026-11-24"),
            interview: day(interview),
            hours_per_week,
            weak: weak.iter().copied().map(Safe::from).collect(),
        }
    }

    #[test]
    fn four_weeks_hold_four_themes_and_end_with_rest() {
        let days = days(&aim("2026-12-22", 5, &["incident", "edge-cases"]));
        assert_eq!(days.len(), 28);
        assert_eq!(days[27].theme, Theme::Rest);
        assert_eq!(days[27].items, []);
        assert_eq!(days[27].day, day("2026-12-21"));
        for (index, theme) in [(0, Theme::Fundamentals), (7, Theme::SystemDesign)] {
            assert_eq!(days[index].theme, theme);
        }
        // What is weak comes first, and a loop is played.
        let edge_cases = Item::Drill(Some("edge-cases".into()));
        assert_eq!(days[0].items, [edge_cases, Item::Practice(Kind::Coding)]);
        let all: Vec<&Item> = days.iter().flat_map(|day| &day.items).collect();
        assert!(all.contains(&&Item::Practice(Kind::Incident)));
        assert!(all.contains(&&Item::Runbook));
        assert!(all.contains(&&Item::Loop));
    }

    #[test]
    fn a_few_days_still_hold_every_theme() {
        let days = days(&aim("2026-11-29", 7, &[]));
        let themes: Vec<Theme> = days.iter().map(|day| day.theme).collect();
        let [one, two, three, four] = Theme::STRETCHES;
        assert_eq!(themes, [one, two, three, four, Theme::Rest]);
        assert_eq!(days[3].items[0], Item::Loop);
        let alone = super::days(&aim("2026-11-25", 7, &[]));
        assert_eq!(alone.len(), 1);
        assert_eq!(alone[0].theme, Theme::Rest);
    }

    #[test]
    fn reviews_are_spaced_from_the_date() {
        let share = |left: i32| f64::from(review_gap(left)) / f64::from(left);
        assert_eq!(review_gap(1), 1);
        assert_eq!(review_gap(7), 2);
        assert!((0.2..=0.4).contains(&share(7)));
        assert!((0.05..=0.1).contains(&share(365)));
        assert!(review_gap(28) > review_gap(7));
    }

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
