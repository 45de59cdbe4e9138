//! One suite for both stores.

use std::collections::BTreeMap;

use super::{Draft, Journal, Memory, Sqlite, StoreError};
use crate::domain::bank::{BankId, CapId, DimensionId, Kind, Level, PhaseId, PromptId, Rating};
use crate::domain::history::{Progress, Summary};
use crate::domain::moment::Moment;
use crate::domain::readiness::Record;
use crate::domain::round::{
    Budget, CloseLength, Drawn, Envelope, Event, Exercise, FORMAT, Reveal, RoundId, Subject, Tag,
    Timekeeping,
};

fn both(test: impl Fn(&dyn Journal)) {
    test(&Memory::default());
    let data = tempfile::tempdir().unwrap();
    test(&Sqlite::open(data.path()).unwrap());
}

fn drawn(kind: Kind, prompt: &str) -> Event {
    Event::Drawn(Box::new(Drawn {
        bank: BankId::new("core").unwrap(),
        bank_version: "1.0.0".into(),
        prompt: PromptId::new(prompt).unwrap(),
        revision: 1,
        hash: "abc".to_owned(),
        kind,
        level: Level::Senior,
        seed: 7,
        draw: 1,
        seat: None,
        drill: None,
        stack: None,
        timekeeping: Timekeeping::Active,
        budgets: vec![Budget {
            phase: PhaseId::new("task").unwrap(),
            budget_ms: Some(60_000),
        }],
        subject: None,
        formula: None,
    }))
}

fn envelope(round: &str, seq: u32, event: Event) -> Envelope {
    Envelope {
        event_id: format!("{round}-{seq}"),
        round: RoundId(round.to_owned()),
        seq,
        v: FORMAT,
        active_ms: u64::from(seq) * 1000,
        at: Moment {
            mono_ms: 5,
            boot_ms: 6,
            boot_id: "boot".to_owned(),
            wall: format!("2026-11-24T09:00:0{seq}+01:00").as_str().into(),
        },
        event,
    }
}

fn note(text: &str) -> Event {
    Event::Captured {
        tag: Tag::Note,
        text: text.into(),
    }
}

#[test]
fn events_come_back_as_they_were_kept() {
    both(|journal| {
        let events = [
            envelope("r", 1, drawn(Kind::Behavioral, "beh-a")),
            envelope("r", 2, Event::Started),
            envelope("r", 3, note("naïve \"quoted\"\n\t␛[31m")),
            envelope(
                "r",
                4,
                Event::HireCall {
                    when: Reveal::First,
                    rating: Some(Rating::BAR),
                },
            ),
        ];
        journal.append(&events).unwrap();
        assert_eq!(journal.events(&RoundId("r".to_owned())).unwrap(), events);
        assert_eq!(journal.events(&RoundId("other".to_owned())).unwrap(), []);
    });
}

#[test]
fn keeping_an_event_twice_changes_nothing() {
    both(|journal| {
        let first = envelope("r", 1, drawn(Kind::Behavioral, "beh-a"));
        let second = envelope("r", 2, Event::Started);
        journal.append(&[first.clone(), second.clone()]).unwrap();
        journal.append(std::slice::from_ref(&second)).unwrap();
        assert_eq!(journal.events(&first.round).unwrap().len(), 2);
        assert_eq!(journal.summaries().unwrap()[0].events, 2);
    });
}

#[test]
fn an_admitted_cap_limits_the_rating_that_counts() {
    both(|journal| {
        let tradeoffs = DimensionId::new("tradeoffs").unwrap();
        let cap = |name| CapId::new(name).unwrap();
        let limit = |most| (tradeoffs.clone(), most);
        let subject = Subject {
            caps: [
                (cap("no-way-back"), limit(Rating::LeanNoHire)),
                (cap("never-priced"), limit(Rating::StrongNoHire)),
            ]
            .into(),
            ..Subject::default()
        };
        let mut first = drawn(Kind::SystemDesign, "des-a");
        if let Event::Drawn(drawn) = &mut first {
            drawn.subject = Some(subject);
        }
        let rated = Event::Rated {
            dimension: tradeoffs.clone(),
            when: Reveal::Final,
            rating: Some(Rating::StrongHire),
            evidence: None,
        };
        let admitted = |name, made| Event::CapAdmitted {
            cap: cap(name),
            made,
        };
        let mut events = vec![
            envelope("r", 1, first),
            envelope("r", 2, admitted("no-way-back", Some(true))),
            envelope("r", 3, admitted("never-priced", Some(false))),
            envelope("r", 4, rated),
        ];
        journal.append(&events).unwrap();
        let open = journal.summaries().unwrap();
        assert_eq!(open[0].ratings[&tradeoffs], Rating::StrongHire);
        events.push(envelope("r", 5, Event::Finished));
        journal.append(&events).unwrap();
        let finished = &journal.summaries().unwrap()[0];
        assert_eq!(finished.ratings[&tradeoffs], Rating::LeanNoHire);
        assert_eq!(finished.scores.last[&tradeoffs], Rating::LeanNoHire);
    });
}

#[test]
fn finishing_twice_is_harmless() {
    both(|journal| {
        let locked = Event::Locked {
            close: CloseLength::Short,
            dimensions: Vec::new(),
        };
        journal
            .append(&[
                envelope("r", 1, drawn(Kind::Behavioral, "beh-a")),
                envelope("r", 2, locked),
                envelope("r", 3, Event::Finished),
            ])
            .unwrap();
        journal
            .append(&[envelope("r", 4, Event::Finished)])
            .unwrap();
        let summary = &journal.summaries().unwrap()[0];
        assert_eq!((summary.events, summary.progress), (3, Progress::Finished));
    });
}

#[test]
fn an_overtaken_event_is_refused_with_all_that_came_with_it() {
    both(|journal| {
        journal
            .append(&[envelope("r", 1, drawn(Kind::Behavioral, "beh-a"))])
            .unwrap();
        let mut other = envelope("r", 1, note("late"));
        other.event_id = "another".to_owned();
        let refused = journal.append(&[envelope("r", 2, note("with it")), other]);
        assert_eq!(refused, Err(StoreError::Overtaken { seq: 1 }));
        assert_eq!(journal.events(&RoundId("r".to_owned())).unwrap().len(), 1);
    });
}

#[test]
fn summaries_are_the_fold_of_the_events() {
    both(|journal| {
        let events = [
            envelope("r1", 1, drawn(Kind::Behavioral, "beh-a")),
            envelope("r2", 1, drawn(Kind::SystemDesign, "des-b")),
            envelope("r1", 2, Event::Started),
            envelope(
                "r1",
                3,
                Event::FocusSet {
                    text: "sizes first".into(),
                },
            ),
        ];
        for event in &events {
            journal.append(std::slice::from_ref(event)).unwrap();
        }
        let fold = |round: &str| {
            let mut of_round = events.iter().filter(|event| event.round.0 == round);
            let first = Summary::begin(of_round.next().unwrap()).unwrap();
            of_round.fold(first, Summary::after)
        };
        assert_eq!(journal.summaries().unwrap(), [fold("r1"), fold("r2")]);
    });
}

#[test]
fn all_events_come_in_the_order_in_which_they_were_kept_and_exercises_apart() {
    both(|journal| {
        let exercise = Event::Exercised(Box::new(Exercise::Written {
            story: "queue".into(),
        }));
        let events = [
            envelope("r2", 1, drawn(Kind::Behavioral, "beh-a")),
            envelope("e", 1, exercise),
            envelope("r1", 1, drawn(Kind::SystemDesign, "des-b")),
            envelope("r2", 2, Event::Started),
        ];
        for event in &events {
            journal.append(std::slice::from_ref(event)).unwrap();
        }
        assert_eq!(journal.all_events().unwrap(), events);
        assert_eq!(journal.exercises().unwrap(), events[1..2]);
        assert_eq!(journal.summaries().unwrap().len(), 2);
    });
}

#[test]
fn imported_attempts_are_found_and_are_no_rounds() {
    both(|journal| {
        let record = Record {
            id: Some("a".to_owned()),
            at: "2026-11-01T09:00:00Z".to_owned(),
            kind: "coding".to_owned(),
            prompt: None,
            topics: Vec::new(),
            difficulty: None,
            level: None,
            budget_minutes: None,
            minutes: None,
            scale: (1.0, 5.0),
            first: BTreeMap::new(),
            last: BTreeMap::from([("correctness".to_owned(), 3.5)]),
            items: BTreeMap::from([("correctness".to_owned(), (2, 3))]),
            tests: None,
            hints: 0,
            repeat: false,
            external: BTreeMap::new(),
        };
        let imported = Event::Imported {
            source: "a file".into(),
            record: Box::new(record),
        };
        let imported = envelope("import-a", 1, imported);
        for _ in 0..2 {
            journal.append(std::slice::from_ref(&imported)).unwrap();
        }
        journal
            .append(&[envelope("r", 1, drawn(Kind::Behavioral, "beh-a"))])
            .unwrap();
        assert_eq!(journal.imported().unwrap(), std::slice::from_ref(&imported));
        assert_eq!(journal.summaries().unwrap().len(), 1);
    });
}

#[test]
fn drafts_replace_each_other_and_pins_do_not() {
    both(|journal| {
        let round = RoundId("r".to_owned());
        assert_eq!(journal.draft(&round).unwrap(), None);
        for text in ["half a li", "half a line"] {
            let at = envelope("r", 1, note("")).at;
            let draft = Draft {
                round: round.clone(),
                text: text.into(),
                active_ms: 9,
                at,
            };
            journal.save_draft(&draft).unwrap();
            assert_eq!(journal.draft(&round).unwrap(), Some(draft));
        }
        journal
            .append(&[envelope("r", 1, drawn(Kind::Behavioral, "beh-a"))])
            .unwrap();
        let kept = journal.draft(&round).unwrap().unwrap();
        assert_eq!(kept.text.as_str(), "half a line", "no line was entered");
        journal
            .append_line(&[envelope("r", 2, note("half a line"))])
            .unwrap();
        let kept = journal.draft(&round).unwrap().unwrap();
        assert_eq!((kept.text.as_str(), kept.active_ms), ("", 9));
        journal.pin("hash", "one").unwrap();
        journal.pin("hash", "two").unwrap();
        assert_eq!(journal.pinned("hash").unwrap().as_deref(), Some("one"));
        assert_eq!(journal.pinned("none").unwrap(), None);
    });
}

#[test]
fn a_journal_is_there_after_it_was_opened_again() {
    let data = tempfile::tempdir().unwrap();
    let first = envelope("r", 1, drawn(Kind::Behavioral, "beh-a"));
    Sqlite::open(data.path())
        .unwrap()
        .append(std::slice::from_ref(&first))
        .unwrap();
    let again = Sqlite::open(data.path()).unwrap();
    assert_eq!(again.events(&first.round).unwrap(), [first]);
}
