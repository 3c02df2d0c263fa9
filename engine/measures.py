"""Measures: how good a head's answers are, in other words than its loss.

Each is a number for every sample, (R, m), from Z and the targets Y, (R, n_out, m), and its mean is what is told.
"""

from collections.abc import Callable
from typing import Annotated, NamedTuple

import numpy as np

from engine.array import Array
from engine.losses import Loss, answers
from engine.registry import OneOf


class Measure(NamedTuple):
    value: Callable[[Loss, Array, Array], Array]
    needs_classes: bool


def accuracy(loss: Loss, Z: Array, Y: Array) -> Array:
    """1 where the class that is answered is the sample's, 0 elsewhere."""
    low, high = loss.targets
    right: Array = (answers(Z) == answers(Y - Y.dtype.type((low + high) / 2))).astype(Z.dtype)
    return right


def mean_error(loss: Loss, Z: Array, Y: Array) -> Array:
    """|A - Y|, the mean over the outputs."""
    A = loss.output.function(Z)
    error: Array = np.add.reduce(np.abs(A - Y), axis=-2) / A.shape[-2]
    return error


MEASURES = {
    "accuracy": Measure(accuracy, needs_classes=True),
    "mean_error": Measure(mean_error, needs_classes=False),
}

MeasureName = Annotated[str, OneOf(MEASURES)]
