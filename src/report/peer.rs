//! Reviews by others: the file that goes out, and what came back beside one's own ratings.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::document::Document;
use super::words::{clock, count, list, spent};
use crate::domain::bank::prompt::Row;
use crate::domain::bank::{DimensionId, Prompt, Rating};
use crate::domain::peer::{Pair, Wish, YOURSELF, pairs};
use crate::domain::round::State;
use crate::domain::text::Safe;

/// How somebody else could rate a round, and why that helps.
pub fn wish(wish: &Wish) -> Document {
    let (again, from) = wish.again;
    Document::default()
        .gap()
        .text(format!(
            "{} are finished. One rating by somebody else tells more than several of your own:",
            count(wish.finished, "round")
        ))
        .item(
            format!("peer export {}", wish.send),
            "writes this round for somebody to rate",
        )
        .item(
            format!("peer again {again}"),
            format!("rates round {again} once more from {from} on, your old ratings hidden"),
        )
}

/// The file that a reviewer reads and fills in. None of the candidate's own ratings is in it.
pub fn markdown(prompt: &Prompt, state: &State) -> String {
    let mut text = String::new();
    let budget = spent(state.clock.gathered_ms(), state.budget_ms());
    // Writing into a String can't fail.
    let _ = write!(
        text,
        "# Peer review: {}\n\n\
         Somebody practised for an interview ({}, {}; {budget}) and asks for your rating. Read what \
         was asked and what they wrote, rate each part of the rubric from 1 to 4 in the block at \
         the end, and send this file back. Typed lines are what they would have put on a \
         whiteboard; most of the answer was spoken. Leave a rating at 0 where the lines don't tell.\n\n\
         ## The task\n\n{}\n\n## What they wrote\n\n",
        prompt.title,
        state.drawn.kind.as_str(),
        state.drawn.level.as_str(),
        quoted(&prompt.statement),
    );
    for (label, line) in lines(prompt, state) {
        let _ = writeln!(text, "- {label}: {}", one_line(&line));
    }
    let _ = write!(text, "\n## The rubric\n");
    for row in &prompt.rubric {
        let _ = write!(
            text,
            "\n### {} (`{}`)\n\n{}\n\n",
            row.title, row.dimension, row.asks
        );
        for rating in Rating::ALL {
            let bar = if rating == Rating::BAR {
                " (the bar)"
            } else {
                ""
            };
            let words = one_line(row.word(rating).as_str());
            let _ = writeln!(text, "{rating}. {}{bar}: {words}", rating.words());
        }
    }
    let _ = write!(
        text,
        "\n## Your rating\n\n```toml\n{}```\n",
        form(prompt, state)
    );
    text
}

/// The block that a reviewer fills in: a file of its own for those who like it better.
pub fn form(prompt: &Prompt, state: &State) -> String {
    let mut text = format!(
        "schema = 1\nround = \"{}\"\nrater = \"\"  # your name\n\n\
         # rating: 1 to 4, or 0 where the lines don't tell; note: the line that shows it, or what \
         is missing\n[ratings]\n",
        state.round.0
    );
    for row in &prompt.rubric {
        let _ = writeln!(text, "{} = {{ rating = 0, note = \"\" }}", row.dimension);
    }
    text
}

/// What was written and asked, in the order of time.
fn lines(prompt: &Prompt, state: &State) -> Vec<(String, String)> {
    let captures = state.captures.iter().map(|capture| {
        let label = format!("{} {}", clock(capture.at_ms), capture.tag.as_str());
        (capture.at_ms, label, capture.text.to_string())
    });
    let questions = state.asked().map(|asked| {
        let known = asked.matched.as_ref();
        let known = known.and_then(|id| prompt.clarifications.iter().find(|c| c.id == *id));
        let answer = known.map_or(&prompt.default_answer, |known| &known.answer);
        let label = format!("{} question", clock(asked.at_ms));
        let line = format!("{} Answer: {answer}", asked.text);
        (asked.at_ms, label, line)
    });
    let mut all: Vec<_> = captures.chain(questions).collect();
    all.sort_by_key(|(at_ms, ..)| *at_ms);
    all.into_iter()
        .map(|(_, label, line)| (label, line))
        .collect()
}

/// A text behind Markdown's sign for a quotation: nothing in it is taken for a heading or a fence.
fn quoted(text: &Safe) -> String {
    let lines = text.as_str().trim_end().lines();
    let lines: Vec<String> = lines.map(|line| format!("> {line}")).collect();
    lines.join("\n")
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The files that were written.
pub fn exported(markdown: &str, toml: &str) -> Document {
    Document::line("Written, without your own ratings:")
        .verbatim(format!("  {markdown}\n  {toml}"))
        .text(
            "Send either; the second is the first's fill-in block alone. When it comes back, \
             `mockloop peer import FILE` keeps it.",
        )
}

/// A round to be rated once more: what was asked and written, nothing of how it was rated.
pub fn again(prompt: &Prompt, state: &State) -> Document {
    let lines = lines(prompt, state);
    let document = Document::default()
        .title(format!("Again: {}", prompt.title))
        .text(&prompt.statement)
        .title("Your lines");
    let document = if lines.is_empty() {
        document.text("None.")
    } else {
        document.items(lines)
    };
    document.text("Your old ratings stay hidden until you have rated it again.")
}

/// The question for one dimension's rating.
pub fn question(row: &Row) -> Document {
    Document::default()
        .title(&row.title)
        .text(&row.asks)
        .then(words(row))
        .text("Type 1 to 4, or skip.")
}

/// The four ratings of a dimension in words.
pub fn words(row: &Row) -> Document {
    Document::default().items(Rating::ALL.map(|rating| {
        let bar = if rating == Rating::BAR {
            " (the bar)"
        } else {
            ""
        };
        (
            format!("{rating}, {}{bar}", rating.words()),
            row.word(rating).as_str(),
        )
    }))
}

/// What each rater gave beside the candidate's own ratings.
pub fn show(prompt: &Prompt, state: &State) -> Document {
    if state.by_others.is_empty() {
        return Document::line(
            "Nobody else has rated this round. `mockloop peer export` writes what to send.",
        );
    }
    state
        .by_others
        .keys()
        .fold(Document::default(), |document, rater| {
            document.then(agreement(prompt, state, rater))
        })
}

/// One rater's ratings beside the candidate's own, and how many are alike.
pub fn agreement(prompt: &Prompt, state: &State, rater: &Safe) -> Document {
    let pairs = pairs(state, rater);
    let (title, theirs) = if rater.as_str() == YOURSELF {
        ("Rated again by yourself".to_owned(), "again".to_owned())
    } else {
        (format!("Rated by {rater}"), rater.to_string())
    };
    let lines = pairs.iter().map(|pair| {
        let own = pair.own.map_or("unrated".to_owned(), |own| own.to_string());
        let text = pair
            .text
            .map_or_else(String::new, |text| format!("; \"{text}\""));
        let line = format!("you {own}, {theirs} {}{text}", pair.other);
        (dimension(prompt, pair.dimension), line)
    });
    Document::default()
        .title(title)
        .items(lines)
        .text(alike(&pairs))
}

fn dimension(prompt: &Prompt, id: &DimensionId) -> String {
    prompt
        .row(id)
        .map_or_else(|| id.to_string(), |row| row.title.to_string())
}

/// `1 the same, 1 one apart; 1 you left unrated.`
fn alike(pairs: &[Pair<'_>]) -> String {
    let counted = |wanted: &dyn Fn(Option<u8>) -> bool| {
        pairs.iter().filter(|pair| wanted(pair.apart())).count()
    };
    let parts = [
        (counted(&|apart| apart == Some(0)), "the same"),
        (counted(&|apart| apart == Some(1)), "one apart"),
        (
            counted(&|apart| apart.is_some_and(|apart| apart > 1)),
            "further apart",
        ),
        (counted(&|apart| apart.is_none()), "that you left unrated"),
    ];
    let parts: Vec<String> = parts
        .into_iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, what)| format!("{number} {what}"))
        .collect();
    format!("Of {}: {}.", count(pairs.len(), "rating"), list(&parts))
}

/// Reviews of a round for programs.
pub fn json(state: &State) -> Value {
    let reviews = state.by_others.keys().map(|rater| {
        let pairs = pairs(state, rater);
        json!({
            "rater": rater,
            "ratings": pairs.iter().map(|pair| json!({
                "dimension": pair.dimension,
                "own": pair.own.map(Rating::number),
                "other": pair.other.number(),
                "apart": pair.apart(),
                "text": pair.text,
            })).collect::<Vec<_>>(),
        })
    });
    json!({ "schema": 1, "round": state.round.0, "reviews": reviews.collect::<Vec<_>>() })
}
