//! A scorecard and its offers as values that can't be wrong.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::money::{Currency, Date, Rate};
use super::utility::Scale;
use super::vest::Schedule;
use super::words::{
    ClawbackMode, Confidence, Elicited, EquityKind, EvidenceKind, FlagState, GateState, ScoreFrom,
    Status,
};
use crate::domain::text::Safe;

/// The widest that a score can be.
pub const TOP_SCORE: f64 = 10.0;

/// What counts in a search, and how much.
#[derive(Debug, Clone, PartialEq)]
pub struct Scorecard {
    /// What the search is called.
    pub title: Safe,
    /// Everything is converted to this currency.
    pub base: Currency,
    /// Years that are looked ahead.
    pub horizon_years: u32,
    /// What a later year's money is worth less, a year; none where it was not given.
    pub discount_rate: Option<Decimal>,
    /// The day that the comparison is of.
    pub as_of: Date,
    /// The seed of all draws.
    pub seed: u32,
    /// How many draws are made.
    pub draws: u32,
    /// Totals closer than this are a close call.
    pub close_call_margin: f64,
    /// How compensation becomes a score; none until walk-away and target are given.
    pub scale: Option<Scale>,
    /// The figure that compensation is scored from.
    pub score_from: ScoreFrom,
    /// Aversion to risk.
    pub crra: f64,
    /// Savings; without them no risk is weighed.
    pub wealth: Option<Decimal>,
    /// Kappa of the Dirichlet distribution around the weights.
    pub certainty: f64,
    /// How the weights were asked for.
    pub elicited: Elicited,
    /// What counts; the weights sum to 100.
    pub criteria: Vec<Criterion>,
    /// Rates of exchange.
    pub rates: Vec<Rate>,
}

impl Scorecard {
    /// The weights as shares that sum to 1.
    pub fn weights(&self) -> Vec<f64> {
        let shares = self.criteria.iter();
        shares
            .map(|criterion| super::money::float(criterion.weight / Decimal::ONE_HUNDRED))
            .collect()
    }

    /// The place of the criterion that compensation is scored in.
    pub fn comp_index(&self) -> Option<usize> {
        self.criteria
            .iter()
            .position(|criterion| criterion.is_computed)
    }

    /// The discount rate, 0 where none was given.
    pub fn rate(&self) -> f64 {
        self.discount_rate.map_or(0.0, super::money::float)
    }
}

/// One thing that counts.
#[derive(Debug, Clone, PartialEq)]
pub struct Criterion {
    /// Its name in offers.
    pub id: Safe,
    /// What it is called.
    pub label: Safe,
    /// Points of 100.
    pub weight: Decimal,
    /// What a score means, by score.
    pub anchors: BTreeMap<u32, Safe>,
    /// A score below this is a stop.
    pub floor: Option<f64>,
    /// Whether the score comes from the compensation.
    pub is_computed: bool,
}

/// One offer.
#[derive(Debug, Clone, PartialEq)]
pub struct Offer {
    /// Its name.
    pub id: Safe,
    /// Whose offer it is.
    pub company: Safe,
    /// The job.
    pub role: Safe,
    /// The level, as they call it.
    pub level: Option<Safe>,
    /// The interview loop that led to it.
    pub loop_id: Option<Safe>,
    /// Where it stands.
    pub status: Status,
    /// When it came.
    pub received: Option<Date>,
    /// When an answer is due.
    pub deadline: Option<Date>,
    /// Who wrote it.
    pub contact: Option<Safe>,
    /// The compensation; none where it is not known yet.
    pub comp: Option<Comp>,
    /// What is known, and from where.
    pub evidence: Vec<Evidence>,
    /// The scores, in the order of the criteria.
    pub cells: Vec<Cell>,
    /// Red flags: those of the file in its order, then the required ones that it does not name.
    pub flags: Vec<Flag>,
    /// What has to be settled before signing.
    pub gates: Vec<Gate>,
    /// What to ask for.
    pub negotiation: Negotiation,
}

/// Something that is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// Its name in the offer.
    pub id: Safe,
    /// What kind it is.
    pub kind: EvidenceKind,
    /// When.
    pub date: Option<Date>,
    /// From whom.
    pub who: Option<Safe>,
    /// Where it can be found.
    pub reference: Option<Safe>,
    /// What it says.
    pub text: Safe,
}

/// A score of one criterion.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// The score.
    pub score: Score,
    /// What it rests on.
    pub evidence: Vec<Safe>,
    /// The question that would tell.
    pub question: Option<Safe>,
}

/// What is known of a score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Score {
    /// A number.
    Exact(f64),
    /// Somewhere between two numbers.
    Range(f64, f64),
    /// Not known: anything from 0 to 10.
    Unknown,
    /// It comes from the compensation.
    Computed,
}

/// A red flag.
#[derive(Debug, Clone, PartialEq)]
pub struct Flag {
    /// Which one.
    pub id: Safe,
    /// What is known of it.
    pub state: FlagState,
    /// 1 to 3.
    pub severity: u32,
    /// The question that would tell.
    pub question: Safe,
    /// What it rests on.
    pub evidence: Vec<Safe>,
}

/// One thing to be settled before signing.
#[derive(Debug, Clone, PartialEq)]
pub struct Gate {
    /// Which one.
    pub id: &'static str,
    /// Where it stands.
    pub state: GateState,
    /// When it was asked for.
    pub asked_on: Option<Date>,
    /// What it rests on.
    pub evidence: Vec<Safe>,
}

impl Gate {
    /// Whether it is settled, with evidence.
    pub fn is_settled(&self) -> bool {
        self.state == GateState::Yes && !self.evidence.is_empty()
    }
}

/// What is paid, in the offer's currency.
#[derive(Debug, Clone, PartialEq)]
pub struct Comp {
    /// The currency.
    pub currency: Currency,
    /// What one unit of it is worth in the scorecard's currency.
    pub rate: Decimal,
    /// A year's base salary.
    pub base: Decimal,
    /// What base is assumed to grow a year.
    pub base_growth: Decimal,
    /// What benefits are worth a year.
    pub benefits: Decimal,
    /// The bonus target, as a share of base.
    pub bonus_target: Decimal,
    /// How much of the target is expected.
    pub bonus_payout: Decimal,
    /// What is added to savings, as a share of base.
    pub matched: Decimal,
    /// Sign-on payments.
    pub sign_on: Vec<SignOn>,
    /// Grants.
    pub grants: Vec<Grant>,
    /// Later grants that were spoken of.
    pub refreshers: Vec<Refresher>,
}

/// A payment for signing.
#[derive(Debug, Clone, PartialEq)]
pub struct SignOn {
    /// How much.
    pub amount: Decimal,
    /// At the beginning of which month, from 1.
    pub month: u32,
    /// What is paid back by those who leave early.
    pub clawback: Option<Clawback>,
}

/// What is paid back by those who leave early.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clawback {
    /// For how many months after the payment.
    pub months: u32,
    /// How.
    pub mode: ClawbackMode,
    /// Whether before taxes; none where nobody asked.
    pub gross: Option<bool>,
}

/// A grant.
#[derive(Debug, Clone, PartialEq)]
pub struct Grant {
    /// Its kind.
    pub kind: EquityKind,
    /// How many shares; none where only a value is given.
    pub shares: Option<u64>,
    /// What it is worth when granted, for public shares.
    pub value: Decimal,
    /// What a share costs.
    pub strike: Decimal,
    /// All shares of the company.
    pub fully_diluted: Option<u64>,
    /// What investors paid for a share last.
    pub last_preferred: Option<Decimal>,
    /// What a common share was appraised at.
    pub fair_value: Option<Decimal>,
    /// What investors get back first.
    pub preference: Option<Decimal>,
    /// The day that vesting counts from.
    pub vesting_start: Option<Date>,
    /// When it vests.
    pub schedule: Schedule,
    /// Days to exercise after leaving.
    pub exercise_window_days: Option<u32>,
    /// Years until the exit.
    pub exit_year: u32,
    /// Whether the exit year was given.
    pub exit_is_given: bool,
    /// What is left of the share after coming rounds.
    pub keep: f64,
    /// What may come of it.
    pub outlook: Outlook,
    /// How well this is known.
    pub confidence: Confidence,
}

/// What may come of a grant.
#[derive(Debug, Clone, PartialEq)]
pub enum Outlook {
    /// Multiples of today's price, or prices of a share, each with its probability.
    Scenarios(Vec<(f64, f64)>),
    /// An exit of a lognormal value, if there is one.
    Lognormal {
        /// The probability that there is one.
        p_liquidity: f64,
        /// Its value in the middle.
        median: f64,
        /// The spread of its logarithm.
        sigma: f64,
    },
    /// Nothing was said: today's price for public shares, no value for others.
    Unsaid,
}

/// Grants that may follow.
#[derive(Debug, Clone, PartialEq)]
pub struct Refresher {
    /// What one is worth.
    pub amount: Decimal,
    /// The month of the first.
    pub first_month: u32,
    /// Months between two.
    pub every_months: u32,
    /// How many.
    pub count: u32,
    /// When one vests, in months after it.
    pub schedule: Schedule,
    /// How well it is promised.
    pub promised: Confidence,
}

/// What to ask for.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Negotiation {
    /// The offer that is taken if this one fails.
    pub fallback_offer: Option<Safe>,
    /// Whether the other offer may be named.
    pub disclose_rival: bool,
    /// What to ask, the most important first.
    pub asks: Vec<Ask>,
}

/// One thing to ask for.
#[derive(Debug, Clone, PartialEq)]
pub struct Ask {
    /// What.
    pub item: Safe,
    /// How much.
    pub size: AskSize,
    /// The evidence that it rests on.
    pub because: Vec<Safe>,
    /// What to ask for instead.
    pub fallback: Option<Safe>,
}

/// How much is asked for.
#[derive(Debug, Clone, PartialEq)]
pub enum AskSize {
    /// No figure.
    Open,
    /// An amount, or a range.
    To(super::fields::Amounts),
    /// What draws level with the best other offer.
    Tie,
}
