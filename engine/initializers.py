"""Initialisers: how the weights of a layer are drawn before training. Biases start at zero."""

import math
from collections.abc import Callable

import numpy as np

from engine.array import Array


def zeros(generator: np.random.Generator, n_out: int, n_in: int) -> Array:
    """All zero: every hidden unit of a layer stays equal to its neighbours for ever."""
    return np.zeros((n_out, n_in))


def small(generator: np.random.Generator, n_out: int, n_in: int) -> Array:
    """Normal with a standard deviation of 0.01: breaks the symmetry, but signals fade from layer to layer."""
    return 0.01 * generator.standard_normal((n_out, n_in))


def xavier(generator: np.random.Generator, n_out: int, n_in: int) -> Array:
    """Normal with variance 2 / (n_in + n_out) (Glorot and Bengio, 2010, equation 12)."""
    return math.sqrt(2 / (n_in + n_out)) * generator.standard_normal((n_out, n_in))


def he(generator: np.random.Generator, n_out: int, n_in: int) -> Array:
    """Normal with variance 2 / n_in, for ReLU (He et al., 2015, equation 10)."""
    return math.sqrt(2 / n_in) * generator.standard_normal((n_out, n_in))


INITIALIZERS: dict[str, Callable[[np.random.Generator, int, int], Array]] = {
    "zeros": zeros,
    "small": small,
    "xavier": xavier,
    "he": he,
}
