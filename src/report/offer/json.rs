//! Comparisons for programs: the keys are a contract.

use serde_json::{Map, Value, json};

use crate::domain::offer::compare::{Comparison, Weighed};
use crate::domain::offer::money::float;
use crate::domain::offer::pay::{Figures, Pay};
use crate::domain::offer::sensitivity::Sensitivity;
use crate::domain::offer::smaa::Acceptability;
use crate::domain::offer::totals::Standing;
use crate::domain::offer::words::{FlagState, ScoreFrom};

/// The generation of the JSON.
const SCHEMA: u32 = 1;
/// The most outcomes of equity that are listed one by one.
const LISTED_OUTCOMES: usize = 64;

/// Offers side by side.
pub fn comparison(comparison: &Comparison) -> Value {
    Value::Object(compared(comparison))
}

/// Offers side by side, and what would change the answer.
pub fn sensitivity(comparison: &Comparison, found: &Sensitivity) -> Value {
    let mut object = compared(comparison);
    let card = &comparison.card;
    let points = |weights: &Option<Vec<f64>>| {
        let points = weights
            .as_ref()
            .map(|all| all.iter().map(|one| json!(100.0 * one)).collect());
        by_criterion(comparison, points)
    };
    let prices = found.prices.iter().map(|price| json!(price)).collect();
    for (key, value) in [
        ("winner_weight_intervals_mid", intervals(comparison, found)),
        (
            "order_weight_intervals_mid",
            order_intervals(comparison, found),
        ),
        ("smallest_transfer", transfer(comparison)),
        ("nearest_tie", points(&found.nearest)),
        ("cell_flips", cell_flips(comparison, found)),
        ("question_value", questions(comparison)),
        (
            "first_rank_probability",
            by_offer(comparison, &comparison.first),
        ),
        ("draws", json!(card.draws)),
        ("seed", json!(card.seed)),
        ("price_of_a_point", by_criterion(comparison, Some(prices))),
        ("price_seen_from", json!(found.price_from)),
        ("required_exit", by_offer(comparison, &found.required_exit)),
    ] {
        object.insert(key.to_owned(), value);
    }
    object.extend(drawn(comparison, found, points));
    Value::Object(object)
}

/// What draws have shown.
fn drawn(
    comparison: &Comparison,
    found: &Sensitivity,
    points: impl Fn(&Option<Vec<f64>>) -> Value,
) -> Map<String, Value> {
    let rows = |lens: &Acceptability| by_offer(comparison, &lens.probabilities());
    let stated = &found.stated;
    let first = stated.first().into_iter();
    let errors: Vec<f64> = first.map(|p| stated.standard_error(p)).collect();
    let central = (0..comparison.offers.len()).map(|place| found.none.central_weights(place));
    let central: Vec<Value> = central.map(|weights| points(&weights)).collect();
    let lenses = json!({
        "stated": rows(stated),
        "order": rows(&found.order),
        "none": rows(&found.none),
    });
    let named = [
        ("acceptability", lenses),
        ("standard_error", by_offer(comparison, &errors)),
        ("central_weights", by_offer(comparison, &central)),
        ("confidence_factor", by_offer(comparison, &found.confidence)),
    ];
    named
        .into_iter()
        .map(|(key, value)| (key.to_owned(), value))
        .collect()
}

fn compared(comparison: &Comparison) -> Map<String, Value> {
    let ids: Vec<&str> = comparison
        .card
        .criteria
        .iter()
        .map(|c| c.id.as_str())
        .collect();
    let order: Vec<&str> = comparison
        .order
        .iter()
        .map(|place| comparison.id(*place))
        .collect();
    let offers = comparison.offers.iter().zip(&comparison.standings);
    let offers: Map<String, Value> = offers
        .map(|(one, standing)| (one.offer.id.to_string(), offer(comparison, one, standing)))
        .collect();
    let mut object = Map::new();
    for (key, value) in [
        ("schema", json!(SCHEMA)),
        ("title", json!(comparison.card.title)),
        ("as_of", json!(comparison.card.as_of.to_string())),
        ("criteria", json!(ids)),
        (
            "weights",
            by_criterion(
                comparison,
                Some(
                    comparison
                        .card
                        .criteria
                        .iter()
                        .map(|c| json!(float(c.weight)))
                        .collect(),
                ),
            ),
        ),
        ("score_from", json!(comparison.card.score_from.as_str())),
        ("order_mid", json!(order)),
        ("winner_mid", json!(order.first())),
        ("margin_mid", json!(comparison.margin)),
        ("close_call", json!(comparison.is_close_call)),
        ("verdict", json!(comparison.verdict.as_str())),
        ("reasons", json!(comparison.reasons)),
        ("closed", json!(comparison.closed)),
        ("offers", Value::Object(offers)),
    ] {
        object.insert(key.to_owned(), value);
    }
    object
}

fn offer(comparison: &Comparison, one: &Weighed, standing: &Standing) -> Value {
    let card = &comparison.card;
    let criteria = 0..card.criteria.len();
    let names = |places: Vec<usize>| -> Vec<&str> {
        places
            .into_iter()
            .map(|place| comparison.criterion(place))
            .collect()
    };
    let unknown = criteria
        .clone()
        .filter(|place| one.is_unknown(*place))
        .collect();
    let unsupported = criteria
        .clone()
        .filter(|place| one.is_unsupported(*place))
        .collect();
    let (possible, sure) = one.floors(card);
    let cells =
        one.cells.iter().zip(criteria).map(|((low, high), place)| {
            (comparison.criterion(place).to_owned(), json!([low, high]))
        });
    let notices = one
        .notices
        .iter()
        .map(|notice| json!({ "id": notice.id, "text": notice.text }));
    json!({
        "status": one.offer.status.as_str(),
        "loop": one.offer.loop_id,
        "deadline": one.offer.deadline.map(|date| date.to_string()),
        "comp": one.pay.as_ref().map(|pay| comp(comparison, one, pay)),
        "scores": cells.collect::<Map<String, Value>>(),
        "evidence_coverage": one.coverage,
        "unknown": names(unknown),
        "unsupported": names(unsupported),
        "floor_possible_breach": names(possible),
        "floor_sure_breach": names(sure),
        "flags_present": one.flags_in(FlagState::Present),
        "flags_unknown": one.flags_in(FlagState::Unknown),
        "max_flag_severity_present": one.max_severity(),
        "notices": notices.collect::<Vec<_>>(),
        "checklist_gaps": one.gaps(),
        "ready_to_sign": one.is_ready_to_sign(card),
        "total_low": standing.low,
        "total_mid": standing.mid,
        "total_high": standing.high,
        "rank_mid": standing.rank_mid,
        "best_rank": standing.best_rank,
        "worst_rank": standing.worst_rank,
        "max_regret": standing.max_regret,
    })
}

fn comp(comparison: &Comparison, one: &Weighed, pay: &Pay) -> Value {
    let card = &comparison.card;
    let years = pay.years.iter().map(|year| {
        json!({
            "base": float(year.base),
            "bonus": float(year.bonus),
            "sign_on": float(year.sign_on),
            "benefits": float(year.benefits),
            "cash_total": float(year.cash_total()),
        })
    });
    let private = pay.strips.iter().map(|strip| {
        json!({
            "kind": strip.kind.as_str(),
            "p_zero": strip.p_zero,
            "median": strip.median,
            "p90": strip.p90,
            "mean": strip.mean,
        })
    });
    let saturated = |from| one.saturated(card, from);
    json!({
        "currency": card.base.code(),
        "by_year": years.collect::<Vec<_>>(),
        "equity_by_year": pay.equity_by_year,
        "pv_cash": pay.pv_cash,
        "pv_guaranteed_cash": pay.pv_guaranteed,
        "pv_equity_expected": pay.lottery.mean(),
        "pv_equity_scenarios": scenarios(pay),
        "certainty_equivalent_pv_equity": pay.certainty_equivalent,
        "private_equity": private.collect::<Vec<_>>(),
        "cannot_be_valued": pay.unvalued,
        "level_annual": figures(&pay.level),
        "level_annual_guaranteed": pay.level_guaranteed,
        "annualised_headline": pay.annualised,
        "score": one.comp_scores.as_ref().map(figures),
        "saturated": {
            "cash": saturated(ScoreFrom::Cash),
            "expected": saturated(ScoreFrom::Expected),
            "risk_adjusted": saturated(ScoreFrom::RiskAdjusted),
        },
        "below_walk_away": one.is_below_walk_away(card),
    })
}

fn figures(figures: &Figures) -> Value {
    json!({
        "cash": figures.cash,
        "expected": figures.expected,
        "risk_adjusted": figures.risk_adjusted,
    })
}

/// The outcomes of equity; those of a continuous distribution in groups with their means.
fn scenarios(pay: &Pay) -> Value {
    let mut outcomes = pay.lottery.outcomes.clone();
    if outcomes.len() > LISTED_OUTCOMES {
        outcomes.sort_by(|a, b| a.pv.total_cmp(&b.pv));
        let share = 1.0 / 20.0;
        let mut grouped: Vec<(f64, f64, f64)> = Vec::new();
        for one in outcomes {
            match grouped.last_mut() {
                Some((p, pv, nominal)) if *p < share => {
                    *p += one.p;
                    *pv += one.p * one.pv;
                    *nominal += one.p * one.nominal;
                }
                Some(_) | None => grouped.push((one.p, one.p * one.pv, one.p * one.nominal)),
            }
        }
        let groups = grouped.into_iter().filter(|(p, ..)| *p > 0.0);
        let groups =
            groups.map(|(p, pv, nominal)| json!({ "p": p, "pv": pv / p, "nominal": nominal / p }));
        return Value::Array(groups.collect());
    }
    let listed = outcomes.iter();
    let listed = listed.map(|one| json!({ "p": one.p, "pv": one.pv, "nominal": one.nominal }));
    Value::Array(listed.collect())
}

/// A value for each offer. Of what is no figure, such as no price, JSON has null.
fn by_offer<T: Clone + Into<Value>>(comparison: &Comparison, values: &[T]) -> Value {
    let ids = comparison.offers.iter().map(|one| one.offer.id.to_string());
    Value::Object(ids.zip(values.iter().cloned().map(Into::into)).collect())
}

fn by_criterion(comparison: &Comparison, values: Option<Vec<Value>>) -> Value {
    let ids = comparison
        .card
        .criteria
        .iter()
        .map(|criterion| criterion.id.to_string());
    values.map_or(Value::Null, |values| {
        Value::Object(ids.zip(values).collect())
    })
}

fn intervals(comparison: &Comparison, sensitivity: &Sensitivity) -> Value {
    let id = |place: Option<usize>| place.map(|place| comparison.id(place));
    let each = sensitivity.intervals.iter().map(|interval| {
        json!({
            "low": 100.0 * interval.low,
            "high": 100.0 * interval.high,
            "below_to": id(interval.below_to),
            "above_to": id(interval.above_to),
        })
    });
    by_criterion(comparison, Some(each.collect()))
}

fn order_intervals(comparison: &Comparison, sensitivity: &Sensitivity) -> Value {
    let each = sensitivity.order_intervals.iter();
    let each = each.map(|(low, high)| json!({ "low": 100.0 * low, "high": 100.0 * high }));
    by_criterion(comparison, Some(each.collect()))
}

fn transfer(comparison: &Comparison) -> Value {
    let Some((transfer, rival)) = &comparison.smallest else {
        return Value::Null;
    };
    let moves = transfer.from.iter().map(
        |(from, amount)| json!({ "from": comparison.criterion(*from), "points": 100.0 * amount }),
    );
    json!({
        "points": 100.0 * transfer.amount,
        "from": transfer.from.first().map(|(from, _)| comparison.criterion(*from)),
        "to": comparison.criterion(transfer.to),
        "ties_with": comparison.id(*rival),
        "moves": moves.collect::<Vec<_>>(),
    })
}

fn cell_flips(comparison: &Comparison, sensitivity: &Sensitivity) -> Value {
    let each = sensitivity.cells.iter().map(|flip| {
        json!({
            "offer": comparison.id(flip.offer),
            "criterion": comparison.criterion(flip.criterion),
            "now": flip.now,
            "flip_at": flip.at,
        })
    });
    Value::Array(each.collect())
}

fn questions(comparison: &Comparison) -> Value {
    let each = comparison.questions.iter().map(|question| {
        json!({
            "offer": comparison.id(question.offer),
            "criterion": comparison.criterion(question.criterion),
            "evppi": question.evppi,
            "flip_at": question.flip_at,
            "p_change": question.p_change,
        })
    });
    Value::Array(each.collect())
}
