"""The curve that a run has left: its losses after the moment in the past from which it goes on in another way."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.changes import losses_of
from engine.run import Run


class Left(NamedTuple):
    """Losses over whole sets at steps (h,): training, test and, where there is such a set, validation (h, 2 or 3)."""

    steps: NDArray[np.int64]
    values: NDArray[np.float32]
    kind: tuple[object, ...]
    """The kind of the losses: see `engine.changes.losses_of`."""

    def beside(self, run: Run) -> "Left | None":
        """The curve, if it can be compared with that of a run."""
        return self if self.kind == losses_of(run.experiment) else None


def left_by(run: Run, step: int) -> Left | None:
    """The curve of a run from a step on; None where nothing was computed later."""
    steps, values = run.evaluations.steps, run.evaluations.values
    # The row before it, where the curves part.
    begin = max(0, int(np.searchsorted(steps, step, side="right")) - 1)
    if not (steps > step).any():
        return None
    return Left(steps[begin:].copy(), values[begin:].copy(), losses_of(run.experiment))
