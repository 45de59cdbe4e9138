//! What a round says when something happened in it.

use super::document::Document;
use super::words::{budget, capital, clock, count, spent};
use super::{reactive, reveal, words};
use crate::domain::bank::Rating;
use crate::domain::bank::prompt::{Ladder, Phase};
use crate::domain::bank::{ItemId, Kind, PhaseId, Prompt};
use crate::domain::round::call::{self, Said};
use crate::domain::round::close::Step;
use crate::domain::round::{Act, Effect, Pause, State, Tag, Timekeeping, close};
use crate::domain::text::Safe;

/// Words an effect; the state is the one after it.
pub fn tell(effect: &Effect, prompt: &Prompt, state: &State) -> Document {
    match effect {
        Effect::Begun => begin(prompt, state),
        Effect::PhaseBegun => phase(prompt, state),
        Effect::CaptureKept { tag, count, at_ms } => {
            let what = capital(tag.as_str());
            Document::line(format!("{what} {count} kept at {}.", clock(*at_ms)))
        }
        Effect::Answered(_) => answer(prompt, state),
        Effect::Moved => reactive::moved(prompt, state),
        Effect::AskListShown => ask_list(prompt),
        Effect::HintGiven { item, rung } => hint(prompt, state, item, *rung),
        Effect::FollowUpAsked(id) => {
            let follow_up = prompt
                .follow_ups
                .iter()
                .find(|follow_up| follow_up.id == *id);
            follow_up.map_or_else(Document::default, |follow_up| {
                Document::default().interviewer(&follow_up.ask)
            })
        }
        Effect::TwistTold(id) => {
            let twist = prompt.twists().iter().find(|twist| twist.id == *id);
            twist.map_or_else(Document::default, |twist| {
                Document::default().interviewer(&twist.text)
            })
        }
        Effect::ClockStopped(why) => stopped(*why, state),
        Effect::ClockRuns => Document::line(format!("The clock runs. {}", state_of_time(state))),
        Effect::PhaseExtended { minutes } => {
            let more = count(*minutes, "minute");
            Document::line(format!("{more} more. {}", state_of_time(state)))
        }
        Effect::TimeIsUp(phase) => time_is_up(phase.as_ref(), state),
        Effect::AnswerLocked => locked(state),
        Effect::CloseWidened => Document::line("The whole close, then."),
        Effect::HireCallKept(call) => kept("hire call", *call),
        Effect::RatingKept { dimension, rating } => {
            kept(dimension.as_str(), *rating).then(revealed(prompt, state))
        }
        Effect::EvidenceKept(line) if line.is_blank() => {
            Document::line("Kept: no evidence.").then(revealed(prompt, state))
        }
        Effect::EvidenceKept(line) => {
            Document::line(format!("Kept: {line}")).then(revealed(prompt, state))
        }
        Effect::TickKept { item, .. } => reveal::tick(prompt, state, item),
        Effect::AdmissionKept { cap, made } => reveal::admission(prompt, cap, *made),
        Effect::ExemplarTold(id) => reveal::exemplar(prompt, state, id),
        Effect::FocusKept(line) => Document::line(format!("Focus kept: {line}")),
        Effect::Done => reveal::done(prompt, state),
        Effect::GivenUp => Document::line("The round is given up. It stays in the journal."),
    }
}

fn begin(prompt: &Prompt, state: &State) -> Document {
    let drawn = &state.drawn;
    let kind = drawn.kind.as_str();
    let length = match state.budget_ms() {
        Some(budget_ms) => budget(Some(budget_ms)),
        None => "untimed".to_owned(),
    };
    // A drill has one of the prompt's phases.
    let phases = state.phases.iter().filter_map(|time| {
        let phase = prompt.phases.iter().find(|phase| phase.id == time.id)?;
        Some((
            phase.id.to_string(),
            format!("{}. {}", budget(time.budget_ms), phase.goal),
        ))
    });
    let document = Document::default().title(&prompt.title);
    if drawn.is_taste() {
        return document
            .text(&prompt.statement)
            .then(reactive::briefing(prompt))
            .text(format!(
                "You have {length}; then you rate yourself. A line is a note, a line that ends in \
                 ? asks, /done locks the answer, /help tells the rest."
            ));
    }
    document
        .text(format!(
            "{kind}, {}, {length}.\n\n{}",
            drawn.level.as_str(),
            prompt.statement
        ))
        .then(drill(prompt, state))
        .title("Phases")
        .items(phases)
        .then(reactive::briefing(prompt))
        .title("The clock runs")
        .text(
            "Talk aloud; type only what you would put on the whiteboard. A line is a note; /a, /t \
             and /e keep an assumption, a tradeoff, an edge case; a line that ends in ? asks the \
             interviewer. /next goes on, /help tells the rest.",
        )
        .then(phase(prompt, state))
}

/// What a drill is about; nothing in a round.
fn drill(prompt: &Prompt, state: &State) -> Document {
    let drill = state.drawn.drill.as_ref();
    match drill.and_then(|drill| prompt.row(&drill.dimension)) {
        Some(row) => Document::default()
            .title(format!("Drill: {}", row.title))
            .text(format!("Only this part of the answer: {}", row.asks)),
        None => Document::default(),
    }
}

/// The phase that has just begun.
fn phase(prompt: &Prompt, state: &State) -> Document {
    let Some(time) = state.current() else {
        return Document::default();
    };
    let Some(phase) = prompt.phases.iter().find(|phase| phase.id == time.id) else {
        return Document::default();
    };
    let document = Document::default()
        .title(heading(phase, state))
        .text(format!(
            "{}. Done when: {}.",
            phase.goal.as_str().trim_end_matches('.'),
            phase.exit.as_str().trim_end_matches('.')
        ));
    match &phase.cue {
        Some(cue) => document.interviewer(cue),
        None => document,
    }
}

fn heading(phase: &Phase, state: &State) -> String {
    let (number, of) = (state.phase + 1, state.phases.len());
    let time = state
        .current()
        .map_or_else(String::new, |time| match time.spent_ms {
            0 => budget(time.budget_ms),
            spent_ms => spent(spent_ms, time.budget_ms),
        });
    format!("Phase {number} of {of}: {}, {time}", phase.id)
}

/// What the last question got.
fn answer(prompt: &Prompt, state: &State) -> Document {
    let Some(asked) = state.questions.last() else {
        return Document::default();
    };
    match call::said(prompt, asked) {
        Said::Known(known) => Document::default()
            .text(format!("You ask: {}", known.ask))
            .interviewer(&known.answer),
        Said::GivenAway(text) => Document::default().interviewer(text),
        Said::Default => {
            let said = reactive::unanswered(prompt, asked.text.as_str());
            let document = Document::default().interviewer(said);
            // Nobody states assumptions about a person, or about what one can see.
            let is_own = said == prompt.default_answer.as_str();
            match prompt.kind() {
                Kind::Screen | Kind::Negotiation => document,
                Kind::Coding | Kind::SystemDesign | Kind::Incident | Kind::Behavioral => {
                    if is_own {
                        document.text("Your call: state an assumption with /a.")
                    } else {
                        document
                    }
                }
            }
        }
    }
}

/// What a round that reacts came to, once: when the last first rating is given.
fn revealed(prompt: &Prompt, state: &State) -> Document {
    if state.items.is_empty() && matches!(close::next(prompt, state), Step::Tick(_)) {
        reactive::debrief(prompt, state)
    } else {
        Document::default()
    }
}

fn ask_list(prompt: &Prompt) -> Document {
    let questions = prompt
        .clarifications
        .iter()
        .map(|c| (c.id.as_str(), &c.ask));
    Document::line(
        "What can be asked. From here on your questions count as asked after a look at this list.",
    )
    .items(questions.map(|(id, ask)| (id, ask.as_str())))
}

/// The hint with the price that was paid for it.
fn hint(prompt: &Prompt, state: &State, item: &ItemId, rung: u8) -> Document {
    let ladder = prompt.ladders.iter().find(|ladder| ladder.item == *item);
    let Some(text) = ladder.and_then(|ladder| rung_text(ladder, rung)) else {
        return Document::default();
    };
    Document::default()
        .interviewer(text)
        .text(worth(prompt, state.hint_cost(item), item))
}

pub(super) fn rung_text(ladder: &Ladder, rung: u8) -> Option<&Safe> {
    let index = usize::from(rung).checked_sub(1)?;
    ladder.rungs.get(index).map(|rung| &rung.text)
}

/// What an item is worth once a cost is paid, without naming the item.
pub(super) fn worth(prompt: &Prompt, cost: u32, item: &ItemId) -> String {
    let points = prompt.item(item).map_or(0, |item| item.weight.points());
    match cost {
        0 => format!(
            "The item that it is about stays worth {}.",
            count(points, "point")
        ),
        _ => format!(
            "The item that it is about is worth {points} - {cost} = {}.",
            count(points.saturating_sub(cost), "point")
        ),
    }
}

fn stopped(why: Pause, state: &State) -> Document {
    let time = state_of_time(state);
    Document::line(match why {
        Pause::Asked => format!("The clock stands still. {time} /pause again lets it go on."),
        Pause::Left | Pause::Interrupted if state.drawn.is_taste() => {
            "The taste is over; nothing of it is kept.".to_owned()
        }
        Pause::Left => match state.clock.timekeeping() {
            Timekeeping::Active => {
                format!("The round is kept. {time} `mockloop resume` goes on from here.")
            }
            Timekeeping::Strict => format!(
                "The round is kept, and its clock goes on: it is strict. {time} `mockloop resume` \
                 goes back to it."
            ),
        },
        Pause::Interrupted => "The round was interrupted, and is kept.".to_owned(),
        Pause::Slept => "The machine slept; that time does not count.".to_owned(),
        Pause::Stopped => "The program was stopped; that time does not count.".to_owned(),
    })
}

/// Time spent in the phase and in the round when the clock was last set.
fn state_of_time(state: &State) -> String {
    time(state, state.clock.gathered_ms())
}

/// Time spent in the phase and in the round.
pub(super) fn time(state: &State, active_ms: u64) -> String {
    let round = spent(active_ms, state.budget_ms());
    match state.current() {
        Some(phase) => {
            let in_phase = spent(state.spent_ms(state.phase, active_ms), phase.budget_ms);
            format!("Phase {}: {in_phase}. Round: {round}.", phase.id)
        }
        None => format!("Round: {round}."),
    }
}

fn time_is_up(phase: Option<&PhaseId>, state: &State) -> Document {
    let Some(id) = phase else {
        let limit = budget(state.budget_ms());
        return Document::default().interviewer(format!(
            "That is our time, {limit}. Finish your thought; running over is noted, nothing \
             more. /done locks the answer."
        ));
    };
    let is_last = state.phases.last().is_some_and(|last| last.id == *id);
    let onwards = if is_last {
        "/done locks the answer"
    } else {
        "/next goes on"
    };
    let limit = budget(
        state
            .phases
            .iter()
            .find(|time| time.id == *id)
            .and_then(|t| t.budget_ms),
    );
    Document::line(format!(
        "Time is up for phase {id} ({limit}). {onwards}, /extend takes more; running over is \
         noted."
    ))
}

fn locked(state: &State) -> Document {
    let active_ms = state.clock.gathered_ms();
    let lines = |tag| {
        state
            .captures
            .iter()
            .filter(|capture| capture.tag == tag)
            .count()
    };
    let tags = Tag::ALL.into_iter().filter(|tag| lines(*tag) > 0);
    let mut counts: Vec<String> = tags.map(|tag| count(lines(tag), tag.as_str())).collect();
    let moves = state.moves.iter();
    let moves = moves.filter(|step| !matches!(step.what, Act::Happened(_)));
    match moves.count() {
        0 => {}
        moves => counts.push(count(moves, "move")),
    }
    let kept = if counts.is_empty() {
        "no line".to_owned()
    } else {
        words::list(&counts)
    };
    let waits = if state.drawn.is_taste() {
        ""
    } else {
        " The rest can wait: /quit keeps the round unrated, `mockloop resume` comes back to it. \
         /full asks for everything."
    };
    Document::default()
        .title("The answer is locked")
        .text(format!(
            "{} on the clock; {kept}.",
            spent(active_ms, state.budget_ms())
        ))
        .text(format!(
            "First your own rating, before anything is revealed.{waits}"
        ))
}

fn kept(what: &str, rating: Option<Rating>) -> Document {
    Document::line(match rating {
        Some(rating) => format!("Kept: {what} {rating}, {}.", rating.words()),
        None => format!("Kept: {what} unrated."),
    })
}

/// How many questions of the close are left, the present one included.
pub(super) fn left(prompt: &Prompt, state: &State) -> String {
    format!("{} left", close::questions_left(prompt, state))
}
