"""An ensemble: what the members of a family say together, and where they disagree."""

from collections.abc import Hashable, Sequence
from typing import Any

import numpy as np

from app.frames.look import Entry, Look
from app.frames.tile import FARTHEST
from app.frames.views import LookView, Views
from engine.array import Array
from engine.cohort import Cohort
from engine.probes.boundary import quantized, unit_ranges
from engine.probes.ensemble import accuracy_of_vote, are_alike, loss_of_mean, preference, voted
from engine.probes.ensemble import disagreement as split_of
from engine.shape import Shape

MOST = 255


class EnsembleView(LookView):
    ensemble: bool = False
    """Of a family: what its members say together."""


class Ensemble(Look):
    """It is made for all cohorts of a family together (see `app.frames.family`)."""

    view = EnsembleView
    when = "of a family, `views.ensemble`"
    entries = (
        Entry(
            "ensemble",
            "null where members answer different questions; else `problem`, and of classes `vote` and `agreed`: for "
            "`train` and `test` the accuracy of the vote, and the share of samples on which all agree; of numbers "
            "`mean` and `apart`: the loss of the mean answer, and the mean of the members' losses",
        ),
        Entry(
            "ensemble_mean",
            "the mean output of the members over the plane, as in `output` of the maps",
            "i1",
            "(res, res)",
            "over a plane, where all have one output with one output function",
        ),
        Entry("ensemble_range", "the values that -127 and 127 stand for in it", "f4", "(2,)", "with it"),
        Entry(
            "ensemble_vote", "the class with the most votes", "u1", "(res, res)", "of classes, over a plane"
        ),
        Entry(
            "ensemble_split",
            "of classes the share of the members that answer another one, of numbers their standard deviation as a "
            "share of its largest value; 255 is all",
            "u1",
            "(res, res)",
            "over a plane",
        ),
        Entry("ensemble_spread", "the largest standard deviation", "f4", "(1,)", "of numbers, over a plane"),
    )

    @classmethod
    def alike(cls, shape: Shape, views: Views) -> Hashable | None:
        return None


def ensemble_of(cohorts: Sequence[Cohort], maps: Sequence[Array]) -> dict[str, Any]:
    """What all members say together; `maps` are each cohort's outputs (R, k, res, res) over the plane, if there is
    one."""
    if not are_alike(cohorts):
        return {"ensemble": None}
    first = cohorts[0]
    is_of_classes = first.shape.problem == "classification"
    measure = accuracy_of_vote if is_of_classes else loss_of_mean
    names = ("vote", "agreed") if is_of_classes else ("mean", "apart")
    figures = {part: measure(cohorts, part) for part in ("train", "test")}
    found: dict[str, Any] = {
        "ensemble": {"problem": first.shape.problem}
        | {name: {part: finite(figures[part][nth]) for part in figures} for nth, name in enumerate(names)}
    }
    if not maps:
        return found
    resolution = maps[0].shape[-1]
    side = (resolution, resolution)
    outputs = {(each.shape[1], cohort.loss.output) for each, cohort in zip(maps, cohorts, strict=True)}
    if len(outputs) == 1 and maps[0].shape[1] == 1:
        together = np.clip(np.nan_to_num(np.concatenate(maps)), -FARTHEST, FARTHEST)
        mean = quantized(together.mean(axis=0, keepdims=True), unit_ranges(first)[-1:])
        found |= {"ensemble_mean": mean.values[0, 0], "ensemble_range": mean.ranges[0, 0]}
        if not is_of_classes:
            spread = together[:, 0].std(axis=0)
            largest = float(spread.max()) or 1.0
            found["ensemble_split"] = np.rint(MOST * spread / largest).astype(np.uint8)
            found["ensemble_spread"] = np.array([spread.max()], np.float32)
    if is_of_classes:
        classes, preferred = [], []
        for cohort, each in zip(cohorts, maps, strict=True):
            flat = each.reshape(*each.shape[:2], -1)
            if flat.shape[1] == 1:  # a single output speaks for class 1 above what its function makes of 0
                flat = flat - cohort.loss.output.function(np.zeros((1, 1, 1), cohort.dtype))
                classes.append((flat[:, 0] > 0).astype(np.intp))
            else:
                classes.append(flat.argmax(axis=1))
            preferred.append(preference(flat) * len(flat))
        answered = np.concatenate(classes)
        most = max(map(len, preferred))
        winner = voted(answered, np.add.reduce([each for each in preferred if len(each) == most]))
        found["ensemble_vote"] = winner.astype(np.uint8).reshape(side)
        found["ensemble_split"] = np.rint(MOST * split_of(answered, winner)).astype(np.uint8).reshape(side)
    return found


def finite(value: float) -> float | None:
    """A figure for a header: None where it is infinite."""
    return value if np.isfinite(value) else None
