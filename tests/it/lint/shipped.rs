//! The bank that ships has no fault of any rule.

use std::path::Path;

use mockloop::engine::{Library, lint_at};

#[test]
fn the_shipped_bank_has_no_fault() {
    let core = Path::new(env!("CARGO_MANIFEST_DIR")).join("question_banks/core-backend");
    let linted = lint_at(Some(&core), &Library::default()).unwrap();
    assert!(linted.files.is_empty(), "{:#?}", linted.files);
    assert_eq!(
        linted.prompts,
        Library::new(None).listings().count(),
        "the packed index has all"
    );
}
