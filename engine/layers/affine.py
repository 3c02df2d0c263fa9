"""Affine layers: weighted sums of the input, and a bias for each unit or channel, Z = W X + b."""

from math import inf
from typing import NamedTuple

import numpy as np

from engine.activations import ACTIVATIONS
from engine.array import Array
from engine.initializers import Initializer, zeros
from engine.layers.layer import Weighted, by_channel


class Start(NamedTuple):
    """The initial weights and biases of a layer.

    Biases begin equal where they learn. Where they stay as they begin, they are drawn evenly from `bias` ±
    `bias_spread`, as in the extreme learning machine (Huang, Zhu and Siew, 2006): with all of them 0, a layer of tanh
    is an odd function, and no sum of its units separates a ring from its inside.
    """

    initializer: Initializer = zeros
    bias: float = 0
    bias_spread: float = 0.0
    learns_bias: bool = True
    """False where all biases are fixed, and where the sums are normalised afterwards: the normalisation subtracts a
    bias with their mean, and its gradient is 0. Adam would follow the rounding errors of that 0."""

    def biases(self, generator: np.random.Generator, n: int) -> Array:
        """Initial biases, (n,)."""
        b = np.full(n, float(self.bias))
        if self.bias_spread:
            # From a stream of its own: a seed gives the same weights with equal biases and with drawn ones.
            [chance] = generator.spawn(1)
            b += chance.uniform(-self.bias_spread, self.bias_spread, n)
        return b


ZEROS = Start()


class Affine(Weighted):
    """A layer with the parameters W and b."""

    function = ACTIVATIONS["linear"]
    range = (-inf, inf)

    def __init__(self, start: Start) -> None:
        self.start = start
        self.learns_bias = start.learns_bias


class Kernels(Affine):
    """An affine layer of channels, with W in one row for each parameter's first axis, and a bias for each channel."""

    channels: int
    """Channels of the output."""

    def bind(self, theta: Array, gradient: Array, statistics: Array) -> None:
        super().bind(theta, gradient, statistics)
        self.W = self.W.reshape(*self.W.shape[:2], -1)
        self.dW = self.dW.reshape(self.W.shape)

    def with_biases(self, Z: Array) -> Array:
        """Z (R, C_out H_out W_out, m) after b is added to each channel, in place."""
        by_channel(Z, self.channels)[:] += self.b
        if self.is_shown:
            self.A = Z
        return Z

    def sum_biases(self, dZ: Array) -> None:
        """db = Σ dZ over all places of all samples."""
        if self.learns_bias:
            np.add.reduce(by_channel(dZ, self.channels), axis=-1, keepdims=True, out=self.db)
