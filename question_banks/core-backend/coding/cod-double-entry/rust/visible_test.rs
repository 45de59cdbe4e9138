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
fn a_transfer_moves_money_between_accounts() {
    let mut ledger = with_ana();
    ledger
        .post(
            "pay-1",
            10,
            &lines(&[("ana", -330), ("ben", 300), ("fees", 30)]),
        )
        .unwrap();
    assert_eq!(balances(&ledger), [670, 300, -1000, 30]);
}

// milestone: 1
#[test]
fn a_transfer_that_does_not_add_up_is_refused() {
    let mut ledger = with_ana();
    assert!(ledger
        .post("pay-1", 10, &lines(&[("ana", -330), ("ben", 300)]))
        .is_err());
    assert_eq!(balances(&ledger), balances(&with_ana()));
}

// milestone: 2
#[test]
fn a_transfer_that_is_sent_twice_is_posted_once() {
    let mut ledger = with_ana();
    let again = lines(&[("ana", -300), ("ben", 300)]);
    let first = ledger.post("pay-1", 10, &again).unwrap();
    assert_eq!(ledger.post("pay-1", 10, &again).unwrap(), first);
    assert_eq!(ledger.balance("ben", None), 300);
}

// milestone: 3
#[test]
fn a_reversal_takes_a_transfer_back() {
    let mut ledger = with_ana();
    ledger
        .post(
            "pay-1",
            10,
            &lines(&[("ana", -330), ("ben", 300), ("fees", 30)]),
        )
        .unwrap();
    ledger.reverse("pay-1", "undo-1", 11).unwrap();
    assert_eq!(balances(&ledger), balances(&with_ana()));
}

// milestone: 3
#[test]
fn a_transfer_is_taken_back_only_once() {
    let mut ledger = with_ana();
    ledger
        .post("pay-1", 10, &lines(&[("ana", -300), ("ben", 300)]))
        .unwrap();
    ledger.reverse("pay-1", "undo-1", 11).unwrap();
    assert!(ledger.reverse("pay-1", "undo-2", 12).is_err());
}

// milestone: 4
#[test]
fn a_balance_of_the_past_leaves_out_what_came_after() {
    let mut ledger = with_ana();
    ledger
        .post("pay-1", 10, &lines(&[("ana", -300), ("ben", 300)]))
        .unwrap();
    assert_eq!(
        [8, 9, 10].map(|at| ledger.balance("ana", Some(at))),
        [0, 1000, 700]
    );
}
