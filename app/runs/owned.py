"""A run that is awake: whose it is, where it trains, who looks on."""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from app.errors import HostError, Refusal
from app.hosts.host import Host, Lent, Subscriber
from app.hosts.memory import Memory, memory_of
from app.storage.archive import Archive
from app.storage.datasets import ID, Datasets
from app.storage.store import Kept
from engine.experiment import Experiment

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
    experiment: Experiment
    """As the host last said it."""
    memory: Memory
    """Of its experiment, of the one that it is about to have, and of those to which it can go back."""
    grow: Callable[["Owned", Experiment], Callable[[], None]]
    """Counts what it will take with another experiment, and returns what undoes that; raises Refusal where it is too
    much."""
    address: str = ""
    """Where its visitor was when it was made or woken."""
    watchers: set[Subscriber] = field(default_factory=set)
    """All who are shown it."""
    _looking: set[Subscriber] = field(default_factory=set)
    """Those of them who acknowledge what they are shown."""
    table: str | None = None
    """The id of the person's own table that the run learns from."""
    starting: asyncio.Event | None = None
    """Set once its host has taken it in, or refused it: before that there is nothing to save."""
    unwatched_since: float = field(default_factory=time.monotonic)
    _saving: asyncio.Task[None] | None = None
    _described: dict[str, Any] | None = None
    _kept: bool = False
    _changing: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def control(self, command: dict[str, Any]) -> dict[str, Any]:
        """Carry out a command of `app.wire.messages`; raises Refusal."""
        if command["do"] == "change":
            async with self._changing:  # so that two changes at once are not counted as if each were alone
                return await self._change(command)
        before = self.table
        answer = await self.host.control(self.id, command)
        self._take(answer)
        if command["do"] in ("undo", "redo") and self.table not in (None, before):
            await self._lend_again(self.table)
        if command["do"] == "pause":
            self.save_soon()
        return answer

    async def _change(self, command: dict[str, Any]) -> dict[str, Any]:
        lent = await self._lent(command)
        undo = None
        with suppress(ValidationError):  # which the host explains
            undo = self.grow(self, self.experiment.changed(command["changes"]))
        try:
            answer = await self.host.control(self.id, command, lent)
        except BaseException:
            if undo is not None:
                undo()
            raise
        self._take(answer)
        return answer

    def _take(self, answer: dict[str, Any]) -> None:
        """Know the experiment as the host answers it."""
        described = answer.get("experiment")
        if described and described != self._described:
            self._described = described
            self.experiment = Experiment.model_validate(described)
            self.memory = self.memory.or_more(memory_of(self.experiment))
            self.table = self.experiment.data.lent_id

    async def _lent(self, command: dict[str, Any]) -> Lent | None:
        """The table that a change brings, which must be the visitor's own. Raises Refusal.

        A run that came with another's, by a saved network, goes on with what came of it.
        """
        match command.get("changes"):
            case {"data": {"table": {"id": str(id)}} | {"album": {"id": str(id)}}} if (
                id != self.table and ID.fullmatch(id)
            ):
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

    def watch(self, watcher: Subscriber, views: dict[str, Any]) -> None:
        self.host.watch(self.id, watcher, views)
        if watcher not in self.watchers:
            self.watchers.add(watcher)
            if self.archive.in_trouble:
                watcher.notice(*NOT_SAVED)

    @property
    def is_watched(self) -> bool:
        """Whether somebody looks: who acknowledges nothing keeps no run awake."""
        return bool(self._looking)

    def looked_at(self, watcher: Subscriber) -> None:
        """It has acknowledged a frame."""
        self._looking.add(watcher)

    def left_alone(self, watcher: Subscriber) -> None:
        """It acknowledges no more."""
        if watcher in self._looking:
            self._looking.discard(watcher)
            self.unwatched_since = time.monotonic()

    def unwatch(self, watcher: Subscriber) -> None:
        self.watchers.discard(watcher)
        self._looking.discard(watcher)
        self.unwatched_since = time.monotonic()
        self.host.unwatch(self.id, watcher)
        if not self.watchers:
            self.save_soon()

    @property
    def is_kept(self) -> bool:
        """Whether it is in the database as its host last handed it over."""
        return self._kept and self.archive.has_written(self.id)

    def keep(self, checkpoint: bytes) -> None:
        self._kept = True
        self.archive.keep(self.id, Kept(self.visitor, checkpoint, self.archive.digest_of(self.address)))

    def save_soon(self) -> None:
        """Have the run written, without waiting."""
        self._saving = asyncio.create_task(self.save())

    async def save(self) -> None:
        """Have the run written as it is now, at once."""
        if self.starting:
            await self.starting.wait()
        with suppress(HostError):  # a host that has just died; what it last handed over is written
            await self.host.save(self.id)
        self.archive.hurry(self.id)
