//! Loops: rounds in a fixed order with breaks between, then a debrief. A session is what the
//! rounds of one loop add up to: each round carries the loop with it, so that a loop goes on as it
//! was begun whatever becomes of its file.

use serde::{Deserialize, Serialize};

use super::bank::check::generation;
use super::bank::{DimensionId, Kind, Level, Rating};
use super::fault::{Code, Fault, Faults};
use super::history::{Progress, Summary};
use super::raw::{At, Choice};
use super::text::Safe;
use crate::record;

/// The longest round and the longest break, in minutes.
const LONGEST_MINUTES: u32 = 240;

record! {
    /// `loops/ID.toml`: a company's interview day.
    pub struct LoopFile {
        /// Generation of the format.
        pub schema: At<u32>,
        /// What it is called.
        pub title: Safe,
        /// What a strong no does: `decides` or `counts`.
        pub strong_no: Option<StrongNo>,
        /// The rounds in order.
        pub rounds: Vec<PartTable> = "round",
    }
}

record! {
    /// A round of a loop.
    pub struct PartTable {
        /// Its kind.
        pub kind: Kind,
        /// What it is called; its kind without it.
        pub title: Option<Safe>,
        /// This prompt instead of a drawn one.
        pub prompt: Option<Safe>,
        /// The level at which it is played.
        pub level: Option<Level>,
        /// The stack that follow-ups may be about.
        pub stack: Option<Safe>,
        /// Its length; the prompt's own without it.
        pub minutes: Option<At<u32>>,
        /// The break before it.
        pub pause: Option<At<u32>> = "break",
    }
}

/// What a strong no does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StrongNo {
    /// One of them decides.
    Decides,
    /// It counts as any other call below the bar.
    Counts,
}

impl Choice for StrongNo {
    const WHAT: &'static str = "a rule for a strong no";
    const WORDS: &'static [(&'static str, Self)] =
        &[("decides", Self::Decides), ("counts", Self::Counts)];
}

/// A loop, checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Loop {
    /// Its name.
    pub id: Safe,
    /// What it is called.
    pub title: Safe,
    /// What a strong no does.
    pub strong_no: StrongNo,
    /// The rounds in order; at least one.
    pub parts: Vec<Part>,
}

/// A round of a loop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Its kind.
    pub kind: Kind,
    /// What it is called.
    pub title: Safe,
    /// This prompt instead of a drawn one.
    pub prompt: Option<Safe>,
    /// The level at which it is played.
    pub level: Option<Level>,
    /// The stack that follow-ups may be about.
    pub stack: Option<Safe>,
    /// Its length; the prompt's own without it.
    pub minutes: Option<u32>,
    /// The break before it, in minutes.
    pub break_minutes: u32,
}

/// A round's place in a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seat {
    /// Names the session.
    pub session: String,
    /// The seed of all its draws.
    pub seed: u64,
    /// The number of the round in the loop, from 1.
    pub part: usize,
    /// The loop as it was when it was begun.
    pub plan: Loop,
}

/// Checks the loop whose file is called `id`.
pub fn check(file: &LoopFile, id: &str, faults: &mut Faults) -> Option<Loop> {
    let before = faults.len();
    generation(&file.schema, faults);
    if file.rounds.is_empty() {
        let help = "add [[round]] with a `kind`, once for each interview of the day";
        let fault = Fault::error(Code::FORM, file.span, "this loop has no round", help);
        faults.push(fault);
    }
    let lengths = file.rounds.iter().flat_map(|part| {
        let round = part.minutes.as_ref().map(|at| ("round", 1, at));
        let pause = part.pause.as_ref().map(|at| ("break", 0, at));
        round.into_iter().chain(pause)
    });
    for (what, least, at) in lengths {
        if !(least..=LONGEST_MINUTES).contains(&at.value) {
            let message = format!("a {what} of {} minutes", at.value);
            let help = format!("write {least} to {LONGEST_MINUTES} minutes");
            faults.push(Fault::error(Code::MINUTES, at.span, &message, &help));
        }
    }
    let part = |table: &PartTable| Part {
        kind: table.kind,
        title: table
            .title
            .clone()
            .unwrap_or_else(|| Safe::new(table.kind.as_str())),
        prompt: table.prompt.clone(),
        level: table.level,
        stack: table.stack.clone(),
        minutes: table.minutes.as_ref().map(|at| at.value),
        break_minutes: table.pause.as_ref().map_or(0, |at| at.value),
    };
    (faults.len() == before).then(|| Loop {
        id: Safe::new(id),
        title: file.title.clone(),
        strong_no: file.strong_no.unwrap_or(StrongNo::Decides),
        parts: file.rounds.iter().map(part).collect(),
    })
}

/// The rounds of one loop, as far as they were played.
#[derive(Debug, Clone, PartialEq)]
pub struct Session<'a> {
    /// Its name.
    pub id: &'a str,
    /// The seed of its draws.
    pub seed: u64,
    /// The loop as it was begun.
    pub plan: &'a Loop,
    /// For each part its round, if it was drawn.
    pub rounds: Vec<Option<&'a Summary>>,
}

/// What comes next in a session.
#[derive(Debug, Clone, PartialEq)]
pub enum Next<'a> {
    /// A round is open: it goes on.
    GoOn(&'a Summary),
    /// The part of this index is to be drawn.
    Draw(usize),
    /// All rounds are done or given up.
    Debrief,
}

/// All sessions, in the order in which they were begun.
pub fn sessions(rounds: &[Summary]) -> Vec<Session<'_>> {
    let mut sessions: Vec<Session<'_>> = Vec::new();
    for round in rounds {
        let Some(seat) = &round.seat else { continue };
        if !sessions.iter().any(|known| known.id == seat.session) {
            sessions.push(Session {
                id: &seat.session,
                seed: seat.seed,
                plan: &seat.plan,
                rounds: vec![None; seat.plan.parts.len()],
            });
        }
        let session = sessions.iter_mut().find(|known| known.id == seat.session);
        let index = seat.part.saturating_sub(1);
        if let Some(place) = session.and_then(|session| session.rounds.get_mut(index)) {
            *place = Some(round);
        }
    }
    sessions
}

impl<'a> Session<'a> {
    /// What comes next: a round that is open before one that is not drawn yet.
    pub fn next(&self) -> Next<'a> {
        let mut played = self.rounds.iter().flatten();
        if let Some(open) = played.find(|round| round.progress.is_open()) {
            return Next::GoOn(open);
        }
        match self.rounds.iter().position(Option::is_none) {
            Some(index) => Next::Draw(index),
            None => Next::Debrief,
        }
    }

    /// The parts with the hire calls that count; none where a round was given up or not called.
    pub fn calls(&self) -> Vec<(&'a Part, Option<&'a Summary>, Option<Rating>)> {
        let parts = self.plan.parts.iter().zip(&self.rounds);
        parts
            .map(|(part, round)| {
                let finished = round.filter(|round| round.progress == Progress::Finished);
                (part, *round, finished.and_then(|round| round.hire_call))
            })
            .collect()
    }

    /// What the committee would say.
    pub fn verdict(&self) -> Verdict<'a> {
        verdict(self.plan.strong_no, &self.calls())
    }

    /// The one thing to fix: of the round with the lowest call the lowest rating, with its focus.
    pub fn to_fix(&self) -> Option<Fix<'a>> {
        let called = self.calls().into_iter();
        let called = called.filter_map(|(part, round, call)| Some((part, round?, call?)));
        let (part, round, call) = called.min_by_key(|(.., call)| *call)?;
        let lowest = round.ratings.iter().min_by_key(|(_, rating)| **rating);
        Some(Fix {
            part,
            call,
            lowest: lowest.map(|(dimension, rating)| (dimension, *rating)),
            focus: round.focus.as_ref(),
        })
    }
}

/// The one thing to fix.
#[derive(Debug, Clone, PartialEq)]
pub struct Fix<'a> {
    /// The round.
    pub part: &'a Part,
    /// Its hire call.
    pub call: Rating,
    /// Its lowest rating, if it has one.
    pub lowest: Option<(&'a DimensionId, Rating)>,
    /// What its candidate wanted to do differently.
    pub focus: Option<&'a Safe>,
}

/// What the committee would say.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict<'a> {
    /// One strong no decides.
    StrongNo(&'a Part),
    /// More calls at the bar or above than below it.
    Hire,
    /// Not more calls at the bar or above than below it.
    NoHire,
    /// Rounds without a call.
    Open(Vec<&'a Part>),
}

/// The committee's rule: one strong no decides, where it is the rule, whatever else is missing.
/// Then every round has to have its call, and more of them have to be at the bar or above than
/// below it.
fn verdict<'a>(
    strong_no: StrongNo,
    calls: &[(&'a Part, Option<&'a Summary>, Option<Rating>)],
) -> Verdict<'a> {
    let is_strong_no = |call: &Option<Rating>| *call == Some(Rating::StrongNoHire);
    if strong_no == StrongNo::Decides
        && let Some((part, ..)) = calls.iter().find(|(.., call)| is_strong_no(call))
    {
        return Verdict::StrongNo(part);
    }
    let missing = calls.iter().filter(|(.., call)| call.is_none());
    let missing: Vec<&Part> = missing.map(|(part, ..)| *part).collect();
    if !missing.is_empty() {
        return Verdict::Open(missing);
    }
    let at_bar = calls.iter().filter(|(.., call)| *call >= Some(Rating::BAR));
    if at_bar.count() * 2 > calls.len() {
        Verdict::Hire
    } else {
        Verdict::NoHire
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::toml;

    fn read(text: &str) -> Result<Loop, Vec<String>> {
        let mut faults = Faults::new();
        let file: Option<LoopFile> = toml::read(text, &mut faults);
        let read = file.and_then(|file| check(&file, "day", &mut faults));
        read.ok_or_else(|| faults.iter().map(|f| f.message.to_string()).collect())
    }

    fn says(strong_no: StrongNo, numbers: &[u8]) -> &'static str {
        let part = Part {
            kind: Kind::Coding,
            title: "coding".into(),
            prompt: None,
            level: None,
            stack: None,
            minutes: None,
            break_minutes: 0,
        };
        let calls: Vec<_> = numbers
            .iter()
            .map(|number| (&part, None, Rating::from_number(*number)))
            .collect();
        match verdict(strong_no, &calls) {
            Verdict::StrongNo(_) => "strong no",
            Verdict::Hire => "hire",
            Verdict::NoHire => "no hire",
            Verdict::Open(_) => "open",
        }
    }

    #[test]
    fn one_strong_no_decides_unless_the_loop_says_otherwise() {
        assert_eq!(says(StrongNo::Decides, &[4, 4, 1, 4]), "strong no");
        assert_eq!(says(StrongNo::Decides, &[1, 0]), "strong no");
        assert_eq!(says(StrongNo::Counts, &[4, 4, 1, 4]), "hire");
        assert_eq!(says(StrongNo::Counts, &[4, 0]), "open");
        assert_eq!(says(StrongNo::Decides, &[3, 3, 2]), "hire");
        assert_eq!(says(StrongNo::Decides, &[3, 2]), "no hire");
    }

    #[test]
    fn all_faults_come_at_once() {
        let faults = read(
            "schema = 1\ntitle = \"t\"\n[[round]]\nkind = \"coding\"\nminutes = 0\nbreak = 300\n",
        );
        assert_eq!(
            faults.unwrap_err(),
            ["a round of 0 minutes", "a break of 300 minutes"]
        );
        assert_eq!(
            read("schema = 1\ntitle = \"t\"\n").unwrap_err(),
            ["this loop has no round"]
        );
    }
}
