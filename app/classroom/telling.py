"""Telling: who listens to a class is told soon after it has changed."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager

TELL_SECONDS = 0.1
"""Changes that come together are told together: two hundred students join within a minute."""


class Telling:
    """Classes are named by their codes."""

    def __init__(self, before: Callable[[str], None] = lambda code: None) -> None:
        """`before` is called with each code before those who listen."""
        self._before = before
        self._listeners: dict[str, set[Callable[[], None]]] = {}
        self._coming: asyncio.TimerHandle | None = None
        self._changed: set[str] = set()

    @contextmanager
    def listening(self, code: str, tell: Callable[[], None]) -> Iterator[None]:
        """Call `tell` soon after each change of a class, until the block ends."""
        listeners = self._listeners.setdefault(code, set())
        listeners.add(tell)
        try:
            yield
        finally:
            listeners.discard(tell)
            if not listeners:
                self._listeners.pop(code, None)

    def soon(self, code: str) -> None:
        """A class has changed."""
        self._changed.add(code)
        if self._coming is None:
            self._coming = asyncio.get_running_loop().call_later(TELL_SECONDS, self._tell)

    def now(self, code: str) -> None:
        """A class has changed, and nobody waits until others have."""
        self._changed.add(code)
        self._tell()

    def close(self) -> None:
        if self._coming is not None:
            self._coming.cancel()

    def _tell(self) -> None:
        self.close()
        self._coming = None
        codes, self._changed = self._changed, set()
        for code in codes:
            self._before(code)
            for tell in tuple(self._listeners.get(code, ())):
                tell()
