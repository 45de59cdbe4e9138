//! Stories: as a list, one of them whole, as a matrix, and told against the clock.

use serde_json::{Value, json};

use super::Manner;
use super::document::Document;
use super::words::{clock, count, list as in_words, spent};
use crate::domain::moment::date_and_minute;
use crate::domain::round::{Envelope, Event, Exercise};
use crate::domain::story::{Cover, Length, PARTS, Story, spoken};
use crate::domain::text::Safe;

/// A story that was told: when, in which time, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Telling {
    /// When.
    pub at: Safe,
    /// The time that it was to take.
    pub target_ms: u64,
    /// The time that each part took.
    pub parts_ms: Vec<u64>,
    /// What to do about it.
    pub note: Option<Safe>,
}

/// The tellings of a story among what was practised outside of rounds.
pub fn tellings(exercises: &[Envelope], id: &Safe) -> Vec<Telling> {
    let telling = |envelope: &Envelope| {
        let Event::Exercised(exercise) = &envelope.event else {
            return None;
        };
        let Exercise::Rehearsed {
            story,
            target_ms,
            parts_ms,
            note,
        } = &**exercise
        else {
            return None;
        };
        (story == id).then(|| Telling {
            at: envelope.at.wall.clone(),
            target_ms: *target_ms,
            parts_ms: parts_ms.clone(),
            note: note.clone(),
        })
    };
    exercises.iter().filter_map(telling).collect()
}

/// All stories.
pub fn list(stories: &[(Story, Vec<Telling>)]) -> Document {
    if stories.is_empty() {
        return Document::line("No story yet. `mockloop story add ID` begins one.");
    }
    let lines = stories.iter().map(|(story, tellings)| {
        let missing = story.missing();
        let missing = if missing.is_empty() {
            String::new()
        } else {
            format!("; still to write: {}", in_words(&missing))
        };
        let told = match tellings.len() {
            0 => "never rehearsed".to_owned(),
            times => format!("rehearsed {}", count(times, "time")),
        };
        (&story.id, format!("{}; {told}{missing}.", story.title))
    });
    Document::default().items(lines.map(|(id, line)| (id.as_str(), line)))
}

/// One story whole.
pub fn show(story: &Story, tellings: &[Telling]) -> Document {
    let open = |text: Option<&Safe>| text.map_or("not written yet".to_owned(), Safe::to_string);
    let competencies: Vec<String> = story.competencies.iter().map(Safe::to_string).collect();
    let competencies = if competencies.is_empty() {
        "none yet".to_owned()
    } else {
        in_words(&competencies)
    };
    let figures = story.figures.iter().map(|figure| {
        let proof = figure.proof.as_ref();
        let proof = proof.map_or("no proof yet".to_owned(), |proof| format!("proof: {proof}"));
        ("Figure", format!("{}; {proof}", figure.value))
    });
    let document = Document::default()
        .title(&story.title)
        .item("System", open(story.system.as_ref()))
        .item("Did", open(story.did.as_ref()))
        .items(figures)
        .item("Fits", competencies);
    let document = Length::ALL.into_iter().fold(document, |document, length| {
        version(document, story, length)
    });
    if tellings.is_empty() {
        return document;
    }
    let lines = tellings.iter().map(|telling| {
        let note = telling.note.as_ref();
        let note = note.map_or_else(String::new, |note| format!("; {note}"));
        let line = format!(
            "{}{note}",
            spent(total_ms(telling), Some(telling.target_ms))
        );
        (date_and_minute(&telling.at), line)
    });
    document.title("Told aloud").items(lines)
}

fn version(document: Document, story: &Story, length: Length) -> Document {
    let title = format!("In {}", count(length.seconds(), "second"));
    match story.versions.get(&length) {
        None => document.title(title).text("Not written yet."),
        Some(text) => {
            let (words, ms) = spoken(text);
            let (words, fits) = (count(words, "word"), length.words());
            document.title(title).text(text).text(format!(
                "{words}, about {} aloud; some {fits} fit.",
                clock(ms)
            ))
        }
    }
}

fn total_ms(telling: &Telling) -> u64 {
    telling.parts_ms.iter().sum()
}

/// Which stories show which competencies, and where there is a hole.
pub fn matrix(rows: &[Cover<'_>], stories: &[Story], manner: Manner) -> Document {
    if rows.is_empty() {
        return Document::line("No prompt at hand asks for a competency, and no story shows one.");
    }
    let holes: Vec<String> = rows
        .iter()
        .filter(|row| row.stories.is_empty())
        .map(|row| row.competency.to_string())
        .collect();
    let document = match manner {
        Manner::Screen => grid(rows, stories),
        Manner::Plain => Document::default().items(rows.iter().map(|row| {
            let ids: Vec<String> = row.stories.iter().map(|s| s.id.to_string()).collect();
            let ids = if ids.is_empty() {
                "no story".to_owned()
            } else {
                in_words(&ids)
            };
            let asked = count(row.prompts, "prompt");
            (
                row.competency.as_str(),
                format!("{ids}; asked for by {asked}"),
            )
        })),
    };
    if holes.is_empty() {
        document.text("Every competency has a story.")
    } else {
        document.text(format!("No story yet for {}.", in_words(&holes)))
    }
}

/// A row for each competency, a column for each story; `x` where the story shows it.
fn grid(rows: &[Cover<'_>], stories: &[Story]) -> Document {
    let widest = rows.iter().map(|row| row.competency.as_str().len()).max();
    let width = widest.unwrap_or(0).max("competency".len());
    let numbers: Vec<String> = (1..=stories.len()).map(|n| format!("{n:>3}")).collect();
    let head = format!("  {:width$} asked{}", "competency", numbers.concat());
    let mut lines = vec![head];
    for row in rows {
        let marks: String = stories
            .iter()
            .map(|story| {
                let shows = row.stories.iter().any(|known| known.id == story.id);
                if shows { "  x" } else { "  ." }
            })
            .collect();
        lines.push(format!(
            "  {:width$} {:>5}{marks}",
            row.competency, row.prompts
        ));
    }
    let legend = stories.iter().enumerate().map(|(index, story)| {
        (
            (index + 1).to_string(),
            format!("{}, {}", story.id, story.title),
        )
    });
    Document::default().verbatim(lines.join("\n")).items(legend)
}

/// What a telling was like, part by part.
pub fn told(telling: &Telling) -> Document {
    let total = spent(total_ms(telling), Some(telling.target_ms));
    let parts = PARTS
        .iter()
        .zip(&telling.parts_ms)
        .map(|((part, share), ms)| {
            let target_ms = telling.target_ms * u64::from(*share) / 100;
            (*part, spent(*ms, Some(target_ms)))
        });
    Document::default()
        .title(format!("Told in {total}"))
        .items(parts)
        .text(longest(telling))
}

/// Which part ran over most, in a sentence.
fn longest(telling: &Telling) -> String {
    let over = PARTS
        .iter()
        .zip(&telling.parts_ms)
        .map(|((part, share), ms)| {
            let target_ms = telling.target_ms * u64::from(*share) / 100;
            (ms.saturating_sub(target_ms), *part)
        });
    match over.max_by_key(|(over_ms, _)| *over_ms) {
        Some((over_ms, part)) if over_ms >= 1000 => {
            format!("What ran over most: {part}, by {}.", clock(over_ms))
        }
        Some(_) | None => "No part ran over its share.".to_owned(),
    }
}

/// Stories for programs.
pub fn json(stories: &[(Story, Vec<Telling>)]) -> Value {
    let story = |(story, tellings): &(Story, Vec<Telling>)| {
        json!({
            "id": story.id,
            "title": story.title,
            "system": story.system,
            "did": story.did,
            "competencies": story.competencies,
            "figures": story.figures.iter().map(|figure| {
                json!({ "value": figure.value, "proof": figure.proof })
            }).collect::<Vec<_>>(),
            "versions": story.versions.iter().map(|(length, text)| {
                (length.as_str().to_owned(), json!(text))
            }).collect::<serde_json::Map<_, _>>(),
            "missing": story.missing(),
            "tellings": tellings.iter().map(|telling| json!({
                "at": telling.at,
                "target_ms": telling.target_ms,
                "parts_ms": telling.parts_ms,
                "note": telling.note,
            })).collect::<Vec<_>>(),
        })
    };
    json!({ "schema": 1, "stories": stories.iter().map(story).collect::<Vec<_>>() })
}

/// The matrix for programs.
pub fn matrix_json(rows: &[Cover<'_>]) -> Value {
    let row = |row: &Cover<'_>| {
        json!({
            "competency": row.competency,
            "prompts": row.prompts,
            "stories": row.stories.iter().map(|story| &story.id).collect::<Vec<_>>(),
        })
    };
    json!({ "schema": 1, "competencies": rows.iter().map(row).collect::<Vec<_>>() })
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;
    use crate::domain::story::matrix as rows;
    use crate::report::plain::render;

    #[test]
    fn the_matrix_shows_stories_and_holes() {
        let story = |id: &str, fits: &[&str]| Story {
            id: id.into(),
            title: "A title".into(),
            system: None,
            did: None,
            competencies: fits
                .iter()
                .copied()
                .map(Safe::from)
                .collect::<BTreeSet<_>>(),
            figures: Vec::new(),
            versions: BTreeMap::new(),
        };
        let stories = [
            story("queue", &["failure", "ownership"]),
            story("outage", &["failure"]),
        ];
        let asked = BTreeMap::from([("conflict".into(), 2), ("failure".into(), 3)]);
        let rows = rows(&stories, &asked);
        assert_eq!(
            render(&matrix(&rows, &stories, Manner::Screen), 80),
            "  competency asked  1  2\n  failure        3  x  x\n  conflict       2  .  .\n  \
             ownership      0  x  .\n  1: queue, A title\n  2: outage, A title\nNo story yet for \
             conflict.\n"
        );
        assert_eq!(
            render(&matrix(&rows, &stories, Manner::Plain), 80),
            "  failure: queue and outage; asked for by 3 prompts\n  conflict: no story; asked for \
             by 2 prompts\n  ownership: queue; asked for by 0 prompts\nNo story yet for conflict.\n"
        );
    }
}
