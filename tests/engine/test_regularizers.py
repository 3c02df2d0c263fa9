"""L1 sets weights to 0 and leaves them there, and every optimiser ends at scikit-learn's lasso."""

from typing import Any

import numpy as np
import pytest
from sklearn.linear_model import Lasso

from engine.array import FLOAT64
from engine.cohort import Cohort
from engine.experiment import Experiment
from engine.methods import METHODS
from engine.regularizers import truncate
from engine.run import Run
from tests.engine.parameters import layer_views

DESCENTS = [kind for kind, method in METHODS.items() if method.descends]
FEATURES = ["x1", "x2", "x1_squared", "x2_squared", "x1_x2", "sin_x1", "sin_x2"]


def test_what_would_cross_0_becomes_0_and_the_rest_comes_nearer() -> None:
    theta = np.array([0.5, -0.5, 0.1, -0.1, 0.0, 0.2, 7.0])
    truncate(theta, np.array([0.2, 0.2, 0.2, 0.2, 0.2, 0.2, 0.0]))
    np.testing.assert_allclose(theta, [0.3, -0.3, 0, 0, 0, 0, 7], rtol=1e-15)
    assert (theta[2:6] == 0).all()


@pytest.mark.parametrize("kind", DESCENTS)
def test_every_optimiser_ends_at_the_lasso(kind: str) -> None:
    """A network without hidden layers that learns a regression from whole batches minimises what the lasso does."""
    changes: dict[str, dict[str, Any]] = {
        "data": {"kind": "plane", "features": FEATURES, "standardize": True, "noise": 20},
        "network": {"hidden": []},
        "objective": {"regularization": "l1", "regularization_rate": 0.005},
        "optimizer": {
            "kind": kind,
            "learning_rate": 0.2 if kind == "adagrad" else 0.02,
            "schedule": "cosine",
            "period": 6000,
            "weight_decay": 0,
        },
        "training": {"batch_size": 250},
    }
    run = Run(Experiment().changed(changes), FLOAT64)
    lasso = Lasso(alpha=0.005, tol=1e-10, max_iter=100_000)
    lasso.fit(run.dataset.X_train.T, run.Y_train[0])
    Cohort([run]).train(6000)
    [(W, b)] = layer_views(run.theta, run.experiment.plan.units)
    assert 1 <= (lasso.coef_ == 0).sum() <= 6
    np.testing.assert_array_equal(W[0] == 0, lasso.coef_ == 0)
    np.testing.assert_allclose(W[0], lasso.coef_, atol=1e-4)
    assert b[0, 0] == pytest.approx(lasso.intercept_, abs=1e-4)


@pytest.mark.parametrize("kind", DESCENTS)
@pytest.mark.parametrize("clip_norm", [0.0, 0.1])
def test_weights_of_useless_inputs_become_0_and_stay_there(kind: str, clip_norm: float) -> None:
    alpha = 0.03 if kind in ("gradient_descent", "adagrad") else 0.003
    changes: dict[str, dict[str, Any]] = {
        "data": {"kind": "gaussians", "features": FEATURES},
        "network": {"hidden": [6]},
        "objective": {"regularization": "l1", "regularization_rate": 0.03},
        "optimizer": {"kind": kind, "learning_rate": alpha, "clip_norm": clip_norm},
    }
    run = Run(Experiment().changed(changes))
    cohort, zeros = Cohort([run]), []
    for _ in range(20):
        cohort.train(10)
        zeros.append(run.theta == 0)
    cohort.train(2000)
    for _ in range(10):
        cohort.train(10)
        zeros.append(run.theta == 0)
    W, _ = layer_views(run.theta, run.experiment.plan.units)[0]
    assert (W == 0).mean() > 0.3
    late = np.array(zeros[-10:])
    assert late.all(axis=0).sum() > 0.6 * late.any(axis=0).sum()
    [evaluation] = cohort.evaluate()
    assert evaluation.test_accuracy is not None and evaluation.test_accuracy > 0.9


def test_biases_are_spared() -> None:
    changes: dict[str, dict[str, Any]] = {
        "objective": {"regularization": "l1", "regularization_rate": 10},
        "network": {"bias": 0.5},
    }
    run = Run(Experiment().changed(changes))
    Cohort([run]).train(50)
    for W, b in layer_views(run.theta, run.experiment.plan.units):
        assert (W == 0).all() and (b != 0).all()
