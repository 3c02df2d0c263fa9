"""Activation functions A = g(Z), each beside its derivative g'(Z)."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from engine.array import Array


class Activation(NamedTuple):
    """A function g of every entry of Z, and its derivative.

    `derivative(Z, A)` may use A = g(Z) where that is cheaper. `range` bounds the values of g; None: unbounded.
    """

    function: Callable[[Array], Array]
    derivative: Callable[[Array, Array], Array]
    range: tuple[float, float] | None


def sigmoid(Z: Array) -> Array:
    """1 / (1 + e^-Z), written with tanh so that no exponential overflows: σ(z) = (1 + tanh(z/2)) / 2."""
    A: Array = 0.5 * (1 + np.tanh(0.5 * Z))
    return A


ACTIVATIONS = {
    "linear": Activation(
        function=lambda Z: Z,
        derivative=lambda Z, A: np.ones_like(Z),
        range=None,
    ),
    "relu": Activation(
        function=lambda Z: np.maximum(Z, 0),
        derivative=lambda Z, A: (Z > 0).astype(Z.dtype),
        range=None,
    ),
    "tanh": Activation(
        function=np.tanh,
        derivative=lambda Z, A: 1 - A * A,
        range=(-1, 1),
    ),
    "sigmoid": Activation(
        function=sigmoid,
        derivative=lambda Z, A: A * (1 - A),
        range=(0, 1),
    ),
}
