//! Comparisons for other programs: Markdown, HTML, CSV, JSON, calendars.

mod html;

pub use self::html::memo_page;

use serde_json::Value;

use self::html::html;
use super::json;
use super::words::{ranks, score, short};
use crate::domain::offer::compare::{Comparison, Weighed, figure};
use crate::domain::offer::money::{Date, float};
use crate::domain::offer::sensitivity::Sensitivity;
use crate::domain::offer::totals::Standing;
use crate::domain::offer::words::Status;
use crate::domain::raw::Choice;
use crate::domain::text::{Safe, json_for_a_terminal};
use crate::report::csv::row as row_of;
use crate::report::ics::{DayEvent, calendar};

/// The formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Markdown.
    Md,
    /// A page of its own.
    Html,
    /// A row for each offer and criterion.
    Csv,
    /// What `sensitivity --json` prints.
    Json,
    /// Deadlines and days to look back.
    Ics,
}

impl Choice for Format {
    const WHAT: &'static str = "a format";
    const WORDS: &'static [(&'static str, Self)] = &[
        ("md", Self::Md),
        ("html", Self::Html),
        ("csv", Self::Csv),
        ("json", Self::Json),
        ("ics", Self::Ics),
    ];
}

/// What is exported.
#[derive(Debug, Clone, Copy)]
pub struct Pages<'a> {
    /// The offers.
    pub comparison: &'a Comparison,
    /// What would change the answer, which only JSON tells.
    pub sensitivity: Option<&'a Sensitivity>,
    /// The hash of all that was read.
    pub hash: &'a str,
    /// Days to look back at decisions, by offer.
    pub reviews: &'a [(String, Date)],
}

/// How names and money are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Telling {
    /// As they are.
    Open,
    /// Without names, money as a ratio to the first offer's.
    Redacted,
}

/// The text of a format.
pub fn text(pages: &Pages<'_>, format: Format, telling: Telling) -> String {
    match telling {
        Telling::Open => written(pages, format, telling),
        Telling::Redacted => {
            let comparison = redacted(pages.comparison);
            let reviews: Vec<(String, Date)> = Vec::new();
            let pages = Pages {
                comparison: &comparison,
                reviews: &reviews,
                ..*pages
            };
            written(&pages, format, telling)
        }
    }
}

fn written(pages: &Pages<'_>, format: Format, telling: Telling) -> String {
    match format {
        Format::Md => markdown(pages, telling),
        Format::Html => html(pages, telling),
        Format::Csv => csv(pages.comparison),
        Format::Json => json_for_a_terminal(&format!("{:#}", value(pages, telling))),
        Format::Ics => days(pages),
    }
}

/// Offers without names: letters in their order, and nothing that was written by hand.
fn redacted(comparison: &Comparison) -> Comparison {
    let mut bare = comparison.clone();
    bare.card.title = Safe::new("Offers");
    bare.closed.clear();
    for (place, one) in bare.offers.iter_mut().enumerate() {
        let letter = u32::try_from(place)
            .ok()
            .and_then(|place| char::from_u32(u32::from('a') + place));
        let name = Safe::new(&format!("offer-{}", letter.unwrap_or('z')));
        let offer = &mut one.offer;
        (offer.id, offer.company) = (name.clone(), name);
        offer.role = Safe::new("the role");
        (offer.level, offer.contact, offer.loop_id) = (None, None, None);
        offer.evidence.clear();
        for flag in &mut offer.flags {
            flag.question = Safe::default();
        }
        for cell in &mut offer.cells {
            cell.question = None;
        }
        one.notices.clear();
        if let Some(pay) = &mut one.pay {
            pay.unvalued.clear();
        }
    }
    bare
}

/// JSON; without money where it is redacted: only scores of pay and ratios stay.
fn value(pages: &Pages<'_>, telling: Telling) -> Value {
    let mut value = match pages.sensitivity {
        Some(found) => json::sensitivity(pages.comparison, found),
        None => json::comparison(pages.comparison),
    };
    if telling == Telling::Open {
        return value;
    }
    let first = pages
        .comparison
        .winner()
        .map_or(0.0, |one| level(one, pages.comparison));
    if let Some(object) = value.as_object_mut() {
        for key in [
            "required_exit",
            "price_seen_from",
            "price_of_a_point",
            "seed",
        ] {
            object.remove(key);
        }
        let offers = object.get_mut("offers").and_then(Value::as_object_mut);
        let pairs = offers.into_iter().flatten();
        for ((_, offer), one) in pairs.zip(sorted(pages.comparison)) {
            let ratio = level(one, pages.comparison) / first;
            let score = offer.pointer("/comp/score").cloned();
            if let Some(offer) = offer.as_object_mut() {
                offer.insert(
                    "comp".to_owned(),
                    serde_json::json!({ "ratio": ratio, "score": score }),
                );
            }
        }
    }
    value
}

/// The offers in the order of their names, as an object has them.
fn sorted(comparison: &Comparison) -> Vec<&Weighed> {
    let mut offers: Vec<&Weighed> = comparison.offers.iter().collect();
    offers.sort_by(|a, b| a.offer.id.as_str().cmp(b.offer.id.as_str()));
    offers
}

fn level(one: &Weighed, comparison: &Comparison) -> f64 {
    let figures = one.pay.as_ref().map(|pay| pay.level);
    figures.map_or(0.0, |level| figure(&level, comparison.card.score_from))
}

/// A row of the table of offers.
fn row(
    comparison: &Comparison,
    one: &Weighed,
    standing: &Standing,
    telling: Telling,
) -> Vec<String> {
    let pay = match telling {
        Telling::Open => one.pay.as_ref().map_or_else(
            || "?".to_owned(),
            |pay| {
                let risk = pay
                    .level
                    .risk_adjusted
                    .map_or_else(|| "-".to_owned(), short);
                format!(
                    "{} / {} / {risk}",
                    short(pay.level.cash),
                    short(pay.level.expected)
                )
            },
        ),
        Telling::Redacted => {
            let first = comparison
                .winner()
                .map_or(0.0, |one| level(one, comparison));
            format!("{:.2} of the first", level(one, comparison) / first)
        }
    };
    vec![
        one.offer.id.to_string(),
        format!("{} to {}", score(standing.low), score(standing.high)),
        score(standing.mid),
        ranks(standing.best_rank, standing.worst_rank),
        super::words::percent(one.coverage),
        pay,
        super::compare::stops(one, comparison).join(", "),
    ]
}

const COLUMNS: [&str; 7] = [
    "offer",
    "range",
    "middle",
    "rank",
    "known",
    "cash / expected / risk-adjusted",
    "beside the score",
];

/// The cells of criteria by offer.
fn cells(comparison: &Comparison) -> Vec<Vec<String>> {
    let criteria = comparison.card.criteria.iter().enumerate();
    criteria
        .map(|(place, criterion)| {
            let own = comparison.ranked().map(|(_, one, _)| {
                let (low, high) = one.cells.get(place).copied().unwrap_or_default();
                if high > low {
                    format!("{} to {}", score(low), score(high))
                } else {
                    score(low)
                }
            });
            let named = [
                criterion.label.to_string(),
                criterion.weight.normalize().to_string(),
            ];
            named.into_iter().chain(own).collect()
        })
        .collect()
}

fn verdict(pages: &Pages<'_>) -> String {
    let comparison = pages.comparison;
    let winner = comparison.winner().map_or("", |one| one.offer.id.as_str());
    let verdict = match comparison.verdict {
        crate::domain::offer::verdict::Verdict::NoClearWinner => "No clear winner".to_owned(),
        crate::domain::offer::verdict::Verdict::Leaning => format!("Leaning to {winner}"),
        crate::domain::offer::verdict::Verdict::Robust => format!("{winner}, robust"),
    };
    format!("{verdict}: {}.", comparison.reasons.join("; "))
}

fn record(pages: &Pages<'_>) -> String {
    let card = &pages.comparison.card;
    let hash: String = pages.hash.chars().take(16).collect();
    format!(
        "As of {}, seed {}, {} draws, inputs {hash}.",
        card.as_of, card.seed, card.draws
    )
}

fn markdown(pages: &Pages<'_>, telling: Telling) -> String {
    let comparison = pages.comparison;
    let line = |cells: &[String]| {
        let cells: Vec<String> = cells
            .iter()
            .map(|cell| cell.replace('|', "\\|").replace('\n', " "))
            .collect();
        format!("| {} |\n", cells.join(" | "))
    };
    let rule = |columns: usize| format!("|{}\n", " --- |".repeat(columns));
    let owned =
        |texts: &[&str]| -> Vec<String> { texts.iter().map(|text| (*text).to_owned()).collect() };
    let mut text = format!("# {}\n\n{}\n\n", comparison.card.title, verdict(pages));
    text += &line(&owned(&COLUMNS));
    text += &rule(COLUMNS.len());
    for (_, one, standing) in comparison.ranked() {
        text += &line(&row(comparison, one, standing, telling));
    }
    let names: Vec<String> = comparison
        .ranked()
        .map(|(_, one, _)| one.offer.id.to_string())
        .collect();
    let head: Vec<String> = owned(&["criterion", "weight"])
        .into_iter()
        .chain(names)
        .collect();
    text.push('\n');
    text += &line(&head);
    text += &rule(head.len());
    for cells in cells(comparison) {
        text += &line(&cells);
    }
    text + &format!("\n{}\n", record(pages))
}

/// A row for each offer and criterion.
fn csv(comparison: &Comparison) -> String {
    let mut text = row_of(
        "offer,criterion,weight,low,mid,high,contribution_mid,known,evidence,total_mid,rank_mid"
            .split(','),
    );
    let weights = comparison.card.weights();
    for (_, one, standing) in comparison.ranked() {
        for (place, (criterion, weight)) in
            comparison.card.criteria.iter().zip(&weights).enumerate()
        {
            let (low, high) = one.cells.get(place).copied().unwrap_or_default();
            let mid = f64::midpoint(low, high);
            let evidence = one.offer.cells.get(place).map(|cell| {
                cell.evidence
                    .iter()
                    .map(ToString::to_string)
                    .collect::<Vec<_>>()
                    .join(" ")
            });
            let known = if one.is_unknown(place) { "no" } else { "yes" };
            let cells = [
                one.offer.id.to_string(),
                criterion.id.to_string(),
                float(criterion.weight).to_string(),
                low.to_string(),
                mid.to_string(),
                high.to_string(),
                (weight * mid).to_string(),
                known.to_owned(),
                evidence.unwrap_or_default(),
                standing.mid.to_string(),
                standing.rank_mid.to_string(),
            ];
            text += &row_of(cells);
        }
    }
    text
}

/// Deadlines and days to look back, as whole days.
fn days(pages: &Pages<'_>) -> String {
    let card = &pages.comparison.card;
    let stamp = format!("{}T000000Z", card.as_of.to_string().replace('-', ""));
    let mut events = Vec::new();
    let mut event = |uid: String, date: Date, summary: String| {
        // What is no day of the calendar is no event.
        if let Ok(day) = date.to_string().parse() {
            events.push(DayEvent {
                uid: format!("{uid}@mockloop"),
                day,
                summary,
                description: String::new(),
            });
        }
    };
    for one in &pages.comparison.offers {
        let is_open = matches!(one.offer.status, Status::Verbal | Status::Written);
        if let Some(deadline) = one.offer.deadline.filter(|_| is_open) {
            let id = &one.offer.id;
            event(
                format!("deadline-{id}"),
                deadline,
                format!("Answer to offer {id} is due"),
            );
        }
    }
    for (offer, date) in pages.reviews {
        let uid = format!("review-{offer}-{}", date.to_string().replace('-', ""));
        event(uid, *date, format!("Look back at the decision for {offer}"));
    }
    calendar("offers", &events, &stamp)
}
