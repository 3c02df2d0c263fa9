"""Cross-entropy: how surprised one is by the class, where the output is the logit of its probability."""

from typing import ClassVar

import numpy as np

from engine.activations import ACTIVATIONS, sigmoid, softplus
from engine.array import Array
from engine.losses.loss import Loss


class CrossEntropy(Loss):
    """L = -Y log A - (1 - Y) log(1 - A) with A = sigmoid(Z), and so dZ = A - Y.

    With Z at hand, L = log(1 + e^Z) - Y Z, which never overflows. Y may lie anywhere between 0 and 1: a pixel then is
    as likely ink as it is dark.
    """

    title = "Cross-entropy"
    help = "The negative logarithm of the true class's predicted probability."
    takes_shares: ClassVar = True
    targets = (0.0, 1.0)
    output = ACTIVATIONS["sigmoid"]

    def value(self, Z: Array, Y: Array) -> Array:
        return np.add.reduce(softplus(Z) - Y * Z, axis=-2)  # type: ignore[no-any-return]

    def gradient(self, Z: Array, Y: Array) -> Array:
        return sigmoid(Z) - Y
