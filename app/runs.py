"""Who has which run, and which host trains it."""

import asyncio
import logging
import secrets
import time
from dataclasses import dataclass, field
from typing import Any

from app.errors import Refusal, unknown_run
from app.hosts.base import Host, Watcher
from engine.experiment import Experiment

SWEEP_SECONDS = 30.0

log = logging.getLogger("chalknet.runs")


@dataclass
class Owned:
    """A run as the server sees it: whose it is, where it trains, who looks on."""

    id: str
    visitor: str
    host: Host
    watchers: set[Watcher] = field(default_factory=set)
    unwatched_since: float = field(default_factory=time.monotonic)

    async def control(self, command: dict[str, Any]) -> dict[str, Any]:
        return await self.host.control(self.id, command)

    async def snapshot(self) -> dict[str, Any]:
        return await self.host.snapshot(self.id)

    def watch(self, watcher: Watcher, views: dict[str, Any]) -> None:
        self.watchers.add(watcher)
        self.host.watch(self.id, watcher, views)

    def unwatch(self, watcher: Watcher) -> None:
        self.watchers.discard(watcher)
        self.unwatched_since = time.monotonic()
        self.host.unwatch(self.id, watcher)


class Runs:
    """All runs of this server, over its hosts."""

    def __init__(self, hosts: list[Host], per_visitor: int, idle_minutes: float) -> None:
        self.hosts = hosts
        self.per_visitor = per_visitor
        self.idle_minutes = idle_minutes
        self._runs: dict[str, Owned] = {}

    @property
    def ready(self) -> bool:
        return all(host.ready for host in self.hosts)

    async def open(self) -> None:
        """Start the hosts. Raises if one of them does not come up."""
        await asyncio.gather(*(host.open() for host in self.hosts))
        self._sweeping = asyncio.create_task(self._sweep())

    async def close(self) -> None:
        self._sweeping.cancel()
        await asyncio.gather(*(host.close() for host in self.hosts))

    async def create(self, visitor: str, experiment: Experiment) -> Owned:
        """A new run on the least busy host. Who has too many loses the one that was left longest ago."""
        own = [run for run in self._runs.values() if run.visitor == visitor]
        if len(own) >= self.per_visitor:
            left = [run for run in own if not run.watchers]
            if not left:
                raise Refusal(
                    "too-many-runs",
                    None,
                    f"you have {len(own)} runs open, as many as are allowed: close one first",
                )
            self._end(min(left, key=lambda run: run.unwatched_since))
        load = {id(host): 0 for host in self.hosts}
        for run in self._runs.values():
            load[id(run.host)] += 1
        host = min(self.hosts, key=lambda host: load[id(host)])
        # Known before the host has answered, so that many requests at once cannot pass the limit together.
        run = Owned(secrets.token_urlsafe(12), visitor, host)
        self._runs[run.id] = run
        try:
            await host.start(run.id, experiment)
        except BaseException:
            self._runs.pop(run.id, None)
            raise
        return run

    def of(self, visitor: str, run: str) -> Owned:
        """The visitor's run; raises Refusal (unknown-run) if there is none or it is another's."""
        owned = self._runs.get(run)
        if owned is None or owned.visitor != visitor:
            raise unknown_run()
        return owned

    def remove(self, visitor: str, run: str) -> None:
        self._end(self.of(visitor, run))

    def _end(self, run: Owned) -> None:
        del self._runs[run.id]
        run.host.stop(run.id)
        for watcher in tuple(run.watchers):
            watcher.notice("run-gone", "this run was ended")

    async def _sweep(self) -> None:
        """End the runs that nobody has looked at for long."""
        while True:
            await asyncio.sleep(SWEEP_SECONDS)
            limit = time.monotonic() - 60 * self.idle_minutes
            for run in [
                run for run in self._runs.values() if not run.watchers and run.unwatched_since < limit
            ]:
                log.info("run %s was left %g minutes ago and is ended", run.id, self.idle_minutes)
                self._end(run)
