"""Back-propagation against central differences, in float64, for networks that hypothesis draws."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engine.array import FLOAT64
from engine.cohort import Cohort
from engine.experiment import Experiment
from engine.layers import ActivationLayer
from engine.probes.gradient_check import gradient_check
from engine.run import Run

experiments = st.builds(
    lambda hidden, activation, initializer, loss, penalty, rate, kind, seed: Experiment().changed(
        {
            "data": {"kind": kind, "samples": 30, "features": ["x1", "x2", "x1_x2"]},
            "network": {"hidden": hidden, "activation": activation, "initializer": initializer},
            "objective": {"loss": loss, "regularization": penalty, "regularization_rate": rate},
            "training": {"seed": seed},
        }
    ),
    st.lists(st.integers(1, 5), max_size=6),
    st.sampled_from(["linear", "relu", "tanh", "sigmoid"]),
    st.sampled_from(["xavier", "he"]),
    st.sampled_from(["squared_error", "cross_entropy"]),
    st.sampled_from(["none", "l1", "l2"]),
    st.floats(0, 1),
    st.sampled_from(["circle", "spiral"]),
    st.integers(0, 1000),
) | st.builds(
    lambda hidden, activation, seed: Experiment().changed(
        {
            "data": {"kind": "plane", "samples": 30},
            "network": {"hidden": hidden, "activation": activation},
            "training": {"seed": seed},
        }
    ),
    st.lists(st.integers(1, 5), max_size=6),
    st.sampled_from(["linear", "relu", "tanh", "sigmoid"]),
    st.integers(0, 1000),
)


@settings(deadline=None, max_examples=150)
@given(experiments)
def test_back_propagation_equals_central_differences(experiment: Experiment) -> None:
    run = Run(experiment, FLOAT64)
    cohort = Cohort([run])
    X, Y = run.dataset.X_train[np.newaxis], run.Y_train[np.newaxis]
    if experiment.network.activation == "relu":
        # Where a unit stands within a nudge of ReLU's corner, a difference across it is no derivative.
        cohort.network.forward(X)
        sums = [layer.Z for layer in cohort.network.layers if isinstance(layer, ActivationLayer)]
        assume(all(np.abs(Z).min() > 1e-3 for Z in sums))
    [check] = gradient_check(cohort, X, Y)
    # The truncation error, ε² f'''/6, grows with the cube of the inputs, which reach 12.
    assert check.largest_difference < 1e-6


def test_it_finds_a_wrong_gradient() -> None:
    run = Run(Experiment(), FLOAT64)
    cohort = Cohort([run])
    X, Y = run.dataset.X_train[np.newaxis], run.Y_train[np.newaxis]
    right = cohort.loss.gradient
    cohort.loss.gradient = lambda Z, Y: 1.01 * right(Z, Y)  # type: ignore[method-assign]
    [check] = gradient_check(cohort, X, Y)
    assert check.largest_difference > 1e-4


def test_float32_is_refused() -> None:
    run = Run(Experiment())
    with pytest.raises(ValueError, match="float64"):
        gradient_check(Cohort([run]), run.dataset.X_train[np.newaxis], run.Y_train[np.newaxis])
