//! Bad files: each refusal names the file, the line and the fix.

use std::path::Path;

use crate::world::Machine;

const CARD: &str = include_str!("../../offers/e2e/scorecard.toml");
const AURORA: &str = include_str!("../../offers/e2e/offers/aurora.toml");
const BOREALIS: &str = include_str!("../../offers/e2e/offers/borealis.toml");

/// What is wrong: file, what is replaced by what, and what is said: the message and the fix.
struct Case {
    file: &'static str,
    from: &'static str,
    to: &'static str,
    message: &'static str,
    fix: &'static str,
}

const fn case(
    file: &'static str,
    from: &'static str,
    to: &'static str,
    message: &'static str,
    fix: &'static str,
) -> Case {
    Case {
        file,
        from,
        to,
        message,
        fix,
    }
}

const CARD_FILE: &str = "scorecard.toml";
const A: &str = "offers/aurora.toml";
const B: &str = "offers/borealis.toml";

const CASES: [Case; 39] = [
    case(
        CARD_FILE,
        "weight = 15",
        "weight = 14.9",
        "the weights sum to 99.9: 0.1 points too few",
        "operational_burden 15",
    ),
    case(
        CARD_FILE,
        "weight = 15",
        "weight = 25",
        "the weights sum to 110: 10 points too many",
        "in whole points: scope_growth 23",
    ),
    case(
        CARD_FILE,
        "[[criteria]]\nid = \"flexibility\"\nlabel = \"Flexibility\"\nweight = 10\n",
        "",
        "5 criteria; a decision needs at least 6",
        "add [[criteria]]",
    ),
    case(
        CARD_FILE,
        "id = \"team\"",
        "id = \"scope_growth\"",
        "there are two criteria called `scope_growth`",
        "a name of its own",
    ),
    case(
        CARD_FILE,
        "id = \"team\"",
        "id = \"Team!\"",
        "`Team!` is no id",
        "a-z, 0-9",
    ),
    case(
        CARD_FILE,
        "computed = \"comp\"",
        "computed = \"pay\"",
        "`pay` can't be computed",
        "computed = \"comp\"",
    ),
    case(
        CARD_FILE,
        "floor = 4",
        "floor = 14",
        "a floor of 14",
        "from 0 to 10",
    ),
    case(
        CARD_FILE,
        "wealth = \"80000\"",
        "",
        "risk_adjusted needs wealth",
        "score_from = \"expected\"",
    ),
    case(
        CARD_FILE,
        "walk_away = \"90000\"",
        "walk_away = \"900000\"",
        "a walk-away of 900000 and a target of 240000",
        "below the target",
    ),
    case(
        CARD_FILE,
        "walk_away = \"90000\"",
        "walk_away = 90000.5",
        "expected an amount as a text",
        "digits in quotes",
    ),
    case(
        CARD_FILE,
        "discount_rate = 0.06",
        "discount_rate = nan",
        "not a number that can be counted with",
        "such as 0.03",
    ),
    case(
        CARD_FILE,
        "discount_rate = 0.06",
        "discount_rate = -0.06",
        "-0.06 is negative",
        "a number from 0",
    ),
    case(
        CARD_FILE,
        "seed = 20261123",
        "sede = 20261123",
        "unknown key `sede`",
        "did you mean `seed`?",
    ),
    case(
        CARD_FILE,
        "base_currency = \"EUR\"",
        "base_currency = \"EUT\"",
        "`EUT` is no currency",
        "did you mean EUR?",
    ),
    case(
        CARD_FILE,
        "from = \"USD\"",
        "from = \"CHF\"",
        "there is no rate from USD to EUR",
        "[[fx]] from = \"USD\"",
    ),
    case(
        CARD_FILE,
        "schema = 1",
        "schema = 2",
        "reads schema 1, not 2",
        "write schema = 1",
    ),
    case(
        A,
        "score = 6\n",
        "score = 11\n",
        "a score of 11",
        "score = 7 (0 to 10)",
    ),
    case(
        A,
        "score = 6\n",
        "score = 6\nunknown = true\n",
        "`scope_growth` is scored in two ways",
        "write one of",
    ),
    case(
        A,
        "range = [5, 7]",
        "range = [7, 5]",
        "a range is two scores, the lower first",
        "range = [5, 7]",
    ),
    case(
        A,
        "criterion = \"team\"",
        "criterion = \"tema\"",
        "there is no criterion called `tema`",
        "did you mean `team`?",
    ),
    case(
        A,
        "criterion = \"team\"",
        "criterion = \"compensation\"",
        "`compensation` is scored from [comp]",
        "remove this score",
    ),
    case(
        A,
        "score = 6\nevidence = [\"e2\"]",
        "score = 6\nevidence = [\"e7\"]",
        "there is no evidence called `e7`",
        "there are: e1, e2",
    ),
    case(
        A,
        "id = \"e2\"",
        "id = \"e1\"",
        "there are two evidence called `e1`",
        "a name of its own",
    ),
    case(
        A,
        "id = \"vague_levelling\"",
        "id = \"vague_leveling\"",
        "there is no red flag called `vague_leveling`",
        "did you mean `vague_levelling`?",
    ),
    case(
        A,
        "state = \"absent\"\nevidence = [\"e1\"]",
        "state = \"absent\"",
        "`vague_levelling` is called absent without evidence",
        "state = \"unknown\"",
    ),
    case(
        A,
        "{ p = 0.25, multiple = 1.5 }",
        "{ p = 0.15, multiple = 1.5 }",
        "the probabilities sum to 0.9, not 1",
        "a price of 0",
    ),
    case(
        A,
        "multiple = 1.5",
        "price = \"30.00\"",
        "a scenario of public shares needs a multiple",
        "multiple = 1.0",
    ),
    case(
        A,
        "vest_pct_by_year = [5, 15, 40, 40]",
        "vest_pct_by_year = [5, 15, 40, 30]",
        "90 % of the grant vests, not 100",
        "sum to 100",
    ),
    case(
        A,
        "vest_pct_by_year = [5, 15, 40, 40]",
        "vest = { preset = \"4y_cliff_monthly\" }",
        "there is no schedule `4y_cliff_monthly`",
        "did you mean `4y_1y_cliff_monthly`?",
    ),
    case(
        A,
        "vest_pct_by_year = [5, 15, 40, 40]\n",
        "",
        "it is not said when this grant vests",
        "vest_pct_by_year",
    ),
    case(
        A,
        "deadline = 2026-11-27",
        "deadline = 2026-11-07",
        "the deadline 2026-11-07 is before the offer came",
        "as the letter has them",
    ),
    case(
        A,
        "base = \"160000\"",
        "base = \"-160000\"",
        "-160000 is negative",
        "an amount from 0",
    ),
    case(
        A,
        "status = \"written\"",
        "status = \"writen\"",
        "`writen` is not a status",
        "did you mean `written`?",
    ),
    case(
        A,
        "id = \"aurora\"",
        "id = \"boreas\"",
        "the file is called `aurora`, the offer `boreas`",
        "the same name",
    ),
    case(
        B,
        "kind = \"options\"",
        "kind = \"rsu_public\"",
        "`strike` belongs to private equity, which is no cash",
        "rsu_double_trigger or options",
    ),
    case(
        B,
        "shares = 40000",
        "shares = 40000\ngrant_value = \"84000\"",
        "a grant_value counts private equity as if it were cash",
        "scenarios with a price",
    ),
    case(
        A,
        "base = \"160000\"",
        "base = \"99999999999999999999\"",
        "is more than anybody is paid",
        "write an amount up to 10000000000000",
    ),
    case(
        A,
        "base_growth = 0.03",
        "base_growth = 3",
        "base_growth is 3",
        "0.10 is ten percent",
    ),
    case(
        A,
        "target_pct = 0.15",
        "target_pct = 1e300",
        "not a number that can be counted with",
        "such as 0.03",
    ),
];

/// The files of the search, one of them changed.
fn written(machine: &Machine, case: &Case) {
    for (file, text) in [(CARD_FILE, CARD), (A, AURORA), (B, BOREALIS)] {
        let text = if file == case.file {
            assert!(text.contains(case.from), "{} is not in {file}", case.from);
            text.replacen(case.from, case.to, 1)
        } else {
            text.to_owned()
        };
        let path = machine.data().join("offers").join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
}

#[test]
fn every_refusal_names_the_file_the_line_and_the_fix() {
    for case in &CASES {
        let machine = Machine::default();
        written(&machine, case);
        let (screen, code) = machine.run("mockloop offer compare", Vec::new());
        let what = format!("{} -> {}\n{screen}", case.from, case.to);
        assert_eq!(code, Some(65), "{what}");
        assert!(screen.contains(case.message), "{what}");
        assert!(screen.contains(case.fix), "{what}");
        // The fault may stand in another file: an offer's currency for a missing rate.
        let is_placed = ["scorecard.toml:", "aurora.toml:", "borealis.toml:"]
            .iter()
            .any(|place| screen.contains(place));
        assert!(is_placed, "{what}");
    }
}

#[test]
fn all_faults_of_all_files_come_at_once() {
    let machine = Machine::default();
    written(&machine, &CASES[0]);
    let path = machine.data().join("offers").join(A);
    let text = std::fs::read_to_string(&path)
        .unwrap()
        .replace("status", "staus");
    std::fs::write(&path, text).unwrap();
    let (screen, _) = machine.run("mockloop offer compare", Vec::new());
    assert!(
        screen.contains("O001") && screen.contains("did you mean `status`?"),
        "{screen}"
    );
    assert!(screen.contains("faults in 2 files."), "{screen}");
}

#[test]
fn a_link_and_a_missing_folder_are_told() {
    let machine = Machine::default();
    let (screen, code) = machine.run("mockloop offer compare", Vec::new());
    assert!(
        code == Some(2) && screen.contains("There is no scorecard in"),
        "{screen}"
    );
    written(&machine, &case(CARD_FILE, "seed", "seed", "", ""));
    let offers = machine.data().join("offers/offers");
    std::os::unix::fs::symlink(Path::new("/etc/hostname"), offers.join("linked.toml")).unwrap();
    let (screen, code) = machine.run("mockloop offer compare", Vec::new());
    assert!(
        code == Some(74) && screen.contains("it is a link"),
        "{screen}"
    );
}
