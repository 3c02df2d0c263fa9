"""What a host promises to the rest of the server: it trains runs somewhere, and delivers their snapshots."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from app.csv.table import Table
from app.wire.snapshot import Snapshot
from engine.experiment import Experiment


class Figures(NamedTuple):
    """What a host tells of itself about once a second."""

    steps: int = 0
    """Training steps of all runs since it came up."""
    runs: Mapping[str, int] = {}
    """How many runs are in which state."""
    pace: float = 1.0
    """How fast it can let time pass for its light runs, at most 1: see `app.trainer.pace`."""


@dataclass(frozen=True, eq=False)
class Lent:
    """A person's own table, for a run that is to learn from it."""

    id: str
    table: Table

    def packed(self) -> tuple[str, list[Any], bytes, int]:
        """As it goes over the pipe: each column's name and classes, the values column by column, and
        the bytes of each."""
        columns, values = self.table
        names = [(column.name, column.classes) for column in columns]
        return self.id, names, values.astype(values.dtype.newbyteorder("<")).tobytes(), values.dtype.itemsize


Keep = Callable[[bytes], None]
"""Called on the event loop with each checkpoint of a run: MessagePack, to be given to `Host.start` some day."""


class Subscriber(Protocol):
    """Whoever is shown a run. Both methods are called on the event loop and return at once."""

    name: str
    """Given to no other watcher, ever."""

    def offer(self, snapshot: Snapshot) -> None:
        """Take the newest snapshot; the first one after `Host.watch` is full."""

    def notice(self, code: str, message: str) -> None:
        """Be told that something happened to the run."""


class Host(Protocol):
    """A place where runs are trained. All of its methods belong to the event loop's thread."""

    name: str
    figures: Figures
    """The latest; zeros after a restart."""
    restarts: int
    lost: Callable[[str], None]
    """Called with the name of a run that was here and could not be brought back."""

    @property
    def ready(self) -> bool:
        """Whether it is up and answering."""

    async def open(self) -> None:
        """Come up."""

    async def close(self) -> None:
        """End all runs and go."""

    async def start(
        self,
        run: str,
        experiment: Experiment,
        visitor: str,
        keep: Keep,
        checkpoint: bytes | None = None,
        lent: Lent | None = None,
    ) -> None:
        """Take in a run, whose time is put down to its visitor: new, paused at step 0, or as `checkpoint` left it, with
        the table that it names; raises HostError."""

    def stop(self, run: str) -> None:
        """End a run and forget it."""

    async def save(self, run: str | None = None) -> None:
        """Have a run, or all of them, kept as they are now, where they have changed; raises HostError."""

    async def control(self, run: str, command: dict[str, Any], lent: Lent | None = None) -> dict[str, Any]:
        """Carry out a command of `app.wire`, and return what its `done` answers; raises HostError. A change that names
        another table than the run has comes with it."""

    async def snapshot(self, run: str) -> dict[str, Any]:
        """Where a run stands, in numbers; raises HostError."""

    def keep_pace(self, limit: float) -> None:
        """Let time pass for its light runs no faster than that."""

    def watch(self, run: str, watcher: Subscriber, views: dict[str, Any]) -> None:
        """Show `watcher` the run, a full snapshot first. Again: with other views."""

    def unwatch(self, run: str, watcher: Subscriber) -> None:
        """Show it no more."""
