"""Spirals: an arm for each of as many classes as one likes."""

from typing import Literal

import numpy as np

from engine.array import Array
from engine.data.planar import RADIUS, OfManyClasses, on_circle


class Spirals(OfManyClasses, title="Spirals"):
    """A spiral arm for each class.

    The more arms there are, the less each of them turns.
    """

    kind: Literal["spirals"] = "spirals"

    def drawn(self, generator: np.random.Generator) -> tuple[Array, Array]:
        labels = np.arange(self.samples) % self.classes
        along = generator.uniform(0, 1, self.samples)
        angle = 2 * np.pi * (3.5 / self.classes * along + labels / self.classes)
        arms = on_circle(along * RADIUS, angle)
        noise = generator.uniform(-1, 1, (2, self.samples)) * self.noise / 100
        return arms + noise, labels.astype(float)
