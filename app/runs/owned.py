"""A run that is awake: its visitor, its host, its watchers."""

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from app.document.summary import summary
from app.errors import HostError, Refusal, unknown_run
from app.hosts.host import Host, Lent, Subscriber
from app.hosts.memory import Memory, memory_of
from app.storage.archive import Archive
from app.storage.datasets import ID, Datasets
from app.storage.store import StoredRun
from engine.experiment import Experiment

ASLEEP = "run-asleep"
"""The notice of a run that was put to sleep while a page had it open; the page's next acknowledgement wakes it."""
CLOSED = "run-closed", "this run is not shown to you any more"
AWAITED_SECONDS = 60.0
"""The time in which the page that has begun a run, or woken it, draws its first frame, on a slow line, too."""
NOT_SAVED = "not-saved", "training continues, but is not being saved: the server's database cannot be written"
SAVED = "saved", "training is being saved again"


@dataclass
class Owned:
    """A run on the server's side. The run itself is in its host, its stored state in the archive."""

    id: str
    visitor: str
    host: Host
    archive: Archive
    datasets: Datasets
    experiment: Experiment
    """The experiment, as the host last reported it."""
    memory: Memory
    """Enough memory for its present experiment, the next one, and those that undo can restore."""
    grow: Callable[["Owned", Experiment], Callable[[], None]]
    """Reserves memory for another experiment, and returns the undo function; raises Refusal where it is too much."""
    count: int = 1
    """The runs that it consists of: more than one where it is a family."""
    address: str = ""
    """The address of its visitor when the run was created or woken."""
    watchers: dict[Subscriber, Callable[[], bool]] = field(default_factory=dict)
    """All subscribers of the run, and whether each still may watch it."""
    _looking: set[Subscriber] = field(default_factory=set)
    """The subscribers that acknowledge their frames."""
    table: str | None = None
    """The id of the visitor's own table that the run learns from."""
    is_brief: bool = False
    """Whether it lives in memory alone, for whoever has started it: it is neither stored nor put to sleep."""
    starting: asyncio.Event | None = None
    """Set when its host has accepted or refused the run; before that there is nothing to save."""
    unwatched_since: float = field(default_factory=time.monotonic)
    awaited_until: float = field(default_factory=lambda: time.monotonic() + AWAITED_SECONDS)
    """Until then, a page is about to watch it."""
    _commands: int = 0
    """The commands that it is carrying out."""
    _saving: asyncio.Task[None] | None = None
    _described: dict[str, Any] | None = None
    _kept: bool = False
    _changing: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def control(self, command: dict[str, Any], by: str | None = None) -> dict[str, Any]:
        """Carry out a command of `app.wire.messages`, for a visitor who may steer the run, or for its own; raises
        Refusal."""
        with self._carrying_out():
            if command["do"] in ("change", "push"):
                async with self._changing:  # the memory of simultaneous changes is counted in turn
                    return await self._change(command, by or self.visitor)
            if command["do"] in ("undo", "redo", "travel"):
                async with self._changing:  # of two tables, the one that the run has now is to be lent last
                    return await self._return(command)
            answer = await self.host.control(self.id, command)
            self._take(answer)
        if command["do"] == "pause":
            self.save_soon()
        return answer

    @contextmanager
    def _carrying_out(self) -> Iterator[None]:
        """Keep the run awake until a command is carried out, and no less long than if it was asked for then."""
        self._commands += 1
        try:
            yield
        finally:
            self._commands -= 1
            self.asked_for()

    async def _return(self, command: dict[str, Any]) -> dict[str, Any]:
        """Undo, redo or travel, perhaps to another table."""
        before = self.table
        answer = await self.host.control(self.id, command)
        self._take(answer)
        if self.table not in (None, before):
            await self._lend_again(self.table)
        return answer

    async def _change(self, command: dict[str, Any], by: str) -> dict[str, Any]:
        lent = await self._lent(command, by)
        undo = expected = None
        with suppress(ValidationError):  # the host explains the error
            expected = self.experiment.changed(command["changes"])
            undo = self.grow(self, expected)
        try:
            answer = await self.host.control(self.id, command, lent)
        except BaseException:
            if undo is not None:
                undo()
            raise
        self._take(answer, expected)
        return answer

    async def restore(self, state: bytes) -> dict[str, Any]:
        """Return to a checkpoint of this run that was kept elsewhere. Raises Refusal."""
        experiment = Experiment.model_validate(summary(state).experiment)
        with self._carrying_out():
            return await self._restore(state, experiment)

    async def _restore(self, state: bytes, experiment: Experiment) -> dict[str, Any]:
        async with self._changing:
            table = experiment.data.lent_id
            lent = None if table in (None, self.table) else Lent(table, await self.datasets.table(table))
            undo = self.grow(self, experiment)
            try:
                answer = await self.host.control(self.id, {"do": "restore", "state": state}, lent)
            except BaseException:
                undo()
                raise
            self._take(answer)
        self.save_soon()
        return answer

    def _take(self, answer: dict[str, Any], expected: Experiment | None = None) -> None:
        """Take over the experiment of a host's answer; one that was `expected` is validated, and has its memory."""
        described = answer.get("experiment")
        if described and described != self._described:
            self._described = described
            if expected is not None and described == expected.model_dump(mode="json"):
                self.experiment = expected
            else:
                self.experiment = Experiment.model_validate(described)
                self.memory = self.memory.or_more(memory_of(self.experiment))
            self.table = self.experiment.data.lent_id

    async def _lent(self, command: dict[str, Any], by: str) -> Lent | None:
        """The table of a change, which must be the visitor's own, or of who makes the change, such as from the second
        device of a seat. Raises Refusal.

        A run with another visitor's table, from a saved network, keeps the columns that it came with.
        """
        match command.get("changes"):
            case {"data": {"table": {"id": str(id)}} | {"album": {"id": str(id)}}} if (
                id != self.table and ID.fullmatch(id)
            ):
                is_own = await self.datasets.owns(self.visitor, id)
                _, table = await self.datasets.own(self.visitor if is_own else by, id)
                return Lent(id, table)
        return None

    async def _lend_again(self, table: str) -> None:
        """Send the host the table to which undo returned, in case that its process dies."""
        with suppress(Refusal):  # its owner has deleted it: the process still has it
            content = await self.datasets.table(table)
            await self.host.control(self.id, {"do": "change", "changes": {}}, Lent(table, content))

    async def snapshot(self) -> dict[str, Any]:
        return await self.host.snapshot(self.id)

    async def checkpoint(self) -> bytes:
        """The run as it is now."""
        await self.save()
        kept = await self.archive.read(self.id)
        if kept is None:
            raise unknown_run()
        return kept.checkpoint

    def check_watchers(self) -> None:
        """End what is watched by those who may not any more."""
        for watcher, may_watch in tuple(self.watchers.items()):
            if not may_watch():
                watcher.notice(*CLOSED)

    def watch(
        self, watcher: Subscriber, views: dict[str, Any], may_watch: Callable[[], bool] = lambda: True
    ) -> None:
        """`may_watch` tells whether the watcher still may, where rights may end."""
        self.host.watch(self.id, watcher, views)
        if watcher not in self.watchers:
            self.watchers[watcher] = may_watch
            if self.archive.in_trouble:
                watcher.notice(*NOT_SAVED)

    @property
    def is_watched(self) -> bool:
        """Whether a watcher acknowledges frames; one that does not keeps no run awake."""
        return bool(self._looking)

    @property
    def is_in_use(self) -> bool:
        """Whether it is watched, or carries out a command."""
        return self.is_watched or self._commands > 0

    @property
    def is_open(self) -> bool:
        """Whether a page has it open: that which has begun it, too, and is about to draw its first frame."""
        return self.is_watched or time.monotonic() < self.awaited_until

    def asked_for(self) -> None:
        """Keep the run awake for the request that needs it, even if it is about to be put to sleep."""
        self.unwatched_since = time.monotonic()

    def looked_at(self, watcher: Subscriber) -> None:
        """Count a watcher that has acknowledged a frame."""
        self._looking.add(watcher)
        self.awaited_until = 0.0

    def left_alone(self, watcher: Subscriber) -> None:
        """Discount a watcher that has stopped acknowledging."""
        if watcher in self._looking:
            self._looking.discard(watcher)
            self.unwatched_since = time.monotonic()

    def unwatch(self, watcher: Subscriber) -> None:
        self.watchers.pop(watcher, None)
        self._looking.discard(watcher)
        self.unwatched_since = time.monotonic()
        self.host.unwatch(self.id, watcher)
        if not self.watchers:
            self.save_soon()

    @property
    def is_kept(self) -> bool:
        """Whether the database has the last checkpoint from the host."""
        return self._kept and self.archive.has_written(self.id)

    def keep(self, checkpoint: bytes) -> None:
        if self.is_brief:
            return
        self._kept = True
        self.archive.keep(self.id, StoredRun(self.visitor, checkpoint, self.archive.digest_of(self.address)))

    def save_soon(self) -> None:
        """Save the run, without waiting."""
        self._saving = asyncio.create_task(self.save())

    async def save(self) -> None:
        """Save the run as it is now, at once."""
        if self.starting:
            await self.starting.wait()
        with suppress(HostError):  # the host has just died: its last checkpoint is written
            await self.host.save(self.id)
        self.archive.hurry(self.id)
