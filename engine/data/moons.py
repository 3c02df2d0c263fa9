"""Two moons: half circles that reach into each other, as in scikit-learn's `make_moons`."""

from typing import Literal

import numpy as np

from engine.array import Array
from engine.data.planar import RADIUS, Planar


class Moons(Planar, title="Two moons"):
    """Two interleaving half circles.

    Noise is normal.
    """

    kind: Literal["moons"] = "moons"

    def drawn(self, generator: np.random.Generator) -> tuple[Array, Array]:
        signs = np.where(np.arange(self.samples) < self.samples // 2, 1.0, -1.0)
        angle = generator.uniform(0, np.pi, self.samples)
        half_circles = signs * np.stack([np.cos(angle), np.sin(angle)])
        points = half_circles + np.outer([-0.5, -0.25], signs)
        noise = generator.normal(0, self.noise / 100, (2, self.samples))
        return RADIUS / 1.5 * (points + noise), (signs > 0).astype(float)
