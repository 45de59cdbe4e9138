//! Red flags, the checklist, and what the file itself gives away. None of it moves a score.

use rust_decimal::Decimal;

use super::model::{Comp, Offer, Scorecard};
use super::money::{days_between, float, months_later};
use super::pay::Pay;
use super::words::{ClawbackMode, EquityKind, GateState, Status};

/// A kind of red flag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FlagKind {
    /// Its name in offers.
    pub id: &'static str,
    /// Its name in a narrow column.
    pub label: &'static str,
    /// How it shows.
    pub looks_like: &'static str,
    /// What to ask.
    pub ask: &'static str,
    /// Whether every offer has it, unknown until looked at.
    pub is_required: bool,
}

/// The five that every offer is asked about, and four worth having.
pub const CATALOGUE: [FlagKind; 9] = [
    FlagKind {
        id: "unclear_ownership",
        label: "ownership",
        looks_like: "nobody names who decides roadmap, on-call or budget",
        ask: "Who decides when product and engineering disagree, and what was the last such case?",
        is_required: true,
    },
    FlagKind {
        id: "heavy_oncall_weak_support",
        label: "on-call",
        looks_like: "fewer than five in rotation, nights without time off, no budget to fix causes",
        ask: "How many pages a week did each person take last quarter, is it paid, and who fixes \
              the cause?",
        is_required: true,
    },
    FlagKind {
        id: "vague_levelling",
        label: "level",
        looks_like: "the level is not in writing, there is no ladder",
        ask: "Could the level go into the letter, and could I see the ladder and what the next \
              level needs?",
        is_required: true,
    },
    FlagKind {
        id: "unrealistic_equity",
        label: "equity",
        looks_like: "no denominator, a valuation times a percentage called worth, an exit story",
        ask: "What are the fully diluted share count, the last preferred price, the appraised \
              common price, the total liquidation preference and the exercise window?",
        is_required: true,
    },
    FlagKind {
        id: "unresolved_architecture_debt",
        label: "debt",
        looks_like: "a rewrite in its second year, without an owner or a test for its end",
        ask: "What is frozen because of the rewrite, who owns it, and when would it be called off?",
        is_required: true,
    },
    FlagKind {
        id: "exploding_deadline",
        label: "deadline",
        looks_like: "days to decide, and no extension",
        ask: "Could I have until the end of next week, so that my answer is a settled one?",
        is_required: false,
    },
    FlagKind {
        id: "verbal_terms_differ",
        label: "terms",
        looks_like: "the letter says less than was said",
        ask: "Could the letter say what we agreed on the phone?",
        is_required: false,
    },
    FlagKind {
        id: "clawback_cliff",
        label: "clawback",
        looks_like: "all of a payment has to be paid back until the last month",
        ask: "Could the repayment shrink month by month, and is it of the net amount?",
        is_required: false,
    },
    FlagKind {
        id: "leaver_terms",
        label: "leaving",
        looks_like: "90 days to exercise, or vested shares that can be bought back",
        ask: "How long can options be exercised after leaving, and can vested shares be bought back?",
        is_required: false,
    },
];

/// A thing to be settled before signing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GateKind {
    /// Its name in offers.
    pub id: &'static str,
    /// What it is.
    pub title: &'static str,
    /// The sentence to send while it is open.
    pub ask: &'static str,
}

/// The four gates.
pub const GATES: [GateKind; 4] = [
    GateKind {
        id: "responsibilities_in_writing",
        title: "responsibilities in writing",
        ask: "Could you send me the responsibilities of the role in writing?",
    },
    GateKind {
        id: "comp_in_writing",
        title: "compensation in writing",
        ask: "Could you send me the full compensation in writing, equity terms included?",
    },
    GateKind {
        id: "reporting_and_success_metrics",
        title: "reporting line and success metrics",
        ask: "To whom would I report, and by what would my first year be judged a success?",
    },
    GateKind {
        id: "first_90_days",
        title: "expectations of the first 90 days",
        ask: "What would you expect of me in the first 90 days?",
    },
];

/// A flag's name in a narrow column.
pub fn label(id: &str) -> &str {
    CATALOGUE
        .iter()
        .find(|kind| kind.id == id)
        .map_or(id, |kind| kind.label)
}

/// The gate of an id.
pub fn gate(id: &str) -> Option<&'static GateKind> {
    GATES.iter().find(|gate| gate.id == id)
}

/// Something that the file gives away, with its figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Which rule says so.
    pub id: &'static str,
    /// What it says.
    pub text: String,
}

/// The years of a horizon that are shown as a fraction of the average before it is worth a word.
const LOW_FIRST_YEAR: f64 = 0.8;
/// The share of the total outside cash that is worth a word.
const HIGH_NON_CASH: f64 = 0.3;
/// Days before a deadline in which compensation ought to be in writing.
const WRITTEN_BEFORE_DAYS: i32 = 3;

/// What the file gives away, without any judgement of a person's.
pub fn notices(offer: &Offer, card: &Scorecard, pay: Option<&Pay>) -> Vec<Notice> {
    let mut found = Vec::new();
    let mut add = |id, text: String| found.push(Notice { id, text });
    if let Some(comp) = &offer.comp {
        for sign_on in &comp.sign_on {
            if let Some(clawback) = sign_on.clawback {
                let all = match clawback.mode {
                    ClawbackMode::Cliff => "all of it",
                    ClawbackMode::ProRata => "less each month",
                };
                let net = match clawback.gross {
                    Some(true) => "before taxes",
                    Some(false) => "after taxes",
                    None => "ask whether before or after taxes",
                };
                let months = clawback.months;
                let month = sign_on.month;
                add(
                    "clawback",
                    format!(
                        "sign-on of month {month} is paid back for {months} months, {all}, {net}"
                    ),
                );
            }
        }
        grants(comp, &mut add);
        let verbal = comp
            .refreshers
            .iter()
            .filter(|one| one.promised != super::words::Confidence::Written);
        let verbal = verbal.count();
        if verbal > 0 {
            add(
                "refreshers_not_written",
                format!("{verbal} of the refreshers are not in writing"),
            );
        }
    }
    if let Some(pay) = pay {
        shares_of_pay(pay, &mut add);
    }
    deadline(offer, card, &mut add);
    found
}

/// What the grants give away.
fn grants(comp: &Comp, add: &mut impl FnMut(&'static str, String)) {
    for grant in &comp.grants {
        let is_private = grant.kind != EquityKind::RsuPublic;
        if grant.schedule.has_cliff() {
            let months = grant.schedule.first_month();
            let date = grant.vesting_start.map(|start| months_later(start, months));
            let date = date.map_or_else(String::new, |date| format!(", on {date}"));
            add(
                "cliff_ahead",
                format!("nothing vests before month {months}{date}"),
            );
        }
        if is_private && grant.fully_diluted.is_none() {
            let shares = grant.shares.unwrap_or(0);
            add(
                "equity_without_denominator",
                format!("{shares} shares of an unknown number: no share of the company"),
            );
        }
        if let (Some(price), Some(shares)) = (grant.fair_value, grant.shares) {
            // A preferred share has rights that a common one lacks: its price is no measure.
            let today = (price - grant.strike).max(Decimal::ZERO) * Decimal::from(shares);
            let code = comp.currency.code();
            let today = comp.currency.rounded(today);
            let text = format!("{shares} shares are worth {code} {today} at today's appraisal");
            add("intrinsic_today", text);
        }
        if let Some(days) = grant.exercise_window_days.filter(|days| *days <= 90) {
            add(
                "leaver_terms",
                format!("{days} days to exercise after leaving"),
            );
        }
    }
}

fn shares_of_pay(pay: &Pay, add: &mut impl FnMut(&'static str, String)) {
    let totals: Vec<f64> = pay
        .years
        .iter()
        .zip(&pay.equity_by_year)
        .map(|(year, equity)| float(year.cash_total()) + equity)
        .collect();
    let years = u32::try_from(totals.len()).unwrap_or(1).max(1);
    let mean = totals.iter().sum::<f64>() / f64::from(years);
    if let Some(first) = totals
        .first()
        .filter(|first| **first < LOW_FIRST_YEAR * mean)
    {
        let percent = 100.0 * first / mean;
        add(
            "low_first_year",
            format!("the first year pays {percent:.0} % of the average year"),
        );
    }
    let expected = pay.level.expected;
    if expected > 0.0 {
        let share = 1.0 - pay.level.cash / expected;
        if share > HIGH_NON_CASH {
            let percent = 100.0 * share;
            add(
                "non_cash_share",
                format!("{percent:.0} % of what is expected is not cash"),
            );
        }
    }
}

fn deadline(offer: &Offer, card: &Scorecard, add: &mut impl FnMut(&'static str, String)) {
    let Some(deadline) = offer.deadline else {
        return;
    };
    let days = days_between(card.as_of, deadline);
    let is_open = matches!(offer.status, Status::Verbal | Status::Written);
    if is_open && days < 0 {
        add("deadline_passed", format!("the deadline was {deadline}"));
    }
    if let Some(received) = offer.received
        && days_between(received, deadline) < 5
    {
        let days = days_between(received, deadline);
        add(
            "exploding_deadline",
            format!("{days} days from the offer to its deadline"),
        );
    }
    let comp = offer.gates.iter().find(|gate| gate.id == "comp_in_writing");
    let is_written = comp.is_some_and(|gate| gate.state == GateState::Yes);
    if is_open && !is_written && (0..=WRITTEN_BEFORE_DAYS).contains(&days) {
        add(
            "comp_not_in_writing",
            format!("{days} days to the deadline, and no compensation in writing"),
        );
    }
}

/// What of a payment has to be paid back by somebody who leaves after some months: all or a share
/// of it, counted from its own month.
pub fn paid_back(sign_on: &super::model::SignOn, months: u32) -> Decimal {
    let paid_after = sign_on.month.saturating_sub(1);
    let Some(clawback) = sign_on.clawback.filter(|_| months >= paid_after) else {
        return Decimal::ZERO;
    };
    let left = clawback.months.saturating_sub(months - paid_after);
    match clawback.mode {
        ClawbackMode::Cliff if left > 0 => sign_on.amount,
        ClawbackMode::Cliff => Decimal::ZERO,
        ClawbackMode::ProRata => {
            sign_on.amount * Decimal::from(left) / Decimal::from(clawback.months.max(1))
        }
    }
}
