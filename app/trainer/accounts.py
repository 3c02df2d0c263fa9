"""An account says how much of its host's time a visitor has used of late, for whatever: who has used least is first."""

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

HALF_LIFE = 1.0
"""Seconds after which half of what was used is forgotten."""
OF_LATE = HALF_LIFE / math.log(2)
"""So many seconds has used of late who has a host for himself."""
FORGOTTEN = 1e-4
"""Who has used less is no party to the sharing."""
MARGIN = 1.5
"""Who has used so many equal parts has had more than one: equals differ by chance."""


class Account:
    """One visitor's."""

    def __init__(self) -> None:
        self.used = 0.0
        """Seconds, the fewer the longer ago they were."""
        self.runs = 0
        self.is_present = False
        """Whether somebody watches one of the runs."""


class Accounts:
    """All visitors', by who they are; `clock` measures what is used."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.clock = clock
        self._accounts: dict[str, Account] = {}
        self._now: float | None = None
        self.most = OF_LATE
        """Who has used more has had more than an equal part."""

    def of(self, visitor: str) -> Account:
        return self._accounts.setdefault(visitor, Account())

    def pass_until(self, now: float) -> None:
        """Let time pass: forget some of what was used."""
        left = 1.0 if self._now is None else 0.5 ** ((now - self._now) / HALF_LIFE)
        self._now = now
        parties = 0
        for visitor, account in tuple(self._accounts.items()):
            account.used *= left
            if account.used > FORGOTTEN:
                parties += 1
            elif not account.runs:
                del self._accounts[visitor]
        self.most = MARGIN * OF_LATE / max(parties, 1)

    def is_modest(self, account: Account) -> bool:
        """Whether a visitor has used no more than an equal part."""
        return account.used <= self.most

    @contextmanager
    def charged(self, accounts: Sequence[Account]) -> Iterator[None]:
        """Put down what is done meanwhile to these accounts, in equal parts."""
        began = self.clock()
        try:
            yield
        finally:
            part = (self.clock() - began) / len(accounts)
            for account in accounts:
                account.used += part
