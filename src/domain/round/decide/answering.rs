//! A line entered while the clock is on.

use super::{Context, Decision, LINE_LIMIT_BYTES, Pending, Reply, Task, Watch, record};
use super::{reactive, turns};
use crate::domain::bank::prompt::Ladder;
use crate::domain::bank::{ClarificationId, Prompt};
use crate::domain::names::nearest;
use crate::domain::round::ask::{Understood, understand};
use crate::domain::round::drawn::Timekeeping;
use crate::domain::round::event::{CloseLength, Event, Pause, Tag};
use crate::domain::round::state::State;
use crate::domain::round::step::ASK_LIST;
use crate::domain::round::{call, close};
use crate::domain::text::Safe;

/// Minutes that `/extend` adds when it is not told how many.
pub const EXTEND_MINUTES: u32 = 5;

/// The commands of a round, with their short forms.
pub const COMMANDS: [&str; 21] = [
    "/a", "/t", "/e", "/n", "/hint", "/ask", "/next", "/back", "/run", "/code", "/time", "/pause",
    "/resume", "/extend", "/calc", "/edit", "/show", "/done", "/full", "/quit", "/help",
];

pub(super) fn line(
    state: &State,
    line: &str,
    paused: Option<Pause>,
    now_ms: u64,
    context: &Context<'_>,
) -> Decision {
    if line.trim().is_empty() {
        return Decision::reply(Reply::Empty);
    }
    if line.len() > LINE_LIMIT_BYTES {
        return Decision::reply(Reply::TooLong(line.len()));
    }
    if let Some(command) = line.strip_prefix('/') {
        let (name, rest) = command
            .split_once(char::is_whitespace)
            .unwrap_or((command, ""));
        return run(state, name, rest.trim(), paused, now_ms, context);
    }
    if paused.is_some() {
        return Decision::reply(Reply::Paused);
    }
    let text = line.trim();
    if let Some(Pending::WhichQuestion {
        text: question,
        meanings,
    }) = context.pending
        && let Ok(number) = text.parse::<usize>()
        && let Some(meaning) = number.checked_sub(1).and_then(|index| meanings.get(index))
    {
        return asked(state, question.as_str(), Some(meaning.clone()), now_ms);
    }
    if text.ends_with('?') {
        return question(state, text, now_ms, context.prompt);
    }
    if let Some(decision) = reactive::line(state, text, now_ms, context) {
        return decision;
    }
    record(
        now_ms,
        [Event::Captured {
            tag: Tag::Note,
            text: Safe::new(text),
        }],
    )
}

fn run(
    state: &State,
    name: &str,
    rest: &str,
    paused: Option<Pause>,
    now_ms: u64,
    context: &Context<'_>,
) -> Decision {
    match name {
        "help" | "h" | "?" => return Decision::reply(Reply::Help),
        "time" => return Decision::reply(Reply::Time),
        "show" | "s" => return Decision::reply(Reply::Show),
        "quit" | "q" => return quit(paused, now_ms),
        "pause" if state.clock.timekeeping() == Timekeeping::Strict => {
            return Decision::reply(Reply::NotNow(
                "this round is strict: nothing stops its clock",
            ));
        }
        "pause" | "resume" => return toggle(name, paused, now_ms),
        _ => {}
    }
    if !COMMANDS
        .iter()
        .any(|known| known.strip_prefix('/') == Some(name))
    {
        // The verbs of a round that reacts need no slash, and bear one.
        if paused.is_none()
            && let Some(decision) =
                reactive::line(state, format!("{name} {rest}").trim(), now_ms, context)
        {
            return decision;
        }
        let name = Safe::new(&format!("/{name}"));
        let near = nearest(name.as_str(), COMMANDS);
        return Decision::reply(Reply::UnknownCommand(name, near));
    }
    if paused.is_some() {
        return Decision::reply(Reply::Paused);
    }
    match name {
        "a" => capture(Tag::Assumption, rest, now_ms),
        "t" => capture(Tag::Tradeoff, rest, now_ms),
        "e" => capture(Tag::EdgeCase, rest, now_ms),
        "n" => capture(Tag::Note, rest, now_ms),
        "hint" => hint(state, rest, now_ms, context),
        "ask" => {
            let text = Safe::new(ASK_LIST);
            record(
                now_ms,
                [Event::Asked {
                    text,
                    matched: None,
                    prompted: true,
                }],
            )
        }
        "next" => reactive::next(state, now_ms, context.prompt)
            .unwrap_or_else(|| turns::next_phase(state, now_ms, context.prompt)),
        "back" => turns::previous_phase(state, now_ms),
        "extend" => extend(state, rest, now_ms),
        "run" | "code" => code(name, rest, context.prompt),
        "done" => done(state, context.close, now_ms, context),
        "full" => Decision::reply(Reply::NotNow(
            "/full asks for the whole close; lock first: /done",
        )),
        _ => Decision::reply(Reply::Help),
    }
}

/// `/run`, `/run --watch`, `/code`.
fn code(name: &str, rest: &str, prompt: &Prompt) -> Decision {
    if !prompt.has_code() {
        return Decision::reply(Reply::NotNow(
            "this round is spoken: there is no code to run",
        ));
    }
    match (name, rest) {
        ("code", "") => Decision::task(Task::ShowCode),
        ("run", "") => Decision::task(Task::Run(Watch::Once)),
        ("run", "--watch") => Decision::task(Task::Run(Watch::Changes)),
        ("code", _) => Decision::reply(Reply::NotNow("/code shows the folder of your code")),
        _ => Decision::reply(Reply::NotNow(
            "/run runs the tests; /run --watch also runs them whenever a file changes",
        )),
    }
}

fn quit(paused: Option<Pause>, now_ms: u64) -> Decision {
    let events = paused
        .is_none()
        .then_some(Event::Paused { why: Pause::Left });
    Decision {
        leave: true,
        ..record(now_ms, events)
    }
}

/// `/pause` stops the clock and lets it go on; `/resume` only lets it go on.
fn toggle(name: &str, paused: Option<Pause>, now_ms: u64) -> Decision {
    match (paused, name) {
        (Some(_), _) => record(now_ms, [Event::Resumed]),
        (None, "pause") => record(now_ms, [Event::Paused { why: Pause::Asked }]),
        (None, _) => Decision::reply(Reply::NotPaused),
    }
}

fn capture(tag: Tag, text: &str, now_ms: u64) -> Decision {
    if text.is_empty() {
        return Decision::reply(Reply::NothingToCapture(tag));
    }
    record(
        now_ms,
        [Event::Captured {
            tag,
            text: Safe::new(text),
        }],
    )
}

fn question(state: &State, text: &str, now_ms: u64, prompt: &Prompt) -> Decision {
    if call::gives_away(prompt, text) {
        return asked(state, text, None, now_ms);
    }
    let matched = match understand(text, &prompt.clarifications) {
        Understood::One(clarification) => Some(clarification.id.clone()),
        Understood::Nothing => None,
        Understood::Several(several) => {
            let meanings: Vec<_> = several.iter().map(|c| c.id.clone()).collect();
            let pending = Pending::WhichQuestion {
                text: Safe::new(text),
                meanings: meanings.clone(),
            };
            let reply = Decision::reply(Reply::WhichQuestion(meanings));
            return Decision {
                pending: Some(pending),
                ..reply
            };
        }
    };
    asked(state, text, matched, now_ms)
}

fn asked(state: &State, text: &str, matched: Option<ClarificationId>, now_ms: u64) -> Decision {
    let (text, prompted) = (Safe::new(text), state.was_prompted());
    record(
        now_ms,
        [Event::Asked {
            text,
            matched,
            prompted,
        }],
    )
}

/// `/hint` tells the price of the next hint, `/hint take` takes the one whose price was told.
fn hint(state: &State, rest: &str, now_ms: u64, context: &Context<'_>) -> Decision {
    let Some((ladder, rung)) = next_hint(state, context.prompt) else {
        return Decision::reply(Reply::NoHint);
    };
    let item = ladder.item.clone();
    let offer = Pending::Hint {
        item: item.clone(),
        rung,
    };
    if rest == "take" && context.pending == Some(&offer) {
        let cost = rung_cost(ladder, rung);
        return record(now_ms, [Event::HintTaken { item, rung, cost }]);
    }
    let reply = match rest {
        "" | "take" => Decision::reply(Reply::HintPrice { item, rung }),
        _ => {
            return Decision::reply(Reply::NotNow(
                "/hint tells a hint's price, /hint take takes it",
            ));
        }
    };
    Decision {
        pending: Some(offer),
        ..reply
    }
}

/// The next hint: of the current phase's items first, then of the others in order.
fn next_hint<'a>(state: &State, prompt: &'a Prompt) -> Option<(&'a Ladder, u8)> {
    let next = |ladder: &'a Ladder| {
        let rung = state.hint_rung(&ladder.item) + 1;
        (usize::from(rung) <= ladder.rungs.len()).then_some((ladder, rung))
    };
    let phase = state.current().map(|phase| &phase.id);
    let is_current = |ladder: &&Ladder| prompt.item(&ladder.item).map(|item| &item.phase) == phase;
    prompt
        .ladders
        .iter()
        .filter(is_current)
        .find_map(next)
        .or_else(|| prompt.ladders.iter().find_map(next))
}

fn rung_cost(ladder: &Ladder, rung: u8) -> u32 {
    let index = usize::from(rung).saturating_sub(1);
    ladder.rungs.get(index).map_or(0, |rung| rung.cost)
}

fn extend(state: &State, rest: &str, now_ms: u64) -> Decision {
    let minutes = if rest.is_empty() {
        Some(EXTEND_MINUTES)
    } else {
        rest.parse().ok()
    };
    let is_timed = state
        .current()
        .is_some_and(|phase| phase.budget_ms.is_some());
    match minutes {
        _ if !is_timed => Decision::reply(Reply::Untimed),
        Some(minutes @ 1..=120) => record(now_ms, [Event::Extended { minutes }]),
        Some(_) | None => Decision::reply(Reply::BadExtension(Safe::new(rest))),
    }
}

/// Locks the answer, unless the interviewer still has questions: then they come first.
fn done(state: &State, close: CloseLength, now_ms: u64, context: &Context<'_>) -> Decision {
    let last = turns::last_questions(state, now_ms, context.prompt);
    if !last.is_empty() {
        return Decision {
            replies: vec![Reply::NotYetLocked],
            ..record(now_ms, last)
        };
    }
    if let Some(decision) = reactive::lacks_plan(state, context) {
        return decision;
    }
    let dimensions = close::dimensions_of(state, context.prompt, close, context.known);
    record(now_ms, [Event::Locked { close, dimensions }])
}
