//! The questions of the close.

use super::Manner;
use super::document::Document;
use super::reply::all_ratings;
use super::round::left;
use super::words::clock;
use crate::domain::bank::Prompt;
use crate::domain::bank::Rating;
use crate::domain::bank::prompt::{Cap, Item, Row};
use crate::domain::round::close::{self, Step};
use crate::domain::round::verbal::{self, Verbal};
use crate::domain::round::{Capture, State, first_ratings};

/// The question that is open; nothing outside the close.
pub fn question(prompt: &Prompt, state: &State, manner: Manner) -> Document {
    match close::next(prompt, state) {
        Step::HireCall => hire_call(prompt, state, manner),
        Step::Rate(row) => rate(prompt, state, row, manner),
        Step::Evidence(row, offered) => evidence(prompt, state, row, offered.as_ref()),
        Step::Tick(item) => tick(prompt, state, item),
        Step::Admit(cap) => admit(prompt, state, cap),
        Step::Hear(verbal) => hear(prompt, state, verbal),
        Step::Revise => revise(prompt, state),
        Step::Focus => focus(prompt, state),
        Step::Show(_) | Step::Nothing => Document::default(),
    }
}

/// The single keys that decide the question that is open; nothing where a line is asked for.
pub fn keys(prompt: &Prompt, state: &State) -> Option<&'static str> {
    match close::next(prompt, state) {
        Step::HireCall | Step::Rate(_) => Some("1234?"),
        Step::Hear(_) | Step::Tick(_) | Step::Admit(_) => Some("yn"),
        Step::Evidence(..) | Step::Revise | Step::Focus | Step::Show(_) | Step::Nothing => None,
    }
}

fn hire_call(prompt: &Prompt, state: &State, manner: Manner) -> Document {
    let title = format!("Hire call ({})", left(prompt, state));
    let document = Document::default()
        .title(title)
        .text("Would you hire the person who gave this answer? The bar is lean hire.");
    match manner {
        Manner::Screen => {
            let calls = Rating::ALL.map(|call| (call.to_string(), call.words()));
            document.items(calls).text("Type 1 to 4, or skip.")
        }
        Manner::Plain => {
            document.text("Was the bar met? Type met, above, below or skip; ? reads all four.")
        }
    }
}

fn rate(prompt: &Prompt, state: &State, row: &Row, manner: Manner) -> Document {
    let title = format!("{} ({})", row.title, left(prompt, state));
    let document = Document::default().title(title).text(&row.asks);
    match manner {
        Manner::Screen => {
            let document = document.then(all_ratings(prompt, state));
            document.text("Type 1 to 4, or skip to leave it unrated.")
        }
        Manner::Plain => document
            .text(format!("The bar: {}", row.word(Rating::BAR)))
            .text("Was it met? Type met, above, below or skip; ? reads all four."),
    }
}

fn evidence(prompt: &Prompt, state: &State, row: &Row, offered: Option<&Capture>) -> Document {
    let ask = format!("Which line of yours shows it? ({})", left(prompt, state));
    let document = Document::default()
        .title(format!("{}: evidence", row.title))
        .text(ask);
    match offered {
        Some(capture) => document
            .item(
                format!("{} {}", clock(capture.at_ms), capture.tag.as_str()),
                &capture.text,
            )
            .text("An empty line takes this one; or type another line, or none."),
        None => document.text("Type a line, or none."),
    }
}

fn tick(prompt: &Prompt, state: &State, item: &Item) -> Document {
    let is_first = state.items.is_empty();
    let document = if is_first {
        Document::default().title("The reveal").text(
            "What a strong answer covers, phase by phase. Tick what your answer showed: what an \
             observer could point at.",
        )
    } else {
        Document::default()
    };
    let points = super::words::count(item.weight.points(), "point");
    let label = format!("{}, {}, {points}", item.phase, item.weight.as_str());
    document
        .item(label, &item.seen)
        .text(format!("y, n or skip? ({})", left(prompt, state)))
}

fn admit(prompt: &Prompt, state: &State, cap: &Cap) -> Document {
    let document = if state.caps.is_empty() {
        Document::default()
            .title("Caps")
            .text("Mistakes that limit a dimension, whatever else was shown.")
    } else {
        Document::default()
    };
    let label = format!("limits {} to {}", cap.dimension, cap.max);
    let ask = format!("Did this happen? y, n or skip? ({})", left(prompt, state));
    document.item(label, &cap.text).text(ask)
}

fn hear(prompt: &Prompt, state: &State, verbal: Verbal) -> Document {
    let is_first = verbal::asked(prompt).all(|verbal| verbal.tick(state).is_none());
    let document = if is_first {
        Document::default()
            .title("Said aloud")
            .text("What an interviewer hears besides the code. No points: only what you know.")
    } else {
        Document::default()
    };
    document
        .text(verbal.heard())
        .text(format!("y, n or skip? ({})", left(prompt, state)))
}

fn revise(prompt: &Prompt, state: &State) -> Document {
    let ratings = first_ratings(state);
    let example = match ratings.len() {
        0 | 1 => "1=3 to change it to 3; an empty line keeps it",
        _ => "2=3 to change the second line to 3; an empty line keeps the rest",
    };
    let lines = ratings
        .into_iter()
        .enumerate()
        .map(|(index, (dimension, rating))| {
            let name = match &dimension {
                None => "Hire call".to_owned(),
                Some(id) => prompt
                    .row(id)
                    .map_or_else(|| id.to_string(), |row| row.title.to_string()),
            };
            let rating = match rating {
                Some(rating) => format!("{rating}, {}", rating.words()),
                None => "unrated".to_owned(),
            };
            ((index + 1).to_string(), format!("{name}: {rating}"))
        });
    Document::default()
        .title(format!("Final ratings ({})", left(prompt, state)))
        .text("Your ratings from before the reveal. Both stay.")
        .items(lines)
        .text(format!("Type {example}."))
}

fn focus(prompt: &Prompt, state: &State) -> Document {
    let kind = state.drawn.kind.as_str();
    let back = if state.drawn.is_taste() {
        String::new()
    } else {
        format!(" It comes back before your next {kind} round.")
    };
    Document::default()
        .title(format!("Focus ({})", left(prompt, state)))
        .text(format!(
            "The one thing to do differently next time, in one line.{back} Or skip."
        ))
}
