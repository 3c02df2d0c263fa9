"""The adding problem: of many numbers two are marked, and their sum is to be told at the end."""

from typing import Literal

import numpy as np

from engine.array import Precision
from engine.data.dataset import Dataset
from engine.data.sequences import OfSteps


class Adding(OfSteps, title="Adding problem"):
    """What is the sum of the two marked numbers? All others are to be passed over."""

    kind: Literal["adding"] = "adding"

    @property
    def n_numbers(self) -> int:
        return 2

    @property
    def n_classes(self) -> int:
        return 0

    def dataset(self, dtype: Precision) -> Dataset:
        """At each step a number between 0 and 1, and a mark; one of the marks lies in each half of the sequence
        (Hochreiter and Schmidhuber, 1997, section 5.4)."""
        generator = np.random.default_rng(self.seed)
        numbers = generator.random((self.steps, self.samples))
        marks, half, all_samples = np.zeros_like(numbers), self.steps // 2, np.arange(self.samples)
        marks[generator.integers(0, half, self.samples), all_samples] = 1
        marks[generator.integers(half, self.steps, self.samples), all_samples] = 1
        return self.sequenced(np.stack([numbers, marks]), (numbers * marks).sum(axis=0), dtype)
