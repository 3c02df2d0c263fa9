"""Telling: who listens to a class is told soon after it has changed."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager

TELL_SECONDS = 0.1
"""Changes that come together are told together: two hundred students join within a minute."""
EVERYBODY = ""
"""In place of a member's id: a change that concerns everybody."""


class Telling:
    """Classes are named by their codes. A change of one seat is told to its student and to those who see all seats."""

    def __init__(self, before: Callable[[str], None] = lambda code: None) -> None:
        """`before` is called with the code of a class before everybody is told of a change."""
        self._before = before
        self._listeners: dict[str, dict[Callable[[], None], str | None]] = {}
        """The listeners of each class, with the member of whose seat each is told; None: of all seats."""
        self._coming: asyncio.TimerHandle | None = None
        self._changed: dict[str, set[str]] = {}
        """The members of whose seats is to be told, by class."""

    @contextmanager
    def listening(self, code: str, tell: Callable[[], None], member: str | None = None) -> Iterator[None]:
        """Call `tell` soon after each change of a class, until the block ends: of those that concern one seat, only of
        the member's; None: of all."""
        listeners = self._listeners.setdefault(code, {})
        listeners[tell] = member
        try:
            yield
        finally:
            listeners.pop(tell, None)
            if not listeners and self._listeners.get(code) is listeners:
                del self._listeners[code]

    def soon(self, code: str, member: str = EVERYBODY) -> None:
        """A class has changed, or the seat of one member."""
        self._changed.setdefault(code, set()).add(member)
        if self._coming is None:
            self._coming = asyncio.get_running_loop().call_later(TELL_SECONDS, self.tell)

    def now(self, code: str, member: str = EVERYBODY) -> None:
        """The same, and nobody waits until others have changed."""
        self._changed.setdefault(code, set()).add(member)
        self.tell()

    def close(self) -> None:
        if self._coming is not None:
            self._coming.cancel()

    def tell(self) -> None:
        """Tell of all changes so far."""
        self.close()
        self._coming = None
        changed, self._changed = self._changed, {}
        for code, members in changed.items():
            is_for_all = EVERYBODY in members
            if is_for_all:
                self._before(code)
            for tell, member in tuple(self._listeners.get(code, {}).items()):
                if is_for_all or member is None or member in members:
                    tell()
