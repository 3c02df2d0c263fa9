"""The runs that are awake: the host of each, their limits, and the choice of runs to put to sleep."""

import asyncio
import logging
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from app.errors import Refusal
from app.hosts.host import Host, Lent
from app.hosts.memory import Memory, memory_of, together
from app.runs.capacity import MayBeAwake, server_full
from app.runs.owned import ASLEEP, NOT_SAVED, SAVED, Owned
from app.storage.archive import Archive
from app.storage.datasets import Datasets
from app.storage.ledger import run_key
from engine.experiment import Data, Experiment

LEFT_SECONDS = 20.0
"""A run may make room for another only after this time: a page that has lost its connection is back sooner."""
PACE_SECONDS = 0.5

log = logging.getLogger("chalknet.runs")


class Awake:
    """The runs in the hosts, by id."""

    def __init__(self, hosts: list[Host], archive: Archive, datasets: Datasets, may: MayBeAwake) -> None:
        self.hosts = hosts
        self.archive = archive
        self.datasets = datasets
        self.may = may
        self._runs: dict[str, Owned] = {}
        self._entering = asyncio.Lock()
        archive.saving = self._tell_all
        for host in hosts:
            host.lost = self._lost

    def __contains__(self, run: str) -> bool:
        return run in self._runs

    def __iter__(self) -> Iterator[Owned]:
        return iter(tuple(self._runs.values()))

    def get(self, run: str) -> Owned | None:
        return self._runs.get(run)

    def ids(self) -> Collection[str]:
        return self._runs.keys()

    def of_visitor(self, visitor: str) -> list[Owned]:
        return [run for run in self if run.visitor == visitor]

    async def start(
        self,
        name: str,
        visitor: str,
        address: str,
        experiment: Experiment,
        checkpoint: bytes | None = None,
        members: Sequence[Experiment] = (),
        *,
        is_brief: bool = False,
    ) -> Owned:
        """Start or restore a run, or a family with these members, on the least busy host. Raises Refusal where there is
        no room, or where its data set is gone; a new run's data set must be the visitor's own. See `Owned.is_brief`."""
        lent = await self._lent(visitor, experiment.data, is_new=checkpoint is None)
        memory, count = together(map(memory_of, members or [experiment])), max(1, len(members))
        async with self._entering:  # simultaneous requests must not exceed the limit together
            if woken := self._runs.get(name):  # another request was faster
                return woken
            await self._make_room(visitor, address, memory, count)
            host = await self._host_for(memory, count)
            run = self._runs[name] = Owned(
                name,
                visitor,
                host,
                self.archive,
                self.datasets,
                experiment,
                memory,
                self._grow,
                count,
                address,
            )
            run.is_brief = is_brief
            run.starting = asyncio.Event()
        run.table = None if lent is None else lent.id
        try:
            await host.start(name, experiment, visitor, run.keep, checkpoint, lent)
        except BaseException:
            if self._runs.get(name) is run:
                del self._runs[name]
            for watcher in tuple(run.watchers):  # of another request, which did not wait
                watcher.notice(ASLEEP, "this run could not be started")
            raise
        finally:
            run.starting.set()
        return run

    async def _lent(self, visitor: str, data: Data, *, is_new: bool) -> Lent | None:
        """The table that a run learns from, or None."""
        id = data.lent_id
        if id is None:
            return None
        if is_new:
            _, table = await self.datasets.own(visitor, id)
        else:
            table = await self.datasets.table(id)
        return Lent(id, table)

    def put_down(self, run: Owned) -> None:
        """Remove a run from its host."""
        self._runs.pop(run.id, None)
        run.host.stop(run.id)

    def _lost(self, run: str) -> None:
        """Remove a run that its host has lost. The next request for it restores its last checkpoint."""
        self._runs.pop(run, None)

    async def _make_room(self, visitor: str, address: str, memory: Memory, count: int) -> None:
        """Put the runs to sleep that have been unwatched for longest, until `count` more are allowed, which are one to
        their visitor. A family puts none of another visitor's to sleep. Raises Refusal."""
        self.may.check(memory, count)
        while own := self.of_visitor(visitor):
            try:
                self.may.check_share([run.memory for run in own], memory)
                break
            except Refusal:
                if not await self._sleep_one(own, left_for=0.0):
                    raise
        if number_of(self) + count > self.may.per_server and (
            count > 1 or not await self._sleep_one(tuple(self))
        ):
            raise Refusal(
                "server-full",
                None,
                "The server has {most} runs, as many as it may: please try again later.",
                most=self.may.per_server,
            )
        near = [run for run in self if run.address == address]
        if number_of(near) + count > self.may.per_address and (count > 1 or not await self._sleep_one(near)):
            raise Refusal(
                "too-many-runs",
                None,
                "Your network address has {most} runs open, as many as are allowed: close one first.",
                most=self.may.per_address,
            )

    async def _host_for(self, memory: Memory, count: int) -> Host:
        """The host with the fewest runs among those with enough memory; raises Refusal where none can make room."""
        while True:
            runs: dict[int, list[Owned]] = {id(host): [] for host in self.hosts}
            for run in self:
                runs[id(run.host)].append(run)
            roomy = [
                host for host in self.hosts if self.may.fits([run.memory for run in runs[id(host)]], memory)
            ]
            if roomy:
                return min(roomy, key=lambda host: number_of(runs[id(host)]))
            if count > 1 or not await self._sleep_one(tuple(self)):
                raise server_full(memory)

    def _grow(self, run: Owned, experiment: Experiment) -> Callable[[], None]:
        """Reserve the memory that a run needs for another experiment; return the undo function. Raises Refusal."""
        memory = run.memory.or_more(memory_of(experiment))  # the change may be undone
        ledger, key = self.archive.ledger, run_key(run.id)
        before, entry = run.memory, ledger.get(key)
        if memory.resident > before.resident or memory.working > before.working:
            self.may.check(memory)
            own = [other for other in self.of_visitor(run.visitor) if other is not run]
            if len(own) < self.may.per_visitor:  # a visitor over the limit was checked when the run began
                self.may.check_share([run.memory for run in own], memory)
            beside = [other.memory for other in self if other is not run and other.host is run.host]
            if not self.may.fits(beside, memory):
                raise server_full(memory)
        if entry is not None:
            ledger.enter(key, entry._replace(size=memory.kept))
        run.memory = memory

        def undo() -> None:
            run.memory = before
            if entry is not None:
                ledger.put(key, entry)

        return undo

    async def keep_pace(self) -> None:
        """Limit all hosts to the pace of the slowest, forever: light runs advance equally fast on every host. Heavy
        runs slow no others down (see `app.trainer.turns`)."""
        while True:
            await asyncio.sleep(PACE_SECONDS)
            slowest = min(host.figures.pace for host in self.hosts)
            for host in self.hosts:
                host.keep_pace(slowest)

    async def sleep(self, seconds: float) -> None:
        """Put all runs to sleep that have been unwatched for so long."""
        await self._sleep(self._left(tuple(self), seconds), seconds)

    async def _sleep_one(self, runs: Collection[Owned], left_for: float | None = None) -> bool:
        """Put the run to sleep that has been unwatched for longest, and for at least `left_for` seconds; whether one
        did."""
        seconds = LEFT_SECONDS if left_for is None else left_for
        longest = sorted(self._left(runs, seconds), key=lambda run: run.unwatched_since)[:1]
        return await self._sleep(longest, seconds) > 0

    async def _sleep(self, runs: Collection[Owned], seconds: float) -> int:
        """Put runs to sleep that have been unwatched for so long, unless they are watched again; return their
        number."""
        if self.archive.in_trouble:
            return 0
        before = time.monotonic() - seconds
        for run in runs:
            await run.save()
        if not runs or not await self.archive.flush({run.id for run in runs}):
            return 0
        # In the meantime it may have been put to sleep and woken as another one, or asked for.
        left = [
            run
            for run in self._left(runs, seconds)
            if self._runs.get(run.id) is run and run.is_kept and run.unwatched_since < before
        ]
        for run in left:
            log.info("left %g seconds ago, and sleeps", seconds, extra={"run": run.id})
            self.put_down(run)
            for watcher in tuple(run.watchers):
                watcher.notice(ASLEEP, "")
        return len(left)

    @staticmethod
    def _left(runs: Collection[Owned], seconds: float) -> list[Owned]:
        """The runs that have been unwatched for so long."""
        before = time.monotonic() - seconds
        return [run for run in runs if not run.is_in_use and run.unwatched_since < before]

    def _tell_all(self, well: bool) -> None:
        for run in self:
            for watcher in tuple(run.watchers):
                watcher.notice(*(SAVED if well else NOT_SAVED))


def number_of(runs: Iterable[Owned]) -> int:
    """The number of runs, those of families counted one by one."""
    return sum(run.count for run in runs)
