"""Suspects: the runs that may crash their training process, because they were in work when it died.

A child writes the names of the runs in work into memory that it shares with the server and that outlives the child.
Each death is a strike against these runs. A run with a strike is trained alone for a while, so that the next death
affects no other run; after the third strike, the run is paused.
"""

import time
from collections.abc import Callable, Iterable
from typing import Protocol

SLATE_BYTES = 4096
"""Room for the names of a whole cohort: 64 names of at most 32 characters."""

STRIKES = 3
PROBATION_SECONDS = 60.0
"""A strike is forgotten when no other follows within this time."""


class Slate(Protocol):
    """A ctypes array of characters, in shared memory."""

    value: bytes


def write(slate: Slate, runs: Iterable[str]) -> None:
    """In the child: record the runs in work."""
    slate.value = "\n".join(runs).encode()


def read(slate: Slate) -> list[str]:
    """In the server: the runs in work when the child died."""
    return slate.value.decode().split("\n") if slate.value else []


class Strikes:
    """The recent strikes of each run."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self._strikes: dict[str, tuple[int, float]] = {}

    def add(self, run: str) -> int:
        """Add a strike; return their number."""
        self._strikes = {name: strike for name, strike in self._strikes.items() if self.of(name)}
        count = self.of(run) + 1
        self._strikes[run] = count, self.clock()
        return count

    def of(self, run: str) -> int:
        count, since = self._strikes.get(run, (0, 0.0))
        return count if self.clock() - since < PROBATION_SECONDS else 0
