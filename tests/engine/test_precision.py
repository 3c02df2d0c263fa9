"""Double precision, and biases that stay as they begin: what a published example needs."""

import numpy as np
import pytest
from pydantic import ValidationError

from engine.changes import begins_elsewhere
from engine.cohort import Cohort
from engine.experiment import Experiment
from engine.run import Run
from tests.engine.parameters import layer_views

DOUBLE = Experiment().changed({"training": {"precision": "double"}})
FIXED = Experiment().changed({"network": {"biases": "fixed", "bias": 0.5}})


def test_a_run_in_double_precision_is_that_of_an_oracle_in_float64() -> None:
    run, oracle = Run(DOUBLE), Run(Experiment(), np.dtype(np.float64))
    for each in (run, oracle):
        Cohort([each]).train(20)
    assert run.theta.dtype == np.float64 and run.theta.tobytes() == oracle.theta.tobytes()
    assert run.shape != Run(Experiment()).shape and begins_elsewhere(Experiment(), DOUBLE, 5)


def test_a_run_takes_the_precision_that_it_is_changed_to() -> None:
    run = Run(Experiment().changed({"optimizer": {"kind": "adam"}}))
    Cohort([run]).train(5)
    before = run.theta.copy()
    run.change(run.experiment.changed({"training": {"precision": "double"}}))
    assert run.theta.dtype == run.slots.dtype == run.dataset.X_train.dtype == np.float64
    np.testing.assert_array_equal(run.theta, before)
    Cohort([run]).train(5)
    run.restart(Experiment())
    assert run.theta.dtype == run.dataset.X_train.dtype == np.float32
    Cohort([run]).train(5)


def test_a_large_network_in_double_precision_is_refused() -> None:
    large: dict[str, dict[str, object]] = {
        "data": {"kind": "parity"},
        "network": {"hidden": [200, 200]},
        "training": {"batch_size": 4},
    }
    with pytest.raises(ValidationError, match="10,000 weights and biases at most: it has"):
        DOUBLE.changed(large)


def test_fixed_biases_stay_and_weights_learn_as_beside_learned_ones() -> None:
    learned = FIXED.changed({"network": {"biases": "learned"}})
    assert FIXED.plan.structure != learned.plan.structure
    runs = [Run(FIXED), Run(learned)]
    for run in runs:
        Cohort([run]).train(1)
    for (W, b), (W_learned, b_learned) in zip(
        *(layer_views(run.theta, FIXED.plan.units) for run in runs), strict=True
    ):
        np.testing.assert_array_equal(W, W_learned)
        assert np.all(b == 0.5) and not np.all(b_learned == 0.5)
    adam = Run(FIXED.changed({"optimizer": {"kind": "adam"}}))
    Cohort([adam]).train(50)
    assert all(np.all(b == 0.5) for _, b in layer_views(adam.theta, FIXED.plan.units))


def test_least_squares_finds_biases_and_refuses_fixed_ones() -> None:
    with pytest.raises(ValidationError, match="cannot be fixed"):
        FIXED.changed({"optimizer": {"kind": "least_squares"}})
