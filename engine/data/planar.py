"""Planar data sets: points (x1, x2), most of them between -6 and 6, each with its class from 0, or its value.

Circle, exclusive or, Gaussians, spiral, plane and hills are TensorFlow Playground's: its `src/dataset.ts` is the source
of every radius and scale, so that what one knows of them holds here. Noise comes in percent, and most sets move a point
by it before they decide its label: the point stays where it is and may get the other side's colour.
"""

import numpy as np

from engine.array import Array
from engine.data.points import ClassCount, Drawn

RADIUS = 5.0


class Planar(Drawn):
    """Points of the plane that are drawn by a rule."""

    def moved(self, points: Array, generator: np.random.Generator, reach: float = RADIUS) -> Array:
        """The points (2, samples) where the noise has moved them, up to `reach` at 100 percent."""
        return points + generator.uniform(-reach, reach, points.shape) * self.noise / 100


class OfManyClasses(Planar):
    """Planar points of as many classes as one likes."""

    classes: ClassCount = 3

    @property
    def n_classes(self) -> int:
        return self.classes


class OfValues(Planar):
    """Planar points of which each has a value: a regression."""

    @property
    def n_classes(self) -> int:
        return 0


def on_circle(radius: Array | float, angle: Array) -> Array:
    """Points (2, samples) at a distance from the middle, in a direction: angles turn clockwise from the top."""
    return radius * np.stack([np.sin(angle), np.cos(angle)])
