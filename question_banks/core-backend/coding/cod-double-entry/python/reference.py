"""Entries are added and never touched again; what an account holds is their sum."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class Kind(Enum):
    CUSTOMER = "customer"
    OWN = "own"


class Refused(Exception):
    """Why nothing was posted."""


@dataclass(frozen=True)
class Line:
    account: str
    cents: int


@dataclass(frozen=True)
class Entry:
    """One row per posted transfer, with its lines."""

    id: int
    reference: str
    at: datetime
    lines: tuple[Line, ...]
    reverses: str | None = None

    def same_as(self, other: Entry) -> bool:
        """Senders change the moment and the order of the lines from one try to the next."""
        return self.reverses == other.reverses and Counter(self.lines) == Counter(other.lines)


class Ledger:
    def __init__(self, accounts: Mapping[str, Kind]) -> None:
        self._accounts = dict(accounts)
        self._entries: dict[str, Entry] = {}  # by reference, in the order of posting

    def post(self, reference: str, at: datetime, lines: Iterable[Line]) -> Entry:
        """Post a transfer, or raise Refused."""
        entry = self._entry(reference, at, tuple(lines))
        # A repeat is told first: what it moves may be gone by now, and it moves nothing.
        if posted := self._posted(entry):
            return posted
        self._check_lines(entry.lines)
        self._check_cover(entry.lines)
        return self._add(entry)

    def reverse(self, reference: str, under: str, at: datetime) -> Entry:
        """Undo the transfer of a reference, under a reference of its own, or raise Refused."""
        original = self._entries.get(reference)
        if original is None:
            raise Refused(f"nothing was posted as {reference!r}")
        lines = tuple(Line(line.account, -line.cents) for line in original.lines)
        entry = self._entry(under, at, lines, reverses=reference)
        if posted := self._posted(entry):
            return posted
        self._check_reversible(original)
        # Cover is not asked for: the money has left, and a debt must be seen.
        return self._add(entry)

    def balance(self, account: str, at: datetime | None = None) -> int:
        """The cents held at a moment, or after everything that was posted."""
        # By the moment of a transfer, not by its place: transfers may come in late.
        return sum(
            line.cents
            for entry in self._entries.values()
            if at is None or entry.at <= at
            for line in entry.lines
            if line.account == account
        )

    def _entry(
        self, reference: str, at: datetime, lines: tuple[Line, ...], reverses: str | None = None
    ) -> Entry:
        return Entry(len(self._entries) + 1, reference, at, lines, reverses)

    def _posted(self, entry: Entry) -> Entry | None:
        posted = self._entries.get(entry.reference)
        if posted is not None and not posted.same_as(entry):
            raise Refused(f"{entry.reference!r} names another transfer")
        return posted

    def _check_lines(self, lines: tuple[Line, ...]) -> None:
        if not lines:
            raise Refused("no lines")
        for line in lines:
            if type(line.cents) is not int or line.cents == 0:
                raise Refused(f"{line.cents!r} is no amount")
            if line.account not in self._accounts:
                raise Refused(f"no account is called {line.account!r}")
        if sum(line.cents for line in lines) != 0:
            raise Refused("the lines do not add up to zero")

    def _check_cover(self, lines: tuple[Line, ...]) -> None:
        """All lines together, and only where an account loses: who is in debt may still pay in."""
        changes: Counter[str] = Counter()
        for line in lines:
            changes[line.account] += line.cents
        for account, change in changes.items():
            is_customer = self._accounts[account] is Kind.CUSTOMER
            if is_customer and change < 0 and self.balance(account) + change < 0:
                raise Refused(f"{account!r} does not hold that much")

    def _check_reversible(self, original: Entry) -> None:
        if original.reverses is not None:
            raise Refused(f"{original.reference!r} is a reversal itself")
        if any(entry.reverses == original.reference for entry in self._entries.values()):
            raise Refused(f"{original.reference!r} was reversed before")

    def _add(self, entry: Entry) -> Entry:
        self._entries[entry.reference] = entry
        return entry
