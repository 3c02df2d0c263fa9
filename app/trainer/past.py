"""The past of a run: the states that its changes have left behind, kept whole while there is room for them."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import NamedTuple

from engine.evaluation import Evaluation

MOST_FORMER = 100
"""States that a run goes back to."""
MOST_BYTES = 64 * 2**20
"""Of all runs of a host together: of the run that has most, the oldest goes first."""


class Former(NamedTuple):
    """A state that a change left."""

    state: bytes
    evaluation: Evaluation | None
    """Of that state, if it was taken: it stands in the history already."""
    is_lost: bool
    """Whether weights, steps or the history are lost between it and the state after it."""
    table: str | None
    """The person's own table that it learns from."""


@dataclass
class Past:
    """What can be undone and redone of one run."""

    done: list[Former] = field(default_factory=list)
    """The states that undoing leads to, the next one last."""
    undone: list[Former] = field(default_factory=list)
    """The states that redoing leads to, the next one last."""
    place: int = 0
    """Changes that were made and not undone, those that are forgotten included."""
    step: int = 0
    """Where the run stood after the latest change: once it has moved on, it has learned something since."""
    gesture: int | None = None
    """Of the latest change: the next one of the same gesture, such as a slider's, belongs to it."""

    @property
    def formers(self) -> list[Former]:
        return [*self.done, *self.undone]

    @property
    def size(self) -> int:
        return sum(len(former.state) for former in self.formers)

    @property
    def counts(self) -> tuple[int, int, int]:
        """How many changes can be undone and redone, and where the run is among them."""
        return len(self.done), len(self.undone), self.place


def make_room(pasts: Collection[Past], most: int) -> None:
    """Forget the oldest states of whoever has most, until all together take no more than `most` bytes."""
    sizes = [(past.size, past) for past in pasts]
    while sum(size for size, _ in sizes) > most:
        largest = max(range(len(sizes)), key=lambda place: sizes[place][0])
        past = sizes[largest][1]
        del (past.done or past.undone)[0]
        sizes[largest] = past.size, past
