"""Losses: how wrong an output is, and how the error flows back into Z[L], the last layer's sums.

A loss also reads the output: the prediction is A[L] = g(Z[L]), and g belongs to the loss, because
cross-entropy and its sigmoid are exact only when they are computed together.
"""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from engine.activations import ACTIVATIONS, SOFTMAX, Activation, sigmoid, softmax, softplus
from engine.array import Array
from engine.experiment import Experiment


class Loss(Protocol):
    """Y holds the targets, (R, n, m) like Z."""

    output: Activation
    """Turns Z[L] into the prediction. Whatever it is, a single output answers with class 1 where Z[L] > 0."""
    targets: tuple[float, float]
    """What an output should say to a sample of another class than its own, and to one of its own."""

    def value(self, Z: Array, Y: Array) -> Array:
        """The loss of every sample, summed over the output units, (R, m)."""

    def gradient(self, Z: Array, Y: Array) -> Array:
        """dZ[L], the derivative of each sample's loss to Z[L], (R, n, m)."""


class SquaredError:
    """L = ½ Σ (A - Y)², and so dZ = (A - Y) g'(Z)."""

    targets = (-1.0, 1.0)

    def __init__(self, output: Activation) -> None:
        self.output = output

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

    targets = (0.0, 1.0)
    output = ACTIVATIONS["sigmoid"]

    def value(self, Z: Array, Y: Array) -> Array:
        return np.add.reduce(softplus(Z) - Y * Z, axis=-2)  # type: ignore[no-any-return]

    def gradient(self, Z: Array, Y: Array) -> Array:
        return sigmoid(Z) - Y


class SoftmaxCrossEntropy:
    """L = -log A of the true class with A = softmax(Z), and so dZ = A - Y (Bridle, 1990).

    With Z at hand, L = log Σ e^Z - Z of the true class, which stays the same when the largest Z is taken from all.
    """

    targets = (0.0, 1.0)
    output = SOFTMAX

    def value(self, Z: Array, Y: Array) -> Array:
        below = Z - Z.max(axis=-2, keepdims=True)
        true = np.add.reduce(Y * below, axis=-2)
        return np.log(np.add.reduce(np.exp(below), axis=-2)) - true  # type: ignore[no-any-return]

    def gradient(self, Z: Array, Y: Array) -> Array:
        return softmax(Z) - Y


class Hinge:
    """L = max(0, 1 - Y Z) with Y = ±1, and so dZ = -Y where the margin Y Z is less than 1 (Cortes and Vapnik, 1995).

    The prediction is Z itself: its sign is the class, and a sample that is right by a margin of 1 counts no more.
    """

    targets = (-1.0, 1.0)
    output = ACTIVATIONS["linear"]

    def value(self, Z: Array, Y: Array) -> Array:
        return np.add.reduce(np.maximum(1 - Y * Z, 0), axis=-2)  # type: ignore[no-any-return]

    def gradient(self, Z: Array, Y: Array) -> Array:
        return np.where(Y * Z < 1, -Y, Y.dtype.type(0))


class Perceptron:
    """L = max(0, -(2Y - 1) Z) with A = step(Z), and so dZ = A - Y: only a mistake teaches (Rosenblatt, 1958).

    A sample on the wrong side of 0 counts by how far it is there. With single samples and a learning rate of 1 this is
    the perceptron's rule: add to the weights what should have been answered, take away what should not.
    """

    targets = (0.0, 1.0)
    output = ACTIVATIONS["step"]

    def value(self, Z: Array, Y: Array) -> Array:
        return np.add.reduce(np.maximum((1 - 2 * Y) * Z, 0), axis=-2)  # type: ignore[no-any-return]

    def gradient(self, Z: Array, Y: Array) -> Array:
        return self.output.function(Z) - Y


def loss_of(experiment: Experiment) -> Loss:
    """The loss that an experiment asks for, with the output that suits its problem."""
    if experiment.objective.loss == "cross_entropy":
        return CrossEntropy()
    if experiment.objective.loss == "softmax":
        return SoftmaxCrossEntropy()
    if experiment.objective.loss == "hinge":
        return Hinge()
    if experiment.objective.loss == "perceptron":
        return Perceptron()
    return SquaredError(ACTIVATIONS[experiment.output_function])


def targets_of(experiment: Experiment, labels: Array) -> Array:
    """Labels (1, m) as what the outputs should say, Y (n_out, m): values of a regression, else class numbers."""
    if experiment.data.problem == "regression":
        return labels
    low, high = loss_of(experiment).targets
    own = np.arange(experiment.n_out)[:, np.newaxis] if experiment.n_out > 1 else 1
    return np.where(labels == own, labels.dtype.type(high), labels.dtype.type(low))


def answers(Z: Array) -> NDArray[np.intp]:
    """The class that Z[L] (.., n_out, m) answers for every sample, (.., m).

    It is read from Z and not from A = g(Z), which rises with it but may be rounded to its end for several outputs.
    """
    if Z.shape[-2] == 1:
        return (Z[..., 0, :] > 0).astype(np.intp)
    classes: NDArray[np.intp] = Z.argmax(axis=-2)
    return classes
