//! A prompt's file against the rules.

use super::detail::detail;
use super::parts::{self, Names};
use super::{Shared, generation, unique, unresolved};
use crate::domain::bank::format::PromptFile;
use crate::domain::bank::prompt::{Clarification, Debrief, Miss, Phase, Prompt};
use crate::domain::bank::{Kind, PhaseId};
use crate::domain::fault::{Code, Fault, Faults};
use crate::domain::raw::Choice as _;

/// Where a prompt's file lies inside its bank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// The folder, which names the kind.
    pub folder: String,
    /// The file's stem, or the prompt's own folder, which names the prompt.
    pub stem: String,
}

impl Address {
    /// The address that a path in a bank means: `KIND/ID.toml` or `KIND/ID/prompt.toml`.
    pub fn of(path: &str) -> Option<Self> {
        let (folder, rest) = path.split_once('/')?;
        let stem = match rest.split_once('/') {
            Some((stem, "prompt.toml")) => stem,
            Some(_) => return None,
            None => rest.strip_suffix(".toml")?,
        };
        let is_kind = Kind::from_word(folder).is_some();
        is_kind.then(|| Self {
            folder: folder.to_owned(),
            stem: stem.to_owned(),
        })
    }
}

/// Checks a prompt's file and makes the prompt of it; nothing if any error was found.
pub fn prompt(
    file: &PromptFile,
    address: &Address,
    shared: &Shared,
    faults: &mut Faults,
) -> Option<Prompt> {
    let before = faults.len();
    identity(file, address, faults);
    levels(file, faults);
    let phases = phases(file, shared, faults);
    topics(file, shared, faults);
    let names = Names::of(file, &phases);
    unique_names(file, faults);
    let items = parts::items(file, &names, faults);
    let caps = parts::caps(file, &names, faults);
    let ladders = parts::ladders(file, &names, faults);
    let follow_ups = parts::follow_ups(file, &names, faults);
    let rubric = parts::rubric(file, shared, faults);
    let exemplars = parts::exemplars(file, &names, faults);
    let detail = detail(file, &names, faults);
    if faults.len() > before {
        return None;
    }
    Some(Prompt {
        id: file.id.value.clone(),
        revision: file.revision.value,
        status: file.status.value,
        title: file.title.value.clone(),
        summary: file.summary.value.clone(),
        level: file.level.value,
        levels: file.levels.value.clone(),
        difficulty: file.difficulty.value,
        minutes: file.minutes.value,
        stack: file.stack.clone(),
        topics: file
            .topics
            .iter()
            .map(|topic| topic.value.clone())
            .collect(),
        tags: file.tags.clone(),
        statement: file.statement.value.clone(),
        default_answer: file.default_answer.value.clone(),
        clarifications: clarifications(file),
        phases,
        items,
        misses: file
            .miss
            .iter()
            .map(|miss| Miss {
                id: miss.id.value.clone(),
                text: miss.text.value.clone(),
            })
            .collect(),
        caps,
        ladders,
        follow_ups,
        rubric,
        exemplars,
        debrief: Debrief {
            model: file.debrief.model.value.clone(),
            deciding_moment: file.debrief.deciding_moment.value.clone(),
            next: file
                .debrief
                .next
                .iter()
                .map(|id| id.value.clone())
                .collect(),
        },
        detail: detail?,
    })
}

fn identity(file: &PromptFile, address: &Address, faults: &mut Faults) {
    generation(&file.schema, faults);
    let (id, kind) = (&file.id, &file.kind);
    if id.value.as_str() != address.stem {
        let message = format!(
            "the file is named `{}`, the prompt `{}`",
            address.stem, id.value
        );
        let help = "name the file after the prompt, or the prompt after the file";
        faults.push(Fault::error(Code::PLACE, id.span, &message, help));
    }
    if kind.value.as_str() != address.folder {
        let message = format!(
            "the folder is `{}`, the kind `{}`",
            address.folder,
            kind.value.as_str()
        );
        let help = format!("move the file into `{}/`", kind.value.as_str());
        faults.push(Fault::error(Code::PLACE, kind.span, &message, &help));
    }
    let prefix = kind.value.prefix();
    if !id.value.as_str().starts_with(prefix) {
        let message = format!(
            "the id of a {} prompt starts with `{prefix}`",
            kind.value.as_str()
        );
        let help = format!("write `{prefix}{}`", id.value);
        faults.push(Fault::error(Code::ID, id.span, &message, &help));
    }
    if file.revision.value == 0 {
        let help = "write `revision = 1`";
        faults.push(Fault::error(
            Code::FORM,
            file.revision.span,
            "revisions start at 1",
            help,
        ));
    }
    if !(1..=5).contains(&file.difficulty.value) {
        let help = "write a number from 1 to 5";
        let message = "a difficulty is 1 to 5 within its level";
        faults.push(Fault::error(
            Code::FORM,
            file.difficulty.span,
            message,
            help,
        ));
    }
}

fn levels(file: &PromptFile, faults: &mut Faults) {
    let levels = &file.levels.value;
    let steps = levels.iter().zip(levels.iter().skip(1));
    let contiguous = steps
        .clone()
        .all(|(low, high)| *high as u8 == *low as u8 + 1);
    if !contiguous || levels.is_empty() {
        let help = "list neighbouring levels in order: mid, senior, staff";
        faults.push(Fault::error(
            Code::LEVELS,
            file.levels.span,
            "levels have a gap",
            help,
        ));
    }
    if !levels.contains(&file.level.value) {
        let message = format!("`{}` is not among the levels", file.level.value.as_str());
        let help = "add it to `levels`";
        faults.push(Fault::error(Code::LEVELS, file.level.span, &message, help));
    }
}

fn phases(file: &PromptFile, shared: &Shared, faults: &mut Faults) -> Vec<Phase> {
    let Some(plan) = shared.plans.get(&file.phases.value) else {
        let known = shared.plans.keys().map(super::super::PlanId::as_str);
        unresolved(
            "time plan",
            file.phases.value.as_str(),
            file.phases.span,
            known,
            faults,
        );
        return Vec::new();
    };
    if plan.kind != file.kind.value {
        let message = format!(
            "plan `{}` is for {} rounds",
            file.phases.value,
            plan.kind.as_str()
        );
        let help = format!("name a plan for {} rounds", file.kind.value.as_str());
        faults.push(Fault::error(
            Code::REFERENCE,
            file.phases.span,
            &message,
            &help,
        ));
    }
    let mut phases = plan.phases.clone();
    for change in &file.phase {
        let known: Vec<PhaseId> = plan.phases.iter().map(|phase| phase.id.clone()).collect();
        match phases.iter_mut().find(|phase| phase.id == change.id.value) {
            Some(phase) => {
                phase.minutes = change.minutes.unwrap_or(phase.minutes);
                phase.cue = change.cue.clone().or(phase.cue.take());
            }
            None => unresolved(
                "phase",
                change.id.value.as_str(),
                change.id.span,
                known.iter().map(PhaseId::as_str),
                faults,
            ),
        }
    }
    let sum = phases
        .iter()
        .fold(0u32, |sum, phase| sum.saturating_add(phase.minutes));
    if sum != file.minutes.value {
        let message = format!(
            "the phases take {sum} minutes, the round {}",
            file.minutes.value
        );
        let help = format!("write `minutes = {sum}`, or change a [[phase]]");
        faults.push(Fault::error(
            Code::MINUTES,
            file.minutes.span,
            &message,
            &help,
        ));
    }
    if phases.iter().any(|phase| phase.minutes == 0) {
        let help = "give every phase at least one minute";
        let message = "a phase has no minutes";
        faults.push(Fault::error(
            Code::MINUTES,
            file.minutes.span,
            message,
            help,
        ));
    }
    phases
}

fn topics(file: &PromptFile, shared: &Shared, faults: &mut Faults) {
    for topic in file
        .topics
        .iter()
        .filter(|topic| !shared.topics.contains(&topic.value))
    {
        let known = shared.topics.iter().map(super::super::TopicId::as_str);
        unresolved("topic", topic.value.as_str(), topic.span, known, faults);
    }
}

/// Items, caps, misses, clarifications and the rest may each use a name once.
fn unique_names(file: &PromptFile, faults: &mut Faults) {
    unique(
        "item",
        file.expect.iter().map(|t| (t.id.value.as_str(), t.id.span)),
        faults,
    );
    unique(
        "miss",
        file.miss.iter().map(|t| (t.id.value.as_str(), t.id.span)),
        faults,
    );
    unique(
        "cap",
        file.cap.iter().map(|t| (t.id.value.as_str(), t.id.span)),
        faults,
    );
    unique(
        "follow-up",
        file.followup
            .iter()
            .map(|t| (t.id.value.as_str(), t.id.span)),
        faults,
    );
    unique(
        "exemplar",
        file.exemplar
            .iter()
            .map(|t| (t.id.value.as_str(), t.id.span)),
        faults,
    );
    let clarifications = file
        .clarify
        .iter()
        .map(|t| (t.id.value.as_str(), t.id.span));
    unique("clarification", clarifications, faults);
}

fn clarifications(file: &PromptFile) -> Vec<Clarification> {
    file.clarify
        .iter()
        .map(|table| Clarification {
            id: table.id.value.clone(),
            value: table.value,
            keys: table.keys.iter().map(|key| key.value.clone()).collect(),
            ask: table.ask.value.clone(),
            answer: table.answer.value.clone(),
            effect: table.effect.value.clone(),
        })
        .collect()
}
