"""The slope of the loss along a plane, and its minima in it: by differences of the loss, in double precision.

What is drawn is the loss of the network in use, whose exact gradient no pass of training computes.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.array import FLOAT64, Array
from engine.probes.plane import Plane
from engine.probes.surface import SIDE, Surface, losses_at
from engine.run import Run

NUDGE = 1e-4
"""The change of a coordinate, as a share of the window's half side."""
MOST_MINIMA = 12
MOST_STEPS = 40
SMALLEST_STEP = 1e-6
"""A descent ends where its step is a smaller share of the window's half side,"""
FLAT = 1e-9
"""and it has found a minimum where it expects to lower the loss by no more than this share of it."""
ALIKE = 0.02
"""Two minima that are nearer than this share of the half side are one."""
SAME, EAST, WEST, NORTH, SOUTH, NORTH_EAST, SOUTH_WEST, SOUTH_EAST, NORTH_WEST = range(9)
AROUND = np.array([(0, 0), (1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, -1), (1, -1), (-1, 1)], float)
"""The points from whose losses slope and curvature are taken, in nudges."""


def slope_at(run: Run, plane: Plane, nudge: float, samples: int) -> Array:
    """The derivatives of the loss by a and b at the run's own parameters, which may lie off the plane, (2,)."""
    steps = nudge * np.array([(1, 0), (-1, 0), (0, 1), (0, -1)]) @ plane.directions
    east, west, north, south = losses_at(run, run.theta + steps, samples, precision=FLOAT64)
    return np.array([east - west, north - south]) / (2 * nudge)


def downhill(plane: Plane, slope: Array) -> Array:
    """The part of the negative gradient that lies in the plane, (2,), from the derivatives by a and b."""
    found: Array = np.linalg.solve(plane.directions @ plane.directions.T, -slope)
    return found


class Minimum(NamedTuple):
    at: tuple[float, float]
    loss: float
    share: float
    """The share of all points of the grid whose way down ends there."""


class Descents:
    """From every point of a complete surface the way down: first from point to lowest neighbour, and then, from where
    these ways end, by Newton's method, which is damped until each step lowers the loss (Levenberg, 1944). On the grid
    alone, a narrow valley that lies askew has ends everywhere."""

    def __init__(self, surface: Surface) -> None:
        self.surface = surface
        ends, counts = ends_of(surface.losses)
        largest = np.argsort(-counts, kind="stable")[:MOST_MINIMA]
        self.shares = counts[largest] / SIDE**2
        self.at = surface.window.points()[ends[largest]]
        self.losses = np.full(len(largest), np.inf)
        self.damping = np.full(len(largest), 1e-3)
        self.arrived = np.zeros(len(largest), bool)
        self.moves = np.ones(len(largest), bool)
        self.steps = 0

    @property
    def is_over(self) -> bool:
        return self.steps >= MOST_STEPS or not self.moves.any()

    def go_on(self, run: Run) -> None:
        """Take one step with each way that has not ended."""
        self.steps += 1
        half = self.surface.window.half
        nudge = NUDGE * 10 * half
        [moving] = np.nonzero(self.moves)
        around = self.at[moving, np.newaxis] + nudge * AROUND
        losses = self._losses(run, around.reshape(-1, 2)).reshape(-1, len(AROUND))
        self.losses[moving] = losses[:, SAME]
        slope = (losses[:, [EAST, NORTH]] - losses[:, [WEST, SOUTH]]) / (2 * nudge)
        bend = np.empty((len(moving), 2, 2))
        bend[:, [0, 1], [0, 1]] = (
            losses[:, [EAST, NORTH]] + losses[:, [WEST, SOUTH]] - 2 * losses[:, [SAME]]
        ) / nudge**2
        bend[:, 0, 1] = bend[:, 1, 0] = (
            losses[:, NORTH_EAST] + losses[:, SOUTH_WEST] - losses[:, NORTH_WEST] - losses[:, SOUTH_EAST]
        ) / (4 * nudge**2)
        for number, g, H in zip(moving.tolist(), slope, bend, strict=True):
            self._step(run, number, g, H)

    def _step(self, run: Run, number: int, g: Array, H: Array) -> None:
        half = self.surface.window.half
        if not (np.isfinite(g).all() and np.isfinite(H).all()):
            self.moves[number] = False
            return
        sizes, axes = np.linalg.eigh(H)
        largest = max(float(np.abs(sizes).max()), 1e-12)
        for _ in range(12):
            step = -axes @ (
                (axes.T @ g) / (np.maximum(np.abs(sizes), 1e-9 * largest) + self.damping[number] * largest)
            )
            length = float(np.linalg.norm(step))
            step *= min(1.0, half / 4 / max(length, 1e-300))
            [loss] = self._losses(run, self.at[number : number + 1] + step)
            if loss < self.losses[number]:
                break
            self.damping[number] *= 4
        else:
            step, loss = np.zeros(2), self.losses[number]
        expected = -float(g @ step)
        self.damping[number] = max(self.damping[number] / 4, 1e-9)
        self.at[number] += step
        lowered = self.losses[number] - loss
        self.losses[number] = loss
        is_flat = (
            max(expected, lowered) <= FLAT * max(abs(loss), 1e-9)
            or np.linalg.norm(step) < SMALLEST_STEP * half
        )
        is_outside = not self.surface.window.holds(self.at[number], 1.0)
        self.arrived[number] = is_flat and not is_outside and sizes[0] >= -1e-6 * largest
        self.moves[number] = not (is_flat or is_outside)

    def _losses(self, run: Run, points: Array) -> Array:
        surface = self.surface
        found = losses_at(run, surface.plane.theta_at(points), surface.samples, surface.statistics, FLOAT64)
        return np.where(np.isfinite(found), found, np.inf)

    def minima(self) -> list[Minimum]:
        """The minima that were found, the lowest first."""
        found: list[Minimum] = []
        for number in np.argsort(self.losses, kind="stable"):
            if not self.arrived[number]:
                continue
            at, share = self.at[number], float(self.shares[number])
            near = next(
                (
                    n
                    for n, each in enumerate(found)
                    if np.abs(at - each.at).max() < ALIKE * self.surface.window.half
                ),
                None,
            )
            if near is None:
                found.append(Minimum((float(at[0]), float(at[1])), float(self.losses[number]), share))
            else:
                found[near] = found[near]._replace(share=found[near].share + share)
        return found


def ends_of(losses: Array) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Where the ways down end that go from each point of a grid (side, side) to its lowest neighbour: the numbers of
    the points, and how many ways end in each. A point that is not finite is higher than all others; a way that ends at
    the edge leads out of the window, and does not count."""
    side = len(losses)
    high = np.pad(np.where(np.isfinite(losses), losses, np.inf), 1, constant_values=np.inf)
    numbers = np.pad(np.arange(side * side).reshape(side, side), 1)
    shifts = [(0, 0), *((i, j) for i in (-1, 0, 1) for j in (-1, 0, 1) if i or j)]
    heights = np.stack([high[1 + i : 1 + i + side, 1 + j : 1 + j + side] for i, j in shifts])
    places = np.stack([numbers[1 + i : 1 + i + side, 1 + j : 1 + j + side] for i, j in shifts])
    lowest = heights.argmin(axis=0)  # the point itself, where no neighbour is lower
    leads = np.take_along_axis(places, lowest[np.newaxis], axis=0)[0].ravel()
    while not np.array_equal(further := leads[leads], leads):
        leads = further
    ends, counts = np.unique(leads, return_counts=True)
    rows, columns = np.divmod(ends, side)
    is_inside = (np.minimum(rows, columns) > 0) & (np.maximum(rows, columns) < side - 1)
    is_inside &= np.isfinite(losses.ravel()[ends])
    return ends[is_inside], counts[is_inside]
