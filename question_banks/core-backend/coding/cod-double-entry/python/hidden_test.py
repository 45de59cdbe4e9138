import unittest
from datetime import datetime, timezone

from solution import Kind, Ledger, Line, Refused

ACCOUNTS = {"ana": Kind.CUSTOMER, "ben": Kind.CUSTOMER, "bank": Kind.OWN, "fees": Kind.OWN}


def at(hour):
    """A moment of the day on which everything here happens."""
    return datetime(2026, 5, 4, hour, tzinfo=timezone.utc)


def lines(**cents):
    return [Line(account, amount) for account, amount in cents.items()]


def with_ana():
    """Ana has paid in 10.00 at nine."""
    ledger = Ledger(ACCOUNTS)
    ledger.post("in-1", at(9), lines(bank=-1000, ana=1000))
    return ledger


def balances(ledger):
    return {name: ledger.balance(name) for name in ACCOUNTS}


class LedgerHiddenTest(unittest.TestCase):
    # milestone: 1
    def test_odd_lines_are_refused(self):
        for odd in ([], lines(ana=0, ben=0), lines(bank=-1.5, ana=1.5)):
            with self.assertRaises(Refused):
                with_ana().post("odd", at(10), odd)

    # milestone: 1
    def test_an_account_that_nobody_opened_is_refused(self):
        with self.assertRaises(Refused):
            with_ana().post("pay-1", at(10), lines(bank=-100, anna=100))

    # milestone: 2
    def test_a_repeat_may_have_another_moment_and_its_lines_in_another_order(self):
        ledger = with_ana()
        first = ledger.post("pay-1", at(10), lines(ana=-300, ben=300))
        self.assertEqual(ledger.post("pay-1", at(12), lines(ben=300, ana=-300)), first)
        self.assertEqual(ledger.balance("ben", at(11)), 300)

    # milestone: 2
    def test_another_transfer_under_a_known_reference_is_refused(self):
        ledger = with_ana()
        ledger.post("pay-1", at(10), lines(ana=-300, ben=300))
        with self.assertRaises(Refused):
            ledger.post("pay-1", at(10), lines(ana=-30, ben=30))
        self.assertEqual(ledger.balance("ben"), 300)

    # milestone: 2
    def test_a_repeat_of_the_transfer_that_emptied_an_account_is_no_overdraft(self):
        ledger = with_ana()
        first = ledger.post("pay-1", at(10), lines(ana=-1000, ben=1000))
        self.assertEqual(ledger.post("pay-1", at(10), lines(ana=-1000, ben=1000)), first)
        self.assertEqual(ledger.balance("ana"), 0)

    # milestone: 2
    def test_a_refused_transfer_may_be_sent_again(self):
        ledger = with_ana()
        with self.assertRaises(Refused):
            ledger.post("pay-1", at(10), lines(ana=-1500, ben=1500))
        self.assertEqual(balances(ledger), balances(with_ana()))
        ledger.post("in-2", at(11), lines(bank=-500, ana=500))
        ledger.post("pay-1", at(10), lines(ana=-1500, ben=1500))
        self.assertEqual(balances(ledger), {"ana": 0, "ben": 1500, "bank": -1500, "fees": 0})

    # milestone: 3
    def test_a_reversal_that_is_sent_twice_is_posted_once(self):
        ledger = with_ana()
        ledger.post("pay-1", at(10), lines(ana=-300, ben=300))
        first = ledger.reverse("pay-1", under="undo-1", at=at(11))
        self.assertEqual(ledger.reverse("pay-1", under="undo-1", at=at(12)), first)
        self.assertEqual(ledger.balance("ana"), 1000)

    # milestone: 3
    def test_a_reference_names_one_thing_a_transfer_or_a_reversal(self):
        ledger = with_ana()
        ledger.post("pay-1", at(10), lines(ana=-300, ben=300))
        ledger.post("back-1", at(11), lines(ben=-300, ana=300))
        with self.assertRaises(Refused):
            ledger.reverse("pay-1", under="back-1", at=at(12))

    # milestone: 3
    def test_a_reversal_is_not_reversed_nor_is_what_was_never_posted(self):
        ledger = with_ana()
        ledger.post("pay-1", at(10), lines(ana=-300, ben=300))
        ledger.reverse("pay-1", under="undo-1", at=at(11))
        for reference in ("undo-1", "pay-9"):
            with self.assertRaises(Refused):
                ledger.reverse(reference, under="undo-2", at=at(12))

    # milestone: 3
    def test_a_reversal_leaves_the_past_as_it_was(self):
        ledger = with_ana()
        ledger.post("pay-1", at(10), lines(ana=-300, ben=300))
        ledger.reverse("pay-1", under="undo-1", at=at(12))
        self.assertEqual([ledger.balance("ben", at(hour)) for hour in (11, 12)], [300, 0])

    # milestone: 4
    def test_a_customers_account_does_not_go_below_zero_one_of_ours_may(self):
        ledger = with_ana()
        with self.assertRaises(Refused):
            ledger.post("pay-1", at(10), lines(ana=-1001, ben=1001))
        ledger.post("gift-1", at(10), lines(fees=-50, ben=50))
        self.assertEqual(ledger.balance("fees"), -50)

    # milestone: 4
    def test_the_lines_of_one_account_are_taken_together(self):
        ledger = with_ana()
        ledger.post("pay-1", at(10), [Line("ana", -1200), Line("ben", 1000), Line("ana", 200)])
        self.assertEqual(ledger.balance("ana"), 0)
        with self.assertRaises(Refused):
            split = [Line("ana", -600), Line("ana", -600), Line("ben", 1200)]
            with_ana().post("pay-2", at(10), split)

    # milestone: 4
    def test_a_reversal_goes_through_though_the_money_is_spent_and_the_debt_can_be_paid(self):
        ledger = with_ana()
        ledger.post("pay-1", at(10), lines(ana=-800, ben=800))
        ledger.reverse("in-1", under="undo-1", at=at(11))
        self.assertEqual(ledger.balance("ana"), -800)
        ledger.post("in-2", at(12), lines(bank=-500, ana=500))
        self.assertEqual(ledger.balance("ana"), -300)
        self.assertEqual(sum(balances(ledger).values()), 0)

    # milestone: 4
    def test_a_transfer_that_comes_in_late_counts_from_its_own_moment(self):
        ledger = with_ana()
        ledger.post("pay-2", at(12), lines(ana=-100, ben=100))
        ledger.post("pay-1", at(10), lines(ana=-300, ben=300))
        self.assertEqual([ledger.balance("ben", at(hour)) for hour in (11, 12)], [300, 400])


if __name__ == "__main__":
    unittest.main()
