//! Rules that only one kind of prompt has, a file for each kind, and what a prompt's folder holds.

mod behavioral;
mod coding;
mod design;
mod files;
mod incident;
mod keys;
mod negotiation;
#[cfg(test)]
mod sample;
mod screen;

use super::Subject;
use crate::domain::fault::{Code, Fault, Faults};
use crate::domain::raw::Span;

pub(super) fn rules(subject: &Subject<'_>, faults: &mut Faults) {
    let file = subject.file;
    files::rules(subject, faults);
    if let Some(table) = &file.coding {
        coding::rules(subject, table, faults);
    }
    if let Some(table) = &file.design {
        design::rules(subject, table, faults);
    }
    if let Some(table) = &file.incident {
        incident::rules(subject, table, faults);
    }
    if let Some(table) = &file.behavioral {
        behavioral::rules(subject, table, faults);
    }
    if let Some(table) = &file.screen {
        screen::rules(subject, table, faults);
    }
    if let Some(table) = &file.negotiation {
        negotiation::rules(subject, table, faults);
    }
}

/// The budget of a phase that the kind's own table counts on, or the fault that there is none.
fn phase_minutes(
    subject: &Subject<'_>,
    phase: &str,
    code: Code,
    faults: &mut Faults,
) -> Option<u32> {
    let minutes = subject.phase_minutes(phase);
    let plan = &subject.file.phases;
    // An unknown plan is reported where plans are looked up.
    if minutes.is_none() && subject.shared.plans.contains_key(&plan.value) {
        let message = format!("the plan `{}` has no phase `{phase}`", plan.value);
        let help = format!("take a plan with a phase `{phase}`");
        faults.push(Fault::error(code, plan.span, &message, &help));
    }
    minutes
}

/// Reports parts whose minutes don't fill a phase; `span` is where the last part's minutes stand.
fn fills(
    subject: &Subject<'_>,
    phase: &str,
    (what, sum): (&str, u32),
    (code, span): (Code, Span),
    faults: &mut Faults,
) {
    let Some(minutes) = phase_minutes(subject, phase, code, faults) else {
        return;
    };
    if sum != minutes {
        let message = format!("the {what} take {sum} minutes, the phase `{phase}` has {minutes}");
        let help = format!("change the minutes of the {what} until they sum to {minutes}");
        faults.push(Fault::error(code, span, &message, &help));
    }
}

#[cfg(test)]
mod tests {
    use super::sample::{self, BEHAVIORAL, CODING, DESIGN, INCIDENT, NEGOTIATION, SCREEN};

    #[test]
    fn the_shipped_prompts_break_no_rule_of_their_kind() {
        for prompt in [CODING, DESIGN, INCIDENT, BEHAVIORAL, SCREEN, NEGOTIATION] {
            let found = sample::found(prompt, "B", &[], &[]);
            let errors = found.iter().filter(|fault| fault.starts_with("error"));
            assert_eq!(errors.count(), 0, "{prompt}: {found:?}");
        }
    }
}
