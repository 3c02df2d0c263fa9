"""A toy optimiser: no step is longer than the learning rate, however large the velocity that it remembers."""

from collections.abc import Sequence
from typing import ClassVar

import numpy as np

from engine.array import Array
from engine.methods.method import register
from engine.methods.optimizers import GradientMethod


class SoftSigns(GradientMethod):
    """v ← β v + g and θ ← θ - α v / (1 + |v|)"""

    n_slots = 1
    rates: ClassVar[Sequence[str]] = ("momentum",)

    def update(self, theta: Array, g: Array, alpha: Array) -> None:
        [v] = self.slots
        v *= self.rate["momentum"]
        v += g
        theta -= alpha * v / (1 + np.abs(v))


register("toy_soft_signs", SoftSigns)
