"""What is asked: a watcher draws a digit or picks a sample, and sees what every output says to it."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.views import Views, pixels_in
from engine.cohort import Cohort
from engine.probes.drawing import normalized, picture_inputs
from engine.probes.samples import pixels_of, sample_inputs


def asked(cohort: Cohort, views: Sequence[Views]) -> dict[int, dict[str, NDArray[Any]]]:
    """By a run's number: what its outputs say to the drawing or the sample that its watcher chose."""
    found: dict[int, dict[str, NDArray[Any]]] = {}
    X = np.zeros((len(cohort.runs), cohort.shape.sizes[0], 1), cohort.dtype)
    for replica, (run, view) in enumerate(zip(cohort.runs, views, strict=False)):
        data = run.experiment.data
        if view.drawing is not None and data.kind == "digits":
            picture = normalized(pixels_in(view.drawing), data.side)
            X[replica] = picture_inputs(run.dataset, picture)
            found[replica] = {"drawn": picture}
        elif view.sample is not None and view.sample < run.dataset.labels.size:
            X[replica] = sample_inputs(data, view.sample)
            pictured = data.kind == "digits"
            found[replica] = {"drawn": pixels_of(data, np.array(view.sample))} if pictured else {}
    if found:
        _, outputs = cohort.forward(X)
        for replica, arrays in found.items():
            arrays["drawn_outputs"] = np.nan_to_num(outputs[replica, :, 0]).astype(np.float32)
    return found
