"""Early stopping: when the validation loss has not fallen for some epochs, training ends and the best state returns."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.array import Array


class Best(NamedTuple):
    """The state in which a run's validation loss was lowest, at the end of an epoch. Nobody writes to it."""

    step: int
    loss: float
    theta: Array
    statistics: Array


def epoch_ends(samples_seen: int, iterations: int, batch_size: int, n_train: int) -> NDArray[np.intp]:
    """After which of the coming steps, 1 .. iterations, an epoch has ended: all training samples were shown again."""
    epochs = (samples_seen + batch_size * np.arange(iterations + 1)) // n_train
    return np.flatnonzero(np.diff(epochs)) + 1
