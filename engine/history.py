"""A history stores a quantity over the steps of a run. It is thinned as it grows, and always keeps its beginning."""

import numpy as np
from numpy.typing import NDArray

CAPACITY = 1000
MOST_OFFERED = 50
"""The number of small offers that are added at a time: one by one they would cost as much as their steps."""


class History:
    """Rows of (step, values). When it is full, every second row is removed, and half as many are added from then on.

    The stored rows are measured rows, evenly spaced: nothing is averaged.
    """

    def __init__(self, columns: int) -> None:
        self._every = 1
        self._seen = 0
        self._count = 0
        self._steps = np.zeros(CAPACITY, np.int64)
        self._values = np.zeros((CAPACITY, columns), np.float32)
        self._offered: list[tuple[int, NDArray[np.floating]]] = []
        """Offers that are not added yet; they are added when the history is read."""

    @classmethod
    def of(
        cls, steps: NDArray[np.integer], values: NDArray[np.floating], every: int, offered: int
    ) -> "History":
        """A history with these rows, steps (h,) and values (h, columns), that continues to thin as before."""
        history = cls(values.shape[1])
        history._count = len(steps)
        history._steps[: len(steps)] = steps
        history._values[: len(steps)] = values
        history._every, history._seen = every, offered
        return history

    def extend(self, step: int, values: NDArray[np.floating]) -> None:
        """Offer the values (k, columns) of the k steps that begin with `step`. They must not change any more."""
        self._offered.append((step, values))
        if len(self._offered) == MOST_OFFERED or len(values) >= MOST_OFFERED:
            self._take_in()

    def note(self, step: int, row: NDArray[np.floating]) -> None:
        """Offer one row (columns,), unless it is the latest again, such as that of a run that is opened as it was."""
        if not self._ends_with(step, row):
            self.extend(step, row[np.newaxis])

    def _ends_with(self, step: int, row: NDArray[np.floating]) -> bool:
        if self._offered:
            first, rows = self._offered[-1]
            latest, values = first + len(rows) - 1, rows[-1]
        elif self._count:
            latest, values = int(self._steps[self._count - 1]), self._values[self._count - 1]
        else:
            return False
        return step == latest and np.array_equal(row, values)

    def _take_in(self) -> None:
        if not self._offered:
            return
        firsts, parts = zip(*self._offered, strict=True)
        self._offered = []
        lengths = [len(part) for part in parts]
        values = np.concatenate(parts)
        places = np.arange(len(values))
        steps = places + np.repeat(np.array(firsts) - np.cumsum([0, *lengths[:-1]]), lengths)
        while len(values):
            skip = -self._seen % self._every
            room = CAPACITY - self._count
            passed = min(len(values), skip + room * self._every)
            coming = slice(skip, passed, self._every)
            taken = len(values[coming])
            new = slice(self._count, self._count + taken)
            self._steps[new] = steps[coming]
            with np.errstate(over="ignore"):  # A loss of double precision may be too large for four bytes.
                self._values[new] = values[coming]
            self._count += taken
            self._seen += passed
            steps, values = steps[passed:], values[passed:]
            if self._count == CAPACITY:
                self._halve()

    def _halve(self) -> None:
        half = CAPACITY // 2
        self._steps[:half] = self._steps[::2]
        self._values[:half] = self._values[::2]
        self._count = half
        self._every *= 2

    def rewind(self, step: int) -> None:
        """Remove the rows after `step`."""
        self._count = int(np.searchsorted(self.steps, step, side="right"))
        self._seen = self._count * self._every

    def until(self, step: int) -> "History":
        """A copy without the rows after `step`."""
        history = History.of(self.steps, self.values, self.every, self.offered)
        history.rewind(step)
        return history

    @property
    def every(self) -> int:
        """The stride of the stored rows."""
        self._take_in()
        return self._every

    @property
    def offered(self) -> int:
        """The number of rows that were ever offered, without those that were rewound."""
        self._take_in()
        return self._seen

    @property
    def steps(self) -> NDArray[np.int64]:
        """(h,)"""
        self._take_in()
        return self._steps[: self._count]

    @property
    def values(self) -> NDArray[np.float32]:
        """(h, columns)"""
        self._take_in()
        return self._values[: self._count]
