"""A polled line: commands and messages of one page wait here for its next request."""

import asyncio
import struct
from collections.abc import Callable
from contextlib import suppress

from app.errors import Refusal
from app.live.line import Gone

FRAME_SECONDS = 0.2
"""The pause after each frame, since each frame is a request: five a second look live, at a sixth of the cost of
thirty."""
POLL_SECONDS = 10.0
"""An empty poll is answered after this time, because proxies end requests that are silent for longer."""
SILENT_SECONDS = 15.0
"""A page that has sent no poll for so long counts as gone."""
MOST_WAITING = 100
"""The most commands that wait for earlier ones, and the most messages that wait for a poll."""


class PolledLine:
    """See `app.live.line.Line`. `take` receives the page's commands, `fetch` returns the messages for it."""

    frame_seconds = FRAME_SECONDS

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._hear: Callable[[bytes], bool] | None = None
        self._on_free: Callable[[], None] | None = None
        self._commands: asyncio.Queue[str | None] = asyncio.Queue()
        self._messages: list[bytes] = []
        self._has_room = asyncio.Event()
        self._poll: asyncio.Future[None] | None = None
        self._heard_at = self._loop.time()
        self.closed = False

    @property
    def is_free(self) -> bool:
        return self._poll is not None and not self._poll.done()

    def push(self, message: bytes) -> None:
        self._messages.append(message)
        self._answer()

    async def send(self, message: bytes) -> None:
        self.push(message)
        if len(self._messages) >= MOST_WAITING and not self.closed:
            self._has_room.clear()
            await self._has_room.wait()
        if self.closed:
            raise Gone

    async def receive(self) -> str:
        while not self.closed:
            patience = self._heard_at + SILENT_SECONDS - self._loop.time()
            if patience <= 0:
                self.end()
                break
            with suppress(TimeoutError):
                async with asyncio.timeout(patience):
                    command = await self._commands.get()
                if command is not None:
                    return command
        raise Gone

    def listen(self, hear: Callable[[bytes], bool] | None, on_free: Callable[[], None] | None) -> None:
        self._hear, self._on_free = hear, on_free

    async def close(self, code: int, reason: str) -> None:
        self.end()

    def end(self) -> None:
        """End the line: all waiting calls return."""
        self.closed = True
        self._commands.put_nowait(None)
        self._has_room.set()
        self._answer()

    def take(self, texts: str) -> None:
        """Add commands, one a line; raises Refusal."""
        self._heard_at = self._loop.time()
        for text in filter(
            None, texts.split("\n")
        ):  # JSON texts may have other ends of lines, such as U+2028.
            if self._hear and self._hear(text.encode()):
                continue
            if self._commands.qsize() >= MOST_WAITING:
                raise Refusal("too-many-commands", None, "Too many commands at once: please wait.")
            self._commands.put_nowait(text)

    async def fetch(self) -> bytes:
        """All waiting messages, each after its length; nothing after `POLL_SECONDS`, or if another poll arrives."""
        self._answer()
        poll = self._poll = self._loop.create_future()
        if self._messages or self.closed:
            poll.set_result(None)
        elif self._on_free:
            self._on_free()
        with suppress(TimeoutError):
            async with asyncio.timeout(POLL_SECONDS):
                await poll
        self._heard_at = self._loop.time()
        if self._poll is not poll:
            return b""
        self._poll = None
        messages, self._messages = self._messages, []
        self._has_room.set()
        return b"".join(part for message in messages for part in (struct.pack("<I", len(message)), message))

    def _answer(self) -> None:
        """Answer the waiting poll."""
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)
