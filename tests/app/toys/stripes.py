"""A data set that the engine does not know: stripes of alternating classes, from a script of its own."""

from typing import Literal

import numpy as np
from pydantic import Field

from engine.array import Array
from engine.data.kinds import register
from engine.data.planar import Planar


class ToyStripes(Planar, title="Toy stripes"):
    """Stripes of alternating classes."""

    kind: Literal["toy_stripes"] = "toy_stripes"
    stripes: int = Field(default=3, ge=2, le=5)
    """How many there are."""

    def drawn(self, generator: np.random.Generator) -> tuple[Array, Array]:
        points = generator.uniform(-5, 5, (2, self.samples))
        x1, _ = self.moved(points, generator)
        return points, np.floor((x1 + 5) / 10 * self.stripes) % 2


register(ToyStripes)
