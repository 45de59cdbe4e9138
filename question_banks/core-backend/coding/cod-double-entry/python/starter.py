"""Transfers between accounts, in whole cents."""

from __future__ import annotations

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


class Ledger:
    def __init__(self, accounts: Mapping[str, Kind]) -> None:
        self._accounts = dict(accounts)

    def post(self, reference: str, at: datetime, lines: Iterable[Line]) -> Entry:
        """Post a transfer, or raise Refused."""
        raise NotImplementedError

    def reverse(self, reference: str, under: str, at: datetime) -> Entry:
        """Undo the transfer of a reference, under a reference of its own, or raise Refused."""
        raise NotImplementedError

    def balance(self, account: str, at: datetime | None = None) -> int:
        """The cents held at a moment, or after everything that was posted."""
        raise NotImplementedError
