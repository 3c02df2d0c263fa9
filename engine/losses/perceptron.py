"""The perceptron's rule: only mistakes teach."""

from typing import ClassVar

import numpy as np

from engine.activations import ACTIVATIONS
from engine.array import Array
from engine.circumstances import Circumstances
from engine.fault import Fault
from engine.losses.loss import Loss


class Perceptron(Loss):
    """L = max(0, -(2Y - 1) Z) with A = step(Z), and so dZ = A - Y: only a mistake teaches (Rosenblatt, 1958).

    A sample on the wrong side of 0 counts by how far it is there. With single samples and a learning rate of 1 this is
    the perceptron's rule: add to the weights what should have been answered, take away what should not.
    """

    title = "Perceptron rule"
    help = "Only a misclassified sample changes the weights: it is added or subtracted. No hidden layers."
    takes: ClassVar = {**Loss.takes, "network": {"hidden": [], "activations": None, "dropout_rates": None}}
    targets = (0.0, 1.0)
    output = ACTIVATIONS["step"]

    @classmethod
    def check(cls, circumstances: Circumstances) -> None:
        if circumstances.n_layers > 1:
            raise Fault(
                "The perceptron's rule cannot teach hidden layers: take them out, or take another loss.",
                where="objective.loss",
            )

    def value(self, Z: Array, Y: Array) -> Array:
        return np.add.reduce(np.maximum((1 - 2 * Y) * Z, 0), axis=-2)  # type: ignore[no-any-return]

    def gradient(self, Z: Array, Y: Array) -> Array:
        return self.output.function(Z) - Y
