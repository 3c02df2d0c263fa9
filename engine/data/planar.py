"""Planar data sets: points (x1, x2), most of them between -6 and 6, each with its class, 0 or 1, or its value.

Those before `moons` are TensorFlow Playground's: its `src/dataset.ts` is the source of every radius and scale, so
that what one knows of them holds here. Noise comes in percent, and most sets move a point by it before they decide
its label: the point stays where it is and may get the other side's colour.
"""

from collections.abc import Callable

import numpy as np

from engine.array import Array
from engine.experiment.data import DOMAIN

RADIUS = 5.0

Planar = Callable[[np.random.Generator, int, float], tuple[Array, Array]]
"""(generator, samples, noise in percent) to points (2, samples) and labels (samples,)."""


def circle(generator: np.random.Generator, samples: int, noise: float) -> tuple[Array, Array]:
    """A disc of radius 2.5 inside a ring from 3.5 to 5."""
    n_inner = samples // 2
    radius = np.concatenate(
        [
            generator.uniform(0, 0.5 * RADIUS, n_inner),
            generator.uniform(0.7 * RADIUS, RADIUS, samples - n_inner),
        ]
    )
    angle = generator.uniform(0, 2 * np.pi, samples)
    points = radius * np.stack([np.sin(angle), np.cos(angle)])
    moved = points + generator.uniform(-RADIUS, RADIUS, (2, samples)) * noise / 100
    return points, np.where(np.hypot(*moved) < 0.5 * RADIUS, 1.0, 0.0)


def xor(generator: np.random.Generator, samples: int, noise: float) -> tuple[Array, Array]:
    """Four quadrants, a little apart; a point is positive where x1 and x2 have the same sign."""
    padding = 0.3
    points = generator.uniform(-RADIUS, RADIUS, (2, samples))
    points += np.where(points > 0, padding, -padding)
    moved = points + generator.uniform(-RADIUS, RADIUS, (2, samples)) * noise / 100
    return points, np.where(moved[0] * moved[1] >= 0, 1.0, 0.0)


def gaussians(generator: np.random.Generator, samples: int, noise: float) -> tuple[Array, Array]:
    """Two clouds around (2, 2) and (-2, -2). Their variance grows from 0.5 with the noise, to 4 at 50 %."""
    signs = np.where(np.arange(samples) < samples // 2, 1.0, -1.0)
    variance = 0.5 + 3.5 * noise / 50
    return 2 * signs + np.sqrt(variance) * generator.standard_normal((2, samples)), (signs > 0).astype(float)


def spiral(generator: np.random.Generator, samples: int, noise: float) -> tuple[Array, Array]:
    """Two arms of 1.75 turns, wound into each other."""
    n_first = samples // 2
    points, labels = [], []
    for n, label, turn in ((n_first, 1.0, 0.0), (samples - n_first, 0.0, np.pi)):
        along = np.arange(n) / n
        angle = 1.75 * along * 2 * np.pi + turn
        arm = along * RADIUS * np.stack([np.sin(angle), np.cos(angle)])
        points.append(arm + generator.uniform(-1, 1, (2, n)) * noise / 100)
        labels.append(np.full(n, label))
    return np.concatenate(points, axis=1), np.concatenate(labels)


def plane(generator: np.random.Generator, samples: int, noise: float) -> tuple[Array, Array]:
    """A regression: the label rises evenly along the diagonal, by 0.1 for each unit of x1 + x2."""
    points = generator.uniform(*DOMAIN, (2, samples))
    moved = points + generator.uniform(*DOMAIN, (2, samples)) * noise / 100
    return points, (moved[0] + moved[1]) / 10


def multi_gaussian(generator: np.random.Generator, samples: int, noise: float) -> tuple[Array, Array]:
    """A regression: three hills and three valleys; each label fades from ±1 at a centre to 0 at distance 2."""
    centres = np.array([(-4, 2.5, 1), (0, 2.5, -1), (4, 2.5, 1), (-4, -2.5, -1), (0, -2.5, 1), (4, -2.5, -1)])
    points = generator.uniform(*DOMAIN, (2, samples))
    moved = points + generator.uniform(*DOMAIN, (2, samples)) * noise / 100
    distance = np.hypot(moved[0] - centres[:, :1], moved[1] - centres[:, 1:2])
    heights = centres[:, 2:] * np.clip(1 - distance / 2, 0, 1)
    strongest = np.abs(heights).argmax(axis=0)
    return points, heights[strongest, np.arange(samples)]


def moons(generator: np.random.Generator, samples: int, noise: float) -> tuple[Array, Array]:
    """Two half circles that reach into each other, as scikit-learn's `make_moons` but larger, with normal noise."""
    signs = np.where(np.arange(samples) < samples // 2, 1.0, -1.0)
    angle = generator.uniform(0, np.pi, samples)
    half_circles = signs * np.stack([np.cos(angle), np.sin(angle)])
    points = half_circles + np.outer([-0.5, -0.25], signs)
    return RADIUS / 1.5 * (points + generator.normal(0, noise / 100, (2, samples))), (signs > 0).astype(float)


def rings(generator: np.random.Generator, samples: int, noise: float) -> tuple[Array, Array]:
    """Four rings around one another, of alternating labels, with a gap between each and the next."""
    width = RADIUS / 4
    ring = generator.integers(4, size=samples)
    radius = width * (ring + generator.uniform(0.3, 1, samples))
    angle = generator.uniform(0, 2 * np.pi, samples)
    points = radius * np.stack([np.sin(angle), np.cos(angle)])
    moved = points + generator.uniform(-RADIUS, RADIUS, (2, samples)) * noise / 100
    return points, np.where(np.floor(np.hypot(*moved) / width) % 2 == 0, 1.0, 0.0)


def checkerboard(generator: np.random.Generator, samples: int, noise: float) -> tuple[Array, Array]:
    """Four by four squares; neighbours have different labels."""
    points = generator.uniform(-RADIUS, RADIUS, (2, samples))
    moved = points + generator.uniform(-RADIUS, RADIUS, (2, samples)) * noise / 100
    column, row = np.floor(moved / (RADIUS / 2))
    return points, np.where((column + row) % 2 == 0, 1.0, 0.0)


PLANAR: dict[str, Planar] = {
    "circle": circle,
    "xor": xor,
    "gaussians": gaussians,
    "spiral": spiral,
    "plane": plane,
    "multi_gaussian": multi_gaussian,
    "moons": moons,
    "rings": rings,
    "checkerboard": checkerboard,
}
