//! The texts that files of a search begin with.

use std::fmt::Write as _;

use crate::domain::offer::flags::{CATALOGUE, GATES};
use crate::domain::offer::model::Scorecard;

/// The criteria of a new scorecard: id, label, points, anchors for 0, 5 and 10.
const CRITERIA: [(&str, &str, u32, [&str; 3]); 6] = [
    (
        "scope_ownership",
        "Scope and ownership",
        20,
        [
            "I carry out what others decided",
            "I own a part",
            "I own a system end to end",
        ],
    ),
    (
        "promotion_path",
        "Promotion path",
        10,
        [
            "nobody knows how",
            "a ladder on paper",
            "a ladder, a sponsor and a date",
        ],
    ),
    (
        "compensation",
        "Compensation",
        25,
        ["my walk-away", "in between", "my target"],
    ),
    (
        "team_mentorship",
        "Team and mentorship",
        20,
        [
            "I would leave within the year",
            "fine",
            "the best that I have had",
        ],
    ),
    (
        "operational_burden",
        "Operational burden and support (10 = light)",
        15,
        [
            "woken every week, alone",
            "now and then, shared",
            "rare, paid, and causes get fixed",
        ],
    ),
    (
        "business_risk",
        "Product and business risk (10 = safe)",
        10,
        [
            "months of money left",
            "it may go either way",
            "profitable, and growing",
        ],
    ),
];

/// A new scorecard.
pub(super) fn scorecard(currency: &str, seed: u64) -> String {
    let mut text = format!(
        "# What counts in your search, and how much. Set the weights before you score: they sum to 100.\n\
         schema = 1\n\
         title = \"My search\"\n\
         base_currency = \"{currency}\"       # every figure is converted to this one\n\
         horizon_years = 4\n\
         # discount_rate = 0.06      # what a later year's money is worth less, a year\n\
         seed = {seed}\n\
         close_call_margin = 0.30    # totals closer than this: no clear winner\n\
         \n\
         [comp]                      # yearly figures, in {currency}\n\
         # walk_away = \"90000\"       # scores 0: less than this you would decline\n\
         # target = \"150000\"         # scores 10: more than this would not change your mind\n\
         utility = \"log\"             # a tenth more counts the same everywhere\n\
         # wealth = \"80000\"          # savings: with discount_rate, equity is weighed by its risk\n\
         \n\
         [weights]\n\
         elicited = \"points\"         # points, swing or order\n\
         certainty = 50              # higher: you are surer of your weights\n"
    );
    for (id, label, weight, [low, middle, high]) in CRITERIA {
        let computed = if id == "compensation" {
            "computed = \"comp\"\n"
        } else {
            ""
        };
        // Writing into a String can't fail.
        let _ = write!(
            text,
            "\n[[criteria]]\nid = \"{id}\"\nlabel = \"{label}\"\nweight = {weight}\n\
             anchors = {{ 0 = \"{low}\", 5 = \"{middle}\", 10 = \"{high}\" }}\n{computed}"
        );
    }
    text.push_str(
        "\n# An offer in another currency needs a rate that you looked up:\n\
         # [[fx]]\n# from = \"USD\"\n# to = \"EUR\"\n# rate = \"0.8600\"\n# date = 2026-11-20\n\
         # source = \"typed by hand\"\n",
    );
    text
}

/// A new offer: everything is unknown until it is written.
pub(super) fn offer(id: &str, card: &Scorecard, from_loop: Option<&str>, today: &str) -> String {
    let mut text = offer_head(id, card.base.code(), from_loop, today);
    for criterion in card
        .criteria
        .iter()
        .filter(|criterion| !criterion.is_computed)
    {
        let anchors = criterion
            .anchors
            .iter()
            .map(|(score, text)| format!("{score} = {text}"));
        let anchors: Vec<String> = anchors.collect();
        let comment = if anchors.is_empty() {
            String::new()
        } else {
            format!("   # {}", anchors.join("; ").replace('\n', " "))
        };
        let id = &criterion.id;
        let _ = write!(
            text,
            "\n[[scores]]{comment}\ncriterion = \"{id}\"\nunknown = true\n"
        );
    }
    for kind in CATALOGUE.iter().filter(|kind| kind.is_required) {
        let _ = write!(
            text,
            "\n[[flags]]   # {}\nid = \"{}\"\nstate = \"unknown\"\n",
            kind.looks_like, kind.id
        );
    }
    text.push_str("\n[checklist]   # yes needs evidence; no or asked until then\n");
    for gate in GATES {
        let _ = writeln!(text, "{} = {{ state = \"no\" }}", gate.id);
    }
    text
}

/// What an offer begins with: what it is, and what it pays, as an example.
fn offer_head(id: &str, currency: &str, from_loop: Option<&str>, today: &str) -> String {
    let loop_line = from_loop.map_or_else(String::new, |name| format!("loop = {name:?}\n"));
    format!(
        "# One offer. What you don't know stays unknown: it counts as anything from 0 to 10.\n\
         schema = 1\n\
         id = \"{id}\"\n\
         company = \"{id}\"\n\
         # role = \"Staff engineer\"\n\
         # level = \"Staff\"\n\
         {loop_line}\
         status = \"verbal\"           # verbal, written, signed, declined or expired\n\
         received = {today}\n\
         # deadline = {today}\n\
         # contact = {{ name = \"...\", email = \"...\" }}\n\
         \n\
         # [comp]                    # amounts are texts, so that they stay exact\n\
         # currency = \"{currency}\"\n\
         # base = \"135000\"\n\
         # base_growth = 0.02\n\
         # benefits_per_year = \"6000\"\n\
         # bonus = {{ target_pct = 0.10, expected_payout = 0.9 }}\n\
         # [[comp.sign_on]]\n\
         # amount = \"20000\"\n\
         # month = 1\n\
         # clawback = {{ months = 12, mode = \"pro_rata\" }}\n\
         # [[comp.equity]]\n\
         # kind = \"rsu_public\"       # rsu_public, rsu_double_trigger, options or phantom\n\
         # grant_value = \"240000\"\n\
         # vest_pct_by_year = [25, 25, 25, 25]\n\
         \n\
         # What you know, and from where: scores and flags refer to it. Kinds: document, interview,\n\
         # conversation, public, inference, achievement (yours; ref = \"story-id\").\n\
         # [[evidence]]\n\
         # id = \"e1\"\n\
         # kind = \"interview\"\n\
         # date = {today}\n\
         # text = \"...\"\n"
    )
}

/// The three invented offers and their scorecard, by name in the folder.
pub(super) const EXAMPLE: [(&str, &str); 4] = [
    (
        "scorecard.toml",
        include_str!("../../../example_offers/scorecard.toml"),
    ),
    (
        "offers/aurora.toml",
        include_str!("../../../example_offers/offers/aurora.toml"),
    ),
    (
        "offers/borealis.toml",
        include_str!("../../../example_offers/offers/borealis.toml"),
    ),
    (
        "offers/cirrus.toml",
        include_str!("../../../example_offers/offers/cirrus.toml"),
    ),
];
