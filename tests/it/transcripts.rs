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
    a_taste: "taste.txt";
    an_incident_won_the_short_way: "incident_won.txt";
    an_incident_lost_by_doing_nothing: "incident_left_alone.txt";
    an_incident_with_a_step_that_cant_be_undone: "incident_cut_off.txt";
    an_incident_with_commands_that_were_misread: "incident_misread.txt";
    a_screen: "screen.txt";
    a_negotiation_that_ends_well: "negotiation_held.txt";
    a_negotiation_that_folds: "negotiation_folded.txt";
    wrong_turns_record_nothing: "wrong_turns.txt";
    a_new_prompt_with_the_linter_as_the_tutor: "new_prompt.txt";
    what_a_history_says_and_for_which_role: "readiness.txt";
    an_offer_in_ten_minutes_and_a_comparison: "offer_quick.txt";
    from_nothing_to_a_logged_decision: "offer_decision.txt";
    a_coding_round_from_red_to_green: "coding_red_to_green.txt";
    a_coding_round_without_a_toolchain: "coding_without_elixir.txt";
    command_lines_that_ask_for_what_is_not_there: "bad_commands.txt";
    commands_one_after_another: "repl.txt";
    a_round_gone_through_again: "replay.txt";
    a_strict_round_never_stops: "strict.txt";
    an_interview_written_down: "outcome.txt";
    a_round_rated_by_others: "peer_review.txt";
    a_loop_with_one_strong_no: "loop_strong_no.txt";
    a_first_week_from_nothing_to_a_plan: "first_week.txt";
    others_answers_are_rated: "grading.txt";
    a_drill_on_what_is_weak: "drill.txt";
    a_story_written_and_told: "story_told.txt";
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
