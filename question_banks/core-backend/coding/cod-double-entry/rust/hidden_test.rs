use crate::solution::{Kind, Ledger, Line};

const ACCOUNTS: [(&str, Kind); 4] = [
    ("ana", Kind::Customer),
    ("ben", Kind::Customer),
    ("bank", Kind::Own),
    ("fees", Kind::Own),
];

fn lines(lines: &[(&str, i64)]) -> Vec<Line> {
    let line = |(account, cents): &(&str, i64)| Line {
        account: account.to_string(),
        cents: *cents,
    };
    lines.iter().map(line).collect()
}

/// Ana has paid in 10.00 at nine.
fn with_ana() -> Ledger {
    let mut ledger = Ledger::new(&ACCOUNTS);
    ledger
        .post("in-1", 9, &lines(&[("bank", -1000), ("ana", 1000)]))
        .unwrap();
    ledger
}

/// What Ana, Ben, the bank and the fees hold.
fn balances(ledger: &Ledger) -> [i128; 4] {
    ACCOUNTS.map(|(name, _)| ledger.balance(name, None))
}

// milestone: 1
#[test]
fn odd_lines_are_refused() {
    assert!(with_ana().post("odd", 10, &[]).is_err());
    assert!(with_ana()
        .post("odd", 10, &lines(&[("ana", 0), ("ben", 0)]))
        .is_err());
}

// milestone: 1
#[test]
fn amounts_whose_sum_would_wrap_to_zero_are_refused() {
    let huge = lines(&[("bank", i64::MAX), ("fees", i64::MAX), ("ana", 2)]);
    assert!(with_ana().post("huge", 10, &huge).is_err());
}

// milestone: 1
#[test]
fn an_account_that_nobody_opened_is_refused() {
    assert!(with_ana()
        .post("pay-1", 10, &lines(&[("bank", -100), ("anna", 100)]))
        .is_err());
}

// milestone: 2
#[test]
fn a_repeat_may_have_another_moment_and_its_lines_in_another_order() {
    let mut ledger = with_ana();
    let first = ledger
        .post("pay-1", 10, &lines(&[("ana", -300), ("ben", 300)]))
        .unwrap();
    let again = ledger
        .post("pay-1", 12, &lines(&[("ben", 300), ("ana", -300)]))
        .unwrap();
    assert_eq!(again, first);
    assert_eq!(ledger.balance("ben", Some(11)), 300);
}

// milestone: 2
#[test]
fn another_transfer_under_a_known_reference_is_refused() {
    let mut ledger = with_ana();
    ledger
        .post("pay-1", 10, &lines(&[("ana", -300), ("ben", 300)]))
        .unwrap();
    assert!(ledger
        .post("pay-1", 10, &lines(&[("ana", -30), ("ben", 30)]))
        .is_err());
    assert_eq!(ledger.balance("ben", None), 300);
}

// milestone: 2
#[test]
fn a_repeat_of_the_transfer_that_emptied_an_account_is_no_overdraft() {
    let mut ledger = with_ana();
    let again = lines(&[("ana", -1000), ("ben", 1000)]);
    let first = ledger.post("pay-1", 10, &again).unwrap();
    assert_eq!(ledger.post("pay-1", 10, &again).unwrap(), first);
    assert_eq!(ledger.balance("ana", None), 0);
}

// milestone: 2
#[test]
fn a_refused_transfer_may_be_sent_again() {
    let mut ledger = with_ana();
    let dear = lines(&[("ana", -1500), ("ben", 1500)]);
    assert!(ledger.post("pay-1", 10, &dear).is_err());
    assert_eq!(balances(&ledger), balances(&with_ana()));
    ledger
        .post("in-2", 11, &lines(&[("bank", -500), ("ana", 500)]))
        .unwrap();
    ledger.post("pay-1", 10, &dear).unwrap();
    assert_eq!(balances(&ledger), [0, 1500, -1500, 0]);
}

// milestone: 3
#[test]
fn a_reversal_that_is_sent_twice_is_posted_once() {
    let mut ledger = with_ana();
    ledger
        .post("pay-1", 10, &lines(&[("ana", -300), ("ben", 300)]))
        .unwrap();
    let first = ledger.reverse("pay-1", "undo-1", 11).unwrap();
    assert_eq!(ledger.reverse("pay-1", "undo-1", 12).unwrap(), first);
    assert_eq!(ledger.balance("ana", None), 1000);
}

// milestone: 3
#[test]
fn a_reference_names_one_thing_a_transfer_or_a_reversal() {
    let mut ledger = with_ana();
    ledger
        .post("pay-1", 10, &lines(&[("ana", -300), ("ben", 300)]))
        .unwrap();
    ledger
        .post("back-1", 11, &lines(&[("ben", -300), ("ana", 300)]))
        .unwrap();
    assert!(ledger.reverse("pay-1", "back-1", 12).is_err());
}

// milestone: 3
#[test]
fn a_reversal_is_not_reversed_nor_is_what_was_never_posted() {
    let mut ledger = with_ana();
    ledger
        .post("pay-1", 10, &lines(&[("ana", -300), ("ben", 300)]))
        .unwrap();
    ledger.reverse("pay-1", "undo-1", 11).unwrap();
    assert!(ledger.reverse("undo-1", "undo-2", 12).is_err());
    assert!(ledger.reverse("pay-9", "undo-3", 12).is_err());
}

// milestone: 3
#[test]
fn a_reversal_leaves_the_past_as_it_was() {
    let mut ledger = with_ana();
    ledger
        .post("pay-1", 10, &lines(&[("ana", -300), ("ben", 300)]))
        .unwrap();
    ledger.reverse("pay-1", "undo-1", 12).unwrap();
    assert_eq!([11, 12].map(|at| ledger.balance("ben", Some(at))), [300, 0]);
}

// milestone: 4
#[test]
fn a_customers_account_does_not_go_below_zero_one_of_ours_may() {
    let mut ledger = with_ana();
    assert!(ledger
        .post("pay-1", 10, &lines(&[("ana", -1001), ("ben", 1001)]))
        .is_err());
    ledger
        .post("gift-1", 10, &lines(&[("fees", -50), ("ben", 50)]))
        .unwrap();
    assert_eq!(ledger.balance("fees", None), -50);
}

// milestone: 4
#[test]
fn the_lines_of_one_account_are_taken_together() {
    let mut ledger = with_ana();
    let back = lines(&[("ana", -1200), ("ben", 1000), ("ana", 200)]);
    ledger.post("pay-1", 10, &back).unwrap();
    assert_eq!(ledger.balance("ana", None), 0);
    let split = lines(&[("ana", -600), ("ana", -600), ("ben", 1200)]);
    assert!(with_ana().post("pay-2", 10, &split).is_err());
}

// milestone: 4
#[test]
fn a_reversal_goes_through_though_the_money_is_spent_and_the_debt_can_be_paid() {
    let mut ledger = with_ana();
    ledger
        .post("pay-1", 10, &lines(&[("ana", -800), ("ben", 800)]))
        .unwrap();
    ledger.reverse("in-1", "undo-1", 11).unwrap();
    assert_eq!(ledger.balance("ana", None), -800);
    ledger
        .post("in-2", 12, &lines(&[("bank", -500), ("ana", 500)]))
        .unwrap();
    assert_eq!(ledger.balance("ana", None), -300);
    assert_eq!(balances(&ledger).iter().sum::<i128>(), 0);
}

// milestone: 4
#[test]
fn a_transfer_that_comes_in_late_counts_from_its_own_moment() {
    let mut ledger = with_ana();
    ledger
        .post("pay-2", 12, &lines(&[("ana", -100), ("ben", 100)]))
        .unwrap();
    ledger
        .post("pay-1", 10, &lines(&[("ana", -300), ("ben", 300)]))
        .unwrap();
    assert_eq!(
        [11, 12].map(|at| ledger.balance("ben", Some(at))),
        [300, 400]
    );
}
