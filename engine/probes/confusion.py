"""The confusion matrix: the number of samples of each class for each predicted class."""

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
    Z = cohort.runs[0].heads[0].loss.by_step(cohort.predict(np.stack([each[:, first] for each in X])))
    answered, k = answers(Z), max(2, Z.shape[-2])
    rows = max(1, cohort.runs[0].experiment.data.answered_steps)
    own = np.stack([each[:rows, first].ravel() for each in labels]).astype(np.intp)
    cells = k * own + answered
    found = [
        np.bincount(row[asked], minlength=k * k).reshape(k, k)
        for row, asked in zip(cells, own >= 0, strict=True)
    ]
    return np.stack(found).astype(np.int32)
