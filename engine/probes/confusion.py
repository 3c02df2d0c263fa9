"""The confusion matrix: the number of samples of each class for each predicted class."""

from math import prod

import numpy as np
from numpy.typing import NDArray

from engine.array import Array
from engine.cohort import Cohort
from engine.data.images import Images
from engine.losses import answers


def confusion(cohort: Cohort) -> NDArray[np.int32] | None:
    """Counts (R, 2, k, k) over both sets, as far as they are examined: training and test set, class, class that the
    network answers.

    None for a regression, which has no classes.
    """
    if cohort.shape.problem == "regression":
        return None
    sets = [run.dataset for run in cohort.runs]
    train = counts(cohort, [each.X_train for each in sets], [each.labels_train for each in sets])
    test = counts(cohort, [each.X_test for each in sets], [each.labels_test for each in sets])
    return np.stack([train, test], axis=1)


def counts(cohort: Cohort, X: list[Array | Images], labels: list[Array]) -> NDArray[np.int32]:
    """The matrices (R, k, k) of one set."""
    first = slice(cohort.shape.examined)
    answered = answers(cohort.predict(np.stack([each[:, first] for each in X])))
    k = max(2, prod(cohort.shape.shapes[-1]))
    cells = k * np.stack([each[0, first] for each in labels]).astype(np.intp) + answered
    return np.stack([np.bincount(row, minlength=k * k).reshape(k, k) for row in cells]).astype(np.int32)
