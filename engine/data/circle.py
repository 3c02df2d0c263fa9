"""Circle: a disc in a ring, TensorFlow Playground's first data set."""

from typing import Literal

import numpy as np

from engine.array import Array
from engine.data.planar import RADIUS, Planar, on_circle


class Circle(Planar, title="Circle"):
    """A disc in a ring: not linearly separable.

    The disc has radius 2.5, the ring goes from 3.5 to 5.
    """

    kind: Literal["circle"] = "circle"

    def drawn(self, generator: np.random.Generator) -> tuple[Array, Array]:
        n_inner = self.samples // 2
        radius = np.concatenate(
            [
                generator.uniform(0, 0.5 * RADIUS, n_inner),
                generator.uniform(0.7 * RADIUS, RADIUS, self.samples - n_inner),
            ]
        )
        points = on_circle(radius, generator.uniform(0, 2 * np.pi, self.samples))
        return points, np.where(np.hypot(*self.moved(points, generator)) < 0.5 * RADIUS, 1.0, 0.0)
