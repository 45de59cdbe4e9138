//! The rules of scorecards and offers: O001 to O010.

use super::Gravity::Error;
use super::Rule;
use crate::domain::fault::Code;

pub(super) const RULES: &[Rule] = &[
    Rule::new(
        Code::OFFER_WEIGHTS,
        Error,
        "A scorecard has six criteria or more, and their weights sum to exactly 100",
        "Points of 100 make every weight a statement about all the others. A sum of 99.9 says that \
         something was forgotten, and nobody knows what.",
        "The message tells the difference and the nearest whole points that sum to 100 in the same \
         proportions.",
    )
    .example("weight = 24.9", "weight = 25"),
    Rule::new(
        Code::OFFER_SCORE,
        Error,
        "A score lies from 0 to 10, and says one thing",
        "0 and 10 have a meaning of their own. What is beyond them can't be compared, and a score \
         that is also unknown is neither.",
        "Write one of `score = 7`, `range = [5, 7]` and `unknown = true`.",
    )
    .example("score = 11", "score = 10"),
    Rule::new(
        Code::OFFER_REFERENCE,
        Error,
        "Ids are unique, and every reference resolves",
        "A score for a criterion that isn't there would be dropped in silence, and evidence that \
         isn't there supports nothing.",
        "Write an id as it stands in its own table: criteria in scorecard.toml, evidence in the \
         same offer.",
    )
    .example("evidence = [\"e9\"]", "evidence = [\"e1\"]"),
    Rule::new(
        Code::OFFER_CHANCE,
        Error,
        "Probabilities lie from 0 to 1, and those of a grant sum to 1",
        "Scenarios are all that may happen. If they sum to 0.9, a tenth of the future is missing \
         and counts as nothing.",
        "Add the scenario that is missing, most often a price of 0.",
    )
    .example(
        "[{ p = 0.3, price = \"6\" }]",
        "[{ p = 0.7, price = \"0\" }, { p = 0.3, price = \"6\" }]",
    ),
    Rule::new(
        Code::OFFER_VESTING,
        Error,
        "The whole of a grant vests, and it is said when",
        "A schedule that sums to 90 percent promises shares that never come.",
        "Percents sum to 100, and months count up.",
    )
    .example(
        "vest_pct_by_year = [25, 25, 25]",
        "vest_pct_by_year = [25, 25, 25, 25]",
    ),
    Rule::new(
        Code::OFFER_CURRENCY,
        Error,
        "Every currency has a rate, typed by hand, with its date and source",
        "Amounts in two currencies can't be added. A rate that nobody looked up is a guess that \
         looks like a fact.",
        "Add `[[fx]]` to scorecard.toml, from the offer's currency to `base_currency`.",
    ),
    Rule::new(
        Code::OFFER_DATES,
        Error,
        "A deadline comes after the offer",
        "Days to the deadline decide what is urgent; a slip in a date would hide it.",
        "Write `received` and `deadline` as the letter has them.",
    ),
    Rule::new(
        Code::OFFER_AMOUNT,
        Error,
        "Figures can be counted with",
        "A walk-away above the target, a sigma of 0 or a month 0 has no meaning, and every result \
         made of it would be wrong without a sign.",
        "The message says which figures are allowed.",
    ),
    Rule::new(
        Code::OFFER_EQUITY,
        Error,
        "Equity is called what it is: private equity is no cash",
        "A public share can be sold on the day that it vests; a private one needs a buyer for the \
         company. Counted as cash, it would decide between offers.",
        "`rsu_public` has a `grant_value`, and `multiple` in its scenarios. All other kinds have \
         `shares`, and `price` in their scenarios.",
    ),
    Rule::new(
        Code::OFFER_RISK,
        Error,
        "Risk is weighed with savings and a discount rate, or not at all",
        "What a gamble is worth depends on what one has besides. That is asked, never guessed.",
        "Write `wealth` below `[comp]` and `discount_rate`, or score from `expected`.",
    )
    .example(
        "score_from = \"risk_adjusted\"",
        "score_from = \"risk_adjusted\"\nwealth = \"80000\"",
    ),
];
