"""Bare parameters: the losses of a network for each row of a stack of parameters, without a run for each.

A slice of the loss surface is thousands of such rows.
"""

from collections.abc import Iterator

import numpy as np

from engine.array import Array
from engine.evaluation import Evaluation, evaluations_of
from engine.network import Network
from engine.pauses import pause
from engine.rates import read_rates
from engine.run import Run

STACKED_NUMBERS = 2**17
"""The most activations that are computed at a time (half a MB), so that they stay in the processor's cache."""


def evaluations_at(run: Run, theta: Array, statistics: Array | None = None) -> Iterator[Evaluation]:
    """The evaluation of the run, bit for bit, with each row of theta (K, P) as its parameters.

    The `statistics` (K, S) are the run's own if None. The run itself does not change.
    ValueError: the rows do not have as many parameters as the run.
    """
    if theta.ndim != 2 or theta.shape[1] != run.theta.size:
        raise ValueError(f"theta is to be (K, {run.theta.size}), but is {theta.shape}")
    data, shape = run.experiment.data, run.shape
    samples = sum(
        min(part, shape.examined or part) for part in (data.n_train, data.n_validation, data.n_test)
    )
    at_once = max(1, STACKED_NUMBERS // (samples * sum(run.experiment.plan.units)))
    for start in range(0, len(theta), at_once):
        rows = theta[start : start + at_once].astype(run.dtype)
        learned = (
            np.repeat(run.statistics[np.newaxis], len(rows), axis=0)
            if statistics is None
            else statistics[start : start + at_once].astype(run.dtype)
        )
        network = Network(run.experiment.plan.built(), rows, learned)
        read_rates(network, [run])
        yield from evaluations_of(network, [run] * len(rows))
        pause()
