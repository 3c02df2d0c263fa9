"""Hinge: every output should be on its class's side of 0, by a margin of 1."""

import numpy as np

from engine.activations import ACTIVATIONS
from engine.array import Array
from engine.losses.loss import Loss


class Hinge(Loss):
    """L = max(0, 1 - Y Z) with Y = ±1, and so dZ = -Y where the margin Y Z is less than 1 (Cortes and Vapnik, 1995).

    The prediction is Z itself: its sign is the class, and a sample that is right by a margin of 1 counts no more.
    """

    title = "Hinge"
    help = "Every sample should be on its side of 0 with a margin of at least 1."
    targets = (-1.0, 1.0)
    output = ACTIVATIONS["linear"]

    def value(self, Z: Array, Y: Array) -> Array:
        return np.add.reduce(np.maximum(1 - Y * Z, 0), axis=-2)  # type: ignore[no-any-return]

    def gradient(self, Z: Array, Y: Array) -> Array:
        return np.where(Y * Z < 1, -Y, Y.dtype.type(0))
