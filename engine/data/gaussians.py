"""Two Gaussians: two clouds, which a line parts."""

from typing import Literal

import numpy as np

from engine.array import Array
from engine.data.planar import Planar


class Gaussians(Planar, title="Two Gaussians"):
    """Two clouds: linearly separable.

    They are around (2, 2) and (-2, -2). Their variance grows from 0.5 with the noise, to 4 at 50 %.
    """

    kind: Literal["gaussians"] = "gaussians"

    def drawn(self, generator: np.random.Generator) -> tuple[Array, Array]:
        signs = np.where(np.arange(self.samples) < self.samples // 2, 1.0, -1.0)
        deviation = np.sqrt(0.5 + 3.5 * self.noise / 50)
        points = 2 * signs + deviation * generator.standard_normal((2, self.samples))
        return points, (signs > 0).astype(float)
