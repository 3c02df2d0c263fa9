"""The past of a run: the states before its changes, complete, as long as memory allows."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import NamedTuple

from engine.evaluation import Evaluation

MOST_FORMER = 100
"""The most states that a run can return to."""
MOST_BYTES = 64 * 2**20
"""The most bytes of all runs of a host; beyond them, the run with the most loses its oldest state."""


class Former(NamedTuple):
    """A state before a change."""

    state: bytes
    evaluation: Evaluation | None
    """The evaluation of that state, if it was computed; the history already contains it."""
    is_lost: bool
    """Whether weights, steps or history are lost between this state and the next."""
    table: str | None
    """The visitor's own table that it learns from."""


@dataclass
class Past:
    """The changes of one run that can be undone and redone."""

    done: list[Former] = field(default_factory=list)
    """The states that undo leads to, the next one last."""
    undone: list[Former] = field(default_factory=list)
    """The states that redo leads to, the next one last."""
    place: int = 0
    """The number of changes that were made and not undone, forgotten ones included."""
    step: int = 0
    """The run's step after the latest change; at a later step, it has learned since."""
    gesture: int | None = None
    """The gesture of the latest change; the next change of the same gesture, such as a slider's, belongs to it."""

    @property
    def formers(self) -> list[Former]:
        return [*self.done, *self.undone]

    @property
    def size(self) -> int:
        return sum(len(former.state) for former in self.formers)

    @property
    def counts(self) -> tuple[int, int, int]:
        """The numbers of changes that can be undone and redone, and the run's place among them."""
        return len(self.done), len(self.undone), self.place


def make_room(pasts: Collection[Past], most: int) -> None:
    """Forget the oldest states of the run with the most bytes, until all together have no more than `most` bytes."""
    sizes = [(past.size, past) for past in pasts]
    while sum(size for size, _ in sizes) > most:
        largest = max(range(len(sizes)), key=lambda place: sizes[place][0])
        past = sizes[largest][1]
        del (past.done or past.undone)[0]
        sizes[largest] = past.size, past
