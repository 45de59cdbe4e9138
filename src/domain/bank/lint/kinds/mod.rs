//! Rules that only one kind of prompt has, a file for each kind.

mod behavioral;
mod design;

use super::Subject;
use crate::domain::fault::Faults;

pub(super) fn rules(subject: &Subject<'_>, faults: &mut Faults) {
    if let Some(table) = &subject.file.design {
        design::rules(subject, table, faults);
    }
    if let Some(table) = &subject.file.behavioral {
        behavioral::rules(subject, table, faults);
    }
}
