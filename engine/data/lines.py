"""Data sets along a line: x1 between -6 and 6, and a value that a function gives it, give or take some noise."""

from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from engine.array import Array
from engine.data.description import DOMAIN, View
from engine.data.points import FEATURES_OF_LINES, MOST_FEATURES, Drawn, FeatureText


class PointsOfLine(Drawn):
    """Points of a line, each with its value: a regression. Noise is normal, of a deviation up to 0.5 at 50 percent."""

    view: ClassVar[View] = "line"
    possible_features: ClassVar = FEATURES_OF_LINES
    deviation: ClassVar[float] = 0.0
    """That the values have from the function at least."""

    features: tuple[FeatureText, ...] = Field(
        default=("x1",), title="Features", min_length=1, max_length=MOST_FEATURES
    )
    """The features of each point that the network reads, in this order."""

    @staticmethod
    def function(x: Array) -> Array:
        """The true function."""
        raise NotImplementedError

    @property
    def n_classes(self) -> int:
        return 0

    def truth(self, points: Array) -> Array:
        return self.function(points[0])

    def drawn(self, generator: np.random.Generator) -> tuple[Array, Array]:
        x = generator.uniform(*DOMAIN, self.samples)
        deviation = self.deviation + self.noise / 100
        return x[np.newaxis], self.function(x) + deviation * generator.standard_normal(self.samples)


class Sine(PointsOfLine, title="Sine"):
    """A wave along one input."""

    kind: Literal["sine"] = "sine"

    @staticmethod
    def function(x: Array) -> Array:
        return np.sin(x)


class StepFunction(PointsOfLine, title="Step"):
    """A jump from −1 to 1: a smooth network rounds it off."""

    kind: Literal["step"] = "step"

    @staticmethod
    def function(x: Array) -> Array:
        return np.where(x > 0, 1.0, -1.0)


class Polynomial(PointsOfLine, title="Noisy cubic"):
    """A cubic with built-in noise: it shows overfitting.

    Few samples of it, a large network and much time: this is how one learns noise by heart.
    """

    deviation: ClassVar = 0.1

    kind: Literal["polynomial"] = "polynomial"

    @staticmethod
    def function(x: Array) -> Array:
        return x * (x * x - 20) / 96
