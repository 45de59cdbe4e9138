//! What makes a sound prompt a poor one: the rules of quality that need no judgement.
//!
//! [`check`](super::check) refuses a file that can't be played; these rules look at what it says.
//! [`prompt`] looks at one prompt, [`bank`] at all prompts of a bank beside each other, [`role`]
//! at a role beside the prompts, and [`explain`] tells what every rule asks and why. A prompt can allow a warning with a reason:
//! `[lint] allow = { B305 = "why" }`.

mod allow;
mod clarify;
mod cross;
mod exemplars;
pub mod explain;
mod follow_ups;
mod items;
mod kinds;
mod ladder;
mod outside;
mod placeholder;
mod role;
mod rubric;
mod source;
mod statement;
mod words;

pub use cross::{Fingerprint, Names, bank};
pub use role::role;

use std::collections::BTreeMap;

use super::ItemId;
use super::check::{SHORT_MINUTES, Shared};
use super::format::{ExpectTable, PromptFile};
use crate::domain::fault::Faults;
use crate::domain::raw::Span;

/// A prompt as it was read, with the text that it was read from.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// What the file says.
    pub file: &'a PromptFile,
    /// What the prompts of its bank share.
    pub shared: &'a Shared,
    /// The file's text.
    pub text: &'a str,
    /// The texts of the other files in the prompt's own folder, by their paths from it, with
    /// slashes; empty for a prompt that is a single file.
    pub assets: &'a BTreeMap<String, String>,
}

/// Reports what is poor about one prompt, in the order of the places. Warnings that the prompt
/// allows are left out.
pub fn prompt(subject: &Subject<'_>, faults: &mut Faults) {
    let rules: [fn(&Subject<'_>, &mut Faults); 11] = [
        placeholder::rules,
        outside::rules,
        statement::rules,
        clarify::rules,
        items::rules,
        ladder::rules,
        follow_ups::rules,
        rubric::rules,
        exemplars::rules,
        kinds::rules,
        allow::prompt,
    ];
    let mut found = Faults::new();
    for rule in rules {
        rule(subject, &mut found);
    }
    found.sort_by_key(|fault| (fault.span, fault.code));
    faults.append(&mut found);
}

impl<'a> Subject<'a> {
    /// A short prompt asks about one thing and is answered without a workspace.
    fn is_short(&self) -> bool {
        SHORT_MINUTES.contains(&self.file.minutes.value)
    }

    fn item(&self, id: &ItemId) -> Option<&'a ExpectTable> {
        self.file.expect.iter().find(|item| item.id.value == *id)
    }

    /// A phase's budget in this prompt.
    fn phase_minutes(&self, phase: &str) -> Option<u32> {
        let plan = self.shared.plans.get(&self.file.phases.value)?;
        let planned = plan.phases.iter().find(|p| p.id.as_str() == phase)?;
        let own = self.file.phase.iter();
        let mut own = own.filter(|own| own.id.value == planned.id);
        Some(own.find_map(|own| own.minutes).unwrap_or(planned.minutes))
    }

    /// Where a piece of a text stands in the file; the whole text if it is written differently.
    fn within(&self, whole: Span, piece: &str) -> Span {
        let found = self
            .text
            .get(whole.start..whole.end)
            .and_then(|raw| raw.find(piece));
        found.map_or(whole, |at| Span {
            start: whole.start + at,
            end: whole.start + at + piece.len(),
        })
    }
}
