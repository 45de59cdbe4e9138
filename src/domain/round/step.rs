//! One event folded into a round's state, and what is to be told because of it.

use super::event::{CloseLength, Envelope, Event, Pause, Reveal, Tag};
use super::moves::{Act, Move};
use super::state::{Capture, HintTaken, Question, Ran, Stage, State};
use crate::domain::bank::{
    CapId, ClarificationId, DimensionId, ExemplarId, FollowUpId, ItemId, PhaseId, Rating, TwistId,
};
use crate::domain::text::Safe;

/// The text of an [`Event::Asked`] that asked for the list of what can be asked.
pub const ASK_LIST: &str = "/ask";

/// What is to be told after an event was kept.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub enum Effect {
    /// The round begins: the statement and the phases.
    Begun,
    /// The current phase begins.
    PhaseBegun,
    /// A line was kept.
    CaptureKept {
        /// What sort of line.
        tag: Tag,
        /// How many of its sort there are.
        count: usize,
        /// Active time, in milliseconds.
        at_ms: u64,
    },
    /// The interviewer answers.
    Answered(Option<ClarificationId>),
    /// The list of what can be asked.
    AskListShown,
    /// A hint is read out.
    HintGiven {
        /// The item that it is about.
        item: ItemId,
        /// 1, 2 or 3.
        rung: u8,
    },
    /// A follow-up is asked.
    FollowUpAsked(FollowUpId),
    /// A twist is told.
    TwistTold(TwistId),
    /// The last move is told: what it shows, what it does, what is answered.
    Moved,
    /// The clock stopped.
    ClockStopped(Pause),
    /// The clock goes on.
    ClockRuns,
    /// The current phase got longer.
    PhaseExtended {
        /// By how much.
        minutes: u32,
    },
    /// A budget ran out; none for the whole round's.
    TimeIsUp(Option<PhaseId>),
    /// The answer is closed.
    AnswerLocked,
    /// The close grew to everything.
    CloseWidened,
    /// A hire call was kept.
    HireCallKept(Option<Rating>),
    /// A rating was kept.
    RatingKept {
        /// The dimension.
        dimension: DimensionId,
        /// The rating.
        rating: Option<Rating>,
    },
    /// A line of evidence was kept; empty if there is none.
    EvidenceKept(Safe),
    /// A tick was kept.
    TickKept {
        /// The item.
        item: ItemId,
        /// Whether it was hit; none if that was left open.
        hit: Option<bool>,
    },
    /// An admission was kept.
    AdmissionKept {
        /// The cap.
        cap: CapId,
        /// Whether the mistake was made; none if that was left open.
        made: Option<bool>,
    },
    /// An exemplar is shown.
    ExemplarTold(ExemplarId),
    /// The focus was kept.
    FocusKept(Safe),
    /// The round is done.
    Done,
    /// The round is given up.
    GivenUp,
}

/// Folds an event into the state.
///
/// Total: an event that does not fit the stage changes as little as it can, so that whatever a
/// journal holds still folds.
#[expect(
    clippy::too_many_lines,
    reason = "one arm per kind of event: the closed list reads best whole"
)]
pub fn step(mut state: State, envelope: &Envelope) -> (State, Vec<Effect>) {
    state.seq = envelope.seq;
    state.clock.set(envelope.active_ms, &envelope.at);
    let now_ms = state.clock.gathered_ms();
    let effect = match &envelope.event {
        Event::Started => Some(started(&mut state, envelope)),
        Event::Paused { why } => {
            state.stage = Stage::Answering { paused: Some(*why) };
            state.clock.stop();
            Some(Effect::ClockStopped(*why))
        }
        Event::Resumed => {
            state.stage = Stage::Answering { paused: None };
            state.clock.run(&envelope.at);
            Some(Effect::ClockRuns)
        }
        Event::TimeUp { phase } => {
            state.time_up.insert(phase.clone());
            Some(Effect::TimeIsUp(phase.clone()))
        }
        Event::PhaseEntered { phase, .. } => phase_entered(&mut state, phase, now_ms),
        Event::Extended { minutes } => extended(&mut state, *minutes, now_ms),
        Event::Captured { tag, text } => captured(&mut state, *tag, text, now_ms),
        Event::Asked {
            text,
            matched,
            prompted,
        } => Some(asked(&mut state, text, matched.as_ref(), *prompted, now_ms)),
        Event::HintTaken { item, rung, cost } => {
            let hint = HintTaken {
                seq: state.seq,
                at_ms: now_ms,
                item: item.clone(),
                rung: *rung,
                cost: *cost,
            };
            state.hints.push(hint);
            Some(Effect::HintGiven {
                item: item.clone(),
                rung: *rung,
            })
        }
        Event::FollowUpShown { follow_up } => {
            state.follow_ups.insert(follow_up.clone());
            Some(Effect::FollowUpAsked(follow_up.clone()))
        }
        Event::TwistShown { twist } => {
            state.twists.insert(twist.clone());
            Some(Effect::TwistTold(twist.clone()))
        }
        Event::Locked { close, dimensions } => Some(locked(&mut state, *close, dimensions, now_ms)),
        Event::HireCall { when, rating } => Some(hire_call(&mut state, *when, *rating)),
        Event::Rated {
            dimension,
            when,
            rating,
            evidence,
        } => Some(rated(
            &mut state,
            dimension,
            *when,
            *rating,
            evidence.as_ref(),
        )),
        Event::ItemTicked { item, hit } => {
            state.items.insert(item.clone(), *hit);
            Some(Effect::TickKept {
                item: item.clone(),
                hit: *hit,
            })
        }
        Event::CapAdmitted { cap, made } => {
            state.caps.insert(cap.clone(), *made);
            Some(Effect::AdmissionKept {
                cap: cap.clone(),
                made: *made,
            })
        }
        Event::ExemplarShown { exemplar } => {
            state.exemplars.insert(exemplar.clone());
            Some(Effect::ExemplarTold(exemplar.clone()))
        }
        Event::FocusSet { text } => {
            state.focus = Some(text.clone());
            Some(Effect::FocusKept(text.clone()))
        }
        Event::RatedByOther {
            who,
            dimension,
            rating,
            text,
        } => {
            let ratings = state.by_others.entry(who.clone()).or_default();
            ratings.insert(dimension.clone(), (*rating, text.clone()));
            None
        }
        Event::StoryTold { story } => {
            state.story = Some(story.clone());
            None
        }
        Event::CodeRun(run) => {
            state.code_runs.push(Ran {
                at_ms: now_ms,
                run: run.clone(),
            });
            None
        }
        Event::Finished | Event::Abandoned => Some(ended(&mut state, envelope, now_ms)),
        Event::InjectShown { inject } => moved(&mut state, Act::Happened(inject.clone()), now_ms),
        Event::Looked { text, matched } => {
            let (text, matched) = (text.clone(), matched.clone());
            moved(&mut state, Act::Looked { text, matched }, now_ms)
        }
        Event::Acted { text, matched } => {
            let (text, matched) = (text.clone(), matched.clone());
            moved(&mut state, Act::Did { text, matched }, now_ms)
        }
        Event::Told { who, text, matched } => {
            let (who, text, matched) = (who.clone(), text.clone(), matched.clone());
            moved(&mut state, Act::Told { who, text, matched }, now_ms)
        }
        Event::TakenBack => moved(&mut state, Act::TookBack, now_ms),
        Event::Offered { lever, amount } => {
            let (lever, amount) = (lever.clone(), amount.clone());
            moved(&mut state, Act::AskedFor { lever, amount }, now_ms)
        }
        // These belong to rounds of other kinds or to other histories: they stand in the
        // timeline and change nothing here.
        Event::Drawn(_) | Event::Imported { .. } | Event::Exercised(_) => None,
    };
    (state, effect.into_iter().collect())
}

fn started(state: &mut State, envelope: &Envelope) -> Effect {
    state.stage = Stage::Answering { paused: None };
    state.started_at = Some(envelope.at.wall.clone());
    state.clock.run(&envelope.at);
    if let Some(phase) = state.phases.first_mut() {
        phase.entered = true;
    }
    Effect::Begun
}

/// Books the time since the current phase was entered.
fn book_phase(state: &mut State, now_ms: u64) {
    let spent_ms = state.spent_ms(state.phase, now_ms);
    if let Some(phase) = state.phases.get_mut(state.phase) {
        phase.spent_ms = spent_ms;
    }
    state.phase_since_ms = now_ms;
}

fn phase_entered(state: &mut State, id: &PhaseId, now_ms: u64) -> Option<Effect> {
    let entered = state.phases.iter().position(|phase| phase.id == *id)?;
    book_phase(state, now_ms);
    state.phase = entered;
    if let Some(phase) = state.phases.get_mut(entered) {
        phase.entered = true;
    }
    Some(Effect::PhaseBegun)
}

fn extended(state: &mut State, minutes: u32, now_ms: u64) -> Option<Effect> {
    let spent_ms = state.spent_ms(state.phase, now_ms);
    let phase = state.phases.get_mut(state.phase)?;
    let budget_ms = phase.budget_ms?.saturating_add(u64::from(minutes) * 60_000);
    phase.budget_ms = Some(budget_ms);
    // A budget that was used up can run out again once it has grown past the time spent.
    if spent_ms < budget_ms {
        let id = Some(phase.id.clone());
        state.time_up.remove(&id);
    }
    if state
        .budget_ms()
        .is_some_and(|budget_ms| now_ms < budget_ms)
    {
        state.time_up.remove(&None);
    }
    Some(Effect::PhaseExtended { minutes })
}

fn captured(state: &mut State, tag: Tag, text: &Safe, at_ms: u64) -> Option<Effect> {
    let phase = state.current()?.id.clone();
    state.captures.push(Capture {
        seq: state.seq,
        at_ms,
        phase,
        tag,
        text: text.clone(),
    });
    let count = state
        .captures
        .iter()
        .filter(|capture| capture.tag == tag)
        .count();
    Some(Effect::CaptureKept { tag, count, at_ms })
}

fn asked(
    state: &mut State,
    text: &Safe,
    matched: Option<&ClarificationId>,
    prompted: bool,
    at_ms: u64,
) -> Effect {
    let (text, matched) = (text.clone(), matched.cloned());
    let is_list = text.as_str() == ASK_LIST;
    state.questions.push(Question {
        seq: state.seq,
        at_ms,
        text,
        matched: matched.clone(),
        prompted,
    });
    if is_list {
        Effect::AskListShown
    } else {
        Effect::Answered(matched)
    }
}

fn moved(state: &mut State, what: Act, at_ms: u64) -> Option<Effect> {
    let phase = state.current()?.id.clone();
    let seq = state.seq;
    state.moves.push(Move {
        seq,
        at_ms,
        phase,
        what,
    });
    Some(Effect::Moved)
}

fn locked(
    state: &mut State,
    close: CloseLength,
    dimensions: &[DimensionId],
    now_ms: u64,
) -> Effect {
    let widened = state.close.is_some();
    book_phase(state, now_ms);
    state.clock.stop();
    state.stage = Stage::Closing;
    state.close = Some(close);
    state.dimensions = dimensions.to_vec();
    if widened {
        Effect::CloseWidened
    } else {
        Effect::AnswerLocked
    }
}

fn hire_call(state: &mut State, when: Reveal, rating: Option<Rating>) -> Effect {
    match when {
        Reveal::First => state.hire_call.first = Some(rating),
        Reveal::Final => state.hire_call.last = Some(rating),
    }
    Effect::HireCallKept(rating)
}

fn rated(
    state: &mut State,
    dimension: &DimensionId,
    when: Reveal,
    rating: Option<Rating>,
    evidence: Option<&Safe>,
) -> Effect {
    let rated = state.ratings.entry(dimension.clone()).or_default();
    match when {
        Reveal::First => rated.first = Some(rating),
        Reveal::Final => rated.last = Some(rating),
    }
    match evidence {
        Some(line) => {
            rated.evidence = Some(line.clone());
            Effect::EvidenceKept(line.clone())
        }
        None => Effect::RatingKept {
            dimension: dimension.clone(),
            rating,
        },
    }
}

fn ended(state: &mut State, envelope: &Envelope, now_ms: u64) -> Effect {
    if envelope.event == Event::Finished {
        state.stage = Stage::Finished;
        state.finished_at = Some(envelope.at.wall.clone());
        return Effect::Done;
    }
    book_phase(state, now_ms);
    state.clock.stop();
    state.stage = Stage::Abandoned;
    Effect::GivenUp
}
