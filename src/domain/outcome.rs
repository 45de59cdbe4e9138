//! Real interviews, written down afterwards: what was asked, what surprised, what was promised.

use super::bank::Kind;
use super::bank::check::generation;
use super::day::Day;
use super::fault::{Code, Fault, Faults};
use super::history::{Progress, Summary};
use super::raw::{At, Choice};
use super::text::Safe;
use crate::domain::bank::Rating;
use crate::record;

/// Real interviews are set beside practice from so many on: fewer say nothing.
pub const ENOUGH: usize = 3;

record! {
    /// `outcomes/ID.toml`: one company's interviews.
    pub struct OutcomeFile {
        /// Generation of the format.
        pub schema: At<u32>,
        /// The company, in the candidate's own word.
        pub company: Safe,
        /// The job.
        pub role: Option<Safe>,
        /// What came of it.
        pub result: Outcome,
        /// The interviews, in order.
        pub rounds: Vec<RoundTable> = "round",
    }
}

record! {
    /// One interview.
    pub struct RoundTable {
        /// What sort of interview it was.
        pub kind: Kind,
        /// When.
        pub date: Day,
        /// Whether it was passed.
        pub passed: Passed,
        /// What was asked.
        pub asked: Vec<Safe>,
        /// What surprised.
        pub surprised: Vec<Safe>,
        /// What was promised.
        pub promised: Vec<PromiseTable>,
    }
}

record! {
    /// Something that was promised.
    pub struct PromiseTable {
        /// Who said it, by role.
        pub who: At<Safe>,
        /// What was said.
        pub text: At<Safe>,
    }
}

/// What came of a company's interviews.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing yet.
    Waiting,
    /// An offer.
    Offer,
    /// A refusal.
    Refused,
    /// The candidate left.
    Withdrawn,
}

impl Outcome {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        word(self)
    }
}

impl Choice for Outcome {
    const WHAT: &'static str = "a result";
    const WORDS: &'static [(&'static str, Self)] = &[
        ("waiting", Self::Waiting),
        ("offer", Self::Offer),
        ("refused", Self::Refused),
        ("withdrawn", Self::Withdrawn),
    ];
}

/// Whether an interview was passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Passed {
    /// It led on.
    Yes,
    /// It did not.
    No,
    /// Nobody said.
    Unknown,
}

impl Passed {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        word(self)
    }
}

impl Choice for Passed {
    const WHAT: &'static str = "a word for passed or not";
    const WORDS: &'static [(&'static str, Self)] = &[
        ("yes", Self::Yes),
        ("no", Self::No),
        ("unknown", Self::Unknown),
    ];
}

fn word<T: Choice + PartialEq>(value: T) -> &'static str {
    T::WORDS
        .iter()
        .find(|(_, known)| *known == value)
        .map_or("", |(word, _)| word)
}

/// One company's interviews, checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Interviews {
    /// The file's name.
    pub id: Safe,
    /// What stands in it.
    pub file: OutcomeFile,
}

/// Checks the file that is called `id`.
pub fn check(file: &OutcomeFile, id: &str, faults: &mut Faults) -> Option<Interviews> {
    let before = faults.len();
    generation(&file.schema, faults);
    let promises = file.rounds.iter().flat_map(|round| &round.promised);
    for promise in promises {
        for (what, text) in [("who", &promise.who), ("text", &promise.text)] {
            if text.value.is_blank() {
                let message = format!("`{what}` is empty");
                let help = "write who promised, and what: it may be evidence one day";
                faults.push(Fault::error(Code::FORM, text.span, &message, help));
            }
        }
    }
    (faults.len() == before).then(|| Interviews {
        id: Safe::new(id),
        file: file.clone(),
    })
}

/// Something said in an interview that an offer's scorecard may rest on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence<'a> {
    /// Its name in the offer's file.
    pub id: String,
    /// When it was said.
    pub date: Day,
    /// Who said it.
    pub who: &'a Safe,
    /// Where it is written down.
    pub reference: String,
    /// What was said.
    pub text: &'a Safe,
}

impl Interviews {
    /// Everything that was promised, as evidence.
    pub fn evidence(&self) -> Vec<Evidence<'_>> {
        let mut evidence = Vec::new();
        for (number, round) in (1..).zip(&self.file.rounds) {
            for (place, promise) in (1..).zip(&round.promised) {
                let (number, place): (usize, usize) = (number, place);
                evidence.push(Evidence {
                    id: format!("{}-r{number}p{place}", self.id),
                    date: round.date,
                    who: &promise.who.value,
                    reference: format!("outcome:{}/round{number}#promised{place}", self.id),
                    text: &promise.text.value,
                });
            }
        }
        evidence
    }
}

/// Real interviews of a kind beside practised rounds of it, in counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Beside {
    /// The kind.
    pub kind: Kind,
    /// Real interviews that were passed.
    pub passed: usize,
    /// Real interviews of which it is known.
    pub known: usize,
    /// Practised rounds whose hire call is at the bar or above.
    pub at_bar: usize,
    /// Practised rounds with a hire call.
    pub called: usize,
}

/// Real interviews beside practice, kind by kind; nothing before there are [`ENOUGH`] of which it
/// is known whether they were passed.
pub fn beside(all: &[Interviews], rounds: &[Summary]) -> Vec<Beside> {
    let real = || all.iter().flat_map(|interviews| &interviews.file.rounds);
    if real()
        .filter(|round| round.passed != Passed::Unknown)
        .count()
        < ENOUGH
    {
        return Vec::new();
    }
    let row = |kind: Kind| {
        let of_kind = || real().filter(move |round| round.kind == kind);
        let calls: Vec<Rating> = rounds
            .iter()
            .filter(|round| round.kind == kind && round.progress == Progress::Finished)
            .filter_map(|round| round.hire_call)
            .collect();
        Beside {
            kind,
            passed: of_kind().filter(|r| r.passed == Passed::Yes).count(),
            known: of_kind().filter(|r| r.passed != Passed::Unknown).count(),
            at_bar: calls.iter().filter(|call| **call >= Rating::BAR).count(),
            called: calls.len(),
        }
    };
    let rows = Kind::ALL.map(row).into_iter();
    rows.filter(|row| row.known > 0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::io::toml;

    const TEXT: &str = "schema = 1\ncompany = \"north\"\nresult = \"waiting\"\n\
        [[round]]\nkind = \"coding\"\ndate = 2026-11-20\npassed = \"yes\"\n\
        promised = [{ who = \"lead\", text = \"no pager\" }, { who = \"hr\", text = \"w\" }]\n\
        [[round]]\nkind = \"coding\"\ndate = 2026-11-21\npassed = \"no\"\n\
        [[round]]\nkind = \"screen\"\ndate = 2026-11-22\npassed = \"yes\"\n";

    fn read(text: &str) -> (Option<Interviews>, Vec<String>) {
        let mut faults = Faults::new();
        let file: Option<OutcomeFile> = toml::read(text, &mut faults);
        let read = file.and_then(|file| check(&file, "north", &mut faults));
        let faults = faults.iter().map(|fault| fault.message.to_string());
        (read, faults.collect())
    }

    #[test]
    fn promises_are_evidence_with_their_place() {
        let north = read(TEXT).0.unwrap();
        let evidence = north.evidence();
        assert_eq!(evidence.len(), 2);
        assert_eq!(evidence[1].id, "north-r1p2");
        assert_eq!(evidence[1].reference, "outcome:north/round1#promised2");
        assert_eq!(evidence[0].date.to_string(), "2026-11-20");
    }

    #[test]
    fn three_known_interviews_stand_beside_practice_and_two_do_not() {
        let north = read(TEXT).0.unwrap();
        let rows = beside(std::slice::from_ref(&north), &[]);
        let rows: Vec<_> = rows.iter().map(|r| (r.kind, r.passed, r.known)).collect();
        assert_eq!(rows, [(Kind::Coding, 1, 2), (Kind::Screen, 1, 1)]);
        let open = read(&TEXT.replace("\"no\"", "\"unknown\"")).0.unwrap();
        assert_eq!(beside(&[open], &[]), []);
    }

    #[test]
    fn all_faults_come_at_once() {
        let text = TEXT
            .replace("\"lead\"", "\" \"")
            .replace("= \"w\"", "= \"\"");
        assert_eq!(read(&text).1, ["`who` is empty", "`text` is empty"]);
        let text = TEXT
            .replace("waiting", "wait")
            .replace("2026-11-21", "\"soon\"");
        let faults = read(&text).1;
        assert_eq!(faults, ["`wait` is not a result", "this is no date"]);
    }
}
