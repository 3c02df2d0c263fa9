"""Mistakes: the misclassified samples in a square."""

import numpy as np
from numpy.typing import NDArray

from engine.array import Array
from engine.cohort import Cohort
from engine.probes.samples import EMPTY, cell_labels


def mistaken(cohort: Cohort, outputs: Array, *, test: bool) -> NDArray[np.uint8] | None:
    """1 where the outputs (R, k, side, side) over a square of samples predict another class: (R, side, side).

    None for a regression, which has no classes, and where a sample has an answer at each step.
    """
    if cohort.shape.problem == "regression" or cohort.runs[0].experiment.data.answered_steps:
        return None
    labels = np.stack([cell_labels(run.experiment.data, test) for run in cohort.runs])
    low, high = cohort.loss.targets
    answered = outputs.argmax(axis=1) if outputs.shape[1] > 1 else outputs[:, 0] > (low + high) / 2
    wrong: NDArray[np.uint8] = ((answered != labels) & (labels != EMPTY)).astype(np.uint8)
    return wrong
