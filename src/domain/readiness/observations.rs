//! Observations that the golden figures leave out: the pace, outside ratings, other scales; and
//! how rounds become attempts.

use std::collections::BTreeMap;

use super::{
    Area, Attempt, DAY_MS, History, KindWeights, Outlook, PACING, Reading, Role, forecast,
    next_score, points, rating,
};

fn role() -> Role {
    let shares = |names: [&str; 2]| names.map(|name| (name.to_owned(), 0.5)).into();
    let weights = KindWeights {
        weight: 1.0,
        dimensions: shares(["communication", "correctness"]),
        topics: shares(["a", "b"]),
    };
    Role {
        id: "r".to_owned(),
        title: "R".into(),
        bar: 3.0,
        critical: Vec::new(),
        margin: 0.5,
        by_kind: BTreeMap::from([("coding".to_owned(), weights)]),
    }
}

fn attempt(rating: f64) -> Attempt {
    Attempt {
        id: String::new(),
        at_ms: 0,
        at: String::new(),
        kind: "coding".to_owned(),
        prompt: None,
        topics: vec!["a".to_owned()],
        difficulty: 3.0,
        scale: (1.0, 4.0),
        first: BTreeMap::new(),
        last: BTreeMap::from([("correctness".to_owned(), rating)]),
        items: BTreeMap::new(),
        tests: None,
        hints: 0,
        repeat: false,
        overrun: None,
        external: BTreeMap::new(),
    }
}

fn read(attempts: Vec<Attempt>) -> Reading {
    History {
        attempts,
        start: None,
    }
    .read(&role(), 0)
}

fn area<'a>(reading: &'a Reading, name: &str) -> &'a Area {
    let found = reading
        .dimensions
        .iter()
        .find(|area| area.of.last() == name);
    found.unwrap()
}

#[test]
fn an_outside_rating_tells_more_than_an_own_one() {
    let own = attempt(4.0);
    let mut outside = attempt(4.0);
    outside.external = std::mem::take(&mut outside.last)
        .into_iter()
        .map(|(n, r)| (n, vec![r]))
        .collect();
    let (own, outside) = (read(vec![own]), read(vec![outside]));
    assert!(outside.index.sd < own.index.sd);
    // Praise of one's own is expected, praise by others is not.
    assert!(outside.index.mean > own.index.mean);
    assert!((own.own_above_ticks.mean - outside.own_above_ticks.mean).abs() > 0.01);
    let mut both = attempt(4.0);
    both.external = BTreeMap::from([("correctness".to_owned(), vec![2.0, 2.0])]);
    // Who rates 4 where two others rate 2 is learned about.
    assert!(read(vec![both]).own_above_ticks.mean > own.own_above_ticks.mean);
}

#[test]
fn the_pace_is_a_dimension_of_its_own() {
    let paced = |overrun| {
        let reading = read(vec![Attempt {
            overrun: Some(overrun),
            ..attempt(3.0)
        }]);
        area(&reading, PACING).estimate.mean
    };
    let means = [1.0, 1.1, 1.25, 1.5, 1.6].map(paced);
    assert!(
        means.windows(2).all(|pair| pair[0] > pair[1] + 0.1),
        "{means:?}"
    );
    assert!((paced(0.4) - means[0]).abs() < 1e-12);
    let plain = read(vec![attempt(3.0)]);
    assert!(plain.dimensions.iter().all(|area| area.of.last() != PACING));
    // Without a score the pace says nothing.
    let silent = Attempt {
        last: BTreeMap::new(),
        overrun: Some(1.0),
        ..attempt(3.0)
    };
    assert_eq!(read(vec![silent]).rounds, 0);
}

#[test]
fn another_scale_enters_with_its_own_step() {
    let on = |scale, rating| {
        read(vec![Attempt {
            scale,
            ..attempt(rating)
        }])
        .index
    };
    let (ours, five, hundred) = (
        on((1.0, 4.0), 4.0),
        on((1.0, 5.0), 5.0),
        on((0.0, 100.0), 100.0),
    );
    // The same height, but a finer scale is believed a little more.
    assert!(
        ours.mean < five.mean && five.mean < hundred.mean,
        "{ours:?} {five:?} {hundred:?}"
    );
    assert!(ours.sd > five.sd && five.sd > hundred.sd);
    assert!((points(3.0) - 11.0 / 3.0).abs() < 1e-12 && (rating(points(2.5)) - 2.5).abs() < 1e-12);
}

#[test]
fn circumstances_are_allowed_for() {
    let index = |change: fn(&mut Attempt)| {
        let mut changed = attempt(3.0);
        change(&mut changed);
        read(vec![changed]).index.mean
    };
    let usual = index(|_| {});
    assert!(index(|attempt| attempt.difficulty = 5.0) > usual);
    assert!(index(|attempt| attempt.hints = 2) < usual);
    assert!(index(|attempt| attempt.repeat = true) < usual);
    let more = index(|attempt| attempt.hints = 9);
    assert!(
        (index(|attempt| attempt.hints = 4) - more).abs() < 1e-12,
        "four hints are the most"
    );
}

#[test]
fn first_ratings_never_enter() {
    let with = Attempt {
        first: BTreeMap::from([("correctness".to_owned(), 1.0)]),
        ..attempt(3.0)
    };
    assert_eq!(read(vec![with]), read(vec![attempt(3.0)]));
}

#[test]
fn a_forecast_rises_with_practice_and_falls_without() {
    let attempts: Vec<Attempt> = (0..20)
        .map(|number| Attempt {
            at_ms: number * DAY_MS,
            ..attempt(3.0)
        })
        .collect();
    let history = History {
        attempts,
        start: None,
    };
    let forecast = history.forecast(&role(), 20 * DAY_MS, 48 * DAY_MS);
    let now = history.read(&role(), 20 * DAY_MS).index;
    assert!(forecast.at_pace.0.mean > now.mean && forecast.if_stopped.0.mean < now.mean);
    assert!(
        forecast.if_stopped.0.sd > now.sd,
        "the range grows while nothing is practised"
    );
    assert!(
        (forecast.per_week - 7.0).abs() < 0.5,
        "{}",
        forecast.per_week
    );
    // What is asked for is enough, and a round a week less is not.
    if let Some(per_week) = forecast.needed_per_week.filter(|per_week| *per_week > 1.0) {
        let filter = history.filter(&role(), 20 * DAY_MS);
        let seen = history.seen();
        let chance = |per_week: f64| {
            let rounds = forecast::rounds_until(per_week, 20 * DAY_MS, 48 * DAY_MS);
            let later = forecast::after(
                &filter,
                48 * DAY_MS,
                &forecast::mix(&history.attempts, rounds),
            );
            Outlook {
                filter: &later,
                role: &role(),
                seen: &seen,
            }
            .ready()
            .chance
        };
        assert!(chance(per_week) >= forecast::WANTED && chance(per_week - 1.0) < forecast::WANTED);
    }
}

#[test]
fn a_scale_of_five_chances_sums_to_one() {
    let history = History {
        attempts: vec![attempt(3.0)],
        start: None,
    };
    let (filter, seen, role) = (history.filter(&role(), 0), history.seen(), role());
    let outlook = Outlook {
        filter: &filter,
        role: &role,
        seen: &seen,
    };
    let next = outlook.next_rating(&attempt(3.0), "correctness").unwrap();
    let chances = next_score(next);
    assert!((chances.iter().sum::<f64>() - 1.0).abs() < 1e-9 && chances.iter().all(|p| *p > 0.0));
    assert!(next.sd > filter.estimate(&outlook.cell("coding", "correctness")).sd);
}
