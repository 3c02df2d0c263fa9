"""Initialisers: how the weights of a layer are drawn before training."""

import math
from typing import Literal, Protocol

import numpy as np

from engine.array import Array
from engine.control import option
from engine.pauses import pause

PANEL = 64
"""Columns that are made orthogonal at a time: some milliseconds, where there are hundreds."""

InitializerName = Literal["zeros", "small", "uniform", "xavier", "he", "orthogonal"]
INITIALIZER_OPTIONS = {
    "zeros": option("Zeros", "All equal: the units of a hidden layer stay identical."),
    "small": option(
        "Small random", "About 0.01: the symmetry is broken, but signals fade from layer to layer."
    ),
    "uniform": option(
        "Uniform", "Evenly from −0.5 to 0.5, however large the layer is, as in TensorFlow Playground."
    ),
    "xavier": option("Xavier", "Keeps the variance of signals from layer to layer; made for tanh."),
    "he": option("He", "Larger than Xavier's, because ReLU sets half of its inputs to 0."),
    "orthogonal": option("Orthogonal", "An orthogonal matrix: signals keep their norm from layer to layer."),
}
"""Their labels, and the effect of each."""


class Initializer(Protocol):
    """Draws weights (n_out, n_in).

    Every sum reads `n_in` numbers, its fan-in. Of a number read there are `fan_out` sums: as many as there are outputs
    unless weights are shared, as a kernel's are by all places.
    """

    def __call__(
        self, generator: np.random.Generator, n_out: int, n_in: int, /, fan_out: int | None = None
    ) -> Array: ...


def zeros(generator: np.random.Generator, n_out: int, n_in: int, fan_out: int | None = None) -> Array:
    """All zero: every hidden unit of a layer stays equal to its neighbours for ever."""
    return np.zeros((n_out, n_in))


def small(generator: np.random.Generator, n_out: int, n_in: int, fan_out: int | None = None) -> Array:
    """Normal with a standard deviation of 0.01: breaks the symmetry, but signals fade from layer to layer."""
    return 0.01 * generator.standard_normal((n_out, n_in))


def uniform(generator: np.random.Generator, n_out: int, n_in: int, fan_out: int | None = None) -> Array:
    """Evenly from -0.5 to 0.5, however large the layer is, as TensorFlow Playground draws them (`src/nn.ts`)."""
    return generator.uniform(-0.5, 0.5, (n_out, n_in))


def xavier(generator: np.random.Generator, n_out: int, n_in: int, fan_out: int | None = None) -> Array:
    """Normal with variance 2 / (n_in + fan_out) (Glorot and Bengio, 2010, equation 12)."""
    return math.sqrt(2 / (n_in + (fan_out or n_out))) * generator.standard_normal((n_out, n_in))


def he(generator: np.random.Generator, n_out: int, n_in: int, fan_out: int | None = None) -> Array:
    """Normal with variance 2 / n_in, for ReLU (He et al., 2015, equation 10)."""
    return math.sqrt(2 / n_in) * generator.standard_normal((n_out, n_in))


def orthogonal(generator: np.random.Generator, n_out: int, n_in: int, fan_out: int | None = None) -> Array:
    """Rows, or where there are more rows than columns the columns, of length 1 at right angles (Saxe et al., 2014).

    Q of a normal matrix's QR decomposition, its columns turned so that R's diagonal is positive: without that, Q
    would not be spread evenly over all the orthogonal matrices (Mezzadri, 2007).
    """
    W = orthonormalized(generator.standard_normal((max(n_out, n_in), min(n_out, n_in))))
    return W if n_out >= n_in else W.T


def orthonormalized(tall: Array) -> Array:
    """Q (n, k) of the QR decomposition of `tall` (n, k), k ≤ n, whose R has a positive diagonal.

    It is taken panel by panel, each made orthogonal to all before it, twice because of rounding (Giraud et al., 2005):
    LAPACK would take the whole of a large matrix without a pause.
    """
    n, k = tall.shape
    Q = np.empty((n, k))
    for start in range(0, k, PANEL):
        before, panel = Q[:, :start], tall[:, start : start + PANEL]
        for _ in range(2 if start else 0):
            panel = panel - before @ (before.T @ panel)
            pause()
        found, R = np.linalg.qr(panel)
        Q[:, start : start + PANEL] = found * np.sign(np.diagonal(R))
        pause()
    return Q


INITIALIZERS: dict[str, Initializer] = {
    "zeros": zeros,
    "small": small,
    "uniform": uniform,
    "xavier": xavier,
    "he": he,
    "orthogonal": orthogonal,
}
