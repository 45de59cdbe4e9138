//! The close: which question comes next, derived from what has been answered.

use std::collections::{BTreeMap, BTreeSet};

use super::ask::shows;
use super::event::{CloseLength, Tag};
use super::state::{Capture, Stage, State};
use super::verbal::{self, Verbal};
use crate::domain::bank::Weight;
use crate::domain::bank::prompt::{Cap, Clarification, Exemplar, Item, Row};
use crate::domain::bank::{DimensionId, Prompt};

/// What the close needs next.
#[derive(Debug, Clone, PartialEq)]
pub enum Step<'a> {
    /// The hire call before the reveal.
    HireCall,
    /// A first rating.
    Rate(&'a Row),
    /// The line that shows a first rating, with one to offer.
    Evidence(&'a Row, Option<Capture>),
    /// Whether the answer showed an item.
    Tick(&'a Item),
    /// Whether a mistake was made.
    Admit(&'a Cap),
    /// Whether something was said aloud.
    Hear(Verbal),
    /// An exemplar is to be shown: no question.
    Show(&'a Exemplar),
    /// Changes to the ratings after the reveal.
    Revise,
    /// The one thing to do differently.
    Focus,
    /// Nothing: the round is done, or not locked yet.
    Nothing,
}

/// What the history knows about a dimension.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Known {
    /// In how many rounds it was rated.
    pub rounds: u32,
    /// The mean of the ratings that count; 0 without rounds.
    pub mean: f64,
}

/// How many dimensions a short close asks about: two little known ones and the weakest.
const SHORT_DIMENSIONS: usize = 3;

/// The dimensions that a close asks about, in the rubric's order.
///
/// A short close takes the two that the history knows least about, then the weakest of the rest;
/// among equals the one that weighs most in the rubric, then the earlier.
pub fn dimensions(
    prompt: &Prompt,
    close: CloseLength,
    known: &BTreeMap<DimensionId, Known>,
) -> Vec<DimensionId> {
    let about = |row: &Row| known.get(&row.dimension).copied().unwrap_or_default();
    let mut rows: Vec<&Row> = prompt.rubric.iter().collect();
    if close == CloseLength::Short && rows.len() > SHORT_DIMENSIONS {
        rows.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        rows.sort_by_key(|row| about(row).rounds);
        let mut rest = rows.split_off(SHORT_DIMENSIONS - 1);
        rest.sort_by(|a, b| about(a).mean.total_cmp(&about(b).mean));
        rows.extend(rest.first());
    }
    let chosen: BTreeSet<&DimensionId> = rows.iter().map(|row| &row.dimension).collect();
    let ordered = prompt.rubric.iter().map(|row| &row.dimension);
    ordered
        .filter(|dimension| chosen.contains(dimension))
        .cloned()
        .collect()
}

/// The dimensions that a round's close asks about: those of the close, or the one of a drill.
pub fn dimensions_of(
    state: &State,
    prompt: &Prompt,
    close: CloseLength,
    known: &BTreeMap<DimensionId, Known>,
) -> Vec<DimensionId> {
    match &state.drawn.drill {
        Some(drill) => vec![drill.dimension.clone()],
        None => dimensions(prompt, close, known),
    }
}

/// Whether the whole answer is judged: a drill's is only a part of one.
pub(super) fn asks_hire_call(state: &State) -> bool {
    state.drawn.drill.is_none()
}

/// The question or exemplar that comes next.
pub fn next<'a>(prompt: &'a Prompt, state: &'a State) -> Step<'a> {
    if state.stage != Stage::Closing {
        return Step::Nothing;
    }
    if asks_hire_call(state) && state.hire_call.first.is_none() {
        return Step::HireCall;
    }
    let rows = state
        .dimensions
        .iter()
        .filter_map(|dimension| prompt.row(dimension));
    for row in rows {
        let rated = state.ratings.get(&row.dimension);
        if rated.is_none_or(|rated| rated.first.is_none()) {
            return Step::Rate(row);
        }
        if rated.is_some_and(|rated| rated.first().is_some() && rated.evidence.is_none()) {
            return Step::Evidence(row, evidence(prompt, state, row));
        }
    }
    let item = items(prompt, state)
        .into_iter()
        .find(|item| !state.items.contains_key(&item.id));
    if let Some(item) = item {
        return Step::Tick(item);
    }
    if let Some(cap) = caps(prompt, state)
        .into_iter()
        .find(|cap| !state.caps.contains_key(&cap.id))
    {
        return Step::Admit(cap);
    }
    if let Some(verbal) = verbal::open(prompt, state).next() {
        return Step::Hear(verbal);
    }
    let mut exemplars = exemplars(prompt, state).into_iter();
    if let Some(exemplar) = exemplars.find(|shown| !state.exemplars.contains(&shown.id)) {
        return Step::Show(exemplar);
    }
    if !is_revised(state) {
        return Step::Revise;
    }
    if state.focus.is_none() {
        Step::Focus
    } else {
        Step::Nothing
    }
}

/// Whether the first ratings are still being given: nothing has been revealed.
pub fn is_before_reveal(prompt: &Prompt, state: &State) -> bool {
    matches!(
        next(prompt, state),
        Step::HireCall | Step::Rate(_) | Step::Evidence(..)
    )
}

/// Whether the hire call and every rated dimension have their final rating.
fn is_revised(state: &State) -> bool {
    let is_final = |dimension| {
        state
            .ratings
            .get(dimension)
            .is_some_and(|r| r.last.is_some())
    };
    let is_called = !asks_hire_call(state) || state.hire_call.last.is_some();
    is_called && state.dimensions.iter().all(is_final)
}

/// The items that this close ticks: all of the level's, or only the musts; in a drill the part's.
pub fn items<'a>(prompt: &'a Prompt, state: &State) -> Vec<&'a Item> {
    let all = prompt.items_at(state.drawn.level).into_iter();
    let is_asked = |item: &&Item| match &state.drawn.drill {
        Some(drill) => drill.has(item),
        None => is_full(state) || item.weight == Weight::Must,
    };
    all.filter(is_asked).collect()
}

/// The caps that this close asks about: all, or only those of the rated dimensions.
pub fn caps<'a>(prompt: &'a Prompt, state: &State) -> Vec<&'a Cap> {
    let is_all = is_full(state) && state.drawn.drill.is_none();
    let asked = |cap: &&Cap| is_all || state.dimensions.contains(&cap.dimension);
    prompt.caps.iter().filter(asked).collect()
}

/// The exemplars that this close shows: all from the lowest to the highest, or the highest.
pub fn exemplars<'a>(prompt: &'a Prompt, state: &State) -> Vec<&'a Exemplar> {
    let mut exemplars: Vec<&Exemplar> = prompt.exemplars.iter().collect();
    exemplars.sort_by_key(|exemplar| exemplar.rating);
    let skipped = if is_full(state) {
        0
    } else {
        exemplars.len().saturating_sub(1)
    };
    exemplars.into_iter().skip(skipped).collect()
}

/// The clarifications that were never given, the most valuable first.
pub fn never_asked<'a>(prompt: &'a Prompt, state: &State) -> Vec<&'a Clarification> {
    let given: BTreeSet<_> = state
        .questions
        .iter()
        .filter_map(|question| question.matched.as_ref())
        .collect();
    let mut missing: Vec<&Clarification> = prompt
        .clarifications
        .iter()
        .filter(|known| !given.contains(&known.id))
        .collect();
    missing.sort_by_key(|clarification| std::cmp::Reverse(clarification.value));
    missing
}

fn is_full(state: &State) -> bool {
    state.close == Some(CloseLength::Full)
}

/// The candidate's own line that best speaks for a dimension: one with the dimension's tag that
/// shows one of its items, else one that shows an item, else one with the tag.
fn evidence(prompt: &Prompt, state: &State, row: &Row) -> Option<Capture> {
    let lines = state.lines();
    let tag = tag_of(&row.dimension);
    let items: Vec<&Item> = prompt
        .items
        .iter()
        .filter(|item| item.dimension == row.dimension)
        .collect();
    let is_tagged = |capture: &&Capture| Some(capture.tag) == tag;
    let is_shown = |capture: &&Capture| items.iter().any(|item| shows(&capture.text, item));
    let found = lines
        .iter()
        .find(|capture| is_tagged(capture) && is_shown(capture));
    let found = found.or_else(|| lines.iter().find(is_shown));
    found.or_else(|| lines.iter().find(is_tagged)).cloned()
}

/// The sort of line that speaks for a dimension, where there is one.
fn tag_of(dimension: &DimensionId) -> Option<Tag> {
    match dimension.as_str() {
        "assumptions" => Some(Tag::Assumption),
        "tradeoffs" => Some(Tag::Tradeoff),
        "edge-cases" | "failure-handling" => Some(Tag::EdgeCase),
        _ => None,
    }
}

/// The questions of the close that are still open, the present one included.
pub fn questions_left(prompt: &Prompt, state: &State) -> usize {
    if state.stage != Stage::Closing {
        return 0;
    }
    let rated = state
        .dimensions
        .iter()
        .map(|dimension| match state.ratings.get(dimension) {
            None => 2,
            Some(rated) => usize::from(rated.first().is_some() && rated.evidence.is_none()),
        });
    let ticks = items(prompt, state)
        .iter()
        .filter(|i| !state.items.contains_key(&i.id))
        .count();
    let caps = caps(prompt, state)
        .iter()
        .filter(|cap| !state.caps.contains_key(&cap.id))
        .count();
    usize::from(asks_hire_call(state) && state.hire_call.first.is_none())
        + rated.sum::<usize>()
        + ticks
        + caps
        + verbal::open(prompt, state).count()
        + usize::from(!is_revised(state))
        + usize::from(state.focus.is_none())
}
