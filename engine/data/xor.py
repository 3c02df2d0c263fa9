"""Exclusive or: four quadrants, and no line between the classes."""

from typing import Literal

import numpy as np

from engine.array import Array
from engine.data.planar import RADIUS, Planar

PADDING = 0.3
"""Between the quadrants and the axes."""


class ExclusiveOr(Planar, title="Exclusive or"):
    """Blue where both coordinates have the same sign.

    The four quadrants are a little apart.
    """

    kind: Literal["xor"] = "xor"

    def drawn(self, generator: np.random.Generator) -> tuple[Array, Array]:
        points = generator.uniform(-RADIUS, RADIUS, (2, self.samples))
        points += np.where(points > 0, PADDING, -PADDING)
        x1, x2 = self.moved(points, generator)
        return points, np.where(x1 * x2 >= 0, 1.0, 0.0)
