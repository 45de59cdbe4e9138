//! The parts of a prompt that refer to each other: items, caps, hints, follow-ups, exemplars.

use std::collections::{BTreeMap, BTreeSet};

use super::{Shared, unresolved};
use crate::domain::bank::Rating;
use crate::domain::bank::format::{ExemplarTable, HintTable, PromptFile};
use crate::domain::bank::prompt::{Cap, Exemplar, FollowUp, Item, Ladder, Phase, Row, Rung, When};
use crate::domain::bank::{DimensionId, ItemId, Level, PhaseId};
use crate::domain::fault::{Code, Fault, Faults};
use crate::domain::raw::At;

/// The names that a prompt's parts may refer to.
pub(super) struct Names<'a> {
    pub(super) phases: BTreeSet<&'a str>,
    items: BTreeSet<&'a str>,
    dimensions: BTreeSet<&'a str>,
    levels: &'a [Level],
}

impl<'a> Names<'a> {
    pub(super) fn of(file: &'a PromptFile, phases: &'a [Phase]) -> Self {
        Self {
            phases: phases.iter().map(|phase| phase.id.as_str()).collect(),
            items: file
                .expect
                .iter()
                .map(|item| item.id.value.as_str())
                .collect(),
            dimensions: file
                .rubric
                .used
                .value
                .iter()
                .map(|id| id.value.as_str())
                .collect(),
            levels: &file.levels.value,
        }
    }

    pub(super) fn phase(&self, id: &At<PhaseId>, faults: &mut Faults) {
        if !self.phases.is_empty() && !self.phases.contains(id.value.as_str()) {
            unresolved(
                "phase",
                id.value.as_str(),
                id.span,
                self.phases.iter().copied(),
                faults,
            );
        }
    }

    pub(super) fn item(&self, id: &At<ItemId>, faults: &mut Faults) {
        if !self.items.contains(id.value.as_str()) {
            unresolved(
                "item",
                id.value.as_str(),
                id.span,
                self.items.iter().copied(),
                faults,
            );
        }
    }

    fn dimension(&self, id: &At<DimensionId>, faults: &mut Faults) {
        if !self.dimensions.contains(id.value.as_str()) {
            let known = self.dimensions.iter().copied();
            unresolved(
                "dimension in use",
                id.value.as_str(),
                id.span,
                known,
                faults,
            );
        }
    }

    fn level(&self, level: &At<Level>, faults: &mut Faults) {
        if !self.levels.contains(&level.value) {
            let message = format!("`{}` is not a level of this prompt", level.value.as_str());
            let help = "write one of its `levels`";
            faults.push(Fault::error(Code::LEVELS, level.span, &message, help));
        }
    }
}

pub(super) fn items(file: &PromptFile, names: &Names<'_>, faults: &mut Faults) -> Vec<Item> {
    let mut items = Vec::new();
    for table in &file.expect {
        names.phase(&table.phase, faults);
        names.dimension(&table.dimension, faults);
        names.level(&table.from, faults);
        items.push(Item {
            id: table.id.value.clone(),
            phase: table.phase.value.clone(),
            dimension: table.dimension.value.clone(),
            weight: table.weight.value,
            from: table.from.value,
            seen: table.seen.value.clone(),
            probe: table.probe.value.clone(),
            cues: table
                .cues
                .iter()
                .map(|cue| cue.value.to_lowercase())
                .collect(),
        });
    }
    items
}

pub(super) fn caps(file: &PromptFile, names: &Names<'_>, faults: &mut Faults) -> Vec<Cap> {
    let mut caps = Vec::new();
    for table in &file.cap {
        names.dimension(&table.dimension, faults);
        match rating(&table.max).filter(|max| *max < Rating::StrongHire) {
            Some(max) => caps.push(Cap {
                id: table.id.value.clone(),
                dimension: table.dimension.value.clone(),
                max,
                text: table.text.value.clone(),
            }),
            None => faults.push(Fault::error(
                Code::CAP,
                table.max.span,
                "a cap allows 1, 2 or 3",
                "write the highest rating that this mistake still allows",
            )),
        }
    }
    caps
}

pub(super) fn rating(number: &At<u32>) -> Option<Rating> {
    u8::try_from(number.value)
        .ok()
        .and_then(Rating::from_number)
}

pub(super) fn ladders(file: &PromptFile, names: &Names<'_>, faults: &mut Faults) -> Vec<Ladder> {
    let mut order: Vec<&ItemId> = Vec::new();
    let mut by_item: BTreeMap<&ItemId, Vec<&HintTable>> = BTreeMap::new();
    for hint in &file.hint {
        names.item(&hint.unlocks, faults);
        if !by_item.contains_key(&hint.unlocks.value) {
            order.push(&hint.unlocks.value);
        }
        by_item.entry(&hint.unlocks.value).or_default().push(hint);
    }
    let mut ladders = Vec::new();
    for item in order {
        let hints = by_item.get(item).map_or(&[][..], Vec::as_slice);
        ladders.extend(ladder(item, hints, file, faults));
    }
    ladders
}

/// Rungs 1, 2, 3 in order; costs start at 0, never fall, and stay within the item's points.
fn ladder(
    item: &ItemId,
    hints: &[&HintTable],
    file: &PromptFile,
    faults: &mut Faults,
) -> Option<Ladder> {
    let rung = |hint: &HintTable| Rung {
        cost: hint.cost.value,
        text: hint.text.value.clone(),
    };
    let (span, rungs) = match hints {
        [one, two, three]
            if one.rung.value == 1 && two.rung.value == 2 && three.rung.value == 3 =>
        {
            (three.cost.span, [rung(one), rung(two), rung(three)])
        }
        [first, ..] => {
            let message = format!("the hints for `{item}` are not the rungs 1, 2, 3 in order");
            let help = "write three [[hint]] tables with rung = 1, 2, 3";
            faults.push(Fault::error(Code::LADDER, first.rung.span, &message, help));
            return None;
        }
        [] => return None,
    };
    let points = file
        .expect
        .iter()
        .find(|table| table.id.value == *item)?
        .weight
        .value
        .points();
    let [one, two, three] = &rungs;
    if one.cost != 0 || two.cost < one.cost || three.cost < two.cost || three.cost > points {
        let message = format!(
            "costs {}, {}, {} for an item worth {points}",
            one.cost, two.cost, three.cost
        );
        let help = "start at 0, never fall, end at or below the item's points";
        faults.push(Fault::error(Code::LADDER, span, &message, help));
        return None;
    }
    Some(Ladder {
        item: item.clone(),
        rungs,
    })
}

pub(super) fn follow_ups(
    file: &PromptFile,
    names: &Names<'_>,
    faults: &mut Faults,
) -> Vec<FollowUp> {
    let mut follow_ups = Vec::new();
    for table in &file.followup {
        names.level(&table.from, faults);
        let Some(when) = when(&table.when, names, faults) else {
            continue;
        };
        follow_ups.push(FollowUp {
            id: table.id.value.clone(),
            when,
            from: table.from.value,
            minutes: table.minutes,
            stack: table.stack.clone(),
            ask: table.ask.value.clone(),
            listen_for: table
                .listen_for
                .iter()
                .map(|text| text.value.clone())
                .collect(),
        });
    }
    follow_ups
}

fn when(text: &At<String>, names: &Names<'_>, faults: &mut Faults) -> Option<When> {
    let item = |id: &str, faults: &mut Faults| {
        let id = ItemId::new(id)?;
        names.item(
            &At {
                value: id.clone(),
                span: text.span,
            },
            faults,
        );
        Some(id)
    };
    let when = match text.value.split_once(':') {
        None if text.value == "always" => Some(When::Always),
        None if text.value == "time-left" => Some(When::TimeLeft),
        Some(("hit", id)) => item(id, faults).map(When::Hit),
        Some(("miss", id)) => item(id, faults).map(When::Miss),
        Some(_) | None => None,
    };
    if when.is_none() {
        let message = format!("`{}` is not a condition", text.value);
        let help = "write always, time-left, hit:ITEM or miss:ITEM";
        faults.push(Fault::error(Code::FOLLOW_UP, text.span, &message, help));
    }
    when
}

pub(super) fn rubric(file: &PromptFile, shared: &Shared, faults: &mut Faults) -> Vec<Row> {
    let table = &file.rubric;
    super::unique(
        "dimension",
        table
            .used
            .value
            .iter()
            .map(|id| (id.value.as_str(), id.span)),
        faults,
    );
    let used: BTreeSet<&str> = table
        .used
        .value
        .iter()
        .map(|id| id.value.as_str())
        .collect();
    if used.is_empty() {
        let help = "list the dimensions that this prompt rates";
        faults.push(Fault::error(
            Code::RATINGS,
            table.used.span,
            "no dimension is used",
            help,
        ));
    }
    let weights = table.weights.as_ref();
    let weighted = weights.iter().flat_map(|weights| &weights.value);
    for (name, span) in weighted.map(|(name, weight)| (name, weight.span)).chain(
        table
            .anchors
            .value
            .iter()
            .map(|(name, anchors)| (name, anchors.span)),
    ) {
        if !used.contains(name.as_str()) {
            unresolved("dimension in use", name, span, used.iter().copied(), faults);
        }
    }
    let mut rows = Vec::new();
    for id in &table.used.value {
        let weight = match weights {
            None => Some(1.0),
            Some(weights) => weights
                .value
                .get(id.value.as_str())
                .map(|weight| weight.value),
        };
        rows.extend(row(
            id,
            weight.filter(|weight| *weight > 0.0),
            file,
            shared,
            faults,
        ));
    }
    rows
}

fn row(
    id: &At<DimensionId>,
    weight: Option<f64>,
    file: &PromptFile,
    shared: &Shared,
    faults: &mut Faults,
) -> Option<Row> {
    let kind = file.kind.value.as_str();
    let Some(dimension) = shared.dimensions.get(&id.value) else {
        let known = shared.dimensions.keys().map(DimensionId::as_str);
        unresolved("dimension", id.value.as_str(), id.span, known, faults);
        return None;
    };
    if !dimension
        .kinds
        .iter()
        .any(|allowed| allowed.as_str() == kind)
    {
        let message = format!("`{}` is not rated in {kind} rounds", id.value);
        let help = "choose another, or add the kind in the rubrics file";
        faults.push(Fault::error(Code::REFERENCE, id.span, &message, help));
    }
    if weight.is_none() {
        let message = format!("`{}` has no weight above 0", id.value);
        let help = "give every dimension in use a weight, or leave `weights` out";
        faults.push(Fault::error(Code::FORM, id.span, &message, help));
    }
    let Some(anchors) = file.rubric.anchors.value.get(id.value.as_str()) else {
        let message = format!("no ratings in words for `{}`", id.value);
        let help = format!("add [rubric.anchors.{}] with r1, r2, r3 and r4", id.value);
        faults.push(Fault::error(Code::RATINGS, id.span, &message, &help));
        return None;
    };
    let words = [&anchors.r1, &anchors.r2, &anchors.r3, &anchors.r4].map(Clone::clone);
    if words.iter().any(|text| text.value.is_blank()) {
        let message = format!("a rating of `{}` has no words", id.value);
        let help = "describe what is done at each of the four ratings";
        faults.push(Fault::error(Code::RATINGS, anchors.span, &message, help));
    }
    Some(Row {
        dimension: id.value.clone(),
        title: dimension.title.clone(),
        asks: dimension.asks.clone(),
        weight: weight?,
        words: words.map(|text| text.value),
    })
}

pub(super) fn exemplars(
    file: &PromptFile,
    names: &Names<'_>,
    faults: &mut Faults,
) -> Vec<Exemplar> {
    let mut exemplars = Vec::new();
    for table in &file.exemplar {
        table
            .covers
            .iter()
            .for_each(|item| names.item(item, faults));
        let ratings = exemplar_ratings(table, names, faults);
        let Some(rating) = rating(&table.rating) else {
            faults.push(Fault::error(
                Code::RATINGS,
                table.rating.span,
                "a rating is 1, 2, 3 or 4",
                "write the hire call that this answer earns",
            ));
            continue;
        };
        exemplars.push(Exemplar {
            id: table.id.value.clone(),
            rating,
            text: table.text.value.clone(),
            covers: table.covers.iter().map(|item| item.value.clone()).collect(),
            ratings,
        });
    }
    exemplars
}

fn exemplar_ratings(
    table: &ExemplarTable,
    names: &Names<'_>,
    faults: &mut Faults,
) -> BTreeMap<DimensionId, Rating> {
    let mut ratings = BTreeMap::new();
    for (name, number) in &table.ratings.value {
        let id = DimensionId::new(name).filter(|id| names.dimensions.contains(id.as_str()));
        match (id, rating(number)) {
            (None, _) => {
                let known = names.dimensions.iter().copied();
                unresolved("dimension in use", name, number.span, known, faults);
            }
            (_, None) => {
                let help = "write the rating that this answer earns";
                let message = "a rating is 1, 2, 3 or 4";
                faults.push(Fault::error(Code::RATINGS, number.span, message, help));
            }
            (Some(id), Some(rating)) => {
                ratings.insert(id, rating);
            }
        }
    }
    for missing in names
        .dimensions
        .iter()
        .filter(|name| !table.ratings.value.contains_key(**name))
    {
        let message = format!(
            "exemplar `{}` has no rating for `{missing}`",
            table.id.value
        );
        let help = "rate it on every dimension in use";
        faults.push(Fault::error(
            Code::RATINGS,
            table.ratings.span,
            &message,
            help,
        ));
    }
    ratings
}
