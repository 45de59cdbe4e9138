//! Exactly the kind's own table, and what it says.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use super::parts::Names;
use super::{behavioral, coding, design, incident, negotiation, screen};
use crate::domain::bank::Kind;
use crate::domain::bank::detail::{Coding, Detail};
use crate::domain::bank::format::PromptFile;
use crate::domain::fault::{Code, Fault, Faults};

/// The length of a prompt that asks about one thing, in minutes.
pub(in crate::domain::bank) const SHORT_MINUTES: RangeInclusive<u32> = 8..=12;

/// What only the prompt's kind has; nothing if a fault was found on which it rests.
pub(super) fn detail(file: &PromptFile, names: &Names<'_>, faults: &mut Faults) -> Option<Detail> {
    let tables: BTreeSet<Kind> = [
        file.coding.as_ref().map(|_| Kind::Coding),
        file.design.as_ref().map(|_| Kind::SystemDesign),
        file.incident.as_ref().map(|_| Kind::Incident),
        file.behavioral.as_ref().map(|_| Kind::Behavioral),
        file.screen.as_ref().map(|_| Kind::Screen),
        file.negotiation.as_ref().map(|_| Kind::Negotiation),
    ]
    .into_iter()
    .flatten()
    .collect();
    let kind = &file.kind;
    // A short coding prompt is spoken: it needs no files.
    if kind.value == Kind::Coding
        && tables.is_empty()
        && SHORT_MINUTES.contains(&file.minutes.value)
    {
        return Some(Detail::Coding(Coding::default()));
    }
    if tables != BTreeSet::from([kind.value]) {
        let message = format!("a {} prompt has exactly its own table", kind.value.as_str());
        let help = format!("keep `[{}]` and no other kind's table", kind.value.table());
        faults.push(Fault::error(Code::KIND_TABLE, kind.span, &message, &help));
        return None;
    }
    match kind.value {
        Kind::Coding => {
            let table = file.coding.as_ref()?;
            coding::coding(table, faults).map(Detail::Coding)
        }
        Kind::SystemDesign => {
            let table = file.design.as_ref()?;
            Some(Detail::Design(design::design(table, names, faults)))
        }
        Kind::Incident => {
            let table = file.incident.as_ref()?;
            incident::incident(table, names, faults).map(Detail::Incident)
        }
        Kind::Behavioral => {
            let table = file.behavioral.as_ref()?;
            let behavioral = behavioral::behavioral(table, names, faults);
            Some(Detail::Behavioral(behavioral))
        }
        Kind::Screen => {
            let table = file.screen.as_ref()?;
            Some(Detail::Screen(screen::screen(table, faults)))
        }
        Kind::Negotiation => {
            let table = file.negotiation.as_ref()?;
            let negotiation = negotiation::negotiation(table, names, faults);
            Some(Detail::Negotiation(negotiation))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use crate::domain::bank::Kind;
    use crate::domain::bank::detail::{Coding, Detail};

    const DESIGN: &str = "[design]\n";
    const BEHAVIORAL: &str =
        "[behavioral]\ncompetency = \"a\"\nframework = \"b\"\ntime_shares = {}\nscope = {}\n";
    const SCREEN: &str = "[screen]\nwho = \"recruiter\"\n\
        role = { name = \"a\", title = \"b\", wants = \"c\", worries = [] }\n";

    #[test]
    fn a_prompt_has_exactly_its_own_table() {
        for (kind, own) in [
            (Kind::SystemDesign, DESIGN),
            (Kind::Behavioral, BEHAVIORAL),
            (Kind::Screen, SCREEN),
        ] {
            sample::detail(kind, own);
            for wrong in [
                String::new(),
                format!(
                    "{own}{}",
                    if kind == Kind::Screen { DESIGN } else { SCREEN }
                ),
            ] {
                let faults = sample::faults(kind, own, own, &wrong);
                let [[code, place, _]] = faults.try_into().unwrap();
                assert_eq!(
                    (code.as_str(), place),
                    ("B004", format!("\"{}\"", kind.as_str()))
                );
            }
        }
        let spoken = sample::detail(Kind::Coding, " ");
        assert_eq!(spoken, Detail::Coding(Coding::default()));
        for kind in Kind::ALL.into_iter().filter(|kind| *kind != Kind::Coding) {
            let faults = sample::faults(kind, " ", " ", "");
            let [[code, _, _]] = faults.try_into().unwrap();
            assert_eq!(code, "B004");
        }
    }
}
