"""The surface of the loss over a plane of parameters, first at few points and then at more of them.

Each point is a row of a stack of parameters, so that many points are one computation. The loss is that which the run
makes small, penalties included, of the network as it answers in use: nothing is left to chance, statistics of the
batch are the running ones, and centre loss, which counts in training alone, is left out.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.array import FLOAT32, FLOAT64, Array, Precision
from engine.network import Network
from engine.pauses import pause
from engine.places import weight_mask
from engine.probes.bare import STACKED_NUMBERS
from engine.probes.plane import Plane
from engine.rates import read_rates
from engine.regularizers import REGULARIZERS
from engine.run import Run

SIDE = 61
"""Points along each side, the middle one included."""
STRIDES = (4, 2, 1)
"""First every fourth point along each side is computed, 16 x 16, then every second one, 31 x 31, then all."""
MOST_WORK = 2**36
"""The most work for all points, in multiplications; of a larger network fewer samples are looked at, but"""
FEWEST_SAMPLES = 64
UNIT = 16
"""The function of a unit takes as long as so many multiplications."""


class Window(NamedTuple):
    """The part of the plane that is looked at: a square."""

    a: float
    b: float
    """Its middle."""
    half: float
    """Half of its side."""

    def points(self) -> Array:
        """All points (SIDE², 2), row by row from the smallest b."""
        steps = self.half * np.linspace(-1, 1, SIDE)
        b, a = np.meshgrid(self.b + steps, self.a + steps, indexing="ij")
        return np.stack([a.ravel(), b.ravel()], axis=1)

    def holds(self, place: Array, share: float) -> bool:
        """Whether a place lies within this share of it."""
        return bool(np.all(np.abs(place - [self.a, self.b]) <= share * self.half))


def work_of(run: Run) -> int:
    """The work of one sample, in multiplications."""
    return run.shape.multiplications + UNIT * sum(run.experiment.plan.units)


def samples_of(run: Run) -> int:
    """How many training samples are looked at, the first ones, which lie in random order: all of them, unless the
    network is large."""
    most = max(FEWEST_SAMPLES, MOST_WORK // (SIDE**2 * work_of(run)))
    return min(run.shape.n_train, run.shape.examined or run.shape.n_train, most)


def losses_at(
    run: Run, theta: Array, samples: int, statistics: Array | None = None, precision: Precision | None = None
) -> Array:
    """The loss of the run with each row of theta (K, P) as its parameters, over its first training samples, (K,) in
    float64; infinite or not a number where it is too large. The run itself does not change."""
    dtype = precision or run.dtype
    X, Y = (each[:, :samples].astype(dtype)[np.newaxis] for each in (run.dataset.X_train, run.Y_train))
    learned = run.statistics if statistics is None else statistics
    rate = run.experiment.objective.regularization_rate
    regularizer = REGULARIZERS[run.shape.regularization]
    mask = weight_mask(run.experiment.plan.layers)
    at_once = max(1, STACKED_NUMBERS // (samples * sum(run.experiment.plan.units)))
    losses = np.zeros(len(theta))
    with np.errstate(over="ignore", invalid="ignore"):
        for start in range(0, len(theta), at_once):
            rows = theta[start : start + at_once].astype(dtype)
            network = Network(
                run.experiment.plan.built(), rows, np.repeat(learned[np.newaxis].astype(dtype), len(rows), 0)
            )
            read_rates(network, [run])
            found = run.loss.value(network.answers(X), Y).astype(FLOAT64).mean(axis=-1)
            if regularizer is not None:
                found += rate * (regularizer.penalty(rows.astype(FLOAT64)) * mask).sum(axis=-1)
            losses[start : start + at_once] = found
            pause()
    return losses


class Surface:
    """The losses over a window of a plane, of which it knows more with each call of `go_on`."""

    def __init__(self, run: Run, plane: Plane, window: Window) -> None:
        self.plane = plane
        self.window = window
        self.step = run.step
        """The run's step, whose parameters the plane goes through."""
        self.samples = samples_of(run)
        self.statistics = run.statistics.copy()
        self.losses = np.full((SIDE, SIDE), np.nan)
        self._known = 0

    @property
    def stride(self) -> int | None:
        """The finest stride at which all points are known; None: none is."""
        return next((stride for stride in reversed(STRIDES) if self._known >= count(stride)), None)

    @property
    def is_complete(self) -> bool:
        return self._known == SIDE**2

    def go_on(self, run: Run, work: int, *, whole: bool) -> None:
        """Compute further points, for so much work in multiplications. With `whole`, a finer stride is begun only where
        the rest suffices for all its points."""
        most = max(1, work // (self.samples * work_of(run)))
        end = min(self._known + most, SIDE**2)
        if whole and self.stride is not None:
            end = max(
                [self._known, *(count(stride) for stride in STRIDES if self._known < count(stride) <= end)]
            )
        some = ORDER[self._known : end]
        if len(some):
            theta = self.plane.theta_at(self.window.points()[some])
            self.losses.ravel()[some] = losses_at(run, theta, self.samples, self.statistics)
            self._known = end

    def shown(self) -> Array:
        """The losses at the finest stride that is known, (side, side) in float32, row 0 at the smallest b; NaN where
        they are not finite. There must be one."""
        assert self.stride is not None
        with np.errstate(over="ignore"):
            found = self.losses[:: self.stride, :: self.stride].astype(FLOAT32)
        return np.where(np.isfinite(found), found, np.nan)


def count(stride: int) -> int:
    """The number of points at a stride."""
    return (-(-SIDE // stride)) ** 2


def order() -> NDArray[np.intp]:
    """The numbers of all points, those of a coarser stride first."""
    rows, columns = np.indices((SIDE, SIDE))
    ranks = np.zeros((SIDE, SIDE), np.intp)
    for rank, stride in enumerate(STRIDES):
        ranks[(rows % stride > 0) | (columns % stride > 0)] = rank + 1
    found: NDArray[np.intp] = np.argsort(ranks.ravel(), kind="stable")
    return found


ORDER = order()
