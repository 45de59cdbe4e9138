//! What finished rounds say about an area, in the candidate's own words.

use super::desk::read_round;
use super::error::Error;
use crate::domain::bank::{DimensionId, Prompt, Rating};
use crate::domain::history::{Progress, Summary};
use crate::domain::readiness::{Of, RoundEvidence};
use crate::domain::round::{Rated, State, close, scoring};
use crate::domain::text::Safe;
use crate::io::store::Journal;

/// The most rounds that are quoted for an area, the latest first.
const MOST_ROUNDS: usize = 3;

/// What the latest finished rounds of an area say about it.
///
/// # Errors
/// The journal can't be read.
pub fn evidence(journal: &dyn Journal, of: &Of) -> Result<Vec<RoundEvidence>, Error> {
    let summaries = journal.summaries()?;
    let numbered = summaries.iter().enumerate().rev();
    let about =
        numbered.filter(|(_, round)| round.progress == Progress::Finished && is_about(round, of));
    let mut found = Vec::new();
    for (number, summary) in about.take(MOST_ROUNDS) {
        // A round that can't be read any more is told by `show`.
        if let Ok((prompt, state)) = read_round(journal, summary) {
            found.push(of_round(&prompt, &state, (number + 1, of)));
        }
    }
    Ok(found)
}

fn is_about(round: &Summary, of: &Of) -> bool {
    let scores = &round.scores;
    let has = |dimension: &str| {
        let rated = scores.last.keys().chain(scores.items.keys());
        rated
            .map(DimensionId::as_str)
            .any(|known| known == dimension)
    };
    match of {
        Of::Kind(kind) => round.kind.as_str() == kind,
        Of::Dimension(dimension) => has(dimension),
        Of::Topic(topic) => scores.topics.iter().any(|known| known.as_str() == topic),
        Of::Cell(kind, dimension) => round.kind.as_str() == kind && has(dimension),
    }
}

fn of_round(prompt: &Prompt, state: &State, (number, of): (usize, &Of)) -> RoundEvidence {
    let dimension = match of {
        Of::Dimension(dimension) | Of::Cell(_, dimension) => DimensionId::new(dimension),
        Of::Kind(_) | Of::Topic(_) => None,
    };
    let is_wanted = |known: &DimensionId| dimension.as_ref().is_none_or(|wanted| wanted == known);
    let scores = scoring::items(prompt, state);
    let ticked: Vec<_> = scores
        .iter()
        .filter(|score| score.hit.is_some() && is_wanted(&score.item.dimension))
        .collect();
    let missed = ticked.iter().filter(|score| score.hit == Some(false));
    let rated = dimension
        .as_ref()
        .and_then(|dimension| state.ratings.get(dimension));
    let limited = dimension.as_ref().and_then(|dimension| {
        let scores = scoring::dimensions(prompt, state);
        let own = scores.iter().find(|own| own.row.dimension == *dimension)?;
        own.cap.map(|cap| cap.max)
    });
    let tells_unknowns = dimension
        .as_ref()
        .is_none_or(|known| known.as_str() == "assumptions");
    let unasked = close::never_asked(prompt, state)
        .into_iter()
        .filter(|_| tells_unknowns);
    let over = state.phases.iter().filter_map(|phase| {
        let budget_ms = phase
            .budget_ms
            .filter(|budget_ms| phase.spent_ms > *budget_ms)?;
        Some((Safe::new(phase.id.as_str()), phase.spent_ms, budget_ms))
    });
    RoundEvidence {
        number,
        at: state.started_at.clone().unwrap_or_default(),
        prompt: Safe::new(prompt.id.as_str()),
        rating: rated.and_then(Rated::counting).map(Rating::number),
        limited: limited.map(Rating::number),
        items: (ticked.len() - missed.clone().count(), ticked.len()),
        missed: missed.map(|score| score.item.seen.clone()).collect(),
        own_line: rated
            .and_then(|rated| rated.evidence.clone())
            .filter(|line| !line.is_blank()),
        never_asked: unasked.map(|known| known.ask.clone()).collect(),
        overrun: over.collect(),
        focus: state.focus.clone(),
    }
}
