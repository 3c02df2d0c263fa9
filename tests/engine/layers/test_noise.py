"""Noise disturbs what it says, in training only."""

from typing import Any

import numpy as np
import pytest

from engine.array import FLOAT32
from engine.cohort import Cohort
from engine.experiment import Experiment
from engine.run import Run
from tests.engine.layers.pictures import made

AMOUNTS = np.array([0.0, 0.3, 0.9])[:, np.newaxis, np.newaxis]


def drawn(form: str, n: int, m: int) -> Any:
    layer: Any = made({"kind": "noise", "form": form}, (n,), 3)
    layer.amount = AMOUNTS
    layer.draw(np.random.default_rng(0).random((3, layer.n_random, m)))
    return layer


def test_gaussian_noise_is_normally_distributed() -> None:
    stats = pytest.importorskip("scipy.stats")
    layer = drawn("gaussian", 3, 20_000)
    assert layer.n_random == 4
    noise = layer.forward(np.full((3, 3, 20_000), 2.0)) - 2
    np.testing.assert_allclose(noise.mean(axis=(1, 2)), 0, atol=0.02)
    np.testing.assert_allclose(noise.std(axis=2), np.broadcast_to(AMOUNTS[..., 0], (3, 3)), atol=0.02)
    for row in noise[2] / 0.9:
        assert stats.kstest(row, "norm").statistic < 0.015
    np.testing.assert_allclose(np.corrcoef(noise[2]), np.eye(3), atol=0.03)


def test_masking_noise_leaves_out_what_its_amount_says_and_makes_up_for_nothing() -> None:
    layer = drawn("masking", 3, 50_000)
    A = np.full((3, 3, 50_000), 2.0)
    disturbed = layer.forward(A)
    assert set(np.unique(disturbed)) == {0, 2}
    np.testing.assert_allclose((disturbed == 0).mean(axis=(1, 2)), AMOUNTS[:, 0, 0], atol=0.005)
    np.testing.assert_array_equal(layer.backward(A), disturbed)


@pytest.mark.parametrize("form", ["gaussian", "masking"])
def test_the_largest_and_the_least_chance_make_finite_noise(form: str) -> None:
    layer: Any = made({"kind": "noise", "form": form}, (2,), 1, FLOAT32)
    layer.amount = AMOUNTS[1:2].astype(FLOAT32)
    chance = np.array([[[0, 1 - 2**-24], [0.5, 0]]], FLOAT32)
    layer.draw(chance)
    A = layer.forward(np.ones((1, 2, 2), FLOAT32))
    assert np.isfinite(A).all() and A.dtype == FLOAT32


@pytest.mark.parametrize("form", ["gaussian", "masking"])
def test_it_is_off_in_use_and_a_run_in_a_cohort_equals_that_run_alone(form: str) -> None:
    network: dict[str, object] = {
        "layers": [
            {"kind": "noise", "form": form, "amount": 0.5},
            {"kind": "dense", "units": 5},
            {"kind": "noise", "form": form, "amount": 0.1},
            {"kind": "activation"},
        ]
    }
    experiments = [
        Experiment().changed({"network": network, "training": {"seed": seed}}) for seed in range(3)
    ]
    together = [Run(experiment) for experiment in experiments]
    cohort = Cohort(together)
    cohort.train(30)
    for run, experiment in zip(together, experiments, strict=True):
        alone = Run(experiment)
        Cohort([alone]).train(30)
        assert alone.theta.tobytes() == run.theta.tobytes()
    evaluations = cohort.evaluate()
    clean = [{"kind": "dense", "units": 5}, {"kind": "activation"}]
    for run, evaluation in zip(together, evaluations, strict=True):
        twin = Run(run.experiment.changed({"network": {"layers": clean}}))
        twin.theta = run.theta.copy()
        assert Cohort([twin]).evaluate() == [evaluation]
