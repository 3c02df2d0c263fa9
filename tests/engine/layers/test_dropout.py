"""Dropout leaves out what its rate says, and makes up for it."""

import copy

import numpy as np
import pytest

from engine.cohort import Cohort
from engine.experiment import Experiment
from engine.layers import Dropout
from engine.run import Run


@pytest.mark.parametrize("inverted", [True, False])
def test_in_use_a_unit_says_what_it_says_on_the_average_in_training(inverted: bool) -> None:
    layer = Dropout(3, inverted=inverted)
    layer.rate = np.array([0.0, 0.3, 0.9])[:, np.newaxis, np.newaxis]
    layer.draw(np.random.default_rng(0).random((3, 3, 100_000)))
    A = np.ones((3, 3, 100_000))
    np.testing.assert_allclose(layer.kept.mean(axis=(1, 2)), [1, 0.7, 0.1], atol=0.005)
    np.testing.assert_allclose(
        layer.forward(A).mean(axis=(1, 2)), layer.predict(A).mean(axis=(1, 2)), atol=0.03
    )
    np.testing.assert_array_equal(layer.backward(A), layer.forward(A))


@pytest.mark.parametrize("dropout", ["classic", "inverted"])
def test_it_is_off_in_evaluation_and_a_look_draws_nothing(dropout: str) -> None:
    run = Run(Experiment().changed({"network": {"dropout": dropout, "dropout_rate": 0.5}}))
    cohort = Cohort([run])
    cohort.train(20)
    assert run.chance is not None
    state = run.chance.bit_generator.state
    assert cohort.evaluate() == cohort.evaluate()
    X, Y = run.dataset.X_train[np.newaxis], run.Y_train[np.newaxis]
    first = cohort.gradient(X, Y).copy()
    np.testing.assert_array_equal(cohort.gradient(X, Y), first)
    assert run.chance.bit_generator.state == state


def test_a_rate_of_zero_is_no_dropout() -> None:
    run, plain = (
        Run(Experiment().changed({"network": {"dropout": "classic", "dropout_rate": 0}})),
        Run(Experiment()),
    )
    Cohort([run]).train(30)
    Cohort([plain]).train(30)
    assert run.theta.tobytes() == plain.theta.tobytes()


def test_each_layer_has_its_own_rate_and_the_run_knows_who_was_out_in_its_latest_step() -> None:
    rates = [0.0, 0.5, 0.9]
    network: dict[str, object] = {"hidden": [16, 16, 16], "dropout": "inverted", "dropout_rates": rates}
    run = Run(Experiment().changed({"network": network}))
    assert run.kept is None
    twin = copy.deepcopy(run.chance)
    assert twin is not None
    Cohort([run]).train(5)
    chance = twin.random((5, 48, 10), dtype=np.float32)
    assert run.kept is not None
    assert run.kept.tolist() == (chance[-1, :, 0] >= np.repeat(rates, 16)).astype(int).tolist()
    assert run.kept[:16].all() and not run.kept[16:].all()
    run.change(run.experiment.changed({"network": {"hidden": [16, 16, 15]}, "data": {"noise": 5}}))
    assert run.kept is None
