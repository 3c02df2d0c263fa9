"""The archive keeps the runs for the event loop: what changes is gathered, and one thread writes it in batches.

When the database cannot be written, nothing stops: the newest state of every run waits in memory, the archive
says that it is in trouble, and it tries again until it succeeds.
"""

import asyncio
import logging
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from app.document.summary import Summary
from app.errors import Refusal
from app.storage.store import Kept, Store

Answer = TypeVar("Answer")

log = logging.getLogger("chalknet.storage")


class Archive:
    """Its methods belong to the event loop. `saving` is called with False when trouble begins, True when it ends."""

    def __init__(self, store: Store, save_seconds: float) -> None:
        self.store = store
        self.save_seconds = save_seconds
        self.saving: Callable[[bool], None] = lambda well: None
        self.in_trouble = False
        self._pending: dict[str, Kept | None] = {}
        self._urgent: set[str] = set()
        self._hurry = asyncio.Event()
        self._one_at_a_time = asyncio.Lock()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="archive")

    def open(self) -> None:
        self._writing = asyncio.create_task(self._write_on())

    async def close(self) -> None:
        """Write what is left, if it can be written, and part from the database."""
        self._writing.cancel()
        with suppress(asyncio.CancelledError):
            await self._writing
        if not await self.flush():
            log.error("%d runs could not be saved", len(self._pending))
        self._thread.shutdown(wait=False)
        self.store.engine.dispose()

    def keep(self, run: str, kept: Kept) -> None:
        """Have a run written soon; a newer state of it replaces one that waits."""
        self._pending[run] = kept

    def forget(self, run: str) -> None:
        """Have a run deleted; it is not found any more from now on."""
        self._pending[run] = None
        self.hurry(run)

    def hurry(self, run: str) -> None:
        """Write what there is of a run now, not at the next turn."""
        self._urgent.add(run)
        self._hurry.set()

    async def flush(self, some: Collection[str] | None = None) -> bool:
        """Write what there is, or what there is of some runs, and wait for it; whether it has been written."""
        async with self._one_at_a_time:
            batch = {run: kept for run, kept in self._pending.items() if some is None or run in some}
            if not batch:
                return True
            try:
                await asyncio.get_running_loop().run_in_executor(self._thread, self.store.write, batch)
            except Exception as error:
                self._fail(error)
                return False
            for run, kept in batch.items():
                if self._pending[run] is kept:
                    del self._pending[run]
        if self.in_trouble:
            log.warning("runs are saved again")
            self.in_trouble = False
            self.saving(True)
        return True

    async def read(self, run: str) -> Kept | None:
        """A run as it was last kept, be it written yet or not. Raises Refusal."""
        if run in self._pending:
            return self._pending[run]
        return await self.ask(lambda: self.store.read(run))

    async def of_visitor(self, visitor: str) -> dict[str, Summary]:
        """The visitor's kept runs by id, the latest first. Raises Refusal."""
        kept = await self.ask(lambda: self.store.of_visitor(visitor))
        return {run: about for run, about in kept.items() if self._pending.get(run, about) is not None}

    async def forget_older(self, seconds: float, but: Collection[str]) -> int:
        """Delete the runs that have not changed for so long, save those in `but`. Raises Refusal."""
        return await self.ask(lambda: self.store.forget_older(seconds, but))

    async def ask(self, question: Callable[[], Answer]) -> Answer:
        """What `question` finds in the database, in a thread. Raises Refusal."""
        return await self._answer(None, question)

    async def change(self, change: Callable[[sa.Connection], Answer]) -> Answer:
        """Have `change` made in one transaction, and wait for it; it is undone where it raises. Raises Refusal."""

        def whole() -> Answer:
            with self.store.writing() as connection:
                return change(connection)

        # In the thread that writes the runs: one after another, so that they never wait for each other's locks.
        return await self._answer(self._thread, whole)

    async def _answer(self, thread: ThreadPoolExecutor | None, question: Callable[[], Answer]) -> Answer:
        try:
            return await asyncio.get_running_loop().run_in_executor(thread, question)
        except SQLAlchemyError as error:
            log.warning("the database does not answer: %s", reason(error))
            raise Refusal(
                "storage-down", None, "The server cannot reach what it keeps: please try again soon."
            ) from None

    async def _write_on(self) -> None:
        loop = asyncio.get_running_loop()
        turn = loop.time() + self.save_seconds
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout_at(turn):
                    await self._hurry.wait()
            self._hurry.clear()
            urgent, self._urgent = self._urgent, set()
            if loop.time() >= turn:
                await self.flush()
                turn = loop.time() + self.save_seconds
            elif not self.in_trouble:  # else hurrying would only make more of it
                await self.flush(urgent)

    def _fail(self, error: Exception) -> None:
        if not self.in_trouble:
            expected = isinstance(error, SQLAlchemyError)
            log.error("runs cannot be saved: %s", reason(error), exc_info=None if expected else error)
            self.in_trouble = True
            self.saving(False)


def reason(error: Exception) -> str:
    """What the database itself says. SQLAlchemy would add the statement with all it was to write."""
    return str(getattr(error, "orig", error)).strip()
