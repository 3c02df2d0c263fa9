"""The budget of a connection: the bytes that it sends, and the time that the event loop spends on them.

Both are counted whatever the bytes are. A flood of empty frames, of one-byte fragments or of requests is therefore
slowed down alike. A connection that exceeds its budget is not read for a while; one that keeps exceeding it is closed.
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
"""After a quiet time, a connection may spend at once what it is allowed in so many seconds."""
BYTES_BURST_SECONDS = 10.0
TAKES_PART = 0.2
"""When an address has exceeded its share, only its connections that have spent this part of their own burst wait."""
REQUEST_SECONDS = 0.0005
"""Cost of a request that had to wait; it spaces the waiting requests, so that they follow one another."""
LONGEST_TURN_SECONDS = 2.0
"""The longest wait of a request for others of its address. It is shorter than the server's wait when it ends."""
PATIENCE_SECONDS = 10.0
"""A connection that has been held up for so long, without a quiet time in between, is closed."""


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
    """The budget of one connection: two token buckets, each kept as the moment when it is full again."""

    def __init__(self, budgets: Budgets, address: str) -> None:
        self.address = address
        self._budgets = budgets
        self._seconds_full_at = self._bytes_full_at = self._held_until = budgets.clock()
        self._held = 0.0

    @property
    def is_exhausted(self) -> bool:
        """Whether the connection has been held up for so long that it must be closed."""
        return self._held > PATIENCE_SECONDS

    def spend(self, seconds: float, size: int = 0) -> float:
        """Count seconds of the event loop and bytes; return the seconds for which nothing more may be read."""
        budgets, now = self._budgets, self._budgets.clock()
        if max(self._seconds_full_at, self._bytes_full_at) <= now:
            self._held = 0.0  # the connection has been quiet
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
    """Awaits a coroutine, and reports how long each of its turns has kept the event loop busy."""

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


class AddressTurns:
    """Requests from an address that has used too much of the event loop's time wait for one another."""

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
