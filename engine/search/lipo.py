"""LIPO: of random points, one is tried that may still be the best if the loss is nowhere steeper than between the known
points. Malherbe and Vayatis, Global optimization of Lipschitz functions, ICML 2017: its algorithm 2 (AdaLIPO), here for
a minimum, with the constants of its experiments, so that there is nothing to set.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.search.cube import Cube, Point
from engine.search.strategy import Proposals

EXPLORES = 0.1
"""p: the chance that a point is drawn from the whole cube, so that the steepness is not taken too small for ever."""
STEP = 0.01
"""Steepnesses are powers of 1 + STEP / d."""
DRAWN = 4096
"""So many points are drawn. Where none of them may be the best, the least bad one is tried."""


def lipo(cube: Cube) -> Proposals:
    generator = np.random.default_rng(cube.seed)
    points: list[Point] = []
    losses: list[float] = []
    while True:
        explores = generator.random() < EXPLORES
        drawn = generator.random((DRAWN, len(cube.sides)))
        point = drawn[0] if explores or not points else promising(drawn, points, losses)
        points.append(tuple(point.tolist()))
        losses.append((yield points[-1]))


def promising(
    drawn: NDArray[np.float64], points: Sequence[Point], losses: Sequence[float]
) -> NDArray[np.float64]:
    """The first of the drawn points (N, d) at which the loss may be as low as the lowest known one."""
    lowest = lowest_possible(drawn, points, losses)
    may_be = np.flatnonzero(lowest <= min(losses))
    found: NDArray[np.float64] = drawn[may_be[0] if len(may_be) else lowest.argmin()]
    return found


def lowest_possible(
    drawn: NDArray[np.float64], points: Sequence[Point], losses: Sequence[float]
) -> NDArray[np.float64]:
    """The lowest loss (N,) that each of the drawn points (N, d) may have."""
    distances = np.linalg.norm(drawn[:, np.newaxis] - np.array(points), axis=2)
    bounds: NDArray[np.float64] = (np.array(losses) - steepness(points, losses) * distances).max(axis=1)
    return bounds


def steepness(points: Sequence[Point], losses: Sequence[float]) -> float:
    """The least power of 1 + STEP / d that no slope between two known points exceeds."""
    at, values = np.array(points), np.array(losses)
    distances = np.linalg.norm(at[:, np.newaxis] - at, axis=2)
    apart = distances > 0
    slope = (np.abs(values[:, np.newaxis] - values)[apart] / distances[apart]).max(initial=0.0)
    if slope == 0:
        return 0.0
    base = 1 + STEP / at.shape[1]
    return float(base ** np.ceil(np.log(slope) / np.log(base)))
