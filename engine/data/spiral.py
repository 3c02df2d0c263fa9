"""Spiral: two arms, wound into each other, the hardest of TensorFlow Playground's data sets."""

from typing import Literal

import numpy as np

from engine.array import Array
from engine.data.planar import RADIUS, Planar, on_circle


class Spiral(Planar, title="Spiral"):
    """Two intertwined arms: hard to separate.

    Each of them has 1.75 turns.
    """

    kind: Literal["spiral"] = "spiral"

    def drawn(self, generator: np.random.Generator) -> tuple[Array, Array]:
        n_first = self.samples // 2
        points, labels = [], []
        for n, label, turn in ((n_first, 1.0, 0.0), (self.samples - n_first, 0.0, np.pi)):
            along = np.arange(n) / n
            arm = on_circle(along * RADIUS, 1.75 * along * 2 * np.pi + turn)
            points.append(arm + generator.uniform(-1, 1, (2, n)) * self.noise / 100)
            labels.append(np.full(n, label))
        return np.concatenate(points, axis=1), np.concatenate(labels)
