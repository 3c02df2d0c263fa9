"""Features: what a network is shown of a point: (x1, x2) of the plane, or (x1) of a line.

A feature is one of those with a name, or a formula of one's own (see `engine.formula`), such as x1^2 - 3*x2.

Features are computed in double precision, once for a data set, and then rounded to the precision of the run: so they
were in every release, and saved runs go on with the same numbers. Exported programs compute them in single precision.
They then differ in the last digits, and by more only where a formula subtracts large numbers that are almost equal.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np

from engine.array import Array
from engine.fault import Fault
from engine.formula import cleaned, parsed
from engine.term import check_finite, names_in, values

Feature = str
"""The name of a feature, or a formula."""

FEATURES: dict[Feature, Callable[[Array], Array]] = {
    "x1": lambda x: x[0],
    "x2": lambda x: x[1],
    "x1_squared": lambda x: x[0] * x[0],
    "x2_squared": lambda x: x[1] * x[1],
    "x1_x2": lambda x: x[0] * x[1],
    "sin_x1": lambda x: np.sin(x[0]),
    "sin_x2": lambda x: np.sin(x[1]),
}
MOST_FORMULAS = 4
"""The most formulas that a network is shown beside the features with names."""
CHECKED = 61
"""Values along each axis at which a formula is checked; 0 is one of them."""


def variables_of(points: Array) -> dict[str, Array]:
    """The coordinates (m,) of points (2, m) or (1, m), by their names in formulas."""
    return {f"x{number}": x for number, x in enumerate(points, start=1)}


def feature_of(points: Array, feature: Feature) -> Array:
    """One feature (m,) of points (2, m), or (1, m) of a line."""
    if feature in FEATURES:
        return FEATURES[feature](points)
    return values(parsed(feature, (*variables_of(points),)), variables_of(points))


def features_of(points: Array, features: Sequence[Feature]) -> Array:
    """Points (2, m), or (1, m) of a line, as the network's inputs X (n, m), one row a feature."""
    return np.stack([feature_of(points, feature) for feature in features])


@lru_cache(maxsize=256)
def checked_formula(formula: str, dimensions: int, domain: tuple[float, float]) -> str:
    """A formula that has a finite value wherever one looks, of points with so many coordinates. Fault: it is none."""
    formula = cleaned(formula)
    axis = np.round(np.linspace(*domain, CHECKED), 9)
    points = variables_of(np.stack([each.ravel() for each in np.meshgrid(*[axis] * dimensions)]))
    term = parsed(formula, (*points,))
    if not names_in(term):
        raise Fault(
            "A feature depends on {variables}: {formula} is the same everywhere.",
            variables=", ".join(points),
            formula=formula,
        )
    check_finite(term, points)
    return formula
