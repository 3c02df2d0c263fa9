"""A run that is awake: whose it is, where it trains, who looks on."""

import asyncio
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from app.errors import Refusal
from app.hosts.base import Host, HostError, Lent, Watcher
from app.storage.archive import Archive
from app.storage.datasets import ID, Datasets
from app.storage.store import Kept

ASLEEP = "run-asleep"
"""The notice of a run that was put to sleep though it was shown: it is woken when one acknowledges again."""
NOT_SAVED = "not-saved", "training goes on, but is not being saved: the server's database cannot be written"
SAVED = "saved", "training is being saved again"


@dataclass
class Owned:
    """A run as the server sees it. The run itself is in its host, and what is kept of it in the archive."""

    id: str
    visitor: str
    host: Host
    archive: Archive
    datasets: Datasets
    address: str = ""
    """Where its visitor was when it was made or woken."""
    watchers: set[Watcher] = field(default_factory=set)
    """All who are shown it."""
    _looking: set[Watcher] = field(default_factory=set)
    """Those of them who acknowledge what they are shown."""
    table: str | None = None
    """The id of the person's own table that the run names, though perhaps another data set is looked at."""
    unwatched_since: float = field(default_factory=time.monotonic)
    _saving: asyncio.Task[None] | None = None

    async def control(self, command: dict[str, Any]) -> dict[str, Any]:
        lent = await self._lent(command)
        answer = await self.host.control(self.id, command, lent)
        if experiment := answer.get("experiment"):
            before, self.table = self.table, (experiment["data"]["table"] or {}).get("id")
            if command["do"] in ("undo", "redo") and self.table not in (None, before):
                await self._lend_again(self.table)
        if command["do"] == "pause":
            self.save_soon()
        return answer

    async def _lent(self, command: dict[str, Any]) -> Lent | None:
        """The table that a change brings, which must be the visitor's own. Raises Refusal.

        A run that came with another's, by a saved network, goes on with it.
        """
        match command.get("changes"):
            case {"data": {"table": {"id": str(id)}}} if id != self.table and ID.fullmatch(id):
                _, table = await self.datasets.own(self.visitor, id)
                return Lent(id, table)
        return None

    async def _lend_again(self, table: str) -> None:
        """Have the host know the table to which it went back, in case that its process dies."""
        with suppress(Refusal):  # its owner has deleted it: then this process still has it
            content = await self.datasets.table(table)
            await self.host.control(self.id, {"do": "change", "changes": {}}, Lent(table, content))

    async def snapshot(self) -> dict[str, Any]:
        return await self.host.snapshot(self.id)

    def watch(self, watcher: Watcher, views: dict[str, Any]) -> None:
        self.host.watch(self.id, watcher, views)
        if watcher not in self.watchers:
            self.watchers.add(watcher)
            if self.archive.in_trouble:
                watcher.notice(*NOT_SAVED)

    @property
    def is_watched(self) -> bool:
        """Whether somebody looks: who acknowledges nothing keeps no run awake."""
        return bool(self._looking)

    def looked_at(self, watcher: Watcher) -> None:
        """It has acknowledged a frame."""
        self._looking.add(watcher)

    def left_alone(self, watcher: Watcher) -> None:
        """It acknowledges no more."""
        if watcher in self._looking:
            self._looking.discard(watcher)
            self.unwatched_since = time.monotonic()

    def unwatch(self, watcher: Watcher) -> None:
        self.watchers.discard(watcher)
        self._looking.discard(watcher)
        self.unwatched_since = time.monotonic()
        self.host.unwatch(self.id, watcher)
        if not self.watchers:
            self.save_soon()

    def keep(self, checkpoint: bytes) -> None:
        self.archive.keep(self.id, Kept(self.visitor, checkpoint))

    def save_soon(self) -> None:
        """Have the run written, without waiting."""
        self._saving = asyncio.create_task(self.save())

    async def save(self) -> None:
        """Have the run written as it is now, at once."""
        with suppress(HostError):  # a host that has just died; what it last handed over is written
            await self.host.save(self.id)
        self.archive.hurry(self.id)
