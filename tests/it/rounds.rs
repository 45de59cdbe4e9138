//! Random sequences of what can happen to a round: the live state is the replay of its journal.

use std::cell::Cell;
use std::collections::BTreeMap;

use mockloop::domain::bank::{Prompt, PromptId};
use mockloop::domain::history::Summary;
use mockloop::domain::round::scenario::Scenario;
use mockloop::domain::round::{
    Act, Budget, CloseLength, Context, Decision, Drawn, Envelope, Event, FORMAT, Input, Pending,
    Refusal, Reply, RoundId, Stage, State, Timekeeping, decide, replay, step,
};
use mockloop::engine::{Desk, Library, Table, Target, Ui};
use mockloop::io::clock::Clock as _;
use mockloop::io::entropy::Entropy as _;
use mockloop::io::store::{Draft, Journal, Memory, StoreError};
use mockloop::report::Manner;
use mockloop::report::bar::bar;
use mockloop::report::document::Document;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use crate::promise::Promise;
use crate::world::{ScriptedClock, ScriptedEntropy, ScriptedRunner};

/// What can happen to a round.
#[derive(Debug, Clone)]
enum Action {
    Line(String),
    Pass(u64),
    Sleep(u64),
    /// The process dies; what it last wrote as a sign of life may be old or missing.
    Kill {
        heartbeat_age_ms: Option<u64>,
        away_ms: u64,
        reboot: bool,
    },
    /// The input ends or the terminal hangs up, and the round is taken up again.
    Leave {
        away_ms: u64,
        reboot: bool,
    },
    /// The process is stopped, as by Ctrl-Z, and goes on.
    Stop(u64),
    /// The same events are kept once more.
    KeepAgain,
    /// The terminal gets another width.
    Resize(usize),
    /// Somebody puts the wall clock forward or back.
    PutClock(i64),
    /// The process dies, and the round's bank is gone when it is taken up again.
    LoseBank,
    /// The disk is full while a line is entered, and has room again afterwards.
    FullDisk(String),
}

/// A line that is never kept while the answer is open, whatever came before.
const REFUSED: [&str; 9] = [
    "",
    "   ",
    "/a",
    "/nope",
    "/extend 0",
    "/extend soon",
    "/hint now",
    "/full",
    "/e  ",
];

/// The kinds of round, each with a shipped prompt.
const PROMPTS: [&str; 5] = [
    "des-webhook-delivery",
    "beh-made-it-worse",
    "inc-slow-captures",
    "scr-hm-first-call",
    "neg-expiring-offer",
];

/// Lines that mean something in rounds that react, and are notes elsewhere.
const VERBS: [&str; 28] = [
    "look error log",
    "look pool wait times",
    "look psp or cpu",
    "look the weather",
    "/look oban",
    "do pause captures",
    "do resume captures",
    "do restart all nodes",
    "do call the partner",
    "do reconcile timed-out captures with the partner's list",
    "do a dance",
    "tell support next update 14:20",
    "tell the VP that captures can wait",
    "undo",
    "runbook pause captures first",
    "action page on old transactions, owner me, by Friday",
    "action page on old transactions",
    "mind more than two bad nights a month",
    "target 90000",
    "ask base 88000",
    "ask base 90k because I lead settlements",
    "ask sign-on 4000",
    "ask deadline thursday",
    "ask the moon",
    "give a start on 1 September",
    "accept",
    "decline",
    "terms",
];

fn lines() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[a-z ]{1,30}".prop_map(|text| format!("note {text}")),
        2 => prop_oneof!["/a ", "/t ", "/e "].prop_flat_map(|tag| {
            "[a-z]{1,20}".prop_map(move |text| format!("{tag}{text}"))
        }),
        2 => prop_oneof![
            Just("how many events a second?"), Just("may we lose one?"), Just("why not?"),
            Just("order or loss?"), Just("1"), Just("2"), Just("/ask"),
        ].prop_map(ToOwned::to_owned),
        2 => prop_oneof![Just("/next"), Just("/back"), Just("/next")].prop_map(ToOwned::to_owned),
        2 => prop_oneof![
            Just("/hint"), Just("/hint take"), Just("/pause"), Just("/resume"), Just("/extend"),
            Just("/extend 7"), Just("/time"), Just("/show"), Just("/help"),
        ].prop_map(ToOwned::to_owned),
        4 => proptest::sample::select(VERBS.to_vec()).prop_map(ToOwned::to_owned),
        1 => Just("/done".to_owned()),
        4 => prop_oneof![
            Just("1"), Just("3"), Just("met"), Just("below"), Just("?"), Just("skip"), Just("y"),
            Just("n"), Just("none"), Just(""), Just("2=3"), Just("1=4 2=2"), Just("9=9"),
            Just("/full"), Just("slower"),
        ].prop_map(ToOwned::to_owned),
        2 => proptest::sample::select(REFUSED.to_vec()).prop_map(ToOwned::to_owned),
    ]
}

fn actions() -> impl Strategy<Value = Action> {
    let away = 0u64..100_000_000;
    prop_oneof![
        12 => lines().prop_map(Action::Line),
        3 => (0u64..600_000).prop_map(Action::Pass),
        1 => (0u64..20_000_000).prop_map(Action::Sleep),
        1 => (proptest::option::of(0u64..60_000), away.clone(), any::<bool>()).prop_map(
            |(heartbeat_age_ms, away_ms, reboot)| Action::Kill { heartbeat_age_ms, away_ms, reboot }
        ),
        1 => (away, any::<bool>()).prop_map(|(away_ms, reboot)| Action::Leave { away_ms, reboot }),
        1 => (0u64..20_000_000).prop_map(Action::Stop),
        1 => Just(Action::KeepAgain),
        1 => (0usize..300).prop_map(Action::Resize),
        1 => (-40_000_000_000i64..40_000_000_000).prop_map(Action::PutClock),
        1 => Just(Action::LoseBank),
        1 => lines().prop_map(Action::FullDisk),
    ]
}

/// A journal on a disk that may be full.
#[derive(Default)]
struct Disk {
    kept: Memory,
    is_full: Cell<bool>,
}

impl Disk {
    fn room(&self) -> Result<&Memory, StoreError> {
        if self.is_full.get() {
            return Err(StoreError::Full);
        }
        Ok(&self.kept)
    }
}

impl Journal for Disk {
    fn append(&self, events: &[Envelope]) -> Result<(), StoreError> {
        self.room()?.append(events)
    }

    fn append_line(&self, events: &[Envelope]) -> Result<(), StoreError> {
        self.room()?.append_line(events)
    }

    fn events(&self, round: &RoundId) -> Result<Vec<Envelope>, StoreError> {
        self.kept.events(round)
    }

    fn all_events(&self) -> Result<Vec<Envelope>, StoreError> {
        self.kept.all_events()
    }

    fn exercises(&self) -> Result<Vec<Envelope>, StoreError> {
        self.kept.exercises()
    }

    fn summaries(&self) -> Result<Vec<Summary>, StoreError> {
        self.kept.summaries()
    }

    fn imported(&self) -> Result<Vec<Envelope>, StoreError> {
        self.kept.imported()
    }

    fn pin(&self, hash: &str, texts: &str) -> Result<(), StoreError> {
        self.room()?.pin(hash, texts)
    }

    fn pinned(&self, hash: &str) -> Result<Option<String>, StoreError> {
        self.kept.pinned(hash)
    }

    fn save_draft(&self, draft: &Draft) -> Result<(), StoreError> {
        self.room()?.save_draft(draft)
    }

    fn draft(&self, round: &RoundId) -> Result<Option<Draft>, StoreError> {
        self.kept.draft(round)
    }
}

/// Nobody: a round is only read.
struct Nobody;

impl Ui for Nobody {
    fn say(&mut self, _: &Document) {}
    fn announce(&mut self, _: &Document) {}
    fn await_line(&mut self) {}
    fn manner(&self) -> Manner {
        Manner::Screen
    }
}

/// A round that is live, beside the journal that it writes.
struct Live {
    /// The prompt that the round is played with.
    prompt: Prompt,
    state: State,
    pending: Option<Pending>,
    journal: Disk,
    clock: ScriptedClock,
    entropy: ScriptedEntropy,
    replies: Vec<Reply>,
}

impl Live {
    fn new(id: &str) -> Self {
        Self::timed(id, Timekeeping::Active)
    }

    fn timed(id: &str, timekeeping: Timekeeping) -> Self {
        let library = Library::new(None);
        let entry = library.read(library.find(id).unwrap()).unwrap();
        let (clock, entropy) = (ScriptedClock::default(), ScriptedEntropy::default());
        let budget = |phase: &mockloop::domain::bank::prompt::Phase| Budget {
            phase: phase.id.clone(),
            budget_ms: Some(u64::from(phase.minutes) * 60_000),
        };
        let drawn = Drawn {
            bank: entry.bank,
            bank_version: entry.bank_version,
            prompt: PromptId::new(id).unwrap(),
            revision: 1,
            hash: entry.hash.clone(),
            kind: entry.prompt.kind(),
            level: entry.prompt.level,
            seed: 7,
            draw: 1,
            seat: None,
            drill: None,
            stack: None,
            timekeeping,
            budgets: entry.prompt.phases.iter().map(budget).collect(),
            subject: None,
            formula: None,
        };
        let first = Envelope {
            event_id: entropy.id(0),
            round: RoundId("round".to_owned()),
            seq: 1,
            v: FORMAT,
            active_ms: 0,
            at: clock.now(),
            event: Event::Drawn(Box::new(drawn)),
        };
        let journal = Disk::default();
        journal.pin(&entry.hash, &entry.texts).unwrap();
        journal.append(std::slice::from_ref(&first)).unwrap();
        let state = State::drawn(&first).unwrap();
        let prompt = entry.prompt;
        let replies = Vec::new();
        let mut live = Self {
            prompt,
            state,
            pending: None,
            journal,
            clock,
            entropy,
            replies,
        };
        live.take(&Input::Start);
        live
    }

    /// Takes an input as the engine does: decided, kept, folded.
    fn take(&mut self, input: &Input) -> usize {
        let at = self.clock.now();
        let context = Context {
            prompt: &self.prompt,
            known: &BTreeMap::new(),
            close: CloseLength::Short,
            pending: self.pending.as_ref(),
        };
        let Decision {
            happenings,
            replies,
            pending,
            ..
        } = decide(&self.state, input, &at, &context);
        let (kept, seq) = (happenings.len(), self.state.seq);
        let envelopes: Vec<Envelope> = happenings
            .into_iter()
            .zip(seq + 1..)
            .map(|(happening, seq)| Envelope {
                event_id: self.entropy.id(0),
                round: self.state.round.clone(),
                seq,
                v: FORMAT,
                active_ms: happening.active_ms,
                at: at.clone(),
                event: happening.event,
            })
            .collect();
        if let Err(error) = self.journal.append(&envelopes) {
            // It was not kept: nothing has happened, and it is told.
            assert_eq!(error, StoreError::Full);
            return 0;
        }
        for envelope in &envelopes {
            self.state = step(self.state.clone(), envelope).0;
        }
        self.pending = pending;
        self.replies = replies;
        kept
    }

    /// The round is taken up again after a while: whatever became of its bank, it reads the same.
    fn come_back(&mut self, away_ms: u64, reboot: bool, alive_ms: Option<u64>) {
        self.clock.pass(away_ms);
        if reboot {
            self.clock.reboot();
        }
        let runner = ScriptedRunner::default();
        let desk = Desk {
            table: Table {
                journal: &self.journal,
                clock: &self.clock,
                entropy: &self.entropy,
                ui: &mut Nobody,
                runner: &runner,
            },
            // There is no bank at all any more.
            library: Library::default(),
            data: std::path::PathBuf::new(),
            target: Target::default(),
        };
        let (prompt, state) = desk.round("last").unwrap();
        assert_eq!(prompt, self.prompt, "the prompt is another one");
        (self.prompt, self.state, self.pending) = (prompt, state, None);
        self.take(&Input::Reopen { alive_ms });
    }

    fn replayed(&self) -> State {
        let events = self.journal.events(&self.state.round).unwrap();
        replay(&self.state.round, &events).unwrap()
    }

    fn act(&mut self, action: &Action) {
        match action {
            Action::Line(line) => {
                self.take(&Input::Tick);
                let is_open = matches!(self.state.stage, Stage::Answering { .. });
                let kept = self.take(&Input::Line(line.clone()));
                if is_open && REFUSED.contains(&line.as_str()) {
                    assert_eq!(kept, 0, "{line:?} was kept");
                    assert_eq!(self.replies.len(), 1, "{line:?} got no answer");
                }
            }
            Action::Pass(ms) => {
                self.clock.pass(*ms);
                self.take(&Input::Tick);
            }
            Action::Sleep(ms) => {
                self.clock.sleep(*ms);
                self.take(&Input::Tick);
            }
            Action::Kill {
                heartbeat_age_ms,
                away_ms,
                reboot,
            } => {
                let alive_ms = heartbeat_age_ms
                    .map(|age| self.state.active_ms(&self.clock.now()).saturating_sub(age));
                self.come_back(*away_ms, *reboot, alive_ms);
            }
            Action::Leave { away_ms, reboot } => {
                self.take(&Input::Tick);
                self.take(&Input::End);
                self.come_back(*away_ms, *reboot, None);
            }
            Action::Stop(ms) => {
                let alive_ms = self.state.active_ms(&self.clock.now());
                self.clock.pass(*ms);
                self.take(&Input::Continue { alive_ms });
                self.take(&Input::Tick);
            }
            Action::Resize(columns) => {
                let now_ms = self.state.active_ms(&self.clock.now());
                if let Some(bar) = bar(&self.state, now_ms) {
                    assert!(!bar.left(*columns).is_empty() && !bar.right(*columns).is_empty());
                }
            }
            Action::PutClock(ms) => {
                self.clock.put(*ms);
                self.take(&Input::Tick);
            }
            // Whoever comes back finds no bank at all: see below.
            Action::LoseBank => self.come_back(0, false, None),
            Action::FullDisk(line) => {
                let seq = self.state.seq;
                self.journal.is_full.set(true);
                self.take(&Input::Tick);
                self.take(&Input::Line(line.clone()));
                assert_eq!(self.state.seq, seq, "{line:?} was kept on a full disk");
                self.journal.is_full.set(false);
                self.take(&Input::Tick);
            }
            Action::KeepAgain => {
                let events = self.journal.events(&self.state.round).unwrap();
                self.journal.append(&events).unwrap();
            }
        }
    }
}

/// The time that a round has taken, worked out without its clock.
struct Time {
    timekeeping: Timekeeping,
    ms: u64,
    /// The time when something was last kept.
    kept_ms: u64,
}

impl Time {
    /// What an action adds, or takes away; `runs` if the answer is open, `ticks` if the clock is
    /// not stopped.
    fn after(&mut self, action: &Action, runs: bool, ticks: bool) {
        let is_strict = self.timekeeping == Timekeeping::Strict;
        let away = |away_ms: u64, reboot: bool| {
            if is_strict && runs && !reboot {
                away_ms
            } else {
                0
            }
        };
        match action {
            Action::Pass(ms) if ticks => self.ms += ms,
            Action::Sleep(ms) if ticks && is_strict => self.ms += ms,
            // A stop of less than two seconds is no pause.
            Action::Stop(ms) if ticks && (is_strict || *ms < 2_000) => self.ms += ms,
            Action::Leave { away_ms, reboot } => self.ms += away(*away_ms, *reboot),
            Action::Kill {
                heartbeat_age_ms,
                away_ms,
                reboot,
            } if runs => {
                if is_strict && !reboot {
                    self.ms += away_ms;
                } else {
                    // What passed since the last sign of life is lost with the process.
                    let alive_ms = heartbeat_age_ms.map_or(0, |age| self.ms.saturating_sub(age));
                    self.ms = alive_ms.max(self.kept_ms);
                }
            }
            Action::LoseBank if runs && !is_strict => self.ms = self.kept_ms,
            Action::Pass(_)
            | Action::Sleep(_)
            | Action::Stop(_)
            | Action::Kill { .. }
            | Action::Line(_)
            | Action::KeepAgain
            | Action::Resize(_)
            | Action::PutClock(_)
            | Action::LoseBank
            | Action::FullDisk(_) => {}
        }
    }
}

fn check(id: &str, timekeeping: Timekeeping, sequence: &[Action]) {
    let mut live = Live::timed(id, timekeeping);
    let mut time = Time {
        timekeeping,
        ms: 0,
        kept_ms: 0,
    };
    for action in sequence {
        let stage = live.state.stage;
        let (first, seq) = (live.state.hire_call.first, live.state.seq);
        live.act(action);
        time.after(
            action,
            matches!(stage, Stage::Answering { .. }),
            stage == Stage::Answering { paused: None },
        );
        if live.state.seq > seq {
            time.kept_ms = time.ms;
        }
        assert_eq!(live.state, live.replayed(), "after {action:?}");
        let now_ms = live.state.active_ms(&live.clock.now());
        assert!(
            now_ms.abs_diff(time.ms) < 1_000,
            "{now_ms} ms instead of {} after {action:?}",
            time.ms
        );
        assert!(
            first.is_none() || live.state.hire_call.first == first,
            "a first rating changed"
        );
    }
    let events = live.journal.events(&live.state.round).unwrap();
    assert!(
        events.iter().zip(1..).all(|(event, seq)| event.seq == seq),
        "a gap in the numbers"
    );
    assert!(
        events.is_sorted_by_key(|event| event.active_ms),
        "time fell in the journal"
    );
}

/// Whatever interrupts a round, it goes on at the same stage, with the same prompt and time.
#[test]
fn live_state_is_the_replay_of_the_journal() {
    let promise = Promise::of("resume");
    let cases = promise.times(8, 256);
    let config = ProptestConfig {
        cases: cases / 2,
        source_file: Some(file!()),
        ..ProptestConfig::default()
    };
    let timekeeping = prop_oneof![3 => Just(Timekeeping::Active), 1 => Just(Timekeeping::Strict)];
    let sequences = (
        proptest::sample::select(PROMPTS.to_vec()),
        timekeeping,
        proptest::collection::vec(actions(), 1..60),
    );
    // Most random sequences stay in the answer; those of the second half begin behind the lock: the
    // interviewer's last questions, then the plan that an incident wants, then the lock.
    for beginning in [0, 3] {
        TestRunner::new(config.clone())
            .run(&sequences, |(prompt, timekeeping, sequence)| {
                let mut whole = vec![Action::Line("/done".to_owned()); beginning];
                whole.extend(sequence);
                check(prompt, timekeeping, &whole);
                Ok(())
            })
            .unwrap();
    }
    promise.held(
        usize::try_from(cases).unwrap(),
        "sequences, half of them behind the lock: state = replay, time exact to the second",
    );
}

/// What happens by itself happens once, at the incident's own minutes, whatever is done between.
#[test]
fn injects_come_once_and_what_may_vary_comes_from_the_seed() {
    let mut live = Live::new("inc-slow-captures");
    for _ in 0..35 * 60 {
        live.act(&Action::Pass(1_000));
    }
    let happened = live.state.moves.iter().filter_map(|step| match &step.what {
        Act::Happened(id) => Some((id.as_str(), step.at_ms / 1_000)),
        Act::Looked { .. }
        | Act::Did { .. }
        | Act::Told { .. }
        | Act::TookBack
        | Act::AskedFor { .. } => None,
    });
    let seen: Vec<(&str, u64)> = happened.collect();
    let ids: Vec<&str> = seen.iter().map(|(id, _)| *id).collect();
    assert_eq!(
        ids,
        [
            "support-asks",
            "who-leads",
            "idle-hands",
            "worse",
            "vp-restart",
            "repeats-due",
            "partner-note",
            "well-again"
        ]
    );
    assert_eq!(seen[0].1, 4 * 60, "it has a minute of its own");
    assert!((5 * 60..=6 * 60).contains(&seen[1].1), "it varies by one");
    assert!((13 * 60..=15 * 60).contains(&seen[4].1), "it varies by two");
}

/// The same seed, the same minutes; each minute within the bounds is met by some seed.
#[test]
fn what_may_vary_in_an_incident_comes_from_the_seed() {
    let minutes = |seed: u64| {
        let mut live = Live::new("inc-slow-captures");
        live.state.drawn.seed = seed;
        let scenario = Scenario::of(&live.prompt, &live.state).unwrap();
        let due = |minute: u64| scenario.due(minute * 60_000).len();
        (0..20).map(due).collect::<Vec<_>>()
    };
    assert_eq!(minutes(7), minutes(7));
    let all: std::collections::BTreeSet<Vec<usize>> = (0..64).map(minutes).collect();
    assert_eq!(
        all.len(),
        2 * 2 * 3,
        "two that vary by one minute, one by two"
    );
}

/// An action that has not settled shows nothing yet, and can be taken back; one that has can't.
#[test]
fn an_action_settles_after_its_minutes_or_is_taken_back() {
    let mut live = Live::new("inc-slow-captures");
    let calm = |live: &Live| {
        let scenario = Scenario::of(&live.prompt, &live.state).unwrap();
        let now_ms = scenario.now_ms(live.state.active_ms(&live.clock.now()));
        let facts = scenario.facts(now_ms);
        facts.iter().any(|fact| fact.as_str() == "calm")
    };
    let typed = |text: &str| Action::Line(text.to_owned());
    live.act(&typed("do pause captures"));
    live.act(&Action::Pass(119_000));
    assert!(!calm(&live));
    live.act(&typed("undo"));
    assert!(live.replies.is_empty(), "{:?}", live.replies);
    live.act(&Action::Pass(60_000));
    assert!(!calm(&live), "it was taken back");
    live.act(&typed("do pause captures"));
    live.act(&Action::Pass(121_000));
    assert!(calm(&live));
    live.act(&typed("undo"));
    assert_eq!(
        live.replies,
        [Reply::Refused(Refusal::NothingToTakeBack)],
        "it has settled"
    );
    // What follows on the same facts does not settle before it.
    live.act(&typed("do resume captures"));
    live.act(&typed("do pause captures"));
    live.act(&Action::Pass(300_000));
    assert!(calm(&live), "the pause came last");
}

/// Two clarifications that a question finds equally well are told apart by a number.
#[test]
fn a_question_that_could_mean_two_things_asks_which() {
    let mut live = Live::new("des-webhook-delivery");
    let known = live.prompt.clarifications.clone();
    let (first, second) = (&known[0], &known[1]);
    let same_length = |a: &&String| second.keys.iter().any(|b| a.len() == b.len());
    let one = first.keys.iter().find(same_length).unwrap();
    let other = second
        .keys
        .iter()
        .find(|key| key.len() == one.len())
        .unwrap();
    let events = live.state.seq;
    live.act(&Action::Line(format!("{one} and {other}?")));
    assert_eq!(
        live.replies,
        [Reply::WhichQuestion(vec![
            first.id.clone(),
            second.id.clone()
        ])]
    );
    assert_eq!(live.state.seq, events, "nothing is kept before it is clear");
    live.act(&Action::Line("2".to_owned()));
    let asked = &live.state.questions[0];
    assert_eq!(asked.matched.as_ref(), Some(&second.id));
    assert_eq!(asked.text.as_str(), format!("{one} and {other}?"));
    // Without the question a number is a note.
    live.act(&Action::Line("2".to_owned()));
    assert_eq!(live.state.captures[0].text.as_str(), "2");
}
