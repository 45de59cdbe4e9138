//! The worked cases in `tests/offers/cases`, each within its own tolerance.

use mockloop::domain::offer::money::{Currency, Date, Rate};
use mockloop::domain::offer::totals::{Matrix, order, rank, total};
use mockloop::domain::offer::utility::{Scale, Utility};
use mockloop::domain::offer::vest::Schedule;
use mockloop::domain::offer::words::Allocation;
use mockloop::domain::raw::Choice as _;
use rust_decimal::Decimal;
use serde_json::Value;

fn case(name: &str) -> Value {
    let path = format!(
        "{}/tests/offers/cases/{name}.json",
        env!("CARGO_MANIFEST_DIR")
    );
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn numbers(value: &Value) -> Vec<f64> {
    let list = value
        .as_array()
        .unwrap_or_else(|| panic!("{value} is no list"));
    list.iter().map(|number| number.as_f64().unwrap()).collect()
}

fn rows(value: &Value) -> Vec<Vec<f64>> {
    value.as_array().unwrap().iter().map(numbers).collect()
}

#[track_caller]
fn same(found: f64, expected: &Value, tolerance: f64) {
    let expected = expected.as_f64().unwrap();
    assert!(
        (found - expected).abs() <= tolerance,
        "{found} is not {expected}"
    );
}

#[track_caller]
fn all_same(found: &[f64], expected: &Value, tolerance: f64) {
    let expected = expected.as_array().unwrap();
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(expected) {
        same(*found, expected, tolerance);
    }
}

/// The files on disk are those of the tests below.
#[test]
fn no_case_is_left_out() {
    let folder = format!("{}/tests/offers/cases", env!("CARGO_MANIFEST_DIR"));
    let here = include_str!("cases.rs");
    for entry in std::fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let name = name.strip_suffix(".json").unwrap().to_owned();
        assert!(
            here.contains(&format!("case(\"{name}\")")),
            "{name} is never read"
        );
    }
}

fn totals(weights: &[f64], scores: &[Vec<f64>]) -> Vec<f64> {
    let sum: f64 = weights.iter().sum();
    let shares: Vec<f64> = weights.iter().map(|weight| weight / sum).collect();
    scores
        .iter()
        .map(|row| total(&shares, row.iter().copied()))
        .collect()
}

#[test]
fn weighted_sums_are_those_of_the_reference_libraries() {
    let case = case("01_weighted_sum");
    let (input, expected) = (&case["input"], &case["expected"]);
    let tolerance = case["tolerance"]["abs"].as_f64().unwrap();
    let weights = numbers(&input["weights"]);
    let scores = rows(&input["scores"]);
    let found = totals(&weights, &scores);
    all_same(&found, &expected["totals"], tolerance);
    for (row, expected) in scores
        .iter()
        .zip(expected["contributions"].as_array().unwrap())
    {
        let parts: Vec<f64> = weights
            .iter()
            .zip(row)
            .map(|(w, s)| w / 100.0 * s)
            .collect();
        all_same(&parts, expected, tolerance);
    }
    let ranks: Vec<usize> = found.iter().map(|value| rank(*value, &found)).collect();
    assert_eq!(serde_json::json!(ranks), expected["rank"]);
    let names: Vec<&Value> = order(&found)
        .iter()
        .map(|place| &input["offers"][*place])
        .collect();
    assert_eq!(serde_json::json!(names), expected["order"]);
    let percent: Vec<f64> = found.iter().map(|value| value * 10.0).collect();
    all_same(&percent, &expected["percent_of_max"], tolerance);

    let tied = rows(&expected["tie_case"]["scores"]);
    let cells = tied
        .iter()
        .map(|row| row.iter().map(|s| (*s, *s)).collect());
    let matrix = Matrix {
        weights: weights.iter().map(|weight| weight / 100.0).collect(),
        cells: cells.collect(),
    };
    let standings = matrix.standings();
    let mids: Vec<f64> = standings.iter().map(|standing| standing.mid).collect();
    all_same(&mids, &expected["tie_case"]["totals"], tolerance);
    let ranks: Vec<usize> = standings.iter().map(|standing| standing.rank_mid).collect();
    assert_eq!(
        serde_json::json!(ranks),
        expected["tie_case"]["competition_rank"]
    );

    let times = expected["scaled_weights_invariance"]["weights_times"]
        .as_f64()
        .unwrap();
    let scaled: Vec<f64> = weights.iter().map(|weight| weight * times).collect();
    all_same(
        &totals(&scaled, &scores),
        &expected["scaled_weights_invariance"]["totals"],
        tolerance,
    );
}

fn events(value: &Value) -> Vec<(u32, u64)> {
    let pair = |pair: &Value| {
        let month = u32::try_from(pair[0].as_u64().unwrap()).unwrap();
        (month, pair[1].as_u64().unwrap())
    };
    value.as_array().unwrap().iter().map(pair).collect()
}

fn percents(list: &[u32]) -> Vec<Decimal> {
    list.iter().map(|percent| Decimal::from(*percent)).collect()
}

/// The schedules of the case by its names.
fn schedule(name: &str) -> Schedule {
    let down = Allocation::CumulativeRoundDown;
    let by_year = |list: &[u32], every| Schedule::by_year(&percents(list), every, 0, down);
    match name {
        "standard_4y_1y_cliff_monthly" | "standard_uneven_shares" => {
            Schedule::even([4, 12, 1], down)
        }
        "quarterly_no_cliff_16" => Schedule::even([4, 0, 3], down),
        "quarterly_after_1y_cliff" => Schedule::even([4, 12, 3], down),
        "monthly_no_cliff" => Schedule::even([4, 0, 1], down),
        "annual_25x4" => Schedule::even([4, 0, 12], down),
        "amazon_5_15_40_40" | "amazon_uneven" => {
            let parts = [(12, 5), (24, 15), (30, 20), (36, 20), (42, 20), (48, 20)];
            let parts = parts.map(|(month, percent)| (month, Decimal::from(percent)));
            Schedule::new(parts.to_vec(), 0, down)
        }
        "google_38_32_20_10_monthly" => by_year(&[38, 32, 20, 10], 1),
        "google_33_33_22_12_quarterly" => by_year(&[33, 33, 22, 12], 3),
        "five_year_backload_10_15_20_25_30_annual" => by_year(&[10, 15, 20, 25, 30], 12),
        other => panic!("no schedule is known for {other}"),
    }
}

#[test]
fn whole_shares_vest_as_published() {
    let case = case("05_vesting");
    for (name, expected) in case["expected"].as_object().unwrap() {
        let schedule = schedule(name);
        let total = expected["total_shares"].as_u64().unwrap();
        assert_eq!(
            schedule.events(total),
            events(&expected["events"]),
            "{name}"
        );
        let years = u32::try_from(expected["by_year"].as_array().unwrap().len()).unwrap();
        let by_year: Vec<u64> = (1..=years)
            .map(|year| {
                schedule.vested_by(total, year * 12) - schedule.vested_by(total, year * 12 - 12)
            })
            .collect();
        assert_eq!(serde_json::json!(by_year), expected["by_year"], "{name}");
        for (months, shares) in expected["vested_if_leaving_after_months"]
            .as_object()
            .unwrap()
        {
            let found = schedule.vested_by(total, months.parse().unwrap());
            assert_eq!(serde_json::json!(found), *shares, "{name}, {months} months");
        }
    }
}

#[test]
fn the_six_allocation_types_are_those_of_the_open_cap_format() {
    let case = case("05_vesting");
    let types = &case["allocation_types"];
    let shares = |count: u32, cliff: u32, total: u64, allocation| -> Vec<u64> {
        let parts = (1..=count).map(|month| (month, Decimal::ONE)).collect();
        let events = Schedule::new(parts, cliff, allocation).events(total);
        events.into_iter().map(|(_, shares)| shares).collect()
    };
    for (word, allocation) in Allocation::WORDS {
        let published = shares(4, 0, 18, *allocation);
        assert_eq!(
            serde_json::json!(published),
            types["published_18_over_4"][word],
            "{word}"
        );
        let cliff = shares(4, 2, 18, *allocation);
        assert_eq!(
            serde_json::json!(cliff[0]),
            types["cliff_at_tranche_2_of_18_over_4"][word]
        );
        let long = shares(48, 12, 1001, *allocation);
        let expected = &types["1001_over_48_cliff_12"][word];
        assert_eq!(serde_json::json!(long), expected["all"], "{word}");
        assert_eq!(
            serde_json::json!(long[..13].iter().sum::<u64>()),
            expected["after_24"]
        );
        assert_eq!(serde_json::json!(long[0]), expected["cliff"]);
        assert_eq!(serde_json::json!(long.last()), expected["last"]);
        assert_eq!(
            serde_json::json!(shares(16, 0, 7, *allocation)),
            types["7_over_16"][word],
            "{word}"
        );
    }
}

#[test]
fn compensation_becomes_a_score_as_in_the_closed_forms() {
    let case = case("08_utility");
    let (input, expected) = (&case["input"], &case["expected"]);
    let tolerance = case["tolerance"]["abs"].as_f64().unwrap();
    let scale = |utility| Scale {
        walk_away: input["walk_away"].as_f64().unwrap(),
        target: input["target"].as_f64().unwrap(),
        utility,
    };
    let scales = [
        ("linear", scale(Utility::Linear)),
        ("log", scale(Utility::Log)),
        ("crra2", scale(Utility::Crra(2.0))),
        ("crra0", scale(Utility::Crra(0.0))),
    ];
    for row in expected["table"].as_array().unwrap() {
        let comp = row["comp"].as_f64().unwrap();
        for (name, scale) in &scales {
            same(scale.score(comp), &row[*name], tolerance);
        }
        let is_below = comp < input["walk_away"].as_f64().unwrap();
        let flagged = expected["below_walk_away_flag"]
            .as_array()
            .unwrap()
            .contains(&row["comp"]);
        assert_eq!(is_below, flagged);
    }
    // An expected utility, and the figure that is as good for sure.
    let risky = &expected["risky_offer"];
    let (outcomes, p) = (numbers(&risky["outcomes"]), numbers(&risky["p"]));
    let mean =
        |f: &dyn Fn(f64) -> f64| outcomes.iter().zip(&p).map(|(x, p)| p * f(*x)).sum::<f64>();
    same(mean(&|x| x), &risky["mean"], tolerance);
    for (name, scale) in &scales[..2] {
        let utility = mean(&|x| scale.score(x));
        same(
            utility,
            &risky[format!("expected_utility_{name}")],
            tolerance,
        );
        same(
            scale.figure(utility),
            &risky[format!("certainty_equivalent_{name}")],
            1e-6,
        );
        let of_mean = scale.score(risky["mean"].as_f64().unwrap());
        same(
            of_mean,
            &risky[format!("utility_of_mean_{name}")],
            tolerance,
        );
    }
}

#[test]
fn straight_lines_between_points_end_level() {
    let case = case("08_utility");
    let piecewise = &case["expected"]["piecewise_rsmaa"];
    // The case has values from 1 down to 0; the scale has scores from 0 to 10, so both are mirrored.
    let cutoffs = numbers(&piecewise["cutoffs"]);
    let values = numbers(&piecewise["values"]);
    let points: Vec<(f64, f64)> = cutoffs
        .iter()
        .zip(&values)
        .map(|(x, value)| (*x, 10.0 * (1.0 - value)))
        .collect();
    let scale = Scale {
        walk_away: cutoffs[0],
        target: *cutoffs.last().unwrap(),
        utility: Utility::Piecewise(points),
    };
    for (x, expected) in numbers(&piecewise["x"])
        .iter()
        .zip(numbers(&piecewise["expected"]))
    {
        assert!(
            (1.0 - scale.score(*x) / 10.0 - expected).abs() < 1e-9,
            "{x}"
        );
    }
}

fn currency(value: &Value) -> Currency {
    Currency::from_code(value.as_str().unwrap()).unwrap()
}

fn decimal(value: &Value) -> Decimal {
    value.as_str().unwrap().parse().unwrap()
}

#[test]
fn amounts_are_converted_exactly_and_rounded_once() {
    let case = case("13_currency");
    let expected = &case["expected"];
    for (code, digits) in expected["exponents"].as_object().unwrap() {
        let found = Currency::from_code(code).unwrap().digits();
        assert_eq!(serde_json::json!(found), *digits, "{code}");
    }
    for conversion in expected["conversions"].as_array().unwrap() {
        let rate = Rate {
            from: currency(&conversion["from"]),
            to: currency(&conversion["to"]),
            rate: decimal(&conversion["rate"]),
            date: Date::default(),
            source: "a case".into(),
        };
        let found = rate.convert(decimal(&conversion["amount"])).to_string();
        assert_eq!(found, conversion["result"].as_str().unwrap());
    }
    for rounding in expected["rounding"].as_array().unwrap() {
        let found = currency(&rounding["currency"]).rounded(decimal(&rounding["value"]));
        assert_eq!(found.to_string(), rounding["half_even"].as_str().unwrap());
    }
}
