"""Squared error: how far the prediction is from the target, squared."""

from math import isfinite
from typing import ClassVar

import numpy as np

from engine.activations import Activation
from engine.array import Array
from engine.losses.loss import Loss


class SquaredError(Loss):
    """L = ½ Σ (A - Y)², and so dZ = (A - Y) g'(Z).

    The targets of classes are the limits of the output function, or -1 and 1 where it has none.
    """

    title = "Squared error"
    help = "Half the squared difference between output and label."
    needs_classes: ClassVar = False
    has_output_of_choice: ClassVar = True

    def __init__(self, output: Activation) -> None:
        self.output = output
        low, high = output.range
        self.targets = (low, high) if isfinite(low) and isfinite(high) else (-1.0, 1.0)

    @classmethod
    def with_output(cls, function: Activation) -> Loss:
        return cls(function)

    def value(self, Z: Array, Y: Array) -> Array:
        error = self.output.function(Z) - Y
        return 0.5 * np.add.reduce(error * error, axis=-2)  # type: ignore[no-any-return]

    def gradient(self, Z: Array, Y: Array) -> Array:
        A = self.output.function(Z)
        return (A - Y) * self.output.derivative(Z, A)
