"""A history remembers a quantity over the steps of a run, thinned as it grows, but never forgetting the start."""

import numpy as np
from numpy.typing import NDArray

CAPACITY = 1000


class History:
    """Rows of (step, values). When it is full, every second row goes, and from then on half as many come in.

    What is kept are true rows, evenly spread: nothing is averaged.
    """

    def __init__(self, columns: int) -> None:
        self.every = 1
        self.offered = 0
        self.count = 0
        self._steps = np.zeros(CAPACITY, np.int32)
        self._values = np.zeros((CAPACITY, columns), np.float32)

    @classmethod
    def of(
        cls, steps: NDArray[np.integer], values: NDArray[np.floating], every: int, offered: int
    ) -> "History":
        """A history that remembers these rows, steps (h,) and values (h, columns), and thins on as before."""
        history = cls(values.shape[1])
        history.count = len(steps)
        history._steps[: len(steps)] = steps
        history._values[: len(steps)] = values
        history.every, history.offered = every, offered
        return history

    def extend(self, step: int, values: NDArray[np.floating]) -> None:
        """Offer the values (k, columns) of the k steps that begin with `step`."""
        while len(values):
            skip = -self.offered % self.every
            room = CAPACITY - self.count
            passed = min(len(values), skip + room * self.every)
            coming = values[skip : passed : self.every]
            if taken := len(coming):
                new = slice(self.count, self.count + taken)
                self._steps[new] = np.arange(step + skip, step + passed, self.every)
                self._values[new] = coming
                self.count += taken
            self.offered += passed
            step, values = step + passed, values[passed:]
            if self.count == CAPACITY:
                self._halve()

    def _halve(self) -> None:
        half = CAPACITY // 2
        self._steps[:half] = self._steps[::2]
        self._values[:half] = self._values[::2]
        self.count = half
        self.every *= 2

    def rewind(self, step: int) -> None:
        """Forget the rows after `step`."""
        self.count = int(np.searchsorted(self.steps, step, side="right"))
        self.offered = self.count * self.every

    @property
    def steps(self) -> NDArray[np.int32]:
        """(h,)"""
        return self._steps[: self.count]

    @property
    def values(self) -> NDArray[np.float32]:
        """(h, columns)"""
        return self._values[: self.count]
