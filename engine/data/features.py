"""Features: what a network is shown of a point (x1, x2)."""

from collections.abc import Callable, Sequence

import numpy as np

from engine.array import Array
from engine.experiment import Feature

FEATURES: dict[Feature, Callable[[Array, Array], Array]] = {
    "x1": lambda x1, x2: x1,
    "x2": lambda x1, x2: x2,
    "x1_squared": lambda x1, x2: x1 * x1,
    "x2_squared": lambda x1, x2: x2 * x2,
    "x1_x2": lambda x1, x2: x1 * x2,
    "sin_x1": lambda x1, x2: np.sin(x1),
    "sin_x2": lambda x1, x2: np.sin(x2),
}


def features_of(points: Array, features: Sequence[Feature]) -> Array:
    """Points (2, m) as the network's inputs X (n, m), one row a feature."""
    return np.stack([FEATURES[feature](points[0], points[1]) for feature in features])
