//! One event of a round in words.

use std::collections::BTreeMap;

use super::Course;
use crate::domain::bank::prompt::Clarification;
use crate::domain::bank::{
    CapId, DimensionId, ExemplarId, FollowUpId, ItemId, PhaseId, Rating, TwistId,
};
use crate::domain::moment::date_and_minute;
use crate::domain::round::call::{self, Said};
use crate::domain::round::{ASK_LIST, CodeRun, Envelope, Event, Pause, Question, Reveal};
use crate::domain::text::Safe;
use crate::report::words::{budget, count, name};
use crate::report::{reactive, round};

/// What is told of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Told {
    /// The sort of event, a word for programs.
    pub(super) what: &'static str,
    /// What stands beside its time.
    pub(super) label: String,
    /// What it says.
    pub(super) text: String,
}

fn told(what: &'static str, text: impl Into<String>) -> Told {
    labelled(what, what.replace('-', " "), text)
}

fn labelled(what: &'static str, label: impl Into<String>, text: impl Into<String>) -> Told {
    Told {
        what,
        label: label.into(),
        text: text.into(),
    }
}

/// Puts events into words.
pub(super) struct Reader<'a> {
    course: Course<'a>,
    questions: BTreeMap<u32, &'a Question>,
    /// What the moves of a round that reacts came to: who or what, and the words.
    moves: BTreeMap<u32, (String, String)>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(course: &Course<'a>) -> Self {
        let (prompt, state) = (course.prompt, course.state);
        let moves = reactive::lines(prompt, state).into_iter();
        Self {
            course: *course,
            questions: state.questions.iter().map(|one| (one.seq, one)).collect(),
            moves: moves
                .map(|(seq, label, text)| {
                    // The time stands beside every entry already.
                    let label = label.split_once(' ').map(|(_, label)| label.to_owned());
                    (seq, (label.unwrap_or_default(), text))
                })
                .collect(),
        }
    }

    /// What is told of an event, the one at a place; nothing of what another entry tells.
    pub(super) fn told(&self, envelope: &Envelope, place: usize) -> Option<Told> {
        Some(match &envelope.event {
            // The pause says how long it was.
            Event::Resumed
            | Event::Drawn(_)
            | Event::Started
            | Event::PhaseEntered { .. }
            | Event::Imported { .. }
            | Event::Exercised(_) => return None,
            Event::Captured { tag, text } => labelled("line", tag.as_str(), text.as_str()),
            Event::Asked { text, .. } => return self.asked(envelope.seq, text),
            Event::HintTaken { item, rung, cost } => self.hint(item, *rung, *cost),
            Event::FollowUpShown { follow_up } => self.follow_up(follow_up),
            Event::TwistShown { twist } => self.twist(twist),
            Event::InjectShown { .. }
            | Event::Looked { .. }
            | Event::Acted { .. }
            | Event::Told { .. }
            | Event::TakenBack
            | Event::Offered { .. } => return self.moved(envelope),
            Event::CodeRun(run) => ran(run),
            Event::Paused { why } => told("pause", self.pause(*why, place)),
            Event::Extended { minutes } => {
                told("more-time", format!("{} taken", count(*minutes, "minute")))
            }
            Event::TimeUp { phase } => told("time-up", time_up(phase.as_ref())),
            Event::Locked { dimensions, .. } => {
                let dimensions = count(dimensions.len(), "dimension");
                told("locked", format!("{dimensions} to be rated"))
            }
            Event::HireCall { when, rating } => {
                let words = rating.map_or("skipped", Rating::words);
                labelled("hire-call", format!("{} hire call", before(*when)), words)
            }
            Event::Rated {
                dimension,
                when,
                rating,
                evidence,
            } => return self.rated((dimension, *when), *rating, evidence.as_ref(), place),
            Event::ItemTicked { item, hit } => return self.ticked(item, *hit),
            Event::CapAdmitted { cap, made } => return self.admitted(cap, *made),
            Event::ExemplarShown { exemplar } => return self.exemplar(exemplar),
            Event::FocusSet { text } => told("focus", text.as_str()),
            Event::Finished => told("finished", "the round is done"),
            Event::Abandoned => told("given-up", "the round stays in the journal"),
            Event::RatedByOther {
                who,
                dimension,
                rating,
                text,
            } => {
                let text = text.as_ref().map_or("", Safe::as_str);
                let said = format!("{}: {rating} {text}", self.title(dimension));
                labelled("other", format!("rated by {who}"), said.trim_end())
            }
            Event::StoryTold { story } => told("story", story.as_str()),
        })
    }

    fn asked(&self, seq: u32, text: &Safe) -> Option<Told> {
        if text.as_str() == ASK_LIST {
            return Some(told("list", "looked at what can be asked"));
        }
        let prompt = self.course.prompt;
        let answer = match call::said(prompt, self.questions.get(&seq)?) {
            Said::Known(Clarification { answer, .. }) => answer.as_str(),
            Said::GivenAway(text) => text.as_str(),
            Said::Default => reactive::unanswered(prompt, text.as_str()),
        };
        Some(told("question", format!("{text} Answer: {answer}")))
    }

    fn hint(&self, item: &ItemId, rung: u8, cost: u32) -> Told {
        let ladders = &self.course.prompt.ladders;
        let ladder = ladders.iter().find(|ladder| ladder.item == *item);
        let text = ladder.and_then(|ladder| round::rung_text(ladder, rung));
        let text = text.map_or("", Safe::as_str);
        let label = format!("hint {rung}, cost {cost}");
        labelled("hint", label, text)
    }

    fn follow_up(&self, id: &FollowUpId) -> Told {
        let known = &self.course.prompt.follow_ups;
        let shown = known.iter().find(|known| known.id == *id);
        told("follow-up", shown.map_or("", |known| known.ask.as_str()))
    }

    fn twist(&self, id: &TwistId) -> Told {
        let known = self.course.prompt.twists();
        let shown = known.iter().find(|known| known.id == *id);
        told("twist", shown.map_or("", |known| known.text.as_str()))
    }

    fn moved(&self, envelope: &Envelope) -> Option<Told> {
        let (label, text) = self.moves.get(&envelope.seq)?;
        let what = if matches!(envelope.event, Event::InjectShown { .. }) {
            "inject"
        } else {
            "move"
        };
        Some(labelled(what, label, text))
    }

    /// Why the clock stopped, and for how long.
    fn pause(&self, why: Pause, place: usize) -> String {
        let why = match why {
            Pause::Asked => "asked for",
            Pause::Left => "left",
            Pause::Interrupted => "interrupted",
            Pause::Slept => "the machine slept",
            Pause::Stopped => "the program was stopped",
        };
        // A sleep and an end are noticed only afterwards: the time away began after the event before.
        let events = self.course.events;
        let before = place.checked_sub(1).and_then(|place| events.get(place));
        let mut later = events.iter().skip(place + 1);
        let resumed = later.find(|envelope| envelope.event == Event::Resumed);
        let Some((from, to)) = before.zip(resumed) else {
            return why.to_owned();
        };
        // Only clocks of the same boot can be set against each other.
        if from.at.boot_id != to.at.boot_id {
            return format!("{why}, until {}", date_and_minute(&to.at.wall));
        }
        let passed_ms = to.at.boot_ms.saturating_sub(from.at.boot_ms);
        let counted_ms = to.active_ms.saturating_sub(from.active_ms);
        match passed_ms.saturating_sub(counted_ms) {
            ..1000 => format!("{why}; the clock went on"),
            away_ms => format!("{why}, {}", budget(Some(away_ms))),
        }
    }

    /// A rating is kept once without and once with its evidence: the last one is told.
    fn rated(
        &self,
        (dimension, when): (&DimensionId, Reveal),
        rating: Option<Rating>,
        evidence: Option<&Safe>,
        place: usize,
    ) -> Option<Told> {
        let next = self.course.events.get(place + 1).map(|next| &next.event);
        let is_same = matches!(next, Some(Event::Rated { dimension: d, when: w, rating: r, .. })
            if d == dimension && *w == when && *r == rating);
        if is_same {
            return None;
        }
        let evidence = evidence.filter(|line| !line.is_blank());
        let evidence = evidence.map_or_else(String::new, |line| format!("; \"{line}\""));
        let words = rating.map_or_else(|| "unrated".to_owned(), |rating| rating.to_string());
        let text = format!("{}: {words}{evidence}", self.title(dimension));
        Some(labelled("rating", format!("{} rating", before(when)), text))
    }

    fn ticked(&self, item: &ItemId, hit: Option<bool>) -> Option<Told> {
        let item = self.course.prompt.item(item)?;
        let label = format!("item, {}", answered(hit, "shown", "not shown"));
        Some(labelled("item", label, item.seen.as_str()))
    }

    fn admitted(&self, cap: &CapId, made: Option<bool>) -> Option<Told> {
        let mut known = self.course.prompt.caps.iter();
        let cap = known.find(|known| known.id == *cap)?;
        let label = format!("mistake, {}", answered(made, "made", "not made"));
        Some(labelled("cap", label, cap.text.as_str()))
    }

    fn exemplar(&self, exemplar: &ExemplarId) -> Option<Told> {
        let mut known = self.course.prompt.exemplars.iter();
        let shown = known.find(|known| known.id == *exemplar)?;
        Some(told("exemplar", format!("an answer at {}", shown.rating)))
    }

    fn title(&self, dimension: &DimensionId) -> String {
        let row = self.course.prompt.row(dimension);
        row.map_or_else(|| dimension.to_string(), |row| row.title.to_string())
    }
}

fn ran(run: &CodeRun) -> Told {
    let what = match &run.ended {
        Some(how) => how.to_string(),
        None => format!(
            "{} pass, {} fail, {} later",
            run.passed, run.failed, run.later
        ),
    };
    let label = if run.hidden { "all tests" } else { "tests" };
    labelled("code-run", label, what)
}

fn time_up(phase: Option<&PhaseId>) -> String {
    match phase {
        Some(phase) => format!("for {}", name(phase.as_str())),
        None => "for the whole round".to_owned(),
    }
}

fn before(when: Reveal) -> &'static str {
    match when {
        Reveal::First => "first",
        Reveal::Final => "final",
    }
}

fn answered(answer: Option<bool>, yes: &'static str, no: &'static str) -> &'static str {
    match answer {
        Some(true) => yes,
        Some(false) => no,
        None => "left open",
    }
}
