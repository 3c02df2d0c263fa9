"""Layers on pictures, made from their descriptions, for tests."""

from typing import Any

import numpy as np

from engine.array import FLOAT64, Array, Precision
from engine.layers.building import built
from engine.layers.description import Around, Form
from engine.layers.kinds import described
from engine.layers.layer import Layer, size

AROUND = Around("he", 0.1, 0, 3)


def made(description: dict[str, Any], shape: Form, runs: int = 1, dtype: Precision = FLOAT64) -> Layer:
    """The layer for samples of that shape, over random parameters of so many runs."""
    [layer] = built([described(description)], shape, AROUND)
    generator = np.random.default_rng(runs)
    for leaf in layer.leaves():
        theta = np.array([leaf.initial(generator) for _ in range(runs)]).reshape(runs, -1).astype(dtype)
        theta += 0.1 * generator.standard_normal(theta.shape).astype(dtype)
        statistics = np.array([leaf.initial_statistics()] * runs).reshape(runs, -1).astype(dtype)
        assert theta.shape[1] == size(leaf.parameters)
        leaf.bind(theta, np.zeros_like(theta), statistics)
    return layer


def samples(shape: Form, m: int, runs: int = 1, dtype: Precision = FLOAT64) -> Array:
    """Random pictures (R, C H W, m)."""
    drawn = np.random.default_rng(m).standard_normal((runs, int(np.prod(shape)), m))
    return drawn.astype(dtype)
