//! Banks for their authors: lists, one prompt, rules, what a bank has.

use std::collections::BTreeMap;

use super::document::Document;
use super::words::{capital, count};
use crate::domain::bank::index::Listing;
use crate::domain::bank::lint::explain::Rule;
use crate::domain::bank::prompt::{Exemplar, Prompt, When};
use crate::domain::bank::{Rating, Weight};

/// Prompts as a list.
pub fn list(listings: &[&Listing]) -> Document {
    if listings.is_empty() {
        return Document::line("No such prompt. `mockloop bank list` lists all.");
    }
    let lines = listings.iter().map(|listing| {
        let line = format!(
            "{}. {}, {}, {}. {}",
            listing.title,
            listing.kind.as_str(),
            listing.level.as_str(),
            count(listing.minutes, "minute"),
            listing.summary
        );
        (format!("{}/{}", listing.bank, listing.id), line)
    });
    Document::default()
        .items(lines)
        .text(format!("{}.", count(listings.len(), "prompt")))
}

/// A prompt as a candidate sees it before a round.
pub fn outside(listing: &Listing, prompt: &Prompt) -> Document {
    let levels: Vec<&str> = prompt.levels.iter().map(|level| level.as_str()).collect();
    let topics: Vec<&str> = prompt
        .topics
        .iter()
        .map(crate::domain::bank::TopicId::as_str)
        .collect();
    let phases = prompt.phases.iter().map(|phase| {
        (
            phase.id.as_str(),
            format!("{}. {}", count(phase.minutes, "minute"), phase.goal),
        )
    });
    Document::default()
        .title(&prompt.title)
        .text(format!(
            "{}/{} revision {}, {}, difficulty {} of 5, {}; levels: {}; topics: {}.",
            listing.bank,
            prompt.id,
            prompt.revision,
            prompt.kind().as_str(),
            prompt.difficulty,
            count(prompt.minutes, "minute"),
            levels.join(", "),
            topics.join(", ")
        ))
        .gap()
        .text(&prompt.statement)
        .title("Phases")
        .items(phases)
}

/// What the interviewer knows besides: it spoils the round.
pub fn inside(prompt: &Prompt) -> Document {
    let clarifications = prompt.clarifications.iter().map(|known| {
        let line = format!(
            "{} {} It changes: {}",
            known.ask, known.answer, known.effect
        );
        (
            format!("{} ({} value)", known.id, known.value.as_str()),
            line,
        )
    });
    let items = prompt.items.iter().map(|item| {
        let label = format!(
            "{} ({}, {}, from {})",
            item.id,
            item.phase,
            item.weight.as_str(),
            item.from.as_str()
        );
        (label, format!("{} Probe: {}", item.seen, item.probe))
    });
    let caps = prompt.caps.iter().map(|cap| {
        (
            format!("{} limits {} to {}", cap.id, cap.dimension, cap.max),
            cap.text.as_str(),
        )
    });
    let follow_ups = prompt.follow_ups.iter().map(|follow_up| {
        let listen: Vec<&str> = follow_up.listen_for.iter().map(AsRef::as_ref).collect();
        let line = format!("{} Listen for: {}.", follow_up.ask, listen.join("; "));
        (
            format!("{} ({})", follow_up.id, when(&follow_up.when)),
            line,
        )
    });
    Document::default()
        .title("Clarifications")
        .items(clarifications)
        .title("Items")
        .items(items)
        .title("Caps")
        .items(caps)
        .title("Hints")
        .items(hints(prompt))
        .title("Follow-ups")
        .items(follow_ups)
        .then(rubric(prompt))
        .then(exemplars(prompt))
        .title("It turns on")
        .text(&prompt.debrief.deciding_moment)
        .title("A strong answer")
        .text(&prompt.debrief.model)
}

fn when(when: &When) -> String {
    match when {
        When::Always => "always".to_owned(),
        When::TimeLeft => "with time left".to_owned(),
        When::Hit(item) => format!("when {item} was shown"),
        When::Miss(item) => format!("when {item} was not shown"),
    }
}

fn hints(prompt: &Prompt) -> impl Iterator<Item = (String, &str)> {
    prompt.ladders.iter().flat_map(|ladder| {
        ladder
            .rungs
            .iter()
            .zip(1..)
            .map(move |(rung, number): (_, u8)| {
                (
                    format!("{} {number} (costs {})", ladder.item, rung.cost),
                    rung.text.as_str(),
                )
            })
    })
}

fn rubric(prompt: &Prompt) -> Document {
    let row = |document: Document, row: &crate::domain::bank::prompt::Row| {
        let words = Rating::ALL.map(|rating| (rating.to_string(), row.word(rating).as_str()));
        document
            .title(format!("Ratings of {}", row.dimension))
            .items(words)
    };
    prompt.rubric.iter().fold(Document::default(), row)
}

fn exemplars(prompt: &Prompt) -> Document {
    let exemplar = |document: Document, exemplar: &Exemplar| {
        let title = format!("Exemplar {} at {}", exemplar.id, exemplar.rating);
        document.title(title).text(&exemplar.text)
    };
    prompt.exemplars.iter().fold(Document::default(), exemplar)
}

/// A rule of the linter.
pub fn rule(rule: &Rule) -> Document {
    let document = Document::default()
        .title(format!(
            "{} ({}): {}",
            rule.code.as_str(),
            rule.gravity.as_str(),
            rule.title
        ))
        .text(rule.why)
        .gap()
        .text(rule.how);
    match rule.example {
        Some(example) => document.gap().verbatim(format!(
            "  wrong:  {}\n  right:  {}",
            example.wrong, example.right
        )),
        None => document,
    }
}

/// What some prompts have between them: kinds, levels, topics, minutes, and how far each pair of
/// exemplars is apart.
pub fn stats(prompts: &[(&Listing, Prompt)]) -> Document {
    let mut by_kind: BTreeMap<String, (usize, u32)> = BTreeMap::new();
    let mut by_topic: BTreeMap<String, usize> = BTreeMap::new();
    for (listing, _) in prompts {
        let key = format!("{}, {}", listing.kind.as_str(), listing.level.as_str());
        let (number, minutes) = by_kind.entry(key).or_default();
        *number += 1;
        *minutes += listing.minutes;
        for topic in &listing.topics {
            *by_topic.entry(topic.to_string()).or_default() += 1;
        }
    }
    let kinds = by_kind.into_iter().map(|(kind, (number, minutes))| {
        (
            capital(&kind),
            format!("{}, {}", count(number, "prompt"), count(minutes, "minute")),
        )
    });
    let topics = by_topic
        .into_iter()
        .map(|(topic, number)| (topic, count(number, "prompt")));
    let pairs = prompts.iter().flat_map(|(listing, prompt)| {
        separations(prompt)
            .into_iter()
            .map(|line| (listing.id.to_string(), line))
    });
    let total: u32 = prompts.iter().map(|(listing, _)| listing.minutes).sum();
    Document::default()
        .title("Kinds and levels")
        .items(kinds)
        .text(format!(
            "In all {}, {}.",
            count(prompts.len(), "prompt"),
            count(total, "minute")
        ))
        .title("Topics")
        .items(topics)
        .title("Exemplars, each pair")
        .items(pairs)
}

/// How far apart the checklist and the ratings hold each pair of exemplars.
fn separations(prompt: &Prompt) -> Vec<String> {
    let musts = |exemplar: &Exemplar| {
        let is_must = |id: &&crate::domain::bank::ItemId| {
            prompt
                .item(id)
                .is_some_and(|item| item.weight == Weight::Must)
        };
        exemplar.covers.iter().filter(is_must).count()
    };
    let mean = |exemplar: &Exemplar| {
        let ratings = exemplar
            .ratings
            .values()
            .map(|rating| f64::from(rating.number()));
        ratings.sum::<f64>() / f64::from(u32::try_from(exemplar.ratings.len()).unwrap_or(1).max(1))
    };
    let mut sorted: Vec<&Exemplar> = prompt.exemplars.iter().collect();
    sorted.sort_by_key(|exemplar| exemplar.rating);
    let mut lines = Vec::new();
    for (index, low) in sorted.iter().enumerate() {
        for high in sorted.iter().skip(index + 1) {
            lines.push(format!(
                "{} at {} against {} at {}: musts {} and {}, mean rating {:.1} and {:.1}",
                low.id,
                low.rating,
                high.id,
                high.rating,
                musts(low),
                musts(high),
                mean(low),
                mean(high)
            ));
        }
    }
    lines
}
