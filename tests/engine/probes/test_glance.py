"""At a glance: the shares of classes and of steps agree with the accuracy of the test set."""

from typing import Any

import numpy as np
import pytest

from engine.cohort import Cohort
from engine.experiment import Experiment
from engine.probes.glance import right_by_step, shares_by_class
from engine.run import Run


def cohort(**changes: Any) -> Cohort:
    base = Experiment().changed({"objective": {"loss": "softmax"}, **changes})
    found = Cohort([Run(base.changed({"training": {"seed": seed}})) for seed in range(2)])
    found.train(30)
    return found


def test_the_diagonal_is_the_accuracy_of_each_class() -> None:
    found = cohort(data={"kind": "digits", "samples": 300, "side": 8})
    shares = shares_by_class(found)
    assert shares is not None and shares.shape == (2, 10, 10) and right_by_step(found) is None
    for run, own, evaluation in zip(found.runs, shares, found.evaluate(), strict=True):
        counts = np.bincount(run.dataset.labels_test[0].astype(int), minlength=10)
        np.testing.assert_allclose(own.sum(axis=1), 1, rtol=1e-5)
        assert counts @ own.diagonal() / counts.sum() == pytest.approx(evaluation.test_accuracy, rel=1e-5)


def test_the_steps_that_are_asked_for_have_shares() -> None:
    layers = [{"kind": "gru", "units": 8, "returns": "every_step"}]
    found = cohort(data={"kind": "echo", "steps": 6, "delay": 2, "samples": 200}, network={"layers": layers})
    right = right_by_step(found)
    assert right is not None and right.shape == (2, 6)
    assert np.isnan(right[:, :2]).all()  # before the echo, nothing is asked for
    for own, evaluation in zip(right, found.evaluate(), strict=True):
        assert own[2:].mean() == pytest.approx(evaluation.test_accuracy, rel=1e-5)


def test_values_have_neither() -> None:
    found = Cohort([Run(Experiment().changed({"data": {"kind": "plane"}}))])
    assert shares_by_class(found) is None and right_by_step(found) is None
