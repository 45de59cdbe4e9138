//! A behavioral prompt's own table.

use std::collections::BTreeMap;

use super::parts::Names;
use super::unresolved;
use crate::domain::bank::detail::Behavioral;
use crate::domain::bank::format::BehavioralTable;
use crate::domain::bank::{Level, PhaseId};
use crate::domain::fault::{Code, Fault, Faults};
use crate::domain::raw::Choice;

pub(super) fn behavioral(
    table: &BehavioralTable,
    names: &Names<'_>,
    faults: &mut Faults,
) -> Behavioral {
    let mut time_shares = BTreeMap::new();
    for (phase, share) in &table.time_shares.value {
        let known = names.phases.iter().copied();
        let (Some(id), [low, high]) = (PhaseId::new(phase), share.value.as_slice()) else {
            let message = format!("the share of `{phase}` is not a pair of numbers");
            let help = "write the lowest and the highest share, such as [0.1, 0.25]";
            faults.push(Fault::error(Code::FORM, share.span, &message, help));
            continue;
        };
        if !names.phases.contains(id.as_str()) {
            unresolved("phase", phase, share.span, known, faults);
        }
        if !(0.0 <= *low && low <= high && *high <= 1.0) {
            let help = "write two numbers from 0 to 1, the smaller first";
            faults.push(Fault::error(
                Code::FORM,
                share.span,
                "no such share of time",
                help,
            ));
        }
        time_shares.insert(id, (*low, *high));
    }
    let mut scope = BTreeMap::new();
    for (level, text) in &table.scope.value {
        match Level::from_word(level) {
            Some(level) => {
                scope.insert(level, text.clone());
            }
            None => unresolved(
                "level",
                level,
                table.scope.span,
                Level::WORDS.iter().map(|(word, _)| *word),
                faults,
            ),
        }
    }
    Behavioral {
        competency: table.competency.clone(),
        framework: table.framework.clone(),
        time_shares,
        scope,
        story_seeds: table
            .story_seed
            .iter()
            .map(|seed| seed.text.value.clone())
            .collect(),
    }
}
