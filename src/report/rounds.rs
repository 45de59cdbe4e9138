//! Rounds as a list, and one round read again.

use super::document::Document;
use super::words::{clock, count, spent};
use super::{code, draw, reactive, reveal};
use crate::domain::bank::Prompt;
use crate::domain::history::{Progress, Summary};
use crate::domain::moment::date_and_minute;
use crate::domain::pick::Because;
use crate::domain::round::call::{self, Said};
use crate::domain::round::{Stage, State};

/// All rounds, the latest last: the first one is round 1.
pub fn list(rounds: &[Summary]) -> Document {
    if rounds.is_empty() {
        return Document::line("No round yet. `mockloop practice` draws one.");
    }
    let lines = rounds.iter().enumerate().map(|(index, round)| {
        let call = match (round.progress, round.hire_call) {
            (Progress::Finished, Some(call)) => format!(", {}", call.words()),
            _ => String::new(),
        };
        let line = format!(
            "{}, {} ({}, {}{}), {}, {} on the clock{call}",
            date_and_minute(&round.drawn_at),
            round.prompt,
            round.kind.as_str(),
            round.level.as_str(),
            within(round),
            round.progress.as_str(),
            clock(round.active_ms),
        );
        ((index + 1).to_string(), line)
    });
    Document::default().items(lines)
}

/// The loop that a round is part of, or the part of its prompt that it is about.
fn within(round: &Summary) -> String {
    match (&round.seat, &round.drill) {
        (Some(seat), _) => {
            let of = seat.plan.parts.len();
            format!(", {} of {of} in {}", seat.part, seat.plan.id)
        }
        (None, Some(drill)) => format!(", drill on {}", drill.dimension),
        (None, None) => String::new(),
    }
}

/// What waits to be taken up, if anything does.
pub fn waiting(number: usize, round: &Summary) -> Document {
    let what = match round.progress {
        Progress::Closing => "waits to be rated",
        Progress::Answering | Progress::Finished | Progress::Abandoned => "waits",
    };
    Document::line(format!(
        "Round {number} ({}) {what}: `mockloop resume` takes it up.",
        round.prompt
    ))
}

/// One round read again, as of its last event: what was written when, the ratings, the ticks.
pub fn show(prompt: &Prompt, state: &State) -> Document {
    let (drawn, active_ms) = (&state.drawn, state.clock.gathered_ms());
    let begun = state
        .started_at
        .as_ref()
        .map_or_else(String::new, date_and_minute);
    let standing = match state.stage {
        Stage::Drawn | Stage::Answering { .. } => "not locked yet",
        Stage::Closing => "locked, not finished",
        Stage::Finished => "finished",
        Stage::Abandoned => "given up",
    };
    let phases = state.phases.iter().enumerate().map(|(index, phase)| {
        let spent_ms = state.spent_ms(index, active_ms);
        (phase.id.to_string(), spent(spent_ms, phase.budget_ms))
    });
    Document::default()
        .title(&prompt.title)
        .text(format!(
            "{}/{} revision {}, {}, {}. Seed {}, draw {}.\n\nBegan {begun}; {standing}; {} on the \
             clock; {} in the journal.",
            drawn.bank,
            drawn.prompt,
            drawn.revision,
            drawn.kind.as_str(),
            drawn.level.as_str(),
            drawn.seed,
            drawn.draw,
            spent(active_ms, state.budget_ms()),
            count(state.seq, "event"),
        ))
        .title("Phases")
        .items(phases)
        .then(lines(prompt, state))
        .then(reactive::debrief(prompt, state))
        .then(code::timeline(state))
        .then(ratings(prompt, state))
        .then(reveal::ticks(prompt, state))
        .then(focus(state))
}

fn lines(prompt: &Prompt, state: &State) -> Document {
    let captures = state.captures.iter().map(|capture| {
        let label = format!(
            "{} {}, {}",
            clock(capture.at_ms),
            capture.phase,
            capture.tag.as_str()
        );
        (capture.seq, label, capture.text.to_string())
    });
    let questions = state.asked().map(|asked| {
        let answer = match call::said(prompt, asked) {
            Said::Known(known) => known.answer.as_str(),
            Said::GivenAway(text) => text.as_str(),
            Said::Default => reactive::unanswered(prompt, asked.text.as_str()),
        };
        let label = format!("{} question", clock(asked.at_ms));
        (asked.seq, label, format!("{} Answer: {answer}", asked.text))
    });
    let hints = state.hints.iter().map(|hint| {
        let label = format!("{} hint", clock(hint.at_ms));
        (
            hint.seq,
            label,
            format!("rung {} on {}, cost {}", hint.rung, hint.item, hint.cost),
        )
    });
    let moves = reactive::lines(prompt, state);
    let mut all: Vec<_> = captures
        .chain(questions)
        .chain(hints)
        .chain(moves)
        .collect();
    all.sort_by_key(|(seq, ..)| *seq);
    let document = Document::default().title("What was written");
    if all.is_empty() {
        return document.text("Nothing.");
    }
    document.items(all.into_iter().map(|(_, label, text)| (label, text)))
}

fn ratings(prompt: &Prompt, state: &State) -> Document {
    let rating = |rated: &crate::domain::round::Rated| {
        let word = |rating: Option<Option<_>>| match rating {
            None => "not yet".to_owned(),
            Some(None) => "unrated".to_owned(),
            Some(Some(rating)) => crate::domain::bank::Rating::to_string(&rating),
        };
        let evidence = rated.evidence.as_ref().filter(|line| !line.is_blank());
        let evidence = evidence.map_or_else(String::new, |line| format!("; \"{line}\""));
        format!(
            "first {}, final {}{evidence}",
            word(rated.first),
            word(rated.last)
        )
    };
    if state.hire_call.first.is_none() {
        return Document::default();
    }
    let dimensions = state.ratings.iter().map(|(id, rated)| {
        let title = prompt
            .row(id)
            .map_or_else(|| id.to_string(), |row| row.title.to_string());
        (title, rating(rated))
    });
    Document::default()
        .title("Ratings")
        .item("Hire call", rating(&state.hire_call))
        .items(dimensions)
}

fn focus(state: &State) -> Document {
    let document = match &state.focus {
        Some(focus) => Document::default().title("Focus").text(focus),
        None => Document::default(),
    };
    match &state.story {
        Some(story) => document.title("The story told").text(story),
        None => document,
    }
}

/// What a session begins with: its seed, the number of the draw, and why this prompt.
pub fn drawn(state: &State, number: usize, because: Option<&Because>) -> Document {
    let drawn = &state.drawn;
    let document = Document::line(format!(
        "Round {}: {}. Seed {}, draw {}.",
        number, drawn.prompt, drawn.seed, drawn.draw
    ));
    match because {
        Some(because) => document.text(format!("Drawn because: {}.", draw::reason(because))),
        None => document,
    }
}

/// A round that ended without its human, and how to go on.
pub fn interrupted() -> Document {
    Document::default()
        .gap()
        .text("`mockloop resume` goes on from here.")
}

/// A round taken up again: where it stands.
pub fn resumed(prompt: &Prompt, state: &State, number: usize) -> Document {
    let document = Document::default().title(format!("Round {number} goes on: {}", prompt.title));
    match state.stage {
        Stage::Closing => document.text("The answer is locked; the close goes on."),
        Stage::Drawn | Stage::Answering { .. } | Stage::Finished | Stage::Abandoned => {
            document.text("/show shows the statement and your lines.")
        }
    }
}
