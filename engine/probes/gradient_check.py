"""The gradient check: compares the gradient of back-propagation with finite differences."""

import copy
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine import dealing
from engine.array import FLOAT64, Array
from engine.cohort import Cohort
from engine.pauses import pause
from engine.places import Place, place_of
from engine.run import Run

EPSILON = 1e-5
"""The change of each parameter, in float64; it is also doubled: see `central_differences`."""
ROUNDING = 1e-9
"""The largest rounding error of a numeric gradient where the objective is 1: some tens of its last bits over ε."""
MOST_PARAMETERS = 200
"""The most parameters that are checked; of a larger network, so many are drawn at random."""
MOST_SAMPLES = 16


class GradientCheck(NamedTuple):
    """Both gradients of one run's objective, loss and penalty, on one batch, for the parameters (k,) of theta."""

    parameters: NDArray[np.intp]
    analytic: Array
    numeric: Array
    objective: float

    @property
    def differences(self) -> Array:
        """|analytic - numeric| / (|analytic| + |numeric|), however small both are: 1 where one of them is 0.

        Where rounding alone could explain it, both count as at least 1, or what is nearly 0 would never agree.
        """
        apart, size = np.abs(self.analytic - self.numeric), np.abs(self.analytic) + np.abs(self.numeric)
        is_rounding = apart <= ROUNDING * max(1.0, abs(self.objective))
        differences: Array = apart / np.where(is_rounding, np.maximum(1, size), size)
        return differences

    @property
    def largest_difference(self) -> float:
        return float(np.max(self.differences))


class LargestDifference(NamedTuple):
    """The place where the two gradients of a run differ most."""

    difference: float
    """The largest of `GradientCheck.differences`."""
    place: Place
    analytic: float
    numeric: float
    checked: int
    """The number of parameters that were checked, and of all:"""
    parameters: int
    samples: int
    """The size of the batch."""


def objective(cohort: Cohort, X: Array, Y: Array) -> Array:
    """The mean loss over the batch, centre loss included, plus the penalty, (R,)."""
    each = cohort.loss.value(cohort.network.forward(X), Y)
    cohort.network.take_targets(Y)
    for layer in cohort.network.adding:
        each = each + layer.value()
    losses: Array = each.mean(axis=-1)
    if cohort.regularizer is not None:
        rates = np.array([run.experiment.objective.regularization_rate for run in cohort.runs])
        weights = cohort.regularizer.penalty(cohort.theta) * cohort.weights
        losses = losses + rates * weights.sum(axis=-1)
    return losses


def gradient_check(
    cohort: Cohort, X: Array, Y: Array, parameters: NDArray[np.intp] | None = None
) -> list[GradientCheck]:
    """Check every run of a float64 cohort on the batch X (R, n, m), Y (R, n_out, m); theta is left as it was.

    `parameters` are the columns of theta (R, P) that are tried, all that may move if None.
    """
    if cohort.dtype != np.float64:
        raise ValueError("a gradient check needs float64: in float32 the nudge drowns in rounding")
    tried = movable(cohort) if parameters is None else parameters
    analytic = cohort.gradient(X, Y)[:, tried]
    numeric = np.stack([central_differences(cohort, X, Y, parameter) for parameter in tried], axis=1)
    found = zip(analytic, numeric, objective(cohort, X, Y).tolist(), strict=True)
    return [GradientCheck(tried, *each) for each in found]


def movable(cohort: Cohort) -> NDArray[np.intp]:
    """The columns of theta (R, P) that no layer has frozen: frozen parameters have no gradient."""
    moves = np.ones(cohort.theta.shape[1], bool)
    for columns in cohort.network.frozen:
        moves[columns] = False
    return np.flatnonzero(moves)


def central_differences(cohort: Cohort, X: Array, Y: Array, parameter: int) -> Array:
    """The derivative to one parameter, (R,), from the objective at ±ε and ±2ε of it.

    Two central differences, (4 d(ε) - d(2ε)) / 3 (Richardson, 1911): their errors of order ε² cancel, which would hide
    a small gradient, and one of order ε⁴ is left.
    """
    before = cohort.theta[:, parameter].copy()

    def at(nudge: float) -> Array:
        cohort.theta[:, parameter] = before + nudge
        return objective(cohort, X, Y)

    near, far = ((at(nudge) - at(-nudge)) / (2 * nudge) for nudge in (EPSILON, 2 * EPSILON))
    cohort.theta[:, parameter] = before
    pause()
    derivative: Array = (4 * near - far) / 3
    return derivative


def check(run: Run) -> LargestDifference:
    """Check a copy of a run, in float64, on the batch of its next step, or on the first samples of that batch."""
    twin = Run(run.experiment, FLOAT64)
    twin.theta, twin.statistics = run.theta.astype(FLOAT64), run.statistics.astype(FLOAT64)
    twin.chance, twin.augmenting = copy.deepcopy(run.chance), copy.deepcopy(run.augmenting)
    twin.batches.resume(run.batches.bookmark())
    batch = twin.batches.deal(min(run.experiment.batch_size, MOST_SAMPLES))
    X, Y = dealing.batch(twin, batch, len(batch))
    cohort = Cohort([twin])
    tried = movable(cohort)
    P = len(tried)
    if P > MOST_PARAMETERS:
        tried = np.sort(np.random.default_rng(run.step).choice(tried, MOST_PARAMETERS, replace=False))
    with np.errstate(over="ignore", invalid="ignore"):
        [found] = gradient_check(cohort, X[np.newaxis], Y[np.newaxis], tried)
    worst = int(np.argmax(found.differences))
    return LargestDifference(
        difference=float(found.differences[worst]),
        place=place_of(run.experiment, int(tried[worst])),
        analytic=float(found.analytic[worst]),
        numeric=float(found.numeric[worst]),
        checked=len(tried),
        parameters=P,
        samples=len(batch),
    )
