"""Presence: whose pages are open, and since when the others are away."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Presence:
    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._began = clock()
        self._pages: Counter[str] = Counter()
        self._left: dict[str, float] = {}

    @contextmanager
    def here(self, member: str) -> Iterator[None]:
        """A page of this member is open, until the block ends."""
        self._pages[member] += 1
        try:
            yield
        finally:
            self._pages[member] -= 1
            if not self._pages[member]:
                del self._pages[member]
                self._left[member] = self._clock()

    def away(self, member: str) -> float:
        """For how many seconds no page of a member has been open; after a restart, since the restart."""
        return 0.0 if self._pages[member] else self._clock() - self._left.get(member, self._began)

    def forget(self, member: str) -> None:
        self._left.pop(member, None)
