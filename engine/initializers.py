"""Initialisers: how the weights of a layer are drawn before training."""

import math
from collections.abc import Callable

import numpy as np

from engine.array import Array

Initializer = Callable[[np.random.Generator, int, int], Array]
"""(generator, n_out, n_in) to weights (n_out, n_in)."""


def zeros(generator: np.random.Generator, n_out: int, n_in: int) -> Array:
    """All zero: every hidden unit of a layer stays equal to its neighbours for ever."""
    return np.zeros((n_out, n_in))


def small(generator: np.random.Generator, n_out: int, n_in: int) -> Array:
    """Normal with a standard deviation of 0.01: breaks the symmetry, but signals fade from layer to layer."""
    return 0.01 * generator.standard_normal((n_out, n_in))


def uniform(generator: np.random.Generator, n_out: int, n_in: int) -> Array:
    """Evenly from -0.5 to 0.5, however large the layer is, as TensorFlow Playground draws them (`src/nn.ts`)."""
    return generator.uniform(-0.5, 0.5, (n_out, n_in))


def xavier(generator: np.random.Generator, n_out: int, n_in: int) -> Array:
    """Normal with variance 2 / (n_in + n_out) (Glorot and Bengio, 2010, equation 12)."""
    return math.sqrt(2 / (n_in + n_out)) * generator.standard_normal((n_out, n_in))


def he(generator: np.random.Generator, n_out: int, n_in: int) -> Array:
    """Normal with variance 2 / n_in, for ReLU (He et al., 2015, equation 10)."""
    return math.sqrt(2 / n_in) * generator.standard_normal((n_out, n_in))


def orthogonal(generator: np.random.Generator, n_out: int, n_in: int) -> Array:
    """Rows, or where there are more rows than columns the columns, of length 1 at right angles (Saxe et al., 2014).

    Q of a normal matrix's QR decomposition, its columns turned so that R's diagonal is positive: without that, Q
    would not be spread evenly over all the orthogonal matrices (Mezzadri, 2007).
    """
    tall = generator.standard_normal((max(n_out, n_in), min(n_out, n_in)))
    Q, R = np.linalg.qr(tall)
    W: Array = Q * np.sign(np.diagonal(R))
    return W if n_out >= n_in else W.T


INITIALIZERS: dict[str, Initializer] = {
    "zeros": zeros,
    "small": small,
    "uniform": uniform,
    "xavier": xavier,
    "he": he,
    "orthogonal": orthogonal,
}
