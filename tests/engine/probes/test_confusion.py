"""The confusion matrix agrees with the accuracy, and its rows are the classes."""

import numpy as np
import pytest

from engine.cohort import Cohort
from engine.experiment import Experiment
from engine.probes.confusion import confusion
from engine.run import Run


@pytest.mark.parametrize("kind", ["circle", "blobs", "digits"])
@pytest.mark.parametrize("loss", ["squared_error", "cross_entropy", "softmax", "hinge"])
def test_the_diagonal_is_the_accuracy_of_every_run(loss: str, kind: str) -> None:
    changes: dict[str, dict[str, object]] = {
        "objective": {"loss": loss},
        "data": {"kind": kind, "classes": 4, "noise": 40, "samples": 300, "side": 8},
        "network": {"dropout": "classic"},
    }
    runs = [Run(Experiment().changed({**changes, "training": {"seed": seed}})) for seed in range(3)]
    cohort = Cohort(runs)
    cohort.train(60)
    found = confusion(cohort)
    k = {"circle": 2, "blobs": 4, "digits": 10}[kind]
    assert found is not None and found.shape == (3, 2, k, k)
    for counts, evaluation in zip(found, cohort.evaluate(), strict=True):
        shares = np.trace(counts, axis1=-2, axis2=-1) / counts.sum(axis=(-2, -1))
        assert shares.tolist() == [evaluation.train_accuracy, evaluation.test_accuracy]


def test_rows_are_classes_and_columns_are_answers() -> None:
    run = Run(Experiment().changed({"network": {"hidden": []}}))
    run.theta[:] = [0, 0, 5]  # Says class 1 to everyone.
    found = confusion(Cohort([run]))
    assert found is not None
    blue = int((run.dataset.labels_train > 0).sum())
    assert found[0, 0].tolist() == [[0, 250 - blue], [0, blue]]


def test_a_regression_has_none() -> None:
    assert confusion(Cohort([Run(Experiment().changed({"data": {"kind": "plane"}}))])) is None
