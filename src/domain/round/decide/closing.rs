//! A line entered in the close.

use super::{Context, Decision, Happening, LINE_LIMIT_BYTES, Reply, rating, record};
use crate::domain::bank::{DimensionId, Rating};
use crate::domain::moment::Moment;
use crate::domain::round::close::{self, Step};
use crate::domain::round::event::{CloseLength, Envelope, Event, FORMAT, Reveal};
use crate::domain::round::state::{Stage, State};
use crate::domain::round::step::step;
use crate::domain::text::Safe;

/// What leaves a question unanswered.
pub const SKIP: &str = "skip";

pub(super) fn line(state: &State, line: &str, at: &Moment, context: &Context<'_>) -> Decision {
    let text = line.trim();
    if line.len() > LINE_LIMIT_BYTES {
        return Decision::reply(Reply::TooLong(line.len()));
    }
    match text {
        "/help" | "/h" | "/?" => return Decision::reply(Reply::Help),
        "/show" | "/s" => return Decision::reply(Reply::Show),
        "/time" => return Decision::reply(Reply::Time),
        "/quit" | "/q" => return Decision::leave(),
        "/full" => return widen(state, at, context),
        _ if text.starts_with('/') => {
            let reply =
                Reply::NotNow("the answer is locked; here are /show, /full, /quit and /help");
            return Decision::reply(reply);
        }
        _ => {}
    }
    let answer = text.to_lowercase();
    let answered = match close::next(context.prompt, state) {
        Step::HireCall => rate(&answer, |rating| Event::HireCall {
            when: Reveal::First,
            rating,
        }),
        Step::Rate(row) => {
            let dimension = row.dimension.clone();
            rate(&answer, |rating| first_rating(dimension, rating, None))
        }
        Step::Evidence(row, offered) => {
            let kept = state
                .ratings
                .get(&row.dimension)
                .and_then(super::super::Rated::first);
            let line = match (answer.as_str(), offered) {
                ("", None) => return Decision::reply(Reply::Empty),
                ("", Some(capture)) => capture.text.clone(),
                ("none" | SKIP, _) => Safe::default(),
                _ => Safe::new(text),
            };
            Ok(first_rating(row.dimension.clone(), kept, Some(line)))
        }
        Step::Tick(item) => yes_or_no(&answer).map(|hit| Event::ItemTicked {
            item: item.id.clone(),
            hit,
        }),
        Step::Admit(cap) => yes_or_no(&answer).map(|made| Event::CapAdmitted {
            cap: cap.id.clone(),
            made,
        }),
        Step::Hear(verbal) => match (yes_or_no(&answer), verbal.item()) {
            (Ok(hit), Some(item)) => Ok(Event::ItemTicked { item, hit }),
            (Err(reply), _) => Err(reply),
            (Ok(_), None) => return follow_on(state, Vec::new(), at, context),
        },
        Step::Revise => return revise(state, &answer, at, context),
        Step::Focus => match answer.as_str() {
            "" => Err(Reply::Empty),
            SKIP => Ok(Event::Finished),
            _ => Ok(Event::FocusSet {
                text: Safe::new(text),
            }),
        },
        Step::Show(_) | Step::Nothing => return follow_on(state, Vec::new(), at, context),
    };
    match answered {
        Ok(event) => follow_on(state, vec![event], at, context),
        Err(reply) => Decision::reply(reply),
    }
}

fn first_rating(dimension: DimensionId, rating: Option<Rating>, evidence: Option<Safe>) -> Event {
    Event::Rated {
        dimension,
        when: Reveal::First,
        rating,
        evidence,
    }
}

fn rate(answer: &str, event: impl FnOnce(Option<Rating>) -> Event) -> Result<Event, Reply> {
    match answer {
        "" => Err(Reply::Empty),
        "?" => Err(Reply::AllRatings),
        "below" => Err(Reply::HowFarBelow),
        SKIP => Ok(event(None)),
        _ => match rating(answer) {
            Some(rating) => Ok(event(Some(rating))),
            None => Err(Reply::NotAnAnswer(Safe::new(answer))),
        },
    }
}

/// Yes, no, or left open.
fn yes_or_no(answer: &str) -> Result<Option<bool>, Reply> {
    match answer {
        "" => Err(Reply::Empty),
        "y" | "yes" => Ok(Some(true)),
        "n" | "no" => Ok(Some(false)),
        SKIP => Ok(None),
        _ => Err(Reply::NotAnAnswer(Safe::new(answer))),
    }
}

/// Asks for the whole close from here on; what was answered stays. Once the reveal has begun, no
/// dimension is added: its first rating would come too late to be one.
fn widen(state: &State, at: &Moment, context: &Context<'_>) -> Decision {
    if state.close == Some(CloseLength::Full) {
        return Decision::reply(Reply::AlreadyFull);
    }
    let close = CloseLength::Full;
    let dimensions = if close::is_before_reveal(context.prompt, state) {
        close::dimensions_of(state, context.prompt, close, context.known)
    } else {
        state.dimensions.clone()
    };
    follow_on(
        state,
        vec![Event::Locked { close, dimensions }],
        at,
        context,
    )
}

/// The lines of the list of first ratings: number 1 is the hire call, then the dimensions. A drill
/// has no hire call.
pub fn first_ratings(state: &State) -> Vec<(Option<DimensionId>, Option<Rating>)> {
    let hire_call = (None, state.hire_call.counting());
    let rating = |dimension: &DimensionId| {
        let rated = state.ratings.get(dimension);
        (
            Some(dimension.clone()),
            rated.and_then(super::super::Rated::counting),
        )
    };
    let hire_call = close::asks_hire_call(state).then_some(hire_call);
    hire_call
        .into_iter()
        .chain(state.dimensions.iter().map(rating))
        .collect()
}

/// `2=3` changes the second line to 3; an empty line keeps the rest. Several changes may stand in
/// one line; they are all kept or none.
fn revise(state: &State, answer: &str, at: &Moment, context: &Context<'_>) -> Decision {
    let lines = first_ratings(state);
    if answer.is_empty() {
        let rest = lines
            .into_iter()
            .filter_map(|(dimension, rating)| match dimension {
                None => {
                    let is_final = state.hire_call.last.is_some();
                    (!is_final).then_some(Event::HireCall {
                        when: Reveal::Final,
                        rating,
                    })
                }
                Some(dimension) => {
                    let is_final = state
                        .ratings
                        .get(&dimension)
                        .is_some_and(|r| r.last.is_some());
                    (!is_final).then(|| final_rating(dimension, rating))
                }
            });
        return follow_on(state, rest.collect(), at, context);
    }
    let mut events = Vec::new();
    for change in answer.split([' ', ',']).filter(|change| !change.is_empty()) {
        let line = change.split_once('=').and_then(|(number, value)| {
            let index = number.trim().parse::<usize>().ok()?.checked_sub(1)?;
            Some((lines.get(index)?, rating(value.trim())?))
        });
        match line {
            Some(((Some(dimension), _), rating)) => {
                events.push(final_rating(dimension.clone(), Some(rating)));
            }
            Some(((None, _), rating)) => events.push(revised_call(rating)),
            None => return Decision::reply(Reply::BadChange(Safe::new(change))),
        }
    }
    record(state.active_ms(at), events)
}

fn final_rating(dimension: DimensionId, rating: Option<Rating>) -> Event {
    Event::Rated {
        dimension,
        when: Reveal::Final,
        rating,
        evidence: None,
    }
}

fn revised_call(rating: Rating) -> Event {
    Event::HireCall {
        when: Reveal::Final,
        rating: Some(rating),
    }
}

/// Adds what comes by itself after the events: exemplars that are shown, the end of the round.
pub(super) fn follow_on(
    state: &State,
    mut events: Vec<Event>,
    at: &Moment,
    context: &Context<'_>,
) -> Decision {
    let active_ms = state.active_ms(at);
    let mut ahead = state.clone();
    for event in &events {
        ahead = after(ahead, event, active_ms, at);
    }
    loop {
        let event = match close::next(context.prompt, &ahead) {
            Step::Show(exemplar) => Event::ExemplarShown {
                exemplar: exemplar.id.clone(),
            },
            Step::Nothing if ahead.stage == Stage::Closing => Event::Finished,
            Step::HireCall
            | Step::Rate(_)
            | Step::Evidence(..)
            | Step::Tick(_)
            | Step::Admit(_)
            | Step::Hear(_)
            | Step::Revise
            | Step::Focus
            | Step::Nothing => break,
        };
        ahead = after(ahead, &event, active_ms, at);
        events.push(event);
    }
    let happenings = events
        .into_iter()
        .map(|event| Happening { event, active_ms })
        .collect();
    let leave = matches!(ahead.stage, Stage::Finished);
    Decision {
        happenings,
        leave,
        ..Decision::default()
    }
}

/// The state as it will be once an event is kept.
pub(super) fn after(state: State, event: &Event, active_ms: u64, at: &Moment) -> State {
    let envelope = Envelope {
        event_id: String::new(),
        round: state.round.clone(),
        seq: state.seq + 1,
        v: FORMAT,
        active_ms,
        at: at.clone(),
        event: event.clone(),
    };
    step(state, &envelope).0
}
