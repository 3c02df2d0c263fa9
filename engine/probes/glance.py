"""At a glance: how a run does on its test set, where samples have no plane over which its output could be drawn."""

import numpy as np

from engine.array import FLOAT32, Array
from engine.cohort import Cohort
from engine.losses import answers
from engine.probes.confusion import counts

MOST_SAMPLES = 250
"""So many samples of the test set are looked at."""
MOST_CLASSES = 20
"""A matrix of more classes is no picture."""


def shares_by_class(cohort: Cohort) -> Array | None:
    """Of the samples of each class the share that gets each answer, (R, k, k); NaN: there is none of the class. None:
    the answers are no classes, or there are too many."""
    if cohort.shape.problem == "regression" or cohort.runs[0].experiment.data.n_classes > MOST_CLASSES:
        return None
    sets = [run.dataset for run in cohort.runs]
    first = slice(MOST_SAMPLES)
    found = counts(
        cohort, [each.X_test[:, first] for each in sets], [each.labels_test[:, first] for each in sets]
    ).astype(FLOAT32)
    with np.errstate(invalid="ignore"):
        shares: Array = found / found.sum(axis=-1, keepdims=True)
    return shares


def right_by_step(cohort: Cohort) -> Array | None:
    """The share of right answers after each step, (R, T); NaN where none is asked for. None: answers are no classes,
    or there is one at the end alone."""
    steps = cohort.runs[0].experiment.data.answered_steps
    if cohort.shape.problem == "regression" or steps == 0:
        return None
    first = slice(MOST_SAMPLES)
    X = np.stack([np.asarray(run.dataset.X_test[:, first]) for run in cohort.runs])
    own = np.stack([run.dataset.labels_test[:steps, first] for run in cohort.runs])  # (R, T, m)
    answered = answers(cohort.runs[0].heads[0].loss.by_step(cohort.predict(X))).reshape(own.shape)
    right, asked = ((answered == own) & (own >= 0)).sum(axis=-1), (own >= 0).sum(axis=-1)
    with np.errstate(invalid="ignore"):
        shares: Array = (right / asked).astype(FLOAT32)
    return shares
