"""Hills: a regression over flat land with three hills and three valleys."""

from typing import Literal

import numpy as np

from engine.array import Array
from engine.data.description import DOMAIN
from engine.data.planar import OfValues

CENTRES = np.array([(-4, 2.5, 1), (0, 2.5, -1), (4, 2.5, 1), (-4, -2.5, -1), (0, -2.5, 1), (4, -2.5, -1)])
"""(6, 3): x1, x2 and the value there."""


class Hills(OfValues, title="Hills"):
    """Three hills and three valleys on flat land.

    The value fades from ±1 at each centre to 0 at distance 2.
    """

    kind: Literal["multi_gaussian"] = "multi_gaussian"

    def drawn(self, generator: np.random.Generator) -> tuple[Array, Array]:
        points = generator.uniform(*DOMAIN, (2, self.samples))
        x1, x2 = self.moved(points, generator, reach=DOMAIN[1])
        distance = np.hypot(x1 - CENTRES[:, :1], x2 - CENTRES[:, 1:2])
        heights = CENTRES[:, 2:] * np.clip(1 - distance / 2, 0, 1)
        strongest = np.abs(heights).argmax(axis=0)
        return points, heights[strongest, np.arange(self.samples)]
