//! The shortest way through each shipped incident, and a look and an action late in a round.
//!
//! `cargo bench --bench incidents` prints minimum, median and mean of each. The aims: the way below
//! 50 ms, a look or an action (decided, folded, told) below the 16 ms of a frame.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::missing_docs_in_private_items,
    missing_docs,
    reason = "a bench that can't go on fails; its functions are its documentation"
)]

use std::collections::BTreeMap;

use divan::Bencher;
use mockloop::domain::bank::detail::{Detail, Incident};
use mockloop::domain::bank::ways::{Way, way};
use mockloop::domain::bank::{Kind, Prompt};
use mockloop::domain::moment::Moment;
use mockloop::domain::round::{
    Budget, CloseLength, Context, Drawn, Envelope, Event, FORMAT, Input, RoundId, State,
    Timekeeping, decide, step,
};
use mockloop::engine::{Entry, Library};
use mockloop::report::round::tell;

fn incidents() -> Vec<String> {
    let library = Library::new(None);
    let all = library.listings();
    let incidents = all.filter(|listing| listing.kind == Kind::Incident);
    incidents.map(|listing| listing.id.to_string()).collect()
}

fn entry(id: &str) -> Entry {
    let library = Library::new(None);
    library.read(library.find(id).unwrap()).unwrap()
}

fn table(prompt: &Prompt) -> &Incident {
    match &prompt.detail {
        Detail::Incident(incident) => incident,
        Detail::Coding(_)
        | Detail::Design(_)
        | Detail::Behavioral(_)
        | Detail::Screen(_)
        | Detail::Negotiation(_) => panic!("another kind"),
    }
}

#[divan::bench(args = incidents())]
fn shortest_way(bencher: Bencher<'_, '_>, id: &str) {
    let prompt = entry(id).prompt;
    let incident = table(&prompt);
    bencher.bench(|| {
        let found = way(incident);
        assert!(matches!(&found, Way::Found(steps) if !steps.is_empty()));
    });
}

fn moment(ms: u64) -> Moment {
    Moment {
        mono_ms: ms,
        boot_ms: ms,
        boot_id: "boot".to_owned(),
        wall: "2026-11-24T18:00:00+01:00".into(),
    }
}

fn envelope(seq: u32, active_ms: u64, event: Event) -> Envelope {
    Envelope {
        event_id: seq.to_string(),
        round: RoundId("round".to_owned()),
        seq,
        v: FORMAT,
        active_ms,
        at: moment(active_ms),
        event,
    }
}

/// A round with seventy-five moves behind it: every signal, every action, three times.
fn long_round(entry: &Entry) -> State {
    let prompt = &entry.prompt;
    let budget = |phase: &mockloop::domain::bank::prompt::Phase| Budget {
        phase: phase.id.clone(),
        budget_ms: Some(u64::from(phase.minutes) * 60_000),
    };
    let drawn = Drawn {
        bank: entry.bank.clone(),
        bank_version: entry.bank_version.clone(),
        prompt: prompt.id.clone(),
        revision: prompt.revision,
        hash: entry.hash.clone(),
        kind: prompt.kind(),
        level: prompt.level,
        seed: 7,
        draw: 1,
        stack: None,
        timekeeping: Timekeeping::Active,
        seat: None,
        drill: None,
        subject: None,
        formula: None,
        budgets: prompt.phases.iter().map(budget).collect(),
    };
    let first = envelope(1, 0, Event::Drawn(Box::new(drawn)));
    let mut state = State::drawn(&first).unwrap();
    let incident = table(prompt);
    let looks = incident.signals.iter().map(|signal| Event::Looked {
        text: signal.id.as_str().into(),
        matched: Some(signal.id.as_str().into()),
    });
    let acts = incident.actions.iter().map(|action| Event::Acted {
        text: action.id.as_str().into(),
        matched: Some(action.id.as_str().into()),
    });
    let once: Vec<Event> = looks.chain(acts).collect();
    let events = std::iter::once(Event::Started).chain(once.iter().cycle().take(75).cloned());
    for (seq, event) in (2..).zip(events) {
        state = step(state, &envelope(seq, u64::from(seq) * 1_000, event)).0;
    }
    state
}

#[divan::bench(args = ["look pool wait times", "do post an update to the status page"])]
fn a_line(bencher: Bencher<'_, '_>, line: &str) {
    let entry = entry("inc-slow-captures");
    let (state, known) = (long_round(&entry), BTreeMap::new());
    let context = Context {
        prompt: &entry.prompt,
        known: &known,
        close: CloseLength::Short,
        pending: None,
    };
    let at = moment(90_000);
    bencher.bench(|| {
        let decision = decide(&state, &Input::Line(line.to_owned()), &at, &context);
        assert!(!decision.happenings.is_empty());
        let (mut state, mut blocks) = (state.clone(), 0);
        for (seq, happening) in (state.seq + 1..).zip(decision.happenings) {
            let event = envelope(seq, happening.active_ms, happening.event);
            let (after, effects) = step(state, &event);
            state = after;
            let told = effects
                .iter()
                .map(|effect| tell(effect, &entry.prompt, &state));
            blocks += told.map(|document| document.blocks.len()).sum::<usize>();
        }
        assert!(blocks > 0);
    });
}

fn main() {
    divan::main();
}
