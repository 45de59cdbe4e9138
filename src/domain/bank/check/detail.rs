//! Exactly the kind's own table, and what it says.

use std::collections::BTreeSet;

use super::parts::Names;
use super::{behavioral, coding, design, incident, negotiation, screen};
use crate::domain::bank::Kind;
use crate::domain::bank::detail::Detail;
use crate::domain::bank::format::PromptFile;
use crate::domain::fault::{Code, Fault, Faults};

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
