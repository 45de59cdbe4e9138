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


class LedgerTest(unittest.TestCase):
    # milestone: 1
    def test_a_transfer_moves_money_between_accounts(self):
        ledger = with_ana()
        ledger.post("pay-1", at(10), lines(ana=-330, ben=300, fees=30))
        self.assertEqual(balances(ledger), {"ana": 670, "ben": 300, "bank": -1000, "fees": 30})

    # milestone: 1
    def test_a_transfer_that_does_not_add_up_is_refused(self):
        ledger = with_ana()
        with self.assertRaises(Refused):
            ledger.post("pay-1", at(10), lines(ana=-330, ben=300))
        self.assertEqual(balances(ledger), balances(with_ana()))

    # milestone: 2
    def test_a_transfer_that_is_sent_twice_is_posted_once(self):
        ledger = with_ana()
        first = ledger.post("pay-1", at(10), lines(ana=-300, ben=300))
        self.assertEqual(ledger.post("pay-1", at(10), lines(ana=-300, ben=300)), first)
        self.assertEqual(ledger.balance("ben"), 300)

    # milestone: 3
    def test_a_reversal_takes_a_transfer_back(self):
        ledger = with_ana()
        ledger.post("pay-1", at(10), lines(ana=-330, ben=300, fees=30))
        ledger.reverse("pay-1", under="undo-1", at=at(11))
        self.assertEqual(balances(ledger), balances(with_ana()))

    # milestone: 3
    def test_a_transfer_is_taken_back_only_once(self):
        ledger = with_ana()
        ledger.post("pay-1", at(10), lines(ana=-300, ben=300))
        ledger.reverse("pay-1", under="undo-1", at=at(11))
        with self.assertRaises(Refused):
            ledger.reverse("pay-1", under="undo-2", at=at(12))

    # milestone: 4
    def test_a_balance_of_the_past_leaves_out_what_came_after(self):
        ledger = with_ana()
        ledger.post("pay-1", at(10), lines(ana=-300, ben=300))
        held = [ledger.balance("ana", at(hour)) for hour in (8, 9, 10)]
        self.assertEqual(held, [0, 1000, 700])


if __name__ == "__main__":
    unittest.main()
