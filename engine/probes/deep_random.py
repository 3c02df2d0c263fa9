"""A deep random network: what many layers make of the plane before any of them has learned.

With every layer the plane is folded and stretched once more. Where the weights are small it collapses into a point or a
line; where they are large it is torn into noise; between the two it becomes thin filaments, along which the network
answers in one direction only (Duvenaud et al., Avoiding pathologies in very deep networks, 2014, section 5).
"""

from functools import lru_cache
from math import sqrt
from typing import Literal

import numpy as np
from pydantic import Field

from engine.array import FLOAT64
from engine.layers import ActivationDescription, DenseDescription
from engine.layers.building import built
from engine.layers.description import Around
from engine.network import Network
from engine.part import Part
from engine.places import initial_statistics, initial_theta, weight_mask
from engine.probes.warped_plane import LayerPlane, grid_points, hidden_answers, seen

DEEPEST = 40
REACH = 2.0
"""The plane goes from -REACH to REACH: most of a standard normal distribution, as in the paper."""
BIASES = 0.5
"""The largest bias. Biases are drawn evenly from -BIASES to BIASES."""


class DeepRandom(Part):
    """A network of random layers over the plane."""

    units: int = Field(default=16, ge=2, le=16)
    """The units of each layer."""
    activation: Literal["linear", "sigmoid", "tanh", "relu", "elu", "softplus", "silu", "gelu"] = "tanh"
    scale: float = Field(default=1.3, ge=0.1, le=4)
    """The standard deviation of a weight, times the square root of the inputs of its layer."""
    seed: int = Field(default=1, ge=0, le=2**31 - 1)


@lru_cache(maxsize=8)
def planes_of(described: DeepRandom) -> list[LayerPlane]:
    """The plane and what each of the layers makes of it, from 0 to DEEPEST."""
    layer = (
        DenseDescription(units=described.units),
        ActivationDescription(function=described.activation),
    )
    around = Around(initializer="he", bias=0, bias_spread=BIASES, n_out=1)
    layers = built([*layer * DEEPEST, DenseDescription(units=1)], (2,), around)
    theta = initial_theta(layers, np.random.default_rng(described.seed)).astype(FLOAT64)
    # He's weights have a standard deviation of √2 over the square root of the inputs.
    theta *= np.where(weight_mask(layers) > 0, described.scale / sqrt(2), 1)
    points = grid_points(-REACH, REACH)
    network = Network(layers, theta[np.newaxis], initial_statistics(layers)[np.newaxis])
    answers = hidden_answers(network, points[np.newaxis], DEEPEST)
    return seen(points, [A[0] for A in answers], {})
