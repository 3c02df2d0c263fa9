"""Reading of a connection: in small pieces, in turns with the others, and within its budget."""

import asyncio
import time
from collections import deque
from typing import Any, Protocol

import uvicorn

from app.connections.admission import Admission
from app.connections.budget import Budget, Budgets
from app.settings import Settings

TURN_SECONDS = 0.0005
"""After this time, the other connections have their turn."""
MOST_UNREAD = 1 << 20
"""A paused connection that has received more than this all the same is closed."""


class Config(uvicorn.Config):
    """uvicorn's configuration, with the limits of our connections."""

    def __init__(self, app: Any, settings: Settings, budgets: Budgets, **options: Any) -> None:
        super().__init__(app, **options)
        self.budgets = budgets
        self.rota = Rota()
        self.admission = Admission(settings.connections_per_address)
        self.header_seconds = settings.header_seconds
        self.body_seconds = settings.body_seconds


class Owner(Protocol):
    """A connection whose bytes are counted."""

    transport: asyncio.Transport
    piece_bytes: int
    """Bytes that are parsed between two looks at the clock."""
    is_closed_when_exhausted: bool

    @property
    def is_read(self) -> bool:
        """Whether the connection is still open, and has not become a WebSocket."""

    @property
    def is_full(self) -> bool:
        """Whether parsed data must be processed before more is read; then `Reading.go_on` is called."""

    def take(self, piece: bytes) -> None:
        """Parse a piece of data, and act on it."""

    def go_on(self) -> None:
        """Act on the data that were parsed while the connection had to wait."""

    def exhausted(self) -> None:
        """Close the connection: it kept sending although it had to wait."""


class RotaPlace:
    """A connection's place in the rota."""

    def __init__(self, reading: "Reading") -> None:
        self.reading: Reading | None = reading

    def cancel(self) -> None:
        self.reading = None


class Rota:
    """Connections with more data than one turn can read. One of them continues in each round of the event loop, so that
    other connections are read in between, however many wait here."""

    def __init__(self) -> None:
        self._places: deque[RotaPlace] = deque()
        self._next_round: asyncio.Handle | None = None

    def enter(self, reading: "Reading") -> RotaPlace:
        place = RotaPlace(reading)
        self._places.append(place)
        self._go_on()
        return place

    def _go_on(self) -> None:
        if self._places and self._next_round is None:
            self._next_round = asyncio.get_running_loop().call_soon(self._round)

    def _round(self) -> None:
        self._next_round = None
        while self._places:
            if reading := self._places.popleft().reading:
                reading.go_on_reading()
                break
        self._go_on()


class Reading:
    """The bytes of one connection, on their way from its transport to its parser."""

    def __init__(self, owner: Owner, budget: Budget, rota: Rota) -> None:
        self.owner = owner
        self.budget = budget
        self.rota = rota
        self.credit = 0.0
        """Seconds of this turn that were spent on the server's own frames, and are not charged to the connection."""
        self._unread = bytearray()
        self._waiting: asyncio.Handle | RotaPlace | None = None

    @property
    def is_held(self) -> bool:
        """Whether the connection has to wait."""
        return self._waiting is not None

    def receive(self, data: bytes) -> None:
        self._unread += data
        if not self.is_held and not self.owner.is_full:
            self._turn()
        elif len(self._unread) > MOST_UNREAD:
            self.owner.exhausted()
        else:
            self.owner.transport.pause_reading()  # uvicorn has resumed it

    def spend(self, seconds: float, size: int = 0) -> None:
        """Count a cost of the connection, and make the connection wait where it exceeds the budget."""
        wait = self.budget.spend(seconds, size)
        if not self.owner.is_read:
            self.stop()
        elif wait and self.budget.is_exhausted and self.owner.is_closed_when_exhausted:
            self.owner.exhausted()
        elif (wait or self._unread) and not self.is_held:
            self.owner.transport.pause_reading()
            if wait or not self.owner.is_full:
                self._wait(wait)

    def go_on(self) -> None:
        """Resume reading, as soon as the budget allows it."""
        if self.is_held or not self.owner.is_read:
            return
        if self._unread:
            self._wait(0.0)
        else:
            self.owner.transport.resume_reading()

    def stop(self) -> None:
        """Discard the data that were not parsed."""
        self._unread.clear()
        if self._waiting:
            self._waiting.cancel()
            self._waiting = None

    def _wait(self, seconds: float) -> None:
        if seconds:
            loop = asyncio.get_running_loop()
            self._waiting = loop.call_later(seconds, self.go_on_reading)
        else:
            self._waiting = self.rota.enter(self)

    def go_on_reading(self) -> None:
        """Begin another turn after a wait."""
        self._waiting = None
        self._turn(goes_on=True)
        if not self.is_held and not self.owner.is_full and self.owner.is_read:
            self.owner.transport.resume_reading()

    def _turn(self, *, goes_on: bool = False) -> None:
        began = time.thread_time()
        before = len(self._unread)
        self.credit = 0.0
        if goes_on and self.owner.is_read:
            self.owner.go_on()
        size = self.owner.piece_bytes
        while self._unread and self.owner.is_read and not self.owner.is_full:
            piece = bytes(self._unread[:size])
            del self._unread[:size]
            self.owner.take(piece)
            if time.thread_time() - began > TURN_SECONDS:
                break
        self.spend(max(0.0, time.thread_time() - began - self.credit), before - len(self._unread))
