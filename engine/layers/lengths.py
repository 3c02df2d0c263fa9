"""Lengths: which steps of a batch of sequences there are, where some sequences are shorter than others.

A batch is one array, so short sequences are filled up with steps whose numbers are all 0. That is told apart from a
step of a sequence where each step is the one-hot code of a symbol, which has a 1. The lengths travel in the samples
themselves, so whoever takes, shuffles or draws samples has them, too; and they are read once, from the network's
input: above it, a real step may have zeros only, such as those of ReLU units. In the same way the steps at which a text
is read are told apart from those at which its answer is written: the symbol that asks for it begins these.
"""

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from engine.array import Array

Phase = Literal["steps", "reading", "writing"]


class Lengths:
    """The steps of the samples that go through a network; its layers share one."""

    steps: NDArray[np.bool_]
    """Which there are, (R, T, m)."""
    reading: NDArray[np.bool_]
    """Which of them come before the answer; `writing` are the others."""
    writing: NDArray[np.bool_]

    def __init__(self, n: int, asks: int | None = None) -> None:
        """`n`: the numbers of each step; `asks`: the number of the symbol with which the answer begins, if there is
        one."""
        self.n = n
        self.asks = asks

    def note(self, X: Array) -> None:
        """Note the steps of samples X (R, n T, m) that have a number other than 0."""
        by_step = X.reshape(len(X), self.n, -1, X.shape[-1])
        self.steps = np.logical_or.reduce(by_step, axis=1)
        if self.asks is not None:
            self.writing = self.steps & np.logical_or.accumulate(by_step[:, self.asks] != 0, axis=1)
            self.reading = self.steps & ~self.writing

    def of(self, phase: Phase) -> NDArray[np.bool_]:
        """The steps of a phase."""
        found: NDArray[np.bool_] = getattr(self, phase)
        return found
