//! What a round answers when nothing is recorded.

use super::document::Document;
use super::reactive;
use super::round::{time, worth};
use super::words::{capital, clock, count};
use crate::domain::bank::Rating;
use crate::domain::bank::prompt::Row;
use crate::domain::bank::{ClarificationId, ItemId, Prompt};
use crate::domain::round::close::{self, Step};
use crate::domain::round::{EXTEND_MINUTES, LINE_LIMIT_BYTES, Reply, Stage, State, Tag};
use crate::domain::text::Safe;

/// The commands of a round with what they do.
const HELP: [(&str, &str); 19] = [
    ("a line", "a note"),
    ("a line that ends in ?", "asks the interviewer"),
    ("/a TEXT", "keeps an assumption: /a amounts are in cents"),
    (
        "/t TEXT",
        "keeps a tradeoff: /t a queue in the database, until 500 jobs a second",
    ),
    ("/e TEXT", "keeps an edge case: /e the callback comes twice"),
    (
        "/hint",
        "tells the price of the next hint; /hint take takes it",
    ),
    (
        "/ask",
        "lists what can be asked; it costs the note that you asked unprompted",
    ),
    (
        "/next, /back",
        "goes to the next phase, or to the one before",
    ),
    (
        "/run",
        "runs the tests of a coding round; /run --watch also whenever a file changes",
    ),
    ("/code", "tells where your code is"),
    ("/time", "tells the time spent and left"),
    ("/pause", "stops the clock, and lets it go on"),
    (
        "/extend MINUTES",
        "takes more time for the phase; 5 minutes without a number",
    ),
    (
        "/calc EXPRESSION",
        "calculates with units: /calc 500M * 2 KB / day to MB/s; /calc keep keeps it as a note",
    ),
    (
        "/edit",
        "opens your editor; each line that you write there is entered as if typed here",
    ),
    ("/show", "shows the statement and your lines"),
    ("/done", "locks the answer and goes to the close"),
    (
        "/quit",
        "leaves; `mockloop resume` goes on from the same place",
    ),
    ("/help", "shows this"),
];

/// The commands of the close with what they do.
const CLOSE_HELP: [(&str, &str); 4] = [
    ("/show", "shows the statement and your lines"),
    (
        "/full",
        "asks for everything instead of the four-minute close",
    ),
    (
        "/quit",
        "leaves; `mockloop resume` comes back to this question",
    ),
    ("/help", "shows this"),
];

/// Words a reply.
pub fn reply(reply: &Reply, prompt: &Prompt, state: &State, active_ms: u64) -> Document {
    match reply {
        Reply::Empty => Document::problem("An empty line keeps nothing."),
        Reply::TooLong(bytes) => Document::problem(format!(
            "This line has {}; at most {} are kept. Nothing was kept: split it.",
            count(*bytes, "byte"),
            LINE_LIMIT_BYTES
        )),
        Reply::UnknownCommand(name, near) => {
            let remedy = match near {
                Some(near) => format!("Did you mean {near}?"),
                None => "/help lists the commands.".to_owned(),
            };
            Document::problem(format!(
                "There is no command {name}; nothing was kept. {remedy} To keep a line that \
                 begins with /, put a space before it."
            ))
        }
        Reply::NotNow(remedy) => Document::problem(format!("{}.", capital(remedy))),
        Reply::NothingToCapture(tag) => nothing_to_capture(*tag),
        Reply::BadExtension(text) => Document::problem(format!(
            "\"{text}\" is not a number of minutes from 1 to 120. /extend alone takes {}.",
            count(EXTEND_MINUTES, "minute")
        )),
        Reply::Untimed => Document::problem("This round has no limit to extend."),
        Reply::Paused => {
            Document::problem("The clock stands still; nothing was kept. /pause lets it go on.")
        }
        Reply::NotPaused => Document::problem("The clock runs already."),
        Reply::LastPhase => {
            Document::problem("This is the last phase. /done locks the answer, /back goes back.")
        }
        Reply::FirstPhase => Document::problem("This is the first phase."),
        Reply::Help if state.stage == Stage::Closing => {
            Document::line("In the close:").items(CLOSE_HELP)
        }
        Reply::Help => Document::line("In a round:")
            .then(reactive::help(prompt))
            .items(HELP),
        Reply::Time => {
            Document::line(time(state, active_ms)).then(reactive::time(prompt, state, active_ms))
        }
        Reply::Refused(refusal) => reactive::refusal(refusal, prompt, state),
        Reply::Show => show(prompt, state),
        Reply::HintPrice { item, rung } => hint_price(prompt, item, *rung),
        Reply::NoHint => Document::line("There is no further hint."),
        Reply::WhichQuestion(meanings) => which_question(prompt, meanings),
        Reply::NotYetLocked => not_yet_locked(state),
        Reply::AlreadyFull => Document::line("It is the whole close already."),
        Reply::NotAnAnswer(text) => {
            Document::problem(format!("\"{text}\" is no answer here; nothing was kept."))
        }
        Reply::AllRatings => all_ratings(prompt, state),
        Reply::HowFarBelow => how_far_below(prompt, state),
        Reply::BadChange(text) => Document::problem(format!(
            "\"{text}\" is no change; nothing was kept. 2=3 changes the second line to 3; an \
             empty line keeps the rest."
        )),
        Reply::Over => Document::problem(
            "This round is over. `mockloop practice` draws another, `mockloop show` reads it.",
        ),
    }
}

/// A calculation with its result, and how it is kept.
pub fn calculated(line: &str) -> Document {
    Document::line(format!("{line}. /calc keep keeps it as a note."))
}

/// Why a calculation has no result.
pub fn not_calculated(expression: &str, why: &str) -> Document {
    let remedy = "Write it like /calc 500M * 2 KB / day to MB/s.";
    if expression.is_empty() {
        return Document::problem(format!("There is nothing to calculate. {remedy}"));
    }
    Document::problem(format!(
        "\"{expression}\" can't be calculated: {why}. {remedy}"
    ))
}

/// There is no calculation to keep.
pub fn nothing_calculated() -> Document {
    Document::problem("There is no calculation to keep: /calc EXPRESSION makes one.")
}

/// There is no editor to be opened here.
pub fn no_editor() -> Document {
    Document::problem(
        "No editor can be opened: it needs a terminal, and a command such as vi in EDITOR or in \
         `mockloop config set editor vi`. Type the lines instead.",
    )
}

fn nothing_to_capture(tag: Tag) -> Document {
    let letter = match tag {
        Tag::Assumption => 'a',
        Tag::Tradeoff => 't',
        Tag::EdgeCase => 'e',
        Tag::Note => 'n',
    };
    let name = tag.as_str();
    Document::problem(format!(
        "Write the {name} behind the command: /{letter} TEXT."
    ))
}

fn show(prompt: &Prompt, state: &State) -> Document {
    let document = Document::default()
        .title(&prompt.title)
        .text(&prompt.statement);
    let captures = state.captures.iter();
    let captures = captures.map(|capture| {
        line(
            (capture.seq, capture.at_ms),
            capture.tag.as_str(),
            &capture.text,
        )
    });
    let asked = state
        .asked()
        .map(|asked| line((asked.seq, asked.at_ms), "question", &asked.text));
    let mut lines: Vec<_> = captures
        .chain(asked)
        .chain(reactive::lines(prompt, state))
        .collect();
    if lines.is_empty() {
        return document.title("Your lines").text("None yet.");
    }
    lines.sort_by_key(|(seq, ..)| *seq);
    let lines = lines.into_iter().map(|(_, label, text)| (label, text));
    document.title("Your lines").items(lines)
}

fn line((seq, at_ms): (u32, u64), what: &str, text: &Safe) -> (u32, String, String) {
    (seq, format!("{} {what}", clock(at_ms)), text.to_string())
}

fn hint_price(prompt: &Prompt, item: &ItemId, rung: u8) -> Document {
    let cost = prompt
        .ladders
        .iter()
        .find(|ladder| ladder.item == *item)
        .and_then(|ladder| ladder.rungs.get(usize::from(rung).checked_sub(1)?))
        .map_or(0, |rung| rung.cost);
    let price = match cost {
        0 => "It is free.".to_owned(),
        _ => worth(prompt, cost, item),
    };
    Document::line(format!("Hint {rung} of 3. {price} /hint take takes it."))
}

fn which_question(prompt: &Prompt, meanings: &[ClarificationId]) -> Document {
    let asks = meanings.iter().enumerate().filter_map(|(index, id)| {
        let known = prompt.clarifications.iter().find(|known| known.id == *id)?;
        Some(((index + 1).to_string(), known.ask.as_str()))
    });
    Document::default()
        .interviewer("Which do you mean?")
        .items(asks)
        .text("Type its number, or ask again in other words.")
}

fn not_yet_locked(state: &State) -> Document {
    let skipped: Vec<String> = state
        .phases
        .iter()
        .filter(|phase| !phase.entered)
        .map(|phase| phase.id.to_string())
        .collect();
    let left_out = if skipped.is_empty() {
        String::new()
    } else {
        format!(" Never entered: {}.", super::words::list(&skipped))
    };
    Document::line(format!(
        "Not locked yet: the interviewer goes on.{left_out} /done again locks."
    ))
}

fn asked_row<'a>(prompt: &'a Prompt, state: &'a State) -> Option<&'a Row> {
    match close::next(prompt, state) {
        Step::Rate(row) => Some(row),
        Step::HireCall
        | Step::Evidence(..)
        | Step::Tick(_)
        | Step::Admit(_)
        | Step::Hear(_)
        | Step::Show(_)
        | Step::Revise
        | Step::Focus
        | Step::Nothing => None,
    }
}

/// All four ratings of the dimension that is asked about, or of the hire call.
pub(super) fn all_ratings(prompt: &Prompt, state: &State) -> Document {
    let row = asked_row(prompt, state);
    let words = |rating: Rating| row.map_or("", |row| row.word(rating).as_str());
    Document::default().items(Rating::ALL.map(|rating| {
        let bar = if rating == Rating::BAR {
            " (the bar)"
        } else {
            ""
        };
        let label = format!("{rating}, {}{bar}", rating.words());
        (label, words(rating))
    }))
}

fn how_far_below(prompt: &Prompt, state: &State) -> Document {
    let words = match asked_row(prompt, state) {
        Some(row) => row.word(Rating::LeanNoHire).as_str(),
        None => "lean no hire",
    };
    Document::line(format!(
        "2 is: {}. If it is that, type 2; if it is less, type 1.",
        words.trim_end_matches('.')
    ))
}
