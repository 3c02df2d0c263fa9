"""The gradient check: is the gradient of back-propagation the one that one measures by trying?"""

from typing import NamedTuple

import numpy as np

from engine.array import Array
from engine.cohort import Cohort

EPSILON = 1e-5
"""How far each parameter is nudged, in float64: the error of the central difference is of order ε² = 1e-10."""


class GradientCheck(NamedTuple):
    """Both gradients of one run's objective, loss and penalty, on one batch; (P,) each."""

    analytic: Array
    numeric: Array

    @property
    def largest_difference(self) -> float:
        """max |analytic - numeric| / max(1, |analytic| + |numeric|)"""
        scale = np.maximum(1, np.abs(self.analytic) + np.abs(self.numeric))
        return float(np.max(np.abs(self.analytic - self.numeric) / scale))


def objective(cohort: Cohort, X: Array, Y: Array) -> Array:
    """The mean loss over the batch plus the penalty, (R,)."""
    losses: Array = cohort.loss.value(cohort.network.forward(X), Y).mean(axis=-1)
    if cohort.regularizer is not None:
        rates = np.array([run.experiment.objective.regularization_rate for run in cohort.runs])
        weights = cohort.regularizer.penalty(cohort.theta) * cohort.weights
        losses = losses + rates * weights.sum(axis=-1)
    return losses


def gradient_check(cohort: Cohort, X: Array, Y: Array) -> list[GradientCheck]:
    """Check every run of a float64 cohort on the batch X (R, n, m), Y (R, 1, m); theta is left as it was."""
    if cohort.dtype != np.float64:
        raise ValueError("a gradient check needs float64: in float32 the nudge drowns in rounding")
    analytic = cohort.gradient(X, Y).copy()
    numeric = np.zeros_like(analytic)
    before = cohort.theta.copy()
    for parameter in range(before.shape[1]):
        for sign in (1, -1):
            cohort.theta[:, parameter] = before[:, parameter] + sign * EPSILON
            numeric[:, parameter] += sign * objective(cohort, X, Y) / (2 * EPSILON)
        cohort.theta[:, parameter] = before[:, parameter]
    return [GradientCheck(*pair) for pair in zip(analytic, numeric, strict=True)]
