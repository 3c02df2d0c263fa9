"""Accounts: the host's time that each visitor has recently used, for any purpose. The least user is served first."""

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

HALF_LIFE = 1.0
"""Seconds after which half of the used time is forgotten."""
OF_LATE = HALF_LIFE / math.log(2)
"""The balance of a visitor who has a host alone, in seconds."""
FORGOTTEN = 1e-4
"""A visitor with a smaller balance does not count in the sharing."""
MARGIN = 1.5
"""A visitor above so many equal parts has used too much; below, equal visitors differ by chance."""


class Account:
    """The account of one visitor."""

    def __init__(self) -> None:
        self.used = 0.0
        """Used seconds, weighted by age."""
        self.runs = 0
        self.is_present = False
        """Whether a page watches one of the visitor's runs."""


class Accounts:
    """The accounts of all visitors, by name; `clock` measures the used time."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.clock = clock
        self._accounts: dict[str, Account] = {}
        self._now: float | None = None
        self.most = OF_LATE
        """A visitor with a higher balance has used more than an equal part."""

    def of(self, visitor: str) -> Account:
        return self._accounts.setdefault(visitor, Account())

    def pass_until(self, now: float) -> None:
        """Advance the time: reduce all balances by their age."""
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
        """Charge the time of a block to these accounts, in equal parts."""
        began = self.clock()
        try:
            yield
        finally:
            part = (self.clock() - began) / len(accounts)
            for account in accounts:
                account.used += part
