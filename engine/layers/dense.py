"""A dense layer: every output unit is a weighted sum of all inputs, Z = W A_prev + b."""

import numpy as np

from engine.array import Array
from engine.initializers import Initializer, zeros
from engine.layers.layer import Layer
from engine.pauses import product

MOST_AT_ONCE = 2**14
"""Weights of a layer whose products are taken as a whole; those of a larger one can be interrupted."""


class Dense(Layer):
    """Parameters are views into the network's flat theta: W (R, n_out, n_in) row by row, then b (R, n_out, 1).

    Where the sums are normalised afterwards, a bias is taken away again with their mean and its gradient is 0: it
    need not learn (`learns_bias`), or Adam would make steps of what rounding leaves of that 0.

    Biases begin equal where they can learn to differ. Where they stay as they begin, they are drawn evenly from
    `bias` ± `bias_spread`, as the extreme learning machine wants it (Huang, Zhu and Siew, 2006): with all of them 0, a
    layer of tanh is odd, and no sum of its units tells a ring from what is inside it.
    """

    learns_bias = True
    bias_spread = 0.0

    def __init__(self, n_in: int, n_out: int, initializer: Initializer = zeros, bias: float = 0) -> None:
        self.n_in = n_in
        self.n_out = n_out
        self.n_weights = n_out * n_in
        self.n_parameters = self.n_weights + n_out
        self.initializer = initializer
        self.bias = bias
        self.product = np.matmul if self.n_weights <= MOST_AT_ONCE else product

    def offsets(self) -> dict[str, int]:
        """W, and b where it learns."""
        return {"W": 0, "b": self.n_weights} if self.learns_bias else {"W": 0}

    def initial(self, generator: np.random.Generator) -> Array:
        """Weights as the initialiser draws them, and biases."""
        W = self.initializer(generator, self.n_out, self.n_in)
        b = np.full(self.n_out, float(self.bias))
        if self.bias_spread:
            # From a stream of its own: a seed gives the same weights with equal biases and with drawn ones.
            [chance] = generator.spawn(1)
            b += chance.uniform(-self.bias_spread, self.bias_spread, self.n_out)
        return np.concatenate([W.ravel(), b])

    def bind(self, theta: Array, gradient: Array, statistics: Array) -> None:
        """Take this layer's own columns of theta and of its gradient as W, b, dW, db."""
        self.W, self.b = self.split(theta)
        self.dW, self.db = self.split(gradient)

    def split(self, parameters: Array) -> tuple[Array, Array]:
        """Views of (..., n_parameters) as (..., n_out, n_in) and (..., n_out, 1)."""
        replicas = parameters.shape[:-1]
        W = parameters[..., : self.n_weights].reshape(*replicas, self.n_out, self.n_in)
        b = parameters[..., self.n_weights :].reshape(*replicas, self.n_out, 1)
        return W, b

    def forward(self, A_prev: Array) -> Array:
        """Z = W A_prev + b: (R, n_in, m) to (R, n_out, m)."""
        self.A_prev = A_prev
        Z: Array = self.product(self.W, A_prev)
        Z += self.b
        return Z

    def gradients(self, dZ: Array) -> None:
        """dW = dZ A_prevᵀ and db = Σ dZ: sums over the samples, which the network divides by m all at once."""
        self.product(dZ, self.A_prev.mT, out=self.dW)
        if self.learns_bias:
            np.add.reduce(dZ, axis=-1, keepdims=True, out=self.db)

    def backward(self, dZ: Array) -> Array:
        """Fill dW and db, and return dA_prev = Wᵀ dZ."""
        self.gradients(dZ)
        dA_prev: Array = self.product(self.W.mT, dZ)
        return dA_prev
