"""A worker: one child process, and the server's end of the pipe to it, which the event loop reads and writes.

Only the child holds the other end. The pipe therefore ends at the moment the child dies, whatever the cause.
"""

import asyncio
import logging
import multiprocessing
import socket
import time
from collections.abc import Callable
from typing import Any

import msgpack

from app.trainer import child, suspects

JOIN_SECONDS = 2.0

log = logging.getLogger("chalknet.hosts")


def start_method() -> str:
    """forkserver where it exists: its server holds the imports, so a replacement starts in milliseconds."""
    return "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"


class Worker(asyncio.Protocol):
    """One child process, from its start to its end; its host replaces it by another."""

    def __init__(
        self,
        name: str,
        checkpoint_seconds: float,
        receive: Callable[[list[Any]], None],
        lost: Callable[["Worker"], None],
        delay: float = 0,
    ) -> None:
        self.heard = 0
        """How many times data arrived; a number that stands still means that the child hangs."""
        self.started_at = time.monotonic() + delay
        self._receive = receive
        self._lost = lost
        self._unpacker = msgpack.Unpacker()
        self._transport: asyncio.Transport | None = None
        self._outbox: list[bytes] = []
        """Messages that are posted before the transport exists."""
        context = multiprocessing.get_context(start_method())
        if start_method() == "forkserver":
            context.set_forkserver_preload([child.__name__])
        self._end, self._childs_end = socket.socketpair()
        self._slate = context.RawArray("c", suspects.SLATE_BYTES)
        self._process = context.Process(  # type: ignore[attr-defined]
            target=child.main,
            args=(self._childs_end, self._slate, checkpoint_seconds),
            name=name,
            daemon=True,
        )
        self._loop = asyncio.get_running_loop()
        self._ended = self._loop.create_future()
        self._life = self._loop.create_task(self._live(delay))
        # Also of a life that is cancelled before its first turn.
        self._life.add_done_callback(lambda life: self._close())

    @property
    def pid(self) -> int | None:
        pid: int | None = self._process.pid
        return pid

    @property
    def on_trial(self) -> list[str]:
        """The runs that the child is working on, or was working on when it died."""
        return suspects.read(self._slate)

    def post(self, message: list[Any]) -> None:
        """Send a message as soon as the transport exists."""
        packed = msgpack.packb(message)
        if self._transport is None:
            self._outbox.append(packed)
        else:
            self._transport.write(packed)

    def kill(self) -> None:
        if self._process.pid is not None:
            self._process.kill()

    async def end(self) -> None:
        """Kill the child and wait until it has ended."""
        self._life.cancel()
        await asyncio.wait([self._life], timeout=JOIN_SECONDS)

    def _close(self) -> None:
        if self._transport is not None:
            self._transport.abort()
        self._end.close()
        self._childs_end.close()

    async def _live(self, delay: float) -> None:
        await asyncio.sleep(delay)
        started = self._loop.run_in_executor(None, self._process.start)
        try:
            await asyncio.shield(started)
            self._childs_end.close()
            await self._loop.create_connection(lambda: self, sock=self._end)
            await self._ended
        except OSError:
            log.exception("%s cannot be started", self._process.name)
        finally:
            await asyncio.wait([started])
            if self._process.pid is not None:
                self._process.kill()
                await asyncio.to_thread(self._process.join)
            self._close()
        self._lost(self)

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        self._transport = transport
        for packed in self._outbox:
            transport.write(packed)

    def data_received(self, data: bytes) -> None:
        self.heard += 1
        self._unpacker.feed(data)
        self._receive_next()

    def _receive_next(self) -> None:
        """Process the next message in the next turn of the event loop, so that pages are served in between. No more is
        read before all messages are processed."""
        assert self._transport is not None
        message = next(self._unpacker, None)
        if message is not None:
            self._transport.pause_reading()
            self._loop.call_soon(self._receive_one, message)
        elif not self._transport.is_closing():
            self._transport.resume_reading()

    def _receive_one(self, message: list[Any]) -> None:
        try:
            self._receive(message)
        finally:  # A fault in a message does not end the pipe.
            self._receive_next()

    def connection_lost(self, reason: Exception | None) -> None:
        if not self._ended.done():
            self._ended.set_result(None)
