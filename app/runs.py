"""Who has which run, which host trains it, and when it sleeps in the archive."""

import asyncio
import logging
import secrets
import time
from contextlib import suppress
from typing import NamedTuple

from app.errors import Refusal, unknown_run
from app.hosts.base import Host, HostError
from app.hosts.checkpoint import Summary, paused, summary
from app.owned import NOT_SAVED, SAVED, Owned
from app.storage.archive import Archive
from app.storage.store import Kept
from engine.experiment import Experiment

SWEEP_SECONDS = 30.0
LAST_SAVE_SECONDS = 2.0
"""How long a host may take to hand over its runs when the server ends."""
DAY = 24 * 3600

log = logging.getLogger("chalknet.runs")


class Listed(NamedTuple):
    """A visitor's run in a list, and whether a page has it open."""

    id: str
    about: Summary
    watched: bool


class Runs:
    """All runs of this server: those awake, over its hosts, and those asleep, in its archive."""

    def __init__(
        self,
        hosts: list[Host],
        archive: Archive,
        per_visitor: int,
        per_address: int,
        most: int,
        idle_minutes: float,
        retention_days: float,
    ) -> None:
        self.hosts = hosts
        self.archive = archive
        self.per_visitor = per_visitor
        self.per_address = per_address
        self.most = most
        self.idle_seconds = 60 * idle_minutes
        self.retention_seconds = DAY * retention_days
        self._awake: dict[str, Owned] = {}
        archive.saving = self._tell_all

    @property
    def ready(self) -> bool:
        return all(host.ready for host in self.hosts)

    async def open(self) -> None:
        """Start the hosts. Raises if one of them does not come up."""
        await asyncio.gather(*(host.open() for host in self.hosts))
        self.archive.open()
        self._sweeping = asyncio.create_task(self._sweep())

    async def close(self) -> None:
        """Keep all runs as they are, and end the hosts."""
        self._sweeping.cancel()
        await asyncio.gather(*(save_all(host) for host in self.hosts))
        await self.archive.close()
        await asyncio.gather(*(host.close() for host in self.hosts))

    async def create(self, visitor: str, experiment: Experiment, address: str) -> Owned:
        """A new run on the least busy host. Who has too many loses the one that was left longest ago."""
        asleep: list[str] = []
        with suppress(Refusal):  # without its database, the server still trains
            asleep = [run for run in await self.archive.of_visitor(visitor) if run not in self._awake]
        own = [run for run in self._awake.values() if run.visitor == visitor]
        if len(own) + len(asleep) >= self.per_visitor:
            left = [run for run in own if not run.watchers]
            if asleep:
                self._check_room(address)
                self.archive.forget(asleep[-1])
            elif left:
                self._end(min(left, key=lambda run: run.unwatched_since))
            else:
                raise Refusal(
                    "too-many-runs",
                    None,
                    f"you have {len(own)} runs open, as many as are allowed: close one first",
                )
        run = await self._start(secrets.token_urlsafe(12), visitor, address, experiment)
        run.save_soon()
        return run

    async def of(self, visitor: str, run: str, address: str, *, pause: bool = False) -> Owned:
        """The visitor's run, awake: woken as it was, or paused. Raises Refusal.

        The code is unknown-run if there is none or it is another's.
        """
        owned = self._awake.get(run)
        if owned is None:
            kept = await self._kept(visitor, run)
            # Someone else may have woken it while it was read.
            owned = self._awake.get(run) or await self._wake(run, kept, address, pause=pause)
        if owned.visitor != visitor:
            raise unknown_run()
        return owned

    async def all_of(self, visitor: str) -> list[Listed]:
        """All of the visitor's runs, the latest first; raises Refusal."""
        own = [run for run in self._awake.values() if run.visitor == visitor]
        await asyncio.gather(*(run.save() for run in own))
        await self.archive.flush()
        kept = await self.archive.of_visitor(visitor)
        return [Listed(run, about, self._is_watched(run)) for run, about in kept.items()]

    async def remove(self, visitor: str, run: str) -> None:
        if run in self._awake:
            if self._awake[run].visitor != visitor:
                raise unknown_run()
            self._end(self._awake[run])
        else:
            await self._kept(visitor, run)
            self.archive.forget(run)

    async def _kept(self, visitor: str, run: str) -> Kept:
        kept = await self.archive.read(run)
        if kept is None or kept.visitor != visitor:
            raise unknown_run()
        return kept

    def _is_watched(self, run: str) -> bool:
        return run in self._awake and bool(self._awake[run].watchers)

    async def _wake(self, run: str, kept: Kept, address: str, *, pause: bool) -> Owned:
        checkpoint = paused(kept.checkpoint) if pause else kept.checkpoint
        try:
            experiment = Experiment.model_validate(summary(checkpoint).experiment)
            return await self._start(run, kept.visitor, address, experiment, checkpoint)
        except (ValueError, HostError) as error:
            if isinstance(error, HostError) and error.code == "host-restarted":
                raise
            log.error("cannot be woken: %s", error, extra={"run": run})
            raise unknown_run() from None

    async def _start(
        self, name: str, visitor: str, address: str, experiment: Experiment, checkpoint: bytes | None = None
    ) -> Owned:
        self._check_room(address)
        load = {id(host): 0 for host in self.hosts}
        for run in self._awake.values():
            load[id(run.host)] += 1
        host = min(self.hosts, key=lambda host: load[id(host)])
        # Known before the host has answered, so that many requests at once cannot pass the limit together.
        run = self._awake[name] = Owned(name, visitor, host, self.archive, address)
        try:
            await host.start(name, experiment, run.keep, checkpoint)
        except BaseException:
            self._awake.pop(name, None)
            raise
        return run

    def _check_room(self, address: str) -> None:
        if len(self._awake) >= self.most:
            raise Refusal(
                "server-full", None, f"the server has {self.most} runs, as many as it may: try again later"
            )
        if sum(run.address == address for run in self._awake.values()) >= self.per_address:
            raise Refusal(
                "too-many-runs",
                None,
                f"your network address has {self.per_address} runs open, as many as are allowed: close one first",
            )

    def _end(self, run: Owned) -> None:
        self._put_down(run)
        self.archive.forget(run.id)
        for watcher in tuple(run.watchers):
            watcher.notice("run-gone", "this run was ended")

    def _put_down(self, run: Owned) -> None:
        self._awake.pop(run.id, None)
        run.host.stop(run.id)

    async def _sweep(self) -> None:
        """Put the runs to sleep that nobody has looked at for long, and forget those that slept for very long."""
        while True:
            await asyncio.sleep(min(SWEEP_SECONDS, self.idle_seconds / 2))
            left = [run for run in self._awake.values() if self._is_left(run)]
            for run in left:
                await run.save()
            if left and await self.archive.flush():
                for run in left:
                    if self._is_left(run):
                        log.info("left %g seconds ago, and sleeps", self.idle_seconds, extra={"run": run.id})
                        self._put_down(run)
            with suppress(Refusal):
                gone = await self.archive.forget_older(self.retention_seconds, self._awake.keys())
                if gone:
                    log.info("%d runs have not changed for long, and were deleted", gone)

    def _is_left(self, run: Owned) -> bool:
        return not run.watchers and run.unwatched_since < time.monotonic() - self.idle_seconds

    def _tell_all(self, saving: bool) -> None:
        for run in self._awake.values():
            for watcher in tuple(run.watchers):
                watcher.notice(*(SAVED if saving else NOT_SAVED))


async def save_all(host: Host) -> None:
    with suppress(HostError, TimeoutError):
        await asyncio.wait_for(host.save(), LAST_SAVE_SECONDS)
