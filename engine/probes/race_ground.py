"""The ground of a race: runs of one network and one loss, which begin with the same parameters and move by different
rules, on one surface.

It is the plane through their common start along the two principal components of all their paths. It stands still while
it shows these about as well as the best plane would.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from engine.array import FLOAT64, Array
from engine.fault import Fault
from engine.probes.embedding import aligned, principal
from engine.probes.ground import MARGIN, WORK
from engine.probes.plane import Plane
from engine.probes.surface import Surface, Window, work_of
from engine.probes.trail import Trail, most_states
from engine.run import Run

FEWEST_STATES = 4
"""Of each path, at least so many states are kept."""
GOOD = 0.9
"""The plane is taken anew where it shows a smaller share of what the best one shows of the paths,"""
SMALL = 0.5
"""or where the paths take up a smaller share of its window."""


class Paths(NamedTuple):
    surface: Surface | None
    """None: there is no plane yet."""
    places: Array
    """The places that the runs have passed, each run's present one last, (k, 2)."""
    runs: list[int]
    """The number of the run of each."""
    goes_on: bool
    """Whether the surface becomes finer."""


class RaceGround:
    """What is kept of it while someone looks."""

    def __init__(self, runs: Sequence[Run]) -> None:
        """Fault: they have no common ground."""
        first = runs[0]
        for run in runs:
            if run.shape.layers != first.shape.layers:
                raise Fault("The runs have different networks: there is no common ground.")
            if run.experiment.training.seed != first.experiment.training.seed:
                raise Fault("The runs begin with different weights: there is no common start.")
            if run.dataset is not first.dataset or run.experiment.objective != first.experiment.objective:
                raise Fault("The runs have different losses: there is no common ground.")
        most = most_states(len(first.theta)) // len(runs)
        if most < FEWEST_STATES:
            raise Fault("The networks are too large for a common ground.")
        start = Run(first.experiment, first.dtype, first.origin)  # They may have moved since.
        self.start = start.theta.astype(FLOAT64)
        self.trails = [Trail(most) for _ in runs]
        for trail in self.trails:
            trail.note(start)
        self.plane: Plane | None = None
        self.surface: Surface | None = None

    def look(self, runs: Sequence[Run]) -> Paths:
        """Their paths up to now, and the surface that is below them."""
        for number, run in enumerate(runs):
            if run.step < max(self.trails[number].steps, default=0):  # It was reset.
                self.trails[number] = Trail(self.trails[number].most)
            self.trails[number].note(run)
        states = np.concatenate(
            [np.stack([*trail.states, run.theta]) for run, trail in zip(runs, self.trails, strict=True)]
        )
        numbers = [number for number, trail in enumerate(self.trails) for _ in range(len(trail.states) + 1)]
        states = np.nan_to_num(states.astype(FLOAT64))  # One may have diverged.
        self._settle(runs[0], states - self.start)
        if self.plane is None or self.surface is None:
            return Paths(None, np.zeros((0, 2)), [], goes_on=False)
        self.surface.go_on(runs[0], max(WORK, work_of(runs[0]) * runs[0].shape.n_train), whole=False)
        known = self.surface if self.surface.stride is not None else None
        return Paths(known, self.plane.places_of(states), numbers, goes_on=not self.surface.is_complete)

    def _settle(self, run: Run, moves: Array) -> None:
        """Take another plane or another window, where the present ones do not show the moves (k, P) from the start."""
        components, variances, _ = principal(moves.T)
        if self.plane is not None and self.surface is not None:
            places, window = self.plane.along(moves), self.surface.window
            shows = float(np.square(places).sum())  # Its directions are perpendicular, and of length 1.
            is_held = all(window.holds(place, 1) for place in places)
            is_filled = MARGIN * window_of(places).half > SMALL * window.half
            if is_held and is_filled and shows >= GOOD * len(moves) * float(variances.sum()):
                return
        if not components.any(axis=1).all():
            return  # They stand still, or all go along one line.
        before = None if self.plane is None else self.plane.directions
        self.plane = Plane(self.start, aligned(components, before))
        window = window_of(self.plane.along(moves))
        self.surface = Surface(run, self.plane, window._replace(half=MARGIN * window.half))


def window_of(places: Array) -> Window:
    """The smallest window that holds these places (k, 2)."""
    low, high = places.min(axis=0), places.max(axis=0)
    a, b = ((low + high) / 2).tolist()
    return Window(a, b, float((high - low).max()) / 2)
