"""The interface of a host: it trains runs somewhere, and delivers their snapshots."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from app.csv.table import Table
from app.wire.snapshot import Snapshot
from engine.experiment import Experiment


class Figures(NamedTuple):
    """Figures that a host reports about once a second."""

    steps: int = 0
    """Training steps of all runs since the host started."""
    runs: Mapping[str, int] = {}
    """The number of runs in each state."""
    pace: float = 1.0
    """The rate at which time passes for its light runs, at most 1: see `app.trainer.pace`."""


@dataclass(frozen=True, eq=False)
class Lent:
    """A visitor's own table, for a run that learns from it."""

    id: str
    table: Table

    def packed(self) -> tuple[str, list[Any], bytes, int]:
        """The message for the pipe: id, each column's name and classes, the values column by column, and the bytes of
        one value."""
        columns, values = self.table
        names = [(column.name, column.classes) for column in columns]
        return self.id, names, values.astype(values.dtype.newbyteorder("<")).tobytes(), values.dtype.itemsize


Keep = Callable[[bytes], None]
"""Called on the event loop with each checkpoint of a run, in MessagePack, which `Host.start` accepts."""


class Subscriber(Protocol):
    """A watcher of a run, on the server's side. Both methods are called on the event loop and return at once."""

    name: str
    """A name that no other subscriber ever gets."""

    def offer(self, snapshot: Snapshot, losses: bytes) -> None:
        """Take the newest snapshot, and the losses since the one before: four bytes for each step. The first snapshot
        after `Host.watch` is full."""

    def notice(self, code: str, message: str) -> None:
        """Receive a notice of an event in the run."""


class Host(Protocol):
    """A place where runs are trained. All methods belong to the event loop's thread."""

    name: str
    figures: Figures
    """The latest figures; zeros after a restart."""
    restarts: int
    lost: Callable[[str], None]
    """Called with the name of a run that the host had and cannot restore."""

    @property
    def ready(self) -> bool:
        """Whether the host is running and responds."""

    async def open(self) -> None:
        """Start the host."""

    async def close(self) -> None:
        """End all runs, and the host."""

    async def start(
        self,
        run: str,
        experiment: Experiment,
        visitor: str,
        keep: Keep,
        checkpoint: bytes | None = None,
        lent: Lent | None = None,
    ) -> None:
        """Add a run; its time counts for the visitor. It is new and paused at step 0, or continues from `checkpoint`,
        with the table that it names. Raises HostError."""

    def stop(self, run: str) -> None:
        """End a run and discard it."""

    async def save(self, run: str | None = None) -> None:
        """Pass the checkpoint of a run, or of all, to `keep` where it has changed; raises HostError."""

    async def control(self, run: str, command: dict[str, Any], lent: Lent | None = None) -> dict[str, Any]:
        """Carry out a command of `app.wire`, and return the contents of its `done`; raises HostError. `lent` is the
        table of a change to another table than the run has."""

    async def snapshot(self, run: str) -> dict[str, Any]:
        """The state of a run, in numbers; raises HostError."""

    async def weights(self, run: str) -> dict[str, Any]:
        """The learned parameters of a run, as from `RunHost.weights`; raises HostError."""

    async def sheet(self, run: str, name: str) -> dict[str, Any]:
        """Numbers of a run as a CSV file, as `RunHost.sheet` has it; raises HostError."""

    def keep_pace(self, limit: float) -> None:
        """Limit the rate at which time passes for its light runs."""

    def watch(self, run: str, watcher: Subscriber, views: dict[str, Any]) -> None:
        """Send the run's snapshots to `watcher`, a full one first. A second call changes the views."""

    def unwatch(self, run: str, watcher: Subscriber) -> None:
        """Send no more snapshots to `watcher`."""
