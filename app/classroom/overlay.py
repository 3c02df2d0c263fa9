"""The overlay: the boundaries of all students laid over each other: their mean, and where the class disagrees."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.classroom.classroom import Classroom
from app.classroom.trained import Trained
from app.wire.messages import pack

BOUNDED = {(-1.0, 1.0), (0.0, 1.0)}
"""The ranges of outputs that have one of their own: tanh, sigmoid and shares."""
LEVELS = 127


class Kind(NamedTuple):
    """Only networks that are alike in this lie over each other."""

    data: str
    problem: str
    outputs: int
    shown: str
    """The name of the array that their tiles show."""


class Overlay(NamedTuple):
    """The mean answer of a group of students, and how far they disagree, at each point of the plane or line."""

    mean: NDArray[np.float32]
    """The mean answer: of two classes from -1 (all are sure of class 0) to 1; of several classes the share of the
    majority; of a regression the mean output."""
    spread: NDArray[np.float32]
    """The disagreement: of classes the share of those who do not say what most say; of a regression the standard
    deviation."""
    winner: NDArray[np.uint8] | None
    """The class that most say, where there are several."""


def told(classroom: Classroom, trained: Iterable[Trained]) -> bytes:
    """The overlay of those who are at the present task, as a message."""
    at_task = [each for each in trained if each.member.task == (classroom.present or "")]
    inside = sum(member.task == (classroom.present or "") for member in classroom.inside())
    group, kind = largest_group(at_task)
    header: dict[str, Any] = {
        "type": "shared",
        "code": classroom.code,
        "part": "overlay",
        "students": len(group),
        "of": inside,
    }
    if kind is None:
        return pack(header, {})
    result = overlay([each.arrays for each in group], kind)
    arrays: dict[str, NDArray[Any]] = {"mean": result.mean, "spread": result.spread}
    if result.winner is not None:
        arrays["winner"] = result.winner
    return pack({**header, "problem": kind.problem, "outputs": kind.outputs}, arrays)


def largest_group(trained: Sequence[Trained]) -> tuple[list[Trained], Kind | None]:
    """The most networks of one kind, and the kind; None where no tile shows a plane or a line."""
    kinds = [kind_of(each) for each in trained]
    counted = Counter(kind for kind in kinds if kind is not None)
    if not counted:
        return [], None
    [(most, _)] = counted.most_common(1)
    return [each for each, kind in zip(trained, kinds, strict=True) if kind == most], most


def kind_of(trained: Trained) -> Kind | None:
    shown = next((name for name in ("tile_winner", "tile", "tile_line") if name in trained.arrays), None)
    if shown is None:
        return None
    problem = trained.experiment.problem
    outputs = trained.header["sizes"][-1] if problem == "classification" else 1
    return Kind(trained.experiment.data.kind, problem, outputs, shown)


def overlay(tiles: Sequence[Any], kind: Kind) -> Overlay:
    """The overlay of tiles, which are maps of arrays, all of one kind; there is one at least."""
    if kind.shown == "tile_winner":
        return of_classes(laid([tile["tile_winner"] for tile in tiles]), kind.outputs)
    if kind.shown == "tile" and kind.problem == "classification":
        return of_two_classes(laid([sureness(tile["tile"], tile["tile_range"]) for tile in tiles]))
    if kind.shown == "tile":
        values = laid([in_values(tile["tile"], tile["tile_range"]) for tile in tiles])
    else:
        values = np.stack([tile["tile_line"] for tile in tiles])
    # In float64, since the squares of large float32 outputs may overflow.
    values = values.astype(float)
    return Overlay(values.mean(axis=0).astype("f4"), values.std(axis=0).astype("f4"), None)


def laid(maps: Sequence[NDArray[Any]]) -> NDArray[Any]:
    """Maps (r, r) as (s, r, r), as fine as the finest: a busy host sends coarser ones, whose cells are repeated."""
    finest = max(each.shape for each in maps)
    return np.stack([each[np.ix_(*map(cells, each.shape, finest))] for each in maps])


def cells(count: int, finest: int) -> NDArray[np.intp]:
    """The cell, of so many along a side, in which each of the `finest` lies."""
    return np.arange(finest) * count // finest


def of_two_classes(sure: NDArray[Any]) -> Overlay:
    """The overlay of outputs (s, r, r), from -1 to 1."""
    ones = (sure > 0).mean(axis=0)
    return Overlay(sure.mean(axis=0).astype("f4"), np.minimum(ones, 1 - ones).astype("f4"), None)


def of_classes(winners: NDArray[np.uint8], classes: int) -> Overlay:
    """The overlay of predicted classes (s, r, r); among equally many votes, the lowest class wins."""
    votes = np.stack([(winners == label).mean(axis=0) for label in range(classes)])
    most = votes.max(axis=0)
    return Overlay(most.astype("f4"), (1 - most).astype("f4"), votes.argmax(axis=0).astype("u1"))


def sureness(levels: NDArray[np.int8], bounds: NDArray[np.float32]) -> NDArray[Any]:
    """An output for two classes, from -1 to 1. One without a range of its own, such as that of the hinge loss, counts
    as its decision."""
    is_bounded = tuple(float(bound) for bound in bounds) in BOUNDED
    return levels / LEVELS if is_bounded else np.sign(levels.astype(float))


def in_values(levels: NDArray[np.int8], bounds: NDArray[np.float32]) -> NDArray[Any]:
    """The output that the levels of a map stand for."""
    low, high = (float(bound) for bound in bounds)
    values: NDArray[Any] = (low + high) / 2 + levels * ((high - low) / 2 / LEVELS)
    return values
