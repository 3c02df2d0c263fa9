"""Recurrent layers: gradients, cohorts, lengths that differ, and what they refuse."""

from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from engine.array import FLOAT32, FLOAT64
from engine.cohort import Cohort
from engine.experiment import Experiment
from engine.layers.stages import weighted
from engine.probes.gradient_check import gradient_check
from engine.run import Run
from tests.engine.layers.alone import check_alone_is_together
from tests.engine.layers.pictures import made, samples

KINDS = ["recurrent", "gru", "lstm"]
ECHO = {"kind": "echo", "steps": 7, "delay": 2, "samples": 60}
BRACKETS = {"kind": "brackets", "steps": 8, "samples": 60}


def experiment(data: dict[str, Any], *layers: dict[str, Any], **more: Any) -> Experiment:
    loss = "squared_error" if data["kind"] in ("adding", "wave") else "softmax"
    return Experiment().changed(
        {
            "data": data,
            "network": {"layers": list(layers)},
            "objective": {"loss": loss},
            "training": {"batch_size": 8},
            **more,
        }
    )


NETWORKS = {
    "to one": lambda kind: experiment(BRACKETS, {"kind": kind, "units": 4}),
    "to each step": lambda kind: experiment(
        ECHO,
        {"kind": kind, "units": 4, "returns": "every_step"},
        {"kind": "time_distributed", "units": 5},
        {"kind": "activation"},
    ),
    "one over another": lambda kind: experiment(
        BRACKETS,
        {"kind": kind, "units": 3, "returns": "every_step"},
        {"kind": "activation", "function": "relu"},
        {"kind": kind, "units": 4},
        {"kind": "dense", "units": 3},
    ),
    "numbers": lambda kind: experiment(
        {"kind": "adding", "steps": 6, "samples": 60}, {"kind": kind, "units": 4}
    ),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", NETWORKS)
def test_gradients_are_those_of_finite_differences(name: str, kind: str) -> None:
    run = Run(NETWORKS[name](kind), FLOAT64)
    run.theta += 0.3 * np.random.default_rng(1).standard_normal(run.theta.shape)
    cohort = Cohort([run])
    samples = np.arange(8)
    X, Y = run.dataset.X_train.take(samples, axis=1), run.Y_train.take(samples, axis=1)
    [check] = gradient_check(cohort, X[np.newaxis], Y[np.newaxis])
    assert check.largest_difference < 1e-7


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", NETWORKS)
def test_a_run_in_a_cohort_is_that_run_alone(name: str, kind: str) -> None:
    changes: list[dict[str, dict[str, Any]]] = [
        {"training": {"seed": seed}, "optimizer": {"learning_rate": 0.1 + seed}} for seed in range(3)
    ]
    check_alone_is_together([NETWORKS[name](kind).changed(change) for change in changes], steps=20)


@pytest.mark.parametrize("kind", KINDS)
def test_what_stands_behind_the_end_of_a_sequence_changes_nothing(kind: str) -> None:
    """The same sequences in a longer array: the answers are the same, and so are the gradients."""
    short = Run(experiment(BRACKETS, {"kind": kind, "units": 4, "truncation": 8}), FLOAT64)
    long = Run(experiment({**BRACKETS, "steps": 24}, {"kind": kind, "units": 4, "truncation": 8}), FLOAT64)
    long.theta[:] = short.theta
    X, Y = short.dataset.X_train[:, :6], np.asarray(short.Y_train[:, :6])
    n, T = short.experiment.data.shape_in
    padded = np.zeros((n, 24, 6))
    padded[:, :T] = X.reshape(n, T, 6)
    ones, others = Cohort([short]), Cohort([long])
    np.testing.assert_allclose(
        others.predict(padded.reshape(1, -1, 6)), ones.predict(X[np.newaxis]), rtol=1e-13
    )
    gradient = ones.gradient(X[np.newaxis], Y[np.newaxis])
    np.testing.assert_allclose(others.gradient(padded.reshape(1, -1, 6), Y[np.newaxis]), gradient, rtol=1e-10)


def test_a_step_of_numbers_that_are_0_is_a_step() -> None:
    """Only where symbols are coded, no 1 means no step: a 0 among numbers is a number."""
    run = Run(experiment({"kind": "wave", "steps": 8}, {"kind": "recurrent", "units": 4, "bias": 0.5}))
    assert Cohort([run]).network.lengths is None
    assert Cohort([Run(experiment(BRACKETS, {"kind": "recurrent", "units": 4}))]).network.lengths is not None


@pytest.mark.parametrize("kind", KINDS)
def test_the_gradient_goes_back_as_far_as_it_may(kind: str) -> None:
    """Cut at every third step, the answer after step 8 tells nothing of the steps before step 7."""
    layer = made({"kind": kind, "units": 4, "truncation": 3}, (2, 8))
    layer.forward(samples((2, 8), 5))
    dX = layer.backward(samples((4,), 5)).reshape(2, 8, 5)
    assert not dX[:, :6].any()
    assert dX[:, 6:].any()


@pytest.mark.parametrize(
    ("layers", "words"),
    [
        ([{"kind": "convolution", "channels": 3}], "but sequences come in"),
        ([{"kind": "pooling"}], "but sequences come in"),
        ([{"kind": "gru", "units": 3}, {"kind": "lstm", "units": 3}], "but no sequences come in"),
        ([{"kind": "dense", "units": 3}, {"kind": "recurrent", "units": 3}], "but no sequences come in"),
        ([{"kind": "gru", "units": 3, "truncation": 0}], "greater than or equal to 1"),
    ],
)
def test_layers_refuse_what_they_cannot_read(layers: list[dict[str, Any]], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        experiment(BRACKETS, *layers)


def test_a_dense_layer_reads_all_steps_at_once() -> None:
    run = Run(experiment(ECHO, {"kind": "dense", "units": 6}))
    assert run.experiment.plan.shapes == ((4, 7), (6,), (28,))
    Cohort([run]).train(2)
    assert np.isfinite(run.theta).all()


def test_units_keep_their_gates_when_others_are_added() -> None:
    before = Run(experiment(BRACKETS, {"kind": "lstm", "units": 3}))
    after = Run(before.experiment)
    after.change(experiment(BRACKETS, {"kind": "lstm", "units": 5}))
    old, new = (Cohort([run]).network for run in (before, after))
    gates = [weighted(network.layers)[0].W[0].reshape(4, -1, 2) for network in (old, new)]
    np.testing.assert_array_equal(gates[1][:, :3], gates[0])


@pytest.mark.parametrize(("described", "higher"), [({}, 1), ({"forget_bias": 3}, 3)])
def test_forget_gates_begin_open(described: dict[str, Any], higher: float) -> None:
    layer = made({"kind": "lstm", "units": 4, **described}, (2, 8))
    b = layer.initial(np.random.default_rng(0))[4 * 4 * 2 :][:16].reshape(4, 4)
    np.testing.assert_allclose(b[1] - higher, b[0])


def test_sixteen_digits_follow_seven() -> None:
    """Single precision gives what double precision gives, up to rounding."""
    for kind in KINDS:
        X = samples((2, 9), 6)
        exact = made({"kind": kind, "units": 4}, (2, 9)).forward(X)
        rounded = made({"kind": kind, "units": 4}, (2, 9), dtype=FLOAT32).forward(X.astype(FLOAT32))
        assert rounded.dtype == FLOAT32
        np.testing.assert_allclose(rounded, exact, rtol=1e-5, atol=1e-5)
