"""Which run brought its training process down? The one that was being worked on, time after time.

A child writes the names of the runs that it is about to work on into memory that it shares with the server, where
they outlive it. Each death is a strike against them. Whoever has a strike is trained alone for a while, so that
the next one hits nobody else; with the third, a run is not set going again.
"""

import time
from collections.abc import Callable, Iterable
from typing import Protocol

SLATE_BYTES = 4096
"""Room for the names of a whole cohort: 64 of 32 characters at most."""

STRIKES = 3
PROBATION_SECONDS = 60.0
"""A strike is forgotten when none has followed it for so long."""


class Slate(Protocol):
    """A ctypes array of characters, in shared memory."""

    value: bytes


def write(slate: Slate, runs: Iterable[str]) -> None:
    """In the child: these runs are worked on from now on."""
    slate.value = "\n".join(runs).encode()


def read(slate: Slate) -> list[str]:
    """In the server: the runs that were worked on when the child died."""
    return slate.value.decode().split("\n") if slate.value else []


class Strikes:
    """How often each run has brought its process down of late."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self._strikes: dict[str, tuple[int, float]] = {}

    def add(self, run: str) -> int:
        """One more; how many it has now."""
        self._strikes = {name: strike for name, strike in self._strikes.items() if self.of(name)}
        count = self.of(run) + 1
        self._strikes[run] = count, self.clock()
        return count

    def of(self, run: str) -> int:
        count, since = self._strikes.get(run, (0, 0.0))
        return count if self.clock() - since < PROBATION_SECONDS else 0
