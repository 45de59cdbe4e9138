//! A table of clocks: whatever they do, time never runs backwards, and order stays.

use std::process::{Command, Stdio};
use std::rc::Rc;

use mockloop::domain::day::Day;
use mockloop::domain::history;
use mockloop::io::clock::{Clock as _, end_of_day_ms};
use mockloop::io::store::{Journal as _, Sqlite};
use serde_json::Value;

use crate::pty::program;
use crate::say_skipped;
use crate::world::{Machine, ScriptedClock, Step};

/// Middle Europe's summer time: it ends on 25 October 2026 and begins on 28 March 2027.
const ZONE: &str = "CET-1CEST,M3.5.0,M10.5.0/3";

/// What the clocks do between a round's second line and its third.
struct Case {
    name: &'static str,
    begins: &'static str,
    happens: fn(&ScriptedClock),
    /// The round's minutes in the end, with a minute before and one after.
    minutes: u64,
    /// Whether a pause is told.
    pauses: bool,
}

const HOUR: u64 = 3_600_000;
const DAY: i64 = 86_400_000;

#[expect(clippy::too_many_lines, reason = "a table reads best whole")]
fn cases() -> [Case; 11] {
    let case = |name, begins, happens, minutes, pauses| Case {
        name,
        begins,
        happens,
        minutes,
        pauses,
    };
    let evening = "2026-11-24T17:00:00Z";
    [
        case("nothing", evening, |_| {}, 2, false),
        case(
            "an hour passes",
            evening,
            |clock| clock.pass(HOUR),
            62,
            false,
        ),
        case("it sleeps", evening, |clock| clock.sleep(HOUR), 2, true),
        case(
            "put forward",
            evening,
            |clock| clock.put(400 * DAY),
            2,
            false,
        ),
        case("put back", evening, |clock| clock.put(-400 * DAY), 2, false),
        case(
            "it sleeps, and is put back meanwhile",
            evening,
            |clock| {
                clock.sleep(HOUR);
                clock.put(-2 * DAY);
            },
            2,
            true,
        ),
        case(
            "put before 1970",
            evening,
            |clock| clock.put_to("1969-12-31T23:00:00Z"),
            2,
            false,
        ),
        // 03:00 becomes 02:00 in the night, and 02:00 becomes 03:00.
        case(
            "summer time ends",
            "2026-10-25T00:55:00Z",
            |clock| clock.pass(10 * 60_000),
            12,
            false,
        ),
        case(
            "summer time begins",
            "2027-03-28T00:55:00Z",
            |clock| clock.pass(10 * 60_000),
            12,
            false,
        ),
        case(
            "midnight",
            "2026-11-24T22:58:00Z",
            |clock| clock.pass(5 * 60_000),
            7,
            false,
        ),
        case(
            "the year ends",
            "2026-12-31T22:58:00Z",
            |clock| clock.pass(5 * 60_000),
            7,
            false,
        ),
    ]
}

fn typed(line: &str) -> Step {
    Step::Line(line.to_owned())
}

fn json(machine: &Machine, command: &str) -> Value {
    let (screen, code) = machine.run(&format!("mockloop {command}"), vec![]);
    assert_eq!(code, Some(0), "{command}: {screen}");
    serde_json::from_str(&screen).unwrap()
}

const PRACTICE: &str = "mockloop practice --prompt des-webhook-delivery";

fn minute() -> Step {
    Step::Pass(60_000, "(1m)".to_owned())
}

/// Between two events of a round that goes on: the round is left and taken up by the same boot.
#[test]
fn a_round_takes_the_time_that_it_took_whatever_the_clocks_do() {
    for case in cases() {
        let name = case.name;
        let machine = Machine::default();
        machine.clock.live_in(ZONE);
        machine.clock.put_to(case.begins);
        // The process is killed: nobody could say that time was to stop.
        machine.run(
            PRACTICE,
            vec![typed("one"), minute(), typed("two"), Step::Kill],
        );
        let shown = json(&machine, "show --json");
        assert_eq!(shown["active_ms"], 60_000, "{name}");
        (case.happens)(&machine.clock);
        machine.run("mockloop resume", vec![minute(), typed("three"), Step::End]);
        let shown = json(&machine, "show --json");
        // While nobody was there, nothing was counted.
        assert_eq!(shown["active_ms"], 120_000, "{name}");
    }
}

/// While a round goes on: time that passes counts, sleep does not, and the wall clock never does.
#[test]
fn a_clock_that_goes_on_counts_what_passes_and_nothing_else() {
    for case in cases() {
        let name = case.name;
        let machine = Machine::default();
        machine.clock.live_in(ZONE);
        machine.clock.put_to(case.begins);
        let clock = machine.clock.clone();
        let happens = case.happens;
        let between = Step::Do(Rc::new(move || happens(&clock)));
        let lines = vec![
            typed("one"),
            minute(),
            between,
            minute(),
            typed("two"),
            typed("/quit"),
        ];
        let (screen, _) = machine.run(PRACTICE, lines);
        let shown = json(&machine, "show --json");
        assert_eq!(
            shown["active_ms"],
            case.minutes * 60_000,
            "{name}: {screen}"
        );
        assert_eq!(screen.contains("slept"), case.pauses, "{name}: {screen}");
        let at: Vec<u64> = captures(&shown);
        assert!(at.is_sorted(), "{name}: {at:?}");
    }
}

fn captures(shown: &Value) -> Vec<u64> {
    let captures = shown["captures"].as_array().unwrap();
    captures
        .iter()
        .map(|capture| capture["at_ms"].as_u64().unwrap())
        .collect()
}

/// Between rounds: the order is the one in which they were drawn, the latest is the one that was
/// touched last, and no idle time is negative.
#[test]
fn rounds_stay_in_order_whatever_the_wall_clock_says() {
    for case in cases() {
        let name = case.name;
        let machine = Machine::default();
        machine.clock.live_in(ZONE);
        machine.clock.put_to(case.begins);
        for prompt in [
            "des-webhook-delivery",
            "beh-made-it-worse",
            "inc-slow-captures",
        ] {
            machine.run(
                &format!("mockloop practice --prompt {prompt}"),
                vec![typed("one"), typed("/quit")],
            );
            (case.happens)(&machine.clock);
            machine.clock.reboot();
        }
        let rounds = json(&machine, "sessions --json");
        let prompts: Vec<&str> = rounds["rounds"]
            .as_array()
            .unwrap()
            .iter()
            .map(|round| round["prompt"].as_str().unwrap())
            .collect();
        assert_eq!(
            prompts,
            [
                "des-webhook-delivery",
                "beh-made-it-worse",
                "inc-slow-captures"
            ],
            "{name}"
        );
        for command in [
            "readiness --json",
            "trends --json",
            "weak --json",
            "why des-webhook-delivery --json",
        ] {
            no_negative_days(name, &json(&machine, command));
        }
        let (screen, code) = machine.run("mockloop sessions", vec![]);
        assert_eq!(code, Some(0), "{name}: {screen}");
        assert!(
            !screen.contains('-') || !screen.contains(" -"),
            "{name}: {screen}"
        );
    }
}

fn no_negative_days(name: &str, value: &Value) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                let is_time =
                    key.contains("days") || key.ends_with("_ms") || key.contains("minutes");
                let is_negative = value.as_f64().is_some_and(|number| number < 0.0);
                assert!(!(is_time && is_negative), "{name}: {key} is {value}");
                no_negative_days(name, value);
            }
        }
        Value::Array(values) => values
            .iter()
            .for_each(|value| no_negative_days(name, value)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The hour that comes twice: what was touched later waits, though its clock shows less.
#[test]
fn the_round_that_waits_is_the_one_touched_last_in_the_hour_that_comes_twice() {
    let machine = Machine::default();
    machine.clock.live_in(ZONE);
    // 02:50 in summer time; twenty minutes later it is 02:10.
    machine.clock.put_to("2026-10-25T00:50:00Z");
    machine.run(PRACTICE, vec![typed("one"), typed("/quit")]);
    machine.clock.pass(20 * 60_000);
    machine.run(
        "mockloop practice --prompt beh-made-it-worse",
        vec![typed("one"), typed("/quit")],
    );
    let journal = Sqlite::open(machine.data()).unwrap();
    let rounds = journal.summaries().unwrap();
    let walls: Vec<&str> = rounds.iter().map(|round| round.last_at.as_str()).collect();
    assert!(walls[0] > walls[1], "{walls:?}");
    let waiting = history::open(&rounds).pop().unwrap();
    assert_eq!(waiting.prompt.as_str(), "beh-made-it-worse");
}

/// Days of a plan are days of the calendar: one of 23 hours and one of 25 are one day each.
#[test]
fn a_plan_has_the_days_of_the_calendar() {
    for (today, until, days) in [
        ("2026-10-24T22:30:00Z", "2026-10-31", 6),
        ("2027-03-27T23:30:00Z", "2027-04-03", 6),
        ("2026-12-31T22:59:00Z", "2027-01-07", 7),
        ("2026-12-31T23:01:00Z", "2027-01-07", 6),
    ] {
        let machine = Machine::default();
        machine.clock.live_in(ZONE);
        machine.clock.put_to(today);
        let wall = machine.clock.now().wall;
        let day = Day::of_wall(&wall).unwrap();
        let end: Day = until.parse().unwrap();
        assert_eq!(day.days_until(end), days, "{wall}");
        assert_eq!(day.plus(days), end);
        let (screen, code) = machine.run(&format!("mockloop plan new --interview {until}"), vec![]);
        assert_eq!(code, Some(0), "{screen}");
        assert!(screen.contains(&day.to_string()), "{screen}");
        // The plan stays readable, whatever day the clock shows next.
        for jump in [40 * DAY, -80 * DAY] {
            machine.clock.put(jump);
            let (screen, code) = machine.run("mockloop plan show", vec![]);
            assert!(code <= Some(1), "{screen}");
        }
    }
}

/// A day ends when the next one begins, where the clock is read.
#[test]
fn a_day_ends_where_the_clock_is_read() {
    let end = |now: &str| end_of_day_ms("2026-10-25", now).unwrap();
    let hour = 3_600_000;
    assert_eq!(
        end("2026-10-25T01:00:00+02:00") + hour,
        end("2026-10-25T05:00:00+01:00")
    );
    assert_eq!(
        end_of_day_ms("2026-02-30", "2026-10-25T01:00:00+02:00"),
        None
    );
    assert_eq!(end_of_day_ms("2026-10-25", "yesterday"), None);
}

/// The real program in time namespaces: the clocks that count from boot jump a day back, then ten
/// days forward, while the boot keeps its name.
#[test]
fn clocks_of_another_namespace_are_no_time_of_the_round() {
    let unshared = |offset: &str| {
        let mut command = Command::new("unshare");
        command.args(["--user", "--map-root-user", "--time", "--fork"]);
        command.args(["--monotonic", offset, "--boottime", offset]);
        command
    };
    let can = unshared("864000")
        .arg("true")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    if !can.is_ok_and(|status| status.success()) {
        say_skipped("no time namespace can be made here (unshare --user --time)");
        return;
    }
    let data = tempfile::tempdir().unwrap();
    let played = |offset: &str, arguments: &[&str], lines: &str| {
        let inner = program(data.path(), arguments);
        let mut command = unshared(offset);
        command.arg(inner.get_program()).args(inner.get_args());
        command.env_clear();
        command.envs(
            inner
                .get_envs()
                .filter_map(|(name, value)| Some((name, value?))),
        );
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        std::io::Write::write_all(&mut child.stdin.take().unwrap(), lines.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        let screen = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success(), "{screen}");
        screen
    };
    let strict = ["practice", "--strict", "--prompt", "des-webhook-delivery"];
    played("864000", &strict, "one\n/quit\n");
    // The clocks stand nine days before where they stood: nothing is counted, nothing overflows.
    played("86400", &["resume"], "two\n/quit\n");
    let shown: Value = serde_json::from_str(&played("0", &["show", "--json"], "")).unwrap();
    assert!(shown["active_ms"].as_u64().unwrap() < 60_000, "{shown}");
    // A strict round counts the ten days that these clocks tell of; it runs over, and can be read.
    played("864000", &["resume"], "three\n/quit\n");
    let shown: Value = serde_json::from_str(&played("0", &["show", "--json"], "")).unwrap();
    let days = shown["active_ms"].as_u64().unwrap() / 86_400_000;
    assert_eq!(days, 9, "{shown}");
    assert!(captures(&shown).is_sorted());
    assert_eq!(captures(&shown).len(), 3);
}
