"""Checkerboard: squares of alternating classes."""

from typing import Literal

import numpy as np

from engine.array import Array
from engine.data.planar import RADIUS, Planar


class Checkerboard(Planar, title="Checkerboard"):
    """Four by four squares of alternating classes."""

    kind: Literal["checkerboard"] = "checkerboard"

    def drawn(self, generator: np.random.Generator) -> tuple[Array, Array]:
        points = generator.uniform(-RADIUS, RADIUS, (2, self.samples))
        column, row = np.floor(self.moved(points, generator) / (RADIUS / 2))
        return points, np.where((column + row) % 2 == 0, 1.0, 0.0)
