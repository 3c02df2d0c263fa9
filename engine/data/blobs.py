"""Blobs: a round cloud for each of as many classes as one likes."""

from typing import Literal

import numpy as np

from engine.array import Array
from engine.data.planar import RADIUS, OfManyClasses, on_circle


class Blobs(OfManyClasses, title="Blobs"):
    """A round cloud for each class.

    The clouds are evenly around the middle. Their deviation is a sixth of the way to the next cloud, but 0.7 at most;
    noise widens it, to six times that at 50 %, where many points are among another class's.
    """

    kind: Literal["blobs"] = "blobs"

    def drawn(self, generator: np.random.Generator) -> tuple[Array, Array]:
        labels = np.arange(self.samples) % self.classes
        distance = 0.65 * RADIUS
        apart = 2 * distance * np.sin(np.pi / self.classes)
        deviation = min(apart / 6, 0.7) * (1 + self.noise / 10)
        centres = on_circle(distance, 2 * np.pi * labels / self.classes)
        points = centres + deviation * generator.standard_normal((2, self.samples))
        return points, labels.astype(float)
