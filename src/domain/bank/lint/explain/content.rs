//! The rules for what all kinds have: B101 to B503.

use super::Gravity::{Either, Error, Warning};
use super::Rule;
use crate::domain::fault::Code;

pub(super) const RULES: &[Rule] = &[
    Rule::new(
        Code::STATEMENT,
        Either,
        "The statement gives no item away, and has 45 to 190 words",
        "Five words in a row that an item has too tell the candidate what will be ticked. A \
         shorter statement leaves nothing to ask about, a longer one takes the time of the round.",
        "Tell what there is and what is wanted, and keep for questions what decides. Reword the \
         statement or the item where they meet.",
    )
    .example(
        "Give each event one id that stays the same.",
        "Customers will build their bookkeeping on it.",
    ),
    Rule::new(
        Code::SHARED_TEXT,
        Warning,
        "No two statements have eight words in a row in common",
        "Somebody who has played one of them recognises the other, and reads past what is new in \
         it.",
        "Say it again in this prompt's own words, with this prompt's own things.",
    ),
    Rule::new(
        Code::CHARACTERS,
        Warning,
        "No white space at line ends, no tabs, no typographic quotes, no escapes",
        "Such characters can't be seen in a difference between versions, or don't reach every \
         terminal as they are. In a text between double quotes a backslash changes what follows.",
        "End lines after their last word, indent with spaces, write ' and \", and put text with \
         backslashes or code between ''' and '''.",
    )
    .example("\"C:\\\\temp\\n\"", "'C:\\temp'"),
    Rule::new(
        Code::UNOBSERVABLE,
        Warning,
        "An item says what an observer can point at",
        "Two people who read the same transcript should tick the same items. Nobody can see that \
         somebody understands, and what is good or proper is what the item should say.",
        "Write the act: says, draws, names, asks, computes, refuses, and what exactly.",
    )
    .example(
        "Understands idempotency",
        "Gives each event one id that stays the same on every attempt",
    ),
    Rule::new(
        Code::ANCHOR,
        Either,
        "Ratings are described by what is done in this prompt",
        "General words fit every answer a little, and so everybody finds themselves at 3. Ratings \
         that would be wrong in another prompt of the kind are those that rate.",
        "Write each rating with the things of this prompt. The bank's general text is there to be \
         replaced, and the two ratings from the bar up should meet the statement or an item.",
    )
    .example(
        "Names the main failures",
        "Says whom hanging calls hold up, and limits one endpoint's share",
    ),
    Rule::new(
        Code::OUTSIDE,
        Warning,
        "No address outside the source, and no real firm",
        "An address is looked up instead of thought about, and is dead in a year. A real firm \
         makes the prompt about what the candidate has heard of it.",
        "Name works in `[source]`. In examples use example.com, and tell what a firm does instead \
         of who it is.",
    )
    .example(
        "You work at Netflix",
        "You work at a service that streams films",
    ),
    Rule::new(
        Code::GIVEAWAY,
        Warning,
        "Title and summary don't have the words of a deciding question",
        "They are shown before the round. If they name what a high clarification is about, the \
         candidate asks it without having found it.",
        "Name the matter in a way that still fits after the deciding fact is known.",
    )
    .example("Ordered webhooks", "Webhooks that customers can trust"),
    Rule::new(
        Code::SILENCE,
        Error,
        "Enough facts wait for a question, and enough of them decide",
        "Finding out what is not said is half of the interview. Without deciding facts behind \
         questions everybody solves the same problem.",
        "At least 6 clarifications with 3 high ones for a design, 4 and 2 for coding and \
         negotiation, 3 and 1 for a screen, 2 and 1 for an incident, 1 for a behavioral or a \
         short prompt. High means that two sensible solutions differ by the answer.",
    ),
    Rule::new(
        Code::KEYS,
        Warning,
        "A clarification has three keys or more, in lower case, none of them shared",
        "A typed question is found by the longest key in it. With few keys most ways to ask go \
         unheard; a key that two clarifications have finds neither.",
        "Write down ten ways in which people would ask, and take the stems that find most of \
         them. Make a key longer where another clarification needs it too.",
    )
    .example(
        "keys = [\"How\"]",
        "keys = [\"how many\", \"volume\", \"per second\"]",
    ),
    Rule::new(
        Code::ANSWER,
        Either,
        "An answer answers, in 60 words or fewer",
        "The candidate pays time for each question. An answer that turns it back teaches them not \
         to ask, and a long one is a lecture.",
        "Say the fact or the figure as an interviewer would speak it. A second fact may be a \
         second clarification.",
    )
    .example(
        "It depends on the customer.",
        "Two days, then stop and tell the customer.",
    ),
    Rule::new(
        Code::ITEM_COUNT,
        Either,
        "Every level has 5 to 18 items, at least 3 of them musts, at most two thirds",
        "With fewer musts one lucky sentence passes the bar. With too many items the list is \
         ticked without reading, and if nearly all are musts, strong and enough look alike.",
        "Count the items from the lowest level up to each one. A short prompt has 3 to 6 items \
         and at least 2 musts.",
    ),
    Rule::new(
        Code::PHASE_ITEMS,
        Error,
        "Every main phase has an item",
        "Time that is given to a phase in which nothing is expected is lost to the phases where \
         something is.",
        "Add an item that belongs there, or take a plan without the phase. Opening, close, \
         preparation, probing, review and the time after need none, nor do short prompts.",
    ),
    Rule::new(
        Code::DIMENSION_ITEMS,
        Either,
        "Every dimension in use has at least two items",
        "A rating without an item has nothing to stand on, and with one item it is that item over \
         again.",
        "Write items that speak for the dimension, move one that belongs there, or don't rate it.",
    ),
    Rule::new(
        Code::OVERLAP,
        Warning,
        "No two items share more than 40 of 100 content words",
        "If one item implies another, the same sentence counts twice.",
        "Make one item of them, or say in each what the other one has not.",
    ),
    Rule::new(
        Code::JOINED,
        Warning,
        "An item is one thing",
        "An item that joins several things is ticked by one reader for the first half and left \
         open by another for the second.",
        "Split it, or keep the part that counts. One \"and\" may hold a pair together.",
    )
    .example(
        "Names the cause and the fix and the owner",
        "Names an owner for the fix",
    ),
    Rule::new(
        Code::PROBE,
        Either,
        "A probe is a question, and does not have the item's cue",
        "The interviewer asks it when the item was not shown. If it has the word that shows the \
         item, any answer that repeats the question ticks it.",
        "Ask about the situation in which the item matters, and end with a question mark.",
    )
    .example(
        "Would you use an outbox?",
        "The process dies right after the invoice is saved. What does the customer see?",
    ),
    Rule::new(
        Code::EXEMPLARS,
        Error,
        "There is an answer rated at most 2 and one rated 4",
        "People see where they stand when they lay their answer beside two others. Coding prompts \
         have a reference and mutants instead.",
        "Write both as somebody would say them, 80 to 200 words each, with the items that the \
         text shows and a rating for every dimension.",
    ),
    Rule::new(
        Code::SEPARATION,
        Error,
        "The better exemplar covers more musts and is no worse on any dimension",
        "If the checklist can't tell two answers apart that their author rates apart, it can't \
         tell two candidates apart.",
        "Read both answers against the items. Then correct what was ticked, what is a must, or \
         the answer itself.",
    ),
    Rule::new(
        Code::LADDER,
        Error,
        "A ladder has the rungs 1, 2, 3, and its costs rise from 0 to at most the item's points",
        "The first look costs nothing, so that people ask before they are stuck for good. The \
         last rung nearly gives the item, so it can't be free, and no hint may cost more than the \
         item is worth.",
        "Write three `[[hint]]` tables for the item in order. A must has 3 points, a should 2, a \
         stretch 1.",
    )
    .example("cost = 0, 0, 0", "cost = 0, 1, 2"),
    Rule::new(
        Code::MUST_LADDER,
        Error,
        "At least one hint ladder is for a must",
        "A hint is there for somebody who is stuck on what the round turns on. A ladder for \
         something optional does not get them on.",
        "Write a ladder for the must that tests the deciding moment.",
    ),
    Rule::new(
        Code::FIRST_RUNG,
        Warning,
        "The first rung does not have a cue of its item",
        "Rung 1 is free because it says nothing new. With the item's own word in it, it is rung 3 \
         for nothing.",
        "Turn the eyes to a place, a time or a person, and let the candidate find the word.",
    )
    .example(
        "Think of a circuit breaker.",
        "Who waits behind a call that hangs?",
    ),
    Rule::new(
        Code::FOLLOW_UP,
        Error,
        "A follow-up is asked in every round, and each listens for two to four things",
        "A round without a question after the plan never shows how somebody thinks on. Without \
         something to listen for, every answer sounds right.",
        "Write `when` as always, time-left, hit:ITEM or miss:ITEM. One follow-up is asked always, \
         for any stack and from the lowest level. Name what an answer should touch in \
         `listen_for`.",
    )
    .example("when = \"if time\"", "when = \"time-left\""),
    Rule::new(
        Code::CAP,
        Error,
        "A cap allows 1, 2 or 3",
        "A cap is a mistake that no strength makes up for. One that allows 4 limits nothing.",
        "Write in `max` the highest rating that somebody who makes this mistake can still get.",
    ),
    Rule::new(
        Code::SLIPS,
        Error,
        "There is a miss and a cap",
        "Whoever rates their own answer has to know what commonly goes wrong here, and which \
         mistake a long list of ticks does not outweigh.",
        "Add a `[[miss]]` that many make and a `[[cap]]` for what limits a dimension.",
    ),
];
