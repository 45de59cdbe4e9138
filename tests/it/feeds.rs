//! What strangers feed the program, made by chance: it never panics, and what it finds wrong has a
//! place. The fuzz targets call the same functions with bytes of their own.

use crate::chance::Chance;
use crate::fed::{self, HISTORY, OFFER, PROMPT, RECORDS, SCORECARD, Told};
use crate::promise::Promise;
use crate::strange;

/// Lines that mean something at the first screen or in a round.
const LINES: [&str; 48] = [
    "practice --prompt des-webhook-delivery",
    "practice --prompt beh-made-it-worse",
    "practice --fit 30",
    "practice --prompt inc-slow-captures --untimed",
    "practice --prompt neg-expiring-offer --strict",
    "practice coding --seed 7",
    "practice --another",
    "resume",
    "show",
    "show --json",
    "sessions",
    "readiness",
    "weak",
    "why",
    "bank list",
    "bank show des-webhook-delivery",
    "plan show",
    "drill tradeoffs",
    "story list",
    "outcome list",
    "offer compare",
    "doctor --json",
    "help",
    "abandon last",
    "grade",
    "how many events a second?",
    "/a a line",
    "/t that, not this",
    "/e nobody is there",
    "/hint",
    "/hint take",
    "/next",
    "/back",
    "/pause",
    "/resume",
    "/extend 7",
    "/time",
    "/show",
    "/help",
    "/calc 2 * 3",
    "/done",
    "/done",
    "3",
    "",
    "2=3",
    "skip",
    "/quit",
    "quit it",
];

/// How a text is made otherwise by chance.
fn changed(text: &str, with: &[&str], chance: &mut Chance) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..=chance.below(3) {
        let (start, end) = range(&bytes, chance);
        match chance.below(7) {
            0 => drop(bytes.drain(start..end)),
            1 => {
                let copied = bytes[start..end].to_vec();
                let at = below(chance, bytes.len() + 1);
                bytes.splice(at..at, copied);
            }
            2 => drop(bytes.splice(start..end, strange::bytes(chance))),
            3 => {
                let number = [
                    "-1",
                    "0",
                    "1e400",
                    "99999999999999999999",
                    "NaN",
                    "\"\"",
                    "null",
                    "[]",
                    "{}",
                ];
                let number = number[below(chance, number.len())];
                if let Some(at) = bytes[start..].iter().position(u8::is_ascii_digit) {
                    let at = start + at;
                    let digits = bytes[at..].iter().take_while(|byte| byte.is_ascii_digit());
                    let end = at + digits.count();
                    bytes.splice(at..end, number.bytes());
                }
            }
            4 => {
                let other = with[below(chance, with.len())].as_bytes();
                let (from, to) = range(other, chance);
                bytes.splice(start..start, other[from..to].iter().copied());
            }
            5 => bytes.truncate(end),
            _ => {
                if let Some(byte) = bytes.get_mut(start) {
                    *byte ^= 1 << chance.below(8);
                }
            }
        }
    }
    bytes
}

/// A piece of a text: a few bytes mostly, and whole lines of it now and then.
fn range(bytes: &[u8], chance: &mut Chance) -> (usize, usize) {
    let start = below(chance, bytes.len() + 1);
    let length = if chance.one_in(4) { 400 } else { 12 };
    let end = (start + below(chance, length)).min(bytes.len());
    if !chance.one_in(3) {
        return (start, end);
    }
    let is_end = |byte: &u8| *byte == b'\n';
    let begin = bytes[..start]
        .iter()
        .rposition(is_end)
        .map_or(0, |at| at + 1);
    let end = bytes[end..]
        .iter()
        .position(is_end)
        .map_or(bytes.len(), |at| end + at + 1);
    (begin, end)
}

fn below(chance: &mut Chance, limit: usize) -> usize {
    usize::try_from(chance.below(limit as u64)).unwrap()
}

/// Feeds so many texts, and writes the row: none panics, each fault has a place and words.
fn feed(
    row: &'static str,
    (seldom, table): (usize, usize),
    what: &str,
    make: fn(&mut Chance) -> Vec<u8>,
    take: fn(&[u8]) -> Told,
) {
    let promise = Promise::of(row);
    let count = promise.times(seldom, table);
    let threads = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
    let shares: Vec<(usize, Told, Vec<usize>)> = std::thread::scope(|scope| {
        let share = |first: usize| {
            scope.spawn(move || {
                let (mut faulty, mut all, mut panics) = (0, Told::default(), Vec::new());
                for number in (first..count).step_by(threads) {
                    let bytes = make(&mut Chance(number as u64));
                    match std::panic::catch_unwind(|| take(&bytes)) {
                        Ok(told) => {
                            faulty += usize::from(told.faults > 0);
                            all.faults += told.faults;
                            all.poor += told.poor;
                        }
                        Err(_) => panics.push(number),
                    }
                }
                (faulty, all, panics)
            })
        };
        let shares: Vec<_> = (0..threads).map(share).collect();
        shares
            .into_iter()
            .map(|share| share.join().unwrap())
            .collect()
    });
    let panics: Vec<usize> = shares
        .iter()
        .flat_map(|(.., panics)| panics.clone())
        .collect();
    assert!(panics.is_empty(), "{row}: {panics:?}");
    let faulty: usize = shares.iter().map(|(faulty, ..)| faulty).sum();
    let found: usize = shares.iter().map(|(_, told, _)| told.faults).sum();
    let poor: usize = shares.iter().map(|(_, told, _)| told.poor).sum();
    assert!(
        poor * 1_000 <= found,
        "{row}: {poor} of {found} faults have no place"
    );
    promise.held(
        count,
        &format!(
            "{what}: {faulty} with faults, {poor} of {found} faults without a place; 0 panics"
        ),
    );
}

#[test]
fn offer_files_by_chance_are_read_or_their_faults_are_told() {
    let make = |chance: &mut Chance| {
        let text = if chance.one_in(3) {
            format!("\0{SCORECARD}")
        } else {
            OFFER.to_owned()
        };
        changed(&text, &[OFFER, SCORECARD], chance)
    };
    feed(
        "fed-offers",
        (300, 5_000),
        "offer files and scorecards",
        make,
        fed::offer,
    );
}

#[test]
fn banks_by_chance_are_read_or_their_faults_are_told() {
    let make = |chance: &mut Chance| changed(PROMPT, &[PROMPT, OFFER], chance);
    feed(
        "fed-banks",
        (100, 2_000),
        "banks read whole",
        make,
        fed::bank,
    );
}

#[test]
fn imports_by_chance_are_taken_in_whole_or_not_at_all() {
    let make = |chance: &mut Chance| {
        let text = if chance.one_in(2) { HISTORY } else { RECORDS };
        changed(text, &[HISTORY, RECORDS], chance)
    };
    feed(
        "fed-imports",
        (100, 5_000),
        "histories and records",
        make,
        fed::import,
    );
}

#[test]
fn rows_by_chance_fold_into_a_round_that_can_be_shown() {
    let make = |chance: &mut Chance| {
        let lines: Vec<&str> = HISTORY
            .lines()
            .filter(|line| line.contains("event_id"))
            .collect();
        let mut rows = Vec::new();
        for _ in 0..12 {
            let line = lines[below(chance, lines.len())];
            if chance.one_in(2) {
                let line = changed(line, &lines, chance);
                rows.extend(line.into_iter().filter(|byte| *byte != b'\n'));
            } else {
                rows.extend_from_slice(line.as_bytes());
            }
            rows.push(b'\n');
        }
        rows
    };
    // Twelve rows at once.
    feed(
        "fed-rows",
        (40, 420),
        "times twelve rows of a journal",
        make,
        fed::rows,
    );
}

#[test]
fn lines_by_chance_are_answered() {
    let make = |chance: &mut Chance| {
        let mut text = Vec::new();
        for _ in 0..50 {
            let line = LINES[below(chance, LINES.len())];
            if chance.one_in(3) {
                text.extend(
                    changed(line, &LINES, chance)
                        .into_iter()
                        .filter(|byte| *byte != b'\n'),
                );
            } else {
                text.extend_from_slice(line.as_bytes());
            }
            text.push(b'\n');
        }
        text
    };
    // Fifty lines at once.
    feed(
        "fed-lines",
        (6, 400),
        "times fifty lines at the first screen",
        make,
        fed::lines,
    );
}
