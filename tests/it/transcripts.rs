//! The conversations that are expected to the letter.

use crate::transcript::check;

macro_rules! transcripts {
    ($($(#[$meta:meta])* $name:ident: $file:literal;)*) => {$(
        $(#[$meta])*
        #[test]
        fn $name() {
            check($file);
        }
    )*};
}

transcripts! {
    a_design_round_with_overtime_to_its_focus: "design_with_overtime.txt";
    a_behavioral_round_resumed_twice: "behavioral_resumed_twice.txt";
    a_close_on_the_next_day_in_full: "close_next_day.txt";
    a_plain_round_reads_as_text_alone: "plain_round.txt";
    wrong_turns_record_nothing: "wrong_turns.txt";
    a_new_prompt_with_the_linter_as_the_tutor: "new_prompt.txt";
    a_coding_round_from_red_to_green: "coding_red_to_green.txt";
    a_coding_round_without_a_toolchain: "coding_without_elixir.txt";
    command_lines_that_ask_for_what_is_not_there: "bad_commands.txt";
}

/// Every transcript on disk is played by a test above.
#[test]
fn no_transcript_is_left_out() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/transcripts");
    let here = include_str!("transcripts.rs");
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        // A folder holds files that a transcript uses.
        if entry.path().is_dir() {
            continue;
        }
        assert!(
            here.contains(&format!("\"{name}\"")),
            "{name} is never played"
        );
    }
}
