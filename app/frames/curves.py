"""Curves: the activation of every unit along a line, for data with one coordinate."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import numpy as np

from app.frames.focus import focused_unit
from app.frames.look import Entry, Look, Sight, Watched
from app.frames.views import Views
from engine.cohort import Cohort
from engine.probes.boundary import bounds_of, mapped_outputs, unit_ranges
from engine.probes.curve import curves, truth
from engine.shape import Shape

FINENESS = 4
"""The ratio of a curve's points to a map's points along each side."""
FARTHEST = 1e30
"""Values of a run about to diverge are clipped to this; NaN becomes 0."""


class Curves(Look):
    when = "along a line"
    entries = (
        Entry("curves", "every output evenly over the domain, both ends included", "f4", "(n_out, points)"),
        Entry("unit_curves", "every hidden unit, at every so many-th of these points", "f4", "(U, small)"),
        Entry("ranges", "the least and the largest value of each unit, then of each output", "f4", "(K, 2)"),
        Entry("focus_curve", "the unit named in `views.focus`", "f4", "(points,)", "if `views.focus`"),
        Entry(
            "truth",
            "the function from which the samples were taken",
            "f4",
            "(points,)",
            "where there is one",
            is_full=True,
        ),
    )

    @classmethod
    def alike(cls, shape: Shape, views: Views) -> Hashable | None:
        return () if shape.view == "line" else None

    def __init__(self, cohort: Cohort, sight: Sight, watched: Sequence[Watched]) -> None:
        self.points = FINENESS * sight.resolution
        self.step = sight.stride * FINENESS // 2
        found = np.clip(np.nan_to_num(curves(cohort, self.points)), -FARTHEST, FARTHEST)
        self.values = found.astype(np.float32)
        self.bounds = bounds_of(self.values, unit_ranges(cohort))
        self.n_out = mapped_outputs(cohort.shape)

    def of(self, watched: Watched) -> Mapping[str, Any]:
        values, bounds = self.values[watched.replica], self.bounds[watched.replica]
        found = {
            "curves": values[-self.n_out :],
            "unit_curves": values[: -self.n_out, :: self.step],
            "ranges": bounds if self.n_out == 1 else np.concatenate([bounds, bounds[-1:]]),
        }
        if (unit := focused_unit(watched)) is not None:
            found["focus_curve"] = values[unit]
        if watched.is_full and (behind := truth(self.points, watched.run.experiment.data)) is not None:
            found["truth"] = behind
        return found
