"""Rings: four around one another, of alternating classes."""

from typing import Literal

import numpy as np

from engine.array import Array
from engine.data.planar import RADIUS, Planar, on_circle

WIDTH = RADIUS / 4
"""The width of a ring, with the gap to the next."""


class Rings(Planar, title="Rings"):
    """Four concentric rings of alternating classes.

    There is a gap between each and the next.
    """

    kind: Literal["rings"] = "rings"

    def drawn(self, generator: np.random.Generator) -> tuple[Array, Array]:
        ring = generator.integers(4, size=self.samples)
        radius = WIDTH * (ring + generator.uniform(0.3, 1, self.samples))
        points = on_circle(radius, generator.uniform(0, 2 * np.pi, self.samples))
        distance = np.hypot(*self.moved(points, generator))
        return points, np.where(np.floor(distance / WIDTH) % 2 == 0, 1.0, 0.0)
