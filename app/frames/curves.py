"""Curves: what a watcher sees of a run whose data lies along a line, where others see maps of the plane."""

from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.cohort import Cohort
from engine.probes.boundary import bounds_of, unit_ranges
from engine.probes.curve import curves

FINENESS = 4
"""So many times more points has a curve than a map has along each side."""
FARTHEST = 1e30
"""Beyond that, and where it is no number at all, a curve of a run about to diverge is cut."""


class Curves:
    """The curves of all runs of a cohort, taken at once."""

    def __init__(self, cohort: Cohort, resolution: int, stride: int) -> None:
        found = np.clip(np.nan_to_num(curves(cohort, FINENESS * resolution)), -FARTHEST, FARTHEST)
        self.values = found.astype(np.float32)
        self.bounds = bounds_of(self.values, unit_ranges(cohort))
        self.n_out = prod(cohort.shape.shapes[-1])
        self.step = stride * FINENESS // 2

    def arrays(self, replica: int, unit: int | None) -> dict[str, NDArray[Any]]:
        """The arrays of one run; `unit` numbers the unit that is to be shown large."""
        values, bounds = self.values[replica], self.bounds[replica]
        arrays = {
            "curves": values[-self.n_out :],
            "unit_curves": values[: -self.n_out, :: self.step],
            "ranges": bounds if self.n_out == 1 else np.concatenate([bounds, bounds[-1:]]),
        }
        return arrays if unit is None else {**arrays, "focus_curve": values[unit]}
