//! The rules of form: B001 to B013.

use super::Gravity::{Either, Error, Warning};
use super::Rule;
use crate::domain::fault::Code;

pub(super) const RULES: &[Rule] = &[
    Rule::new(
        Code::FORM,
        Error,
        "The file parses, has only known keys, and every value has its type",
        "A key with a slip in it would be left out without a word, and the round would be played \
         without what it says. All faults of a file come at once, each with its line.",
        "Write the keys of the format and no others. Plain keys come before the tables, since a \
         key below `[[phase]]` belongs to that phase. Experiments go under `[x]`.",
    )
    .example("levles = [\"mid\"]", "levels = [\"mid\"]"),
    Rule::new(
        Code::PLACE,
        Error,
        "The folder is the kind, and the file's name is the id",
        "Somebody who sees an id in an old round has to find its file without a search.",
        "Put the prompt at `KIND/ID.toml`, or at `KIND/ID/prompt.toml` if it brings other files.",
    )
    .example(
        "incident/webhooks.toml with id = \"des-webhooks\"",
        "system-design/des-webhooks.toml with id = \"des-webhooks\"",
    ),
    Rule::new(
        Code::ID,
        Error,
        "Ids have their form, and each is given once",
        "Rounds keep the ids of prompts and items for years. An id that is given twice makes two \
         histories one.",
        "Use lower-case letters, digits and single hyphens, and start a prompt's id with the \
         prefix of its kind. An id stays taken as an alias and after it was retired; something \
         new gets a new id.",
    )
    .example("des-Webhook_Delivery", "des-webhook-delivery"),
    Rule::new(
        Code::KIND_TABLE,
        Error,
        "A prompt has its own kind's table and no other kind's",
        "The table holds what only that kind plays, such as twists of a design. Without it the \
         round can't be held; with a second one it is unclear which is meant.",
        "Keep the one table that `kind` asks for, such as `[design]` for system-design.",
    ),
    Rule::new(
        Code::MINUTES,
        Error,
        "The minutes of the phases add up to the prompt's minutes",
        "The clock shows both. If they disagree, a candidate who keeps to every phase is late, or \
         has time that nobody planned.",
        "Sum the plan's phases after the changes in `[[phase]]`, and write that as `minutes`. \
         Every phase has at least one.",
    )
    .example("minutes = 60 with phases of 50", "minutes = 50"),
    Rule::new(
        Code::REFERENCE,
        Either,
        "Whatever is named is there",
        "A hint for an item that does not exist is never given, and a dimension that is not in \
         use is never rated. A prompt that should come next may still be unwritten: that is only \
         a warning.",
        "Take the name that the message offers, or add what is named: an item, a phase of the \
         plan, a dimension in `use`, a topic of the bank.",
    )
    .example(
        "unlocks = \"endpoint-bond\"",
        "unlocks = \"endpoint-bound\"",
    ),
    Rule::new(
        Code::RATINGS,
        Error,
        "Every dimension in use has four ratings in words",
        "A number without words is rated by mood. People rate themselves more truly when each \
         rating says what it looks like.",
        "Write `r1` to `r4` below `[rubric.anchors.DIMENSION]`, one sentence each; 3 is the bar. \
         An exemplar gives a rating from 1 to 4 for each dimension.",
    ),
    Rule::new(
        Code::LEVELS,
        Error,
        "Levels have no gap and include the prompt's own",
        "A prompt that works for mid and staff works for senior. An item that starts at a level \
         which is not offered would never be asked for.",
        "List the levels from the lowest to the highest, with `level` among them, and start every \
         item and follow-up at one of them.",
    )
    .example(
        "levels = [\"mid\", \"staff\"]",
        "levels = [\"mid\", \"senior\", \"staff\"]",
    ),
    Rule::new(
        Code::ALLOWANCE,
        Warning,
        "An allowed warning is there, and the reason is given",
        "An allowance hides every warning of its code in the prompt, so it must not outlive the \
         one that it was meant for. Without a reason the next author can't tell whether it still \
         holds.",
        "Write `[lint] allow = { CODE = \"why\" }` for a warning that you read and found wrong \
         about this prompt. Errors can't be allowed.",
    )
    .example("B305 = \"\"", "B305 = \"two halves of one sum\""),
    Rule::new(
        Code::PLACEHOLDER,
        Error,
        "No text is a placeholder in angle brackets",
        "`mockloop bank new` writes what is still to be said as `<...>`. A candidate must never \
         read one.",
        "Put your own text in place of the brackets and what is between them.",
    )
    .example(
        "title = \"<what the round is called>\"",
        "title = \"One lookup for many callers\"",
    ),
    Rule::new(
        Code::FILES,
        Either,
        "A bank's files lie in its folder and are ordinary files, each of them named",
        "A bank may come from a stranger. Links and paths that lead out of its folder would let \
         it show files that are none of its business. A file that nothing names is often one \
         whose name was misspelt.",
        "Put the file itself, as UTF-8 text, where the bank names it, and remove what it does \
         not name.",
    )
    .example(
        "topics = \"../../notes.toml\"",
        "topics = \"shared/topics.toml\"",
    ),
    Rule::new(
        Code::SOURCE,
        Error,
        "An adapted prompt names its works, and their licences allow it",
        "Whoever shares the bank has to know what it owes to others. A licence that forbids \
         changes or sale, or no licence at all, does not let us share what was made of the work.",
        "With `type = \"adapted\"`, add `[[source.inspired_by]]` with title, url and licence for \
         each work. Leave works under NC, ND or no licence alone, and write your own instead.",
    )
    .example("licence = \"CC-BY-NC-4.0\"", "licence = \"CC-BY-4.0\""),
    Rule::new(
        Code::ROLE_DIMENSION,
        Warning,
        "A dimension that a role weighs for a kind is rated by a prompt of that kind",
        "What no prompt rates can't be practised: the role's result would rest on the other \
         dimensions alone, and nobody would be told.",
        "Move the weight to a dimension that the kind's prompts have in `use`, or write a prompt \
         that rates it.",
    )
    .example(
        "[w_kind_dim.behavioral] otp-judgement = 0.2",
        "[w_kind_dim.coding] otp-judgement = 0.2",
    ),
];
