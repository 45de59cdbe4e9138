//! The plan: from today to the day before the interview, in four themes, with what was missed
//! moved on.
//!
//! The four themes share the days evenly, however many there are: four weeks fit them best, fewer
//! compress them, more stretch them. The day before the interview is for rest.

mod standing;

pub use standing::{Deed, Done, Standing, State, standing, today};

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

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    pub(super) fn aim(interview: &str, hours_per_week: u32, weak: &[&str]) -> Aim {
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
}
