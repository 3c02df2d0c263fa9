"""Activation functions A = g(Z), each beside its derivative g'(Z)."""

from collections.abc import Callable
from math import inf, pi, sqrt
from typing import NamedTuple

import numpy as np

from engine.array import Array


class Activation(NamedTuple):
    """A function g of every entry of Z, and its derivative.

    `derivative(Z, A)` may use A = g(Z) where that is cheaper. `range` bounds the values of g.
    """

    function: Callable[[Array], Array]
    derivative: Callable[[Array, Array], Array]
    range: tuple[float, float]


def sigmoid(Z: Array) -> Array:
    """1 / (1 + e^-Z), written with tanh so that no exponential overflows: σ(z) = (1 + tanh(z/2)) / 2."""
    A: Array = 0.5 * (1 + np.tanh(0.5 * Z))
    return A


def softplus(Z: Array) -> Array:
    """log(1 + e^Z), written as max(Z, 0) + log(1 + e^-|Z|) so that no exponential overflows."""
    return np.maximum(Z, 0) + np.log1p(np.exp(-np.abs(Z)))


def softmax(Z: Array) -> Array:
    """e^Z divided by its sum over the units: probabilities. The largest Z is taken away first, which changes nothing
    but keeps the exponentials from overflowing."""
    exponentials = np.exp(Z - Z.max(axis=-2, keepdims=True))
    A: Array = exponentials / np.add.reduce(exponentials, axis=-2, keepdims=True)
    return A


def leaky_relu(slope: float) -> Activation:
    """Z where it is positive, and a fraction `slope` of it elsewhere, so that no unit dies (Maas et al., 2013)."""

    def derivative(Z: Array, A: Array) -> Array:
        return np.where(Z > 0, Z.dtype.type(1), Z.dtype.type(slope))

    return Activation(lambda Z: Z * derivative(Z, Z), derivative, (-inf, inf))


def silu_derivative(Z: Array, A: Array) -> Array:
    """σ(Z) (1 + Z (1 - σ(Z))) = σ(Z) + A (1 - σ(Z))"""
    S = sigmoid(Z)
    return S + A * (1 - S)


def gelu_gate(Z: Array) -> Array:
    """Nearly the share of a normal distribution below Z: ½ (1 + tanh(√(2/π) (Z + 0.044715 Z³)))"""
    return 0.5 * (1 + np.tanh(sqrt(2 / pi) * (Z + 0.044715 * (Z * Z * Z))))


def gelu_derivative(Z: Array, A: Array) -> Array:
    """For A = Z G: G + Z G', with G' = 2 G (1 - G) √(2/π) (1 + 3 · 0.044715 Z²)"""
    G = gelu_gate(Z)
    return G + A * (1 - G) * (2 * sqrt(2 / pi) * (1 + 3 * 0.044715 * (Z * Z)))


ACTIVATIONS = {
    # No activation: the layers together are as good as one.
    "linear": Activation(
        function=lambda Z: Z,
        derivative=lambda Z, A: np.ones_like(Z),
        range=(-inf, inf),
    ),
    # McCulloch and Pitts, 1943. Its derivative is 0 wherever it has one, so nothing flows back.
    "step": Activation(
        function=lambda Z: (Z > 0).astype(Z.dtype),
        derivative=lambda Z, A: np.zeros_like(Z),
        range=(0, 1),
    ),
    "sigmoid": Activation(
        function=sigmoid,
        derivative=lambda Z, A: A * (1 - A),
        range=(0, 1),
    ),
    "tanh": Activation(
        function=np.tanh,
        derivative=lambda Z, A: 1 - A * A,
        range=(-1, 1),
    ),
    # Nair and Hinton, 2010.
    "relu": Activation(
        function=lambda Z: np.maximum(Z, 0),
        derivative=lambda Z, A: (Z > 0).astype(Z.dtype),
        range=(0, inf),
    ),
    # Clevert, Unterthiner and Hochreiter, 2016, with their α = 1: Z, or e^Z - 1 where Z is negative.
    "elu": Activation(
        function=lambda Z: np.maximum(Z, np.expm1(np.minimum(Z, 0))),
        derivative=lambda Z, A: np.minimum(A, 0) + 1,
        range=(-1, inf),
    ),
    # Dugas et al., 2001: ReLU with a round corner.
    "softplus": Activation(
        function=softplus,
        derivative=lambda Z, A: sigmoid(Z),
        range=(0, inf),
    ),
    # Elfwing, Uchibe and Doya, 2018; also called swish. Its least value is -0.2785 at Z = -1.2785.
    "silu": Activation(
        function=lambda Z: Z * sigmoid(Z),
        derivative=silu_derivative,
        range=(-0.27847, inf),
    ),
    # Hendrycks and Gimpel, 2016, in their approximation by tanh. Its least value is -0.1701 at Z = -0.7525.
    "gelu": Activation(
        function=lambda Z: Z * gelu_gate(Z),
        derivative=gelu_derivative,
        range=(-0.17005, inf),
    ),
}
"""All but those with a slope of their own, in the order in which a course meets them."""

SOFTMAX = Activation(
    function=softmax,
    # Of each unit to its own Z; the others' Z count too, so the loss goes back through it as a whole.
    derivative=lambda Z, A: A * (1 - A),
    range=(0, 1),
)
"""The output function of several classes. Each of its values depends on all the units of the sample."""
