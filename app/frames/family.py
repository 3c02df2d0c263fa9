"""A family: the tiles of all its members, and their measures, from one state between two steps."""

from collections.abc import Hashable, Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.frames.ensemble import ensemble_of
from app.frames.look import Entry, Look
from app.frames.tile import FARTHEST, LINE_POINTS
from app.frames.views import Views
from engine.cohort import Cohort
from engine.evaluation import Evaluation
from engine.family import Variation
from engine.pauses import pause
from engine.probes.boundary import boundary, quantized, thinned, unit_ranges
from engine.probes.curve import curves
from engine.probes.glance import right_by_step, shares_by_class
from engine.run import Run
from engine.shape import Shape

CURVE_NUMBERS = 2048
"""The points of all curves together: each of 64 members has 32 of them, each of six 256 at most."""
MOST_POINTS = 256
ALONE = 255
"""In `tile_winners`: the member has a single output, whose map is `tiles`."""
MEASURES = (
    "train_loss",
    "test_loss",
    "validation_loss",
    "train_accuracy",
    "test_accuracy",
    "validation_accuracy",
)
GOES_ON, STOPPED, DIVERGED = range(3)

Arrays = dict[str, NDArray[Any]]


class Member(NamedTuple):
    """A member of a family, in a frame."""

    run: Run
    evaluation: Evaluation
    diverged_at: int | None

    @property
    def state(self) -> int:
        if self.diverged_at is not None:
            return DIVERGED
        return GOES_ON if self.run.stopped_at is None else STOPPED


class Part(NamedTuple):
    """Members of one shape, in one cohort, and their places in the family."""

    places: Sequence[int]
    cohort: Cohort


class FamilyTiles(Look):
    """It is made for all cohorts of a family together, and every frame of a family has all of it."""

    when = "of a family, whose frames have nothing else, and are always full"
    entries = (
        Entry("step", "the steps that the family has taken"),
        Entry("epoch", "of its first member"),
        Entry("state", "`paused`, `playing`, or `diverged`: all members have"),
        Entry("speed", "as of a run"),
        Entry("pace", "as of a run"),
        Entry("data", "what all of them learn from: its `kind`, and of digits the chosen `digits`"),
        Entry("classes", "the number of classes of its first member; 0: it predicts numbers"),
        Entry("variations", "`[{field, values}]`; the last field changes fastest from member to member"),
        Entry("member_steps", "the steps that each member has taken", "f8", "(M,)"),
        Entry(
            "member_states", "0: it goes on, 1: it has stopped by itself, 2: it has diverged", "u1", "(M,)"
        ),
        Entry("measures", f"of each member {', '.join(MEASURES)}; NaN: it has none", "f4", "(M, 6)"),
        Entry(
            "curve_steps", "steps at which the losses were computed, few of them, then NaN", "f4", "(M, p)"
        ),
        Entry("curves", "training, test and validation loss there; NaN: there is none", "f4", "(M, 3, p)"),
        Entry(
            "tiles",
            "the output, as in `output` of the maps",
            "i1",
            "(M, small, small)",
            "over a plane",
        ),
        Entry(
            "tile_winners",
            f"the output with the largest value; {ALONE}: the member has one output",
            "u1",
            "(M, small, small)",
            "of classes, over a plane",
        ),
        Entry("tile_lines", "the first output along the line", "f4", "(M, points)", "along a line"),
        Entry(
            "tile_confusion",
            "of the test samples of each class the share that gets each answer; NaN: there is none of it, or the "
            "member has another number of classes",
            "f4",
            "(M, k, k)",
            "of up to 20 classes where there is neither, with one answer a sample",
        ),
        Entry(
            "tile_right",
            "the share of right answers after each step, on the test set; NaN where none is asked for",
            "f4",
            "(M, T)",
            "of sequences with an answer at each step, which are classes",
        ),
    )

    @classmethod
    def alike(cls, shape: Shape, views: Views) -> Hashable | None:
        return None


def measures_of(members: Sequence[Member]) -> Arrays:
    """The measures and the curves of all members."""
    points = min(MOST_POINTS, CURVE_NUMBERS // len(members))
    steps = np.full((len(members), points), np.nan, np.float32)
    losses = np.full((len(members), 3, points), np.nan, np.float32)
    for place, member in enumerate(members):
        history = member.run.evaluations
        known, values = history.steps, history.values
        few = np.unique(np.linspace(0, max(0, len(known) - 1), points).astype(int))[: len(known)]
        steps[place, : len(few)] = known[few]
        losses[place, : values.shape[1], : len(few)] = values[few].T
    found = [[getattr(member.evaluation, name) for name in MEASURES] for member in members]
    return {
        "member_steps": np.array([member.run.step for member in members], np.float64),
        "member_states": np.array([member.state for member in members], np.uint8),
        "measures": np.array(found, np.float32),
        "curve_steps": steps,
        "curves": losses,
    }


def shown(
    parts: Iterable[Part], count: int, resolution: int, stride: int, *, ensemble: bool
) -> dict[str, Any]:
    """The small maps of so many members, each at every `stride`-th point, and what they say together. One part after
    the other is computed, with a pause between them."""
    found: dict[str, Any] = {}
    cohorts, maps = [], []
    for places, cohort in parts:
        cohorts.append(cohort)
        if cohort.shape.view == "line":
            lines = found.setdefault("tile_lines", np.zeros((count, LINE_POINTS), np.float32))
            outputs = curves(cohort, LINE_POINTS)[:, -cohort.shape.shapes[-1][0]]
            lines[places] = np.clip(np.nan_to_num(outputs), -FARTHEST, FARTHEST)
        elif cohort.shape.view == "plane":
            outputs = boundary(cohort, resolution)[-1]
            put(found, count, places, cohort, thinned(outputs, stride))
            if ensemble:
                maps.append(outputs)
        elif (right := right_by_step(cohort)) is not None:
            put_shares(found, "tile_right", count, places, right)
        elif (shares := shares_by_class(cohort)) is not None:
            put_shares(found, "tile_confusion", count, places, shares)
        pause()
    return found | (ensemble_of(cohorts, maps) if ensemble else {})


def put(
    found: dict[str, Any], count: int, places: Sequence[int], cohort: Cohort, outputs: NDArray[Any]
) -> None:
    """Put the small maps of a cohort's outputs (R, k, small, small) at the members' places."""
    side = (count, *outputs.shape[-2:])
    tells_classes = outputs.shape[1] > 1 and cohort.shape.problem == "classification"
    large = outputs.max(axis=1, keepdims=True) if tells_classes else outputs[:, :1]
    tiles = found.setdefault("tiles", np.zeros(side, np.int8))
    tiles[places] = quantized(large, unit_ranges(cohort)[-1:]).values[:, 0]
    if tells_classes:
        winners = found.setdefault("tile_winners", np.full(side, ALONE, np.uint8))
        winners[places] = outputs.argmax(axis=1)


def put_shares(
    found: dict[str, Any], name: str, count: int, places: Sequence[int], shares: NDArray[Any]
) -> None:
    """Put the shares of a cohort (R, ...) at the members' places; NaN stands where another shape does not fit."""
    of_all = found.setdefault(name, np.full((count, *shares.shape[1:]), np.nan, np.float32))
    if of_all.shape[1:] == shares.shape[1:]:
        of_all[places] = shares


def described(variations: Sequence[Variation]) -> list[dict[str, Any]]:
    return [each.model_dump(mode="json") for each in variations]
