//! What is asked on top, and what goes wrong: follow-ups, misses, caps.

use super::Subject;
use crate::domain::bank::format::FollowUpTable;
use crate::domain::fault::{Code, Fault, Faults};

pub(super) fn rules(subject: &Subject<'_>, faults: &mut Faults) {
    always(subject, faults);
    for table in &subject.file.followup {
        listen_for(table, faults);
    }
    slips(subject, faults);
}

fn always(subject: &Subject<'_>, faults: &mut Faults) {
    let file = subject.file;
    let lowest = file.levels.value.first();
    let is_always = |table: &&FollowUpTable| table.when.value == "always";
    let is_for_all = |table: &FollowUpTable| {
        table.stack.is_empty() && lowest.is_none_or(|lowest| table.from.value <= *lowest)
    };
    let mut always = file.followup.iter().filter(is_always);
    if !always.clone().any(is_for_all) {
        let message = match always.next() {
            None => "no follow-up is asked in every round".to_owned(),
            Some(table) => format!(
                "`{}` is asked always, but only for its stack or level",
                table.id.value
            ),
        };
        let help = "write one with `when = \"always\"`, no stack, from the lowest level";
        let first = file.followup.first();
        let span = first.map_or(file.id.span, |table| table.when.span);
        faults.push(Fault::error(Code::FOLLOW_UP, span, &message, help));
    }
}

fn listen_for(table: &FollowUpTable, faults: &mut Faults) {
    let count = table.listen_for.len();
    if !(2..=4).contains(&count) {
        let message = format!("`{}` listens for {count} things", table.id.value);
        let help = "name two to four things that an answer should touch";
        let first = table.listen_for.first();
        let span = first.map_or(table.id.span, |text| text.span);
        faults.push(Fault::error(Code::FOLLOW_UP, span, &message, help));
    }
}

fn slips(subject: &Subject<'_>, faults: &mut Faults) {
    let file = subject.file;
    let missing = [
        (file.miss.is_empty(), "miss", "a slip that many make"),
        (file.cap.is_empty(), "cap", "a mistake that limits a rating"),
    ];
    for (_, table, what) in missing.iter().filter(|(is_missing, ..)| *is_missing) {
        let message = format!("there is no [[{table}]]");
        let help = format!("add a [[{table}]]: {what} on this prompt");
        faults.push(Fault::error(Code::SLIPS, file.id.span, &message, &help));
    }
}
