"""A worker is one child process and the two threads that talk with it, so that the event loop never waits.

The reader thread starts the process, hands each message to the loop with one call, and tells the loop when
the pipe ends: only the child holds the other end, so that is the moment the child dies, however it dies.
"""

import asyncio
import multiprocessing
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from queue import SimpleQueue
from typing import Any

import msgpack

from app.hosts import child

JOIN_SECONDS = 2.0


def start_method() -> str:
    """forkserver where there is one: its server holds the imports, so a replacement is up in milliseconds."""
    return "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"


class Worker:
    """One child process, from its start to its end; the host that owns it replaces it by another."""

    def __init__(
        self,
        name: str,
        checkpoint_seconds: float,
        receive: Callable[[list[Any]], None],
        lost: Callable[["Worker"], None],
        delay: float = 0,
    ) -> None:
        self.name = name
        self.heard = 0
        """Messages received so far: a number that stands still is a child that hangs."""
        self.started_at = time.monotonic() + delay
        self._loop = asyncio.get_running_loop()
        self._outbox: SimpleQueue[bytes | None] = SimpleQueue()
        self._receive = receive
        self._lost = lost
        self._ended = threading.Event()
        context = multiprocessing.get_context(start_method())
        if start_method() == "forkserver":
            context.set_forkserver_preload([child.__name__])
        self._pipe, self._childs_end = context.Pipe()
        self._process = context.Process(  # type: ignore[attr-defined]
            target=child.main, args=(self._childs_end, checkpoint_seconds), name=name, daemon=True
        )
        self._reader = threading.Thread(target=self._read, args=(delay,), name=f"{name} reader", daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int | None:
        pid: int | None = self._process.pid
        return pid

    def post(self, message: list[Any]) -> None:
        """Send a message, soon."""
        self._outbox.put(msgpack.packb(message))

    def kill(self) -> None:
        if self._process.pid is not None:
            self._process.kill()

    def end(self) -> None:
        """Kill the child and wait until the threads are done. Blocks for a moment."""
        self._ended.set()
        self.kill()
        self._reader.join(JOIN_SECONDS)

    def _read(self, delay: float) -> None:
        if self._ended.wait(delay):
            return
        writer = threading.Thread(target=_write, args=(self._pipe, self._outbox), daemon=True)
        with suppress(EOFError, OSError):
            self._process.start()
            self._childs_end.close()
            writer.start()
            while not self._ended.is_set():
                message = msgpack.unpackb(self._pipe.recv_bytes())
                self.heard += 1
                self._loop.call_soon_threadsafe(self._receive, message)
        if writer.ident is not None:
            self._process.kill()
            self._process.join()
            self._outbox.put(None)
            writer.join()
        self._pipe.close()
        if not self._ended.is_set():
            self._loop.call_soon_threadsafe(self._lost, self)


def _write(pipe: Connection, outbox: SimpleQueue[bytes | None]) -> None:
    with suppress(OSError):  # when the child has died; the reader sees it too
        while (message := outbox.get()) is not None:
            pipe.send_bytes(message)
