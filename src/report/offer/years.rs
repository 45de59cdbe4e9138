//! Pay by year, what is assumed, and what leaving early comes to.

use super::table::Table;
use super::words::{about, full, percent, short};
use crate::domain::offer::compare::Comparison;
use crate::domain::offer::flags;
use crate::domain::offer::model::Offer;
use crate::domain::offer::money::{Amount, float};
use crate::domain::offer::pay::{VestedPart, leaving};
use crate::domain::offer::words::EquityKind;
use crate::domain::text::Safe;
use crate::report::Manner;
use crate::report::document::Document;
use crate::report::words::count;

/// Pay by year, one table for each offer.
pub fn years(comparison: &Comparison, manner: Manner) -> Document {
    let mut document = Document::default().title(format!(
        "Pay by year, in {} (bonus and equity as expected)",
        comparison.card.base.code()
    ));
    for (_, one, _) in comparison.ranked() {
        let Some(pay) = &one.pay else {
            document = document.item(&one.offer.id, "no pay is written down yet");
            continue;
        };
        let mut table = Table::new([
            "base", "bonus", "sign-on", "benefits", "cash", "equity", "total",
        ]);
        for ((number, year), equity) in (1_u32..).zip(&pay.years).zip(&pay.equity_by_year) {
            let cash = float(year.cash_total());
            let parts = [year.base, year.bonus, year.sign_on, year.benefits];
            let mut cells: Vec<String> = parts.iter().map(|part| short(float(*part))).collect();
            cells.extend([short(cash), short(*equity), short(cash + equity)]);
            table.row(
                &Safe::new(&format!("{} year {number}", one.offer.id)),
                cells,
            );
        }
        let level = &pay.level;
        document = document.then(table.document(manner)).text(format!(
            "As much every year: guaranteed cash {}, cash {}, expected {}. The headline \
             \"annualised\" would be {}. Private equity counts at its exit, not here.",
            short(pay.level_guaranteed),
            short(level.cash),
            short(level.expected),
            short(pay.annualised),
        ));
    }
    let assumed = comparison
        .ranked()
        .flat_map(|(_, one, _)| assumptions(&one.offer));
    document.title("Assumed").items(assumed)
}

/// What is assumed of an offer's pay, with its figure.
pub fn assumptions(offer: &Offer) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let Some(comp) = &offer.comp else {
        return found;
    };
    let mut add = |text: String| found.push((offer.id.to_string(), text));
    if !comp.base_growth.is_zero() {
        add(format!(
            "base grows {} a year",
            percent(float(comp.base_growth))
        ));
    }
    if !comp.bonus_target.is_zero() {
        let (target, payout) = (float(comp.bonus_target), float(comp.bonus_payout));
        add(format!(
            "bonus of {} pays {} of its target",
            percent(target),
            percent(payout)
        ));
    }
    if comp.rate != Amount::ONE {
        add(format!(
            "one {} is {} here",
            comp.currency.code(),
            comp.rate.normalize()
        ));
    }
    for grant in &comp.grants {
        let kind = grant.kind.as_str();
        let is_private = grant.kind != EquityKind::RsuPublic;
        if is_private {
            let given = if grant.exit_is_given {
                ""
            } else {
                ", the horizon, as no year is given"
            };
            add(format!(
                "{kind}: exit in year {}{given}, {} kept after dilution, {}",
                grant.exit_year,
                percent(grant.keep),
                grant.confidence.as_str()
            ));
        }
    }
    for refresher in &comp.refreshers {
        let amount = full(comp.currency, refresher.amount);
        let (times, promised) = (
            count(refresher.count, "refresher"),
            refresher.promised.as_str(),
        );
        add(format!("{times} of {amount}, {promised}"));
    }
    found
}

/// What each offer comes to for somebody who leaves after some months.
pub fn leave_after(comparison: &Comparison, months: u32, manner: Manner) -> Document {
    let base = comparison.card.base;
    let mut table = Table::new(["cash", "paid back", "left", "a month"]);
    let mut vested = Vec::new();
    for (_, one, _) in comparison.ranked() {
        let Some(comp) = &one.offer.comp else {
            continue;
        };
        let leaving = leaving(comp, months);
        let left = float(leaving.cash - leaving.paid_back);
        table.row(
            &one.offer.id,
            vec![
                short(float(leaving.cash)),
                short(float(leaving.paid_back)),
                short(left),
                short(left / f64::from(months.max(1))),
            ],
        );
        for (kind, part) in leaving.vested {
            let text = match part {
                VestedPart::Shares(vested, all) => format!("{vested} of {all} shares vested"),
                VestedPart::Value(value) => {
                    format!(
                        "{} vested, at the price of the grant",
                        about(base, float(value))
                    )
                }
            };
            vested.push((format!("{}, {}", one.offer.id, kind.as_str()), text));
        }
    }
    Document::default()
        .title(format!(
            "Leaving after {}, in {}",
            count(months, "month"),
            base.code()
        ))
        .then(table.document(manner))
        .items(vested)
        .text("No bonus is counted for a year that is not worked to its end.")
        .then(clawback_months(comparison, manner))
}

/// What is paid back of a sign-on, month by month.
fn clawback_months(comparison: &Comparison, manner: Manner) -> Document {
    let mut document = Document::default();
    for (_, one, _) in comparison.ranked() {
        let Some(comp) = &one.offer.comp else {
            continue;
        };
        for sign_on in comp.sign_on.iter().filter(|one| one.clawback.is_some()) {
            let months = sign_on.clawback.map_or(0, |clawback| clawback.months);
            let begin = sign_on.month.saturating_sub(1);
            let steps = (0..=months).step_by(3).map(|step| begin + step);
            let steps: Vec<u32> = steps.collect();
            let names: Vec<String> = steps.iter().map(|month| format!("m{month}")).collect();
            let mut table = Table::new(names.iter().map(String::as_str));
            let owed = steps
                .iter()
                .map(|month| short(float(flags::paid_back(sign_on, *month) * comp.rate)));
            let name = Safe::new(&format!("{} month {}", one.offer.id, sign_on.month));
            table.row(&name, owed.collect());
            document = document.then(table.document(manner));
        }
    }
    if document.is_empty() {
        return document;
    }
    Document::default()
        .title("Paid back when leaving after month")
        .then(document)
}
