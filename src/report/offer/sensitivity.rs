//! What would change the answer, in words.

use super::compare::{ask_first, question, verdict};
use super::table::Table;
use super::words::{about, percent, score, short};
use crate::domain::offer::compare::Comparison;
use crate::domain::offer::flip::Interval;
use crate::domain::offer::sensitivity::Sensitivity;
use crate::domain::text::Safe;
use crate::report::Manner;
use crate::report::document::Document;
use crate::report::words::list;

/// The most single scores that are listed.
const LISTED_FLIPS: usize = 6;

/// The verdict, its reasons and the one question worth asking; where more is.
pub fn short_answer(comparison: &Comparison) -> Document {
    verdict(comparison).gap().text(
        "`mockloop offer sensitivity --all` tells the rest: bounds of each weight, single scores, \
         chances of first, the value of each question, the price of a point.",
    )
}

/// Everything.
pub fn whole(comparison: &Comparison, found: &Sensitivity, manner: Manner) -> Document {
    verdict(comparison)
        .title("How far each weight can move before another is first (points of 100)")
        .then(weights(comparison, found, manner))
        .title("Single scores that would make another first")
        .then(scores(comparison, found))
        .title("Chance of each rank")
        .then(chances(comparison, found, manner))
        .title("Value of asking (points of score that the answer is worth)")
        .then(questions(comparison, manner))
        .then(prices(comparison, found, manner))
        .then(exits(comparison, found))
}

/// What is known of one weight.
pub fn criterion(comparison: &Comparison, found: &Sensitivity, place: usize) -> Document {
    let name = comparison.criterion(place);
    let interval = found.intervals.get(place).copied();
    let document = Document::default().title(format!("Sensitivity to {name}"));
    let Some(interval) = interval else {
        return document;
    };
    let now = comparison.card.weights().get(place).copied().unwrap_or(0.0);
    let mut document = document.text(format!(
        "It weighs {:.1} points. {}",
        100.0 * now,
        in_words(comparison, &interval)
    ));
    for flip in found.cells.iter().filter(|flip| flip.criterion == place) {
        let id = comparison.id(flip.offer);
        document = document.item(
            id,
            format!("{} ties at {}", score(flip.now), score(flip.at)),
        );
    }
    for one in comparison
        .questions
        .iter()
        .filter(|question| question.criterion == place)
    {
        let asked = question(comparison, one.offer, place);
        let chance = percent(one.p_change);
        document = document.item(
            format!("{}, open", comparison.id(one.offer)),
            format!("the answer changes the decision with a chance of {chance}: {asked}"),
        );
    }
    if let Some(price) = found.prices.get(place).copied().flatten() {
        let base = comparison.card.base;
        document = document.text(format!("One point of it is {} a year.", about(base, price)));
    }
    document
}

fn in_words(comparison: &Comparison, interval: &Interval) -> String {
    let bound = |at: f64, to: Option<usize>, side: &str| {
        to.map(|to| {
            format!(
                "{side} {:.1} points {} takes over",
                100.0 * at,
                comparison.id(to)
            )
        })
    };
    let bounds = [
        bound(interval.low, interval.below_to, "below"),
        bound(interval.high, interval.above_to, "above"),
    ];
    let bounds: Vec<String> = bounds.into_iter().flatten().collect();
    if bounds.is_empty() {
        "No weight of it alone makes another first.".to_owned()
    } else {
        format!("{}.", crate::report::words::capital(&list(&bounds)))
    }
}

fn weights(comparison: &Comparison, found: &Sensitivity, manner: Manner) -> Document {
    let mut table = Table::new(["now", "from", "to", "below", "above"]);
    for (criterion, interval) in comparison.card.criteria.iter().zip(&found.intervals) {
        let name = |to: Option<usize>| to.map_or("nobody", |to| comparison.id(to)).to_owned();
        table.row(
            &criterion.id,
            vec![
                criterion.weight.normalize().to_string(),
                format!("{:.1}", 100.0 * interval.low),
                format!("{:.1}", 100.0 * interval.high),
                name(interval.below_to),
                name(interval.above_to),
            ],
        );
    }
    table.document(manner)
}

fn scores(comparison: &Comparison, found: &Sensitivity) -> Document {
    if found.cells.is_empty() {
        return Document::line("No single score within the scale does.");
    }
    let each = found.cells.iter().take(LISTED_FLIPS).map(|flip| {
        let label = format!(
            "{} {}",
            comparison.id(flip.offer),
            comparison.criterion(flip.criterion)
        );
        (
            label,
            format!("{} now, ties at {}", score(flip.now), score(flip.at)),
        )
    });
    Document::default().items(each)
}

/// Three lenses, each with what it takes for given.
fn chances(comparison: &Comparison, found: &Sensitivity, manner: Manner) -> Document {
    let lenses = [
        ("yours", &found.stated),
        ("order", &found.order),
        ("none", &found.none),
    ];
    let ranks: Vec<String> = (1..=comparison.offers.len().min(4))
        .map(|n| format!("rank {n}"))
        .collect();
    let mut document = Document::default();
    for (name, lens) in lenses {
        let rows = lens.probabilities();
        let mut table = Table::new(ranks.iter().map(String::as_str));
        for (place, one, _) in comparison.ranked() {
            let row = rows.get(place).into_iter().flatten().take(ranks.len());
            let cells = row.map(|p| format!("{:.1} %", 100.0 * p)).collect();
            table.row(&Safe::new(&format!("{name}: {}", one.offer.id)), cells);
        }
        document = document.then(table.document(manner));
    }
    let first = comparison.order.first().copied();
    let error = found.stated.first();
    let error = first
        .and_then(|place| error.get(place))
        .map_or(0.0, |p| found.stated.standard_error(*p));
    let said = lenses_say(comparison, found);
    document.text(format!(
        "Yours: your weights, doubted; order: any weights of the same order; none: any weights. \
         {said} {} draws, seed {}, standard error {:.2} %.",
        comparison.card.draws,
        comparison.card.seed,
        100.0 * error
    ))
}

/// On which statement of the user's the first place rests.
fn lenses_say(comparison: &Comparison, found: &Sensitivity) -> String {
    let leader = |first: Vec<f64>| {
        let best = first.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1));
        best.map(|(place, _)| comparison.id(place).to_owned())
            .unwrap_or_default()
    };
    let (stated, order, none) = (
        leader(found.stated.first()),
        leader(found.order.first()),
        leader(found.none.first()),
    );
    if stated == order && order == none {
        format!("{stated} is most often first whatever is taken for given.")
    } else if stated == order {
        format!(
            "{stated} rests on the order of your weights; without them {none} is most often first."
        )
    } else {
        format!(
            "{stated} rests on the size of your weights: by their order alone {order} is most often \
             first, without any {none}."
        )
    }
}

fn questions(comparison: &Comparison, manner: Manner) -> Document {
    if comparison.questions.is_empty() {
        return Document::line("Nothing is open: every score is exact.");
    }
    let mut table = Table::new(["worth", "turns at", "chance"]);
    for one in &comparison.questions {
        let name = format!(
            "{} {}",
            comparison.id(one.offer),
            comparison.criterion(one.criterion)
        );
        table.row(
            &Safe::new(&name),
            vec![
                score(one.evppi),
                one.flip_at
                    .map_or_else(|| "never".to_owned(), |at| format!("{at:.1}")),
                percent(one.p_change),
            ],
        );
    }
    table.document(manner).then(ask_first(comparison))
}

fn prices(comparison: &Comparison, found: &Sensitivity, manner: Manner) -> Document {
    let Some(from) = found
        .price_from
        .filter(|_| found.prices.iter().any(Option::is_some))
    else {
        return Document::line(
            "A point has no price yet: that takes a scored compensation (walk_away and target).",
        );
    };
    let base = comparison.card.base;
    let mut table = Table::new(["a year"]);
    for (criterion, price) in comparison.card.criteria.iter().zip(&found.prices) {
        table.row(
            &criterion.id,
            vec![price.map_or_else(|| "-".to_owned(), short)],
        );
    }
    Document::default()
        .title(format!(
            "Price of a point, seen from {} a year",
            about(base, from)
        ))
        .then(table.document(manner))
}

fn exits(comparison: &Comparison, found: &Sensitivity) -> Document {
    let base = comparison.card.base;
    let each = comparison
        .offers
        .iter()
        .zip(&found.required_exit)
        .filter_map(|(one, price)| {
            let pay = one.pay.as_ref()?;
            (!pay.strips.is_empty() || !pay.unvalued.is_empty()).then_some(())?;
            let text = match price {
                Some(price) => {
                    let currency = one.offer.comp.as_ref().map_or(base, |comp| comp.currency);
                    format!(
                        "a sure exit at {} {price:.2} a share (today's count) ties the best other",
                        currency.code()
                    )
                }
                None => "no price of a share alone makes it tie, or none is needed".to_owned(),
            };
            Some((one.offer.id.to_string(), text))
        });
    let each: Vec<(String, String)> = each.collect();
    if each.is_empty() {
        return Document::default();
    }
    Document::default()
        .title("What the exit must be")
        .items(each)
}
