"""Wiring: which hidden layers each layer of weights reads, where shortcuts pass layers, and where branches join.

A network is a list of layers, but blocks make more of it than a chain. Each layer adds its part by `Layer.wire`.
"""

from collections.abc import Sequence
from typing import NamedTuple

from engine.layers.layer import Layer


class End(NamedTuple):
    """A hidden layer, A[stage], and the layers that its answers have gone through since, such as a pooling."""

    stage: int
    passed: tuple[Layer, ...] = ()


class Path(NamedTuple):
    """The way of the answers through the network, as far as it is followed."""

    ends: tuple[End, ...]
    """The hidden layers whose answers are there, channel after channel."""
    column: int
    """How many layers of weights lie before, along the longest branch."""
    lane: int
    """The branch, of so many `lanes` side by side."""
    lanes: int
    owner: list[Layer]
    """To which a layer without weights is added: those of the latest stage, or of the latest join."""
    is_leading: bool = False
    """Whether the branch has no weights yet."""


class Stage(NamedTuple):
    """A layer of the course: weights, and what follows up to the next ones."""

    reads: tuple[End, ...]
    before: list[Layer]
    """The layers of its branch before the first weights."""
    layers: list[Layer]
    column: int
    lane: int
    lanes: int


class Shortcut(NamedTuple):
    """A way past layers: what the `starts` answer is added to the sums of the stage `end`."""

    starts: tuple[End, ...]
    end: int
    projection: int | None
    """The stage on the way, where there is one."""


class Join(NamedTuple):
    """The end of branches: their channels lie one after the other."""

    ends: tuple[End, ...]
    layers: list[Layer]
    """The following layers, which have no weights."""


class Side(NamedTuple):
    """A side output, and what it reads."""

    head: int
    reads: tuple[End, ...]


class Wiring:
    """The wiring of layers in a row: the stages A[0], the inputs, to A[L], and what goes other ways between them."""

    def __init__(self, layers: Sequence[Layer]) -> None:
        inputs = Stage((), [], [], 0, 0, 1)
        self.stages = [inputs]
        self.shortcuts: list[Shortcut] = []
        self.joins: list[Join] = []
        self.sides: list[Side] = []
        path = Path((End(0),), 0, 0, 1, inputs.layers)
        for layer in layers:
            path = layer.wire(self, path)

    def follow(self, layer: Layer, path: Path) -> Path:
        """A layer without weights: what comes in goes through it."""
        path.owner.append(layer)
        return path._replace(ends=tuple(End(stage, (*passed, layer)) for stage, passed in path.ends))

    def weigh(self, layer: Layer, path: Path) -> Path:
        """A layer of weights: a new stage."""
        before = path.owner if path.is_leading else []
        column = path.column + 1
        stage = Stage(path.ends, before, [layer], column, path.lane, path.lanes)
        self.stages.append(stage)
        end = End(len(self.stages) - 1)
        return Path((end,), column, path.lane, path.lanes, stage.layers)

    def pass_by(self, start: Path, projected: Path, end: Path) -> None:
        """A shortcut from the start to the end of layers, perhaps through a projection."""
        if start.ends != end.ends:
            projection = None if projected.ends == start.ends else projected.ends[0].stage
            self.shortcuts.append(Shortcut(start.ends, end.ends[0].stage, projection))

    def branch(self, path: Path, number: int, count: int) -> Path:
        """The beginning of a branch, one of so many."""
        return path._replace(
            lane=path.lane * count + number, lanes=path.lanes * count, owner=[], is_leading=True
        )

    def join(self, start: Path, branches: Sequence[Path]) -> Path:
        """The end of branches that began together."""
        join = Join(tuple(end for branch in branches for end in branch.ends), [])
        self.joins.append(join)
        column = max(branch.column for branch in branches)
        return Path(join.ends, column, start.lane, start.lanes, join.layers)
