"""Features: what a network is shown of a point: (x1, x2) of the plane, or (x1) of a line."""

from collections.abc import Callable, Sequence
from typing import Literal

import numpy as np

from engine.array import Array

Feature = Literal["x1", "x2", "x1_squared", "x2_squared", "x1_x2", "sin_x1", "sin_x2"]

FEATURES: dict[Feature, Callable[[Array], Array]] = {
    "x1": lambda x: x[0],
    "x2": lambda x: x[1],
    "x1_squared": lambda x: x[0] * x[0],
    "x2_squared": lambda x: x[1] * x[1],
    "x1_x2": lambda x: x[0] * x[1],
    "sin_x1": lambda x: np.sin(x[0]),
    "sin_x2": lambda x: np.sin(x[1]),
}


def features_of(points: Array, features: Sequence[Feature]) -> Array:
    """Points (2, m), or (1, m) of a line, as the network's inputs X (n, m), one row a feature."""
    return np.stack([FEATURES[feature](points) for feature in features])
