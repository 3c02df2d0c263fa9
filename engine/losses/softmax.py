"""Softmax with cross-entropy: the outputs are the logits of probabilities that add up to 1."""

from typing import ClassVar

import numpy as np

from engine.activations import SOFTMAX, softmax
from engine.array import Array
from engine.losses.loss import Loss


class SoftmaxCrossEntropy(Loss):
    """L = -log A of the true class with A = softmax(Z), and so dZ = A - Y (Bridle, 1990).

    With Z at hand, L = log Σ e^Z - Z of the true class, which stays the same when the largest Z is taken from all.
    """

    title = "Softmax"
    help = "One output for each class: probabilities that add up to 1."
    takes: ClassVar = {}
    targets = (0.0, 1.0)
    output = SOFTMAX
    has_output_for_each: ClassVar = True

    def value(self, Z: Array, Y: Array) -> Array:
        below = Z - Z.max(axis=-2, keepdims=True)
        true = np.add.reduce(Y * below, axis=-2)
        return np.log(np.add.reduce(np.exp(below), axis=-2)) - true  # type: ignore[no-any-return]

    def gradient(self, Z: Array, Y: Array) -> Array:
        return softmax(Z) - Y
