"""The confusion matrix: how many samples of each class were taken for which."""

import numpy as np
from numpy.typing import NDArray

from engine.array import Array
from engine.cohort import Cohort


def confusion(cohort: Cohort) -> NDArray[np.int32] | None:
    """Counts (R, 2, 2, 2) over the whole sets: training and test set, class, class that the network answers.

    Class 0 has the label -1, class 1 has 1. None for a regression, which knows no classes.
    """
    if cohort.shape.problem == "regression":
        return None
    train = counts(cohort, [run.dataset.X_train for run in cohort.runs], [run.Y_train for run in cohort.runs])
    test = counts(cohort, [run.dataset.X_test for run in cohort.runs], [run.Y_test for run in cohort.runs])
    return np.stack([train, test], axis=1)


def counts(cohort: Cohort, X: list[Array], Y: list[Array]) -> NDArray[np.int32]:
    """The matrices (R, 2, 2) of one set."""
    _, output = cohort.forward(np.stack(X))
    answered = output[:, 0] > cohort.loss.boundary
    true = np.stack(Y)[:, 0] > cohort.loss.boundary
    cells = 2 * true + answered
    return np.stack([(cells == cell).sum(axis=-1, dtype=np.int32) for cell in range(4)], axis=-1).reshape(
        -1, 2, 2
    )
