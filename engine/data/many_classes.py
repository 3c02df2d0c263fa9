"""Planar data sets of as many classes as one likes: points (x1, x2) between -6 and 6, each with its class, from 0."""

from collections.abc import Callable

import numpy as np

from engine.array import Array
from engine.data.planar import RADIUS


def blobs(generator: np.random.Generator, samples: int, noise: float, classes: int) -> tuple[Array, Array]:
    """A cloud for each class, evenly around the middle. Their deviation is a sixth of the way to the next cloud, but
    0.7 at most; noise widens it, to six times that at 50 %, where many points are among another class's."""
    labels = np.arange(samples) % classes
    distance = 0.65 * RADIUS
    angle = 2 * np.pi * labels / classes
    apart = 2 * distance * np.sin(np.pi / classes)
    deviation = min(apart / 6, 0.7) * (1 + noise / 10)
    centres = distance * np.stack([np.sin(angle), np.cos(angle)])
    return centres + deviation * generator.standard_normal((2, samples)), labels.astype(float)


def spirals(generator: np.random.Generator, samples: int, noise: float, classes: int) -> tuple[Array, Array]:
    """An arm for each class, wound into each other: the more arms, the less each of them turns."""
    labels = np.arange(samples) % classes
    along = generator.uniform(0, 1, samples)
    angle = 2 * np.pi * (3.5 / classes * along + labels / classes)
    arms = along * RADIUS * np.stack([np.sin(angle), np.cos(angle)])
    return arms + generator.uniform(-1, 1, (2, samples)) * noise / 100, labels.astype(float)


ManyClasses = Callable[[np.random.Generator, int, float, int], tuple[Array, Array]]
"""(generator, samples, noise in percent, classes) to points (2, samples) and labels (samples,)."""

MANY_CLASSES: dict[str, ManyClasses] = {"blobs": blobs, "spirals": spirals}
