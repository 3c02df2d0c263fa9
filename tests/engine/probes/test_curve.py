"""Curves say what the network says along its line, truth tables what it says to each of their rows."""

import numpy as np
import pytest

from engine.cohort import Cohort
from engine.data.gates import Not
from engine.data.lines import Sine
from engine.experiment import Experiment
from engine.probes.curve import curves, feature_curves, truth
from engine.probes.truth_table import tables
from engine.run import Run


@pytest.mark.parametrize("standardize", [False, True])
def test_a_curve_holds_what_the_network_answers_at_each_place(standardize: bool) -> None:
    changes = {"kind": "sine", "features": ["x1_squared", "x1"], "standardize": standardize}
    run = Run(Experiment().changed({"data": changes}))
    cohort = Cohort([run])
    cohort.train(200)
    [found] = curves(cohort, 13)
    assert found.shape == (7, 13)
    X = np.array([[9.0], [-3.0]], np.float32)  # x1 = -3 is the fourth of 13 places from -6 to 6.
    shown = (X - run.dataset.mean) / run.dataset.deviation if standardize else X
    hidden, output = cohort.forward(shown[np.newaxis])
    np.testing.assert_allclose(found[:4, 3], hidden[0][0, :, 0], rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(found[6, 3], output[0, 0, 0], rtol=1e-4, atol=1e-6)


def test_features_and_the_truth_run_over_the_domain() -> None:
    data = Sine(features=("x1",))
    x1, squared, sine = feature_curves(5, data)
    assert x1.tolist() == [-6, -3, 0, 3, 6] and squared.tolist() == [36, 9, 0, 9, 36]
    np.testing.assert_allclose(sine, np.sin(x1), rtol=1e-6)
    behind = truth(5, data)
    assert behind is not None
    np.testing.assert_allclose(behind, sine, rtol=1e-6)
    assert truth(5, Not(features=("x1",))) is None


def test_a_table_is_asked_row_by_row_and_only_a_table() -> None:
    size: dict[str, object] = {"batch_size": 2}
    gate = Experiment().changed({"data": {"kind": "or_gate", "standardize": True}, "training": size})
    points = [[x1, 0, x1 % 2] for x1 in range(-4, 4)]
    own = Experiment().changed({"data": {"kind": "points", "points": points, "classes": 2}, "training": size})
    cohort = Cohort([Run(gate), Run(own)])
    rows, nothing = tables(cohort)
    assert rows is not None and nothing is None
    _, output = cohort.forward(np.stack([run.dataset.X_train for run in cohort.runs]))
    np.testing.assert_array_equal(rows, output[0].T)
