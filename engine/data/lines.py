"""Data sets along a line: x1 between -6 and 6, and a value that a function gives it, give or take some noise."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from engine.array import Array
from engine.experiment.data import DOMAIN


class Line(NamedTuple):
    """The function that is behind the samples, and the deviation that their values have from it at least."""

    function: Callable[[Array], Array]
    deviation: float = 0.0


LINES: dict[str, Line] = {
    "sine": Line(np.sin),
    "step": Line(lambda x: np.where(x > 0, 1.0, -1.0)),
    # A cubic from -1 to 1. Few samples of it, a large network and much time: this is how one learns noise by heart.
    "polynomial": Line(lambda x: x * (x * x - 20) / 96, deviation=0.1),
}


def drawn(kind: str, generator: np.random.Generator, samples: int, noise: float) -> tuple[Array, Array]:
    """Points (1, samples) and their values (samples,); noise is normal, of a deviation up to 0.5 at 50 percent."""
    line = LINES[kind]
    x = generator.uniform(*DOMAIN, samples)
    deviation = line.deviation + noise / 100
    return x[np.newaxis], line.function(x) + deviation * generator.standard_normal(samples)
