"""BOBYQA by NLopt: a parabola through the latest points, and a step to its lowest one within a region of trust. Powell,
The BOBYQA algorithm for bound constrained optimization without derivatives, Cambridge NA2009/06.

NLopt calls the function that it minimises, but a trial takes many rounds of training. Each time, NLopt therefore runs
from the beginning over the known losses, to the first point without one: for some dozens of points that takes less than
a millisecond, needs no thread, and a stored search goes on in the same way.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.search.cube import Cube, Point
from engine.search.strategy import Proposals

FIRST_STEP = 0.25
"""The first 2d + 1 points are the middle of the cube, and so far from it along each side."""


def bobyqa(cube: Cube) -> Proposals:
    losses: list[float] = []
    while (point := next_point(len(cube.sides), losses)) is not None:
        losses.append((yield point))


def next_point(sides: int, losses: Sequence[float]) -> Point | None:
    """The point after those with these losses; None: the search has come to its end."""
    import nlopt

    asked: list[Point] = []

    def loss(point: NDArray[np.float64], gradient: NDArray[np.float64]) -> float:
        asked.append(tuple(point.tolist()))
        if len(asked) > len(losses):
            raise nlopt.ForcedStop
        return losses[len(asked) - 1]

    optimizer = nlopt.opt(nlopt.LN_BOBYQA, sides)
    optimizer.set_min_objective(loss)
    optimizer.set_lower_bounds(0.0)
    optimizer.set_upper_bounds(1.0)
    optimizer.set_initial_step(FIRST_STEP)
    try:
        optimizer.optimize(np.full(sides, 0.5))
    except nlopt.ForcedStop:
        return asked[-1]
    except nlopt.RoundoffLimited:
        pass
    return None
