"""Maps: what a watcher sees of a run whose data lies on the plane, or of one whose samples stand in a square."""

from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.cohort import Cohort
from engine.probes.boundary import boundary, quantized, thinned, unit_ranges
from engine.probes.mistakes import mistaken
from engine.probes.weights import weight_pictures


class Maps:
    """The maps of all runs of a cohort, taken at once."""

    def __init__(self, cohort: Cohort, resolution: int, stride: int, *, test: bool = False) -> None:
        ranges = unit_ranges(cohort)
        n_out = prod(cohort.shape.shapes[-1])
        self.n_hidden = len(ranges) - n_out
        several = n_out > 1
        *hidden, outputs = self.layers = boundary(cohort, resolution, test=test)
        # One output is sent large alone; of several, each is sent small and what wins of them large.
        shown = [*hidden, outputs if several else outputs[:, :0]]
        is_of_samples = cohort.shape.view == "samples"
        small = np.concatenate([thinned(maps, 1 if is_of_samples else stride) for maps in shown], axis=1)
        self.units = quantized(small, ranges if several else ranges[:-1])
        self.output = quantized(outputs.max(axis=1, keepdims=True) if several else outputs, ranges[-1:])
        self.winner = outputs.argmax(axis=1).astype(np.uint8) if several else None
        self.wrong = mistaken(cohort, outputs, test=test) if is_of_samples else None
        self.weights = weight_pictures(cohort)

    def arrays(self, replica: int, unit: int | None) -> dict[str, NDArray[Any]]:
        """The arrays of one run; `unit` numbers the unit that is to be shown large."""
        arrays: dict[str, NDArray[Any]] = {
            "output": self.output.values[replica, 0],
            "units": self.units.values[replica, : self.n_hidden],
            "ranges": np.concatenate([self.units.ranges[replica], self.output.ranges[replica]]),
        }
        if self.winner is not None:
            arrays["outputs"] = self.units.values[replica, self.n_hidden :]
            arrays["winner"] = self.winner[replica]
        if unit is not None:
            bounds = self.units.ranges[replica, unit]
            units = [each for maps in self.layers for each in maps[replica]]
            focus = quantized(units[unit][np.newaxis], [(float(bounds[0]), float(bounds[1]))])
            arrays["focus"] = focus.values[0]
        if self.wrong is not None:
            arrays["wrong"] = self.wrong[replica]
        if self.weights is not None:
            arrays["weights"] = self.weights.values[replica]
            arrays["weight_ranges"] = self.weights.ranges[replica]
        return arrays
