"""Rate limits of one visitor, of one address, and of all together."""

import math
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from app.errors import Refusal, sentence
from app.settings import Settings

BURST_SECONDS = 5.0
"""After a quiet time, a visitor may use at once what is allowed in so many seconds."""
UPLOAD_BURST_SECONDS = 30.0
"""The same for files: visitors often send several together."""
SOON_SECONDS = 5.0
"""The estimated time until the files in transfer have arrived."""
BYTES_A_COMMAND = 4096
"""A command costs one token, and one more for each so many bytes."""
FEWEST_REMEMBERED = 1024


class Rate:
    """So many tokens a second for each key, after a burst: token buckets, each kept as the moment when it is full."""

    def __init__(
        self, a_second: float, burst_seconds: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.a_second = a_second
        self.burst_seconds = burst_seconds
        self.clock = clock
        self.full_at: dict[str, float] = {}
        self._many = FEWEST_REMEMBERED

    def spend(self, key: str, tokens: float = 1) -> float:
        """Take tokens and return 0. Where there are too few, take none and return the seconds to wait."""
        wait = self._after(key, tokens) - self.burst_seconds
        if wait > 0:
            return wait
        self.owe(key, tokens)
        return 0.0

    def owe(self, key: str, tokens: float) -> float:
        """Take tokens even where there are too few, and return the seconds until the debt is paid."""
        now = self.clock()
        after = self._after(key, tokens)
        self.full_at[key] = now + after
        if len(self.full_at) > self._many:
            # A full bucket equals one that was never used.
            self.full_at = {key: full for key, full in self.full_at.items() if full > now}
            self._many = max(FEWEST_REMEMBERED, 2 * len(self.full_at))
        return max(0.0, after - self.burst_seconds)

    def _after(self, key: str, tokens: float) -> float:
        """The seconds until the bucket would be full again."""
        return max(0.0, self.full_at.get(key, 0.0) - self.clock()) + tokens / self.a_second


class ConcurrentLimit:
    """A limit on simultaneous uses by each key."""

    def __init__(self, most: int, what: str, text: str) -> None:
        """`text` is the sentence of the refusal."""
        self.most = most
        self.what = what
        self.text = text
        self.taken: Counter[str] = Counter()

    def take(self, key: str) -> None:
        """Take one; raises Refusal if the limit is reached."""
        if self.taken[key] >= self.most:
            raise Refusal(f"too-many-{self.what}", None, self.text, most=self.most)
        self.taken[key] += 1

    @contextmanager
    def held(self, key: str) -> Iterator[None]:
        """Take one for the duration of a block; raises Refusal."""
        self.take(key)
        try:
            yield
        finally:
            self.release(key)

    def release(self, key: str) -> None:
        self.taken[key] -= 1
        if not self.taken[key]:
            del self.taken[key]


SOCKETS = sentence("You have {most} pages open, as many as are allowed: close one first.")
SOCKETS_BY_ADDRESS = sentence(
    "Your network address has {most} pages open, as many as are allowed: close one first."
)
SUBSCRIPTIONS = sentence("You watch {most} networks at once, as many as are allowed: close one first.")
SUBSCRIPTIONS_BY_ADDRESS = sentence(
    "Your network address watches {most} networks at once, as many as are allowed: close one first."
)
UPLOADS = sentence("Another file of yours is still being sent: send one file at a time.")
TOO_FAST = {
    "commands": sentence("Too many commands in a short time: please wait {wait} s."),
    "visitors": sentence("Too many new visitors in a short time: please wait {wait} s."),
    "uploads": sentence("Too many files in a short time: please wait {wait} s."),
}


class Limits:
    """All limits that are counted here; those on runs are counted where the runs are."""

    def __init__(self, settings: Settings) -> None:
        self._commands = Rate(settings.commands_per_second, BURST_SECONDS)
        self._commands_by_address = Rate(settings.commands_per_second_per_address, BURST_SECONDS)
        self._visitors = Rate(settings.visitors_per_minute_per_address / 60, 60)
        self._bytes = Rate(settings.bytes_per_second, BURST_SECONDS)
        self._uploads = Rate(settings.upload_bytes_per_second, UPLOAD_BURST_SECONDS)
        self._uploads_by_address = Rate(settings.upload_bytes_per_second_per_address, UPLOAD_BURST_SECONDS)
        self._sockets = ConcurrentLimit(settings.sockets_per_visitor, "sockets", SOCKETS)
        self._sockets_by_address = ConcurrentLimit(
            settings.sockets_per_address, "sockets", SOCKETS_BY_ADDRESS
        )
        self._receiving = ConcurrentLimit(1, "uploads", UPLOADS)
        self._arriving: Counter[str] = Counter()
        self._most_arriving = settings.upload_bytes_at_once_per_address
        self._subscriptions = ConcurrentLimit(
            settings.subscriptions_per_visitor, "subscriptions", SUBSCRIPTIONS
        )
        self._subscriptions_by_address = ConcurrentLimit(
            settings.subscriptions_per_address, "subscriptions", SUBSCRIPTIONS_BY_ADDRESS
        )

    def command(self, visitor: str, address: str, size: int) -> None:
        """Count a command of `size` bytes; raises Refusal (too-many-commands)."""
        tokens = 1 + size // BYTES_A_COMMAND
        wait = self._commands.spend(visitor, tokens) or self._commands_by_address.spend(address, tokens)
        if wait:
            raise too_many("commands", wait)

    def new_visitor(self, address: str) -> None:
        """Count a visitor without a cookie; raises Refusal (too-many-visitors)."""
        if wait := self._visitors.spend(address):
            raise too_many("visitors", wait)

    def sent(self, visitor: str, size: int) -> float:
        """Count bytes sent; return the seconds to wait before sending more."""
        return self._bytes.owe(visitor, size)

    @contextmanager
    def upload(self, visitor: str, address: str) -> Iterator[Callable[[int], None]]:
        """Receive a file, one at a time for each visitor, and count its bytes as they arrive. Raises Refusal
        (too-many-uploads), also where too much was sent before, or too much from this address is in transfer."""
        if wait := self._uploads.spend(visitor, 0) or self._uploads_by_address.spend(address, 0):
            raise too_many("uploads", wait)
        arrived = 0

        def count(size: int) -> None:
            nonlocal arrived
            self._uploads.owe(visitor, size)
            self._uploads_by_address.owe(address, size)
            arrived += size
            self._arriving[address] += size
            if self._arriving[address] > self._most_arriving:
                raise too_many("uploads", SOON_SECONDS)

        with self._receiving.held(visitor):
            try:
                yield count
            finally:
                self._arriving[address] -= arrived
                if not self._arriving[address]:
                    del self._arriving[address]

    @contextmanager
    def socket(self, visitor: str, address: str) -> Iterator[None]:
        """Hold one of the sockets; raises Refusal (too-many-sockets)."""
        with self._sockets.held(visitor), self._sockets_by_address.held(address):
            yield

    def subscribe(self, visitor: str, address: str) -> None:
        """Count a subscription; raises Refusal (too-many-subscriptions)."""
        self._subscriptions.take(visitor)
        try:
            self._subscriptions_by_address.take(address)
        except Refusal:
            self._subscriptions.release(visitor)
            raise

    def unsubscribe(self, visitor: str, address: str) -> None:
        self._subscriptions.release(visitor)
        self._subscriptions_by_address.release(address)


def too_many(what: str, wait: float) -> Refusal:
    return Refusal(f"too-many-{what}", None, TOO_FAST[what], wait=math.ceil(wait))
