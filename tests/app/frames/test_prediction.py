"""A sample that there is not has no prediction, however many labels each sample has."""

import numpy as np

from app.frames.prediction import ViewedInput, predictions
from engine.cohort import Cohort
from engine.experiment import Experiment
from engine.run import Run


def test_only_samples_that_there_are_have_an_answer() -> None:
    data = {"kind": "shapes", "pixels": 16, "samples": 40}
    cohort = Cohort([Run(Experiment().changed({"data": data, "objective": {"loss": "softmax"}}))])
    last, beyond = ViewedInput(0, None, 39), ViewedInput(0, None, 40)
    found = predictions(cohort, [last, beyond])
    assert found[last]["drawn_outputs"].shape == (4,) and found[last]["drawn"].shape == (16, 16, 3)
    assert np.isfinite(found[last]["drawn_outputs"]).all()
    assert "drawn_outputs" not in found.get(beyond, {})
