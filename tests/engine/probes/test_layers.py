"""What is found inside the layers, against plain NumPy on one run, and in networks that are ill on purpose."""

from typing import Any

import numpy as np
import pytest

from engine.array import Array
from engine.cohort import Cohort
from engine.experiment import Experiment
from engine.probes.layers import MOST_SAMPLES, inside
from engine.run import Run
from tests.engine.parameters import layer_views


def run_of(steps: int = 100, seed: int = 0, **changes: dict[str, Any]) -> Run:
    training = {"seed": seed, **changes.pop("training", {})}
    run = Run(Experiment().changed({**changes, "training": training}))
    if steps:
        Cohort([run]).train(steps)
    return run


def by_hand(run: Run) -> tuple[list[Array], list[Array]]:
    """A[1] .. A[L] and dW[1] .. dW[L] of a tanh network with squared error, as the course writes them."""
    parameters = layer_views(run.theta.astype(np.float64), run.experiment.plan.units)
    X, Y = run.dataset.X_train[:, :MOST_SAMPLES], run.Y_train[:, :MOST_SAMPLES]
    A = [X]
    for W, b in parameters:
        A.append(np.tanh(W @ A[-1] + b))
    dW: list[Array] = []
    dA = A[-1] - Y
    for layer in reversed(range(len(parameters))):
        dZ = dA * (1 - A[layer + 1] ** 2)
        dW.insert(0, dZ @ A[layer].T / X.shape[1])
        dA = parameters[layer][0].T @ dZ
    return A[1:], dW


@pytest.mark.parametrize("samples", [300, 2000])
def test_histograms_and_norms_equal_plain_numpy(samples: int) -> None:
    run = run_of(data={"samples": samples, "kind": "xor"}, optimizer={"learning_rate": 0.3})
    found = inside(Cohort([run]))
    A, dW = by_hand(run)
    for layer, (W, _) in enumerate(layer_views(run.theta, run.experiment.plan.units)):
        assert found.activations.ranges[0, layer].tolist() == [-1, 1]
        edges = np.linspace(-1, 1, 41)
        expected = np.histogram(A[layer], edges)[0]
        # A value at the edge of a bin may round into the next one.
        assert np.abs(np.cumsum(found.activations.counts[0, layer] - expected)).max() <= 1
        low, high = found.gradients.ranges[0, layer]
        assert -low == high and np.abs(dW[layer]).max() <= high <= 2.5 * np.abs(dW[layer]).max() * 1.001
        assert (
            found.gradients.counts[0, layer] == np.histogram(dW[layer], np.linspace(low, high, 41))[0]
        ).all()
        sizes = [np.linalg.norm(W), np.linalg.norm(dW[layer]), 0.3 * np.linalg.norm(dW[layer])]
        np.testing.assert_allclose(found.norms[0, layer], sizes, rtol=1e-4)
        if layer < 2:
            assert found.shares[0, layer, 1] == pytest.approx(np.mean(1 - A[layer] ** 2 < 0.05), abs=0.005)
    assert (found.shares[0, :, 0] == -1).all() and found.shares[0, 2, 1] == -1


@pytest.mark.parametrize("kind", ["adam", "adamw", "momentum"])
def test_the_update_is_the_one_that_the_optimiser_then_takes(kind: str) -> None:
    """Where all training samples are one batch, the step that was foretold is the one that comes."""
    run = run_of(
        data={"samples": 200},
        training={"batch_size": 100},
        optimizer={
            "kind": kind,
            "clip_norm": 0.05,
            "learning_rate": 0.01,
            "warmup": 10,
            "schedule": "cosine",
        },
        objective={"regularization": "l2", "regularization_rate": 0.1},
        steps=5,
    )
    before = run.theta.copy()
    slots = run.slots.copy()
    found = inside(Cohort([run])).norms[0, :, 2]
    assert run.theta.tobytes() == before.tobytes() and run.slots.tobytes() == slots.tobytes()
    Cohort([run]).train(1)
    taken = [np.linalg.norm(W) for W, _ in layer_views(run.theta - before, run.experiment.plan.units)]
    np.testing.assert_allclose(found, taken, rtol=1e-3)


def test_a_deep_sigmoid_network_with_small_weights_lets_its_gradient_vanish() -> None:
    run = run_of(0, network={"hidden": [8] * 6, "activation": "sigmoid", "initializer": "small"})
    norms = inside(Cohort([run])).norms[0, :, 1]
    assert (np.diff(np.log10(norms)) > 0.8).all()
    assert 0 < norms[0] < 1e-6 * norms[-1]


def test_relu_units_with_a_bias_far_below_are_dead_and_the_saturated_are_found() -> None:
    run = run_of(0, network={"hidden": [4, 4], "activations": ["relu", "sigmoid"]})
    W, b = layer_views(run.theta, run.experiment.plan.units)[0]
    W[:], b[:, 0] = 1, [-100, 100, -100, 100]
    second, _ = layer_views(run.theta, run.experiment.plan.units)[1]
    second[:] = np.array([[0], [0.01], [10], [-10]]) * [0, 1, 0, 0]
    found = inside(Cohort([run]))
    assert found.shares[0].tolist() == [[0.5, -1], [-1, 0.5], [-1, -1]]
    assert found.activations.counts[0, 0, 0] == 2 * 250  # The dead say 0, where the range begins.
    assert found.activations.ranges[0].tolist() == [[0, 200], [0, 1], [-1, 1]]


def test_a_network_of_zeros_is_shown_as_such() -> None:
    found = inside(Cohort([run_of(0, network={"initializer": "zeros", "activation": "relu"})]))
    assert (found.norms[0, :2] == 0).all() and found.shares[0, :2, 0].tolist() == [1, 1]
    assert np.isfinite(found.activations.ranges).all() and found.gradients.ranges[0, 0].tolist() == [-1, 1]


@pytest.mark.parametrize(
    "changes",
    [
        {"network": {"activation": "relu"}},
        {"network": {"activations": ["prelu", "sigmoid"], "normalization": "batch", "dropout": "inverted"}},
        {"optimizer": {"kind": "adamw", "clip_norm": 1}, "objective": {"regularization": "l1"}},
    ],
)
def test_a_run_looks_the_same_whoever_is_beside_it(changes: dict[str, dict[str, Any]]) -> None:
    runs = [run_of(40, seed, **changes) for seed in range(5)]
    together = inside(Cohort(runs))
    for replica, run in enumerate(runs):
        alone = inside(Cohort([run]))
        for one, all_of_them in zip(
            [*alone.activations, *alone.gradients, alone.norms, alone.shares],
            [*together.activations, *together.gradients, together.norms, together.shares],
            strict=True,
        ):
            assert one[0].tobytes() == all_of_them[replica].tobytes()


def test_looking_moves_nothing() -> None:
    network = {"normalization": "batch", "dropout": "classic"}
    looked_at, other = run_of(20, network=network), run_of(20, network=network)
    cohort = Cohort([looked_at])
    for _ in range(3):
        inside(cohort)
        cohort.train(7)
    Cohort([other]).train(21)
    assert looked_at.theta.tobytes() == other.theta.tobytes()
    assert looked_at.statistics.tobytes() == other.statistics.tobytes()
