//! The plan: made, kept, and set against what was done.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::archive;
use super::desk::Desk;
use super::error::Error;
use super::papers;
use crate::domain::bank::{DimensionId, Kind};
use crate::domain::day::{Day, utc_stamp};
use crate::domain::history::Progress;
use crate::domain::names::nearest;
use crate::domain::plan::{self, Aim, Deed, Done, Standing};
use crate::domain::readiness::WeakAreas;
use crate::domain::round::{Event, Exercise};
use crate::domain::session::{Next, sessions};
use crate::domain::text::Safe;
use crate::io::edit::{Editing, Set, texts};

/// How many weak dimensions a plan begins with, at most.
const WEAK: usize = 3;

/// A plan with how it stands today.
#[derive(Debug, Clone, PartialEq)]
pub struct Course {
    /// What it is made of.
    pub aim: Aim,
    /// Its days.
    pub standing: Vec<Standing>,
    /// Today.
    pub today: Day,
}

impl Course {
    /// What it is made of, its days, and today.
    pub fn as_of_today(&self) -> (&Aim, &[Standing], Day) {
        (&self.aim, &self.standing, self.today)
    }
}

impl Desk<'_> {
    /// Makes a plan from today to the day before an interview, instead of the one before.
    pub fn new_plan(
        &self,
        interview: Day,
        hours_per_week: u32,
        weak: &[Safe],
    ) -> Result<Course, Error> {
        let today = self.today()?;
        if today.days_until(interview) < 1 {
            let cause = format!("The interview on {interview} is not after today, {today}.");
            return Err(Error::usage(
                cause,
                "Give a later day: --interview 2027-01-15.",
            ));
        }
        let weak = if weak.is_empty() {
            self.weak_names()?
        } else {
            self.all_known(weak)?;
            weak.to_vec()
        };
        let mut sheet = Editing::default();
        sheet.set("schema", &Set::Whole(1));
        sheet.set("begun", &Set::Written(today.to_string()));
        sheet.set("interview", &Set::Written(interview.to_string()));
        let hours = i64::from(hours_per_week);
        sheet.set("hours_per_week", &Set::Whole(hours));
        let names: Vec<&str> = weak.iter().map(Safe::as_str).collect();
        sheet.set("weak", &texts(&names));
        let text = sheet.text();
        // What would not be read again is not written.
        let aim = papers::of_text(&self.plan_path(), "plan", &text, plan::check);
        aim.map_err(papers::bad_one)?;
        papers::write(&self.plan_path(), &text)?;
        self.plan()?
            .ok_or_else(|| Error::usage("The plan is gone.", "Make it again."))
    }

    /// What a plan is to begin with has to be a kind or a dimension of a prompt at hand.
    fn all_known(&self, weak: &[Safe]) -> Result<(), Error> {
        let dimensions = self.library.listings().flat_map(|known| &known.dimensions);
        let mut known: BTreeSet<&str> = dimensions.map(DimensionId::as_str).collect();
        known.extend(Kind::ALL.map(Kind::as_str));
        let Some(name) = weak.iter().find(|name| !known.contains(name.as_str())) else {
            return Ok(());
        };
        let remedy = match nearest(name.as_str(), known.iter().copied()) {
            Some(near) => format!("Did you mean {near}?"),
            None => "`mockloop bank stats` tells what there is.".to_owned(),
        };
        let cause = format!("{name} is no kind, and no dimension of a prompt at hand.");
        Err(Error::usage(cause, remedy))
    }

    /// The plan as it stands today, if one was made.
    pub fn plan(&self) -> Result<Option<Course>, Error> {
        let Some(aim) = aim(&self.data)? else {
            return Ok(None);
        };
        let today = self.today()?;
        let standing = plan::standing(&aim, &self.deeds()?, today);
        Ok(Some(Course {
            aim,
            standing,
            today,
        }))
    }

    /// The parts of the role that ask for work, as of now.
    pub(super) fn weak_areas(&self) -> Result<WeakAreas, Error> {
        let role = archive::role(&self.library, &self.target.role)?;
        let history = archive::history(self.table.journal, self.target.start)?;
        let now_ms = self.table.clock.unix_ms();
        let now_ms = i64::try_from(now_ms).unwrap_or(i64::MAX);
        Ok(history.read(&role, now_ms).weak_areas(None))
    }

    /// The dimensions below the bar, the most to win first.
    fn weak_names(&self) -> Result<Vec<Safe>, Error> {
        let areas = self.weak_areas()?;
        let mut names: Vec<Safe> = Vec::new();
        for name in areas.weak.iter().filter_map(|area| area.of.dimension()) {
            let name = Safe::new(name);
            if names.len() < WEAK && !names.contains(&name) {
                names.push(name);
            }
        }
        Ok(names)
    }

    /// Now, as calendars write it.
    pub fn stamp(&self) -> String {
        utc_stamp(self.table.clock.unix_ms())
    }

    fn today(&self) -> Result<Day, Error> {
        let wall = self.table.clock.now().wall;
        Day::of_wall(&wall).ok_or_else(|| {
            let cause = format!("The clock shows no day: {wall}.");
            Error::usage(cause, "Set the machine's clock.")
        })
    }

    /// What the journal knows to be done, in the order in which it was.
    fn deeds(&self) -> Result<Vec<Done>, Error> {
        let rounds = self.rounds()?;
        let finished = rounds
            .iter()
            .filter(|round| round.progress == Progress::Finished);
        // A round of a loop is part of the loop.
        let alone = finished.filter(|round| round.seat.is_none());
        let of_rounds = alone.filter_map(|round| {
            let what = match &round.drill {
                Some(drill) => Deed::Drilled(Safe::new(drill.dimension.as_str())),
                None => Deed::Round(round.kind),
            };
            done(&round.last_at, what)
        });
        let all = sessions(&rounds);
        let played = all.iter().filter(|known| known.next() == Next::Debrief);
        let of_loops = played.filter_map(|session| {
            let last = session.rounds.iter().flatten().map(|round| &round.last_at);
            done(last.max()?, Deed::Looped)
        });
        let exercises = self.table.journal.exercises()?;
        let of_exercises = exercises.iter().filter_map(|envelope| {
            let Event::Exercised(exercise) = &envelope.event else {
                return None;
            };
            let what = match **exercise {
                Exercise::Written { .. } | Exercise::Rehearsed { .. } => Deed::Told,
                Exercise::Graded { .. } => Deed::Graded,
            };
            done(&envelope.at.wall, what)
        });
        let mut deeds: Vec<Done> = of_rounds.chain(of_loops).chain(of_exercises).collect();
        deeds.sort_by_key(|deed| deed.day);
        Ok(deeds)
    }

    fn plan_path(&self) -> PathBuf {
        plan_path(&self.data)
    }
}

fn plan_path(data: &Path) -> PathBuf {
    data.join("plan.toml")
}

/// What the plan in a data folder is made of, if one was made.
pub(super) fn aim(data: &Path) -> Result<Option<Aim>, Error> {
    let path = plan_path(data);
    if !path.exists() {
        return Ok(None);
    }
    papers::one(&path, "plan", plan::check).map(Some)
}

fn done(wall: &Safe, what: Deed) -> Option<Done> {
    let day = Day::of_wall(wall)?;
    Some(Done { day, what })
}
