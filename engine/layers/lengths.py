"""Lengths: which steps of a batch of sequences there are, where some sequences are shorter than others.

A batch is one array, so short sequences are filled up with steps whose numbers are all 0. That is told apart from a
step of a sequence where each step is the one-hot code of a symbol, which has a 1. The lengths travel in the samples
themselves, so whoever takes, shuffles or draws samples has them, too; and they are read once, from the network's
input: above it, a real step may have zeros only, such as those of ReLU units.
"""

import numpy as np
from numpy.typing import NDArray

from engine.array import Array


class Lengths:
    """The steps of the samples that go through a network; its layers share one."""

    steps: NDArray[np.bool_]
    """Which there are, (R, T, m)."""

    def __init__(self, n: int) -> None:
        """`n`: the numbers of each step."""
        self.n = n

    def note(self, X: Array) -> None:
        """Note the steps of samples X (R, n T, m) that have a number other than 0."""
        self.steps = np.logical_or.reduce(X.reshape(len(X), self.n, -1, X.shape[-1]), axis=1)
