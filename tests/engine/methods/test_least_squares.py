"""Least squares: one step finds what scikit-learn finds on what the hidden layer says, and nothing moves after it."""

from typing import Any

import numpy as np
import pytest
from sklearn.linear_model import LinearRegression, Ridge

from engine.array import FLOAT64
from engine.cohort import Cohort
from engine.experiment import Experiment
from engine.methods.least_squares import reduced
from engine.probes.gradient_check import gradient_check
from engine.probes.layers import inside
from engine.run import Run
from tests.engine.parameters import layer_views

MACHINE: dict[str, dict[str, Any]] = {
    "data": {
        "kind": "spiral",
        "noise": 5,
        "features": ["x1", "x2", "x1_x2", "sin_x1", "sin_x2"],
        "standardize": True,
    },
    "network": {"hidden": [16], "activation": "tanh", "initializer": "he"},
    "optimizer": {"kind": "least_squares"},
}


def machine(**changes: dict[str, Any]) -> Run:
    return Run(Experiment().changed(MACHINE).changed(changes), FLOAT64)


@pytest.mark.parametrize("penalty", [0.0, 0.01])
@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"network": {"activation": "step"}},
        {"network": {"hidden": [8, 12], "activation": "relu"}},
        {"data": {"kind": "spirals", "classes": 4}},
        {"data": {"kind": "multi_gaussian"}},
        {"network": {"hidden": []}},
    ],
    ids=str,
)
def test_one_step_finds_the_weights_of_scikit_learn(changes: dict[str, Any], penalty: float) -> None:
    run = machine(**changes, objective={"regularization": "l2", "regularization_rate": penalty})
    before = [(W.copy(), b.copy()) for W, b in layer_views(run.theta, run.experiment.plan.units)]
    X, m = run.dataset.X_train, run.dataset.X_train.shape[1]
    A = X.T if not run.experiment.network.hidden else Cohort([run]).forward(X[np.newaxis])[0][-1][0].T
    oracle = Ridge(alpha=m * penalty, solver="svd") if penalty else LinearRegression()
    oracle.fit(A, run.Y_train.T)
    Cohort([run]).train(1)
    *hidden, (W, b) = layer_views(run.theta, run.experiment.plan.units)
    np.testing.assert_allclose(W, np.atleast_2d(oracle.coef_), rtol=1e-7, atol=1e-9)
    np.testing.assert_allclose(b[:, 0], np.atleast_1d(oracle.intercept_), rtol=1e-7, atol=1e-9)
    for (W, b), (W_before, b_before) in zip(hidden, before, strict=False):
        np.testing.assert_array_equal(W, W_before)
        np.testing.assert_array_equal(b, b_before)


def test_the_gradient_of_the_output_layer_is_0_there() -> None:
    run = machine(objective={"regularization": "l2", "regularization_rate": 0.003})
    cohort = Cohort([run])
    cohort.train(1)
    [found] = gradient_check(cohort, run.dataset.X_train[np.newaxis], run.Y_train[np.newaxis])
    assert found.largest_difference < 1e-6
    assert np.abs(found.analytic[-17:]).max() < 1e-12 < np.abs(found.analytic[:-17]).max()
    # Nor would another step move anything, as far as one looks at it from inside.
    changes = inside(
        Cohort([machine(objective={"regularization": "l2", "regularization_rate": 0.003})])
    ).norms[0, :, 2]
    assert changes[0] == 0 < changes[1]
    assert inside(cohort).norms[0, 1, 2] < 1e-9


def test_after_one_step_the_run_stands_still_until_it_is_told_to_go_on() -> None:
    run = machine()
    losses = Cohort([run]).train(5)
    assert (run.step, run.stopped_at, run.epoch) == (1, 1, 1)
    assert np.isfinite(losses[0]) and np.isnan(losses[1:]).all()
    theta = run.theta.copy()
    run.go_on()
    [[second], *_] = Cohort([run]).train(3)
    assert (run.step, run.stopped_at) == (2, 2)
    np.testing.assert_allclose(run.theta, theta, rtol=1e-9)
    assert second < losses[0, 0]
    [evaluation] = Cohort([run]).evaluate()
    assert evaluation.train_loss == pytest.approx(second, rel=1e-9)


def test_of_many_equally_good_solutions_it_is_the_smallest() -> None:
    run = machine(network={"initializer": "zeros"})
    layer_views(run.theta, run.experiment.plan.units)[0][1][:] = 0.3
    Cohort([run]).train(1)
    *_, (W, _) = layer_views(run.theta, run.experiment.plan.units)
    assert np.isfinite(run.theta).all()
    np.testing.assert_allclose(W, W[0, 0])  # All hidden units say the same, and share what there is to say.


def test_what_cannot_be_solved_is_not_finite_and_raises_nothing() -> None:
    run = machine()
    run.theta[0] = np.nan
    Cohort([run]).train(1)
    assert np.isnan(run.theta[-1])


@pytest.mark.parametrize(
    ("kind", "activation", "accuracy"),
    [("circle", "tanh", 0.95), ("circle", "sigmoid", 0.95), ("circle", "step", 0.7), ("xor", "tanh", 0.9)],
)
def test_random_features_learn_what_is_even(kind: str, activation: str, accuracy: float) -> None:
    """A ring and a checkerboard say the same of x and of -x; without biases, tanh says the opposite."""
    for seed in range(5):
        experiment = Experiment().changed(
            {
                "data": {"kind": kind},
                "network": {"hidden": [16], "activation": activation},
                "optimizer": {"kind": "least_squares"},
                "training": {"seed": seed},
            }
        )
        run = Run(experiment)
        Cohort([run]).train(1)
        [evaluation] = Cohort([run]).evaluate()
        assert evaluation.test_accuracy is not None and evaluation.test_accuracy > accuracy


def test_hidden_biases_are_drawn_where_nothing_moves_them_and_the_weights_are_the_same() -> None:
    experiment = Experiment().changed({"network": {"hidden": [16, 8], "bias": 0.1}})
    solved = experiment.changed({"optimizer": {"kind": "least_squares"}})
    *hidden, output = layer_views(Run(solved).theta, solved.plan.units)
    *alike, _ = layer_views(Run(experiment).theta, experiment.plan.units)
    assert (output[1] == np.float32(0.1)).all()
    drawn = np.concatenate([b[:, 0] for _, b in hidden]) - np.float32(0.1)
    assert len(set(drawn.tolist())) == 24 and np.abs(drawn).max() <= 1 and np.abs(drawn).mean() > 0.3
    for (W, _), (W_alike, b_alike) in zip(hidden, alike, strict=True):
        np.testing.assert_array_equal(W, W_alike)
        assert (b_alike == np.float32(0.1)).all()
    assert Run(solved).batches.order.tolist() == Run(experiment).batches.order.tolist()


@pytest.mark.parametrize("rank", [40, 12])
def test_many_equations_become_as_few_as_there_are_unknowns(rank: int) -> None:
    generator = np.random.default_rng(0)
    rows = generator.standard_normal((3000, rank)) @ generator.standard_normal((rank, 40))
    wanted = generator.standard_normal((3000, 3))
    few, of_them = reduced(rows, wanted)
    assert few.shape == (40, 40) and of_them.shape == (40, 3)
    expected, *_ = np.linalg.lstsq(rows, wanted, rcond=1e-10)
    found, *_ = np.linalg.lstsq(few, of_them, rcond=1e-10)
    np.testing.assert_allclose(found, expected, atol=1e-12)
