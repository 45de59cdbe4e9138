//! The files of a search: `scorecard.toml` and `offers/ID.toml`, as they are written.

use std::collections::BTreeMap;

use super::fields::{Amounts, Exact, Money};
use super::money::{Currency, Date};
use super::words::{
    Allocation, ClawbackMode, Confidence, Elicited, EquityKind, EvidenceKind, FlagState, GateState,
    ScoreFrom, Status, UtilityKind,
};
use crate::domain::raw::At;
use crate::domain::text::Safe;
use crate::record;

record! {
    /// `scorecard.toml`: what counts in a search, and how much. One for each search.
    pub struct ScorecardFile {
        /// Generation of the format.
        pub schema: At<u32>,
        /// What the search is called.
        pub title: Option<Safe>,
        /// Everything is converted to this currency.
        pub base_currency: At<Currency>,
        /// Years that are looked ahead.
        pub horizon_years: Option<At<u32>>,
        /// What a later year's money is worth less, a year: 0.06.
        pub discount_rate: Option<At<Exact>>,
        /// The day that the comparison is of.
        pub as_of: Option<At<Date>>,
        /// The seed of all draws.
        pub seed: Option<u32>,
        /// How many draws are made.
        pub draws: Option<At<u32>>,
        /// Totals closer than this are a close call, in points of 10.
        pub close_call_margin: Option<At<f64>>,
        /// How compensation becomes a score.
        pub comp: Option<CompScaleTable>,
        /// How the weights were found, and how sure they are.
        pub weights: Option<WeightsTable>,
        /// What counts; the weights sum to 100.
        pub criteria: At<Vec<CriterionTable>>,
        /// Rates of exchange, typed by hand.
        pub fx: Vec<FxTable>,
    }
}

record! {
    /// How compensation becomes a score.
    pub struct CompScaleTable {
        /// The figure that is scored: cash, expected or `risk_adjusted`.
        pub score_from: Option<At<ScoreFrom>>,
        /// The yearly figure that scores 0: less than this is declined.
        pub walk_away: Option<At<Money>>,
        /// The yearly figure that scores 10.
        pub target: Option<At<Money>>,
        /// The shape between the two.
        pub utility: Option<At<UtilityKind>>,
        /// Aversion to risk (CRRA): 0 has none, 2 is usual.
        pub crra: Option<At<f64>>,
        /// Savings, without which no risk can be weighed.
        pub wealth: Option<At<Money>>,
        /// For `piecewise`: pairs of a yearly figure and its score.
        pub points: Option<At<Vec<Vec<f64>>>>,
    }
}

record! {
    /// How the weights were found.
    pub struct WeightsTable {
        /// The higher, the surer: kappa of the Dirichlet distribution around the weights.
        pub certainty: Option<At<f64>>,
        /// How they were asked for: points, swing or order.
        pub elicited: Option<Elicited>,
    }
}

record! {
    /// One thing that counts.
    pub struct CriterionTable {
        /// Its name in offers.
        pub id: At<String>,
        /// What it is called; 10 is always good.
        pub label: Option<Safe>,
        /// Points of 100.
        pub weight: At<Exact>,
        /// What a score means, by score.
        pub anchors: Option<At<BTreeMap<String, Safe>>>,
        /// A score below this is a stop, never averaged away.
        pub floor: Option<At<f64>>,
        /// `comp`: the score comes from the compensation.
        pub computed: Option<At<String>>,
    }
}

record! {
    /// What one unit of a currency is worth in another.
    pub struct FxTable {
        /// Of this one unit is priced.
        pub from: At<Currency>,
        /// In this it is priced.
        pub to: At<Currency>,
        /// The price.
        pub rate: At<Money>,
        /// When it was looked up.
        pub date: Date,
        /// Where.
        pub source: Safe,
    }
}

record! {
    /// `offers/ID.toml`: one offer.
    pub struct OfferFile {
        /// Generation of the format.
        pub schema: At<u32>,
        /// The offer's name, which is the file's.
        pub id: At<String>,
        /// Whose offer it is.
        pub company: Option<Safe>,
        /// The job.
        pub role: Option<Safe>,
        /// The level, as they call it.
        pub level: Option<Safe>,
        /// The interview loop that led to it.
        pub loop_id: Option<Safe> = "loop",
        /// verbal, written, signed, declined or expired.
        pub status: At<Status>,
        /// When it came.
        pub received: Option<At<Date>>,
        /// When an answer is due.
        pub deadline: Option<At<Date>>,
        /// Who wrote it.
        pub contact: Option<ContactTable>,
        /// The compensation; without it, its score is unknown.
        pub comp: Option<CompTable>,
        /// What is known, and from where.
        pub evidence: Vec<EvidenceTable>,
        /// The scores.
        pub scores: Vec<ScoreTable>,
        /// Red flags.
        pub flags: Vec<FlagTable>,
        /// What has to be settled before signing.
        pub checklist: Option<ChecklistTable>,
        /// What to ask for.
        pub negotiation: Option<NegotiationTable>,
    }
}

record! {
    /// Who wrote the offer.
    pub struct ContactTable {
        /// Their name.
        pub name: Option<Safe>,
        /// Their address.
        pub email: Option<Safe>,
    }
}

record! {
    /// What is paid.
    pub struct CompTable {
        /// In this currency.
        pub currency: At<Currency>,
        /// A year's base salary.
        pub base: At<Money>,
        /// What base is assumed to grow a year: 0.02.
        pub base_growth: Option<Exact>,
        /// What benefits are worth a year.
        pub benefits_per_year: Option<Money>,
        /// The yearly bonus.
        pub bonus: Option<BonusTable>,
        /// What is paid on top of savings.
        pub matched: Option<MatchTable> = "match",
        /// Sign-on payments.
        pub sign_on: Vec<SignOnTable>,
        /// Equity grants.
        pub equity: Vec<EquityTable>,
        /// Later grants that were spoken of.
        pub refresher: Vec<RefresherTable>,
    }
}

record! {
    /// A yearly bonus: the target is not the payout.
    pub struct BonusTable {
        /// The target, as a share of base: 0.10.
        pub target_pct: Exact,
        /// How much of the target is expected: 0.9.
        pub expected_payout: Option<Exact>,
    }
}

record! {
    /// Savings that are matched.
    pub struct MatchTable {
        /// How much of what is saved is added: 0.5.
        pub rate: Exact,
        /// Savings up to this share of base are matched: 0.06.
        pub cap_pct_of_base: Exact,
    }
}

record! {
    /// A payment for signing.
    pub struct SignOnTable {
        /// How much.
        pub amount: At<Money>,
        /// At the beginning of which month of work, from 1.
        pub month: At<u32>,
        /// What has to be paid back by those who leave early.
        pub clawback: Option<ClawbackTable>,
    }
}

record! {
    /// What has to be paid back.
    pub struct ClawbackTable {
        /// For how many months after the payment.
        pub months: At<u32>,
        /// `pro_rata`: less each month; `cliff`: all of it until the last.
        pub mode: ClawbackMode,
        /// Whether it is paid back before taxes.
        pub gross: Option<bool>,
    }
}

record! {
    /// A grant.
    pub struct EquityTable {
        /// `rsu_public`, `rsu_double_trigger`, options or phantom.
        pub kind: At<EquityKind>,
        /// How many shares.
        pub shares: Option<At<u32>>,
        /// What it is worth when granted, for `rsu_public`.
        pub grant_value: Option<At<Money>>,
        /// What a share costs, for options.
        pub strike: Option<At<Money>>,
        /// All shares of the company, options included.
        pub fully_diluted: Option<At<u32>>,
        /// What investors paid for a share last.
        pub last_preferred: Option<At<Money>>,
        /// What a common share was appraised at.
        pub fmv_409a: Option<At<Money>>,
        /// What investors get back first.
        pub preference_total: Option<At<Money>>,
        /// The day of the grant.
        pub granted: Option<At<Date>>,
        /// The day that vesting counts from.
        pub vesting_start: Option<At<Date>>,
        /// When it vests.
        pub vest: Option<VestTable>,
        /// Percent that vest by the end of each year.
        pub vest_pct_by_year: Option<At<Vec<Exact>>>,
        /// Days to exercise after leaving.
        pub exercise_window_days: Option<u32>,
        /// Whether shares may be bought before they vest.
        pub early_exercise: Option<bool>,
        /// Years until there may be an exit.
        pub exit_year: Option<At<u32>>,
        /// What each coming round takes: [0.15, 0.11].
        pub dilution: Option<At<Vec<f64>>>,
        /// What is left after all coming rounds: 0.80.
        pub dilution_keep: Option<At<f64>>,
        /// What may come of it; the probabilities sum to 1.
        pub scenarios: Option<At<Vec<ScenarioTable>>>,
        /// What may come of it, as a distribution of the company's value.
        pub lognormal: Option<LognormalTable>,
        /// How well this is known: written, verbal, assumed or `base_rate`.
        pub confidence: Option<Confidence>,
    }
}

record! {
    /// When a grant vests.
    pub struct VestTable {
        /// A usual schedule, such as `4y_1y_cliff_monthly`.
        pub preset: Option<At<String>>,
        /// Pairs of a month and the percent that vest in it.
        pub events: Option<At<Vec<Vec<f64>>>>,
        /// Percent that vest in each year.
        pub pct_by_year: Option<At<Vec<Exact>>>,
        /// For `pct_by_year`: months between instalments.
        pub every_months: Option<At<u32>>,
        /// For `pct_by_year`: nothing vests before this month.
        pub cliff_months: Option<At<u32>>,
        /// How whole shares are shared out (Open Cap Format).
        pub allocation: Option<Allocation>,
    }
}

record! {
    /// One thing that may come of a grant.
    pub struct ScenarioTable {
        /// Its probability.
        pub p: At<Exact>,
        /// The price of a share, on today's count of shares.
        pub price: Option<At<Money>>,
        /// The price as a multiple of today's, for `rsu_public`.
        pub multiple: Option<At<Exact>>,
    }
}

record! {
    /// An exit that may never come, of a value that is lognormal.
    pub struct LognormalTable {
        /// The probability that there is one.
        pub p_liquidity: At<f64>,
        /// The company's value then, in the middle.
        pub median_exit: At<Money>,
        /// The spread of its logarithm.
        pub sigma: At<f64>,
    }
}

record! {
    /// Grants that may follow.
    pub struct RefresherTable {
        /// What one is worth.
        pub amount: At<Money>,
        /// The month of the first.
        pub first_month: At<u32>,
        /// Months between two.
        pub every_months: Option<At<u32>>,
        /// How many.
        pub count: Option<At<u32>>,
        /// Percent of one that vest in each year after it.
        pub vest_pct_by_year: Option<At<Vec<Exact>>>,
        /// How well it is promised: written, verbal or assumed.
        pub promised: At<Confidence>,
    }
}

record! {
    /// Something that is known.
    pub struct EvidenceTable {
        /// Its name in this file.
        pub id: At<String>,
        /// document, interview, conversation, public, inference or achievement.
        pub kind: EvidenceKind,
        /// When.
        pub date: Option<Date>,
        /// From whom.
        pub who: Option<Safe>,
        /// Where it can be found; a story's id for an achievement.
        pub reference: Option<Safe> = "ref",
        /// What it says.
        pub text: Safe,
    }
}

record! {
    /// A score of one criterion: a number, a range, or not known.
    pub struct ScoreTable {
        /// The criterion.
        pub criterion: At<String>,
        /// 0 to 10.
        pub score: Option<At<f64>>,
        /// From and to.
        pub range: Option<At<Vec<f64>>>,
        /// Not known yet.
        pub unknown: Option<At<bool>>,
        /// The question that would tell.
        pub question: Option<Safe>,
        /// What it rests on.
        pub evidence: Vec<At<String>>,
    }
}

record! {
    /// A red flag.
    pub struct FlagTable {
        /// Which one.
        pub id: At<String>,
        /// present, absent, unknown or mitigated.
        pub state: At<FlagState>,
        /// 1 to 3.
        pub severity: Option<At<u32>>,
        /// The question that would tell.
        pub question: Option<Safe>,
        /// What it rests on.
        pub evidence: Vec<At<String>>,
    }
}

record! {
    /// What has to be settled before signing.
    pub struct ChecklistTable {
        /// What the job is.
        pub responsibilities_in_writing: Option<GateTable>,
        /// What is paid.
        pub comp_in_writing: Option<GateTable>,
        /// To whom one reports, and what success is.
        pub reporting_and_success_metrics: Option<GateTable>,
        /// What is expected first.
        pub first_90_days: Option<GateTable>,
    }
}

record! {
    /// One thing to be settled.
    pub struct GateTable {
        /// yes, no or asked.
        pub state: At<GateState>,
        /// When it was asked for.
        pub asked_on: Option<Date>,
        /// What it rests on.
        pub evidence: Vec<At<String>>,
    }
}

record! {
    /// What to ask for.
    pub struct NegotiationTable {
        /// The offer that is taken if this one fails.
        pub fallback_offer: Option<At<String>>,
        /// Whether the other offer may be named.
        pub disclose_rival: Option<bool>,
        /// What to ask, by priority.
        pub ask: Vec<AskTable>,
    }
}

record! {
    /// One thing to ask for.
    pub struct AskTable {
        /// What: base, `sign_on`, equity, level, `remote_days`, ...
        pub item: At<String>,
        /// How much.
        pub to: Option<At<Amounts>>,
        /// `tie`: what would draw level with the best other offer.
        pub size: Option<At<String>>,
        /// The evidence that it rests on.
        pub because: Vec<At<String>>,
        /// 1 first.
        pub priority: Option<u32>,
        /// What to ask for instead, if this can't be had.
        pub fallback: Option<Safe>,
    }
}
