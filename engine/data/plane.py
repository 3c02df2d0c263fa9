"""Plane: the simplest regression of two inputs."""

from typing import Literal

import numpy as np

from engine.array import Array
from engine.data.description import DOMAIN
from engine.data.planar import OfValues


class Plane(OfValues, title="Plane"):
    """The value rises evenly along the diagonal.

    It does so by 0.1 for each unit of x1 + x2.
    """

    kind: Literal["plane"] = "plane"

    def drawn(self, generator: np.random.Generator) -> tuple[Array, Array]:
        points = generator.uniform(*DOMAIN, (2, self.samples))
        x1, x2 = self.moved(points, generator, reach=DOMAIN[1])
        return points, (x1 + x2) / 10
