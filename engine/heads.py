"""Heads: the outputs of a network, and the sum of their losses."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from engine.activations import ACTIVATIONS
from engine.array import Array
from engine.experiment import Experiment
from engine.losses import LOSSES, Loss
from engine.targets import Sample, Targets
from engine.targets.joined import joined


class Head(NamedTuple):
    """A head of a run. Z and Y of all heads lie one under the other, the output's first."""

    loss: Loss
    weight: float
    rows: slice
    """Its rows of Z and Y (R, n, m)."""
    targets: Targets
    measures: Sequence[str]


class WeightedSum(Loss):
    """The losses of several heads, each times its weight, added up."""

    def __init__(self, heads: Sequence[Head]) -> None:
        self.heads = heads
        self.output, self.targets = heads[0].loss.output, heads[0].loss.targets

    def value(self, Z: Array, Y: Array) -> Array:
        values = [
            head.weight * head.loss.value(Z[..., head.rows, :], Y[..., head.rows, :]) for head in self.heads
        ]
        return sum(values[1:], start=values[0])

    def gradient(self, Z: Array, Y: Array) -> Array:
        dZ = np.empty_like(Z)
        for head in self.heads:
            of_head = head.loss.gradient(Z[..., head.rows, :], Y[..., head.rows, :])
            dZ[..., head.rows, :] = head.weight * of_head
        return dZ


def heads_of(experiment: Experiment) -> list[Head]:
    """The heads of a run with this experiment."""
    found: list[Head] = []
    start = 0
    for head in experiment.heads:
        loss = LOSSES[head.loss].with_output(ACTIVATIONS[head.function])
        loss = head.targets.at_steps(loss, experiment.sample)
        found.append(Head(loss, head.weight, slice(start, start + head.units), head.targets, head.measures))
        start += head.units
    return found


def loss_of(heads: Sequence[Head]) -> Loss:
    """The loss that is minimised: that of the only head, or the weighted sum over several."""
    first = heads[0]
    return first.loss if len(heads) == 1 and first.weight == 1 else WeightedSum(heads)


def targets_of(heads: Sequence[Head], sample: Sample, X: Any, labels: Array) -> Any:
    """The targets of all heads, Y (n, m), for the samples X (n_in, m) with the labels (t, m)."""
    return joined([head.targets.of(sample, X, labels, head.loss) for head in heads])
