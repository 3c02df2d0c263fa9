"""The former states of a run: those before its changes, complete, as long as memory allows."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import NamedTuple

from engine.evaluation import Evaluation
from engine.left import Left
from engine.timeline import Timeline

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
    timeline: Timeline | None = None
    """The past of that state; None: that of the run, up to there."""
    left: Left | None = None
    """The curve beside that of the state."""


@dataclass
class Formers:
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
    size: int = field(init=False)
    """The bytes of all states. A change of one run asks for those of all runs."""

    def __post_init__(self) -> None:
        self.weigh()

    @property
    def all(self) -> list[Former]:
        return [*self.done, *self.undone]

    def weigh(self) -> None:
        """Count the bytes anew. Timelines share keyframes, each of which counts once."""
        timelines = [former.timeline for former in self.all if former.timeline is not None]
        keyframes = {id(each): each.size for timeline in timelines for each in timeline.keyframes}
        self.size = sum(len(former.state) for former in self.all) + sum(keyframes.values())

    @property
    def counts(self) -> tuple[int, int, int]:
        """The numbers of changes that can be undone and redone, and the run's place among them."""
        return len(self.done), len(self.undone), self.place

    def add(self, former: Former) -> None:
        """Store the state before a change."""
        # A change that loses nothing is on the run's own timeline; the latest one may still become one that does.
        kept = [each if each.is_lost else each._replace(timeline=None) for each in self.done[-1:]]
        self.done = [*self.done[:-1], *kept, former][-MOST_FORMER:]
        self.undone = []
        self.place += 1
        self.weigh()


def make_room(formers: Collection[Formers], most: int) -> None:
    """Forget the oldest states of the run with the most bytes, until all together have no more than `most` bytes."""
    if sum(each.size for each in formers) <= most:
        return
    sizes = [(each.size, each) for each in formers]
    while sum(size for size, _ in sizes) > most:
        largest = max(range(len(sizes)), key=lambda place: sizes[place][0])
        each = sizes[largest][1]
        del (each.done or each.undone)[0]
        each.weigh()
        sizes[largest] = each.size, each
