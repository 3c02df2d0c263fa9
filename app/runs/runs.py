"""All runs of the visitors: those awake, in the hosts, and those asleep, in the archive."""

import asyncio
import logging
import secrets
from collections.abc import Sequence
from contextlib import suppress

from app.document.family import experiments_in, is_family
from app.document.summary import document_in, paused, summary
from app.document.versions import Document
from app.errors import HostError, Refusal, unknown_run
from app.hosts.host import Host
from app.hosts.memory import memory_of, together
from app.runs.access import Access, Do, OwnersOnly
from app.runs.awake import Awake
from app.runs.capacity import MayBeAwake
from app.runs.opening import opening, opening_saved
from app.runs.owned import Owned
from app.storage.archive import Archive
from app.storage.columns import is_whole, narrowed_run
from app.storage.datasets import Datasets
from app.storage.ledger import LedgerEntry, run_key
from app.storage.store import StoredRun
from engine.experiment import Experiment

SWEEP_SECONDS = 30.0
LAST_SAVE_SECONDS = 5.0
"""The time for a host to hand over its runs when the server ends."""
DAY = 24 * 3600
NAMED = 20
"""How many of the runs that were deleted for their age are named in the log."""

log = logging.getLogger("chalknet.runs")


class Runs:
    """All runs of this server."""

    def __init__(
        self,
        hosts: list[Host],
        archive: Archive,
        datasets: Datasets,
        may: MayBeAwake,
        idle_minutes: float,
        retention_days: float,
    ) -> None:
        self.hosts = hosts
        self.archive = archive
        self.datasets = datasets
        self.awake = Awake(hosts, archive, datasets, may)
        self.idle_seconds = 60 * idle_minutes
        self.retention_seconds = DAY * retention_days
        self.access: Access = OwnersOnly()

    @property
    def ready(self) -> bool:
        return all(host.ready for host in self.hosts)

    async def open(self) -> None:
        """Start the hosts. Raises if one of them does not start."""
        await asyncio.gather(*(host.open() for host in self.hosts))
        self.archive.open()
        self._tasks = [asyncio.create_task(task) for task in (self._sweep(), self.awake.keep_pace())]

    async def close(self) -> None:
        """Save all runs, and end the hosts."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*(save_all(host) for host in self.hosts))
        await self.archive.close()
        await asyncio.gather(*(host.close() for host in self.hosts))

    async def create(
        self,
        visitor: str,
        experiment: Experiment,
        address: str,
        checkpoint: bytes | None = None,
        members: Sequence[Experiment] = (),
        prefix: str = "",
    ) -> Owned:
        """Create a run, new or from a checkpoint, or a family with these members, whose id begins with the prefix.
        Where the visitor has the most allowed awake, the run that has been unwatched for longest is put to sleep; the
        stored bytes of them all are limited. Raises Refusal."""
        id, ledger = prefix + secrets.token_urlsafe(12), self.archive.ledger
        kept = together(map(memory_of, members or [experiment])).kept
        entry = LedgerEntry(visitor, self.archive.digest_of(address), kept)
        ledger.enter(run_key(id), entry)
        try:
            run = await self.awake.start(id, visitor, address, experiment, checkpoint, members)
        except BaseException:
            ledger.strike(run_key(id))
            raise
        run.save_soon()
        return run

    async def open_checkpoint(
        self, visitor: str, checkpoint: bytes, address: str
    ) -> tuple[Owned, Experiment]:
        """A run of the visitor's own that continues from another one's checkpoint. Raises Refusal."""
        with opening_saved():
            experiment = Experiment.model_validate(summary(checkpoint).experiment)
            if await self.is_anothers(visitor, experiment):
                checkpoint, experiment = narrowed_run(checkpoint, experiment)
            return await self.create(visitor, experiment, address, checkpoint), experiment

    async def of(
        self, visitor: str, run: str, address: str, do: Do = Do.STEER, *, pause: bool = False
    ) -> Owned:
        """A run with which the visitor may do this, awake: restored as it was, or paused. Raises Refusal.

        The code is unknown-run if there is none or the visitor may not see it.
        """
        owned = self.awake.get(run)
        if owned is None:
            kept = await self._kept(visitor, run, do)
            # Who may not let it train does not wake it training.
            pause = pause or not self.may(visitor, run, kept.visitor, Do.TRAIN)
            owned = await self._wake(run, kept, address, pause=pause)
            if await self.archive.read(run) is None:  # it was deleted meanwhile
                self._end(owned)
                raise unknown_run()
        self.access.check(visitor, run, owned.visitor, do)
        owned.asked_for()
        return owned

    def may(self, visitor: str, run: str, owner: str, do: Do) -> bool:
        try:
            self.access.check(visitor, run, owner, do)
        except Refusal:
            return False
        return True

    async def checkpoint(self, visitor: str, run: str) -> bytes:
        """The checkpoint of a run that the visitor may take along, as it is now. Raises Refusal, also for a family."""
        return (await self.stored(visitor, run)).checkpoint

    async def stored(self, visitor: str, run: str) -> StoredRun:
        """The same with the owner of the run."""
        if is_family(run):
            await self.document(visitor, run)  # of another visitor's family, nothing is said
            raise Refusal("is-a-family", "run", "This is a family of runs: open one of its members first.")
        return await self._stored(visitor, run)

    async def document(self, visitor: str, run: str) -> Document:
        """The document of the visitor's run or family as it is now. Raises Refusal."""
        return document_in((await self._stored(visitor, run)).checkpoint)

    async def _stored(self, visitor: str, run: str) -> StoredRun:
        if owned := self.awake.get(run):
            self.access.check(visitor, run, owned.visitor, Do.OWN)
            await owned.save()
        kept = await self._kept(visitor, run, Do.OWN)
        try:
            summary(kept.checkpoint)
        except ValueError as error:
            log.error("it cannot be read: %s", error, extra={"run": run})
            raise unknown_run() from None
        return kept

    def keep(self, owned: Owned, checkpoint: bytes) -> str:
        """Keep a checkpoint of a run as a run of its own, which sleeps, to be written at the next interval; return its
        id. Raises Refusal."""
        id, digest = secrets.token_urlsafe(12), self.archive.digest_of(owned.address)
        self.archive.ledger.enter(run_key(id), LedgerEntry(owned.visitor, digest, len(checkpoint)))
        self.archive.keep(id, StoredRun(owned.visitor, checkpoint, digest))
        return id

    async def remove(self, visitor: str, run: str) -> None:
        if run not in self.awake:
            await self._kept(visitor, run, Do.OWN)
        if owned := self.awake.get(run):  # perhaps since a moment ago
            self.access.check(visitor, run, owned.visitor, Do.OWN)
            self._end(owned)
        else:
            self.archive.forget(run)
        log.info("deleted, as its visitor asked", extra={"run": run})

    async def _kept(self, visitor: str, run: str, do: Do) -> StoredRun:
        kept = await self.archive.read(run)
        if kept is None:
            raise unknown_run()
        self.access.check(visitor, run, kept.visitor, do)
        return kept

    async def is_anothers(self, visitor: str, experiment: Experiment) -> bool:
        """Whether it learns from a file that another visitor has uploaded."""
        lent = experiment.data.lent_id
        return lent is not None and not await self.datasets.owns(visitor, lent)

    async def _wake(self, run: str, kept: StoredRun, address: str, *, pause: bool) -> Owned:
        # Where its data set is gone, its visitor has deleted the file.
        with opening("cannot be woken", unreadable=unknown_run(), without_data=unknown_run(), run=run):
            checkpoint = paused(kept.checkpoint) if pause else kept.checkpoint
            experiment = Experiment.model_validate(summary(checkpoint).experiment)
            members = experiments_in(document_in(checkpoint)) if is_family(run) else []
            if not members and await self.is_anothers(kept.visitor, experiment) and is_whole(experiment):
                # It was opened by a former release, when a network came with all columns.
                checkpoint, experiment = narrowed_run(checkpoint, experiment)
            return await self.awake.start(run, kept.visitor, address, experiment, checkpoint, members)

    def _end(self, run: Owned) -> None:
        self.awake.put_down(run)
        self.archive.forget(run.id)
        for watcher in tuple(run.watchers):
            watcher.notice("run-gone", "this run was ended")

    async def _sweep(self) -> None:
        """Put runs to sleep that have long been unwatched, and delete those that have slept for very long."""
        while True:
            await asyncio.sleep(min(SWEEP_SECONDS, self.idle_seconds / 2))
            await self.awake.sleep(self.idle_seconds)
            with suppress(Refusal):
                if self.archive.in_trouble:
                    continue
                gone = await self.archive.forget_older(self.retention_seconds, self.awake.ids())
                if gone:
                    log.warning(
                        "%d runs were deleted, which have not changed for %g days: %s",
                        len(gone),
                        self.retention_seconds / DAY,
                        ", ".join(gone[:NAMED]) + (", ..." if len(gone) > NAMED else ""),
                    )


async def save_all(host: Host) -> None:
    with suppress(HostError, TimeoutError):
        async with asyncio.timeout(LAST_SAVE_SECONDS):
            await host.save()
