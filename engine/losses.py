"""Losses: how wrong an output is, and how the error flows back into Z[L], the last layer's sums.

A loss also reads the output: the prediction is A[L] = g(Z[L]), and g belongs to the loss, because
cross-entropy and its sigmoid are exact only when they are computed together.
"""

from typing import Protocol

import numpy as np

from engine.activations import ACTIVATIONS, Activation, sigmoid, softplus
from engine.array import Array
from engine.experiment import Experiment


class Loss(Protocol):
    """Y holds the targets, (R, n, m) like Z."""

    output: Activation
    """Turns Z[L] into the prediction."""
    boundary: float
    """The prediction that separates the two classes."""

    def targets(self, labels: Array) -> Array:
        """Labels in -1..1 as the targets that this loss compares with."""

    def value(self, Z: Array, Y: Array) -> Array:
        """The loss of every sample, summed over the output units, (R, m)."""

    def gradient(self, Z: Array, Y: Array) -> Array:
        """dZ[L], the derivative of each sample's loss to Z[L], (R, n, m)."""


class SquaredError:
    """L = ½ Σ (A - Y)², and so dZ = (A - Y) g'(Z)."""

    boundary = 0.0

    def __init__(self, output: Activation) -> None:
        self.output = output

    def targets(self, labels: Array) -> Array:
        return labels

    def value(self, Z: Array, Y: Array) -> Array:
        error = self.output.function(Z) - Y
        return 0.5 * np.add.reduce(error * error, axis=-2)  # type: ignore[no-any-return]

    def gradient(self, Z: Array, Y: Array) -> Array:
        A = self.output.function(Z)
        return (A - Y) * self.output.derivative(Z, A)


class CrossEntropy:
    """L = -Y log A - (1 - Y) log(1 - A) with A = sigmoid(Z), and so dZ = A - Y.

    With Z at hand, L = log(1 + e^Z) - Y Z, which never overflows.
    """

    boundary = 0.5
    output = ACTIVATIONS["sigmoid"]

    def targets(self, labels: Array) -> Array:
        return (labels + 1) / 2

    def value(self, Z: Array, Y: Array) -> Array:
        return np.add.reduce(softplus(Z) - Y * Z, axis=-2)  # type: ignore[no-any-return]

    def gradient(self, Z: Array, Y: Array) -> Array:
        return sigmoid(Z) - Y


class Hinge:
    """L = max(0, 1 - Y Z) with Y = ±1, and so dZ = -Y where the margin Y Z is less than 1 (Cortes and Vapnik, 1995).

    The prediction is Z itself: its sign is the class, and a sample that is right by a margin of 1 counts no more.
    """

    boundary = 0.0
    output = ACTIVATIONS["linear"]

    def targets(self, labels: Array) -> Array:
        return labels

    def value(self, Z: Array, Y: Array) -> Array:
        return np.add.reduce(np.maximum(1 - Y * Z, 0), axis=-2)  # type: ignore[no-any-return]

    def gradient(self, Z: Array, Y: Array) -> Array:
        return np.where(Y * Z < 1, -Y, Y.dtype.type(0))


def loss_of(experiment: Experiment) -> Loss:
    """The loss that an experiment asks for, with the output that suits its problem."""
    if experiment.objective.loss == "cross_entropy":
        return CrossEntropy()
    if experiment.objective.loss == "hinge":
        return Hinge()
    return SquaredError(ACTIVATIONS["tanh" if experiment.data.problem == "classification" else "linear"])
