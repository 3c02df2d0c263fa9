"""The truth table probe: the outputs for every row of the table that a network learns."""

import numpy as np
from numpy.typing import NDArray

from engine.cohort import Cohort


def tables(cohort: Cohort) -> list[NDArray[np.float32] | None]:
    """For every run the outputs for each row of its table, (rows, n_out); None where its data is no table, or one whose
    rows stand in a square (see `engine.probes.samples`)."""
    runs = cohort.runs
    if cohort.shape.view == "samples" or not any(run.experiment.data.is_table for run in runs):
        return [None] * len(runs)
    _, output = cohort.forward(np.stack([run.dataset.X_train for run in runs]))
    # The outputs of a run that is about to diverge may be NaN.
    outputs = np.nan_to_num(output.swapaxes(-1, -2)).astype(np.float32)
    return [rows if run.experiment.data.is_table else None for run, rows in zip(runs, outputs, strict=True)]
