//! The rules that only one kind has: B601 to B922.

use super::Gravity::{Either, Error, Warning};
use super::Rule;
use crate::domain::fault::Code;

pub(super) const RULES: &[Rule] = &[
    Rule::new(
        Code::STARTER,
        Error,
        "The starter compiles and fails at least 80 of 100 tests",
        "A starter that does not compile costs the first minutes; one that passes has the \
         solution in it.",
        "Give names and types that the tests call, with bodies that do the least.",
    ),
    Rule::new(
        Code::SOLUTION,
        Error,
        "The reference passes every test, several times in a row, without warnings",
        "If the authors' own solution fails now and then, so will a candidate's, and they will \
         look for the fault in their code.",
        "Run it on each version that the prompt names. Make tests wait for events, and not for \
         time to pass.",
    ),
    Rule::new(
        Code::MUTANTS,
        Either,
        "Every mutant fails the tests it names, and every test is failed by a mutant",
        "Tests are only known to find mistakes if they were shown some. A test that no mutant \
         fails may never fail at all.",
        "Write in `find` a piece that the reference has once, in `with` a slip that people make, and \
         in `fails` the tests that must notice. The changed text has to compile. Six mutants in \
         each language are a start.",
    ),
    Rule::new(
        Code::MILESTONES,
        Error,
        "Every test has a milestone, every milestone a test, and their minutes fill the phase",
        "Tests of later milestones are told as later and not as failed. That only works if each \
         test knows its milestone.",
        "Tag each test, in Elixir with `@tag milestone: 1`, and let the milestones' minutes sum to \
         the implement phase.",
    ),
    Rule::new(
        Code::SLOW_TESTS,
        Warning,
        "Tests don't sleep for 100 ms or more, and all of them take at most 2 s",
        "People run tests after every change. A wait breaks their thought, and a sleep that is \
         long enough here is too short on another machine.",
        "Let the test decide when something goes on, by a message or a clock that it holds.",
    ),
    Rule::new(
        Code::TEST_REACH,
        Error,
        "Tests use no network, no shell, write no files and install nothing",
        "Tests of a bank run on somebody's own computer, perhaps in a train.",
        "Hand the code what it would fetch, and look at what it gives back.",
    ),
    Rule::new(
        Code::ESTIMATES,
        Error,
        "Three figures to check against, each with its working and a tolerance of 10 to 50%",
        "A design is right for a load, and the load is a sum. With the working a candidate sees \
         where theirs went another way; a tolerance that is too narrow rates arithmetic.",
        "Write `[[design.estimate]]` for figures that statement and answers imply, and compute \
         each again from the answers.",
    )
    .example("tolerance = 0.01", "tolerance = 0.25"),
    Rule::new(
        Code::TWISTS,
        Error,
        "At least one twist comes after a phase and shows an item",
        "Requirements change while one builds. A twist after which nothing has to move is noise.",
        "Write in `text` what changes, and in `shows` the items that a new answer brings out.",
    ),
    Rule::new(
        Code::FACTS,
        Either,
        "Every fact that is read is set somewhere, and every fact that is set is read",
        "A condition on a fact that nothing sets never holds, so what hangs on it is never \
         played. A fact that nothing reads changes nothing.",
        "Look for a slip in the name first. Then set it in an action or an inject, or remove it.",
    ),
    Rule::new(
        Code::HEALTHY,
        Either,
        "The healthy state can be reached",
        "An outage that no order of actions can end is a trap and no exercise, and is refused. All orders of actions \
         and injects are tried, whatever their times; with more than 20 facts that decide \
         something that would take too long.",
        "Follow the way you meant from the start, and see which condition stops it.",
    ),
    Rule::new(
        Code::INJECTS,
        Error,
        "At least four injects, in rising times, none in the first 3 or the last 5 minutes",
        "An incident keeps moving while one thinks. At the start people still read, and at the \
         end nothing can follow any more, not even as late as `vary` lets the seed bring it.",
        "Spread them over the middle, and leave time after each to act on it.",
    ),
    Rule::new(
        Code::FORCING,
        Either,
        "Each inject forces a move and shows an item, and some depend on what was done",
        "News that asks for nothing is only read. News that comes whatever was done tells people \
         that their actions don't matter.",
        "Say in `forces` what has to be decided, list items in `shows`, and tie most injects to \
         facts with `if` or `unless`.",
    ),
    Rule::new(
        Code::CONSEQUENCES,
        Either,
        "An action has a later consequence, and one step can't be undone",
        "Where everything can be taken back, trying is better than thinking. Real outages punish \
         a restart at the wrong time.",
        "Let an inject ask for a fact that an action sets, and give one action \
         `undo = \"never\"`.",
    ),
    Rule::new(
        Code::VIEWS,
        Either,
        "Every signal shows something in every state, and two of them change",
        "Somebody who looks at a graph must see a graph. If no graph changes after an action, \
         nobody can tell whether it helped.",
        "End each signal with a view that has no condition, and put views with conditions before \
         it.",
    ),
    Rule::new(
        Code::SIGNAL_KEYS,
        Either,
        "No two signals and no two actions share a key, and no clarification one with them",
        "A typed line is found by its longest key. If two signals or two actions have the same, \
         the line has to be typed again each time while the outage goes on. A key that a \
         clarification has too leaves open whether a question was meant or a step.",
        "Keep the key where people mean it, and lengthen it at the other.",
    )
    .example(
        "\"queue\" for two graphs",
        "\"queue length\" and \"queue age\"",
    ),
    Rule::new(
        Code::SHARES,
        Error,
        "The shares of speaking time can add up to 1",
        "After the round the time of each phase is laid beside its share. If no story can keep to \
         all of them, the comparison tells nothing.",
        "The lowest shares sum to at most 1, the highest to at least 1.",
    )
    .example(
        "situation = [0.5, 0.6], action = [0.6, 0.7]",
        "situation = [0.2, 0.4], action = [0.6, 0.8]",
    ),
    Rule::new(
        Code::SCOPE,
        Error,
        "The scope of a story is described for every level",
        "The same care shows in a small story and in a large one. What tells the level is whose \
         system it was and how far it reached.",
        "Write a line below `[behavioral.scope]` for each of the prompt's levels.",
    ),
    Rule::new(
        Code::SEEDS,
        Error,
        "There are at least three starts for a story",
        "Many have a fitting story and don't find it. A start reminds them of one, and three \
         unlike each other reach most people.",
        "Add `[[behavioral.story_seed]]` tables, at least one of which needs no outage and no \
         title.",
    ),
    Rule::new(
        Code::QUESTIONS,
        Error,
        "A screen has at least four questions, whose minutes fill the phase",
        "A first call touches several things briefly. With fewer questions it is another kind of \
         interview.",
        "Write `[[screen.question]]` tables whose minutes sum to the questions phase.",
    ),
    Rule::new(
        Code::LEVERS,
        Error,
        "At least four levers, two of them not money, none going backwards",
        "Talks about one number end in the middle. Trades need things that are worth more to one \
         side than to the other.",
        "Give each lever an opening, what is easy to get, and what needs an approval, in rising \
         order.",
    )
    .example(
        "opening = 90, easy = 85, approval = 100",
        "opening = 85, easy = 90, approval = 100",
    ),
    Rule::new(
        Code::TURNS,
        Either,
        "Four turns or more, in order of their times, within the call",
        "A turn after the end is never heard, and turns out of order are heard at the wrong \
         moment.",
        "Sort `[[negotiation.turn]]` tables by `at`, all within the minutes of the exchange.",
    ),
];
