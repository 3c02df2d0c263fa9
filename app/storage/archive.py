"""The archive stores runs for the event loop: it gathers changes, and one thread writes them in batches.

When the database cannot be written, training continues: the newest state of every run waits in memory, the archive
reports the trouble, and tries again until it succeeds.
"""

import asyncio
import logging
import math
import sqlite3
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from app.document.summary import Summary
from app.errors import Refusal
from app.hosts.memory import megabytes
from app.limits import Rate
from app.storage.disk import DiskFull
from app.storage.ledger import Ledger, LedgerEntry, digest_of, run_key
from app.storage.store import Store, StoredRun

Answer = TypeVar("Answer")

ASKING_THREADS = 4
ANSWER_SECONDS = 8.0
"""The longest wait of a request for the database, with the requests before it. The database itself has a shorter
limit (`app.storage.database`), so that its threads become free again."""
LAST_SAVE_SECONDS = 10.0
"""The time to write the last runs when the server ends."""
WRITTEN_BURST_SECONDS = 10.0
"""After a quiet time, a visitor may write at once what is allowed in so many seconds."""

log = logging.getLogger("chalknet.storage")


class Archive:
    """Its methods belong to the event loop. `saving` is called with False when trouble begins, True when it ends.

    `ledger` counts the stored bytes; `written` and `written_by_address` limit the bytes written a second. A run whose
    visitor exceeds the limit waits for its turn, in its newest state.
    """

    def __init__(
        self,
        store: Store,
        save_seconds: float,
        ledger: Ledger | None = None,
        written: float = math.inf,
        written_by_address: float = math.inf,
        address_key: str = "",
    ) -> None:
        self.store = store
        self.address_key = address_key
        self.save_seconds = save_seconds
        self.ledger = ledger or Ledger()
        self._written = Rate(written, WRITTEN_BURST_SECONDS)
        self._written_by_address = Rate(written_by_address, WRITTEN_BURST_SECONDS)
        self.saving: Callable[[bool], None] = lambda well: None
        self.in_trouble = False
        self._pending: dict[str, StoredRun | None] = {}
        self._urgent: set[str] = set()
        self._hurry = asyncio.Event()
        self._one_at_a_time = asyncio.Lock()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="archive")
        self._asking = ThreadPoolExecutor(ASKING_THREADS, thread_name_prefix="asking")

    def open(self) -> None:
        self._writing = asyncio.create_task(self._write_on())

    async def close(self) -> None:
        """Write the waiting runs, if possible, and disconnect from the database."""
        self._writing.cancel()
        with suppress(asyncio.CancelledError):
            await self._writing
        with suppress(TimeoutError):
            async with asyncio.timeout(LAST_SAVE_SECONDS):
                await self.flush(in_time=False)
        if self._pending:
            log.error("%d runs could not be saved", len(self._pending))
        for thread in (self._thread, self._asking):
            thread.shutdown(wait=False, cancel_futures=True)
        self.store.engine.dispose()

    def digest_of(self, address: str) -> str:
        """The digest of an address that is stored; empty where there is no address."""
        return digest_of(address, self.address_key) if address else ""

    def keep(self, run: str, kept: StoredRun) -> None:
        """Schedule a run to be written; a newer state replaces a waiting one."""
        self._pending[run] = kept

    def forget(self, run: str) -> None:
        """Schedule a run to be deleted; from now on it is not found."""
        self._pending[run] = None
        self.ledger.strike(run_key(run))
        self.hurry(run)

    def hurry(self, *runs: str) -> None:
        """Write the waiting states of runs now, instead of at the next interval."""
        self._urgent.update(runs)
        self._hurry.set()

    def has_written(self, run: str) -> bool:
        """Whether no state of the run waits to be written."""
        return run not in self._pending

    async def flush(self, some: Collection[str] | None = None, *, in_time: bool = True) -> bool:
        """Write all waiting runs, or some of them, and wait for it; False where the database fails.

        With `in_time`, runs of visitors who have recently written too much wait further.
        """
        async with self._one_at_a_time:
            batch = {
                run: kept
                for run, kept in self._pending.items()
                if (some is None or run in some) and not (in_time and kept is not None and self._waits(kept))
            }
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

    def _waits(self, kept: StoredRun) -> bool:
        """Whether a run must be written later; otherwise its bytes are counted."""
        if self._seconds_to_wait(kept.visitor, kept.address):
            return True
        self._count_written(kept.visitor, kept.address, len(kept.checkpoint))
        return False

    def _seconds_to_wait(self, visitor: str, address: str) -> float:
        by_address = self._written_by_address.spend(address, 0) if address else 0.0
        return self._written.spend(visitor, 0) or by_address

    def _count_written(self, visitor: str, address: str, size: int) -> None:
        self._written.owe(visitor, size)
        if address:
            self._written_by_address.owe(address, size)

    async def read(self, run: str) -> StoredRun | None:
        """The last state of a run, whether it is written yet or not. Raises Refusal."""
        if run in self._pending:
            return self._pending[run]
        return await self.ask(lambda: self.store.read(run))

    async def of_visitor(self, visitor: str) -> dict[str, Summary]:
        """The visitor's stored runs by id, the latest first. Raises Refusal."""
        # What is deleted meanwhile may have been read before that.
        gone = {run for run, kept in self._pending.items() if kept is None}
        kept = await self.ask(lambda: self.store.of_visitor(visitor))
        return {
            run: about
            for run, about in kept.items()
            if run not in gone and self._pending.get(run, about) is not None
        }

    async def forget_older(self, seconds: float, but: Collection[str]) -> list[str]:
        """Delete the runs that have not changed for so long, except those in `but`; return their ids. Raises
        Refusal."""
        gone = await self._answer(self._thread, lambda: self.store.forget_older(seconds, but))
        for run in gone:
            self.ledger.strike(run_key(run))
        return gone

    async def ask(self, question: Callable[[], Answer]) -> Answer:
        """The result of `question`, which reads the database in a thread. Raises Refusal."""
        return await self._answer(self._asking, question)

    async def change(self, change: Callable[[sa.Connection], Answer]) -> Answer:
        """Carry out `change` in one transaction, and wait for it; it is undone where it raises. Raises Refusal."""

        def whole() -> Answer:
            with self.store.writing() as connection:
                return change(connection)

        # The thread that writes the runs makes all changes in turn, so that none waits for another's lock.
        return await self._answer(self._thread, whole)

    async def add(self, key: str, entry: LedgerEntry, change: Callable[[sa.Connection], Answer]) -> Answer:
        """Carry out `change`, which stores something new; its size is counted before. Raises Refusal."""
        if wait := self._seconds_to_wait(entry.visitor, entry.address):
            raise Refusal(
                "too-many-bytes",
                None,
                "Too much was saved in a short time: please wait {seconds} s.",
                seconds=math.ceil(wait),
            )
        before = self.ledger.get(key)
        self.ledger.enter(key, entry)
        self._count_written(entry.visitor, entry.address, entry.size)

        def where_there_is_room(connection: sa.Connection) -> Answer:
            self.store.disk.check()
            return change(connection)

        try:
            return await self.change(where_there_is_room)
        except BaseException:
            self.ledger.strike(key)
            if before is not None:
                self.ledger.put(key, before)
            raise

    async def _answer(self, thread: ThreadPoolExecutor, question: Callable[[], Answer]) -> Answer:
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                return await asyncio.get_running_loop().run_in_executor(thread, question)
        except (SQLAlchemyError, TimeoutError) as error:
            log.warning("the database does not answer: %s", reason(error))
            raise Refusal(
                "storage-down", None, "The server cannot reach its database: please try again soon."
            ) from None
        except DiskFull as full:
            log.warning("nothing new is kept: %s", full)
            raise Refusal(
                "disk-full",
                None,
                "The server's disk is almost full: {free} MB are free, and nothing new is kept.",
                free=megabytes(full.free),
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
                if await self.flush():
                    await self._shrink()
                turn = loop.time() + self.save_seconds
            elif not self.in_trouble:  # retries then keep to the interval
                await self.flush(urgent)

    async def _shrink(self) -> None:
        """Return empty pages of the database to the disk, some at a time."""
        with suppress(SQLAlchemyError, sqlite3.Error):
            await asyncio.get_running_loop().run_in_executor(self._thread, self.store.shrink)

    def _fail(self, error: Exception) -> None:
        if not self.in_trouble:
            expected = isinstance(error, SQLAlchemyError | DiskFull)
            log.error("runs cannot be saved: %s", reason(error), exc_info=None if expected else error)
            self.in_trouble = True
            self.saving(False)


def reason(error: Exception) -> str:
    """The database's own message. SQLAlchemy would add the statement with all its data."""
    return str(getattr(error, "orig", error)).strip() or "it takes too long"
