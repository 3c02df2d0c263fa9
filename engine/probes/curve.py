"""The curve probe: the activation of every unit along the line of the data's one coordinate."""

from functools import lru_cache

import numpy as np

from engine.array import Array
from engine.cohort import Cohort
from engine.data import Data, Feature
from engine.data.features import features_of
from engine.probes.boundary import answers_at


@lru_cache(maxsize=64)
def line(points: int, features: tuple[Feature, ...], domain: tuple[float, float]) -> Array:
    """The features (n, points) of as many places, evenly over the domain with both of its ends."""
    return features_of(np.linspace(*domain, points)[np.newaxis], features).astype(np.float32)


def curves(cohort: Cohort, points: int) -> Array:
    """Every hidden unit and then every output along the line, (R, units, points)."""
    answers = answers_at(cohort, lambda data: line(points, data.chosen_features, data.domain))
    return np.concatenate(answers, axis=1)


def feature_curves(points: int, data: Data) -> Array:
    """The available features along the line, and then the data's formulas, (n, points)."""
    return line(points, (*data.possible_features, *data.formulas), data.domain)


def truth(points: int, data: Data) -> Array | None:
    """The function of which the samples were drawn, (points,), or None."""
    values = data.truth(np.linspace(*data.domain, points)[np.newaxis])
    return None if values is None else values.astype(np.float32)
