"""What a connection may cost: the bytes that it sends, and the time that the event loop spends on them.

Both are counted whatever the bytes are, so that a flood of empty frames, of one-byte fragments or of requests is held
up alike. Who has spent more than flows in is not read for a while; who goes on so is sent away.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine, Generator
from typing import Any

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from app.door.addresses import address_of
from app.limits import Rate
from app.settings import Settings

BURST_SECONDS = 5.0
"""A connection that was quiet may take for a while what it would have been allowed in so many seconds."""
BYTES_BURST_SECONDS = 10.0
TAKES_PART = 0.2
"""Where an address has spent too much, those of its connections wait that have spent so much of their own burst."""
REQUEST_SECONDS = 0.0005
"""Taken before a request is served that had to wait, so that those that wait come one after another."""
LONGEST_TURN_SECONDS = 2.0
"""No request waits longer for the others of its address: less than the server waits for requests when it ends."""
PATIENCE_SECONDS = 10.0
"""A connection that was held up for so long, without being quiet in between, is closed."""


class Budgets:
    """The budgets of all connections, and of the addresses that they come from."""

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.share = settings.loop_share_per_connection
        self.bytes_a_second = settings.received_bytes_per_second
        self.addresses = Rate(settings.loop_share_per_address, BURST_SECONDS, clock)

    def connection(self, address: str) -> "Budget":
        return Budget(self, address)


class Budget:
    """One connection's: two token buckets, kept as the moments when each is full again."""

    def __init__(self, budgets: Budgets, address: str) -> None:
        self.address = address
        self._budgets = budgets
        self._seconds_full_at = self._bytes_full_at = self._held_until = budgets.clock()
        self._held = 0.0

    @property
    def is_exhausted(self) -> bool:
        """Whether the connection was held up for so long that it is to be closed."""
        return self._held > PATIENCE_SECONDS

    def spend(self, seconds: float, size: int = 0) -> float:
        """Count the event loop's seconds and bytes; the seconds for which no more is to be read."""
        budgets, now = self._budgets, self._budgets.clock()
        if max(self._seconds_full_at, self._bytes_full_at) <= now:
            self._held = 0.0  # it has been quiet
        self._seconds_full_at = max(self._seconds_full_at, now) + seconds / budgets.share
        self._bytes_full_at = max(self._bytes_full_at, now) + size / budgets.bytes_a_second
        owed = self._seconds_full_at - now
        wait = max(0.0, owed - BURST_SECONDS, self._bytes_full_at - now - BYTES_BURST_SECONDS)
        if seconds:
            wait_of_address = budgets.addresses.owe(self.address, seconds)
            if owed > TAKES_PART * BURST_SECONDS:
                wait = max(wait, wait_of_address)
        if wait:
            self._held += now + wait - max(now, self._held_until)
            self._held_until = now + wait
        return wait


class Timed(Awaitable[None]):
    """Awaits a coroutine, and tells how long each of its turns has kept the event loop."""

    def __init__(self, coroutine: Coroutine[Any, Any, None], tell: Callable[[float], object]) -> None:
        self.coroutine = coroutine
        self.tell = tell

    def __await__(self) -> Generator[Any, Any, None]:
        go_on: Callable[[Any], Any] = self.coroutine.send
        value: Any = None
        while True:
            began = time.thread_time()
            try:
                awaited = go_on(value)
            except StopIteration:
                return
            finally:
                self.tell(time.thread_time() - began)
            try:
                go_on, value = self.coroutine.send, (yield awaited)
            except BaseException as raised:
                go_on, value = self.coroutine.throw, raised


class Turns:
    """Where an address has taken too much of the event loop's time, its requests wait for one another."""

    def __init__(self, app: ASGIApp, addresses: Rate) -> None:
        self.app = app
        self.addresses = addresses

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "lifespan":
            address = address_of(HTTPConnection(scope))
            if self.addresses.owe(address, 0.0):
                wait = self.addresses.owe(address, REQUEST_SECONDS)
                await asyncio.sleep(min(wait, LONGEST_TURN_SECONDS))
        await self.app(scope, receive, send)
