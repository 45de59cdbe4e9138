//! A scorecard's file against the rules.

use rust_decimal::Decimal;

use super::{fault, generation, id, unique};
use crate::domain::fault::{Code, Faults};
use crate::domain::offer::format::{CompScaleTable, CriterionTable, ScorecardFile};
use crate::domain::offer::model::{Criterion, Scorecard, TOP_SCORE};
use crate::domain::offer::money::{Date, Rate, float};
use crate::domain::offer::utility::{Scale, Utility};
use crate::domain::offer::words::{Elicited, ScoreFrom, UtilityKind};
use crate::domain::raw::{At, Span};
use crate::domain::text::Safe;

const LEAST_CRITERIA: usize = 6;
const DEFAULT_DRAWS: u32 = 200_000;
const DEFAULT_HORIZON_YEARS: u32 = 4;
const DEFAULT_MARGIN: f64 = 0.3;
const DEFAULT_CERTAINTY: f64 = 50.0;
const DEFAULT_CRRA: f64 = 2.0;

/// What a scorecard leaves to be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Given {
    /// The day, where the file names none.
    pub today: Date,
    /// The seed, in place of the file's.
    pub seed: Option<u32>,
    /// How many draws, in place of the file's.
    pub draws: Option<u32>,
}

/// Checks a scorecard.
pub fn scorecard(file: &ScorecardFile, given: &Given, faults: &mut Faults) -> Option<Scorecard> {
    let before = faults.len();
    generation(&file.schema, faults);
    criteria(file, faults);
    numbers(file, faults);
    let scale = file.comp.as_ref().and_then(|comp| scale(comp, faults));
    let score_from = score_from(file, faults);
    let rates = rates(file, faults);
    let checked = file.criteria.value.iter().map(criterion).collect();
    let comp = file.comp.as_ref();
    let weights = file.weights.as_ref();
    (faults.len() == before).then(|| Scorecard {
        title: file.title.clone().unwrap_or_else(|| Safe::new("My search")),
        base: file.base_currency.value,
        horizon_years: file
            .horizon_years
            .as_ref()
            .map_or(DEFAULT_HORIZON_YEARS, |at| at.value),
        discount_rate: file.discount_rate.as_ref().map(|at| at.value.0),
        as_of: file.as_of.as_ref().map_or(given.today, |at| at.value),
        seed: given.seed.or(file.seed).unwrap_or(1),
        draws: given
            .draws
            .or(file.draws.as_ref().map(|at| at.value))
            .unwrap_or(DEFAULT_DRAWS),
        close_call_margin: file
            .close_call_margin
            .as_ref()
            .map_or(DEFAULT_MARGIN, |at| at.value),
        scale,
        score_from,
        crra: comp
            .and_then(|comp| comp.crra.as_ref())
            .map_or(DEFAULT_CRRA, |at| at.value),
        wealth: comp
            .and_then(|comp| comp.wealth.as_ref())
            .map(|at| at.value.0),
        certainty: weights
            .and_then(|weights| weights.certainty.as_ref())
            .map_or(DEFAULT_CERTAINTY, |at| at.value),
        elicited: weights
            .and_then(|weights| weights.elicited)
            .unwrap_or(Elicited::Points),
        criteria: checked,
        rates,
    })
}

fn criterion(table: &CriterionTable) -> Criterion {
    let id = Safe::new(&table.id.value);
    let anchors = table.anchors.iter().flat_map(|at| &at.value);
    Criterion {
        label: table.label.clone().unwrap_or_else(|| id.clone()),
        id,
        weight: table.weight.value.0,
        anchors: anchors
            .filter_map(|(score, text)| score.parse().ok().map(|score| (score, text.clone())))
            .collect(),
        floor: table.floor.as_ref().map(|at| at.value),
        is_computed: table.computed.is_some(),
    }
}

fn criteria(file: &ScorecardFile, faults: &mut Faults) {
    let list = &file.criteria.value;
    unique(
        "criteria",
        list.iter().map(|criterion| &criterion.id),
        faults,
    );
    let at = file.criteria.span;
    if list.len() < LEAST_CRITERIA {
        let message = format!(
            "{} criteria; a decision needs at least {LEAST_CRITERIA}",
            list.len()
        );
        let help = "add [[criteria]]: what else would make you stay, or leave?";
        fault(faults, Code::OFFER_WEIGHTS, at, message, help);
    }
    for criterion in list {
        id(&criterion.id, faults);
        let numbers = criterion.floor.iter().map(|at| (at.value, at.span));
        for (floor, span) in numbers {
            within(floor, 0.0..=TOP_SCORE, span, "a floor", faults);
        }
        for (score, span) in criterion
            .anchors
            .iter()
            .flat_map(|at| at.value.keys().map(|score| (score, at.span)))
        {
            if score.parse::<u32>().is_ok_and(|score| score <= 10) {
                continue;
            }
            let message = format!("`{score}` is no score that an anchor can have");
            let help = "write anchors = { 0 = \"...\", 5 = \"...\", 10 = \"...\" }";
            fault(faults, Code::OFFER_SCORE, span, message, help);
        }
        if let Some(computed) = criterion.computed.as_ref().filter(|at| at.value != "comp") {
            let message = format!("`{}` can't be computed", computed.value);
            let help = "write computed = \"comp\", or leave it out and score by hand";
            fault(faults, Code::OFFER_REFERENCE, computed.span, message, help);
        }
    }
    if let Some(second) = list.iter().filter_map(|c| c.computed.as_ref()).nth(1) {
        let message = "two criteria are computed from compensation";
        let help = "compensation counts once: remove one `computed`";
        fault(faults, Code::OFFER_REFERENCE, second.span, message, help);
    }
    weights(list, at, faults);
}

fn weights(list: &[CriterionTable], at: Span, faults: &mut Faults) {
    let sum: Decimal = list.iter().map(|criterion| criterion.weight.value.0).sum();
    if sum == Decimal::ONE_HUNDRED || list.is_empty() {
        return;
    }
    let span = list.last().map_or(at, |criterion| criterion.weight.span);
    let difference = (sum - Decimal::ONE_HUNDRED).normalize();
    let side = if difference.is_sign_negative() {
        "too few"
    } else {
        "too many"
    };
    let message = format!(
        "the weights sum to {}: {} points {side}",
        sum.normalize(),
        difference.abs()
    );
    let raw: Vec<Decimal> = list
        .iter()
        .map(|criterion| criterion.weight.value.0)
        .collect();
    let help = match largest_remainder(&raw) {
        Some(points) => {
            let points = list
                .iter()
                .zip(points)
                .map(|(criterion, points)| format!("{} {points}", criterion.id.value));
            let points: Vec<String> = points.collect();
            format!(
                "in the same proportions, in whole points: {}",
                points.join(", ")
            )
        }
        None => "give each criterion its points of 100".to_owned(),
    };
    fault(faults, Code::OFFER_WEIGHTS, span, message, &help);
}

/// Whole points of 100 in given proportions, by largest remainder (Hamilton's method); ties go to
/// the earlier one. None if all are 0.
pub fn largest_remainder(raw: &[Decimal]) -> Option<Vec<u32>> {
    let sum: Decimal = raw.iter().copied().sum();
    if sum.is_zero() {
        return None;
    }
    let exact = raw
        .iter()
        .map(|weight| *weight * Decimal::ONE_HUNDRED / sum);
    let parts: Vec<(u32, Decimal)> = exact
        .map(|exact| {
            (
                u32::try_from(exact.floor()).unwrap_or(0),
                exact - exact.floor(),
            )
        })
        .collect();
    let given: u32 = parts.iter().map(|(whole, _)| whole).sum();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    // A stable sort keeps the earlier one first.
    order.sort_by_key(|place| parts.get(*place).map(|(_, rest)| std::cmp::Reverse(*rest)));
    let left = usize::try_from(100_u32.saturating_sub(given)).unwrap_or(0);
    let lucky: Vec<usize> = order.into_iter().take(left).collect();
    let points = parts.iter().enumerate();
    Some(
        points
            .map(|(place, (whole, _))| whole + u32::from(lucky.contains(&place)))
            .collect(),
    )
}

fn numbers(file: &ScorecardFile, faults: &mut Faults) {
    let whole = [
        (&file.horizon_years, 1..=10, "horizon_years"),
        (&file.draws, 1_000..=5_000_000, "draws"),
    ];
    for (field, range, what) in whole {
        if let Some(at) = field.as_ref().filter(|at| !range.contains(&at.value)) {
            let message = format!("{what} is {}", at.value);
            let help = format!("write a number from {} to {}", range.start(), range.end());
            fault(faults, Code::OFFER_AMOUNT, at.span, message, &help);
        }
    }
    if let Some(rate) = &file.discount_rate {
        within(
            float(rate.value.0),
            0.0..=1.0,
            rate.span,
            "a discount rate",
            faults,
        );
    }
    if let Some(at) = &file.close_call_margin {
        within(at.value, 0.0..=TOP_SCORE, at.span, "a margin", faults);
    }
    if let Some(at) = file
        .weights
        .as_ref()
        .and_then(|weights| weights.certainty.as_ref())
    {
        within(at.value, 1.0..=10_000.0, at.span, "certainty", faults);
    }
    if let Some(at) = file.comp.as_ref().and_then(|comp| comp.crra.as_ref()) {
        within(at.value, 0.0..=20.0, at.span, "crra", faults);
    }
}

pub(super) fn within(
    value: f64,
    range: std::ops::RangeInclusive<f64>,
    span: Span,
    what: &str,
    faults: &mut Faults,
) {
    if !range.contains(&value) {
        let message = format!("{what} of {value}");
        let help = format!("write a number from {} to {}", range.start(), range.end());
        fault(faults, Code::OFFER_AMOUNT, span, message, &help);
    }
}

fn scale(comp: &CompScaleTable, faults: &mut Faults) -> Option<Scale> {
    let before = faults.len();
    let (walk_away, target) = match (&comp.walk_away, &comp.target) {
        (Some(walk_away), Some(target)) => (walk_away, target),
        (Some(one), None) | (None, Some(one)) => {
            let message = "walk_away and target belong together";
            let help = "write both: the yearly figures that score 0 and 10";
            fault(faults, Code::OFFER_AMOUNT, one.span, message, help);
            return None;
        }
        (None, None) => return None,
    };
    let (low, high) = (float(walk_away.value.0), float(target.value.0));
    if low <= 0.0 || low >= high {
        let message = format!("a walk-away of {low} and a target of {high}");
        let help = "the walk-away is above 0 and below the target";
        fault(faults, Code::OFFER_AMOUNT, walk_away.span, message, help);
    }
    let kind = comp
        .utility
        .as_ref()
        .map_or(UtilityKind::Log, |at| at.value);
    let utility = match kind {
        UtilityKind::Linear => Utility::Linear,
        UtilityKind::Log => Utility::Log,
        UtilityKind::Crra => Utility::Crra(comp.crra.as_ref().map_or(DEFAULT_CRRA, |at| at.value)),
        UtilityKind::Piecewise => Utility::Piecewise(points(comp, faults)),
    };
    (faults.len() == before).then_some(Scale {
        walk_away: low,
        target: high,
        utility,
    })
}

fn points(comp: &CompScaleTable, faults: &mut Faults) -> Vec<(f64, f64)> {
    let pair = |pair: &Vec<f64>| match pair.as_slice() {
        [x, score] if (0.0..=TOP_SCORE).contains(score) => Some((*x, *score)),
        _ => None,
    };
    let list = comp.points.as_ref();
    let pairs: Option<Vec<(f64, f64)>> = list.and_then(|at| at.value.iter().map(pair).collect());
    let rises = |pairs: &Vec<(f64, f64)>| {
        let mut neighbours = pairs.iter().zip(pairs.iter().skip(1));
        pairs.len() >= 2 && neighbours.all(|(a, b)| a.0 < b.0 && a.1 < b.1)
    };
    pairs.filter(rises).unwrap_or_else(|| {
        let span = list.map_or(comp.span, |at| at.span);
        let message = "piecewise needs rising points";
        let help = "write points = [[90000, 0], [150000, 7], [240000, 10]]";
        fault(faults, Code::OFFER_AMOUNT, span, message, help);
        Vec::new()
    })
}

/// The figure that is scored. Risk is weighed only with savings and a discount rate.
fn score_from(file: &ScorecardFile, faults: &mut Faults) -> ScoreFrom {
    let comp = file.comp.as_ref();
    let has_wealth = comp.is_some_and(|comp| comp.wealth.is_some());
    let can_weigh_risk = has_wealth && file.discount_rate.is_some();
    let asked = comp.and_then(|comp| comp.score_from.as_ref());
    match asked {
        Some(At {
            value: ScoreFrom::RiskAdjusted,
            span,
        }) if !can_weigh_risk => {
            let missing = match (has_wealth, file.discount_rate.is_some()) {
                (false, false) => "wealth and discount_rate",
                (false, true) => "wealth",
                (true, _) => "discount_rate",
            };
            let message =
                format!("risk_adjusted needs {missing}, which is asked and never guessed");
            let help = format!("add {missing}, or write score_from = \"expected\"");
            fault(faults, Code::OFFER_RISK, *span, message, &help);
            ScoreFrom::Expected
        }
        Some(at) => at.value,
        None if can_weigh_risk => ScoreFrom::RiskAdjusted,
        None => ScoreFrom::Expected,
    }
}

fn rates(file: &ScorecardFile, faults: &mut Faults) -> Vec<Rate> {
    let mut rates = Vec::new();
    for fx in &file.fx {
        if fx.rate.value.0.is_zero() || fx.rate.value.0 > Decimal::from(1_000_000) {
            let help = "write what one unit is worth, such as \"0.8600\"";
            fault(
                faults,
                Code::OFFER_CURRENCY,
                fx.rate.span,
                "this is no rate of exchange",
                help,
            );
        }
        rates.push(Rate {
            from: fx.from.value,
            to: fx.to.value,
            rate: fx.rate.value.0,
            date: fx.date,
            source: fx.source.clone(),
        });
    }
    rates
}
